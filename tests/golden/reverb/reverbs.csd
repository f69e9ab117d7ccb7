<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 10
0dbfs = 1

instr 1
  ain rand .5, .3
  ain = ain * linseg:a(1, .01, 0)
  kt line .5, p3, .6
  at line .5, p3, .6
  kl line .00503, p3, .01
  al line .00503, p3, .01
  a1 comb ain, kt, .007
  a2 alpass ain, kt, .007
  a3 alpass ain, at, 200, 0, 1
  a4 vcomb ain, kt, kl, .02
  a5 vcomb ain, .5, al, .02
  a6 nreverb ain, 1.5, .3
  a7 reverb2 ain, kt, .2
  a8, a9 reverbsc ain, ain * .5, .8, 8000
  a10 nreverb ain, 2, .1, 0, 2, 2, 1, 3
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
f2 0 4 -2 -300 .02 .8 .7
f3 0 2 -2 .001 .6
i1 0 .3
</CsScore>
</CsoundSynthesizer>
