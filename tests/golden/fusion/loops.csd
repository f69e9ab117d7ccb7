; a-variables that live across loops at k-rate, and reinit inside a k-cycle.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
instr 1
 asum = 0
 kn = 1
 a1 oscili .2, 200
again:
 asum = asum * .5 + a1 * kn
 a1 = a1 * .9
 loop_le kn, 1, 4, again
 a2 tone asum, 1000
 kn = 0
 a3 = a2
 while kn < 3 do
  a3 = a3 + a1 * kn
  kn += 1
 od
 outch 1, asum, 2, a1, 3, a2, 4, a3
endin
instr 2
 a0 phasor 300
again:
 timout 0, .005, go
 reinit again
go:
 a1 linseg 1, .005, 0
 a2 = a1 * a0
 i1 = 1
 rireturn
 a3 = a2 + a1
 kt timeinstk
 a4 oscili .1 * a1, 440
 outch 1, a1, 2, a2, 3, a3, 4, a4 + a(kt) / 10000
endin
instr 3
 kc init 0
 kc += 1
 a1 oscili .4, 350
 if kc % 7 == 3 then
  reinit again
 endif
again:
 ic = i(kc)
 a2 linseg ic / 100, .01, 0
 aph phasor 100, 0
 rireturn
 a3 = a1 * a2 + aph
 outch 1, a2, 2, aph, 3, a3
endin
</CsInstruments>
<CsScore>
i1 0 .02
i2 .02 .03
i3 .05 .03
</CsScore>
</CsoundSynthesizer>
