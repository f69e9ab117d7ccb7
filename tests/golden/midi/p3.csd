<CsoundSynthesizer>
<CsOptions>
-F notes.mid
</CsOptions>
<CsFileB filename="notes.mid">
TVRoZAAAAAYAAAABAeBNVHJrAAAAFQD/UQMHoSAAkDxkg2CAPECDYP8vAA==
</CsFileB>
<CsInstruments>
; a p3 that the instrument sets does not end what is held: a MIDI note, a note of p3 0 or less, one with ihold
sr = 1000
ksmps = 10
nchnls = 3
0dbfs = 1
massign 0, 1
instr 1
  mididefault .1, p3
  print p3
  a1 linsegr 0, .1, 1, .1, 0
  outch 1, a1
endin
instr 3
  p3 = p3 + .1
  ihold
  print p3
  k1 timeinsts
  outch 2, a(k1)
endin
instr 4
  p3 = .3
  print p3
  k1 timeinsts
  outch 3, a(k1)
endin
</CsInstruments>
<CsScore>
i3 .02 .2
i4 .02 .2
i4 .1 0
i4 .1 -1
e .9
</CsScore>
</CsoundSynthesizer>
