<CsoundSynthesizer>
<CsOptions>
-F interop.mid
</CsOptions>
<CsFileB filename="interop.mid">
TVRoZAAAAAYAAAABAGBNVHJrAAAANwCwB2QAsAoeAJA8ZArgAFAKsAcyBdAoBaA8IQWwFEAAkUBQ
CrEHFB6APAAUgUAAMrAHAAD/LwA=
</CsFileB>
<CsInstruments>
; instruments for score and MIDI; raw messages
sr=1000
ksmps=10
nchnls=1
0dbfs=1
massign 0, 1
instr 1
mididefault 60, p3
midinoteonkey p4, p5
print p1,p3,p4,p5
icps init 5
ivel init 0
midinoteoncps icps, ivel
print icps, ivel
midinoteonoct icps, ivel
print icps, ivel
midinoteonpch icps, ivel
print icps, ivel
kx init 0
midicontrolchange 7, kx
printk2 kx
ky init 0
midipitchbend ky
printk2 ky
kz init 0
midichannelaftertouch kz, 0, 1
printk2 kz
midiprogramchange kz
printk2 kz
midipolyaftertouch kx, 60
printk2 kx
ip4 = p4
midinoteonkey ip4, p5
aenv linseg ip4/100,0.1,0
out aenv
endin
instr 2
ks,kc,k1,k2 midiin
if ks != 0 then
printks "%d %d %d %d\n",0, ks,kc,k1,k2
endif
out a(kc*0.01)
endin
</CsInstruments>
<CsScore>
i1 0 0.1 44 45
i2 0 1
</CsScore>
</CsoundSynthesizer>
