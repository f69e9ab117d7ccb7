; a-variables that are assigned in one branch only, a conditional choice, signals that live across branches.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
instr 1
 kc init 0
 a1 init .1
 a2 oscili .5, 300
 if kc % 3 == 1 then
  a1 = a2 * 2
 endif
 if kc % 4 > 1 then
  a3 = a1 + a2
  a4 oscili .25, 1000
 elseif kc % 4 == 1 then
  a4 = a2
 else
  a3 = -a2
 endif
 a5 = kc % 2 == 0 ? a3 : a1
 kc = kc + 1
 outch 1, a1, 2, a3, 3, a4, 4, a5
endin
instr 2
 ; a goto over the middle of the signal path
 kc init 0
 a1 phasor 200
 a2 = a1
 if kc % 5 == 0 kgoto over
 a2 = a1 * a1
 a3 tone a2, 500
over:
 a4 = a2 + a3
 kc += 1
 outch 1, a2, 2, a3, 3, a4
endin
instr 3
 ; a signal that is only read when it is not written
 kc init 0
 kc += 1
 a9 init 0
 if kc % 2 == 0 then
  outch 1, a9
 else
  a9 oscili .3, 250
 endif
endin
</CsInstruments>
<CsScore>
i1 0 .04
i2 .04 .04
i3 .08 .02
</CsScore>
</CsoundSynthesizer>
