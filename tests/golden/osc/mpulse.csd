<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1

instr 1
  k1 line .001, p3, .003
  a1 mpulse .5, .0021
  a2 mpulse k1 * 200, k1, .003
  a3 mpulse .5, -7
  a4 mpulse .5, 0, .001
  outch 1, a1, 2, a2, 3, a3, 4, a4
endin
</CsInstruments>
<CsScore>
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
