; Functions of whole arrays: cosine transform, filter bank, maparray, autocorrelation, cepstrum, interleaving, columns.
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 8
nchnls = 16
0dbfs = 1
instr 1
 iA[] fillarray 1, 2, 3, 5, 0, 1, 2, 9, 1, 2, 3, 4, 5, 6, 7, 8
 iB[] dct iA
 iC[] dctinv iB
 iD[] maparray iA, "sqrt"
 iE[] interleave iA, iB
 iF[], iG[] deinterleave iE
 iH[] fft iA
 iI[] fftinv iH
 iJ[] fmod iA, 3
 iK[] pow iA, iA
 iL[] ftom iA
 iM[] tab2array 1, 1, 8, 3
 iN[] genarray 1, 2, .25
 copyf2array iN, 1
 iO[] taninv iA, iB
 reshapearray iA, 4, 4
 outch 1, a(iB[3]), 2, a(iC[7]), 3, a(iD[3]), 4, a(iE[5]), 5, a(iF[7] + iG[2]), 6, a(iH[5]), 7, a(iI[7]), 8, a(iJ[7]), 9, a(iK[3] + iL[3])
 outch 10, a(iM[1]), 11, a(iN[2]), 12, a(iO[4]), 13, a(iA[2][3]), 14, a(nxtpow2(37)), 15, a(lenarray:i(iM))
endin
instr 2
 k1 line 1, p3, 9
 kA[] init 128
 kA[0] = k1
 kA[1] = 1
 kA[7] = k1 * k1
 kB[] autocorr kA
 kC[] dct kA
 kD[] maparray kA, "abs"
 kE[] init 65
 kE[0] = k1
 kE[3] = 2
 kE[64] = 3
 kF[] ceps kE, 12
 kG[] cepsinv kF
 kH[] rfft kA
 kI[] cmplxprod kH, kH
 kM[] mags kH
 kP[] phs kH
 kJ[] pol2rect kM, kP
 kK[] mfb kM, 500, 20000, 5
 kL[] log kM, 2
 kP unwrap kP
 kO[] limit1 kA
 outch 1, a(kB[0]), 2, a(kB[7]), 3, a(kC[5]), 4, a(kD[7]), 5, a(kF[4]), 6, a(kG[3]), 7, a(kI[8]), 8, a(kJ[6] + kJ[7]), 9, a(kK[2]), 10, a(kL[3]), 11, a(kP[3]), 12, a(kO[0])
endin
</CsInstruments>
<CsScore>
f1 0 8 -2 0 .1 .3 .35 .5 .6 .9 1
i1 0 .001
i2 .001 .01
</CsScore>
</CsoundSynthesizer>
