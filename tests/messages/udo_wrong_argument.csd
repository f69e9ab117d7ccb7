<CsoundSynthesizer>
<CsOptions>
-n
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 32
nchnls = 1
0dbfs = 1

opcode Gain, a, ak
  aIn, kGain  xin
  xout aIn * kGain
endop

instr 1
  aOut  Gain  0.5, 1
  out   aOut
endin
</CsInstruments>
<CsScore>
i1 0 0.1
</CsScore>
</CsoundSynthesizer>
