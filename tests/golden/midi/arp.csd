<CsoundSynthesizer>
<CsOptions>
-F t.mid
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAALACQPFoKkEBaCpBDWgqQSFoogEAAKIA8AAqQMgFGgEMABYBI
AAKAMgAD/y8A
</CsFileB>
<CsInstruments>
; arpeggios of what is held
sr = 1000
ksmps = 10
nchnls = 2
0dbfs = 1
massign 0, 0

instr 1
k1, k2 midiarp p4, p5
outs a(k1 / 200), a(k2)
endin
</CsInstruments>
<CsScore>
i1 0 1.2 20 0
i1 0.2 1 15 1
i1 0.3 1 30 2
i1 0.1 1 33 0
</CsScore>
</CsoundSynthesizer>
