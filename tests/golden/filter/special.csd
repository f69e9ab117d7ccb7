<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 18
0dbfs = 1

instr 1
  ain rand .2, .4
  kin line 0, p3, 1
  kf line 500, p3, 4000
  af line 500, p3, 4000
  kt line -.001, p3, .01
  at line -.001, p3, .01
  a1 gtf ain, kf, .01
  a2 gtf ain, kf, .02, 2, .7
  a3 gtf ain, 0, .02, 1
  a4 mvmfilter ain, kf, kt
  a5 mvmfilter ain, af, kt
  a6 mvmfilter ain, kf * 10, at
  a7 mvmfilter ain, af, at, p4
  a8 nlfilt ain, .5, .1, .3, .2, 20.5
  a9 nlfilt2 ain, -.8, .2, .9, .4, kf / 4
  k10 resonxk kin, 100, 50 + kin, 3, 1
  k11 resonxk kin, kf / 10, 50, 0, 2, p4
  a12 resony ain, kf, 100, 5, 2
  a13 resony ain, kf, 100, 0, 3 + kin, 1, 1
  a14 resony ain, kf, 100, 3, 2, 0, 2, p4
  a15 atonex ain, kf, 3
  a16 atonex ain, af, 3, p4
  a17 atonex ain, af, 1
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a(k10), 11, a(k11), 12, a12, 13, a13
  outch 14, a14, 15, a15, 16, a16, 17, a17
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .03 1
</CsScore>
</CsoundSynthesizer>
