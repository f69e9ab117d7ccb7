<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 10
0dbfs = 1

gif ftgen 1, 0, 256, 7, 0, 64, 1, 128, -1, 64, 0
gi1 vco2init 16, 200, 1.3, 64, 1024
gi2 vco2init -1, -1, 1.2, -1, -1, 1
gi3 vco2init -2, 500, 0, 0, 0, 1

instr 1
  kf line p4, p3, p5
  kw line .2, p3, .9
  kp line 0, p3, 1.3
  a1 vco2 .5, kf
  a2 vco2 .5, kf, 2, kw
  a3 vco2 .5, kf, 4, kw, .25
  a4 vco2 .5, kf, 6, 0, .3, .1
  a5 vco2 .5, kf, 24, 0, kp
  a6 vco2 .5, kf, 10
  a7 vco2 .5, kf, 12, .5, 1.6
  a8 vco2 .5, kf, 14
  a9 vco2 .5, kf, 18, kw, kp, .2
  k10 vco2ft kf, 4, .4
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a(k10 / 1000)
endin

instr 2
  ift vco2ift p4, -2
  a1 oscili .5, p4, ift
  a2 vco2 .5, p4, 0, 0, p5
  a3 vco2 .5, p4, 20, .3, p5
  outch 1, a1, 2, a2, 3, a3, 4, a(ift / 1000), 5, a(gi1 / 1000), 6, a(gi2), 7, a(gi3 / 1000)
endin
</CsInstruments>
<CsScore>
i1 0 .05 440 1000.3
i1 + . -440 30
i1 + . 7000 -20000
i2 .15 .02 440 .3
i2 + .02 3000 -.3
i2 + .02 15 1.3
</CsScore>
</CsoundSynthesizer>
