<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1
gi ftgen 0, 0, 16, 2, 0

instr 1
  a3 pinker
  a4 pinker
  k5 lfsr 31, 255, 77
  k6 lfsr 15, 255, 5
  vrandh gi, .5, 300, 4, 2, .3
  vrandi gi, .5, 300, 4, 6, .3, p4, .1
  k7 tab 3, gi
  k8 tab 7, gi
  outch 3, a3, 4, a4, 5, a(k5 / 2147483648), 6, a(k6 / 32768), 7, a(k7), 8, a(k8)
endin
</CsInstruments>
<CsScore>
i1 0 .05 0
i1 .06 .2 1
</CsScore>
</CsoundSynthesizer>
