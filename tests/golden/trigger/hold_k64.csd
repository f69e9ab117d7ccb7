<CsoundSynthesizer>
<CsInstruments>
; trighold, trigphasor, metrobpm and the older names
sr = 44100
ksmps = 64
nchnls = 2
0dbfs = 1
instr 1
at oscili 1, 210
kt lfo 1, 50
kra line .01, p3, .2
ar line .01, p3, -.2
kd line .001, p3, .004
a1 trighold at, kd
k1 trighold kt, kd
k2 sc_trig 1, .005
a2 sc_trig at - .5, .002
a3 trigphasor at, kra, -.5, .7
a4 trigphasor at, ar, -.5, .7, .3
a5 trigphasor kt, kra, -.5, .7, .1
k3 trigphasor kt, kra, -.5, .7, .1
k4 sc_phasor kt, kra * 10, .2, .1
a6 sc_phasor kt, kra, -1, 1
a7 sc_phasor at, .01, .2, .2
a8 sc_phasor at, ar, .2, 1.2
k5 metrobpm 6000
k6 metrobpm 5000, .3, .4
k7 metrobpm 4000, 0, .9
outs a1 + k1 * .1 + a2 * .5 + a3 + a4 + a7, a5 + a(k3) + a(k4) + a6 + a8 + a(k5) + a(k6) * .3 + a(k7) * .2 + a(k2)
endin
</CsInstruments>
<CsScore>
i1 0 .05
</CsScore>
</CsoundSynthesizer>
