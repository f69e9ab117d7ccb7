#!/usr/bin/python3
"""Bad input of every kind, given to the program: clear messages, an exit status, no crash, no hang.

    run.py --kcycle build/release/kcycle [--only NAME] [--show]

A case is a folder of files, a command line, and what must come back: the exit status, regular expressions that
the console text must match, in any order, and perhaps a check of its own. Beyond that every case must end
within 10 s of CPU time and 1.5 GB without a signal, and a sound file that it leaves must be a complete WAV."""
import argparse, os, re, resource, shutil, signal, struct, subprocess, sys, tempfile, time

HEADER = "sr = 44100\nksmps = 32\nnchnls = 1\n0dbfs = 1\n"
TONE = "instr 1\nout oscil(0.5, 440)\nendin\n"
TIMEOUT, CPU_S, MEMORY_KB, FILE_BYTES = 100, 10, 1500000, 64 << 20
CASES = []


def csd(orc=TONE, sco="i1 0 0.1\n", header=HEADER, options=""):
    """The orchestra body starts at line 9 with the default header, the first line of which is 5."""
    return ("<CsoundSynthesizer>\n<CsOptions>\n" + options + "\n</CsOptions>\n<CsInstruments>\n" + header + orc +
            "</CsInstruments>\n<CsScore>\n" + sco + "</CsScore>\n</CsoundSynthesizer>\n")


def case(name, files=None, says=(), status=1, args="-W -f -o out.wav x.csd", check=None, env=None, needs=(), setup=None,
         plays=None, frames=None, interrupt=0):
    """files: name -> text or bytes; a str alone is x.csd. says: what the console text matches. needs: opcodes.
    plays: opposite of an early refusal: a sound file is there. frames: its length. interrupt: seconds to SIGINT."""
    files = {"x.csd": files} if isinstance(files, (str, bytes)) else files or {}
    CASES.append(dict(name=name, files=files, says=[says] if isinstance(says, str) else says, status=status,
                      args=args.split() if isinstance(args, str) else args, check=check, env=env or {}, needs=needs, setup=setup,
                      frames=frames, interrupt=interrupt, plays=plays or frames is not None))


def at(line, col=None, caret=True, file="x.csd"):
    """A place and, below it, a caret."""
    return f"--> {re.escape(file)}:{line}:{col if col else '[0-9]+'}\n" + (r"(.*\n){1,2}.*\| *\^" if caret else "")


def whole_wav(path):
    """(frames, channels) of a complete WAV, or what is wrong with it."""
    raw = open(path, "rb").read()
    if raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        return "is no WAV"
    if struct.unpack("<I", raw[4:8])[0] + 8 != len(raw):
        return f"RIFF size {struct.unpack('<I', raw[4:8])[0]} of {len(raw)} bytes"
    pos, align, channels = 12, 0, 0
    while pos + 8 <= len(raw):
        tag, size = raw[pos:pos + 4], struct.unpack("<I", raw[pos + 4:pos + 8])[0]
        if tag == b"fmt ":
            channels, align = struct.unpack("<H", raw[pos + 10:pos + 12])[0], struct.unpack("<H", raw[pos + 20:pos + 22])[0]
        if tag == b"data":
            return (size // align, channels) if pos + 8 + size <= len(raw) else "data chunk is too long"
        pos += 8 + size + (size & 1)
    return "has no data"


# ---- files and command line ----
case("no-such-file", says="cannot open x.csd: No such file or directory")
case("folder", setup=lambda d: os.mkdir(d + "/x.csd"), says="cannot open x.csd: Is a directory")
case("unreadable-orc", args="-n x.orc x.sco", says="x.orc.*No such file")
case("folder-orc", setup=lambda d: os.mkdir(d + "/x.orc"), args="-n x.orc x.sco", says="x.orc.*Is a directory")
case("no-score-file", {"x.orc": HEADER + TONE}, args="-n x.orc x.sco", says="x.sco.*No such file")
case("empty", b"", says="(?i)csd")
case("not-a-csd", "hello, this is a letter\n" * 20, says="(?i)csd")
case("binary", bytes(range(256)) * 64, says="(?i)csd")
case("no-files", args="", says="insufficient arguments")
case("three-files", args="a b c", says="too many arguments")
case("unknown-flag", csd(), args="--no-such-flag x.csd", says="no-such-flag")
case("unknown-letter", csd(), args="-Y x.csd", says="-Y|Y")
case("unknown-flag-in-csd", csd(options="--no-such-flag"), says=["no-such-flag", at(3)])
for flag, what in [("-o", "outfilename"), ("-i", "infilename"), ("-r", "sample rate"), ("-k", "control rate"), ("-b", "iobufsamps"),
                   ("-F", "midifile"), ("--output=", "outfilename"), ("--ksmps=", "ksmps"), ("--omacro:", "omacro"), ("--format=", "format")]:
    case("missing-argument" + flag, csd(), args=["x.csd", flag], says="error: .*" + what)
case("bad-number", csd(), args="--ksmps=zebra -n x.csd", says="error: --ksmps: zebra is not a number")
case("bad-number-letter", csd(), args="-r zebra -n x.csd", says="error: --sample-rate: zebra is not a number")
case("bad-format", csd(), args="--format=zebra -n x.csd", says="zebra")
case("bad-jit", csd(), args="--jit=maybe -n x.csd", says="maybe|jit")
case("option-file-of-itself", {"x.csd": csd(), "o.txt": "-@o.txt\n"}, args="-@o.txt x.csd", says="nested|too deep")
case("option-file-missing", csd(), args="-@nope.txt -n x.csd", says="nope.txt")
case("no-input", csd(), args="-i nope.wav -o out.wav x.csd", says="nope.wav")
case("input-of-no-sound", csd(), args="-i x.csd -o out.wav x.csd", says="x.csd")
case("no-midi", csd(), args="-F nope.mid -n x.csd", says="nope.mid.*No such file")
case("midi-of-no-midi", csd(), args="-F x.csd -n x.csd", says="MIDI")

# ---- MIDI files ----
def smf(*tracks, format=0, count=None, division=96):
    return b"MThd" + struct.pack(">IHHH", 6, format, len(tracks) if count is None else count, division) + b"".join(
        t if t[:4] == b"MTrk" else b"MTrk" + struct.pack(">I", len(t)) + t for t in tracks)


NOTE = b"\0\x90\x3c\x64\x60\x80\x3c\0\0\xff\x2f\0"
for name, data, what in [
        ("header", b"MThd\0\0\0\6", "invalid MIDI file header"), ("header-size", b"MThd\0\0\0\1" + smf(NOTE)[8:], "invalid MIDI file header"),
        ("format-2", smf(NOTE, NOTE, format=2), "format 2 is not supported"), ("no-tracks", smf(count=0), "invalid number of tracks"),
        ("division-0", smf(NOTE, division=0), "invalid time code: 0"), ("frames-17", smf(NOTE, division=0xef04), "invalid time code"),
        ("frames-0", smf(NOTE, division=0xe700), "invalid time code"), ("track-missing", smf(NOTE, count=2), "ends too soon"),
        ("track-long", smf(b"MTrk\xff\xff\xff\xff" + NOTE), "ends too soon"), ("status", smf(b"\0\x3c\x64"), "data byte without a status"),
        ("unknown", smf(b"\0\xf4\0"), "unknown message"), ("status-in-data", smf(b"\0\x90\x90\x3c"), "status where a data byte should be"),
        ("cut", smf(b"\0\x90\x3c"), "track is cut off"), ("tempo-0", smf(b"\0\xff\x51\3\0\0\0"), "invalid tempo"),
        ("tempo-long", smf(b"\0\xff\x51\x7f"), "track is cut off"), ("sysex-cut", smf(b"\0\xf0\x7f\1\2"), "system exclusive data is cut off"),
        ("number", smf(b"\xff\xff\xff\xff\x7f\x90\x3c\x64"), "bad variable-length number")]:
    case("midi-" + name, {"x.csd": csd(), "x.mid": data}, args="-F x.mid -n x.csd", says="Failed to load MIDI file: .*" + what)
case("midi-mute-list", {"x.csd": csd(), "x.mid": smf(NOTE)}, args="-F x.mid -n x.csd -+mute_tracks=2", says="invalid mute track list")
case("midi-far-notes", {"x.csd": csd(sco="i1 0 .1\n"), "x.mid": smf(b"".join(b"\xff\xff\xff\x7f\xff\x51\3\xff\xff\xff" for _ in range(200)) + NOTE, division=1)},
     args="-F x.mid -n x.csd", status=0)
case("midi-chunk", {"x.csd": csd(sco="i1 0 1\n"), "x.mid": smf(b"MTrk" + struct.pack(">I", len(NOTE)) + NOTE)[:14] + b"XYZW\0\0\0\3abc" + smf(NOTE)[14:]},
     args="-F x.mid -n -T x.csd", says=["end of midi track in 'x.mid'", "terminating"], status=0)
case("midi-out", csd("instr 1\nnoteondur 1, 60, 100, 0.05\nendin\n", header="sr = 1000\nksmps = 10\nnchnls = 1\n0dbfs = 1\n"), args="-n --midioutfile=x.mid x.csd", status=0,
     check=lambda d, t: midi_out_problem(open(d + "/x.mid", "rb").read()))
case("midi-out-folder", csd(), args="-n --midioutfile=/nowhere/x.mid x.csd", says="error opening MIDI out file '/nowhere/x.mid'")


def midi_out_problem(raw):
    head = b"MThd\0\0\0\6\0\0\0\1\x19\x78MTrk"
    if raw[:18] != head or struct.unpack(">I", raw[18:22])[0] != len(raw) - 22:
        return "wrong header"
    if b"\x90\x3c\x64" not in raw or b"\x80\x3c\x64" not in raw or raw[-3:] != b"\xff\x2f\0":
        return "wrong messages"


# ---- Open Sound Control ----
OSC_PORT = 47110 + os.getpid() % 2000
OSC = f"""gi1 OSCinit {OSC_PORT}
gitab ftgen 1, 0, 8, -2, 1, 2, 3, 4
gitwo ftgen 2, 0, 8, -2, 0
instr 1
kn init 0
OSCsend kn, "localhost", {OSC_PORT}, "/one", "ifdhcs", 1.6, 2.5, 3.25, 4, 65, "text"
OSCsend_lo kn, "", {OSC_PORT}, "/many", "ff", kn, 8
OSCsend kn, "127.0.0.1", {OSC_PORT}, "/blob", "Gi", 1, 7
OSCsend 1, "localhost", {OSC_PORT}, "/none"
kn += 1
endin
instr 2
k1, k2, k3, k4, k5 init 0
S1 = ""
kB init 0
kgot OSClisten gi1, "/one", "ifdhcs", k1, k2, k3, k4, k5, S1
if kgot == 1 then
printf "one %g %g %g %g %g %s\\n", 1, k1, k2, k3, k4, k5, S1
endif
ktab = 2
kgot OSClisten gi1, "/blob", "Gi", ktab, kB
if kgot == 1 then
printf "blob %g %g\\n", 1, table:k(3, 2), kB
endif
kgot OSClisten gi1, "/none", ""
if kgot == 1 then
printf "none\\n", 1
endif
kwait OSCcount
printk2 kwait
endin
instr 3
kgot, kC[] OSClisten gi1, "/many", "ff"
if kgot == 1 then
printf "many %g %g\\n", timeinstk(), kC[0], kC[1]
endif
endin
"""
HAVE_OSC = ("OSCsend",)
case("osc", csd(OSC, sco="i2 0 .2\ni1 .01 .002\ni3 0 .2\n"), needs=HAVE_OSC, status=0,
     says=["one 2 2.5 3.25 4 65 text", "blob 4 7", "none", "many 0 8", "many 1 8"])
case("osc-port-twice", csd(f"gi1 OSCinit {OSC_PORT}\ngi2 OSCinit {OSC_PORT}\n" + TONE), says="cannot start OSC listener on port", needs=HAVE_OSC)
case("osc-not-running", csd('instr 1\nk1 OSClisten 0, "/a", ""\nendin\n'), says="OSC not running", needs=HAVE_OSC, plays=True)
case("osc-handle", csd(f'gi1 OSCinit {OSC_PORT}\ninstr 1\nk1 OSClisten 3, "/a", ""\nendin\n'), says="invalid handle", needs=HAVE_OSC, plays=True)
case("osc-types", csd(f'gi1 OSCinit {OSC_PORT}\ninstr 1\nk2 init 0\nk1 OSClisten gi1, "/a", "s", k2\nendin\n'), needs=HAVE_OSC,
     says="argument list inconsistent with format string", plays=True)
case("osc-send-type", csd(f'instr 1\nOSCsend 1, "", {OSC_PORT}, "/a", "x", 1\nendin\n'), says="Unknown OSC type x", needs=HAVE_OSC, plays=True)
case("osc-send-few", csd(f'instr 1\nOSCsend 1, "", {OSC_PORT}, "/a", "ff", 1\nendin\n'), says="fewer arguments than types", needs=HAVE_OSC, plays=True)
case("osc-raw", csd(f'''instr 1
OSCsend 1, "localhost", {OSC_PORT + 6}, "/an/address", "ifs", 7, 2.5, "text"
endin
instr 2
S1[] init 8
S1, kn OSCraw {OSC_PORT + 6}
if kn > 0 then
ki = 0
while ki < kn do
printf "%d %s\\n", ki + 1, ki, S1[ki]
ki += 1
od
endif
endin
''', sco="i2 0 .02\ni1 .01 .001\n"), needs=("OSCsend", "OSCraw"), status=0, says=["0 /an/address", "1 ,ifs", "2 7", "3 2.500000", "4 text"])

# ---- UDP packets of samples and texts ----
SOCK = f"""instr 1
a1 line 1, p3, 2
k1 line 5, p3, 6
socksend a1, "127.0.0.1", {OSC_PORT + 1}, 16
socksends a1, a1 * 2, "127.0.0.1", {OSC_PORT + 2}, 32
socksend k1, "127.0.0.1", {OSC_PORT + 3}, 4
socksend "words", "127.0.0.1", {OSC_PORT + 4}, 16
endin
instr 2
a1 sockrecv {OSC_PORT + 1}, 1024
a2, a3 sockrecvs {OSC_PORT + 2}, 1024
k1 sockrecv {OSC_PORT + 3}, 64
S1 sockrecv {OSC_PORT + 4}, 64
kmax max_k a1, 1, 1
ktwo max_k a3 - a2 * 2, 1, 1
printf "a %d two %d k %d %s\\n", timeinstk() == 12 ? 1 : 0, kmax > 1 && kmax < 2 ? 1 : 0, ktwo == 0 ? 1 : 0, k1 >= 5 && k1 < 6 ? 1 : 0, S1
endin
"""
case("sockets", csd(SOCK, sco="i2 0 .02\ni1 .001 .015\n"), needs=("socksend", "max_k"), status=0, says="a 1 two 1 k 1 words")
case("socket-length", csd('instr 1\nsocksend a(1), "127.0.0.1", 9, 100000\nendin\n'), needs=("socksend",), says="a packet has 1 to 8188 values", plays=True)
case("socket-address", csd('instr 1\nsocksend a(1), "here", 9, 10\nendin\n'), needs=("socksend",), says="here is no address", plays=True)
case("socket-port", csd('instr 1\na1 sockrecv 70000, 10\nendin\n'), needs=("socksend",), says="no port 70000", plays=True)
case("socket-taken", csd(f'instr 1\na1 sockrecv {OSC_PORT + 5}, 10\na2 sockrecv {OSC_PORT + 5}, 10\nendin\n'), needs=("socksend",), says="bind failed", plays=True)

# ---- controllers and what senses ----
SLIDER = ", 7, 0, 1, 0.5, 0"
for n in (16, 32, 64):  # a bank into a table gives what a bank of outputs gives
    names = ", ".join(f"k{i}" for i in range(n))
    same = "".join(f"k99 += k{i} == table:k({i}, 1) && k{i} != 0 ? 1 : 0\n" for i in range(n))
    bank = "".join(f", {i + 1}, 0, {i + 1}, {(i + 1) / 2}, 0" for i in range(n))
    case(f"slider{n}table", csd(f"gi1 ftgen 1, 0, 64, -2, 0\ninstr 1\n{names} slider{n} 1{bank}\nkt slider{n}table 1, 1, 0{bank}\n"
                                f"k99 = 0\n{same}printks \"%d equal\\n\", 1, k99\nendin\n"), says=f"(?m)^{n} equal", status=0)
case("slider-channel", csd("instr 1\nk1, k2, k3, k4, k5, k6, k7, k8 slider8 17" + SLIDER * 8 + "\nendin\n"), says="illegal channel", plays=True)
case("slider-controller", csd("instr 1\nk1, k2, k3, k4, k5, k6, k7, k8 slider8 1" + SLIDER * 7 + ", 128, 0, 1, 1, 0\nendin\n"),
     says="illegal control number at position n.8", plays=True)
case("slider-init", csd("instr 1\nk1, k2, k3, k4, k5, k6, k7, k8 slider8 1" + SLIDER * 2 + ", 7, 0, 1, 2, 0" + SLIDER * 5 + "\nendin\n"),
     says="illegal initvalue at position n.3", plays=True)
case("slider-table-room", csd("gi1 ftgen 1, 0, 16, -2, 0\ninstr 1\nk1 slider8table 1, 1, 9" + SLIDER * 8 + "\nendin\n"),
     says="8 values from 9 on", plays=True)
case("slider-exponential-0", csd("gi1 ftgen 1, 0, 16, -2, 0\ninstr 1\nk1 slider8table 1, 1, 0" + SLIDER * 7 + ", 7, 0, 1, 0.5, -1\nendin\n"),
     says="zero is illegal in exponential", plays=True)
case("ctrlselect-none", csd("instr 1\nctrlselect 1\nendin\n"), says="No presets stored", plays=True)
case("ctrlselect-unknown", csd("instr 1\nk1 ctrlpreset 1, 1, 7, 64\nctrlselect 2\nendin\n"), says="No such preset 2", plays=True)
case("ctrlpreset-many", csd("instr 1\nk1 ctrlpreset 0, 1, 7, 64\nendin\n", sco="i1 0 10\n"), says="Failed to allocate presets", args="-n x.csd")
case("ctrlprint-file", csd('instr 1\nkA[] ctrlsave 2, 7\nctrlprint kA, "out.txt"\nendin\n', sco="i1 0 0.0015\n"), status=0,
     check=lambda d, t: open(d + "/out.txt").read().count("\n ctrlinit\t2, 7,127\n") != 2 and "wrong text in out.txt")
case("tempo-seconds", csd("instr 1\ntempo 100, 60\nendin\n"), says="Beat mode not in force", plays=True)
case("tempo-start", csd("instr 1\ntempo 100, -1\nendin\n"), says="illegal istartempo value", plays=True)
for what, args in [("iperiod", "0, .1, 3, 1, 1, .1"), ("imindur", ".01, 0, 3, 1, 1, .1"), ("imemdur", ".01, .1, 1e9, 1, 1, .1"), ("ihtim", ".01, .1, 3, 1, 1, 0")]:
    case(f"tempest-{what}", csd(f"gi1 ftgen 1, 0, 16, -7, 1, 16, 1\ninstr 1\nk1 tempest 1, {args}, 0, 60, 1\nendin\n"), says=f"illegal {what}", plays=True)
case("xyin", csd("instr 1\nk1, k2 xyin .1, 0, 1, 0, 1\nendin\n"), says="xyin opcode has been deprecated", plays=True)
case("control", csd('instr 1\nsetctrl 3, 70, 1\nsetctrl 3, "level", 4\nk1 control 3\nk2 button 1\nk3 checkbox 1\nprintks "%d %d %d\\n", 1, k1, k2, k3\n'
                    "endin\ninstr 2\nsetctrl 1, 2, 7\nendin\ninstr 3\nk1 control -2\nendin\n", sco="i1 0 .1\ni2 0 .1\ni3 0 .1\n"),
     says=["TCL/Tk", "Slider 3 set to level", "70 0 0", "Unknown control 7", "no slider, button or box number -2"], plays=True)
case("clock-running", csd("instr 1\nclockon 1\nendin\ninstr 2\ni1 readclock 1\nendin\n", sco="i1 0 .1\ni2 .05 .1\n"),
     says="clock still running", plays=True)
case("no-extract", csd(), args="-x nope.txt -n x.csd", says="nope.txt.*No such file")

# ---- --missing ----
case("missing-names", csd("instr 1\n a1 oscilq 1, qux(2)\n k1 = nolfo(3) + 1\n out a1 * k1\nendin\n"), args="--missing x.csd",
     says=["^oscilq\tx.csd:11:5\n", "(?m)^nolfo\tx.csd:12:", "(?m)^qux\tx.csd:11:"],
     check=lambda d, t: None if t.count("\n") == 3 else "more than the three names")
case("missing-nothing", csd(), args="--missing x.csd", status=0, check=lambda d, t: "prints something" if t else None)
case("missing-of-other-errors", csd("instr 1\n a1 = (1\nendin\n"), args="--missing x.csd", status=0)
case("missing-no-file", args="--missing nope.csd", status=2, says="nope.csd: No such file")
case("json-no-file", args="--syntax-check-only --diagnostics=json nope.csd", says='^{"file":.*"severity":"error","code":"file".*nope.csd.*}\n$')

# ---- output ----
case("output-folder-missing", csd(), args="-W -o no/where.wav x.csd", says="no/where.wav.*No such file")
case("output-is-folder", csd(), args="-W -o . x.csd", says="directory|folder")
case("output-folder-unwritable", csd(), args="-W -o /proc/x.wav x.csd", says="/proc/x.wav")
case("full-disk", csd(sco="i1 0 100\n"), args="-W -f -o /dev/full x.csd", says="/dev/full.*No space left on device")
case("log-unwritable", csd(), args="-O no/log -n x.csd", says="no/log.*No such file")


def small_disk(folder):
    os.mkdir(folder + "/disk")
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder + "/disk"],
                                      stderr=subprocess.DEVNULL).returncode:
        return "no small file system can be mounted here"


def after_small_disk(folder, text):
    r = whole_wav(folder + "/disk/out.wav")
    subprocess.run(["umount", folder + "/disk"])
    return r if isinstance(r, str) else None if r[0] > 1000 else f"{r[0]} frames only"


case("small-disk", csd(sco="i1 0 100\n"), setup=small_disk, args="-W -f -o disk/out.wav x.csd",
     says="disk/out.wav: .*No space left on device", check=after_small_disk)

# ---- CSD ----
case("no-closing-tag", "<CsoundSynthesizer>\n<CsInstruments>\n" + HEADER + TONE, says=["CsInstruments", at(2, caret=False)])
case("no-closing-synthesizer", csd().replace("</CsoundSynthesizer>\n", ""), says="", status=0, frames=4416)
case("text-before-tag", "csd: " + csd(), status=0, frames=4416)
case("no-orchestra", "<CsoundSynthesizer>\n<CsScore>\ni1 0 1\n</CsScore>\n</CsoundSynthesizer>\n", says=".")
case("bad-base64", csd() .replace("<CsScore>", '<CsFileB filename="a">\n!!!\n</CsFileB>\n<CsScore>'), says=["(?i)base64", at(15)])
case("embedded-file-exists", {"x.csd": csd().replace("<CsScore>", '<CsFileB filename="a">\nAAAA\n</CsFileB>\n<CsScore>'),
                              "a": "mine"}, says="cannot write embedded file a: File exists",
     check=lambda d, t: None if open(d + "/a").read() == "mine" else "the file was overwritten")

# ---- orchestra ----
case("unknown-opcode", csd("instr 1\n a1 oscilq 0.5, 440\n out a1\nendin\n"),
     says=["error: unknown opcode: oscilq", at(11, 5), "did you mean `oscil.?`"])
case("wrong-types", csd('instr 1\n a1 oscil 0.5, "x"\n out a1\nendin\n'), says=["error: .*oscil", at(11)])
case("string-plus-number", csd('instr 1\n k1 = 1 + "x"\nendin\n'), says=["error: ", at(11)])
case("too-few-arguments", csd("instr 1\n a1 oscil 0.5\n out a1\nendin\n"), says=["error: .*oscil", at(11)])
case("used-before-defined", csd("instr 1\n out a1\nendin\n"), says=["error: .*a1", at(11)])
case("unterminated-string", csd('instr 1\n prints "hello\nendin\n'), says=["error: .*string", at(11)])
case("unterminated-string-in-braces", csd("instr 1\n prints {{hello\nendin\n"), says=["error: Missing end tag </CsInstruments>: this {{ has no }}", at(11, 9)])
case("unterminated-comment", csd("instr 1\n/* hello\nendin\n"), says=["error: Missing end tag </CsInstruments>: this /\\* has no \\*/", at(11, 1)])
case("unterminated-instr", csd("instr 1\n out a(0)\n"), says=["error: .*(endin|instr)", at("[0-9]+")])
case("endin-alone", csd("endin\n"), says=["error: .*endin", at(10)])
case("unknown-label", csd("instr 1\n goto nowhere\nendin\n"), says=["error: .*nowhere", at(11)])
case("label-twice", csd("instr 1\nx:\nx:\n goto x\nendin\n"), says=["x", at(12)])
case("instr-twice", csd(TONE + TONE), says=["instr.* 1", at("1[0-9]")])
case("instr-negative", csd("instr -1\nendin\n"), says=["error: ", at(10)])
case("instr-zero", csd("instr 0\nendin\n"), says=["error: ", at(10)])
case("instr-huge", csd("instr 99999999999999999999\nendin\n"), says=["error: .*99999999999999999999", at(10)])
case("instr-big", csd("instr 2000000000\nendin\n"), says=["error: .*2000000000 is too big", at(10)])
case("p-field-huge", csd("instr 1\n i1 = p999999999\nendin\n"), says=["error: .*p999999999", at(11)])
case("stray-bytes", csd("instr 1\n i1 = 1 \x01\x7f 2\nendin\n"), says=["error: ", at(11)])
case("nul-byte", csd("instr 1\n i1 = 1 \0 2\nendin\n"), says=["error: ", at(11)])
case("parentheses", csd("instr 1\n i1 = " + "(" * 1000000 + "1" + ")" * 1000000 + "\nendin\n"), says=["error: .*(deep|nested)", at(11)])
case("parentheses-open", csd("instr 1\n i1 = " + "(" * 1000000 + "\nendin\n"), says=["error: .*(deep|nested)", at(11)])
case("brackets", csd("instr 1\n i1 = i2" + "[" * 1000000 + "\nendin\n"), says=["error: ", at(11)])
case("minus-signs", csd("instr 1\n i1 = " + "-" * 1000000 + "1\nendin\n"), says=["error: .*(deep|nested)", at(11)])
case("sum-of-100000", csd("instr 1\n i1 = 1" + " + 1" * 100000 + "\nendin\n"), says=["error: .*(deep|nested|large|long)", at(11)])
case("ifs", csd("instr 1\n" + "if p4 == 1 then\n" * 100000 + "endif\n" * 100000 + "endin\n"), says=["error: .*(deep|nested)", at("[0-9]+")])
case("elseifs", csd("instr 1\nif p4 == 1 then\n" + "elseif p4 == 2 then\n" * 20000 + "endif\nendin\n"), says=".", status="any")
case("thousand-errors", csd("instr 1\n" + "a1 oscilq 1\n" * 1000 + "endin\n"), says=["unknown opcode", "errors"],
     check=lambda d, t: None if t.count("unknown opcode") < 30 else "all of them shown")
case("array-of-a-billion", csd("instr 1\nkA[] init 1000000000, 100\nendin\n"), says=["INIT ERROR.*instr 1.*line 11", "note deleted"], plays=True)
case("array-negative", csd("instr 1\nkA[] init -5\nendin\n"), says=["INIT ERROR.*instr 1.*line 11"], plays=True)
case("array-index", csd("instr 1\nkA[] init 3\nkA[7] = 1\nprintk2 kA[7]\nendin\n"), says="line 1[12]", plays=True)

# ---- includes and macros ----
case("includes-itself", {"x.csd": csd('#include "x.inc"\n' + TONE), "x.inc": '#include "x.inc"\n'},
     says=["error: .*nested|error: .*deep", "x.inc:1"])
case("include-missing", csd('#include "nope.inc"\n' + TONE), says=["error: .*nope.inc", at(10)])
case("include-folder", csd('#include "."\n' + TONE), says=["error: ", at(10)])
case("macro-of-itself", csd("#define A #$A.#\ninstr 1\n i1 = $A.\nendin\n"), says=["error: .*(nested|deep|A)", at("1[0-2]")])
case("macro-bomb", csd("#define A0 #1 + 1#\n" + "".join(f"#define A{i} #$A{i-1}. + $A{i-1}. + $A{i-1}.#\n" for i in range(1, 40)) +
                       "instr 1\n i1 = $A39.\nendin\n"), says=["error: .*macro", at("[0-9]+")])
case("macro-unterminated", csd("#define A #1\ninstr 1\nendin\n"), says=["error: .*macro|error: .*#", at("1[0-2]")])
case("macro-unknown", csd("instr 1\n i1 = $NOPE.\nendin\n"), says=["NOPE", at(11)])
case("ifdef-open", csd("#ifdef X\n" + TONE), says=["error: ", at("[0-9]+")])
case("score-macro-of-itself", csd(sco="#define A #$A #\ni1 0 $A\n"), says="nested|deep|macro")
case("score-macro-bomb", csd(sco="#define A0 #i1 0 1\n#\n" + "".join(f"#define A{i} #$A{i-1}.$A{i-1}.$A{i-1}.#\n" for i in range(1, 40)) + "$A39.\n"),
     says="error: ")
case("score-includes-itself", {"x.csd": csd(sco='#include "x.sco"\n'), "x.sco": '#include "x.sco"\n'}, says="nested|deep")

# ---- user-defined opcodes ----
RECURSION = "opcode deep, i, i\nix xin\niy deep ix + 1\nxout iy\nendop\ninstr 1\ni1 deep 0\nendin\n"
case("udo-endless", csd(RECURSION), says=["deep", "nested"], plays=True)
case("udo-endless-twice", csd("opcode two, i, i\nix xin\niy two ix\niz two ix\nxout iy + iz\nendop\ninstr 1\ni1 two 0\nendin\n"),
     says=["two", "nested"], status="any")
case("udo-unterminated", csd("opcode deep, i, i\nix xin\n"), says=["error: ", at("[0-9]+")])
case("udo-bad-types", csd("opcode deep, Q, i\nix xin\nendop\n"), says=["error: ", at(10)])
case("udo-in-udo", csd("opcode a, i, i\nopcode b, i, i\nendop\nendop\n"), says=["error: ", at(11)])

# ---- header ----
for field, value, what in [("sr", "0", "sample rate"), ("sr", "-1", "sample rate"), ("sr", "1e300", "sample rate"), ("sr", "2e9", "sample rate"),
                           ("ksmps", "1e9", "ksmps"), ("ksmps", "1000000000", "ksmps"), ("nchnls", "1e9", "channels"),
                           ("nchnls", "1000000000", "channels"), ("nchnls_i", "1000000000", "channels"), ("0dbfs", "0", "0dbfs"),
                           ("0dbfs", "-1", "0dbfs"), ("A4", "0", "A4")]:
    case(f"header-{field}={value}", csd(header=re.sub(f"(?m)^{field} =.*\n", "", HEADER) + f"{field} = {value}\n"),
         says=["error: .*" + what, at("[0-9]+")])
for field, value in [("ksmps", "0"), ("ksmps", "-1"), ("nchnls", "0"), ("nchnls", "-2")]:  # as the reference
    case(f"header-{field}={value}", csd(header=re.sub(f"(?m)^{field} =.*\n", "", HEADER) + f"{field} = {value}\n"),
         says=[f"warning: {field} = {value} is taken as 1", at(9)], status=0, plays=True)
case("header-sr-1e9", csd(header=HEADER.replace("44100", "1000000000"), sco="i1 0 0.0001\n"), says=".", status="any")
case("header-kr-inconsistent", csd(header=HEADER + "kr = 1000\n"), says=["error: inconsistent", at("[0-9]+")])
case("option-ksmps-huge", csd(), args="--ksmps=1000000000 -n x.csd", says="error: .*ksmps")
case("option-nchnls-huge", csd(), args="--nchnls=1000000000 -n x.csd", says="error: .*nchnls")
case("buffer-huge", csd(), args="-b 2000000000 -W -f -o out.wav x.csd", says="a buffer of 2000000000 frames .* too large")

# ---- score ----
for name, orc in (("init", "instr 1\nagain:\n igoto again\nendin\n"), ("init-while", "instr 1\n i1 = 1\n while i1 > 0 do\n i1 += 1\n od\n a1 oscil 1, 440\n out a1\nendin\n"),
                  ("perf", "instr 1\nagain:\n kgoto again\nendin\n"), ("perf-while", "instr 1\n k1 init 1\n while k1 > 0 do\n k1 += 1\n od\nendin\n"),
                  ("header", "i1 = 1\nwhile i1 > 0 do\n i1 += 1\nod\ninstr 1\nendin\n"),
                  ("opcode", "opcode ever, 0, k\n k1 xin\n while k1 > 0 do\n k1 += 1\n od\nendop\ninstr 1\n ever k(2)\nendin\n")):
    case("endless-" + name, csd(orc), args="-n --jit=off x.csd", interrupt=1, says="csoundPerform\\(\\): stopped", status=0)
case("score-loop", csd(sco="{ 1000000000 A\ni1 0 0.1\n}\n"), says="error: ")
case("score-loop-empty", csd(sco="{ 1000000000 A\n}\ni1 0 0.1\n"), says="", status="any")
case("score-loops-in-loops", csd(sco="{ 1000000 A\n{ 1000000 B\n{ 1000000 C\n}\n}\n}\ni1 0 0.1\n"), says="", status="any")
case("score-loop-open", csd(sco="{ 3 A\ni1 0 0.1\n"), says=["error: unmatched \\{", at(15)])
case("score-unknown-statement", csd(sco="k1 0 1\ni1 0 0.1\n"), says="k", status="any", plays=True)
case("score-no-instr", csd(sco="i7 0 0.1\ni1 0 0.1\n"), says="7", plays=True)
case("score-no-named-instr", csd(sco='i "nope" 0 0.1\ni1 0 0.1\n'), says="nope", status="any", plays=True)
case("score-string-open", csd(sco='i1 0 0.1 "hello\n'), says="(?i)string|quote", status="any")
case("score-p-fields", csd(sco="i1 0 0.1" + " 1" * 1000000 + "\n"), says="p-?fields", status="any")
case("score-durations", csd(sco="i1 0 nan\ni1 nan 1\ni1 0 inf\ni1 0 1e400\ni1 0 -1e400\ni1 0 [1/0]\ni1 0 [0/0]\ni1 [0/0] 1\nf0 0.1\n"),
     says="", status="any", args="-n x.csd")
case("score-nan-duration", csd(sco="i1 0 [0/0]\n"), says="", status="any", args="-n x.csd")
case("score-brackets", csd(sco="i1 0 [" + "(" * 1000000 + "1" + ")" * 1000000 + "]\n"), says="error: ")
case("score-tempo-zero", csd(sco="t 0 0\ni1 0 0.1\n"), says="(?i)tempo|t statement", status="any")
case("score-tempo-negative", csd(sco="t 0 -60\ni1 0 0.1\n"), says=["warning: ", at("1[0-9]")], status="any")
case("score-repeat", csd(sco="r 1000000000 A\ni1 0 0.001\ns\n"), says="error: ", status="any", args="-n x.csd")

# ---- at run time ----
case("no-table", csd("instr 1\n a1 oscil 0.5, 440, 77\n out a1\nendin\ninstr 2\n out oscil(0.5, 440)\nendin\n",
                     sco="i1 0 0.1\ni2 0 0.1\n"),
     says=["INIT ERROR in instr 1 .*oscil.* line 11", "(?i)invalid.*77|77", "note deleted.*i1 had 1 init error", "1 errors in performance"],
     frames=4416)
for n, gen in [("-1", 10), ("1e12", 10), ("2000000000", 7), ("1e300", 2), ("-3000000000", 2)]:
    case(f"table-size={n}-{gen}", csd(sco=f"f1 0 {n} {gen} 1 2 3\ni1 0 0.1\n"), says=".", status="any", plays=True)
case("table-size-ftgen", csd("gi1 ftgen 0, 0, 1e15, 10, 1\n" + TONE), says="(?i)table|ftgen")
case("no-gen", csd(sco="f1 0 1024 999 1\ni1 0 0.1\n"), says="999|GEN", plays=True)
case("no-named-gen", csd(sco='f1 0 1024 "nope" 1\ni1 0 0.1\n'), says="nope", plays=True)
case("gen01-missing", csd(sco='f1 0 0 1 "nope.wav" 0 0 0\ni1 0 0.1\n'), says="Failed to open file nope.wav", plays=True)
case("gen01-of-text", {"x.csd": csd(sco='f1 0 0 1 "a.txt" 0 0 0\ni1 0 0.1\n'), "a.txt": "hello"}, says="a.txt", plays=True)
case("soundin-missing", csd('instr 1\n a1 soundin "nope.wav"\n out a1\nendin\ninstr 2\n out oscil(0.5, 440)\nendin\n', sco="i1 0 0.1\ni2 0 0.1\n"),
     says=["INIT ERROR in instr 1 .*soundin.* line 11", "nope.wav", "note deleted"], needs=["soundin"], frames=4416)
case("diskin-missing", csd('instr 1\n a1 diskin2 "nope.wav", 1\n out a1\nendin\n'), says=["INIT ERROR in instr 1 .*diskin2.* line 11", "nope.wav"],
     needs=["diskin2"], plays=True)
case("soundin-of-text", csd('instr 1\n a1 soundin "x.csd"\n out a1\nendin\n'), says=["INIT ERROR in instr 1 .*soundin.* line 11", "x.csd"],
     needs=["soundin"], plays=True)
case("error-in-header", csd("gi1 ftgen 1, 0, 1024, 999, 1\n" + TONE), says="999")
case("error-while-performing", csd("instr 1\n kA[] init 4\n ki init 0\n ki = ki + 1\n kx = kA[ki]\n out oscil(0.5, 440)\nendin\n"
                                   "instr 2\n out oscil(0.25, 440)\nendin\n", sco="i1 0 0.2\ni2 0 0.2\n"),
     says=["PERF ERROR in instr 1 .*line 14", "note (deleted|aborted)", "1 errors in performance"], frames=8832)
case("event-storm", csd("instr 1\n event_i \"i\", 1, 0, 0.1\n event_i \"i\", 1, 0, 0.1\nendin\n"), says="more than 100000 (events at one time|notes at a time)", args="-n -m0 x.csd",
     needs=["event_i"])
case("notes-20000", csd(sco="".join("i1 0 0.1\n" for _ in range(20000))), status=0, args="-n -m0 x.csd")


# ---- the compile thread is never waited for ----
def big_piece():
    body = "".join(f"a{i} oscili 0.01, {100 + i}\naf{i} butterlp a{i}, 1000\n" for i in range(50))
    return csd("instr 1\n" + body + "out " + " + ".join(f"af{i}" for i in range(50)) + "\nendin\n",
               sco="".join("i1 0 1\n" for _ in range(120)))


def in_time(folder, text):
    return None if CASE_TIME < 30 else f"took {CASE_TIME:.1f} s"


case("auto-never-waits", big_piece(), args="--jit=auto --jit-report -W -f -o out.wav x.csd", env={"KCYCLE_JIT_DELAY_MS": "60000"}, status=0,
     says=["(?m)^.*instr 1.*(waiting|pending|not compiled yet|queued)"], check=in_time, frames=44096)

# ---- the driver ----
CASE_TIME = CPU_TIME = 0


def render(kcycle, c, folder):
    """Exit status or what went wrong, console text."""
    global CASE_TIME, CPU_TIME
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        if not SANITIZED:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("KCYCLE", "CSOUND", "SF", "SS", "SA", "INC"))}
    env.update(c["env"], HOME=folder)
    start = time.time()
    with open(folder + "/.console", "wb") as console:
        p = subprocess.Popen([kcycle] + c["args"], cwd=folder, stdin=subprocess.DEVNULL, stdout=console, stderr=console, env=env,
                             preexec_fn=limit)
        interrupt = c["interrupt"]
        while True:
            pid, status, usage = os.wait4(p.pid, os.WNOHANG)
            if not pid and interrupt and time.time() - start > interrupt:
                interrupt = 0
                p.send_signal(signal.SIGINT)
            if pid or time.time() - start > TIMEOUT:
                break
            time.sleep(0.002)
        if not pid:
            p.kill()
            os.wait4(p.pid, 0)
        p.returncode = 0
    CASE_TIME, CPU_TIME = time.time() - start, usage.ru_utime + usage.ru_stime
    text = open(folder + "/.console", "rb").read().decode("latin-1")
    if not pid:
        return f"still runs after {TIMEOUT} s", text
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}", text
    if usage.ru_maxrss > MEMORY_KB and "Sanitizer" not in text and not SANITIZED:
        return f"used {usage.ru_maxrss // 1000} MB", text
    return os.WEXITSTATUS(status), text


def problem(c, folder, status, text):
    if not isinstance(status, int):
        return status
    if "Sanitizer" in text or status not in (0, 1, 2) or (c["status"] != "any" and status != c["status"]):
        return f"exit status {status}, expected {c['status']}"
    for want in c["says"]:
        if not re.search(want, text):
            return f"does not say {want!r}"
    sound = folder + "/out.wav"
    if os.path.exists(sound):
        got = whole_wav(sound)
        if isinstance(got, str):
            return "out.wav: " + got
        if c["frames"] is not None and got[0] != c["frames"]:
            return f"out.wav: {got[0]} frames, expected {c['frames']}"
    elif c["plays"]:
        return "no sound file"
    return c["check"](folder, text) if c["check"] else None


def run_case(kcycle, c, opcodes):
    missing = [n for n in c["needs"] if n not in opcodes]
    if missing:
        return "skip", "needs " + ", ".join(missing)
    with tempfile.TemporaryDirectory() as folder:
        for name, data in c["files"].items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data if isinstance(data, bytes) else data.encode("latin-1"))
        why = c["setup"](folder) if c["setup"] else None
        if why:
            return "skip", why
        status, text = render(kcycle, c, folder)
        try:
            bad = problem(c, folder, status, text)
        finally:
            if os.path.ismount(folder + "/disk"):
                subprocess.run(["umount", folder + "/disk"])
        return ("FAIL" if bad else "ok"), (f"{bad}\n{text[:1500]}" if bad else text if SHOW else f"{CPU_TIME:.2f} s of CPU time")


a = argparse.ArgumentParser()
a.add_argument("--kcycle", required=True)
a.add_argument("--only", default="")
a.add_argument("--show", action="store_true", help="show console texts")
a = a.parse_args()
SHOW = a.show
KCYCLE = os.path.abspath(a.kcycle)
SANITIZED = b"__asan_init" in open(KCYCLE, "rb").read() or b"__tsan_init" in open(KCYCLE, "rb").read()
opcodes = set(subprocess.run([KCYCLE, "--list-opcodes"], stdout=subprocess.PIPE).stdout.decode().split())
counts = {"ok": 0, "FAIL": 0, "skip": 0}
for c in CASES:
    if a.only and not re.search(a.only, c["name"]):
        continue
    verdict, text = run_case(KCYCLE, c, opcodes)
    counts[verdict] += 1
    if verdict != "ok" or SHOW or CPU_TIME > 2:
        print(f"{verdict} {c['name']}: {text}", flush=True)
print(", ".join(f"{n} {k}" for k, n in counts.items()))
sys.exit(1 if counts["FAIL"] or not counts["ok"] else 0)
