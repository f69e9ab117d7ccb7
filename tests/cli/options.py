#!/usr/bin/env python3
"""Command-line options: what each one does, against csound 6.18 where that is installed.

    options.py --kcycle build/release/kcycle [--only REGEX]

Three kinds of cases: the console text of both programs is the same; the sound file of both is the same, byte for byte
but for the time stamps of PEAK chunks; and what kcycle alone must say, write and return.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

a = argparse.ArgumentParser()
a.add_argument("--kcycle", required=True)
a.add_argument("--only", default="")
a = a.parse_args()
KCYCLE = os.path.abspath(a.kcycle)
CSOUND = shutil.which("csound")
LINE = "a1 linseg 0,0.05,p4,0.05,0\nout a1\n"


def csd(orc, sco, header="sr=44100\nksmps=10\nnchnls=1\n0dbfs=1\n", options=""):
    return (f"<CsoundSynthesizer>\n<CsOptions>\n{options}\n</CsOptions>\n<CsInstruments>\n{header}{orc}</CsInstruments>\n"
            f"<CsScore>\n{sco}\n</CsScore>\n</CsoundSynthesizer>\n")


def instr(body=LINE, name="1"):
    return f"instr {name}\n{body}endin\n"


FILES = {
    "one.csd": csd(instr(), "i1 0 0.1 0.9"),
    "loud.csd": csd(instr(), "i1 0 0.1 1.7\ni1 0.05 0.1 0.001"),
    "stereo.csd": csd(instr("a1 linseg 0,0.05,p4,0.05,0\nouts a1, a1*3\n"), "i1 0 0.1 0.5", "sr=48000\nksmps=16\nnchnls=2\n0dbfs=1\n"),
    "sections.csd": csd(instr(), "i1 0 0.1 0.5\ni1 0.2 0.1 1.5\ns\ni1 0 0.1 0.25\ns\ni1 0 0.1 0.75\ne"),
    "held.csd": csd(instr(), "i1 0 -1 0.5\ni1.1 0 -1 0.2\ni-1 0.2 1\ni1 0.3 0.1 1.5\ni-1.1 0.5 0\nf0 1"),
    "events.csd": csd(instr('event_i "i", 2, 0.05, 0.1, 0.3\nif metro(20)==1 then\nevent "i",2,0,0.01,.1\nendif\n') + instr(name="2"),
                      "i1 0 0.2 0.5"),
    "prints.csd": csd(instr('print p4\nprints "hello\\\\n"\n' + LINE), "i1 0 0.1 0.5\ni1 0.1 0.1\ni7 0 1"),
    "named.csd": csd(instr("print p4\n" + LINE, "foo"), 'i "foo" 0 0.1 0.5\ni "foo" 0.05 0.1 .1'),
    "tempo.csd": csd(instr(), "t 0 120 2 240\ni1 0 1 0.5\ni1 1 1 0.5\ni1 2 1 .2\ns\nt 0 60\ni1 0 .1 2\ni1 1 .1 1"),
    "beats.csd": csd(instr(), "i1 0 1 0.5\ni1 1 .5 0.5\ni1 2 1 .2\ni1 3.3 1 .2"),
    "accurate.csd": csd(instr("out a(p4)\n"), "i1 0.00005 0.0003 100\ni1 0.1 0.00123 7\ni1 0.0123 0.05 5\nf0 0.2",
                        "sr=48000\nksmps=10\nnchnls=1\n0dbfs=32768\n"),
    "broken.csd": csd("instr 1\na1 nosuch 1\nendin\n", "i1 0 1"),
    "plain.csd": csd("instr 1\nendin\n", "i1 0 .1", header=""),
    "kr.csd": csd("instr 1\nendin\n", "i1 0 .1", header="kr=4410\n"),
    "silent.csd": csd(instr(), "f0 1"),
    "sine.csd": csd(instr("print ftlen(-1)\na1 oscil 0.5, 441, -1\nout a1\n"), "i1 0 0.1"),
    "env.csd": csd(instr("Sa getcfg 4\nprints Sa\n"), "i1 0 0.1"),
    "x.orc": "sr=44100\nksmps=10\nnchnls=1\n0dbfs=1\n" + instr(),
    "x.sco": "i1 0 0.1 0.5\n",
    "lines.sco": "i1 0 0.1 0.5\ni1 0.2 0.1 0.7\n",
    "more.sco": "{\ninstr 3\nprint p4\nendin\n}\ni3 0 0.1 17\n",
    "rc": "-m7\n-n\n",
}
failures, done = [], 0


def run(program, args, folder, env=None, stdin=None):
    e = {k: v for k, v in os.environ.items() if not re.match("KCYCLE|CSOUND|SF|SS|SA|INC", k)}
    e.update(env or {}, HOME=folder)
    p = subprocess.run([program] + args.split(), cwd=folder, env=e, input=stdin, timeout=30, capture_output=True) if stdin is not None else \
        subprocess.run([program] + args.split(), cwd=folder, env=e, stdin=subprocess.DEVNULL, timeout=30, capture_output=True)
    return p.returncode, p.stdout, p.stderr.decode("latin-1")


def folder_of(where, name):
    f = os.path.join(where, name)
    os.mkdir(f)
    for n, text in FILES.items():
        with open(os.path.join(f, n), "w") as out:
            out.write(text)
    return f


def verdict(name, bad):
    global done
    done += 1
    if bad:
        failures.append(name)
        print(f"FAIL {name}: {bad}", flush=True)


def wanted(name, reference=True):
    return re.search(a.only, name) and (CSOUND or not reference)


def plain(text):
    text = re.sub("\x1b\\[[0-9;]*m", "", text)
    text = re.sub("(?m)^--Csound.*\n", "", text)
    return re.sub("real: .*", "", text)


def same_console(name, args):
    """Both programs print the same and return the same."""
    if not wanted(name):
        return
    with tempfile.TemporaryDirectory() as w:
        rs, _, rt = run(CSOUND, args, folder_of(w, "r"))
        ks, _, kt = run(KCYCLE, "--jit=off " + args, folder_of(w, "k"))
    rt, kt = plain(rt), plain(kt)
    bad = ""
    if "\x1b" in kt:
        bad = "escape sequences without a terminal"
    elif rt != kt:
        r, k = rt.split("\n"), kt.split("\n")
        i = next((i for i in range(min(len(r), len(k))) if r[i] != k[i]), min(len(r), len(k)))
        bad = f"line {i + 1}: csound {r[i:i + 2]!r}, kcycle {k[i:i + 2]!r}"
    elif rs != ks:
        bad = f"status: csound {rs}, kcycle {ks}"
    verdict(name, bad)


def sound(path):
    """The bytes of a sound file without what tells the time."""
    if not os.path.exists(path):
        return None
    data = bytearray(open(path, "rb").read())
    at = data.find(b"PEAK", 0, 4096)
    if at >= 0:
        data[at + 12:at + 16] = bytes(4)
    if data.startswith(b"MATLAB"):
        data[:124] = bytes(124)
    return bytes(data)


def same_sound(name, args, out="out"):
    """Both programs write the same file (or none) and return the same."""
    if not wanted(name):
        return
    with tempfile.TemporaryDirectory() as w:
        r, k = folder_of(w, "r"), folder_of(w, "k")
        rs, rout, rt = run(CSOUND, "-d -m0 " + args, r)
        ks, kout, kt = run(KCYCLE, "--jit=off -d -m0 " + args, k)
        rf, kf = sound(r + "/" + out), sound(k + "/" + out)
        last = plain(rt).rstrip().split("\n")[-1], plain(kt).rstrip().split("\n")[-1]
    bad = ""
    if rs != ks:
        bad = f"status: csound {rs}, kcycle {ks}: {kt[-300:]}"
    elif rs:
        bad = ""  # what is left behind after a failure is of no interest
    elif rf is None or kf is None:
        bad = "" if rf is kf else f"{'csound' if rf is None else 'kcycle'} wrote no file"
    elif rf != kf:
        i = next((i for i in range(min(len(rf), len(kf))) if rf[i] != kf[i]), min(len(rf), len(kf)))
        bad = f"{len(rf)} and {len(kf)} bytes, byte {i}: {rf[i:i + 16]!r} and {kf[i:i + 16]!r}"
    elif last[0] != last[1]:
        bad = f"{last[0]!r} and {last[1]!r}"
    verdict(name, bad)


def says(name, args, status=0, text=(), out=(), env=None, files=None, stdin=None, lacks=(), check=None):
    """What kcycle says on its own: patterns in standard error (text) and standard output (out)."""
    if not wanted(name, False):
        return
    with tempfile.TemporaryDirectory() as w:
        f = folder_of(w, "k")
        for d in ("sub",):
            os.mkdir(f + "/" + d)
        s, o, t = run(KCYCLE, "--jit=off " + args, f, env, stdin)
        o = o.decode("latin-1")
        bad = f"status {s}" if s != status else ""
        for p in [text] if isinstance(text, str) else text:
            bad = bad or (f"does not say {p!r}" if not re.search(p, t) else "")
        for p in [out] if isinstance(out, str) else out:
            bad = bad or (f"does not print {p!r}" if not re.search(p, o) else "")
        for p in lacks:
            bad = bad or (f"says {p!r}" if re.search(p, t) else "")
        for n, size in (files or {}).items():
            have = os.path.getsize(f + "/" + n) if os.path.exists(f + "/" + n) else None
            bad = bad or (f"{n}: {have} bytes, expected {size}" if have != size else "")
        bad = bad or (check(f) if check else "")
    verdict(name, bad and bad + "\n" + t[-800:])


# ---- console text ----
for piece in ("one", "sections", "held", "events", "prints", "named", "tempo"):
    for level in (135, 7, 0, 1, 39, 71, 103):
        same_console(f"console/{piece}-m{level}", f"-n -d -m{level} {piece}.csd")
for args in ("-d -o x.wav one.csd", "-d -f -o x.wav sections.csd", "-n -d -f sections.csd", "-d -b 100 -o x.wav stereo.csd", "-d -W -3 -b-3 -o x.wav one.csd",
             "-d stereo.csd", "-d -n x.orc x.sco", "-d -I one.csd", "-d -I prints.csd", "-d -H -o x.wav one.csd", "-d -H2 -o x.wav one.csd",
             "-d -H3 -o x.wav one.csd", "-d -H4 -o x.wav one.csd", "-d -N -n one.csd", "-d --limiter -n loud.csd", "-d -n -L lines.sco silent.csd",
             "-d -n --syntax-check-only one.csd", "-d -n --m-amps=0 one.csd", "-d -n --m-range=0 loud.csd", "-d -n --messageolevel=7 one.csd",
             "-d -n --omacro:X=1 one.csd", "-d -n --default-ksmps=7 plain.csd", "-d -n --default-ksmps=7 kr.csd", "-d -n --default-ksmps=7 one.csd",
             "-d -n -r 22050 one.csd", "-d -n --ksmps=32 one.csd", "-d -n -r 48000 -k 4800 kr.csd", "-d -n --0dbfs=2 one.csd", "-d -o null one.csd", "-d -n -L more.sco one.csd"):
    same_console("console/" + args, args)

# ---- sound files ----
SAMPLES = ("", "-s", "-f", "-3", "-l", "-c", "-8", "-u", "-a", "--format=double")
for container in ("", "-W", "-A", "-h", "-J", "--au") + tuple("--format=" + t for t in (
        "wavex", "w64", "flac", "caf", "aiff", "paf", "svx", "nist", "voc", "mat4", "mat5", "pvf", "htk", "sds", "avr", "sd2", "wve", "mpc2k", "rf64")):
    for sample in SAMPLES:
        same_sound(f"file/{container} {sample}", f"{container} {sample} -o out loud.csd".strip())
for args in ("-t 130 -f -o out beats.csd", "-t 77 -f -o out sections.csd", "-o out stereo.csd", "-f -o out stereo.csd", "-f -K -o out stereo.csd", "-f -R -o out stereo.csd", "-R -o out one.csd", "-Z -o out loud.csd",
             "-Z1 -o out loud.csd", "-Z2 -o out loud.csd", "-Z -8 -o out loud.csd", "-Z2 -8 -o out loud.csd", "-Z -3 -o out loud.csd", "-Z -f -o out loud.csd",
             "--dither-uniform -o out loud.csd", "--limiter -f -o out loud.csd", "--limiter=0.9 -f -o out loud.csd", "--limiter=0 -f -o out loud.csd",
             "--format=wav:24bit -o out one.csd", "-t 120 -f -o out beats.csd", "-t 60 -f -o out beats.csd", "-f -o out beats.csd",
             "--sample-accurate -f -o out accurate.csd", "-f -o out accurate.csd", "--sinesize=256 -f -o out sine.csd", "--sinesize=1000 -f -o out sine.csd",
             "-f -o out -L lines.sco silent.csd", "-f -b 1000 -o out stereo.csd", "-A -f -K -o out one.csd", "-o out x.orc x.sco",
             "--nchnls=2 -f -o out one.csd", "--0dbfs=2 -f -o out one.csd"):
    same_sound("file/" + args, args)
same_sound("file/default-name", "one.csd", "test.wav")
same_sound("file/null", "-o null one.csd", "null")

# ---- kcycle alone ----
for flag in ("--daemon", "--port=1234", "--udp-echo", "--udp-console=localhost:99", "--udp-mirror-console=localhost:99", "--realtime", "--sched",
             "--sched=5", "--vbr", "--vbr-quality=0.5", "--use-system-sr", "--opcode-lib=a.so", "--opcode-dir=x", "--opcode-omit=x", "-C",
             "-+skip_seconds=2"):
    name = flag.split("=")[0] if not flag.startswith("-+") else flag.split("=")[0]
    says("refused/" + flag, flag + " -n one.csd", 1, f"option {re.escape(name)} is not supported")
for flag in ("--devices", "--midi-devices", "--get-system-sr"):
    says("refused/" + flag, flag, 1, "is not supported")
says("refused/-U", "-U sndinfo x.wav", 1, "utility sndinfo is not available")
says("refused/-odac", "-odac one.csd", 1, "-o dac\\) is not supported")
says("refused/-iadc", "-n -iadc one.csd", 1, "-i adc\\) is not supported")
says("refused/-M0", "-n -M0 one.csd", 1, "option -M is not supported")
says("null-midi", "-n -+rtmidi=null -M0 one.csd", 0, "0 errors in performance")
says("strset", "-n --strset5=hello one.csd", 0, "0 errors in performance")
says("strset-huge", "-n --strset999999999=hello one.csd", 1, "--strset999999999: the number is too large")
says("threads", "-n -j 4 one.csd", 0, "0 errors in performance")
for flag in ("-B 1024", "-D", "-v", "-g", "-G", "--displays", "--fftlib=1", "--expression-opt", "--old-parser", "-+rtaudio=jack", "-+msg_color=0"):
    says("accepted/" + flag, "-n " + flag + " one.csd", 0, "0 errors in performance")
says("unknown/letter", "-Y", 1, ["Usage", "unknown flag -Y"])
says("unknown/word", "--badopt", 1, ["Usage", "unknown long option: '--badopt'"])
says("unknown/format", "--format=foo", 1, "unknown output format: 'foo'")
says("unknown/named", "-n -+nosuch=1 one.csd", 0, "nosuch")
says("help", "--help", 1, out=["Usage", "(?m)^-o, --output=NAME", "--realtime .*not supported", "-D, --defer-gen1 .*accepted"])
says("no-arguments", "", 1, ["Usage", "insufficient arguments"])
says("version", "--version", 0, out="Csound 6.18 compatible")
says("list", "-z", 0, out=["(?m)^.{60}\\S", "\n\\d+ opcodes\n"])
says("list-types", "-z1", 0, out=["(?m)^oscili +\\S+ +\\S+", "\n\\d+ opcodes\n"])
says("coverage", "--coverage list.tsv", 1, "cannot open list.tsv")
says("utility-status", "-U nope", 1)
says("broken", "-n broken.csd", 1, ["nosuch", "cannot compile orchestra", "(?m)^end of score", "1 errors in performance"])
says("json", "-n --diagnostics=json broken.csd", 1, '(?m)^\\{.*"line":.*nosuch.*\\}$')
says("json-none", "--syntax-check-only --diagnostics=json one.csd", 0, r"\A\s*\Z")
says("syntax-check", "--syntax-check-only -d one.csd", 0, "Syntax check completed.", files={"test.wav": None})
says("lines-of-section", "-n --csd-line-nums=0 broken.csd", 1, "broken.csd:6:")
says("lines-of-csd", "-n --csd-line-nums=1 broken.csd", 1, "broken.csd:11:")
says("log-file", "-n -O log.txt one.csd", 0, "^$", check=lambda f: "" if "end of score" in open(f + "/log.txt").read() else "nothing in the log")
says("log-null", "-n -O null one.csd", 0, "^$", files={"null": None})
says("log-nowhere", "-n -O no/such/log one.csd", 1, "cannot open log file no/such/log")
says("sfdir", "-o x.wav one.csd", env={"SFDIR": "sub"}, files={"sub/x.wav": 8864, "x.wav": None})
says("sfdir-of-option", "--env:SFDIR=sub -o x.wav one.csd", files={"sub/x.wav": 8864})
says("sfoutyp-aiff", "-o x one.csd", env={"SFOUTYP": "AIFF"}, files={"x": 8874})
says("sfoutyp-raw", "-o x one.csd", env={"SFOUTYP": "RAW"}, files={"x": 8820})
says("sfoutyp-unknown", "-o x one.csd", 1, "FOO not a recognised SFOUTYP env setting", env={"SFOUTYP": "FOO"})
says("sfoutyp-flag-first", "-W -o x one.csd", env={"SFOUTYP": "RAW"}, files={"x": 8864})
says("rc", "one.csd", 0, "(?s)Reading options from rc.*not writing to sound disk", env={"CSOUND6RC": "rc"}, lacks=["Elapsed"])
says("mpeg", "--format=mpeg -o x one.csd", 1, "MPEG output is not supported")
says("lines/stdin", "-n -L stdin silent.csd", 0, "M:  0.70000", stdin=b"i1 0 0.1 0.5\ni1 0.2 0.1 0.7\n")
says("lines/command", "-n -L |cat\tlines.sco silent.csd".replace("\t", "${IFS}"), 0, "M:  0.70000")
says("lines/missing", "-n -L nosuch.sco silent.csd", 1, "Cannot open nosuch.sco")
says("lines/orchestra", "-n -L more.sco silent.csd", 0, "instr 3:  p4 = 17.000")
says("srt", "-n --simple-sorted-score one.csd", check=lambda f: "" if "i 1" in open(f + "/score.srt").read() else "score.srt lacks the note")
says("srt-t0", "-n -t0 one.csd", check=lambda f: "" if os.path.exists(f + "/score.srt") else "no score.srt")
says("srt-performed", "-n x.orc score.srt", 1)  # there is none yet


def bytes_on_stdout():
    with tempfile.TemporaryDirectory() as w:
        s, o, _ = run(KCYCLE, "--jit=off -h -o stdout one.csd", folder_of(w, "k"))
    return "" if s == 0 and len(o) == 8820 else f"status {s}, {len(o)} bytes"


if wanted("stdout", False):
    verdict("stdout", bytes_on_stdout())
print(f"{done - len(failures)} of {done} cases are fine" + ("" if CSOUND else "; csound is not here: nothing was compared with it"))
sys.exit(1 if failures or not done else 0)
