<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1
gitab ftgen 0, 0, 1000, "tanh", -2, 2, 0
giscale ftgen 0, 0, 513, 5, 2, 513, .5

instr 1
  ain vco2 .5, 220
  kf line 200, p3, 5000
  af line 200, p3, 9000
  kq line .3, p3, 9
  aq line .1, p3, 6
  kn line p4, p3, p5
  ah, al, ab, ar svn ain, kf, kq, kn
  outch 1, ah, 2, al - ab / 2 + ar / 3
  ah, al, ab, ar svn ain, af, kq, kn
  outch 3, ah - ar / 3, 4, al - ab / 2
  ah, al, ab, ar svn ain, kf, aq, kn, 0, giscale, 2
  outch 5, ah, 6, al - ab / 2 + ar / 3
  ah, al, ab, ar svn ain, af, aq, kn, gitab, p6, 2, p7
  outch 7, ah - ar / 3, 8, al - ab / 2
endin
</CsInstruments>
<CsScore>
i1 0 .05 1 3 0 0
i1 .06 .03 -1 .5 2 1
</CsScore>
</CsoundSynthesizer>
