<CsoundSynthesizer>
<CsOptions>
-F t.mid --midi-key-oct=4 --midi-velocity=6
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAAFACQPGQKkEVACoA8AAqARQAK/y8A
</CsFileB>
<CsInstruments>
; note data in p-fields
sr = 1000
ksmps = 10
nchnls = 1
0dbfs = 1
instr 1
print p1, p2, p3, p4, p5, p6
out a(k(p4) / 1000)
endin
instr 100
endin
</CsInstruments>
<CsScore>
i100 0 1
s
i100 0 0.1
</CsScore>
</CsoundSynthesizer>
