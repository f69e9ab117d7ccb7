<CsoundSynthesizer>
<CsInstruments>
; tables that move: portamento, delays, segments, automata, hyper-vectors
sr = 2000
ksmps = 10
nchnls = 2
0dbfs = 1
gi1 ftgen 1, 0, -8, -2, 1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8
gi2 ftgen 2, 0, -8, -2, 0.3, 0.2, 0.5, 0.4, -1, 0.2, 0.9, 0
gi3 ftgen 3, 0, -8, -2, 0
gi4 ftgen 4, 0, -8, -2, 0.01, 0.02, 0.013, 0.031, 0, 0.05, 0.1, 0.12
gi5 ftgen 5, 0, -16, -2, 0
gi6 ftgen 6, 0, -16, -2, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0
gi7 ftgen 7, 0, -8, -2, 0, 1, 1, 1, 1, 0, 0, 0
gi8 ftgen 8, 0, -27, -2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 2, 4, 6, 8, 1, 3, 5, 7
gi9 ftgen 9, 0, -36, -7, 0, 12, 1, 12, -1, 12, 0.5

opcode mix, k, ii
ifn, ilen xin
ki = 0
kx = 0
while ki < ilen do
kx += table:k(ki, ifn) * (ki % 5 + 1) / 10
ki += 1
od
xout kx
endop

instr 1
k0 phasor 20
tablew k0, 0, 2
vport 2, p4 + k0 / 20, 8, p5
outs a(mix(2, 8)), a(table:k(3, 2))
endin
instr 2
k0 line 0, p3, 1
tablew k0, 1, 1
vecdelay 3, 1, 4, 8, 0.1
k1 vdelayk k0 * 0.5, 0.05 + k0 / 30, 0.1
k2 vdelayk k0 * 0.5, 0.05 + k0 / 30, 0.1, 0, 1
outs a(mix(3, 8)), a(k1 + k2)
endin
instr 3
vlinseg 3, 8, 1, 0.1, 2, 0.05, 4, 0.07, 1
k1 mix 3, 8
vexpseg 3, 8, 2, 0.1, 1, 0.05, 4, 0, 1
k2 mix 3, 8
k3 line -0.2, p3, 1.4
vphaseseg k3, 3, 8, 1, 1, 2, 3, 4, 2, 1
outs a(k1 + k2), a(mix(3, 8))
endin
instr 4
k1 metro 40
k2 metro 5
cell k1, k2, 5, 6, 7, 16
k3 mix 5, 16
vcella k1, k2, 5, 6, 7, 16, 8, p4
outs a(k3 / 3), a(mix(5, 16) / 3)
endin
instr 5
k1 line 0, p3, 1
k2 line 1, p3, 0
hvs1 k1, 4, 8, 3, 8, 9
k3 mix 3, 4
hvs2 k1, k2, 4, 3, 3, 3, 8, 9
k4 mix 3, 4
hvs3 k1, k2, k1 * 0.9, 4, 3, 3, 3, 3, 8, 9
outs a(k3 + k4), a(mix(3, 4))
endin
</CsInstruments>
<CsScore>
i1 0 0.3 0.05 0
i1 0.4 0.3 0.02 1
i2 0.8 0.4
i3 1.3 0.4
i4 1.8 0.4 1
i4 2.3 0.4 2
i5 2.8 0.4
</CsScore>
</CsoundSynthesizer>
