#!/usr/bin/env python3
"""Plays each golden orchestra and example in tier 0 and in fused code, one by one, as lanes and on threads: same exit status, same samples (64-bit), and no instrument
that could not be compiled.

    tiers.py KCYCLE DIR...
"""
import os
import subprocess
import sys
import tempfile


MODES = {
    "off": ["--jit=off"],
    "one by one": ["--jit=wait", "--lanes=1"],
    "lanes": ["--jit=wait", "--lanes=8"],
    "threads": ["--jit=wait", "--lanes=8", "-j", "3"],
}


def data_chunk(path):
    """Samples of a WAV file; its other chunks hold dates."""
    with open(path, "rb") as f:
        b = f.read()
    at = 12
    while at + 8 <= len(b):
        size = int.from_bytes(b[at + 4 : at + 8], "little")
        if b[at : at + 4] == b"data":
            return b[at + 8 : at + 8 + size]
        at += 8 + size + (size & 1)
    return b""


def play(kcycle, csd, mode, out):
    args = [kcycle, *MODES[mode], "--jit-report", "-d", "-m0", "-W", "--format=double", "-o", out, csd]
    r = subprocess.run(args, cwd=os.path.dirname(out), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       timeout=120)
    return r.returncode, r.stdout.decode("utf-8", "replace")


def check(kcycle, csd, folder):
    """What is wrong; "" when both sound alike, None when both are silent."""
    for other in ("one by one", "lanes", "threads"):
        wrong = compare(kcycle, csd, folder, other)
        if wrong:
            return f"{other}: {wrong}"
    return wrong


def compare(kcycle, csd, folder, other):
    names = [os.path.join(folder, mode + ".wav") for mode in ("off", other)]
    for n in names:
        if os.path.exists(n):
            os.unlink(n)
    (a, _), (b, text) = play(kcycle, csd, "off", names[0]), play(kcycle, csd, other, names[1])
    if a != b:
        return f"exit status {a} in tier 0, {b} fused"
    stuck = [line for line in text.splitlines() if ": tier 0: " in line]
    if stuck:
        return "; ".join(stuck)
    have = [os.path.exists(n) for n in names]
    if have[0] != have[1] or (have[0] and data_chunk(names[0]) != data_chunk(names[1])):
        return "samples differ"
    return "" if have[0] and any(data_chunk(names[0])) else None


def main():
    kcycle, failed, sounding, n = os.path.abspath(sys.argv[1]), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for top in sys.argv[2:]:
            for where, _, files in sorted(os.walk(os.path.abspath(top))):
                for name in sorted(f for f in files if f.endswith(".csd")):
                    wrong = check(kcycle, os.path.join(where, name), folder)
                    n += 1
                    sounding += wrong == ""
                    if wrong:
                        failed += 1
                        print(f"{os.path.join(where, name)}: {wrong}")
    print(f"{n} orchestras, {sounding} sound alike, {failed} differ")
    return 1 if failed or 2 * sounding < n else 0


if __name__ == "__main__":
    sys.exit(main())
