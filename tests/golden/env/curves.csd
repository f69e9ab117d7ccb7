<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  a1 transeg 0, .011, 2, 1, .02, 0, .3, .01, -4, .8
  k2 transeg 0, .011, 2, 1, .02, 0, .3, .01, -4, .8
  a2 = k2
  a3 transegb 0, .011, 2, 1, .02, 0, .3, .03, -4, .8
  k4 transegb 0, .011, 2, 1, .02, 0, .3, .03, -4, .8
  a4 = k4
  a5 linen 1, .01, p3, .02
  k6 linen 1, .01, p3, .02
  a6 = k6
  a7 adsr .01, .02, .4, .02, .003
  k8 adsr .01, .02, .4, .02, .003
  a8 = k8
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8
endin
instr 2
  ain line 1, p3, 2
  a1 linen ain, .013, p3, .01
  a2 linenr ain, .013, .01, .05
  kt line 0, p3, 1
  kv = int(kt * 5)
  k3 lineto kv, .007
  ktr metro 100
  k4 tlineto kv, .013, ktr
  kph line 0, p3, 3
  k5 lpsholdp kph, .1, 1, .5, 2, -.3, 1.5
  outch 1, a1, 2, a2, 3, a(k3), 4, a(k4), 5, a(k5)
endin
</CsInstruments>
<CsScore>
i1 0 .08
i1 .09 .03
i2 .1 .1
</CsScore>
</CsoundSynthesizer>
