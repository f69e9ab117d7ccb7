<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 10
0dbfs = 1

instr 1
  ain rand .2, .4
  kin rand 1, .3
  kn line 1, p3, 12
  kc[] fillarray -1.8, 1.4, -.5, .1
  kc[3] = kn / 100
  a1 allpole ain, kc
  kp[] apoleparams kc
  a4 resonbnk ain, kp, 0, 20000, 64
  a5 resonbnk ain, kp, 100, 20000, 32, 0
  a6 resonbnk ain, kp, 100, 20000, 100, 1, 2, p4
  a7 median ain, kn, 12, p4
  a8 median ain, 4, 5
  k9 mediank kin, kn, 12, p4
  outch 1, a1, 2, a(kp[0] / 10000), 3, a(kp[1] / 10000), 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a(k9), 10, a(kp[2] / 10000)
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .03 1
</CsScore>
</CsoundSynthesizer>
