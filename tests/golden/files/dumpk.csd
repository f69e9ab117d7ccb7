<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 12
0dbfs = 1
gitab ftgen 0, 0, 1000, 10, .5

instr 1
  k1 line 0, p3, 100
  k2 line 50, p3, -50
  dumpk k1, "d1.txt", 8, .001
  dumpk2 k1, k2, "d2.raw", 6, 0
  dumpk3 k1, k2, k1 * 2, "d3.raw", 4, .0005
  dumpk4 k1, k2, k1 * 2, k2 * 1000, "d4.txt", 7, .0005
  dumpk k2, "d5.raw", 1, 0
  dumpk k2 * 100, "d6.raw", 5, 0
endin

instr 2
  k1 readk "d1.txt", 8, .001
  k2, k3 readk2 "d2.raw", 6, 0
  k4, k5, k6 readk3 "d3.raw", 4, .0005
  k7, k8, k9, k10 readk4 "d4.txt", 7, .0005
  k11 readk "d5.raw", 1, 0
  k12 readk "d6.raw", 5, 0
  outch 1, a(k1) / 100, 2, a(k2) / 100, 3, a(k3) / 100, 4, a(k4) / 100, 5, a(k5) / 100, 6, a(k6) / 200
  outch 7, a(k7) / 100, 8, a(k8) / 100, 9, a(k9) / 200, 10, a(k10) / 50000, 11, a(k11) / 50, 12, a(k12) / 5000
endin

instr 4
  asig oscili .5, 300
  iok ftaudio gitab, "t.wav", 16
endin

instr 5
  a1 soundin "t.wav"
  outch 1, a1
endin
</CsInstruments>
<CsScore>
i1 0 .05
i2 .06 .02
i4 .1 .02
i5 .13 .015
</CsScore>
</CsoundSynthesizer>
