<CsoundSynthesizer>
<CsOptions>
-F notes.mid
</CsOptions>
<CsFileB filename="notes.mid">
TVRoZAAAAAYAAAABAGBNVHJrAAAANwCwB2QAsAoeAJA8ZArgAFAKsAcyBdAoBaA8IQWwFEAAkUBQ
CrEHFB6APAAUgUAAMrAHAAD/LwA=
</CsFileB>
<CsInstruments>
; notes, controllers, bend and pressure of an embedded MIDI file
sr = 1000
ksmps = 10
nchnls = 1
0dbfs = 1
massign 0, 1
massign 2, 2
massign 3, 0
massign 5, "other"
pgmassign 3, 2
initc7 2, 20, 0.3
initc14 2, 21, 22, 0.7
initc21 2, 23, 24, 25, 0.123
ctrlinit 2, 30, 99, 31, 98.5
gitab ftgen 1, 0, 8, -2, 0, 1, 2, 3, 4, 5, 6, 7

instr 1
midion 1, 60, 100
noteon 1, 60, 100
k1 ctrl7 1, 7, 0, 1
k2 ctrl7 1, 7, 0, 1, 1
a1 ctrl7 1, 7, 0, 0.5
a2 ctrl7 1, 10, 0, 0.5, 1, 10
i1 ctrl7 1, 11, 0, 1
print i1, notnum(), veloc(), ampmidi(1), cpsmidi(), octmidi(), pchmidi(), cpsmidib(), octmidib(12), pchmidib(3), midichn()
print ampmidi(2, 1), veloc(-1, 1), pchbend(), midictrl(7), polyaft(60)
k3 cpsmidib
k4 pchbend 0, 3
k5 midictrl 7, 1, 3
k6 aftouch
k7 polyaft 60
k8 octmidib 12
k10 midic7 20, 0, 1, 1
k11 midic14 20, 7, 0, 1
k12 chanctrl 1, 7
printk2 k1
printk2 k2
printk2 k3
printk2 k4
printk2 k5
printk2 k6
printk2 k7
printk2 k8
printk2 k10
printk2 k11
printk2 k12
out a1 + a2
endin

instr 2
print ctrl7(2, 20, 0, 1), ctrl14(2, 21, 22, 0, 1), ctrl21(2, 23, 24, 25, 0, 1), chanctrl(2, 30), chanctrl(2, 31)
k1 ctrl14 2, 21, 22, 0, 1, 1
k2 ctrl21 2, 23, 24, 25, 0, 1, 1
printk2 k1
printk2 k2
i1 midic7 20, 0, 1
i2 midic14 21, 22, 0, 1
print i1, i2, midichn()
endin

instr other
endin
</CsInstruments>
<CsScore>
i1 0 0.2
e 1
</CsScore>
</CsoundSynthesizer>
