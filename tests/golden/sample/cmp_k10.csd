<CsoundSynthesizer>
<CsInstruments>
; cmp, vaget, lastcycle
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 100
instr 1
a1 oscili 1, 200
a2 oscili .5, 333
k2 line -.5, p3, .5
a3 cmp a1, "<", a2
a4 cmp a1, ">=", k2
a5 cmp a1, "!=", a1
kA[] fillarray 1, 2, 3, 4
kB[] fillarray 4, 2, 1, 4
kC[] cmp kA, "<=", 2
kD[] cmp kA, "==", kB
kE[] cmp 1, "<", kA, "<=", 3
iA[] fillarray 1, 2, 3, 4
iB[] fillarray 4, 2, 1, 4
iC[] cmp iA, ">", 2
iD[] cmp iA, "!=", iB
iE[] cmp 1, "<=", iA, "<", 3
k1 vaget (ksmps - 1) * .99, a1
kl lastcycle
ksum = sumarray(kC) + sumarray(kD) * 7 + kE[2] + kE[0] * 2
isum = iC[3] + iD[1] * 3 + iE[0] * 5
outs a3 + a4 * 3 + a5 * 7 + ksum, a(k1) + isum + a(kl) * 3
endin
instr 2
kl lastcycle
xtratim p4
outs a(kl), a(kl)
if timeinstk() == 5 then
turnoff
endif
endin
instr 3
turnoff2 4, 0, 1
endin
instr 4
kl lastcycle
outs a(kl), a(kl)
endin
</CsInstruments>
<CsScore>
i1 0 .03
i2 .04 .03 0
i2 .08 .03 .01
i4 .12 -1
i3 .15 .01
i1 .16 .01
</CsScore>
</CsoundSynthesizer>
