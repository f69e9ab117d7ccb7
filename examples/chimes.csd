<CsoundSynthesizer>
<CsOptions>
-d
</CsOptions>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 2
0dbfs = 1

giSine ftgen 1, 0, 16384, 10, 1
giBell ftgen 2, 0, 16384, 9, 1, 1, 0, 2.76, .6, 0, 5.4, .25, 0

; p4 = amplitude, p5 = pitch (octave.pitch-class), p6 = position 0..1
instr 1
  icps  cpspch  p5
  kenv  expseg  p4, p3, .0005
  abell oscili  kenv, icps, giBell
  amod  oscili  icps * 2 * kenv, icps * 1.41, giSine
  asine oscili  kenv * .4, icps + amod, giSine
  aout  butterlp abell + asine, 6000
        outs    aout * (1 - p6), aout * p6
endin

; a soft pad underneath
instr 2
  kenv  linseg  0, p3 * .4, p4, p3 * .6, 0
  icps  cpspch  p5
  a1    oscili  kenv, icps, giSine
  a2    oscili  kenv, icps * 1.003, giSine
        outs    a1, a2
endin
</CsInstruments>
<CsScore>
i1 0    4  .25  8.00  .3
i1 +    4  .2   8.07  .7
i1 .5   5  .2   8.04  .5
i1 1.25 5  .18  9.02  .2
i1 2    6  .2   8.11  .8
i1 2.75 6  .15  9.07  .4
i2 0    9  .1   7.00
i2 .    9  .08  7.07
e
</CsScore>
</CsoundSynthesizer>
