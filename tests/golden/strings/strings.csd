<CsoundSynthesizer>
<CsOptions>
-W -f -o out.wav
</CsOptions>
<CsInstruments>
sr = 44100
ksmps = 32
nchnls = 1
0dbfs = 1

strset 3, "third"
strset 4, " -12.5e1"
strset 5, "0x1fF"

instr 1
  Sa = "Hello"
  Sb strcat Sa, ", World"
  Sc sprintf "%s|%5d|%-8.3f|%g|%x|%%", Sb, 41.6, $M_PI, 1e-7, 255
  prints "%s\n", Sc
  Sd strsub Sb, 7, 12
  Se strsub Sb, -1, 7
  Sf strsub Sb, 2
  Sg strsub Sb
  Sk strsub Sb, 5, 5
  prints "[%s][%s][%s][%s][%s]\n", Sd, Se, Sf, Sg, Sk
  Sh strupper Sb
  Si strlower Sb
  prints "%s %s\n", Sh, Si
  i1 strlen Sb
  i2 strcmp Sa, Sb
  i3 strcmp Sb, Sa
  i4 strcmp Sa, "Hello"
  i5 strindex Sb, "o"
  i6 strrindex Sb, "o"
  i7 strindex Sb, "zz"
  i8 strindex "aaab", "aab"
  i9 strrindex Sb, ""
  i10 strchar Sb
  i11 strchar Sb, 4
  i12 strchar Sb, 40
  prints "%d %d %d %d %d %d %d %d %d %d %d %d\n", i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12
  i13 strtod "  2.5e3"
  i14 strtod 4
  i15 strtol "-077"
  i16 strtol 5
  i17 strtol "1234567"
  prints "%f %f %f %f %f\n", i13, i14, i15, i16, i17
  Sl strget 3
  Sm strget p4
  Sn strcpy Sl
  So strcpy p4
  prints "%s %s %s %s\n", Sl, Sm, Sn, So
  Sp strstrip "  ab c  "
  Sq strstrip "  ab c  ", "l"
  Sr strstrip "  ab c  ", "r"
  prints "[%s][%s][%s]\n", Sp, Sq, Sr
  iarr[] string2array "1, 2.5 -3e2,4"
  prints "%d: %f %f %f %f\n", lenarray(iarr), iarr[0], iarr[1], iarr[2], iarr[3]
  Sa strcat Sa, Sa
  Sa strcat Sa, "!"
  prints "%s\n", Sa
endin

instr 2
  kn init 0
  Sx sprintfk "note %d", kn
  Sy strcatk Sx, "."
  Sz strsubk Sy, kn, -1
  Su strupperk Sy
  Sw strlowerk Su
  Sv strcpyk Sw
  kl strlenk Sy
  kc strcmpk Sw, "note 2."
  ki strindexk Sy, "2"
  kq strrindexk Sy, "e"
  kh strchark Sy, 5
  Sd strsubk Sy, 5, 6
  kd strtodk Sd
  ko strtolk Sd
  printks "%s %s %s %s %d %d %d %d %d %g %g\n", 0, Sy, Sz, Su, Sv, kl, kc, ki, kq, kh, kd, ko
  kn += 1
endin
</CsInstruments>
<CsScore>
i1 0 0.01 "pfield text"
i2 0.01 0.004
</CsScore>
</CsoundSynthesizer>
