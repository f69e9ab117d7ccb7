<CsoundSynthesizer>
<CsInstruments>
; tempest: beats of a pulse whose tempo changes
sr = 4000
ksmps = 10
nchnls = 2
0dbfs = 1
gifade ftgen 1, 0, 1024, -7, 1, 1024, 0.05

instr 1
k1 metro p4
k2 port k1 * 20, 0.01
k3 tempest k2, 0.01, 0.1, 3, 1, 0.02, 0.01, p5, p6, 1
outs a(k3 / 500), a(k2 / 100)
endin
</CsInstruments>
<CsScore>
i1 0 3 2 0 100
i1 3 3 2.3 0.2 130
i1 6 2 3 0.1 90
</CsScore>
</CsoundSynthesizer>
