#!/usr/bin/python3
"""The object cache from outside: the same samples cold, warm and without it; a warm run needs no compiler; two runs at
a time; --cache=off; a folder that can't be used.

    cache.py --kcycle build/release/kcycle"""
import argparse, glob, os, re, subprocess, sys, tempfile

CSD = """<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 1
0dbfs = 1
opcode Sub, a, ak
 ain, k1 xin
 setksmps 16
 aout tone ain, k1
 xout aout
endop
instr 1
 a1 oscili 0.3, p4
 k1 line 400, p3, 3000
 a2 Sub a1, k1
 out a2
endin
instr 2
 a1 vco2 0.2, p4
 a1 moogladder a1, 2000, 0.3
 out a1 * 0.2
endin
</CsInstruments>
<CsScore>
i1 0 0.3 440
i2 0.1 0.2 220
</CsScore>
</CsoundSynthesizer>
"""
p = argparse.ArgumentParser()
p.add_argument("--kcycle", default="build/release/kcycle")
kcycle = os.path.abspath(p.parse_args().kcycle)
failed = 0


def check(ok, what):
    global failed
    failed += not ok
    print(("ok      " if ok else "FAILED  ") + what)


def start(folder, *args, out="out.wav", **env):
    cmd = [kcycle, "-W", "-f", "-K", "-o", out, "--jit-report", *args, "x.csd"]
    return subprocess.Popen(cmd, cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ, **env})


def play(folder, *args, **env):
    """Samples and console."""
    r = start(folder, *args, **env)
    text = r.communicate()[1]
    if r.returncode:
        sys.exit(text)
    return open(folder + "/out.wav", "rb").read(), text


def counts(text):
    m = re.search(r"cache: (\d+) found, (\d+) stored", text)
    return (int(m[1]), int(m[2])) if m else None


with tempfile.TemporaryDirectory() as tmp:
    open(tmp + "/x.csd", "w").write(CSD)
    os.environ["KCYCLE_CACHE_DIR"] = tmp + "/cache"
    tier0, _ = play(tmp, "--jit=off")
    check(len(tier0) > 50000, "there is sound")
    alone, text = play(tmp, "--jit=wait", "--cache=off")
    check(counts(text) is None and not os.path.exists(tmp + "/cache"), "--cache=off leaves no trace")
    first, text = play(tmp, "--jit=auto")
    check(counts(text) == (0, 0), "a short piece is not compiled")
    cold, text = play(tmp, "--jit=wait")
    check(counts(text) == (0, 2), "what is compiled is stored")
    warm, text = play(tmp, "--jit=auto", KCYCLE_JIT_LIBRARY="/no/such/library")
    check(counts(text) == (2, 0), "a warm run needs no compiler")
    check(text.count("fused (from the cache)") == 2 and "2 compiled" not in text, "--jit-report says so")
    check(tier0 == alone == first == cold == warm, "the same samples in all")
    files = sorted(glob.glob(tmp + "/cache/*.kco"))
    check(len(files) == 2, "two files")
    with open(files[0], "r+b") as f:
        f.seek(os.path.getsize(files[0]) // 2)
        f.write(b"damage")
    again, text = play(tmp, "--jit=wait")
    check(counts(text) == (1, 1) and again == tier0, "a damaged file is made anew")
    check(counts(play(tmp, "--jit=wait")[1]) == (2, 0), "and found")
    for f in files:
        os.unlink(f)
    runs = [start(tmp, "--jit=wait", out=f"{i}.wav") for i in range(4)]
    texts = [r.communicate()[1] for r in runs]
    check(all(r.returncode == 0 for r in runs) and all(open(f"{tmp}/{i}.wav", "rb").read() == tier0 for i in range(4)),
          "four runs at a time")
    check(counts(play(tmp, "--jit=wait")[1]) == (2, 0), "leave a sound cache")
    os.chmod(tmp + "/cache", 0o777)
    shared, text = play(tmp, "--jit=auto")
    check("cache: off: " in text and "can be written by others" in text and shared == tier0, "a shared folder is not trusted")
    os.chmod(tmp + "/cache", 0o700)
    nowhere, text = play(tmp, "--jit=wait", KCYCLE_CACHE_DIR="/proc/none")
    check("not stored in the cache" in text and nowhere == tier0, "a folder that can't be made costs nothing but the cache")
    home, text = play(tmp, "--jit=wait", KCYCLE_CACHE_DIR="", XDG_CACHE_HOME=tmp + "/xdg")
    check(len(glob.glob(tmp + "/xdg/kcycle/*.kco")) == 2, "XDG_CACHE_HOME")
    home, text = play(tmp, "--jit=wait", KCYCLE_CACHE_DIR="", XDG_CACHE_HOME="", HOME=tmp + "/home")
    check(len(glob.glob(tmp + "/home/.cache/kcycle/*.kco")) == 2, "~/.cache")
sys.exit(failed > 0)
