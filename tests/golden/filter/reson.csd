<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 14
0dbfs = 1

instr 1
  ain rand .1, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  kb line 50, p3, 500
  ab line 50, p3, 500
  a1 reson ain, kf, kb, 1
  a2 reson ain, af, kb, 2
  a3 reson ain * .01, 1000, 100
  a4 areson ain, kf, kb, 1
  a5 areson ain, af, ab, 1
  a6 areson ain, af, kb, 2
  a7 areson ain, kf, ab, 2
  a8 resonr ain, kf, kb, 1
  a9 resonr ain, af, kb, 2
  a10 resonz ain, kf, kb, 1
  a11 resonz ain, kf, ab, 2
  a12 lowresx ain, kf / 10, .3
  a13 lowresx ain, af / 10, .2, 2
  a14 lowresx ain, af / 10, ab / 2000, 3
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, a11, 12, a12, 13, a13, 14, a14
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
