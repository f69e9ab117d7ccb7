#!/usr/bin/python3
"""Renders pieces of Debian's csound-doc with csound and with kcycle and compares sound and printed lines.

    run.py --kcycle build/release/kcycle [--list tests/conformance/quick.txt] [--jit off,wait] [--seconds 5]

The first seconds of each piece count. Exits 77 (skipped) when csound or csound-doc is not installed."""
import argparse, gzip, os, shutil, sys, tempfile
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import render

CORPUS = "/usr/share/doc/csound-doc/html/examples"
p = argparse.ArgumentParser()
p.add_argument("--kcycle", required=True)
p.add_argument("--list", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "quick.txt"))
p.add_argument("--jit", default="off,wait")
p.add_argument("--seconds", type=float, default=5)
a = p.parse_args()
if not shutil.which("csound") or not os.path.isdir(CORPUS):
    print("csound and csound-doc are not installed: skipped")
    sys.exit(77)
media = tempfile.TemporaryDirectory()  # the pieces' sound files, unpacked
for f in os.listdir(CORPUS):
    path = os.path.join(CORPUS, f)
    if not os.path.isfile(path) or f.endswith((".csd", ".csd.gz")):
        continue
    if f.endswith(".gz"):
        with gzip.open(path) as src, open(os.path.join(media.name, f[:-3]), "wb") as dst:
            shutil.copyfileobj(src, dst)
    else:
        os.symlink(path, os.path.join(media.name, f))
passed = failed = 0
for name in open(a.list).read().split():
    path = os.path.join(CORPUS, name)
    if not os.path.exists(path):
        path += ".gz"
    text = render.without_options(render.read_csd(path))
    with tempfile.TemporaryDirectory() as tmp:
        for f in os.listdir(media.name):
            os.symlink(os.path.join(media.name, f), os.path.join(tmp, f))
        src = os.path.join(tmp, "piece.csd")
        with open(src, "w", encoding="latin-1") as f:
            f.write(text)
        cap = int(a.seconds * 48000 * 2 * 4)
        _, ref_text = render.run(["csound"] + render.FLAGS + ["ref.wav", src], tmp, cap)
        ref = render.read_wav(os.path.join(tmp, "ref.wav"))
        bad = render.check_tiers(a.kcycle, src, tmp, ref_text, ref, a.jit.split(","), cap)
    passed, failed = passed + (not bad), failed + bool(bad)
    if bad:
        print(f"FAIL {name}: {bad}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
