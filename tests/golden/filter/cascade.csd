<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 7
0dbfs = 1

instr 1
  ain rand .5, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  a1 tonex ain, kf
  a2 tonex ain, 1000, 3
  a3 resonx ain, kf, kf / 5, 2, 1
  a4 resonx ain, 1000, 300, 3, 2
  a5 tonex ain, af, 1
  a6 resonx ain, af, 200, 1
  a7 atonex ain, kf, 3
  outch 7, a7, 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
