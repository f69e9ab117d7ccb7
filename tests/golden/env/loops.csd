<CsoundSynthesizer>
<CsInstruments>
sr=44100
ksmps=16
nchnls=6
0dbfs=1
instr 1
kt metro 3.3
k1 loopseg 5,kt,.2,0,1,.7,.5,-.3,2
k2 loopxseg -4,kt,0,.1,1,.7,.5,-.3,2
k3 looptseg 7,0,.1,0,2,1,.7,-3,.5,-.3,0,2
k4 lpshold 7,0,.1,0,2,.4,.7,-.3,.5
kp phasor 3
k5 loopsegp kp*2-1,.1,1,.7,.5,-.3,2
k6 lpsholdp kp*2-1,.1,1,.7,.5,-.3,2
outch 1,a(k1),2,a(k2),3,a(k3),4,a(k4),5,a(k5),6,a(k6)
endin
</CsInstruments>
<CsScore>
i1 0 .3
</CsScore>
</CsoundSynthesizer>
