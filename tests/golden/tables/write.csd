<CsoundSynthesizer>
<CsInstruments>
; tablew, tablewkt, tabw: limit, wrap and guard modes; tables made, replaced and freed while they sound
sr = 48000
ksmps = 16
nchnls = 1
0dbfs = 1
gi1 ftgen 1, 0, 64, 7, 0, 64, 0
gi2 ftgen 2, 0, -50, 7, 0, 50, 0
gi3 ftgen 3, 0, 64, 10, 1

instr 1
  ilen = p5 == 0 ? ftlen(p4) : 1
  andx line -.5037 * ilen, p3, 1.5071 * ilen
  asig oscili .5, 700, 3
  tablew asig, andx, p4, p5, p6, p7
  kndx line -.3037 * ilen, p3, 1.2071 * ilen
  ksig line 1, p3, -1
  tablew ksig, kndx, p4, p5, p6, p7
  tablewkt ksig * .7, kndx * .3, p4, p5, p6, p7
  tablewkt asig * .7, andx * .3, p4, p5, p6, p7
  tabw ksig * .4, abs(kndx) * .5, p4, p5
  tabw asig * .4, abs(andx) * .5, p4, p5
  aread phasor 1501.3
  aout tablei aread, p4, 1
  out aout
endin

instr 2 ; the table is made again while it is read
  aread phasor 401.3
  aout tablei aread, 3, 1
  out aout * .5
endin

instr 3
  itmp ftgentmp 0, 0, 64, 10, 1, p4
  iagain ftgenonce 0, 0, 64, 9, 1, 1, p4
  tablew .9, 3, itmp
  tabw_i -.9, 9, itmp
  print itmp, iagain, ftlen(itmp)
  a1 poscil .3, 500, itmp
  a2 poscil .3, 700, iagain
  out a1 + a2
endin

instr 4
  ifn ftgen p4, 0, 64, 10, 0, 1
  print ftlen(3), tableng:i(3)
  ftprint ifn, 1, 4, 20, 3, 4
  ifree ftgen 0, 0, 8, 7, 0, 8, 1
  ftfree ifree, p5
  print ifree
endin
</CsInstruments>
<CsScore>
i1 0 .01 1 0 0 0
i1 + . 1 0 3.2 1
i1 + . 1 1 .1 2
i1 + . 2 0 0 1
i1 + . 2 1 .3 2
i2 .05 .04
f 3 .07 64 7 -1 64 1
i3 .1 .02 .5
i3 .1 .02 .7
i3 .125 .02 .5
i4 .15 .01 9 0
i4 .16 .01 9 1
i4 .17 .01 10 0
</CsScore>
</CsoundSynthesizer>
