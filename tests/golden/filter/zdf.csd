<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 26
0dbfs = 1

instr 1
  ain rand .5, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  kq line 1, p3, 5
  aq line 1, p3, 5
  a1 zdf_1pole ain, kf
  a2 zdf_1pole ain, af, 2
  a3, a4 zdf_1pole_mode ain, af
  a5 zdf_2pole ain, kf, kq, 1
  a6 zdf_2pole ain, af, aq, 5
  a7, a8, a9 zdf_2pole_mode ain, kf, aq
  a10 zdf_ladder ain, kf, kq * 4
  a11 zdf_ladder ain, af, aq * 6
  a12 diode_ladder ain, kf, kq * 3
  a13 diode_ladder ain, af, aq * 3, 1, 4
  a14 diode_ladder ain, kf, aq * 3, 2, kq
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12, 13, a13, 14, a14
  a1 K35_lpf ain, kf, kq
  a2 K35_lpf ain, af, aq * 3, 1, 2
  a3 K35_hpf ain, kf, kq
  a4 K35_hpf ain, af, aq * 3, 1, 2
  a5 skf ain, kf, kq / 2
  a6 skf ain, af, kq / 2, 1
  a7 skf ain, kf, aq / 2
  a8 skf ain, af, aq / 2, 1
  a9 spf ain, ain * .5, a(0), kf, kq / 3
  a10 spf ain, ain * .5, ain, af, kq / 3
  a11 spf a(0), ain * .5, ain, af, aq / 3
  a12 spf ain, ain * .5, ain, kf, aq / 3
  outch 15, a1, 16, a2, 17, a3, 18, a4, 19, a5, 20, a6, 21, a7, 22, a8, 23, a9, 24, a10, 25, a11, 26, a12
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
