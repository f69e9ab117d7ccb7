<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 11
0dbfs = 1
gitone ftgen 0, 0, 4096, 10, 1, .5, .3, .2, .1

instr 1
  ain oscili .3, 300, gitone
  ab rand .002, .4
  f1 pvsanal ain + ab, 512, 128, 512, 1
  kl line .5, p3, 2
  ks line -400, p3, 900
  fa pvscale f1, kl
  a1 pvsynth fa
  fb pvscale f1, kl, 1, .7
  a2 pvsynth fb
  fc pvscale f1, -kl, 2, 1, 40
  a3 pvsynth fc
  fd pvscale f1, kl, 3
  a4 pvsynth fd
  fe pvshift f1, ks, 200
  a5 pvsynth fe
  ff pvshift f1, ks, 0, 1, .7
  a6 pvsynth ff
  fg pvshift f1, ks, 500, 2, 1, 41
  a7 pvsynth fg
  fh pvswarp f1, kl, ks
  a8 pvsynth fh
  f9 pvswarp f1, kl, 100, 300, 2, .8, 60
  a9 pvsynth f9
  fj pvswarp f1, 1.3, ks, 0, 3
  a10 pvsynth fj
  outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5, 6, a6, 7, a7, 8, a8, 9, a9, 10, a10
endin
</CsInstruments>
<CsScore>
i1 0 .2
i1 .22 .1
</CsScore>
</CsoundSynthesizer>
