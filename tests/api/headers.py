#!/usr/bin/env python3
"""Every public header compiles by itself as C11 and as C++17, without a warning."""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "api/include/csound")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--cc", default="cc")
    cc = p.parse_args().cc
    failures = 0
    with tempfile.TemporaryDirectory() as work:
        for path in sorted(glob.glob(FOLDER + "/*.h*")):
            name = os.path.basename(path)
            for language, standard, suffix in (("c", "c11", ".c"), ("c++", "c++17", ".cc")):
                if language == "c" and name.endswith(".hpp"):
                    continue
                source = os.path.join(work, "x" + suffix)
                with open(source, "w") as f:
                    f.write(f'#include "{name}"\n#include "{name}"\nextern int unit;\n')
                done = subprocess.run(
                    [cc, "-x", language, "-std=" + standard, "-Wall", "-Wextra", "-Werror", "-I", FOLDER, "-fsyntax-only", source],
                    capture_output=True, text=True, timeout=60)
                if done.returncode:
                    failures += 1
                    print(f"{name} as {standard}:\n{done.stderr}")
    print("headers:", "failed" if failures else "all compile")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
