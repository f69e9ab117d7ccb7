; a score
#define N(a'b) #$a [$b * 2]#
t 0 60 4 120
f1 0 1024 10 1 0.5
{ 3 K
i1 [$K * 0.5] 1 . + "text" np3 pp4
i . + . < 5
i1.2 ^+1 . > (7)
}
r 2 M
i2 0 $N(1'2) [~ * 3 + @17 - @@5 % 4 ^ 2 | 1 & 3 # 1]
s 2
m part
v 2
b 1
x
n part
a 0 1 2
i -1.2 4 0
C 0
q 1 0 0
e 5
