<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1

instr 1
  kf line 50, p3, 500
  k1 metro 100
  k2 metro kf
  k3 metro 200, .5
  k4 metro 333.3, .000001
  outch 1, a(k1), 2, a(k2), 3, a(k3), 4, a(k4)
endin
</CsInstruments>
<CsScore>
i1 0 .1
i1 .15 .05
</CsScore>
</CsoundSynthesizer>
