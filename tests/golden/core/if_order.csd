<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 16
nchnls = 1
0dbfs = 1
instr 1
i1 = 1
print i1+1
if i1 + 1 > 5 then
 print i1 + 2
elseif (i1 + 3) * 2 > 1 then
 print i1 + 4
 if i1 + 7 > 3 then
   print i1 + 8
 elseif i1 + 9 > 10 then
   print i1 + 10
 else
   print i1 + 11
 endif
 print i1 + 12
elseif i1 + 5 > 2 then
 print i1+6
else
 print i1 + 13
endif
print i1 + 14
k1 init 5
k2 init 7
k2 = signum(k1)
i9 = i(k2)
print i9
k1 -= 1 >> 1
print i9 + 3
while i1 + 1 < 3 do
  print i1 + 15
  i1 += 1
od
print i1 + 16
if i1 * 2 == 7 || i1 * 3 == 8 then
 print i1 + 17
else
 print i1 + 18
endif
endin
</CsInstruments>
<CsScore>
i1 0 .001
</CsScore>
</CsoundSynthesizer>
