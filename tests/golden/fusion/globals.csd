; Global a-variables across instruments: written above and below the reader, added to, cleared.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
gabus init 0
gafirst init 0
gaecho init 0
instr 1
 ; reads what instruments 2 and 3 wrote in the last k-cycle
 outch 1, gafirst, 2, gaecho
endin
instr 2
 a1 oscili .2, p4
 gafirst = a1 * .5
 gabus = gabus + a1
 gabus += a1 * gafirst
endin
instr 3
 vincr gabus, gafirst
 gaecho = gaecho * .5 + gabus
 ax = gabus
 gabus = gabus * .1
 outch 3, ax + gabus
endin
instr 9
 a2 tone gabus, 2000
 outch 4, a2
 clear gabus
endin
</CsInstruments>
<CsScore>
i1 0 .06
i9 0 .06
i2 0 .03 440
i2 .01 .03 660
i3 .005 .05
i2 .035 .02 330
</CsScore>
</CsoundSynthesizer>
