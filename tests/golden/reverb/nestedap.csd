<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 5
0dbfs = 1
gi1 ftgen 0, 0, -6, -2, .3, .9, .1, .5, .4, 2
gi2 ftgen 0, 0, -9, -2, .3, .7, .4, .5, .2, 1, .1, .8, 2

instr 1
  ain rand .2, .4
  a1 nestedap ain, 1, .1, .007, .5
  a2 nestedap ain, 2, .1, .009, .5, .003, .4, 0, 0, p4
  a3 nestedap ain, 3, .1, .011, .5, .003, .4, .002, .3, p4
  outch 1, a1, 2, a2, 3, a3
endin

instr 2
  ain rand .2, .4
  ab oscili .1, 300
  k1 = p4
  a1, a2 platerev gi1, gi2, k1, .73, .1, 3, .001, ain, ab
  outch 4, a1, 5, a2
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .03 1
i1 .1 .03 0
i2 0 .02 0
i2 .03 .02 1
i2 .06 .02 2
</CsScore>
</CsoundSynthesizer>
