<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 30
0dbfs = 1

instr 1
  ain rand .5, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  kq line .7, p3, 5
  aq line .7, p3, 5
  a1 lowres ain, kf / 100, kq
  a2 lowres ain, af / 100, aq
  a3 lowres ain, af / 100, kq
  a4 lowres ain, kf / 100, aq
  a5 vlowres ain, kf / 100, kq, 5, .5
  a6 lowpass2 ain, kf, kq
  a7 lowpass2 ain, af, aq
  a8 lowpass2 ain, kf, aq
  a9, a10, a11 svfilter ain, kf, kq
  a12, a13, a14 svfilter ain, af, kq, 1, 1
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12, 13, a13, 14, a14
  a1, a2, a3, a4 statevar ain, kf, kq
  a5, a6, a7, a8 statevar ain, af, aq, 5
  a9 rezzy ain, kf, kq
  a10 rezzy ain, af, kq
  a11 rezzy ain, af, aq, 1
  a12 rezzy ain, kf, kq * 10, 1
  a13 rezzy ain, kf, aq
  outch 15, a1, 16, a2, 17, a3, 18, a4 + a5, 19, a6, 20, a7, 21, a8, 22, a9, 23, a10, 24, a11, 25, a12, 26, a13
  a1 bqrez ain, kf, kq
  a2 bqrez ain, af, kq, 1
  a3 bqrez ain, af, aq, 2
  a4 bqrez ain, kf, kq, 3
  a5 bqrez ain, kf, aq, 4
  a6 tbvcf ain, kf, .8, 2, .5
  a7 tbvcf ain, af, aq / 5, kq / 2, .5, 0
  a8 fofilter ain / 20, kf, .007, .04
  a9 fofilter ain / 20, af, .007, .04
  a10 lpf18 ain, kf, .4, .2
  a11 lpf18 ain, af, aq / 8, kq / 6
  outch 27, a1 + a6, 28, a2 + a7 + a10, 29, a3 + a8 + a11, 30, a4 + a9 + a5
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
