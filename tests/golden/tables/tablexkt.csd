<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 5
0dbfs = 1
gisaw ftgen 1, 0, 1024, 7, 1, 1024, -1
giodd ftgen 2, 0, -1000, 10, 1, .5, .3
instr 1
    ap phasor 100
    kw line .9, p3, 3
    a1 tablexkt ap, 1, 0, 2, 1
    a2 tablexkt ap, 2, 0, 4, 1, .3, 1
    a3 tablexkt ap, 1, 0, 16, 1, -.2, 1
    a4 tablexkt ap, 1, kw, 32, 1, 0, 1
    a5 tablexkt ap * 1100 - 40, 2, kw, 8
    outch 1, a1, 2, a2, 3, a3, 4, a4, 5, a5
endin
</CsInstruments>
<CsScore>
i 1 0 .2
</CsScore>
</CsoundSynthesizer>
