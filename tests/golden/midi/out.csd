<CsoundSynthesizer>
<CsInstruments>
; amplitudes and tunings by velocity and key; messages that nobody receives
sr=1000
ksmps=10
nchnls=1
0dbfs=0.5
massign 0, 1
gi1 ftgen 1,0,32,-2, 12, 2, 261.6, 60, 1, 1.06, 1.12, 1.18, 1.26, 1.33, 1.41, 1.5, 1.58, 1.68, 1.78,1.88
gi2 ftgen 2,0,32,-2, 7, 2, 261.6, 66, 1, 1.12, 1.26, 1.33, 1.5,  1.68,  1.88
instr 1
i1 ampmidid veloc(), 40
i2 ampmidid 100,20,1
i3 ampmidicurve veloc(), 0.5, 2
print i1,i2,i3, cpstmid(1), cpstmid(2)
k1 line 0,0.1,127
k2 ampmidid k1, 30
k3 ampmidicurve k1, 0.9, 1.5
printks "%f %f\n",0,k2,k3
noteondur 1,60,100,0.05
outkc 1, 7, k1, 0, 127
outkpb 1, k1, 0, 127
nrpn 1, 5, k1
outipat 1, 60, 5, 0, 9
mrtmsg 1
endin
instr 2
noteondur2 1,60,100,0.05
a1 = 0.1
out a1
endin
</CsInstruments>
<CsScore>
i1 0 0.1 44 45
i2 0.1 0.01
f0 0.5
</CsScore>
</CsoundSynthesizer>
