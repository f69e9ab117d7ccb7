<CsoundSynthesizer>
<CsInstruments>
; text files and raw values, read back by the shell
sr = 44100
ksmps = 441
nchnls = 1
0dbfs = 1
gih fiopen "handle.txt", 0

instr 1
kx line 0, p3, 1
a1 interp kx
fout "raw.bin", 0, a1
foutk "k.bin", 6, kx, kx * 2
fprintks "k.txt", "t %f %d%n", kx, kx * 10
fprints "i.txt", "100 of %d and %s%n", 5, "q"
fprints "i.txt", "x %d %d\n", 7
fouti gih, 0, 1, p1, p2, 3.5
foutir gih, 0, 2, p1, p2, 3.5
fprints gih, "handle %d\n", 3
out a1
endin

instr 2
ficlose gih

ir system_i 1, "cat i.txt k.txt handle.txt raw.bin k.bin | cksum"
endin
</CsInstruments>
<CsScore>
i1 0 0.1
i2 0.2 0.1
</CsScore>
</CsoundSynthesizer>
