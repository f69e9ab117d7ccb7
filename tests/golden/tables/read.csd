<CsoundSynthesizer>
<CsInstruments>
; table, tablei, table3, tab and the kt forms: both index units, offset, limit and wrap, other lengths
sr = 48000
ksmps = 16
nchnls = 1
0dbfs = 1
gi1 ftgen 1, 0, 64, 10, 1, .5, .3
gi2 ftgen 2, 0, -50, 7, 0, 20, 1, 30, -1
gi3 ftgen 3, 0, 65, 7, 0, 64, 1
gi4 ftgen 4, 0, 0, -2, .1, -.4, .7, .9
gi5 ftgen 5, 0, 3, -2, .1, -.4, .7, .9

instr 1 ; a-rate
  ilen = p5 == 0 ? ftlen(p4) : 1
  andx line -1.3037 * ilen, p3, 2.6071 * ilen
  a0 table andx, p4, p5, p6, p7
  a1 tablei andx, p4, p5, p6, p7
  a3 table3 andx, p4, p5, p6, p7
  out a0 * .3 + a1 * .5 + a3 * .7
endin

instr 2 ; k-rate, and table numbers that change
  ilen = p5 == 0 ? 50 : 1
  kndx line -1.3037 * ilen, p3, 2.6071 * ilen
  kcount init 0
  kcount += 1
  kfn = 1 + int(kcount / 8) % 3
  k0 table kndx, p4, p5, p6, p7
  k1 tablei kndx, p4, p5, p6, p7
  k3 table3 kndx, p4, p5, p6, p7
  kt0 tablekt kndx, kfn, p5, p6, p7
  kt1 tableikt kndx, kfn, p5, p6, p7
  kt3 table3kt kndx, kfn, p5, p6, p7
  andx line 0.0137, p3, ilen * 0.9971
  at0 tablekt andx, kfn, p5, p6, p7
  at1 tableikt andx, kfn, p5, p6, p7
  at3 table3kt andx, kfn, p5, p6, p7
  out a(k0 * .3 + k1 * .5 + k3 * .7 + kt0 * .2 + kt1 * .4 + kt3 * .6) + at0 * .1 + at1 * .3 + at3 * .5
endin

instr 3 ; tab; i-rate
  ilen = p5 == 0 ? ftlen(p4) : 1
  andx line 0.0137, p3, ilen * 0.9971
  kndx line 0.0137, p3, ilen * 0.9971
  a0 tab andx, p4, p5
  k0 tab kndx, p4, p5
  i0 tab_i ilen * .4, p4, p5
  i1 table ilen * .77, p4, p5, .1, 1
  i2 tablei ilen * 1.377, p4, p5, .1, 1
  i3 table3 ilen * .477, p4, p5
  out a0 + a(k0) * .5 + i0 * .1 + i1 * .2 + i2 * .3 + i3 * .4
endin
</CsInstruments>
<CsScore>
i1 0 .01 1 0 0 0
i1 + . 1 0 3.2 1
i1 + . 1 1 .1 0
i1 + . 2 0 0 1
i1 + . 2 1 .3 1
i1 + . 3 0 0 0
i1 + . 4 0 0 0
i1 + . 5 0 0 1
i2 .08 .01 1 0 0 0
i2 + . 2 1 .3 1
i2 + . 2 0 1.5 1
i3 .11 .01 1 0
i3 + . 2 1
i3 + . 3 0
</CsScore>
</CsoundSynthesizer>
