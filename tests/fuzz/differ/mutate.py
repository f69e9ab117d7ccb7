#!/usr/bin/python3
"""Pieces with tokens changed, dropped, doubled and swapped with those of other pieces: no crash, no hang.

    mutate.py --kcycle build/release/kcycle --seed 1 --rounds 500 FOLDER...

Every piece is compiled and its header's code run (-I); what dies by a signal or takes more than 10 s is kept."""
import argparse, glob, os, random, re, subprocess, sys, tempfile

TOKEN = re.compile(r'"[^"\n]*"|[A-Za-z_$#<][\w.>]*|[0-9.]+|\s+|.', re.S)
PIECES = ["(", ")", "[", "]", "{{", "}}", "{", "}", ",", '"', "#", "$", "\\", "\n", ":", "?", "=", "==", "&&", "if ", "then\n", "endif\n",
          "else\n", "od\n", "while ", "goto ", "igoto ", "instr 1\n", "endin\n", "opcode U, a, k\n", "endop\n", "xin\n", "xout a1\n", "a1", "k1", "i1", "S1",
          "kA[]", "0", "-1", "1e9", "1e308", "nan", "p999", "#define X #$X#\n", "$X", "#include \"x.csd\"\n", "#ifdef X\n", "#end\n", "/*", "*/", ";", "//", "np4", "<",
          "{ 9 A\n", "}\n", "s\n", "e\n", "i1 0 z\n", "r 9\n", "setksmps 1\n", "reinit L\n", "L:\n", "\x00", "\xff", "@99999", "~", "^"]


def mutate(r, tokens, other):
    t = list(tokens)
    for _ in range(r.choice([1, 1, 2, 3, 8])):
        i = r.randrange(len(t))
        c = r.random()
        if c < .2:
            del t[i:i + r.choice([1, 1, 1, 5, 30])]
        elif c < .4:
            t[i] = r.choice(PIECES)
        elif c < .6:
            t.insert(i, r.choice(PIECES))
        elif c < .75:
            j = r.randrange(len(other))
            t[i:i] = other[j:j + r.randint(1, 12)]
        elif c < .9:
            t[i] = r.choice(other)
        else:
            j = r.randrange(len(t))
            t[i], t[j] = t[j], t[i]
        if not t:
            return [" "]
    return t


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--kcycle", required=True)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--rounds", type=int, default=100)
    a.add_argument("--keep", default="found")
    a.add_argument("folders", nargs="+")
    a = a.parse_args()
    files = sorted(f for d in a.folders for f in glob.glob(d + "/**/*.csd", recursive=True) if os.path.getsize(f) < 20000)
    r, folder, bad = random.Random(a.seed), tempfile.mkdtemp(prefix="mutate"), 0
    read = lambda f: [t for t in TOKEN.findall(open(f, encoding="latin-1").read()) if t != "system" and t != "system_i"]
    kcycle = os.path.abspath(a.kcycle)
    for n in range(a.rounds):
        f = r.choice(files)
        text = "".join(mutate(r, read(f), read(r.choice(files))))
        path = os.path.join(folder, "x.csd")
        open(path, "w", encoding="latin-1").write(text)
        for mode in (["--syntax-check-only", "--diagnostics=json"], ["-n", "-I", "--jit=off", "-m0"])[:1 + (n % 3 == 0)]:
            try:
                p = subprocess.run([kcycle, *mode, "x.csd"], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=10)
                why = f"signal {-p.returncode}" if p.returncode < 0 else "sanitizer" if b"Sanitizer" in p.stderr else None
            except subprocess.TimeoutExpired:
                why = "timeout"
            if why:
                bad += 1
                os.makedirs(a.keep, exist_ok=True)
                open(os.path.join(a.keep, f"{a.seed}_{n}.csd"), "w", encoding="latin-1").write(text)
                print(f"{os.path.basename(f)} seed {a.seed} round {n} {' '.join(mode)}: {why}", flush=True)
    print(f"{a.rounds} pieces, {bad} that crash or hang")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
