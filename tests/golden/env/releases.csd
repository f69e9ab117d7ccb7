<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 12
0dbfs = 1

instr 1
  a1 linsegr 0, .01, 1, .02, .5, .03, 0
  k2 linsegr 0, .01, 1, .02, .5, .025, 0
  a2 = k2
  a3 expsegr .1, .01, 1, .02, .5, .03, .01
  k4 expsegr .1, .01, 1, .02, .5, .025, .01
  a4 = k4
  a5 linenr 1, .0103, .02, .01
  k6 linenr 1, .01, .02, .01
  a6 = k6
  a7 madsr .01, .01, .6, .03, .004
  k8 madsr .01, .01, .6, .02
  a8 = k8
  a9 mxadsr .01, .01, .6, .03, .004
  k10 mxadsr .01, .01, .6, .02
  a10 = k10
  a11 transegr 0, .01, 2, 1, .02, -3, .5, .03, 1, 0
  k12 transegr 0, .01, 2, 1, .02, -3, .5, .03, 1, 0
  a12 = k12
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12
endin
instr 2
  krel release
  xtratim .02
  a1 linenr a(krel) + .5, .011, 0, .01
  k2 transegr 1, .01, 0, .2, .02, 0, 1
  a2 transegr 1, .01, 0, .2, .02, 0, 1
  outch 1, a1, 2, a(k2), 3, a2
endin
</CsInstruments>
<CsScore>
i1 0 .06
i1 .04 .015
i1 .1 .005
i2 .1 .03
</CsScore>
</CsoundSynthesizer>
