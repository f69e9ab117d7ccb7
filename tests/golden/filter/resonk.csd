<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1

instr 1
  kin oscili .7, 90, 1
  kf line 50, p3, 500
  k1 resonk kin, kf, 30
  k2 resonk kin, 200, kf, 2
  k3 aresonk kin, kf, 30
  k4 aresonk kin, 200, kf, 2
  outch 1, a(k1), 2, a(k2), 3, a(k3), 4, a(k4)
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
