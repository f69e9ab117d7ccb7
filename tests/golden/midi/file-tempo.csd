<CsoundSynthesizer>
<CsOptions>
-F t.mid --midi-key=4 --midi-velocity=5 -T
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAQACABhNVHJrAAAAKQD/AwV0ZW1wbwD/UQMJJ8AU/1EDBhqADf9RAw9CQCX/UQMK
LCoy/y8ATVRyawAAAEcA/wMEbmFtZQD/AQNhYmMAkDxaCkBaBfAEAQID9wWQPPgABfcCAQIB/gSQ
Q1ABsAcyBAdaBZBAAA9DAAWQRloPgEYABf8vAA==
</CsFileB>
<CsInstruments>
; tracks, a tempo map, running status, messages inside messages
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
</CsInstruments>
<CsScore>
i100 0 3
</CsScore>
</CsoundSynthesizer>
