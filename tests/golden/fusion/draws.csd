; Random generators in one loop draw in block order; clear and vincr write their inputs; monitor reads the output.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
seed 17
instr 1
 a1 gauss .3
 a2 = a1 * .5
 a3 linrand .2
 a4 rand .3, .5
 a5 random -.1, .1
 k1 rnd31 .1, 0, .5
 a6 noise .1, 0
 a7 rand .2, .25
 outch 1, a1 + a7, 2, a2 + a3, 3, a4, 4, a5 + a6 + k1
endin
instr 2
 a1 oscili .2, 300
 a2 = a1
 vincr a2, a1
 a3 = a2
 clear a1, a2
 a4 = a1 + a2 + a3
 outch 1, a3
 outch 2, a4
 am1, am2, am3, am4 monitor
 outch 3, am1 + am2 * .5
 outch 1, a4
endin
</CsInstruments>
<CsScore>
i1 0 .02
i2 .02 .02
</CsScore>
</CsoundSynthesizer>
