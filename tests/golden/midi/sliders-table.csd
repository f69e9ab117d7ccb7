<CsoundSynthesizer>
<CsOptions>
-F t.mid
</CsOptions>
<CsFileB filename="t.mid">
TVRoZAAAAAYAAAABAGRNVHJrAAAAgACwBwAFsAglBbAJSgWwCm8FsAsUBbAHOQWwCF4FsAkDBbAK
KAWwC00FsAdyBbAIFwWwCTwFsAphBbALBgWwBysCsAAMA7AIUAWwCXUFsAoaBbALPwWwB2QFsAgJ
BbAJLgWwClMFsAt4BbAHHQWwCEIFsAlnBbAKDAWwCzEP/y8A
</CsFileB>
<CsInstruments>
; sliders into a table
sr = 1000
ksmps = 10
nchnls = 2
0dbfs = 1
massign 0, 0
gi1 ftgen 1, 0, 16, -7, 0, 8, 1, 8, -1
gi2 ftgen 2, 0, 512, -2, 0

instr 1
k1 slider8table 1, 2, 0, 7, -0, 1, 0.5, 0, 8, 0.1, 1, 0.5, -1, 9, -0.2, 1, 0.5, 1, 10, -0, 1, 0.5, 0, 11, 0.1, 1, 0.5, -1, 7, -0.2, 1, 0.5, 1, 8, -0, 1, 0.5, 0, 9, 0.1, 1, 0.5, -1
k2 = 0
k3 = 0
while k3 < 8 do
k2 += table(k3 + 0, 2) * (k3 % 7 + 1)
k3 += 1
od
outs a(k1 / 8), a(k2 / 100)
endin
instr 2
k1 slider8tablef 1, 2, 8, 7, 0.1, 1, 0.5, -1, 1, 8, -0.1, 1, 0.5, 1, 2, 9, 0.1, 1, 0.5, -1, 3, 10, -0, 1, 0.5, 1, 4, 11, 0.1, 1, 0.5, -1, 5, 7, -0.2, 1, 0.5, 1, 6, 8, 0.1, 1, 0.5, -1, 7, 9, -0.1, 1, 0.5, 1, 8
k2 = 0
k3 = 0
while k3 < 8 do
k2 += table(k3 + 8, 2) * (k3 % 7 + 1)
k3 += 1
od
outs a(k1 / 8), a(k2 / 100)
endin
</CsInstruments>
<CsScore>
i1 0 1.8
i2 0 1.8
</CsScore>
</CsoundSynthesizer>
