<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 100
gi1 ftgen 1, 0, 16, -7, 0, 16, 16
gi2 ftgen 2, 0, 8, -2, 1, 2, 3, 4, 5, 6, 7, 8
tb0_init 2
tb15_init 1
i1 = tb0(3) + tb0(2.7) + tb15(4.4)
print i1
instr 1
kx line 0, p3, 7
k1 = tb0(kx)
k2 = tb15(kx * 2)
outs a(k1), a(k2)
endin
</CsInstruments>
<CsScore>
i1 0 .05
</CsScore>
</CsoundSynthesizer>
