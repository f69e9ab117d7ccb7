#!/usr/bin/python3
"""Renders the small orchestras of tests/golden with csound and with kcycle (tier 0 and fused) and compares the samples.

    run.py --kcycle build/release/kcycle [--match REGEX] [--jit off,wait]

The two tiers must agree to the bit; the reference to 1e-6 of its peak (a csd may say `; tolerance: X` in a comment).
Exits 77 (skipped) when csound is not installed."""
import argparse, os, re, shutil, sys, tempfile
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import render

p = argparse.ArgumentParser()
p.add_argument("--kcycle", required=True)
p.add_argument("--match", default="")
p.add_argument("--jit", default="off,wait")
a = p.parse_args()
if not shutil.which("csound"):
    print("csound is not installed: skipped")
    sys.exit(77)
root = os.path.dirname(os.path.abspath(__file__))
names = sorted(os.path.relpath(os.path.join(d, f), root) for d, _, fs in os.walk(root) for f in fs if f.endswith(".csd"))
passed = failed = 0
for name in names:
    if not re.search(a.match, name):
        continue
    text = render.read_csd(os.path.join(root, name))
    m = re.search(r"tolerance:\s*([\d.e+-]+)", text)
    tolerance = float(m.group(1)) if m else 1e-6
    with tempfile.TemporaryDirectory() as tmp:
        src = os.path.join(root, name)
        _, ref_text = render.run(["csound"] + render.FLAGS + ["ref.wav", src], tmp)
        ref = render.read_wav(os.path.join(tmp, "ref.wav"))
        bad = render.check_tiers(a.kcycle, src, tmp, ref_text, ref, a.jit.split(","), tolerance=tolerance)
    passed, failed = passed + (not bad), failed + bool(bad)
    if bad:
        print(f"FAIL {name}: {bad}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
