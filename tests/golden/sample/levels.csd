<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  ain oscili .7, 500, 1
  kin oscili .7, 40, 1
  a1 upsamp kin
  k2 downsamp ain
  k3 downsamp ain, 5
  a4 interp kin
  a5 interp kin, 0, 1
  a6 interp kin, 0, 0, .5
  a7 integ ain * .01
  k8 integ kin * .01
  outch 1, a1, 2, a(k2), 3, a(k3), 4, a4, 5, a5, 6, a6, 7, a7, 8, a(k8)
endin
instr 2
  ain oscili .7, 500, 1
  kin oscili .7, 40, 1
  ag oscili 1, 2000, 1
  kg oscili 1, 300, 1
  a1 diff ain
  k2 diff kin
  a3 samphold ain, ag, .25
  a4 samphold ain, kg
  k5 samphold kin, kg, -.5
  a6 ntrpol ain, ag, kin
  k7 ntrpol kin, kg, .3, -1, 2
  i8 ntrpol 1, 2, .25
  a8 = i8
  vaset kg, 3, a8
  denorm a6, a8
  outch 1, a1, 2, a(k2), 3, a3, 4, a4, 5, a(k5), 6, a6, 7, a(k7), 8, a8
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i2 .05 .05
</CsScore>
</CsoundSynthesizer>
