<CsoundSynthesizer>
<CsInstruments>
; control values and signals by way of the zak spaces
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 1
zakinit 5, 7

instr 1
ziw 3, 1
ziwm 4, 1
ziwm 2, 2, 0
print zir(1), zir(2), zir(3), zir(99)
a1 oscils 0.3, 440, 0
zaw a1, 1
zawm a1, 2
zawm a1 * 0.5, 2
zawm a1 * 0.2, 3, 0
k1 line 1, p3, 2
zkw k1, 4
zkwm k1, 5
zkwm k1 * 2, 5
endin

instr 2
a1 zar 1
a2 zarg 2, 0.5
k4 zkr 4
k5 zkr 5
k6 zkmod 1, 4
k7 zkmod 2, -4
k8 zkmod 2, 0
a3 zamod a1, 2
a4 zamod a1, -3
a5 zamod a1, 0
outs a1 * k4 + a3 + a5, a2 * k5 * 0.2 + a4 + a1 * (k6 + k7 + k8) * 0.1
zkcl 5, 6
zacl 2, 3
zacl 4
endin

instr 3
k1 zkr p4
printk2 k1
zkw 1, p5
endin
</CsInstruments>
<CsScore>
i1 0 0.05
i2 0 0.06
i3 0.02 0.01 99 1
i3 0.03 0.01 4 5
</CsScore>
</CsoundSynthesizer>
