<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 12
0dbfs = 1

instr 1
  ain rand .5, .3
  af line 1, p3, -3
  kf line .2, p3, -4
  a1 wrap af, -.3013, .5027
  k2 wrap kf, -.3013, .5027
  i3 wrap 2.3, 0, 1
  a4 mirror af, -.3, .5
  k5 mirror kf, -.3, .5
  i6 mirror -2.3, 0, 1
  a7 fold ain, 3 + kf
  k8 peak ain * af
  k9 peak kf
  a10 follow2 ain * af, .001, .01
  a11 follow2 ain, .001 + kf / 2000, 0
  a12 compress ain * af, ain * af, 0, 48, 60, 3, .002, .01, .003
  a13 compress2 ain * af, ain * af, -30, -25, -10, 6 + kf, .002, .01, .001
  a14 wrap a1, .5, -.3
  print i3, i6
  outch 1, a1, 2, a(k2), 3, a4, 4, a(k5), 5, a7, 6, a(k8), 7, a(k9), 8, a10, 9, a11, 10, a12, 11, a13, 12, a14
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
