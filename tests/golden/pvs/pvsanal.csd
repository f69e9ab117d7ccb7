<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 3
0dbfs = 1

instr 1
  kf line 440, p3, 1200
  a1 vco2 .5, kf
  a1 += oscili(.3, 3000)
  f1 pvsanal a1, p4, p5, p6, p7
  a2 pvsynth f1
  f2 = f1
  a3 pvsynth f2
  outch 1, a1, 2, a2, 3, a3
endin
</CsInstruments>
<CsScore>
f1 0 1024 20 2 1
i1 0 .1 512 128 512 1
i1 + . 256 64 1024 0
i1 + . 256 128 511 2
i1 + . 600 150 600 1
i1 + . 256 64 257 -1
i1 + . 256 70 1025 1
</CsScore>
</CsoundSynthesizer>
