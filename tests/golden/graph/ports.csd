<CsoundSynthesizer>
<CsInstruments>
; outlets and inlets of named and numbered instruments
sr = 2000
ksmps = 10
nchnls = 2
0dbfs = 1
connect "source", "one", "sink", "in"
connect "source", "level", "sink", "level"
connect 5, "out", "sink", "in"
connect "source", "one", 20, "back"
connect 5, "two", 20, "two"

instr source
a1 oscil 0.2, 100 * p4
k1 line 0, p3, p4
outleta "one", a1
outletk "level", k1
endin
instr 5
a1 oscil 0.1, 30 * p4
aA[] init 2
aA[0] = a1
aA[1] = a1 * 0.5
outleta "out", a1
outletv "two", aA
endin
instr sink
a1 inleta "in"
k1 inletk "level"
a2 inleta "none"
outs a1, a(k1 / 10) + a2
endin
instr 20
aV[] init 2
aV inletv "two"
a1 inleta "back"
outs a1 * 0.1 + aV[0], aV[1]
endin
</CsInstruments>
<CsScore>
i"source" 0 0.3 1
i"source" 0.1 0.3 2
i5 0.05 0.4 1
i5 0.2 0.1 2
i"sink" 0 0.6
i20 0 0.6
</CsScore>
</CsoundSynthesizer>
