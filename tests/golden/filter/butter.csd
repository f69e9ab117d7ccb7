<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 9
0dbfs = 1

instr 1
  ain rand .5, .3
  kf line 200, p3, 5000
  af line 200, p3, 5000
  kb line 50, p3, 500
  ab line 50, p3, 500
  a1 butterlp ain, kf
  a2 butterlp ain, af
  a3 butterhp ain, kf
  a4 buthp ain, af
  a5 butterbp ain, kf, kb
  a6 butbp ain, af, kb
  a7 butterbr ain, kf, ab
  a8 butterbr ain, 1000, 100
  a9 butlp ain, int(af / 2999.3) * 1000
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i1 .03 .03
</CsScore>
</CsoundSynthesizer>
