<CsoundSynthesizer>
<CsOptions>
-F t.mid --midi-key=4 --midi-velocity=5
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAAswCQPFoFkEBaBbBAfwWAPAACgEAAA5A8MgWAPAABgDwADrBA
AAWQSFoFkEgoBYBIAAWASAABgEgACZAyWgGRNFAJsHsACpA3WgKwBxQB0DwCsHkAAuAAUAiANwAF
kChaArBAZAKAKAAEsHkAAbB8AAGwZQAAsGQAALAGDAGQPFoE4AB/CoA8AAGwYwEAsGIIALAGRgGw
YgcAsAZGAbBjGgCwYh4AsAYFAbBiAwCwBgUL/y8A
</CsFileB>
<CsInstruments>
; sustain, notes that overlap, all notes off, controller reset, parameters
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
instr 2
k1 ctrl7 1, 0, 0, 127
k2 ctrl7 1, 1, 0, 127
k3 ctrl7 1, 6, 0, 127
printk2 k1
printk2 k2
printk2 k3
endin
</CsInstruments>
<CsScore>
i2 0 2.5
</CsScore>
</CsoundSynthesizer>
