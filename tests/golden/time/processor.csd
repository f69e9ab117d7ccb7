<CsoundSynthesizer>
<CsInstruments>
; clocks of the processor: what they say is positive and grows; cpuprc drops notes
sr = 2000
ksmps = 10
nchnls = 1
0dbfs = 1
cpuprc 3, 40
cpuprc "four", 30
cpuprc 99, 10

instr 1
clockon 1
k1 = 0
loop:
k1 += 1
if k1 < 20000 kgoto loop
clockoff 1
endin
instr 2
i1 readclock 1
i2 readclock 2
i3 systime
k3 systime
k4, k5 cpumeter 0.01
print i1 > 0 ? 1 : 0, i2, i3 >= 0 ? 1 : 0
printk2 k3 >= i3 && k3 < i3 + 100000 ? 1 : 0
printk2 k4 >= 0 && k4 <= 100 && k5 >= 0 && k5 <= 100 ? 1 : 0
clockon -1
endin
instr 3
out a(k(0.1 * p4))
endin
instr four
out a(k(0.1 * p4))
endin
</CsInstruments>
<CsScore>
i1 0 0.02
i2 0.05 0.02
i3 0.2 0.1 1
i3 0.2 0.2 2
i3 0.2 0.1 4
i"four" 0.2 0.1 1.5
i3 0.3 0.1 4
i"four" 0.3 0.1 2.5
</CsScore>
</CsoundSynthesizer>
