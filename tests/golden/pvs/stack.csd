<CsoundSynthesizer>
<CsInstruments>
; an f-signal on the stack
sr = 44100
ksmps = 64
nchnls = 1
0dbfs = 1
instr 1
a1 oscili .5, 440
f1 pvsanal a1, 512, 128, 512, 1
push_f f1
f2 pop_f
a2 pvsynth f2
out a2
endin
</CsInstruments>
<CsScore>
i1 0 .1
</CsScore>
</CsoundSynthesizer>
