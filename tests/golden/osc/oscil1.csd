<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1

instr 1
  ka line .5, p3, 1
  k1 oscil1 p4, ka, p5, p6
  k2 oscil1i p4, ka, p5, p6
  a3 osciln ka, p7, p6, p8
  a4 oscilx .5, p7, 3, p8
  outch 1, a(k1), 2, a(k2), 3, a3, 4, a4
endin
</CsInstruments>
<CsScore>
f1 0 16 -7 1 8 2 8 1.5
f2 0 1024 10 1
f3 0 -37 -7 1 37 2
i1 0 .05 .01 .02 1 40 1
i1 + . 0 .01 2 300.3 3
i1 + . .01 0 1 1000 10000
i1 + . .01 -1 2 40 0
i1 + . .0104 3 1 2 1
i1 + . .01 .001 1 2 -1
</CsScore>
</CsoundSynthesizer>
