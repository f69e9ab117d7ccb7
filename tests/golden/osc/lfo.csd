<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 5
0dbfs = 1

instr 1
  kf line p4, p3, p5
  ka line .5, p3, 1
  a1 lfo ka, kf, p6
  k2 lfo ka, kf, p6
  k3 lfo .5, 1
  a4 oscils .5, p4, p6 / 7
  a5 oscils .5, p4, p6 / 7, 2
  outch 1, a1, 2, a(k2), 3, a(k3), 4, a4, 5, a5
endin
</CsInstruments>
<CsScore>
i1 0 .02 100 150 0
i1 + . . . 1
i1 + . . . 2
i1 + . . . 3
i1 + . . . 4
i1 + . . . 5
i1 + . -100 100.3 0
i1 + . -100 100.3 1
i1 + . 30000 -50000 4
</CsScore>
</CsoundSynthesizer>
