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
  kArr[]  fillarray  1, 2, 3
  kVal  =  kArr + kArr[0]
  kSum  =  kArr
  printk  0, kSum
endin
</CsInstruments>
<CsScore>
i1 0 0.1
</CsScore>
</CsoundSynthesizer>
