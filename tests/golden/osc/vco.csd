<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 6
0dbfs = 1

instr 1
  kf line 301.3, p3, 500
  af line 301.3, p3, 500
  kw line .3, p3, .7
  aa line 0, p3, 1
  a1 vco .5, kf, 1
  a2 vco .5, kf, 2, kw, 1, .02
  a3 vco aa, af, 3, kw, 1, .02
  a4 vco aa, af, 2, .4, 1, .02
  a5 vco .5, 440, 1, .5, 1, 1, .99, .2, .3
  a6 vco .5, 440, 3, .5, 1
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .1
</CsScore>
</CsoundSynthesizer>
