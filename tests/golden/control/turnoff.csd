<CsoundSynthesizer>
<CsOptions>
-W -f -o out.wav
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 1
0dbfs = 1

instr 1
  aenv linenr 0.1, 0, 0.02, 0.01
  out aenv * (p4 + 1)
endin
instr 2
  turnoff2 1, p4, p5
  turnoff
endin
instr Named
  out a(0.05)
endin
instr 4
  turnoff2_i p4, 0, 0
endin
instr 5
  schedule 1, 0.01, 0.01, 5
  schedule "Named", 0.02, 0.01
  turnoff3 1
endin
instr 6
  mute "Named", p4
endin
instr 8
  scoreline_i {{
i 1 0 0.01 2
i 1 0.02 0.01 4
}}
  k1 init 0
  scoreline "i 9 0 0.004 7 \"text\"\n", (k1 == 3 ? 1 : 0)
  k1 += 1
endin
instr 9
  prints "nine at %f: %g %s\n", p2, p4, strget(p5)
endin
instr 10
  schedule 8, 0, 0.01
endin
instr 99
  exitnow
endin
</CsInstruments>
<CsScore>
i1.1 0 -1 1
i1.2 0.003 -1 2
i1.3 0.006 0.1 3
i2 0.02 0.01 1 1
i2 0.04 0.01 2 0
i2 0.05 0.01 8 1
i1 0.06 0.2 4
i4 0.07 0.01 1
i5 0.1 0.005
i6 0.15 0.001 0
i"Named" 0.16 0.01
i6 0.17 0.001 1
i"Named" 0.18 0.01
i8 0.2 0.01
i10 0.25 0.01
i1 0.4 1 6
i99 0.45 1
</CsScore>
</CsoundSynthesizer>
