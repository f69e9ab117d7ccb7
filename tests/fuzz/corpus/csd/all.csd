<CsoundSynthesizer>
<CsOptions>
-o dac --sample-rate=48000 -m0d /* c */ -W
</CsOptions>
<CsVersion>
After 6.0
</CsVersion>
<CsLicence>
mine
</CsLicence>
<CsShortLicence>
3
</CsShortLicence>
<CsInstruments>
instr 1
 prints "</CsInstruments>"
endin
</CsInstruments>
<CsFileB filename="a.bin">
AAECAwQ=
</CsFileB>
<CsSampleB filename="7">
AAEC
</CsSampleB>
<CsMidifileB>
TVRoZAAAAAYAAAABAGA=
</CsMidifileB>
<CsScore bin="x">
i1 0 1
</CsScore>
</CsoundSynthesizer>
