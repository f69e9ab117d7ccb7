<CsoundSynthesizer>
<CsOptions>
-F t.mid
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAAMQCyByEFsAdkBcAFBcMJBbEKAAqwCkAF/1EDCiwqBZA8ZBSA
PAAKsANACuADQBT/LwA=
</CsFileB>
<CsInstruments>
; messages one by one, tempo and end of the file
sr = 1000
ksmps = 10
nchnls = 1
massign 0, 0

instr 1
k1, k2, k3 ctlchn
printk2 k1
printk2 k2
printk2 k3
k4, k5, k6 ctlchn 2
printk2 k4 + 1000
printk2 k5 + 1000
printk2 k6 + 1000
k7, k8, k9 ctlchn 1, 10
printk2 k7 + 2000
printk2 k8 + 2000
printk2 k9 + 2000
k10, k11 pgmchn
printk2 k10 + 3000
printk2 k11 + 3000
k12, k13 pgmchn 4
printk2 k12 + 4000
printk2 k13 + 4000
k14 midifilestatus
printk2 k14 + 5000
k15 miditempo
printk2 k15 + 6000
endin
</CsInstruments>
<CsScore>
i1 0 1.2
</CsScore>
</CsoundSynthesizer>
