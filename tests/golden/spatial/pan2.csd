<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  ain rand .5, .3
  kp line 0, p3, 1
  ap line 0, p3, 1
  a1, a2 pan2 ain, kp, p4
  a3, a4 pan2 ain, ap, p4
  a5, a6 pan2 ain, .3
  a7, a8 pan2 ain, kp, p4
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .02 0
i1 .02 .02 1
i1 .04 .02 2
i1 .06 .02 3
</CsScore>
</CsoundSynthesizer>
