<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 12
0dbfs = 1

instr 1
  ain rand .5, .3
  kin oscili .7, 90, 1
  kt line .001, p3, .02
  a1 sc_lag ain, .002
  a2 sc_lag ain, .002, .5
  a3 sc_lag ain, int(kt * 200) / 200
  k4 sc_lag kin, .004
  k5 sc_lag kin, kt, .5
  a6 sc_lagud ain, .002, .01
  a7 sc_lagud ain, kt, .003, .5
  k8 sc_lagud kin, .004, .001
  k9 sc_lagud kin, kt, .001, .5
  k10 delayk kin, .005
  k11 delayk kin, .005, 2
  k12 vdel_k kin, kt / 3, .01
  outch 1, a1, 2, a2, 3, a3, 4, a(k4), 5, a(k5), 6, a6, 7, a7, 8, a(k8), 9, a(k9), 10, a(k10), 11, a(k11), 12, a(k12)
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
