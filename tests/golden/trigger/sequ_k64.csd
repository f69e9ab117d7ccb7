<CsoundSynthesizer>
<CsInstruments>
; all modes that have no end of their own, and one shots; sequstate
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 100
instr 1
ir[] fillarray 1, .5, 1, .25, 2
ii[] fillarray 2, 2, 0, 2, 3
id[] fillarray 1, 2, 3, 4, 5
id2[][] init 2, 5
id2[0][1] = 3
id2[1][2] = 4
id2[0][4] = 2
kbpm line 4000, p3, 7000
kst init 0
krs init 0
if p6 == 1 then
kst = timeinstk() % 7 == 0 ? 1 : -1
endif
if p6 == 2 then
krs = timeinstk() % 29 == 0 ? 1 : 0
endif
k1 sequ ir, ii, id, kbpm, p5, p4, kst, krs, 0, 2
k3[] init 5
k2, k3 sequstate 2
if p6 == 3 then
k5 sequ ir, ii, id2, kbpm, p5, p4
endif
outs a(k1), a(k3[0] + k3[1] * 5 + k2 * 25)
endin
instr 2
outs a(p4), a(p3)
endin
instr 3
outs a(p4 + p5 * .1), a(p3)
endin
</CsInstruments>
<CsScore>
i1 0 .1 0 5 0
i1 .1 .1 -1 5 0
i1 .2 .1 -2 4 0
i1 .3 .1 -3 5 0
i1 .4 .1 -4 3 0
i1 .5 .1 -5 3 0
i1 .6 .2 -6 5 0
i1 .8 .2 3 5 0
i1 1 .1 0 5 1
i1 1.1 .1 0 3 2
i1 1.2 .1 -1 5 3
i1 1.3 .05 -8 5 0
</CsScore>
</CsoundSynthesizer>
