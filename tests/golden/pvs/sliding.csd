<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 2
0dbfs = 1

instr 1
  kf line 440, p3, 1200
  a1 vco2 .5, kf
  f1 pvsanal a1, 64, 8, 64, p4
  a2 pvsynth f1
  outch 1, a1, 2, a2
endin
</CsInstruments>
<CsScore>
i1 0 .02 0
i1 + . 1
i1 + . 4
i1 + . 5
i1 + . 6
i1 + . 7
i1 + . 8
i1 + . 9
</CsScore>
</CsoundSynthesizer>
