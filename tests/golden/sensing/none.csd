<CsoundSynthesizer>
<CsInstruments>
; what reads a keyboard, a device or a window, when there is none
sr = 2000
ksmps = 10
nchnls = 1

instr 2
k1 init 3
k1 joystick 99, 1
printk2 k1
k2 sensekey
k3, k4 sensekey
k5 sense
printk2 k2
printk2 k3
printk2 k4
printk2 k5
endin
instr 4
k1 tempoval
printk2 k1
endin
</CsInstruments>
<CsScore>
f1 0 16 -2 0
i2 0 0.02
i4 0 0.02
</CsScore>
</CsoundSynthesizer>
