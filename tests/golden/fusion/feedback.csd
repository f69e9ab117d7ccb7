; a-variables that are read before they are written: the last k-cycle's samples; loops through filters.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
instr 1
 a2 init 0
 a4 init 0.25
 a1 oscili .5, 441
 a2 = a1 + a2 * 0.5
 a3 = a4 * 0.5 - a2
 a4 = a3 + a1 * a1
 a5 tone a4 + a3, 1000
 outch 1, a2, 2, a3, 3, a4, 4, a5
endin
instr 2
 aback init 0
 ain mpulse .8, .01
 ax = ain + aback * .7
 aback butterlp ax, 3000
 aback = aback - ain * .1
 ay = aback
 aback += ay * .01
 outch 1, ax * .1, 2, aback * .1
endin
instr 3
 ; each variable holds what was written last
 a1 init 0
 a2 = a1
 a1 oscili .3, 100
 a3 = a1
 a1 = a1 * a1
 a4 = a1 + a3
 a1 = a2 * .5 + a1
 outch 1, a1, 2, a2, 3, a3, 4, a4
endin
</CsInstruments>
<CsScore>
i1 0 .03
i2 .01 .03
i3 .04 .02
i3 .061 .013
</CsScore>
</CsoundSynthesizer>
