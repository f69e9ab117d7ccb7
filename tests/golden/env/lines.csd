<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  a1 line 0, p3/2, 1
  k2 line 1, p3/3, -1
  a2 = k2
  a3 expon .01, p3, 1
  k4 expon 1, p3/2, .1
  a4 = k4
  a5 linseg 0, .011, 1, 0, .5, .02, -.3, .0133, .7
  k6 linseg 0, .011, 1, 0, .5, .02, -.3, .0133, .7
  a6 = k6
  a7 linsegb 0, .01, 1, .02, .5, .03, -.5
  k8 linsegb 0, .01, 1, .02, .5, .03, -.5
  a8 = k8
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
</CsInstruments>
<CsScore>
i1 0 .1
i1 .05 .0713
i1 .11 .003
</CsScore>
</CsoundSynthesizer>
