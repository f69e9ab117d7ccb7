; Tables that are written and read in one block, at a-rate and k-rate, in both orders.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
giw ftgen 1, 0, 64, 7, 0, 64, 0
gix ftgen 2, 0, 16, 2, 0
gis ftgen 3, 0, 1024, 10, 1
instr 1
 a1 oscili .5, 500, 3
 andx phasor 700
 tablew a1, andx, 1, 1
 a2 table andx, 1, 1
 a3 tablei andx * .5 + .2, 1, 1, 0, 1
 tablew a2 * .5, 1 - andx, 1, 1
 a4 table3 andx, 1, 1
 outch 1, a2, 2, a3, 3, a4
endin
instr 2
 kc init 0
 kc += 1
 tablew kc, kc % 16, 2
 k1 table 3, 2
 a1 tablei a(k1), 3
 k2 table kc % 16, 2
 tablew kc * 2, 3, 2
 k3 table 3, 2
 outch 1, a1 * k2 / 1000, 2, a(k3) / 1000, 3, a(k2 - k1) / 1000
endin
instr 3
 a1 phasor 100
 a2 tab a1 * 63, 1
 tabw a1, a2 * 10 + 5, 1
 a3 tab a1 * 63, 1
 outch 1, a2, 2, a3
endin
</CsInstruments>
<CsScore>
i1 0 .03
i2 .03 .03
i3 .06 .03
</CsScore>
</CsoundSynthesizer>
