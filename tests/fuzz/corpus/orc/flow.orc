sr = 48000
ksmps = 8
nchnls = 10
0dbfs = 1
opcode inner, a, k
 setksmps 2
 kin xin
 kc init 0
 kc = kc + 1
 asig = kin * kc
 xout asig
endop
instr 1
 i1 = 0
 is = 0
again:
 is = is + i1
 loop_lt i1, 1, 5, again
 k1 = 10
 ks = 0
kagain:
 ks = ks + k1
 loop_ge k1, 2, 2, kagain
 outch 1, a(is), 2, a(ks), 3, a(active(1)), 4, a(active:k(2))
loop:
 timout 0, .003, go
 reinit loop
go:
 k2 line 0, .003, 1
 rireturn
 k3 init 0
 k3 = k3 + 1
 outch 5, a(k2), 6, a(k3)
 a1 inner k3
 outch 7, a1
endin
instr 2
 tigoto tied
 ktime init 0
tied:
 ktime = ktime + 1
 outch 8, a(ktime + p4)
endin
instr 3
 schedule 4, .001, .002, 3
 event_i "i", 4, .004, .002, 5
 k1 init 0
 k1 = k1 + 1
 if k1 == 20 then
  event "i", 4, 0, .001, 7
 endif
 schedkwhen k1 % 10 == 0 ? 1 : 0, .002, 2, 5, 0, .001, 9
 if k1 > 40 then
  turnoff
 endif
 outch 9, a(k1)
endin
instr 4
 outch 10, a(p4)
endin
instr 5
 outch 10, a(p4) / 100
endin
