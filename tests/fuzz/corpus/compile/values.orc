sr = 48000
ksmps = 8
nchnls = 12
0dbfs = 1
instr 1
 k1 line -5.0123, p3, 9.0456
 a1 line -5.0123, p3, 9.0456
 i5 = p4
 outch 1, a(k1 % 3) + a1 % 2, 2, a(k1 ^ 2) + a1 ^ 3 + a(2 ^ k1), 3, a(k1 & 7) + (a1 | 3), 4, a(k1 # 5) + (a1 & k1), 5, a(k1 << 2) + (a1 >> 1), 6, a(~k1) + (~a1)
 outch 7, a(i5 % 3) + a(i5 ^ .5) + a(i5 & 5) + a(i5 | 8) + a(i5 # 3) + a(i5 << 1) + a(i5 >> 1) + a(~i5)
 a2 = k1
 k2 = a1
 k3 init 4
 a3 init 3
 i6, i7 init 3, 4
 i6, i7 = i7, i6
 outch 8, a2, 9, a(k2), 10, a(i(k3)) + a3, 11, a(i6 + 10 * i7), 12, a(p(4) + 10 * p(k3 + 1) + 100 * pcount() + 1000 * pindex(5))
endin
instr 2
 S1 = p4
 S2 init "4A"
 S3 = S2
 SA[] fillarray "5C", "6D"
 SB[] = SA
 outch 1, a(ntom:i(S1)), 2, a(ntom:i(S3)), 3, a(ntom:i(SB[1])), 4, a(tival())
endin
