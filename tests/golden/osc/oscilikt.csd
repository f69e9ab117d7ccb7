<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 7
0dbfs = 1

instr 1
  kf line p4, p3, p5
  af line p4, p3, p5
  ka line .5, p3, 1
  aa line .5, p3, 1
  kt line 1.2, p3, 3.4
  kt = 1 + int(kt) % 2
  kp line 0, p3, 1.3
  a1 oscilikt ka, kf, kt, p6
  a2 oscilikt aa, kf, kt, p6
  a3 oscilikt ka, af, kt
  a4 oscilikt aa, af, kt
  k5 oscilikt ka, kf / 20, kt, p6
  a6 osciliktp kf, kt, kp
  a7 oscilikts aa, af, kt, a1 - .4, kp
  a7 += oscilikts(ka, kf, kt, a2, kp)
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a(k5), 6, a6, 7, a7
endin

instr 2
  a1 oscilikt .5, 440, 1, 0, p4
  a2 osciliktp 440, 2, .3, p4
  outch 1, a1, 2, a2
endin
</CsInstruments>
<CsScore>
f1 0 1024 10 1
f2 0 64 7 0 32 1 32 0
i1 0 .05 440 1000.3 0
i1 + . -440 1000.3 .75
i1 + . 7000 -20000 -1.3
i2 .15 .021 0
i2 .18 .02 1
</CsScore>
</CsoundSynthesizer>
