<CsoundSynthesizer>
<CsInstruments>
; ksmps: 1 10 64
; Overlapping notes of one instrument: releases, jumps the notes disagree about, a sum into a global bus, ends at
; different times, a held note that is tied on and turned off, several outputs.
sr = 48000
ksmps = 16
nchnls = 2
0dbfs = 1
gaBus init 0
instr 1
  kenv linsegr 0, .01, 1, p3 - .01, .4, .02, 0
  kcnt init p5
  kcnt += 1
  if kcnt % 37 > p5 then
    kmod = .5 + .01 * p5
  else
    kmod = 1
  endif
  a1 oscili kenv * p4 * kmod, 200 + 31 * p5
  a2 moogladder a1, 800 + 100 * p5, .3
  gaBus += a2 * .2
  if p5 > 6 then
    outs a2 * .5, a2
  endif
  outs a1 * .1, a1 * .2
endin
instr 2
  a1 pluck p4, 100 + 10 * p5, 100, 0, 1
  a2 comb a1 * .3, .2, .01 + p5 * .0007
  a3 vdelay a2, 2 + p5 * .1, 20
  outch 1 + (p5 % 2), a3
endin
instr 3
  kcps = 300 + p4 * 10
  a1 vco2 .02, kcps
  a2 butterlp a1, 500 + 90 * p4
  out a2, a2 * .5
endin
instr 99
  outs gaBus, gaBus * .7
  gaBus = 0
endin
</CsInstruments>
<CsScore>
i99 0 .4
{ 11 N
i1 [0.004 * $N] [.1 + .013 * $N] .05 $N
i2 [0.1 + 0.003 * $N] [.2 - .011 * $N] .1 $N
}
i3.1 .05 -.3 1
i3.2 .05 -.3 2
i3.3 .05 -.3 3
i3.4 .06 -.3 4
i3.2 .1 -.3 9
i-3.1 .2 0 0
i-3.2 .25 0 0
i-3.3 .25 0 0
i-3.4 .3 0 0
e .42
</CsScore>
</CsoundSynthesizer>
