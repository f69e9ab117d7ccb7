<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  kf line p4, p3, p5
  af line p4, p3, p5
  a1 phasor kf, .3
  a2 phasor af
  k3 phasor kf / 20, .9
  a4 lphasor af / 100, 100, 300, p6, 50
  a5 lphasor kf / 1000, 100, 107, p6, 105
  a6 phasorbnk af, 2, 5, .5
  a7 phasorbnk kf, int(abs(k3) * 3) % 3, 3, 2
  k8 phasorbnk kf / 20, int(abs(k3) * 2) % 2, 2
  outch 1, a1, 2, a2, 3, a(k3), 4, a4, 5, a5, 6, a6, 7, a7, 8, a(k8)
endin

instr 2
  tigoto go
  k1 init 0
go:
  a1 phasor 440, (p4 == 0 ? .25 : -1)
  a2 lphasor 1.5, 10, 20, 3, 0, p4
  outch 1, a1, 2, a2
endin
</CsInstruments>
<CsScore>
i1 0 .02 440 1000.3 0
i1 + . -440 1000.3 1
i1 + . 440 -1000.3 2
i1 + . 3000 -30000 3
i2 .1 .02 0
i2 .12 .02 1
</CsScore>
</CsoundSynthesizer>
