; Elementary functions, rounding and decibels at k- and a-rate.
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 24
0dbfs = 1
instr 1
 kx line -3.0123, p3, 3.2
 ax line -3.0123, p3, 3.2
 outch 1, a(int(kx)) + int(ax), 2, a(frac(kx)) + frac(ax), 3, a(round(kx * 2)) + round(ax * 2)
 outch 4, a(floor(kx)) + floor(ax), 5, a(ceil(kx)) + ceil(ax), 6, a(abs(kx)) + abs(ax)
 outch 7, a(exp(kx)) + exp(ax), 8, a(log(kx + 4)) + log(ax + 4), 9, a(sqrt(kx + 4)) + sqrt(ax + 4)
 outch 10, a(sin(kx)) + sin(ax * 20), 11, a(cos(kx)) + cos(ax * 20), 12, a(tan(kx / 3)) + tan(ax / 3)
 outch 13, a(sininv(kx / 4)) + sininv(ax / 4), 14, a(cosinv(kx / 4)) + cosinv(ax / 4), 15, a(taninv(kx)) + taninv(ax)
 outch 16, a(sinh(kx)) + sinh(ax), 17, a(cosh(kx)) + cosh(ax), 18, a(tanh(kx)) + tanh(ax)
 outch 19, a(log10(kx + 4)) + log10(ax + 4), 20, a(log2(kx + 4)) + log2(ax + 4)
 outch 21, a(powoftwo(kx)) + powoftwo(ax), 22, a(logbtwo(kx + 4)), 23, a(signum(kx)) + signum(ax)
 outch 24, taninv2(ax, ax * ax - 1) + a(taninv2(kx, kx * kx - 1))
endin
instr 2
 kx line -30.123, p3, 20.0456
 ax line -30.123, p3, 20.0456
 outch 1, a(ampdb(kx)) + ampdb(ax), 2, a(ampdbfs(kx)) + ampdbfs(ax), 3, a(dbamp(kx)), 4, a(dbfsamp(kx)), 5, a(db(kx)) + db(ax)
 outch 6, a(pow(kx, 2)) + pow(ax, 3, 7), 7, a(divz(kx, int(kx / 10), -1)) + divz(ax, int(kx / 10), .5) + divz(kx, ax, 2)
 outch 8, a(scale(kx, 3, 1)) + a(scale(kx, 3, 1, 20, -30)), 9, a(scale2(kx, -1, 1, -20, 10)) + a(scale2(kx, -1, 1, -20, 10, .01))
 outch 10, a(expcurve((kx + 30) / 50, 8)) + a(logcurve((kx + 30) / 50, 8)), 11, a(gainslider(kx + 20))
 outch 12, a(xyscale((kx + 30) / 50, .3, 1, 2, 3, 5)) + a(xyscale((kx + 30) / 50, .3, kx, 2, 3, 5))
 a0 = 1
 a1 = ax / 20
 outch 13, sum(ax, a0, a1), 14, product(ax, a1, a1), 15, max(a1, a0 / 2, ax), 16, min(a1, a0 / 2, ax), 17, maxabs(a1, a0), 18, minabs(a1, a0)
 outch 19, a(max(kx, 1, kx * 2)) + a(min(kx, 1, kx * 2)) + a(maxabs(kx, 4)) + a(minabs(kx, 4))
 outch 20, mac(kx, a1, 2, a0) + maca(ax, a1, a0, a1), 21, select(a1, a0 / 2, a0, ax, a1), 22, nlalp(a1, .4, .3)
 vincr a0, a1
 outch 23, a0
 clear a0
 maxaccum a0, a1
 minabsaccum a0, ax
 km max_k ax, metro(400), 1
 outch 24, a0 + a(km)
endin
instr 11
 i1 = int(-2.7)
 i2 = frac(-2.7)
 i3 = round(2.5)
 i4 = round(3.5)
 i5 = floor(-2.5)
 i6 = ceil(2.1)
 i7 = abs(-3)
 i8 = exp(1)
 i9 = log(2)
 i10 = sqrt(2)
 i11 = sin(1)
 i12 = cos(1)
 i13 = tan(1)
 i14 = sininv(.5)
 i15 = cosinv(.5)
 i16 = taninv(.5)
 i17 = taninv2(1, -2)
 i18 = sinh(1)
 i19 = cosh(1)
 i20 = tanh(1)
 i21 = log10(50)
 i22 = log2(50)
 i23 = powoftwo(.3)
 i24 = logbtwo(3)
 outch 1, a(i1), 2, a(i2), 3, a(i3), 4, a(i4), 5, a(i5), 6, a(i6), 7, a(i7), 8, a(i8), 9, a(i9), 10, a(i10), 11, a(i11), 12, a(i12), 13, a(i13), 14, a(i14), 15, a(i15), 16, a(i16), 17, a(i17), 18, a(i18), 19, a(i19), 20, a(i20), 21, a(i21), 22, a(i22), 23, a(i23), 24, a(i24)
endin
instr 12
 i1 = ampdb(60)
 i2 = ampdbfs(-6)
 i3 = dbamp(1000)
 i4 = dbfsamp(.5)
 i5 = db(3)
 i6 = pow(2, .5)
 i7 = pow(2, 3, 4)
 i8 = max(1, 5, 3)
 i9 = min(1, -5, 3)
 i10 = divz(1, 0, 7)
 i11 = signum(-3)
 i12 = -7 % 3
 i13 = 5.5 % -2
 i14 = 2 ^ .5
 i15 = 5.7 & 3
 i16 = 5 | 8.2
 i17 = 6 # 3
 i18 = 5.7 << 1
 i19 = 37 >> 2
 i20 = ~5.7
 outch 1, a(i1), 2, a(i2), 3, a(i3), 4, a(i4), 5, a(i5), 6, a(i6), 7, a(i7), 8, a(i8), 9, a(i9), 10, a(i10), 11, a(i11), 12, a(i12), 13, a(i13), 14, a(i14), 15, a(i15), 16, a(i16), 17, a(i17), 18, a(i18), 19, a(i19), 20, a(i20)
endin
</CsInstruments>
<CsScore>
i1 0 .1
i2 .1 .1
i11 0.201 .001
i12 0.202 .001
</CsScore>
</CsoundSynthesizer>
