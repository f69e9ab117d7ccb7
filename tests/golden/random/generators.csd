; Random opcodes: private generators, the engine-wide ones and their order of draws, seeds.
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 4
nchnls = 16
0dbfs = 1
instr 1
 a1 rand 1
 a2 rand a1, .25, 0, .5
 a3 rand .7, .3, 1
 k1 rand 1, 0
 a4 randh 1, 3000
 a5 randh .5, 3000 + 1000 * a1, .3, 1, .1
 k2 randh 1, 900, .7
 a6 randi 1, 3000
 a7 randi a1, 2000, .3, 1
 k3 randi 1, 900, .2, 1, .5
 a8 randc 1, 3000
 a9 randc 1, 2500, .4, 1
 k4 randc 1, 900
 outch 1, a1, 2, a2, 3, a3, 4, a(k1), 5, a4, 6, a5, 7, a(k2), 8, a6, 9, a7, 10, a(k3), 11, a8, 12, a9, 13, a(k4)
endin
instr 2
 i1 random -1, 1
 i2 = rnd(1)
 i3 = birnd(2)
 k1 random -1, 1
 a1 random -1, 2
 a2 randomh -1, 1, 3000, p4, .3
 a3 randomi -1, 1, 3000, p4, .3
 k2 randomh -1, 1, 700, p4, .3
 k3 randomi -1, 1, 700, p4, .3
 k4 trandom metro(800), -1, 1
 k5 jitter 1, 200, 900
 k6 jitter2 1, .5, 400, .3, 900, .2, 1500
 a4 jspline 1, 300, 1500
 k7 jspline 1, 300, 1500
 a5 rspline -1, 1, 300, 1500
 k8 rspline -1, 1, 300, 1500
 a6 noise 1, .5
 outch 1, a(i1) + a(i2) + a(i3), 2, a(k1), 3, a1, 4, a2, 5, a3, 6, a(k2), 7, a(k3), 8, a(k4), 9, a(k5), 10, a(k6), 11, a4, 12, a(k7), 13, a5, 14, a(k8), 15, a6
 outch 16, a(rnd(k1)) + a(birnd(k1))
endin
instr 3
 a1 pinkish 1, 0, 16, .5
 a2 noise 1, 0
 a3 pinkish a2, 1
 a4 pinkish a2, 2
 a5 pinkish a2, 0, 0, 12345
 a6 dust 1, 4000
 a7 dust2 1, 4000
 k1 dust 1, 1000
 k2 dust2 1, 1000
 a8 rnd31 1, 0, 7
 a9 rnd31 1, 2, 8
 a10 rnd31 1, -2.5, 9
 k3 rnd31 1, 0, 10
 i1 rnd31 1, 0, 11
 i2 getseed
 outch 1, a1, 2, a3, 3, a4, 4, a5, 5, a6, 6, a7, 7, a(k1), 8, a(k2), 9, a8, 10, a9, 11, a10, 12, a(k3), 13, a(i1), 14, a(i2 / 1e6)
endin
instr 4
 a1 unirand 1
 a2 linrand 1
 a3 trirand 1
 a4 exprand 1
 a5 bexprnd 1
 a6 cauchy 1
 a7 pcauchy 1
 a8 poisson 3
 a9 gauss 1
 a10 weibull 1, 2
 a11 betarand 1, .5, .7
 a12 gauss 1, 2
 a13 exprandi 1, .5, 3000
 k1 gaussi 1, 1, 3000
 k2 cauchyi 1, 1, 3000
 outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12, 13, a13, 14, a(k1), 15, a(k2)
endin
instr 5
 i1 unirand 1
 i2 linrand 1
 i3 trirand 1
 i4 exprand 1
 i5 bexprnd 1
 i6 cauchy 1
 i7 pcauchy 1
 i8 poisson 3
 i9 gauss 1
 i10 weibull 1, 2
 i11 betarand 1, .5, .7
 i12 gauss 1, 2
 i13 gauss 1, 2
 k1 unirand 1
 k2 poisson 4
 k3 gauss 0, 1
 outch 1, a(i1), 2, a(i2), 3, a(i3), 4, a(i4), 5, a(i5), 6, a(i6), 7, a(i7), 8, a(i8), 9, a(i9), 10, a(i10), 11, a(i11), 12, a(i12), 13, a(i13)
 outch 14, a(k1), 15, a(k2), 16, a(k3)
endin
instr 6
 seed p4
 rndseed p4 / 1000
endin
instr 7
 a1 duserrnd 1
 k1 duserrnd 1
 i1 duserrnd 1
 a2 cuserrnd 2, 5, 1
 k2 cuserrnd 2, 5, 1
 i2 cuserrnd 2, 5, 1
 k3 urd 1
 outch 1, a1, 2, a(k1), 3, a(i1), 4, a2, 5, a(k2), 6, a(i2), 7, a(k3)
endin
</CsInstruments>
<CsScore>
f1 0 -8 -2 0 .1 .3 .35 .5 .6 .9 1
i1 0 .02
i2 .02 .02 0
i2 .04 .02 1
i2 .06 .02 2
i2 .08 .02 3
i3 .1 .02
i4 .12 .02
i5 .14 .02
i6 .16 .001 1234
i2 .16 .01 3
i4 .17 .01
i7 .18 .01
</CsScore>
</CsoundSynthesizer>
