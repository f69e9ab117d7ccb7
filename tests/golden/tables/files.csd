<CsoundSynthesizer>
<CsInstruments>
; written and read again, binary and text; the length may grow
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 10
gi1 ftgen 1, 0, 16, 10, 1
gi2 ftgen 2, 0, -12, -2, 1, 2, 3, 4.25, 1/3
gi3 ftgen 3, 0, 16, -2, 0
gi4 ftgen 4, 0, -12, -2, 0
ftsave "kctest_b.ft", 0, 1, 2
ftload "kctest_b.ft", 0, 3, 4
print ftlen(3), ftlen(4)
ftsave "kctest_t.ft", 1, 1, 2
gi5 ftgen 5, 0, 16, -2, 0
gi6 ftgen 6, 0, -12, -2, 0
ftload "kctest_t.ft", 1, 5, 6
ir ftresizei 5, 20
print ftlen(5)
instr 1
kx line 0, p3, 11.9
k1 table kx, 3
k2 table kx, 4
k3 table kx, 5
k4 table kx, 6
kt init 1
ftsavek "kctest_k.ft", kt, 0, 2
ftloadk "kctest_k.ft", kt, 0, 7
kt = 0
k5 table 3, 7
outs a(k1 + k3 * 3), a(k2 + k4 * 3 + k5)
endin
gi7 ftgen 7, 0, -12, -2, 0
</CsInstruments>
<CsScore>
i1 0 .03
</CsScore>
</CsoundSynthesizer>
