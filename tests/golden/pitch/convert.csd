; Pitch conversions at i-, k- and a-rate, tunings, note names.
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 4
nchnls = 16
0dbfs = 1
A4 = 442
instr 1
 ko line 6.01234, p3, 9.51
 ao line 6.01234, p3, 9.51
 kn line 40, p3, 90
 outch 1, a(cpsoct(ko)) + cpsoct(ao), 2, a(cpspch(ko)), 3, a(octpch(ko)), 4, a(pchoct(ko)), 5, a(octcps(kn * 10))
 outch 6, a(cpsmidinn(kn)), 7, a(octmidinn(kn)), 8, a(pchmidinn(kn)), 9, a(octave(ko)) + octave(ao)
 outch 10, a(semitone(ko)) + semitone(ao), 11, a(cent(kn)) + cent(ao), 12, a(mtof:k(kn)), 13, a(ftom:k(kn * 10)) + a(ftom:k(kn * 10, 1)), 14, a(pchtom:k(ko))
 outch 15, a(cpstun(metro(4000), kn, 1))
endin
instr 11
 i1 = cpsoct(8.76)
 i2 = cpspch(8.095)
 i3 = octpch(-1.05)
 i4 = pchoct(8.99)
 i5 = octcps(440)
 i6 = cpsmidinn(69.3)
 i7 = octmidinn(61)
 i8 = pchmidinn(61)
 i9 = octave(.3)
 i10 = semitone(3)
 i11 = cent(700)
 i12 = cps2pch(8.09, 12)
 i13 = cps2pch(7.05, 19)
 i14 = cpsxpch(8.02, 12, 2, 100)
 i15 = cpsxpch(8.02, 19, 3, 100)
 i16 = cpstuni(59, 1)
 outch 1, a(i1), 2, a(i2), 3, a(i3), 4, a(i4), 5, a(i5), 6, a(i6), 7, a(i7), 8, a(i8), 9, a(i9), 10, a(i10), 11, a(i11), 12, a(i12), 13, a(i13), 14, a(i14), 15, a(i15), 16, a(i16)
endin
instr 12
 i1 = cpstuni(67, 1)
 i2 = cpstuni(51, 1)
 i3 = mtof:i(69)
 i4 = ftom:i(440)
 i5 = ftom:i(445, 1)
 i6 = pchtom:i(8.09)
 i7 = ntom:i("4A")
 i8 = ntom:i("4C#+31")
 i9 = ntof:i("4A-20")
 i10 = ntom:i("4Db")
 i11 = ntom:i("7A")
 i12 = ntom:i(mton(69.5))
 i13 = ntom:i(mton(61.3))
 i14 = ntom:i(mton(70.97))
 outch 1, a(i1), 2, a(i2), 3, a(i3), 4, a(i4), 5, a(i5), 6, a(i6), 7, a(i7), 8, a(i8), 9, a(i9), 10, a(i10), 11, a(i11), 12, a(i12), 13, a(i13), 14, a(i14)
endin
</CsInstruments>
<CsScore>
f1 0 -16 -2 5 2 200 60 1 1.1 1.3 1.5 1.8 2
i1 0 .1
i11 0.101 .001
i12 0.102 .001
</CsScore>
</CsoundSynthesizer>
