<CsoundSynthesizer>
<CsInstruments>
; vibr, vibrato, ephasor, the lposcil family, gtadsr, the value stack
sr = 44100
ksmps = 10
nchnls = 4
0dbfs = 1
gisine ftgen 1, 0, 1024, 10, 1, .5
gisaw ftgen 2, 0, -1000, 7, -1, 700, 1, 300, -1
instr 1
    kv vibr .5, 30, 1
    kw vibrato .5, 20, .3, .4, 20, 30, 15, 40, 1, .25
    ae, ap ephasor 300 + 100 * kv, .99, .2
    kgate metro 20
    ag gtadsr ap, .004, .01, .4, .02, kw
    outch 1, a(kv), 2, a(kw), 3, ae * .5, 4, ag
endin
instr 2
    a1 lposcil .3, 1.3, 100, 700, 2
    a2 lposcil3 .3, 1.7, 50, 0, 2, 30
    aenv line 0, p3, .4
    a3 lposcila aenv, -1.3, 100, 800.7, 2, 20
    push a1, k(1), 3
    a4, a5 lposcilsa aenv, .7, 10, 300, 2
    a6, a7 lposcilsa2 aenv, 2, 10, 301, 2
    ax, kx, ix pop
    outch 1, ax * kx, 2, a2, 3, a3 + a4, 4, a5 + a6 - a7 * ix
endin
</CsInstruments>
<CsScore>
i 1 0 .3
i 2 .3 .2
</CsScore>
</CsoundSynthesizer>
