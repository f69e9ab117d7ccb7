<CsoundSynthesizer>
<CsOptions>
-n
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 32
nchnls = 1
0dbfs = 1

opcode Double, i, i
  iVal  xin
  xout  iVal * 2
endop

opcode Double, i, i
  iVal  xin
  xout  iVal + iVal
endop

instr 1
  print Double(4)
endin
</CsInstruments>
<CsScore>
i1 0 0.1
</CsScore>
</CsoundSynthesizer>
