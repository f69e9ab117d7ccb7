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
  aSig  oscilli  0.5, 440
  kEnv  line  0, p3
  iVal  = (3 + 4
  if iVal > 3
    prints "yes\n"
  endif
  goto nowhere
  out   aSig * kEnv * kAmp
endin
</CsInstruments>
<CsScore>
i1 0 0.1
</CsScore>
</CsoundSynthesizer>
