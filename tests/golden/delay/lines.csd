<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 11
0dbfs = 1

instr 1
  ain rand .5, .3
  ad delayr .02
  kt line .001, p3, .01
  at line .001, p3, .01
  a1 deltap kt
  a2 deltapi kt
  a3 deltapi at
  a4 deltap3 kt
  a5 deltap3 at
  a6 deltapn kt * 48000
  a7 deltapx at, 4
  a8 deltapx at, 32
  delayw ain + .5 * a2
  ae delayr .01
  a9 = ae
  a10 deltapi .001
  delayw ain
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10, 11, ad
endin
instr 2
  ain rand .5, .3
  at line .003, p3, .006
  a1, i1 delayr .02
  a2, i2 delayr .015
  a3 deltap .002, i1
  a4 deltap .002, i2
  deltapxw ain, at, 16, i1
  deltapxw ain, at, 4, i2
  delayw ain
  delayw ain * 2
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a(k(i1)), 6, a(k(i2))
endin
instr 3
  ain rand .5, .3
  kt line 1, p3, 9
  at line 1, p3, 9
  a1 delay ain, .005
  a2 delay1 ain
  a3 vdelay ain, kt, 10
  a4 vdelay ain, at, 10
  a5 vdelay3 ain, kt, 10
  a6 vdelay3 ain, at, 10
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i2 .05 .05
i3 .1 .05
i3 .12 .05
</CsScore>
</CsoundSynthesizer>
