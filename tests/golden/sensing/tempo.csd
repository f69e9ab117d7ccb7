<CsoundSynthesizer>
<CsOptions>
-t 90
</CsOptions>
<CsInstruments>
; the score by beats, and a tempo that changes
sr = 2000
ksmps = 10
nchnls = 2
0dbfs = 1

instr 1
k1 linseg 90, p3, 180, 0.1, 180
tempo k1, 120
k2 tempoval
k3 miditempo
k4 midifilestatus
outs a(k2 / 200), a(k3 / 300 + k4)
endin

instr 2
a1 oscil 0.2, 100 * p4
xtratim 0.05
k1 release
outs a1 + 0.1 * a(k1), a1 * p3
endin
</CsInstruments>
<CsScore>
i1 0 1
i2 0.1 0.3 1
i2 0.5 0.2 2
i2 1 0.3 3
i2 1.2 0.1 4
s
i2 0.1 0.4 1
e
</CsScore>
</CsoundSynthesizer>
