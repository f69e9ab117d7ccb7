<CsoundSynthesizer>
<CsInstruments>
; channels by number
sr = 1000
ksmps = 10
nchnls = 2
0dbfs = 1

instr 1
k1 line 0, p3, 1
chano k1, p4
a1 oscil 0.5, 13
chano a1, p4 + 10
endin
instr 2
k1 chani p4
k2 line 2, p3, 4
k3 chani k2
k4 chnget "3"
chnset k(0.2), "4"
k5 chani 4.4
a1 chani p4 + 10
a2 chnget "13"
outs a1 + a(k1) * 0.1, a2 + a(k3 + k4 + k5) * 0.1
endin
</CsInstruments>
<CsScore>
i1 0 0.3 2
i1 0.1 0.3 3
i2 0 0.5 2
</CsScore>
</CsoundSynthesizer>
