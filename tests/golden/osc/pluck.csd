<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 7
0dbfs = 1

instr 1
  kf line 300, p3, 350
  a1 pluck .5, kf, 300, 0, 1
  a2 pluck .5, kf, 200, 0, 2, 3
  a3 pluck .5, kf, 200, 0, 3, .4
  a4 pluck .5, kf, 200, 0, 4, .4, 2
  a5 pluck .5, kf, 200, 0, 5, .4, .5
  a6 pluck .5, kf, 200, 1, 6
  a7 pluck .5, 440, 8000, 1, 1
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .1
i1 .05 .05
</CsScore>
</CsoundSynthesizer>
