; zak and channels between a-rate code: written and read in one block, mixed, cleared.
; ksmps: 1 10 64
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 4
0dbfs = 1
zakinit 4, 4
chn_a "one", 3
instr 1
 a1 oscili .3, 300
 zaw a1, 1
 a2 zar 1
 zawm a2 * .5, 1
 a3 zar 1
 zaw a3 * a1, 2
 a4 zamod a1, 2
 ziw 3, 1
 zkw k(a4), 2
 k1 zkr 2
 a5 = a4 * k1
 outch 1, a2, 2, a3, 3, a4, 4, a5
 zacl 0, 3
endin
instr 2
 a1 phasor 200
 chnset a1, "one"
 a2 chnget "one"
 chnmix a1 * .5, "one"
 a3 chnget "one"
 k1 = a3
 chnset k1, "two"
 k2 chnget "two"
 a4 = a3 * k2
 chnclear "one"
 a5 chnget "one"
 outch 1, a2, 2, a3, 3, a4, 4, a5
endin
instr 3
 a1 chnget "one"
 outch 1, a1
 chnset a1 + .1, "one"
endin
</CsInstruments>
<CsScore>
i1 0 .02
i2 .02 .02
i3 .03 .02
</CsScore>
</CsoundSynthesizer>
