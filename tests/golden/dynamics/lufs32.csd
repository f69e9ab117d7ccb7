<CsoundSynthesizer>
<CsInstruments>
sr = 32000
ksmps = 10
nchnls = 6
0dbfs = 1

instr 1
  ain rand p4, .4
  ab oscili .2, 400
  krst = (timeinsts() > .55 ? 1 : 0)
  k1, k2, k3 lufs krst, ain
  k4, k5, k6 lufs 0, ain, ab
  outch 1, a(k1), 2, a(k2), 3, a(k3), 4, a(k4), 5, a(k5), 6, a(k6)
endin
</CsInstruments>
<CsScore>
i1 0 .7 .2
i1 .8 .3 .1
</CsScore>
</CsoundSynthesizer>
