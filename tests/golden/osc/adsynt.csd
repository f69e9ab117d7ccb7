<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1

instr 1
  kf line p4, p3, p5
  ka line .5, p3, 1
  kt line 0, p3, 1.7
  kb line p7, p3, -2
  tablew ka, 1, 3
  a1 adsynt ka, kf, 1, 2, 3, 4, p6
  a2 adsynt2 ka, kf, 1, 2, 3, 4, p6
  a3 hsboscil ka, kt, kb, 200, 1, 4, p8, p6
  a4 hsboscil .3, .2, 0, 300, 1, 4
  outch 1, a1, 2, a2, 3, a3, 4, a4
endin
; the lowest octave jumps a hair late
instr 2
  a1 hsboscil .3, p4, .3, 200, 1, 4, 5
  outch 1, a1
endin
</CsInstruments>
<CsScore>
f1 0 1024 10 1
f2 0 4 -2 1 1.5 2.01 3
f3 0 4 -2 1 .5 .3 .2
f4 0 1024 -19 1 .5 270 .5
i1 0 .05 440 1000.3 0 3 5
i1 + . -440 1000.3 .75 -4 0
i1 + . 7000 -20000 2 1 20
i1 + . 100 200 -1 0 3
i2 .2 .01 .8000000001
i2 .21 .01 .80000002
i2 .22 .01 -1.0000000001
</CsScore>
</CsoundSynthesizer>
