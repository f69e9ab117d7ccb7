; Delay lines whose taps are shorter than a k-cycle, with feedback through them.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
instr 1
 a1 mpulse .7, .004
 abuf delayr .02
 at1 deltap .0005
 at2 deltapi .0011
 at3 deltap3 .0023
 at4 deltapn 100
 delayw a1 + at2 * .6
 outch 1, abuf, 2, at1 + at2, 3, at3, 4, at4
endin
instr 2
 ; the line is written in the middle, a second one inside the first
 a1 oscili .3, 333
 a9 init 0
 abuf delayr .01
 at1 deltapi .001 + a1 * .0005
 acuf delayr .005
 at2 deltapi .0008
 delayw a1 + at1 * .3
 delayw at2 + a1 * .2
 at2 = at2 - at1
 outch 1, abuf, 2, acuf, 3, at1, 4, at2
endin
instr 3
 a1 oscili .3, 200
 a2 delay a1, 3/48000
 a3 delay1 a1
 a4 vdelay a1, .5 + a1, 5
 a5 comb a1, .01, .0004
 a6 vcomb a1, .01, .0007, .01
 a7 delay a2, .0125
 outch 1, a2, 2, a3 + a4, 3, a5 * .1 + a6 * .1, 4, a7
endin
</CsInstruments>
<CsScore>
i1 0 .04
i2 .04 .04
i3 .08 .03
</CsScore>
</CsoundSynthesizer>
