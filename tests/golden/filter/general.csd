<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 10
0dbfs = 1

instr 1
  ain rand .2, .4
  kin line 0, p3, 1
  kd line -1.1, p3, 1.1
  kf line 1, p3, -1.1
  a1 filter2 ain, 3, 2, .3, .2, -.1, -1.2, .5
  a2 filter2 ain, 1, 1, 1, -.9
  a3 filter2 ain, 2, 0, .5, .5
  a4 filter2 ain, 1, 4, .1, -1.8, 1.4, -.5, .1
  k5 filter2 kin, 1, 1, .1, -.9
  a7 zfilter2 ain, 0, 0, 1, 2, .2, -1.2, .7
  a8 zfilter2 ain, kd * .9, kf, 1, 4, .1, -1.8, 1.4, -.5, .1
  a9 zfilter2 ain, -.5, .2, 3, 2, .2, .1, .3, -.8, .15
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a(k5), 7, a7, 8, a8, 9, a9
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
