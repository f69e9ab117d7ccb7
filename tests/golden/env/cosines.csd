<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  a1 cosseg 0, .011, 1, .02, -.3, .0133, .7
  k2 cosseg 0, .011, 1, .02, -.3, .0133, .7
  a2 = k2
  a3 cosseg 0, .01, 1, 0, .5, .01, .2
  k4 cossegb 0, .01, 1, .02, -.3, .04, .7
  a4 = k4
  a5 cossegb 0, .01, 1, .02, -.3, .04, .7
  a6 cossegr 0, .01, 1, .02, .5, .03, 0
  k7 cossegr 0, .01, 1, .02, .5, .025, 0
  a7 = k7
  a8 cosseg .3, .02, .3, .01, 1
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
</CsInstruments>
<CsScore>
i1 0 .06
i1 .11 .015
i1 .15 .005
i1 .2 .0285
</CsScore>
</CsoundSynthesizer>
