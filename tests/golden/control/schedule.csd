<CsoundSynthesizer>
<CsInstruments>
; alwayson, turnon, remove, readscore, print_type, getcfg
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 100
alwayson 3, 5, 7
alwayson "Named", 2
turnon 4
turnon "Named", .02
turnon 4, .03
instr 1
ir readscore "i2 0 .01 7\ni2 .02 .01 8\n"
print ir
endin
instr 2
outs a(p4), a(p4)
endin
instr 3
outs a(p4), a(p5)
endin
instr 4
k1 line 0, .05, 1
outs a(k1), a(k1)
if timeinsts() > .04 then
turnoff
endif
endin
instr Named
print_type p4
k1 = 3
print_type k1
print_type 3
S1 getcfg 6
print_type S1
S4 getcfg 4
S5 getcfg 5
printf_i "%s %s %s\n", 1, S1, S4, S5
outs a(p4), a(.25)
endin
instr 6
remove 2
remove 2
remove 77
endin
</CsInstruments>
<CsScore>
i1 0 .01
i6 .05 .01
i6 .08 .01
i2 .07 .01 3
e .1
</CsScore>
</CsoundSynthesizer>
