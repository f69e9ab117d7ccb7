<CsoundSynthesizer>
<CsInstruments>
; steps through tables, forwards and backwards, with changing units
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 10
gi1 ftgen 1, 0, -8, -2, 1, 2, .5, 1, 3, 1, .25, 1
gi2 ftgen 2, 0, -8, -2, 2, 1, .5, 2, 3, 1, .25, 1
gi3 ftgen 3, 0, -12, -2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
gi4 ftgen 4, 0, 32, -2, 2, 1, 2, 3, 4, 0, 0, 3, 5, 6, 7, 8, 9, 1
gi5 ftgen 5, 0, 32, -2, 0, 0, .01, 1, 1, .01, .01, 2, 2, .015, .01, 3, 3, .03, .01, 4, -1, .04, -1, -1
instr 1
kunit line .003, p3, .006
kfn init 1
kfn = timeinstk() > 30 ? 2 : 1
k1 seqtime .005, p4, p5, p6, 1
k2 seqtime kunit, p4, p5, p6, kfn
kt metro 40
k3 seqtime2 kt, .005, p4, p5, p6, 1
k4 seqtime2 0, kunit, p4, p5, p6, kfn
kq metro 150
k5 init 0
k6 init 0
trigseq kq, p4, p5, p6, 3, k5, k6
outs a(k1 + k2 * .1 + k5), a(k3 + k4 * .1 + k6)
endin
instr 2
kq metro 150
kx = timeinsts() > .03 ? 1 : 0
k1 init 0
k2 init 0
splitrig kq, kx, 3, 4, k1, k2
k3 init 0
k4 init 0
k5 init 0
k6 init 0
kp line p4, p3, p5
kt timedseq kp, 5, k3, k4, k5, k6
outs a(k1 + kt), a(k2 + k3 + k4 * 10 + k6 * .1)
endin
instr 3
reinit again
again:
k1 seqtime .005, 0, 3, 0, 1
rireturn
outs a(k1), a(k1)
endin
</CsInstruments>
<CsScore>
i1 0 .08 0 5 0
i1 .08 .08 1 4 2
i1 .16 .08 0 -4 3
i1 .24 .05 2 2 1
i1 .29 .05 -1 -3 3
i2 .35 .1 0 .1
i2 .46 .08 .1 -.05
i2 .55 .08 0 .6
i3 .64 .02
</CsScore>
</CsoundSynthesizer>
