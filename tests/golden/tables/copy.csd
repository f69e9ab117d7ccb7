<CsoundSynthesizer>
<CsInstruments>
; tablecopy, tablemix, tablera, tablewa, ftset, ftslice, vtable..., tabmorph, ftmorf, tabrec, tabplay
sr = 48000
ksmps = 8
nchnls = 1
0dbfs = 1
gi1 ftgen 1, 0, 64, 10, 1, .5, .3
gi2 ftgen 2, 0, 64, 7, -1, 64, 1
gi3 ftgen 3, 0, 64, 7, 0, 32, 1, 32, 0
gi4 ftgen 4, 0, 128, 2, 0
gi5 ftgen 5, 0, 4, -2, 1, 2, 3, 1
gi6 ftgen 6, 0, 64, 2, 0
gi7 ftgen 7, 0, 256, 2, 0
gi8 ftgen 8, 0, 32, 2, 0

instr 1
  tableicopy 4, 1
  tableimix 6, 3, 40, 1, 5, .5, 2, -4, .3
  tableigpw 6
  kn init 0
  kn += 1
  tablecopy 4, 1 + kn % 2
  tablemix 6, kn, 20, 1, 0, .3, 4, 3, .2
  ar tablera 4, kn * 8 % 100, 3
  asig oscili .5, 1000, 1
  kpos tablewa 7, asig, 0
  aph phasor 900
  a1 tablei aph, 6, 1
  a2 tablei aph, 7, 1
  out ar * .3 + a1 * .4 + a2 * .2 + kpos * .0001
endin

instr 2
  ftslicei 1, 8, 10, 50, 2
  ftset 6, .25, 10, 30, 3
  kn init 0
  kn += 1
  ftset 6, kn * .01, 3, 0, 5
  ftslice 6, 8, kn, 0, 2
  aph phasor 700
  a1 tablei aph, 6, 1
  a2 tablei aph, 8, 1
  out a1 + a2
endin

instr 3
  k1, k2, k3 init 0
  i1 init 0
  i2 init 0
  a1, a2 init 0
  kx line 0, p3, 20.3
  ax line 0, p3, 30.7
  vtablei 3.4, 1, 1, 0, i1, i2
  vtablek kx, 1, 1, 0, k1, k2, k3
  aout = k1 * .2 + k2 * .1 + k3 * .05 + i1 * .01 + i2 * .02
  vtablek kx * .05, 2, 0, 1, k1, k2, k3
  vtablea ax, 3, 1, 0, a1, a2
  aout = aout + k1 * .2 + k2 * .1 + k3 * .05 + a1 * .1 + a2 * .15
  vtabk kx, 1, k1, k2
  vtaba ax, 2, a1, a2
  vtabi 5, 1, i1, i2
  aout = aout + k1 * .2 + k2 * .1 + a1 * .1 + a2 * .15 + i1 * .02
  vtable1k 2, k1, k2
  aout = aout + k1 * .01 + k2 * .02
  vtablewk kx, 6, 0, k1 * .5, k2, kx * .01
  vtabwa ax, 7, aout, aout * .5
  vtablewi 4, 6, 0, .3, -.3
  aph phasor 600
  a3 tablei aph, 6, 1
  a4 tablei aph, 7, 1
  out aout * .5 + a3 * .2 + a4 * .2
endin

instr 4
  kx line 0, p3, 60
  ax line 0, p3, .93
  kt line 0, p3, 1.9
  kw line .1, p3, .8
  k1 tabmorph kx, kw, kt, 1.3, 1, 2, 3
  k2 tabmorphi kx, kw, kt, 1.3, 1, 2, 3
  a1 tabmorpha ax, a(kw), a(kt), a(kt) * .4, 1, 2, 3
  a2 tabmorphak ax, kw, kt, .7, 1, 2, 3
  ftmorf kt, 5, 6
  aph phasor 800
  a3 tablei aph, 6, 1
  out a(k1) * .2 + a(k2) * .2 + a1 * .2 + a2 * .2 + a3 * .2
endin

instr 5
  kn init 0
  kp1, kp2 init 0
  kn += 1
  ktick = kn % 8 == 0 ? 1 : 0
  tabrec kn == 1 ? 1 : 0, ktick, 3, 7, kn * .01, sin(kn)
  tabplay ktick, 2, 7, kp1, kp2
  out a(kp1) + a(kp2) * .3
endin
</CsInstruments>
<CsScore>
i1 0 .02
i2 .02 .02
i3 .04 .02
i4 .06 .02
i5 .08 .03
</CsScore>
</CsoundSynthesizer>
