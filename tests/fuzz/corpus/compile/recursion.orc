opcode deep, i, i
ix xin
if ix > 0 then
iy deep ix - 1
else
iy = 0
endif
xout iy
endop
instr 1
i1 deep 3
kA[] fillarray 1, 2, 3
kB[] = kA * 2 + kA
ki = kB[1]
while ki > 0 do
ki = ki - 1
od
a1, a2 pan2 a(ki), 0.5
endin
