<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1

instr 1
  tigoto skip
  idur = .05
  igoto go
skip:
  idur = 0
go:
  a1 linseg 0, idur, 1, .05, .3
  k2 expseg .1, idur, 1, .05, .3
  a3 linsegr 0, idur, 1, .05, .3, .02, 0
  a4 transeg 0, idur, 2, 1, .05, -2, .3
  outch 1, a1, 2, a(k2), 3, a3, 4, a4
endin
instr 2
  k1 init 0
again:
  a1 linseg 0, .01, 1, .01, 0
  timout 0, .015, on
  reinit again
on:
  a2 line 1, .1, 0
  rireturn
  outch 1, a1, 2, a2
endin
</CsInstruments>
<CsScore>
i1 0 -.03
i1 .03 .05
i2 .1 .06
</CsScore>
</CsoundSynthesizer>
