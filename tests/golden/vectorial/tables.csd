<CsoundSynthesizer>
<CsInstruments>
; arithmetic over tables, printed
sr = 1000
ksmps = 10
nchnls = 1
0dbfs = 1

opcode show, 0, ii
ifn, ilen xin
ki = 0
while ki < ilen do
printks "%g ", 0, table:k(ki, ifn)
ki += 1
od
printks "\n", 0
endop

opcode fresh, 0, 0
i1 ftgen 1, 0, -8, -2, 1, 2, 3, 4, 5, 6, 7, 8
i2 ftgen 2, 0, -6, -2, 3, 2, 0.5, 4, -1, 2
endop

instr 1
fresh
vadd_i 1, 0.5, 3, p4
show 1, 8
vmult_i 1, 2, 20, p4
vpow_i 1, 2, 3, p4
vexp_i 1, 1.1, 2, 1
endin
instr 2
fresh
vadd 1, 0.5, 3, p4
vmult 1, 2, 20, p4, 1
vpow 1, 2, 3, p4
vexp 1, 1.1, 2, 1
show 1, 8
endin
instr 3
fresh
vaddv_i 1, 2, 4, p4, p5
vsubv_i 1, 2, 3, p4, p5
vmultv_i 1, 2, 5, p4, p5
vcopy_i 1, 2, 2, p4, p5
show 1, 8
show 2, 6
endin
instr 4
fresh
vaddv 1, 2, 4, p4, p5
vsubv 1, 2, 3, p4, p5
vmultv 1, 2, 5, p4, p5, 1
vdivv 1, 2, 3, p4, p5
show 1, 8
vpowv 1, 2, 2, p4, p5
vexpv 1, 2, 2, p4, p5
vcopy 1, 2, 3, p4, p5
vcopy 1, 1, 4, 2, 1
vaddv 1, 1, 3, 1, 2
show 1, 8
endin
instr 5
fresh
i3 ftgen 3, 0, -6, -2, 0, 2, 1, 3, 5, 4
vmap 3, 1, p4, p5, p6
show 3, 6
endin
instr 6
fresh
vlimit 1, 2.5, 6, 7
show 1, 8
vwrap 2, -0.5, 1.2, 6
show 2, 6
vmirror 1, 3, 4.5, 8
show 1, 8
vwrap 2, 3, 1, 3
show 2, 6
endin
</CsInstruments>
<CsScore>
i1 0 0.01 0
i1 + 0.01 2
i1 + 0.01 -1
i2 0.1 0.01 0
i2 + 0.01 2
i2 + 0.01 -1
i3 0.2 0.01 0 0
i3 + 0.01 2 1
i3 + 0.01 -1 1
i3 + 0.01 1 -2
i4 0.3 0.01 0 0
i4 + 0.01 2 1
i4 + 0.01 -1 1
i4 + 0.01 1 -2
i5 0.4 0.01 6 0 0
i5 + 0.01 4 1 1
i5 + 0.01 5 -1 0
i6 0.5 0.02
</CsScore>
</CsoundSynthesizer>
