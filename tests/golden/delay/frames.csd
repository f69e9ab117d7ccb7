<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 3
0dbfs = 1

instr 1
  ain oscili .2, 400
  kf[] framebuffer ain, 512
  aout framebuffer kf, 600
  kw[] init 512
  ki = 0
  while ki < 512 do
    kw[ki] = kf[ki] * (.5 - .5 * cos(2 * $M_PI * ki / 512))
    ki += 1
  od
  a2 olabuffer kw, 4
  a3 olabuffer kw, 3.0 + 1
  outch 1, aout, 2, a2, 3, a3
endin
</CsInstruments>
<CsScore>
i1 0 .1
i1 .12 .05
</CsScore>
</CsoundSynthesizer>
