<CsoundSynthesizer>
<CsOptions>
-n
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 32
nchnls = 1
0dbfs = 1

instr 1
  print p3
endin
</CsInstruments>
<CsScore>
i1 0
</CsScore>
</CsoundSynthesizer>
