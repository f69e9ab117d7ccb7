<CsoundSynthesizer>
<CsOptions>
-n
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 32
nchnls = 1
0dbfs = 1

opcode Tone, a, i
  iTab  xin
  aSig  oscili  0.5, 440, iTab
  xout  aSig
endop

instr 1
  out Tone(77)
endin
</CsInstruments>
<CsScore>
i1 0 0.1
</CsScore>
</CsoundSynthesizer>
