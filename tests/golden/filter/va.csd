<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 12
0dbfs = 1

instr 1
  ain vco2 .5, 220
  kf line 200, p3, 5000
  af line 200, p3, 9000
  kq line -.1, p3, 1.2
  aq line -.1, p3, 1.1
  a1 vclpf ain, kf, kq, p4
  a2 vclpf ain, af, kq
  a3 vclpf ain, kf, aq
  a4 vclpf ain, af, aq, p4
  aph phasor 300
  a5 vps aph * 1.1 - .05, .1 + kq, 1.5
  a6, a7 st2ms a1, ain
  a8, a9 ms2st a6, a7, kq
  a10 vactrol abs(ain)
  a11 vactrol abs(ain), 5, 100
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11
endin

instr 2
  ain vco2 .3, 220
  kf line 200, p3, 2000
  a12 bob ain, kf, 3.5, .5
  outch 12, a12
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .03 1
i2 0 .05
</CsScore>
</CsoundSynthesizer>
