#!/usr/bin/env python3
"""Csound's own command line on this library: golden pieces come out with the bits that kcycle gives, and binary plugins of the
system's Csound with the bits that it gives itself.

    frontend.py --library build/libcsound64.so.6.0 --kcycle build/kcycle

77: there is no csound program that uses libcsound64."""
import argparse, glob, os, shutil, subprocess, sys, tempfile

p = argparse.ArgumentParser()
p.add_argument("--library", required=True)
p.add_argument("--kcycle", required=True)
a = p.parse_args()
a.kcycle = os.path.abspath(a.kcycle)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
csound = shutil.which("csound")
if not csound or "libcsound64.so.6.0" not in subprocess.run(["ldd", csound], capture_output=True, text=True).stdout:
    print("skipped: no csound that uses libcsound64.so.6.0")
    sys.exit(77)
OURS = dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(os.path.abspath(a.library)), KCYCLE_JIT="off")
OURS.pop("OPCODE6DIR64", None)


def render(program, piece, env, out):
    """In a folder of its own, since pieces write files beside themselves."""
    if os.path.exists(out):
        os.unlink(out)
    place = os.path.join(os.path.dirname(out), "place")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(os.path.dirname(piece), place, symlinks=True, ignore=lambda d, names: ["place"])
    piece = os.path.join(place, os.path.basename(piece))
    r = subprocess.run([program, "-d", "-m0", "-h", "--format=double", "-o", out, piece], cwd=place, env=env,
                       capture_output=True, timeout=120)
    return (r.returncode != 0, open(out, "rb").read() if os.path.exists(out) else None, r.stderr)


DOPPLER = """<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 64
0dbfs = 1
instr 1
a1 oscili .3, 440
kp linseg -30, p3, 30
a2 doppler a1, kp, 0
out a2
endin
</CsInstruments>
<CsScore>
i1 0 1
i1 1.1 1
</CsScore>
</CsoundSynthesizer>
"""
bad = 0
with tempfile.TemporaryDirectory() as d:
    out = os.path.join(d, "out.raw")
    for piece in sorted(glob.glob(ROOT + "/tests/golden/*/*.csd"))[::9]:
        want, have = render(a.kcycle, piece, OURS, out), render(csound, piece, OURS, out)
        if want[:2] != have[:2]:
            bad += 1
            print("differs:", piece, have[2][-300:].decode(errors="replace"))
    plugin = glob.glob("/usr/lib/*/csound/plugins64-6.0/libdoppler.so")
    if plugin:
        os.symlink(plugin[0], os.path.join(d, "libdoppler.so"))
        piece = os.path.join(d, "doppler.csd")
        open(piece, "w").write(DOPPLER)
        want = render(csound, piece, dict(os.environ), out)
        have = render(csound, piece, dict(OURS, OPCODE6DIR64=d), out)
        if want[:2] != have[:2] or not have[1]:
            bad += 1
            print("plugin doppler differs:", have[2][-300:].decode(errors="replace"))
    else:
        print("skipped: libdoppler.so is not installed")
print(bad, "differ")
sys.exit(bad != 0)
