<CsoundSynthesizer>
<CsInstruments>
; the score moved by instruments, and read by them
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 10
gionce init 0
instr 1
k1 line 0, p3, p4
outs a(k1), a(p4)
endin
instr 2
if gionce == 0 then
gionce = 1
rewindscore
endif
endin
instr 3
if gionce == 1 then
gionce = 2
setscorepos .2
endif
endin
instr 5
ires readscore {{
{3 N
i1 [$N * .01] .02 [$N + 1]
}
i1 .05 .01 7
}}
print ires
endin
</CsInstruments>
<CsScore>
i1 0 .03 1
i2 .05 .01
i1 .06 .05 2
i3 .08 .01
i1 .12 .03 3
i5 .02 .1
i1 .21 .03 4
i1 .27 .03 5
e .3
</CsScore>
</CsoundSynthesizer>
