<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 2
0dbfs = 1
instr 1
kt metro 30
k0 init 0
kt2 = (timeinstk() == 5 ? 1 : 0)
a1 triglinseg kt, 0, .01, .5, .01, .1
k1 triglinseg kt2, .2, .01, .5, .02, .1
a2 trigexpseg kt, .1, .01, .5, .01, .2
k2 trigexpseg kt2, .2, .01, .5, .02, .1
a3 trigLinseg kt, .3, .001, .5
a4 trigExpseg kt2, .3, .01, .5
k3 trigLinseg kt, .3, .01, .5, .03, 0
k4 trigExpseg kt, .3, .01, .5, .03, .1
outs a1 + a(k1) - a3 + a(k3), a2 + a(k2) - a4 + a(k4)
endin
</CsInstruments>
<CsScore>
i1 0 .12
</CsScore>
</CsoundSynthesizer>
