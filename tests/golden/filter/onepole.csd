<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 10
0dbfs = 1

instr 1
  ain rand .5, .3
  kin oscili .7, 40, 1
  kf line 200, p3, 5000
  af line 200, p3, 5000
  a1 tone ain, kf
  a2 tone ain, af
  a3 atone ain, kf
  k4 tonek kin, kf / 10
  k5 atonek kin, 30
  k6 port kin, .01
  k7 port kin, .01, .5
  k8 portk kin, kf / 100000
  a9 dcblock ain + .3
  a10 dcblock2 ain + .3, 32
  outch 1, a1, 2, a2, 3, a3, 4, a(k4), 5, a(k5), 6, a(k6), 7, a(k7), 8, a(k8), 9, a9, 10, a10
endin
instr 2
  ain rand .5, .3
  a1 dcblock ain + .3, .9
  a2 dcblock2 ain + .3
  outch 1, a1, 2, a2
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i2 .05 .03
</CsScore>
</CsoundSynthesizer>
