; Arrays of a-signals: elements by constant and by k index, whole-array arithmetic, in opcodes.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
opcode mixed, a, a[]
 aA[] xin
 asum = 0
 kn = 0
 while kn < lenarray(aA) do
  asum = asum + aA[kn] * (kn + 1)
  kn += 1
 od
 xout asum
endop
instr 1
 aA[] init 3
 aB[] init 3
 aA[0] oscili .3, 200
 aA[1] = aA[0] * aA[0]
 aA[2] phasor 100
 a0 = aA[1]
 aA[1] = aA[2] + aA[1]
 aB = aA * .5
 aC[] = aA + aB
 a1 mixed aC
 kn init 0
 kn = (kn + 1) % 3
 a2 = aC[kn]
 aA[kn] = a2 * .5
 outch 1, a0, 2, aA[0] + aA[1] + aA[2], 3, a1, 4, a2
endin
instr 2
 kA[] fillarray 1, 2, 3
 aA[] init 3
 ki = 0
 until ki == 3 do
  aA[ki] = oscili:a(.1, 100) * kA[ki]
  ki += 1
 od
 outch 1, aA[0], 2, aA[1], 3, aA[2]
endin
</CsInstruments>
<CsScore>
i1 0 .02
i2 .02 .02
</CsScore>
</CsoundSynthesizer>
