#!/usr/bin/env python3
"""The names that libcsound64 shows are those of exports.map, and, where Csound is installed, those of its own library.

    exports.py --library build/libcsound64.so.6.0 --map api/csound/exports.map"""
import argparse, glob, re, subprocess, sys

OURS = {"csoundSetMidiInput"}  # asked for by Csound's Python module, in no other library

p = argparse.ArgumentParser()
p.add_argument("--library", required=True)
p.add_argument("--map", required=True)
a = p.parse_args()


def shown(path):
    out = subprocess.run(["nm", "-D", "--defined-only", path], capture_output=True, text=True, check=True).stdout
    return {line.split()[2].split("@")[0] for line in out.splitlines() if len(line.split()) == 3}


def soname(path):
    out = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
    return re.search(r"SONAME.*\[(.*)\]", out).group(1)


bad = 0


def same(what, have, want):
    global bad
    for title, names in (("missing", want - have), ("too many", have - want)):
        if names:
            bad += 1
            print(what, title + ":", " ".join(sorted(names)))


have = shown(a.library)
same("map:", have, set(re.findall(r"^\s+(\w+);", open(a.map).read(), re.M)) - {"local"})
theirs = [f for f in glob.glob("/usr/lib/*/libcsound64.so.6.0") if soname(f) == "libcsound64.so.6.0"]
if theirs:
    same(theirs[0], have, shown(theirs[0]) | OURS)
if soname(a.library) != "libcsound64.so.6.0":
    bad += 1
    print("SONAME is", soname(a.library))
print(len(have), "names,", bad, "problems")
sys.exit(bad != 0)
