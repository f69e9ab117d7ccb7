#!/usr/bin/python3
"""Common mistakes and the exact text that is printed for them.

    run.py --kcycle build/release/kcycle [NAME ...]     compares
    run.py --kcycle build/release/kcycle --update NAME  writes what is printed now; read it before it is committed
    run.py --kcycle build/release/kcycle --csound NAME  shows what the reference prints beside it

NAME.csd is a piece with one mistake. NAME.txt is what the program prints for people (without the lines that every
run has), a line `-- json`, what --syntax-check-only --diagnostics=json prints for editors, and the exit status."""
import argparse, json, os, re, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
# Lines of every run, here and in the reference.
ALWAYS = re.compile(r"UnifiedCSD|sorting score|\t\.\.\. done|--Csound|\[commit|libsndfile|displays suppressed|sr = [0-9.]+, +kr = |"
                    r"0dBFS level|orch now loaded|audio buffered|not writing to sound disk|SECTION|end of score|"
                    r"\t *overall samples|no sound written|Score finished|new alloc for|B +[0-9.]+ \.\.|inactive allocs|"
                    r"instr .* uses instrument number|Elapsed|rtaudio|rtmidi|graphics|virtual_keyboard|system sr")


def run(program, *args):
    """Exit status and console text."""
    p = subprocess.run([program, *args], cwd=HERE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                       timeout=60, env=dict(os.environ, LC_ALL="C.UTF-8"))
    text = re.sub(r"\x1b\[[0-9;]*m", "", p.stdout.decode("utf-8", "replace"))
    return p.returncode, text


def printed(kcycle, name):
    status, text = run(kcycle, "-d", "--jit=off", name + ".csd")
    lines = [l for l in text.split("\n") if l.strip() and not ALWAYS.match(l)]
    checked, objects = run(kcycle, "--syntax-check-only", "--diagnostics=json", name + ".csd")
    for l in objects.splitlines():
        o = json.loads(l)
        missing = {"file", "range", "severity", "code", "message", "notes"} - set(o)
        if missing:
            sys.exit(f"{name}: an object lacks {missing}")
    return "\n".join(lines) + f"\n-- status {status}\n-- json\n" + objects + f"-- status {checked}\n"


def reference(name):
    _, text = run("csound", "-d", "-m0", name + ".csd")
    return "\n".join(l for l in text.split("\n") if l.strip() and not ALWAYS.match(l))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--kcycle", required=True)
    a.add_argument("--update", action="store_true")
    a.add_argument("--csound", action="store_true")
    a.add_argument("names", nargs="*")
    a = a.parse_args()
    kcycle = os.path.abspath(a.kcycle)
    names = a.names or sorted(f[:-4] for f in os.listdir(HERE) if f.endswith(".csd"))
    bad = 0
    for name in names:
        got, path = printed(kcycle, name), os.path.join(HERE, name + ".txt")
        if a.csound:
            print(f"==== {name}\n{got}---- csound\n{reference(name)}")
            continue
        if a.update:
            open(path, "w").write(got)
            continue
        want = open(path).read() if os.path.exists(path) else ""
        if got == want:
            continue
        bad += 1
        print(f"{name}: another text is printed\n---- expected\n{want}---- printed\n{got}")
    if not a.update and not a.csound:
        print(f"{len(names)} mistakes, {bad} with other messages than expected")
    return bad != 0


sys.exit(main())
