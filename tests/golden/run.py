#!/usr/bin/python3
"""Renders the small orchestras of tests/golden with csound and with kcycle (tier 0 and fused) and compares the samples.

    run.py --kcycle build/release/kcycle [--match REGEX] [--jit off,wait]

The two tiers must agree to the bit; the reference to 1e-6 of its peak. A csd may say in comments `; tolerance: X`,
`; ksmps: N N ...` (rendered with each) and `; args: ...` (more options).
Exits 77 (skipped) when csound is not installed."""
import argparse, os, re, shutil, sys, tempfile
from multiprocessing.pool import ThreadPool
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


def renderings(text):
    """The options of each rendering."""
    args = re.search(r"^; args: (.*)$", text, re.M)
    sizes = re.search(r"^; ksmps: ([\d ]+)$", text, re.M)
    more = args.group(1).split() if args else []
    return [more + ["--ksmps=" + n] for n in sizes.group(1).split()] if sizes else [more]


def check(name):
    src = os.path.join(root, name)
    text = render.read_csd(src)
    m = re.search(r"tolerance:\s*([\d.e+-]+)", text)
    for args in renderings(text):
        with tempfile.TemporaryDirectory() as tmp:
            _, ref_text = render.run(["csound"] + args + render.FLAGS + ["ref.wav", src], tmp)
            ref = render.read_wav(os.path.join(tmp, "ref.wav"))
            bad = render.check_tiers(a.kcycle, src, tmp, ref_text, ref, a.jit.split(","), tolerance=float(m.group(1)) if m else 1e-6, args=args)
        if bad:
            return name, " ".join(args + [bad])
    return name, None


passed = failed = 0
with ThreadPool(2) as pool:
    for name, bad in pool.imap(check, [n for n in names if re.search(a.match, n)]):
        passed, failed = passed + (not bad), failed + bool(bad)
        if bad:
            print(f"FAIL {name}: {bad}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
