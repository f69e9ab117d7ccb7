<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 11
0dbfs = 1

instr 1
  ain rand .5, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  kres line -.1, p3, .9
  ar line -.1, p3, .9
  a1 moogladder ain, kf, kres
  a2 moogladder ain, af, ar
  a3 moogladder ain, af, kres
  a4 moogladder ain, kf, ar
  a5 moogvcf ain, kf, .6
  a6 moogvcf ain, af, abs(kres)
  a7 moogvcf ain, 1000, abs(ar), 2
  a8 moogladder ain, 800, .4
  a9 moogladder2 ain * 3, kf, kres
  a10 moogladder2 ain * 3, af, ar
  a11 moogladder2 ain * 3, kf, ar
  outch 9, a9, 10, a10, 11, a11
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
