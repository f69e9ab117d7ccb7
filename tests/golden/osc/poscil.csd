<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  kf line p4, p3, p5
  af line p4, p3, p5
  ka line .5, p3, 1
  aa line .5, p3, 1
  a1 poscil ka, kf, p6, p7
  a2 poscil aa, kf, p6, p7
  a3 poscil ka, af, p6, p7
  a4 poscil aa, af, p6, p7
  a5 poscil3 ka, kf, p6, p7
  a6 poscil3 aa, af, p6, p7
  k7 poscil ka, kf / 20, p6, p7
  k8 poscil3 ka, kf / 20, p6, p7
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a(k7), 8, a(k8)
endin

instr 2
  a1 poscil .5, 440
  a2 poscil3 ampdb(-6), a1 * 100 + 300
  a3 poscil3 a1, 300, 2
  outch 1, a1, 2, a2, 3, a3
endin
</CsInstruments>
<CsScore>
f1 0 16 10 1 .5 .3
f2 0 -37 10 1 0 .3
i1 0 .05 440 1000.3 1 0
i1 + . -440 1000.3 2 .75
i1 + . 70000 -200000 2 3.3
i2 .15 .05
</CsScore>
</CsoundSynthesizer>
