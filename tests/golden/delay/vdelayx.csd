<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 18
0dbfs = 1

instr 1
  ain rand .2, .4
  a2 vco2 .2, 300
  a3 oscili .2, 400
  adel line .0001, p3, p4
  a4 = adel
  a1 vdelayx ain, adel, .02, 16, p5
  ab vdelayx ain, a(.003), .02, 4
  outch 1, a1, 2, ab
  a1, ab vdelayxs ain, a2, adel, .01, 64, p5
  outch 3, a1, 4, ab
  a1, ab, ac, ad vdelayxq ain, a2, a3, ain, adel, .01, 10
  outch 5, a1, 6, ab, 7, ac, 8, ad
  a1 vdelayxw ain, adel, .02, 16, p5
  ab vdelayxw ain, a(.003), .02, 4
  outch 9, a1, 10, ab
  a1, ab vdelayxws ain, a2, adel, .01, 64
  outch 11, a1, 12, ab
  a1, ab, ac, ad vdelayxwq ain, a2, a3, ain, adel, .01, 10, p5
  outch 13, a1, 14, ab, 15, ac, 16, ad
  a1 multitap ain, .004, .5, .01, .3, .0123, -.2
  outch 17, a1
endin
</CsInstruments>
<CsScore>
i1 0 .05 .018 0
i1 .06 .03 -.01 1
i1 .1 .03 .009 0
</CsScore>
</CsoundSynthesizer>
