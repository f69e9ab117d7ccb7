<CsoundSynthesizer>
<CsOptions>
-F t.mid --midi-key=4 --midi-velocity=5
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAARQCQPFoFkT5aAZI/WgGZQFoDwAQCkEFaAsEJAZFCWgHCFAGS
Q1oNgDwAAIE+AACCPwAAiUAAAIBBAACBQgAAgkMAHv8vAA==
</CsFileB>
<CsInstruments>
; channels, programs and instruments
sr = 1000
ksmps = 10
nchnls = 2
0dbfs = 1
massign 2, 3
massign 3, 0
massign 1, "lead"
pgmassign 5, 4
pgmassign 10, 4, 2

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
instr 3
print p1, p4, p5
k1 init 1
outs a(k1) * 0.1, a(k1) * 3 / 50
endin
instr 4
print p1, p4, p5
k1 init 1
outs a(k1) * 0.1, a(k1) * 4 / 50
endin
instr lead
print p1, p4, p5
k1 init 1
outs a(k1) * 0.1, a(k1) * 7 / 50
endin
</CsInstruments>
<CsScore>
i100 0 1
</CsScore>
</CsoundSynthesizer>
