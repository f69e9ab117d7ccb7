#!/usr/bin/env python3
"""Installs the build into a temporary folder, and uses it: the program, the CMake package and pkg-config with examples/host, and
kcycle-exec with a program that opens libcsound64.so.6.0 by name."""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WHO = r"""
import ctypes, os
library = ctypes.CDLL("libcsound64.so.6.0")
version = library.csoundGetVersion()
lines = [l.split()[-1] for l in open("/proc/self/maps") if "libcsound64" in l]
print(version, os.path.realpath(lines[0]))
"""


def run(args, **more):
    done = subprocess.run(args, capture_output=True, text=True, timeout=300, **more)
    if done.returncode:
        sys.exit(f"{' '.join(args)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(what, ok):
    if not ok:
        sys.exit("wrong: " + what)


def example(prefix, work, libdir):
    """examples/host by CMake and by pkg-config: what both print."""
    build = os.path.join(work, "host")
    run(["cmake", "-S", os.path.join(ROOT, "examples/host"), "-B", build, "-DCMAKE_PREFIX_PATH=" + prefix])
    run(["cmake", "--build", build])
    by_cmake = run([os.path.join(build, "host")])
    check("the example's sound: " + by_cmake, re.match(r"1\.00 s, peak 0\.50$", by_cmake.strip()))
    if shutil.which("pkg-config"):
        env = dict(os.environ, PKG_CONFIG_PATH=os.path.join(libdir, "pkgconfig"))
        flags = run(["pkg-config", "--cflags", "--libs", "kcycle-csound"], env=env).split()
        binary = os.path.join(work, "host-pc")
        run(["cc", os.path.join(ROOT, "examples/host/host.c"), "-o", binary, *flags, "-lm"])
        check("the same by pkg-config", run([binary]) == by_cmake)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--build", required=True)
    build = p.parse_args().build
    with tempfile.TemporaryDirectory() as work:
        prefix = os.path.join(work, "prefix")
        run(["cmake", "--install", build, "--prefix", prefix])
        program = os.path.join(prefix, "bin/kcycle")
        libdir = os.path.dirname(run(["find", prefix, "-name", "libkcycle.so"]).strip())
        out = os.path.join(work, "chimes.wav")
        run([program, "-d", "-m0", "--jit=wait", "-o", out, os.path.join(ROOT, "examples/chimes.csd")])
        check("the installed program compiles and plays", os.path.getsize(out) > 10000)
        example(prefix, work, libdir)
        said = run([os.path.join(prefix, "bin/kcycle-exec"), sys.executable, "-c", WHO]).split()
        check("kcycle-exec: " + " ".join(said), said[0] == "6181" and said[1].startswith(os.path.realpath(prefix)))
        moved = os.path.join(work, "moved")
        os.rename(prefix, moved)  # nothing in it knows where it was installed
        said = run([os.path.join(moved, "bin/kcycle-exec"), sys.executable, "-c", WHO]).split()
        check("after a move", said[1].startswith(os.path.realpath(moved)))
        if shutil.which("man"):
            run(["man", "--warnings", "-l", os.path.join(moved, "share/man/man1/kcycle.1")], env=dict(os.environ, MANPAGER="cat"))
    print("installed and used")


if __name__ == "__main__":
    main()
