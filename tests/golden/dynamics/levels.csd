<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 11
0dbfs = 1

instr 1
  ain rand .5, .3
  aenv line 0, p3, 1
  ain = ain * aenv
  acmp oscili .3, 700, 1
  a1 balance ain, acmp
  a2 balance2 ain, acmp, 50
  k3 rms ain
  k4 rms ain, 100
  a5 gain ain, .2
  a6 limit ain, -.1, .2
  k7 limit k4, .05, .1
  a8 limit ain, .2, .1
  a9 dam ain, .2, .5, 2, .001, .002
  a10 follow ain, .003
  i11 limit 3, 1, 2
  iarr[] init 3
  iarr[0] = 1
  iarr[1] = -2
  ilim[] limit iarr, -1, .7
  a11 = i11 + ilim[1] + ilim[0]
  outch 1, a1, 2, a2, 3, a(k3), 4, a(k4), 5, a5, 6, a6, 7, a(k7), 8, a8, 9, a9, 10, a10, 11, a11
endin
instr 2
  ain oscili p4, 300, 1
  a1 clip ain, 0, .6
  a2 clip ain, 0, .6, .2
  a3 clip ain, 1, .6
  a4 clip ain, 2, .6
  a5 clip ain, 7, .6
  karr[] init 3
  karr[1] = downsamp(ain)
  klim[] limit karr, -.2, .3
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a(klim[1])
endin
</CsInstruments>
<CsScore>
f1 0 4096 10 1
i1 0 .05
i2 .05 .02 .5
i2 .07 .02 2
</CsScore>
</CsoundSynthesizer>
