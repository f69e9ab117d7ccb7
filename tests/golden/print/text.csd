<CsoundSynthesizer>
<CsInstruments>
sr=1000
ksmps=10
nchnls=1
0dbfs=1
instr 1
prints "a %d %5.2f|%s|%c|%x %X %o %e %g %i\n", 3.5, 2.25, "str", 65, 255, 255, 8, 1234.5, 0.1, 7
prints "pct %% next %d\n", 4
prints "two %d %d %d\n", 4
prints "p %!%tq%r%n", 4
prints "%%n x\n"
prints "^x ~[1m ^^ ~~ \\n \\t \\q\n"
prints "str pfield %s\n", p4
prints "num as s %s\n", 5
prints "%5 d|\n", 5
prints "%ld|\n", 5
prints "%hd|\n", 5
prints "%c|\n", 37
prints "% d|\n", 37
prints "%-8d|%+d|%08.3f|%#x\n", 37,38,1.5,255
prints "no args\n"
printf_i "pf %d %s %f %% %c\n", 1, 2.5, "abc", 3.25, 66
printf_i "pct only %% %d\n", 1
printf_i "noarg %% %%n\n", 1
puts "k", 0
prints "\n"
print p1,p3, 2^0.5
ia[] fillarray 1,2,3,4.5
printarray ia
printarray ia, "%d"
printarray ia, "%.2f", "label:"
ib[] genarray 0, 120
printarray ib
ic[][] init 2,3
ic fillarray 1,2,3,4,5,6
printarray ic
Sa[] fillarray "a","bb","ccc"
printarray Sa
printarray Sa, "<%s>", "lab"
endin
instr 2
kx line 0,1,10
printk 0.05, kx
printk2 kx
printk2 kx, 5, 1
printk 0, kx, 3, 1
printks "ks %f %d\n", 0.03, kx, kx
printks2 "ks2 %f\n", int(kx)
printf "pk %d\n", int(kx)+1, int(kx)+5
println "ln %f", kx
printsk "sk %f\n", kx
puts "hello", int(kx)+1
ka[] fillarray 1,2,3
ka[0] = kx
printarray ka, -1
printarray ka, 1, "%g", "L"
printarray ka, "%g"
endin
</CsInstruments>
<CsScore>
i1 0 0.1 "spf"
i2 0.1 0.05
</CsScore>
</CsoundSynthesizer>
