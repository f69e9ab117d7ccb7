<CsoundSynthesizer>
<CsOptions>
-W -f -o out.wav
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 16
nchnls = 2
0dbfs = 1

chn_k "cut", 3, 2, 500, 100, 1000
chn_k "whole", "r", 1, 2.6, 0, 9.7
chn_a "bus", 3
chn_S "text", 2
gkx chnexport "gx", 3, 2, 5, 0, 10
gkx init 7
gay chnexport "gy", 3
chnset 0.25, "amp"
chnset "hello", "text"

opcode Half, a, S
  Sname xin
  setksmps 4
  ain chnget Sname
  xout ain * 0.5
endop

instr 1
  it, im, ic, id, imn, imx chnparams "cut"
  prints "%g %g %g %g %g %g\n", it, im, ic, id, imn, imx
  it, im, ic, id, imn, imx chnparams "whole"
  prints "%g %g %g %g %g %g\n", it, im, ic, id, imn, imx
  it, im, ic, id, imn, imx chnparams "gx"
  prints "%g %g %g %g %g %g\n", it, im, ic, id, imn, imx
  iamp chnget "amp"
  igx chnget "gx"
  Stext chnget "text"
  prints "%g %g %s\n", iamp, igx, Stext
  kline line 0, p3, 1
  chnset kline, "line"
  chnset kline, "gx"
  asig oscili iamp, 441
  chnset asig, "bus"
  chnmix asig * kline, "bus"
  Sv sprintfk "cycle %d", int(kline * 10)
  chnset Sv, "text"
endin

instr 2
  kl chnget "line"
  ab chnget "bus"
  ah Half "bus"
  outs ab * kl, ah
  Sn sprintfk "%s", (gkx > 0.5 ? "amp" : "line")
  kfoll chnget Sn
  St chngetks "text"
  printks "%s %g %g %g\n", 0.004, St, kl, gkx, kfoll
  chnclear "bus"
endin

instr 3
  SNames[] fillarray "a1", "a2", "a3"
  SText[] fillarray "s1", "s2"
  iv[] fillarray 1, 2, 3
  chnseti iv, SNames
  iw[] chngeti SNames
  prints "%g %g %g\n", iw[0], iw[1], iw[2]
  kv[] fillarray 4, 5, 6
  chnsetk kv, SNames
  kw[] chngetk SNames
  St[] fillarray "one", "two"
  chnsets St, SText
  Su[] chngets SText
  printks "%g %g %g %s %s\n", 0, kw[0], kw[1], kw[2], Su[0], Su[1]
  ki invalue "in"
  Si invalue 3
  outvalue "out", ki
  outvalue 4, "x"
  printks "%g [%s]\n", 0, ki, Si
endin
</CsInstruments>
<CsScore>
i1 0 0.02
i2 0 0.02
i3 0.02 0.0007
</CsScore>
</CsoundSynthesizer>
