<CsoundSynthesizer>
<CsInstruments>
; outrg, outz
sr = 44100
ksmps = 10
nchnls = 4
0dbfs = 1
zakinit 8, 2
instr 1
zaw oscili(.5, 100), 1
zaw oscili(.3, 200), 2
zaw oscili(.2, 300), 4
outz 1
endin
instr 2
a1 oscili .5, 100
a2 oscili .25, 300
k1 line 1, p3, 3.9
outrg k1, a1, a2
outrg 2, a2
endin
</CsInstruments>
<CsScore>
i1 0 .05
i2 .05 .05
</CsScore>
</CsoundSynthesizer>
