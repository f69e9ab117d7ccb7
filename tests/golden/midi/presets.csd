<CsoundSynthesizer>
<CsOptions>
-F t.mid
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAADBSwAQMKsB5NCv8vAA==
</CsFileB>
<CsInstruments>
; what controllers are, kept and set again
sr = 1000
ksmps = 100
nchnls = 1
0dbfs = 1
massign 0, 0
initc7 1, 1, 0.5
initc7 1, 2, 0.25
initc7 2, 7, 1

instr 1
kA[] ctrlsave 1, 1, 2, 30
ctrlprint kA
k1 ctrlpreset p4, kA
k2 ctrlpreset 5, 2, 7, 100, 8, 20
printks "%d %d %g %g\n", 0, k1, k2, kA[3], kA[5]
ctrlprintpresets
endin
instr 2
ctrlselect p4
k1 ctrl7 1, 1, 0, 127
k2 ctrl7 2, 7, 0, 127
k3 ctrl7 2, 8, 0, 127
printks "%g %g %g\n", 0, k1, k2, k3
endin
</CsInstruments>
<CsScore>
i1 0 0.1 3
i1 0.35 0.1 4
i2 0.5 0.1 3
i2 0.6 0.1 5
i2 0.7 0.1 4
</CsScore>
</CsoundSynthesizer>
