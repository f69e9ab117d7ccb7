<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 14
0dbfs = 1
gia ftgen 0, 0, 513, 2, 0
gif ftgen 0, 0, 513, 2, 0
gid ftgen 0, 0, 513, 7, 0, 513, .02

instr 1
  ain vco2 .3, 300
  f1 pvsanal ain, 512, 128, 512, 1
  kl line 300, p3, 2000
  fa pvsbandp f1, kl, kl + 500, 3000, 4000
  a1 pvsynth fa
  fb pvsbandr f1, kl, kl + 500, 3000, 4000
  a2 pvsynth fb
  fc pvsbandp f1, kl, kl + 500, 3000, 4000, 3
  a3 pvsynth fc
  fd pvsbandr f1, kl, kl + 500, 3000, 4000, -2
  a4 pvsynth fd
  k1, k2 pvsbin f1, 6
  k3 pvscent f1
  a5 pvscent f1
  ki pvsftw f1, gia, gif
  ff = f1
  pvsftr ff, 0, gif
  a6 pvsynth ff
  ihan, kt pvsbuffer f1, .05
  fg pvsbufread kt - .01, ihan
  a7 pvsynth fg
  fh pvsbufread2 kt, ihan, gid, gid
  a8 pvsynth fh
  fj pvsbufread kt, ihan, 200, 9000, 1
  a9 pvsynth fj
  fk pvsosc .3, kl, p4, 512
  a10 pvsynth fk
  f0 pvsinit 512
  i1, i2, i3, i4 pvsinfo f0
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a(k1), 6, a(k2 / 5000), 7, a(k3 / 10000), 8, a5 / 10000, 9, a(ki) + a6
  outch 10, a7, 11, a8, 12, a9, 13, a10, 14, a((i1 + i2 + i3 + i4) / 1000)
endin
</CsInstruments>
<CsScore>
i1 0 .2 1
i1 .22 .1 2
i1 .34 .1 3
i1 .46 .1 4
</CsScore>
</CsoundSynthesizer>
