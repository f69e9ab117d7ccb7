<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 10
nchnls = 8
0dbfs = 1

instr 1
  af line 200, p3, 1500
  ahigh line 200, p3, 5000
  aclip line -.1, p3, 1.1
  askew line -1.1, p3, 1.1
  kclip line 0, p3, 1
  a1, async squinewave af, aclip, askew
  a2 squinewave ahigh, a(kclip), askew, 0, 6, .3
  a3 squinewave af * 2.7, aclip, askew, async, 8, p4
  a4, as4 squinewave ahigh, aclip, -askew, async, 0, 1.7
  a5, as5 squinewave a(200), a(0), a(0), 0, 3, .6
  outch 1, a1, 2, async, 3, a2, 4, a3, 5, a4, 6, as4, 7, a5, 8, as5
endin
</CsInstruments>
<CsScore>
i1 0 .05 2.5
i1 .06 .03 -1
</CsScore>
</CsoundSynthesizer>
