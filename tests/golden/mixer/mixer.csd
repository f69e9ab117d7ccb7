<CsoundSynthesizer>
<CsInstruments>
; sends, buses and levels
sr = 2000
ksmps = 10
nchnls = 2
0dbfs = 1
MixerSetLevel_i 1, 10, 0.5
MixerSetLevel_i 1, 11, 0.25

instr 1
a1 oscil 0.3, 100 * p4
MixerSend a1, 1, 10, 0
MixerSend a1 * 0.5, 1, 11, 1
MixerSend a1, 2, 10, 1
endin
instr 2
k1 line 0, p3, 1
MixerSetLevel 2, 10, k1
k2 MixerGetLevel 2, 10
k3 MixerGetLevel 7, 8
printk2 k2 > 0.5 ? 1 : 0
printk2 k3
endin
instr 10
a1 MixerReceive 10, 0
a2 MixerReceive 10, 1
a3 MixerReceive 11, 1
outs a1 + a3, a2
endin
instr 11
MixerClear
endin
</CsInstruments>
<CsScore>
i1 0 0.3 1
i1 0.1 0.3 3
i2 0.05 0.3
i10 0 0.5
i11 0 0.5
</CsScore>
</CsoundSynthesizer>
