<CsoundSynthesizer>
<CsInstruments>
; sound files written by fout and played by diskin, diskin2 and soundin
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 2

instr 1
a1 oscils 1.1, 440, 0
a2 line 0, p3, 1
fout "mono.wav", 16, a1
fout "stereo.aif", 24, a1, a2
as[] init 2
as[0] = a2
as[1] = a1 * 3
fout "array.wav", 18, as
endin

instr 2
kp line p4, p3, p5
a1 diskin2 "mono.wav", kp, p6, p7, 0, p8, p9
outs a1, a1 * 0.5
endin

instr 3
a1, a2 diskin2 "stereo.aif", p4, p6, p7, 0, p8
a3, a4 diskin "array.wav", p4, p6, p7
outs a1 + a3, a2 - a4
endin

instr 4
a1, a2 soundin "stereo.aif", p4
as[] diskin2 "array.wav", 1.5, 0.01, 1, 0, 16
outs a1 + as[0], a2 + as[1]
prints "%f %f %f %d\n", filelen("stereo.aif"), filesr("stereo.aif"), filenchnls("stereo.aif"), filebit("stereo.aif")
print filelen("mono.wav"), filebit("mono.wav"), filevalid("none.wav"), filevalid("mono.wav")
endin
</CsInstruments>
<CsScore>
i1 0    0.05
i2 0.06 0.02  1    1    0         0 0 0
i2 +    .     0.7  0.7  0.01      0 1 0
i2 +    .     1.3  0.7  0.01      1 2 0
i2 +    .     1.3 -0.7  0.01      1 4 0
i2 +    .     1    1    0.01      1 8 0
i2 +    .     1    1    0.0100001 1 8 0
i2 +    .     2.3  0.5  0.01      1 16 0
i2 +    .    -2.3  0.5  0.01      1 64 0
i2 +    .     3.3  3.1 -0.01      0 32 100000
i3 0.06 0.08  1    0    0         0 0
i3 +    .    -1    0    0.01      1 32
i4 0.06 0.03  0.02
i4 +    .    -0.01
</CsScore>
</CsoundSynthesizer>
