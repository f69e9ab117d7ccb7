sr = 48000
ksmps = 8
nchnls = 16
0dbfs = 1
instr 1
 iA[] fillarray 3, -1, 4, 1.5, 9
 iB[] genarray 1, 3, .5
 iC[] = iA * iB - 2
 iD[] = 10 / iB
 iE[] = iB ^ 2
 iF[] slicearray iA, 1, 3
 iM[][] init 2, 3
 iM[1][2] = 7
 iM fillarray 1, 2, 3, 4, 5, 6
 iR[] getrow iM, 1
 iK[] getcol iM, 1
 iM setrow iF, 0
 imx, ip maxarray iA
 imn minarray iA
 outch 1, a(iC[0]), 2, a(iC[4]), 3, a(iD[2]), 4, a(iE[3]), 5, a(iF[0] + iF[2]), 6, a(iR[0] + 10 * iR[2]), 7, a(iK[0] + 10 * iK[1])
 outch 8, a(imx + 100 * ip), 9, a(imn), 10, a(sumarray(iA)), 11, a(lenarray:i(iA) + 10 * lenarray:i(iM, 2)), 12, a(iM[0][1])
 outch 13, a(sumarray(iB) * 2), 14, a(product(iB)), 15, a(sum(iB)), 16, a(dot(iA, iB))
endin
instr 2
 k1 line 1, p3, 5
 kA[] init 4
 kA[0] = k1
 kA[1] = kA[0] * 2
 kA[2] = -k1
 kA[3] = 3
 kB[] = kA
 kC[] = kA + kB
 kD[] = kC * k1
 kE[] = k1 / (kA + 20)
 kF[] abs kA
 kG[] sin kA
 kH[] fillarray k1, 2, k1 * 3
 kI[] slicearray kA, 1, 2
 kS[] sorta kA
 kZ[] = kA ^ 2
 scalearray kB, 0, 1
 kx, kp maxarray kA
 ki = int(k1)
 outch 1, a(kC[1]), 2, a(kD[2]), 3, a(kE[3]), 4, a(kF[2]), 5, a(kG[0]), 6, a(kH[2]), 7, a(kI[1]), 8, a(kS[0] + 10 * kS[3]), 9, a(kB[2] + kB[1])
 outch 10, a(kx + kp), 11, a(sumarray:k(kA)), 12, a(kZ[1]), 13, a(kA[ki % 4]), 14, a(minarray:k(kA)), 15, a(mtof:k(kH[0])), 16, a(lenarray:k(kH))
endin
instr 3
 a1 line 0, p3, 1
 a2 line 1, p3, -2
 k1 line 1, p3, 2
 aA[] init 3
 aA[0] = a1
 aA[1] = a2
 aA[2] = a1 * a2
 aB[] = aA * k1
 aC[] = aA + aB
 aD[] = aA * a1
 aS sumarray aC
 outch 1, aB[0], 2, aC[1], 3, aD[2], 4, aS
 kIn[] init 64
 kIn shiftin a1
 kW[] window kIn
 kW2[] window kIn, 3, 0
 kF[] rfft kW
 kMag[] mags kF
 kPow[] pows kF
 kPh[] phs kF
 kInv[] rifft kF
 aOut shiftout kInv
 kCx[] r2c kIn
 kFx[] fft kCx
 kIx[] fftinv kFx
 kRx[] c2r kIx
 kPol[] rect2pol kF
 kRec[] pol2rect kPol
 outch 5, a(kF[0]), 6, a(kF[1]), 7, a(kF[6]), 8, a(kF[7]), 9, a(kMag[3]), 10, a(kPow[4]), 11, a(kPh[2]), 12, aOut, 13, a(kW2[5]), 14, a(kFx[9]), 15, a(kRx[20]), 16, a(kPol[8] + kRec[9])
endin
