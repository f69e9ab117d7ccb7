<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 100
gi0 cntCreate
gi1 cntCreate 5, 2, .5
gi2 cntCreate 3, -3, -1
print gi0, gi1, gi2
instr 1
k0 count
k1 count gi1
k2 count gi2
k3 cntCycles gi1
k4 cntRead gi2
k5, k6, k7 cntState gi2
i1 count_i gi1
i2 count_i gi1
print i1, i2
if k0 == 1 && k1 == 3 then
cntReset gi1
endif
outs a(k0 + k1 * 3 + k2 * 7 + k3 * .1 + k4), a(k5 + k6 * 3 + k7 * 9 + i1 + i2)
endin
instr 2
i1 cntDelete_i gi1
i2 cntDelete_i gi1
i3 cntCreate 9
i4 cntCreate
k1 cntDelete i4
k2 cntDelete i4 + 5
print i1, i2, i3, i4
outs a(k1), a(k2)
endin
</CsInstruments>
<CsScore>
i1 0 .05
i2 .05 .001
</CsScore>
</CsoundSynthesizer>
