<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 11
0dbfs = 1
gimask ftgen 0, 0, 513, 21, 6, .1
gitone ftgen 0, 0, 4096, 10, 1, .5, .3, .2, .1

instr 1
  ain oscili .3, 300, gitone
  ab rand .2, .4
  f1 pvsanal ain, 64, 1, 64, 0
  f2 pvsanal ab, 64, 1, 64, 0
  ad line 0, p3, 1
  kl line -.2, p3, 1.2
  fa pvsgain f1, kl
  a1 pvsynth fa
  fb pvsmix f1, f2
  a2 pvsynth fb
  fd pvsfilter f2, f1, ad, 3
  a4 pvsynth fd
  fe pvsmaska f1, gimask, kl
  a5 pvsynth fe
  fg pvsfreeze f1, kl * 2, kl * 3
  a7 pvsynth fg
  outch 1, a1, 2, a2, 4, a4, 5, a5, 7, a7
endin
</CsInstruments>
<CsScore>
i1 0 .02
i1 .03 .01
</CsScore>
</CsoundSynthesizer>
