<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 3
0dbfs = 1

instr 1
  kf line 440, p3, 700
  kq line .3, p3, .9
  a1 oscbnk kf, kq, 30, .2, 5, 200, .5, 30, 7, 40, p4, 100, 4000, .5, 2, .7, 3, p5, 1, 3, 4, 5, 5, 6
  a2 oscbnk kf, .5, 20, .1, 3, 99, 2, 9, 1, 40, p4, 5000, 400, .5, kq, .7, 3, p5, 1, 3, 4, 5, 6, 6, 7, 8
  ki line 0, p3, 20
  k3 table ki, 8
  outch 1, a1, 2, a2, 3, a(k3)
endin
</CsInstruments>
<CsScore>
f1 0 1024 7 1 1024 -1
f3 0 64 10 1
f4 0 128 7 0 64 1 64 -1
f5 0 16 -7 0 16 1
f6 0 16 -7 1 16 0
f7 0 16 -2 .1 .2 .3 1.4 5.5 -1 .7 -1 .9 .1 .2 .3 .4 .5 .6
f8 0 16 -2 0
i1 0 .03 255 0
i1 + . 255 1
i1 + . 255 2
i1 + . 255 3
i1 + . 255 4
i1 + . 255 5
i1 + . 238 -1
i1 + . 17 2
i1 + . 64 -1
i1 + . 34 -1
i1 + . 128 0
i1 + . 0 0
</CsScore>
</CsoundSynthesizer>
