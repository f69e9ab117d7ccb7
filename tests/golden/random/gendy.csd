; gendy with all distributions, gendyx, gendyc, gausstrig.
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 1
nchnls = 12
0dbfs = 1
instr 1
 a1 gendy 1, p4, p4, .7, .4, 300, 2000, .4, .5
 k1 gendy 1, p4, p4, .7, .4, 300, 2000, .4, .5
 a2 gendyx 1, p4, p4, .7, .4, 300, 2000, .4, .5, 3, .4, 8, 6
 k2 gendyx 1, p4, p4, .7, .4, 300, 2000, .4, .5, .2, 2
 a3 gendyc 1, p4, p4, .7, .4, 300, 2000, .4, .5
 k3 gendyc 1, p4, p4, .7, .4, 300, 2000, .4, .5
 a4 gausstrig 1, 3000, .5
 a5 gausstrig 1, 3000, .9, 1, 1
 k4 gausstrig 1, 800, .5
 outch 1, a1, 2, a(k1), 3, a2, 4, a(k2), 5, a3, 6, a(k3), 7, a4, 8, a5, 9, a(k4)
endin
</CsInstruments>
<CsScore>
i1 0 .02 0
i1 + . 1
i1 + . 2
i1 + . 3
i1 + . 4
i1 + . 5
i1 + . 6
</CsScore>
</CsoundSynthesizer>
