<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 18
0dbfs = 1

instr 1
  ain vco2 .5, 220
  kf line 200, p3, 5000
  af line 200, p3, 9000
  kq line .1, p3, 1.2
  aq line -.1, p3, 1.1
  a1 mvclpf1 ain, kf, kq
  a2 mvclpf1 ain, af, kq
  a3 mvclpf1 ain, kf, aq
  a4 mvclpf1 ain, af, aq
  a5 mvclpf2 ain, kf, kq
  a6 mvclpf2 ain, af, kq
  a7 mvclpf2 ain, kf, aq
  a8 mvclpf2 ain, af, aq
  a9 mvclpf3 ain, kf, kq
  a10 mvclpf3 ain, af, kq
  a11 mvclpf3 ain, kf, aq
  a12 mvclpf3 ain, af, aq, p4
  ab1, ab2, ab3, ab4 mvclpf4 ain, kf, kq
  a17 mvchpf ain, kf, p4
  a18 mvchpf ain, af
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12
  outch 13, ab1, 14, ab2, 15, ab3, 16, ab4
  outch 17, a17, 18, a18
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .03 1
</CsScore>
</CsoundSynthesizer>
