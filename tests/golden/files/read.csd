<CsoundSynthesizer>
<CsFileB filename="numbers.txt">
MSAyLjUgLTMKaSA0IDVlMSA2CjcgOCA5Cg==
</CsFileB>
<CsInstruments>
; sound files and numbers read into variables, lines of text
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 2

instr 1
a1 oscils 1.1, 440, 0
a2 line 0, p3, 1
fout "tone.wav", 16, a1, a2
kx line 0, p3, 1
foutk "k.raw", 6, kx, kx * 2
endin

instr 2
a1 init 0
a2 init 0
fin "tone.wav", p4, 0, a1, a2
k1 init 0
k2 init 0
fink "k.raw", 3, -2, k1, k2
outs a1 + k1, a2 + k2
endin

instr 3
i1 init 0
i2 init 0
i3 init 0
i4 init 0
fini "numbers.txt", 0, p4, i1, i2, i3, i4
print i1, i2, i3, i4
fini "numbers.txt", 0, p4, i1, i2, i3, i4
print i1, i2, i3, i4
fini "numbers.txt", 0, p4, i1, i2, i3, i4
print i1, i2, i3, i4
endin

instr 4
S1, k1 readf "numbers.txt"
printf "%d %s|\n", k1 + 2, k1, S1
S2, i2 readfi "numbers.txt"
S2, i3 readfi "numbers.txt"
prints "%d %d %s", i2, i3, S2
endin
</CsInstruments>
<CsScore>
i1 0 0.05
i2 0.06 0.06 0
i2 0.13 0.02 333
i3 0.06 0.01 0
i4 0.06 0.01
</CsScore>
</CsoundSynthesizer>
