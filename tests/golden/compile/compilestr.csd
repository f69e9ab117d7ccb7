<CsoundSynthesizer>
<CsOptions>
-W -f -o out.wav
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 1
0dbfs = 1

gi1 = 3
instr 1
  ires compilestr {{
  gi2 = 4
  instr 2
    out a(p4)
  endin
  instr Late
    prints "late %g %g%n", gi1, gi2
  endin
  }}
  prints "%d\n", ires
  schedule 2, 0, 0.01, 0.5
  schedule "Late", 0.005, 0.01
endin
instr 2
  out a(p4 * 2)
endin
instr 3
  ix evalstr "gi1 = gi1 + 1\n return gi1 * 2"
  prints "%g %g\n", ix, gi1
  iy evalstr "return 7"
  prints "%g\n", iy
endin
</CsInstruments>
<CsScore>
i2 0 0.05 0.1
i1 0.01 0.01
i2 0.03 0.03 0.25
i3 0.04 0.01
i3 0.05 0.01
</CsScore>
</CsoundSynthesizer>
