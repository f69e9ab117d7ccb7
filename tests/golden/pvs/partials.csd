<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 3
0dbfs = 1

instr 1
  kf line 440, p3, 1200
  ka line 0, p3, .7
  a1 vco2 .5, kf
  a1 += oscili(ka, 3000)
  f1, f2 pvsifd a1, 512, 128, 1
  f3 partials f1, f2, p4, p5, p6, p7
  a2 pvsynth f3
  f4 pvsanal a1, 512, 128, 512, 1
  f5 partials f4, f4, p4, p5, p6, p7
  a3 pvsynth f5
  outch 1, a1, 2, a2, 3, a3
endin
</CsInstruments>
<CsScore>
i1 0 .2 .003 1 3 500
i1 + . .1 3 0 20
i1 + . -.01 0 1 4
</CsScore>
</CsoundSynthesizer>
