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
  f1, f2 pvsifd a1, p4, p5, p6, .5
  a2 pvsynth f1
  a3 pvsynth f2
  outch 1, a1, 2, a2, 3, a3
endin
</CsInstruments>
<CsScore>
i1 0 .1 512 128 1
i1 + . 256 64 0
</CsScore>
</CsoundSynthesizer>
