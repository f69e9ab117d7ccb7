<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 1
instr 1
kx line -1, p3, 4
krr line 2, p3, 3
k1 linlin kx, .1, .4
k2 linlin kx, .1, .4, -1, krr
k3 linlin kx, krr, .1, -1, 2
k4 lincos kx, .1, krr
k5 lincos kx, .5, .2, -1, 5
i1 linlin .3, 1, 2
i2 linlin .3, 1, 2, -1, 5
i3 lincos .3, 1, 2, -1, 5
kxs[] init 4
kxs[1] = kx
kxs[2] = .5
iys[] fillarray 1, 2, 3
kA[] fillarray .1, .2, .3
kB[] fillarray .5, .7, 1.3, 2.2
kys[] linlin kxs, .1, krr
kzs[] linlin kxs, .1, krr, -2, 3
izs[] linlin iys, -1, 1, 1, 3
kbl[] linlin kx, kA, kB
kb2[] linlin kx, kA, kB, -1, krr
ibl[] linlin 2, iys, izs, 1, 5
outs a(k1 + k2 * .1 + k3 * .1 + kys[1] * .1 + kzs[2] * .1 + kbl[2] * .1), a((k4 + k5 + kb2[0] + ibl[2] + izs[1] + i1 + i2 + i3) * .1)
endin
</CsInstruments>
<CsScore>
i1 0 .05
</CsScore>
</CsoundSynthesizer>
