; User-defined opcodes: local ksmps with feedback, outputs that are inputs, recursion, modified parameters.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
opcode fb, a, ak
 setksmps 1
 ain, kg xin
 aback init 0
 aback = ain + aback * kg
 xout aback
endop
opcode half, ak, a
 ain xin
 ain = ain * .5
 kc init 0
 kc += 1
 xout ain, kc
endop
opcode swap, aa, aa
 ax, ay xin
 az = ax * 1
 xout ay, ax
endop
opcode bank, a, aii
 ain, icount, icf xin
 a1 tone ain, icf
 if icount > 1 then
  a2 bank a1, icount - 1, icf * 2
  a1 = a1 - a2 * .5
 endif
 xout a1
endop
opcode deep, a, a
 setksmps 1
 ain xin
 a1 fb ain, .3
 a2 delay1 a1
 xout a1 + a2
endop
instr 1
 a1 mpulse .5, .003
 a2 fb a1, .9
 a3 fb a2, .5
 a4, k1 half a3
 a3 = a3 + a4 * k1 / 1000
 a5 deep a1
 outch 1, a2, 2, a3, 3, a4, 4, a5
endin
instr 2
 a1 oscili .4, 300
 a2 phasor 200
 a1, a2 swap a1, a2
 a1, k1 half a1
 a3 bank a2, 4, 200
 a2 bank a3 + a1, 3, 500
 outch 1, a1, 2, a2, 3, a3
endin
instr 3
 a1 oscili .4, 300
 a2 subinstr 4, .5
 a3 = a1 + a2
 a4 fb a3, .5
 outch 1, a2, 2, a3, 3, a4
endin
instr 4
 aph phasor 150
 out aph * p4
endin
</CsInstruments>
<CsScore>
i1 0 .03
i2 .03 .03
i3 .06 .02
</CsScore>
</CsoundSynthesizer>
