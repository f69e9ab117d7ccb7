<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 14
0dbfs = 1

instr 1
  k1 oscili 1, 300, 1
  k2 trigger k1, .2, 0
  k3 trigger k1, .2, 1
  k4 trigger k1, .2, 2
  k5 changed int(k1 * 3), int(k1 * 5)
  k6 changed2 int(k1 * 3), int(k1 * 5)
  karr[] fillarray 1, 2, 3
  karr[1] = int(k1 * 4)
  k7 changed2 karr
  k8 metro2 500, .3, .5
  k9 metro2 700, .6
  k11 times
  k12 timeinsts
  k13 timeinstk
  k14 timek
  k15 eventtime
  k16 elapsedcycles
  k17 elapsedtime
  k18 eventcycles
  i1 times
  i2 timek
  print i1, i2
  outch 1, a(k2), 2, a(k3), 3, a(k4), 4, a(k5), 5, a(k6), 6, a(k7), 7, a(k8), 8, a(k9)
  outch 9, a(k8), 10, a(k11 + k12 * 3), 11, a(k13 / 1000), 12, a(k14 / 1000), 13, a(k15 + k17 * 3), 14, a(k16 / 1000 + k18 / 300)
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
