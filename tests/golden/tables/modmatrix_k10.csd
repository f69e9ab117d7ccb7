<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 100
gires ftgen 0, 0, 8, -2, 0
gimod ftgen 0, 0, 4, -2, .5, .25, 2
gipar ftgen 0, 0, 8, -2, 1, 2, 3, 4, 5
gimat ftgen 0, 0, 16, -2, 1, 2, 0, 3, 0,  0, 0, 0, 0, 0,  .5, 0, 0, 7, 0
gisrc ftgen 0, 0, -12, -2, 0, .2, .25, .3333333, .4, .5, .6, .6666667, .75, .8, 1, .123
gidst ftgen 0, 0, -12, -2, 0
gisq ftgen 0, 0, 16, -2, .5, .25, .3333333, .75
instr 1
k0 line 0, p3, 1
tablew k0, 0, gimod
kup = timeinstk() > 10 && timeinstk() < 20 ? 1 : 0
tablew k0 * 3, 1, gimat
modmatrix gires, gimod, gipar, gimat, 3, 5, kup
k1 table 0, gires
k2 table 1, gires
k3 table 3, gires
outs a(k1 + k2), a(k3)
endin
instr 2
i1 tablefilteri gidst, gisrc, p4, p5
i2 table 1, gidst
i3 table 2, gidst
i4 table 3, gidst
print i1, i2, i3, i4
i5 tablefilteri gidst, gisq, p4, p5
print i5
outs a(i2), a(i3)
endin
</CsInstruments>
<CsScore>
i1 0 .02
i2 0.03 .001 1 3
i2 0.04 .001 2 4
i2 0.05 .001 3 0
i2 0.06 .001 7 0
i2 0.07 .001 1 7
</CsScore>
</CsoundSynthesizer>
