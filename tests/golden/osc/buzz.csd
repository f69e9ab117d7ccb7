<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 7
0dbfs = 1

instr 1
  kf line p4, p3, p5
  af line p4, p3, p5
  aa line .5, p3, 1
  kn line 0, p3, 12
  kq line -1.2, p3, 1.2
  a1 buzz .5, kf, p6, 1, p7
  a2 buzz aa, af, kn, 1
  a3 buzz aa, kf, kn - 6, 1, .5
  a4 gbuzz .5, kf, p6, 1, .7, 2, p7
  a5 gbuzz aa, af, kn, kn - 4, kq, 2
  a6 gbuzz .5, af, 4, 0, 1, 2, .25
  a7 gbuzz aa, kf, 5, -2, -1, 3, .25
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
f2 0 4096 11 1
f3 0 1024 9 1 1 90
i1 0 .05 440 1000.3 10 0
i1 + . -440 1000.3 40 .75
i1 + . 500 1000 -300 .4
</CsScore>
</CsoundSynthesizer>
