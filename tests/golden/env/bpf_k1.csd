<CsoundSynthesizer>
<CsInstruments>
; all forms; break points are not met exactly
sr = 44100
ksmps = 1
nchnls = 2
0dbfs = 1
instr 1
kx line -1.03, p3, 4.07
ax line -1.03, p3, 4.07
kxs[] fillarray 0, 1, 1.5, 3, 9
kys[] fillarray .1, .9, -.5, .2
kzs[] fillarray .2, .3, .4, .9
ixs[] fillarray 0, 1, 1.5, 3, 9
iys[] fillarray .1, .9, -.5, .2
kpt line .5, p3, 1
k1 bpf kx, 0, .1, 1, kpt, 1.5, -.5, 3, .2
k2 bpf kx, kxs, kys
k3 bpf kx, ixs, iys
k4, k5 bpf kx, kxs, kys, kzs
a1 bpf ax, 0, .1, 1, kpt, 1.5, -.5, 3, .2
a2 bpf ax, kxs, kys
a3 bpf ax, ixs, iys
kin[] init 3
kin[0] = kx
kin[1] = kx * .7
kin[2] = 1.23
kout[] bpf kin, 0, .1, 1, kpt, 1.5, -.5, 3, .2
i1 bpf 1.3, 0, 1, 2, 5
i2 bpf .7, ixs, iys
i3, i4 bpf 2.7, ixs, iys, ixs
i5 bpf 2, 1, 1
outs a1 + a2 + a3 + k1 + k2, a((k3 + k4 + k5 + kout[0] + kout[1] + kout[2] + i1 + i2 + i3 + i4 + i5) * .1)
endin
instr 2
kx line -1.03, p3, 4.07
ax line -1.03, p3, 4.07
kxs[] fillarray 0, 1, 1.5, 3, 9
kys[] fillarray .1, .9, -.5, .2
ixs[] fillarray 0, 1, 1.5, 3, 9
iys[] fillarray .1, .9, -.5, .2
k1 bpfcos kx, 0, .1, 1, .5, 1.5, -.5, 3, .2
k2 bpfcos kx, kxs, kys
k3 bpfcos kx, ixs, iys
a1 bpfcos ax, 0, .1, 1, .5, 1.5, -.5, 3, .2
a2 bpfcos ax, kxs, kys
a3 bpfcos ax, ixs, iys
kin[] init 3
kin[0] = kx
kin[1] = kx * .7
kin[2] = 1.23
kout[] bpfcos kin, 0, .1, 1, .5, 1.5, -.5, 3, .2
i1 bpfcos 1.3, 0, 1, 2, 5
i2 bpfcos .7, ixs, iys
outs a1 + a2 + a3 + k1 + k2, a((k3 + kout[0] + kout[1] + kout[2] + i1 + i2) * .1)
endin
</CsInstruments>
<CsScore>
i1 0 .05
i2 .05 .05
</CsScore>
</CsoundSynthesizer>
