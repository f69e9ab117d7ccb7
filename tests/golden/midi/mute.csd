<CsoundSynthesizer>
<CsOptions>
-F t.mid --midi-key=4 --midi-velocity=5 -+mute_tracks=10
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAQADAGRNVHJrAAAADACQPFoUgDwACv8vAE1UcmsAAAAMBZBAWhmAQAAK/y8ATVRy
awAAAAwAkDxaFIA8AAr/LwA=
</CsFileB>
<CsInstruments>
; tracks that are muted
sr = 1000
ksmps = 10
nchnls = 2
0dbfs = 1
massign 0, 1

instr 1
k1 midictrl 7
k2 pchbend 0, 1
k3 aftouch 0, 1
a1 oscil p5 / 200, 20 + p4 / 3 + k2 * 5
k4 linsegr 0, 0.02, 1, 0.05, 0
print p2, p3, p4, p5, midichn()
outs a1 * k4, a((k1 / 127 + k3) / 20)
endin
instr 100
endin
</CsInstruments>
<CsScore>
i100 0 1
</CsScore>
</CsoundSynthesizer>
