<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 10
0dbfs = 1

instr 1
  ain rand .2, .4
  kf line 500, p3, 4000
  a1 clfilt ain, kf, 0, 4
  a2 clfilt ain, kf, 1, 5
  a3 clfilt ain, kf, 0, 6, 1, 2
  a4 clfilt ain, kf, 1, 2, 1, -3
  a5 clfilt ain, kf, 0, 4, 2
  a6 clfilt ain, kf, 1, 6, 2, 1, -40
  a7 clfilt ain, 1000, 0, 10, 1, 0, 0, p4
  a8 clfilt ain, 1000, 1, 3, 2, 0, 50, p4
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .03 1
</CsScore>
</CsoundSynthesizer>
