<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 6
0dbfs = 1

instr 1
  ain rand .5, .3
  ain = ain * linseg:k(1, .02, 0, .1, 0)
  k1 line .5, p3, .9
  a1, a2 freeverb ain, ain * .5, k1, .35
  a3, a4 freeverb ain, ain * .5, .8, k1, sr
  a5 reverb ain, k1
  a6 reverb ain, 2
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6
endin
</CsInstruments>
<CsScore>
i1 0 .2
i1 .13 .1
</CsScore>
</CsoundSynthesizer>
