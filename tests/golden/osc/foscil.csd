<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 6
0dbfs = 1

instr 1
  kf line p4, p3, p5
  kx line 0, p3, 5
  aa line .5, p3, 1
  ac line 1.013, p3, 1.987
  am line 1.071, p3, 2.937
  a1 foscil .5, kf, 1, 1.5, kx, p6, p7
  a2 foscili .5, kf, 1, 1.5, kx, p6, p7
  a3 foscil aa, kf, ac, 1.5, kx, p6, p7
  a4 foscili aa, kf, 1, am, kx, p6
  a5 foscili .5, kf, ac, am, kx
  a6 foscil .5, kf, 2, 0, 0
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6
endin
</CsInstruments>
<CsScore>
f1 0 1024 10 1
f2 0 64 10 1 .5
i1 0 .05 440 1000.3 1 0
i1 + . -440 1000.3 2 .75
i1 + . 7000 -20000 2 .3
</CsScore>
</CsoundSynthesizer>
