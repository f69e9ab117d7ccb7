<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 1
nchnls = 2
0dbfs = 1
gi1 ftgen 1, 0, 129, 7, 0, 128, 1
gi2 ftgen 2, 0, 64, 5, .1, 64, .7
instr 1
aamp line 1, p3, .5
k1 envlpx .5, p4, p3, p5, p6, p7, p8, p9
a1 envlpx aamp, p4, p3, p5, p6, p7, p8, p9
a2 envlpx .3, p4, p3, p5, p6, p7, p8, p9
outs a1 + a2, a(k1)
endin
instr 2
aamp line 1, p3, .5
k1 envlpxr .5, p4, p5, p6, p7, p8, p9
a1 envlpxr aamp, p4, p5, p6, p7, p8, p9
a2 envlpxr .3, p4, p5, p6, p7, p8, p9, p10
outs a1 + a2, a(k1)
endin
instr 3
kt timeinstk
if kt == 4 then
reinit again
endif
again:
a1 envlpx .3, .001, .02, .005, 1, .8, .01
rireturn
a2 = a1
outs a1, a2
endin
</CsInstruments>
<CsScore>
i1 0 .05 .01 .01 1 .9 .01 0
i1 .05 .05 .01 .02 2 .5 .1 .3
i1 .1 .05 0 .02 2 -.5 .1 -.9
i1 .15 .05 .01 0 1 1 .1 .5
i1 .2 .05 .03 .03 1 2 .1 .5
i2 .25 .03 .01 .02 1 .9 .01 0 0
i2 .31 .03 .01 .02 2 .5 .01 .3 1
i2 .37 .005 .01 .02 2 .5 .01 .3 0
i2 .41 .03 0 .02 2 .0001 .01 -.5 0
i2 .47 .03 .01 0 2 .0001 .01 -.5 0
i3 .51 .03
</CsScore>
</CsoundSynthesizer>
