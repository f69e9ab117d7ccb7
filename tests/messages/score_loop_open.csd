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
  print p4
endin
</CsInstruments>
<CsScore>
{ 3 CNT
 i1 $CNT 0.1 1
</CsScore>
</CsoundSynthesizer>
