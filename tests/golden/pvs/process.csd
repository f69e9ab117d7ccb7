<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 11
0dbfs = 1
gimask ftgen 0, 0, 513, 21, 6, .1
gitone ftgen 0, 0, 4096, 10, 1, .5, .3, .2, .1

instr 1
  ain oscili .3, 300, gitone
  ab rand .2, .4
  f1 pvsanal ain, 512, 128, 512, 1
  f2 pvsanal ab, 512, 128, 512, 1
  kl line -.2, p3, 1.2
  fa pvsgain f1, kl
  a1 pvsynth fa
  fb pvsmix f1, f2
  a2 pvsynth fb
  fc pvscross f1, f2, kl, -.3
  a3 pvsynth fc
  fd pvsfilter f2, f1, kl, 3
  a4 pvsynth fd
  fe pvsmaska f1, gimask, kl
  a5 pvsynth fe
  ff pvstencil f1, kl, .1, gimask
  a6 pvsynth ff
  fg pvsfreeze f1, kl * 2, kl * 3
  a7 pvsynth fg
  fh pvsmooth f2, kl, .2
  a8 pvsynth fh
  f9 pvsblur f2, kl / 20, .1
  a9 pvsynth f9
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9
endin
</CsInstruments>
<CsScore>
i1 0 .3
i1 .32 .1
</CsScore>
</CsoundSynthesizer>
