#define A(x'y) #($x + $y)#
#define B #$A(1'2)#
#ifdef B
instr 1, name
 i1 = $B. * -2 ^ 3 % 4 ; comment
 /* block
 comment */
 S1 = {{ raw "text" }}
 if i1 > 2 && i1 != 3 goto out
 until i1 == 0 do
  i1 -= 1
 od
out:
 a1 = oscili(0.1, p4 == 1 ? 220 : 330)
 outs a1, a1 * k(0.5)
endin
#else
#endif
opcode two, aa, ai[]o
 a1, i2[], i3 xin
 setksmps 4
 xout a1, a1
endop
