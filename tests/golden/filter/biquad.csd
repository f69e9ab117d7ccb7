<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 14
0dbfs = 1

instr 1
  ain rand .5, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  kq line .7, p3, 5
  a1 biquad ain, .3, .2, .1, 1.2, -.5, .3
  a2 biquada ain, a(.3), a(.2), af/50000, a(1.1), a(-.5), a(.3)
  a3 rbjeq ain, kf, 2, kq, .8, 0
  a4 rbjeq ain, kf, 2, kq, .8, 2
  a5 rbjeq ain, kf, 2, kq, .8, 4
  a6 rbjeq ain, kf, 2, kq, .8, 6
  a7 rbjeq ain, kf, 2, kq, .8, 8
  a8 rbjeq ain, kf, 2, kq, .8, 10
  a9 rbjeq ain, kf, .5, kq, .8, 12
  a10 pareq ain, kf, 2, kq
  a11 pareq ain, kf, .5, kq, 1
  a12 pareq ain, kf, 2, .7, 2
  a13 eqfil ain, kf, 100, kq
  a14 mode ain, kf, kq
  a15 mode ain, af * 5, kq * 10
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12, 13, a13, 14, a14 + a15
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
