#!/usr/bin/python3
"""--profile: counts that are known, the same samples, and a file of folded stacks.

    profile.py --kcycle build/release/kcycle"""
import argparse, os, re, subprocess, sys, tempfile

CSD = """<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 16
nchnls = 1
0dbfs = 1
instr 1
 a1 oscili 0.2, p4
 a2 moogladder a1, 2000, 0.3
 out a2
endin
instr Echo
 asig subinstr 1, 300
 out asig * 0.5
endin
</CsInstruments>
<CsScore>
i1 0 0.5 440
i1 0.5 0.5 550
i1 0.5 0.5 660
i "Echo" 1 0.5
</CsScore>
</CsoundSynthesizer>
"""
p = argparse.ArgumentParser()
p.add_argument("--kcycle", default="build/release/kcycle")
p.add_argument("--no-jit", action="store_true")
a = p.parse_args()
kcycle = os.path.abspath(a.kcycle)
failed = 0


def check(ok, what, more=""):
    global failed
    failed += not ok
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else f"   {more}"))


def play(folder, *args):
    r = subprocess.run([kcycle, "-W", "-f", "-K", "-o", "out.wav", *args, "x.csd"], cwd=folder, capture_output=True, text=True)
    return open(folder + "/out.wav", "rb").read(), r.stderr, r.returncode


def row(text, name):
    """notes, voice-samples, tier 0, fused, lanes, init, share; None for -"""
    m = re.search(rf"^{re.escape(name)} +(.*)%$", text, re.M)
    return [None if w == "-" else float(w) for w in m[1].split()] if m else None


with tempfile.TemporaryDirectory() as tmp:
    open(tmp + "/x.csd", "w").write(CSD)
    os.environ["KCYCLE_CACHE_DIR"] = tmp + "/cache"
    plain, text, _ = play(tmp, "--jit=off")
    check("profile" not in text, "nothing is said when it is off")
    sound, text, status = play(tmp, "--jit=off", "--profile=p.folded")
    check(status == 0 and sound == plain, "the same samples")
    one, echo = row(text, "instr 1"), row(text, "instr Echo")
    check(one and one[0] == 3 and abs(one[1] - 96000) <= 48, "notes and voice-samples of an instrument, and of it as an opcode", text)
    check(one and one[2] and one[2] > 1 and one[3] is None and one[4] is None, "time in tier 0", one)
    check(echo and echo[0] == 1 and abs(echo[1] - 24000) <= 16, "an instrument with a name", echo)
    check(one and echo and echo[2] < one[2], "time inside an opcode's instrument is that instrument's", (one, echo))
    check(re.search(r"^    tier 0: moogladder\S* [0-9.]+, ", text, re.M), "the dearest opcode comes first", text)
    shares = [float(x) for x in re.findall(r"([0-9.]+)%$", text, re.M)]
    check(len(shares) >= 3 and abs(sum(shares) - 100) < 0.5, "shares are all", shares)
    stacks = open(tmp + "/p.folded").read().splitlines()
    check(all(re.fullmatch(r"kcycle(;[^; ][^;]*)+ [0-9]+", s) for s in stacks), "folded stacks", stacks)
    ladder = sum(int(s.split()[-1]) for s in stacks if s.startswith("kcycle;instr 1;tier 0;moogladder"))
    whole = sum(int(s.split()[-1]) for s in stacks if s.startswith("kcycle;instr 1;tier 0"))
    check(0 < ladder <= whole and abs(whole - one[1] * one[2] / 1000) < whole * 0.02 + 5, "tell the same as the table", (ladder, whole, one))
    if not a.no_jit:
        sound, text, status = play(tmp, "--jit=wait", "--profile")
        one = row(text, "instr 1")
        check(status == 0 and sound == plain and one and one[2] is None and (one[3] or one[4]), "fused code", text)
        check(abs(one[1] - 96000) <= 48, "counts its samples", one)
    sound, text, status = play(tmp, "--jit=off", "--profile=no/such")
    check(status == 1 and "profile: cannot write no/such: No such file" in text, "a file that can't be written", text)
sys.exit(failed > 0)
