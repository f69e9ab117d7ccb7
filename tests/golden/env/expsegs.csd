<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 16
nchnls = 8
0dbfs = 1

instr 1
  a1 expseg .1, .011, 1, .007, .5, .02, .03, .0133, .7
  k2 expseg .1, .011, 1, .007, .5, .02, .03, .0133, .7
  a2 = k2
  a3 expsega .1, .011, 1, .007, .5, .02, .03
  a4 expsegb .1, .011, 1, .02, .5, .04, .03
  k5 expsegb .1, .011, 1, .02, .5, .04, .03
  a5 = k5
  a6 expsegba .1, .011, 1, .02, .5, .04, .03
  a7 xadsr .01, .02, .4, .03, .005
  k8 xadsr .01, .02, .4, .03
  a8 = k8
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
</CsInstruments>
<CsScore>
i1 0 .1
i1 .05 .0713
i1 .12 .02
</CsScore>
</CsoundSynthesizer>
