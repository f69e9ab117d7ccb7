#!/usr/bin/python3
"""Facts of the language: what csound 6.18 does, one small case each, recorded; kcycle must do the same at both tiers.

    run.py --kcycle build/release/kcycle [--match REGEX] [-j N]    every case with --jit=off and with --jit=wait
    run.py --reference [--match REGEX]                             are the records what csound does? (77: no csound)
    run.py --record FILE ...                                       fills in records that are missing, from csound
    run.py --list                                                  facts and cases per part; what has no case

<part>/*.txt hold the cases. "## 5.1 words" begins a fact: section number and the fact. Under it stand an orchestra
(without an instr line: the body of instr 1) and sections "-- name":
    score   "i1 0 0.001" when there is none        header  sr=48000 ksmps=10 nchnls=1 0dbfs=1 when there is none
    args    more arguments                         file N  a file beside the csd          csd   the whole csd, as it is
    command all arguments                          stdout  what standard output gets
    prints  lines that both programs print         samples what both render               sorted score.srt
    status  exit status, when it is not 0          bytes N size and checksum of a file written
    refused both refuse to compile; patterns in kcycle's message
    ours    why on the same line: lines that kcycle prints instead, where it does not follow; its status is 0,
            or N with "-- ourstatus N"; where the reference refuses, kcycle does not
    silent  no lines are compared
A "## " heading with the same words continues the fact with another case; a heading alone is a fact without a case."""
import argparse, glob, os, re, shutil, subprocess, sys, tempfile, zlib
from multiprocessing.pool import ThreadPool
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import render

HEADER = "sr=48000\nksmps=10\nnchnls=1\n0dbfs=1"
BANNER = re.compile(
    r"^(--Csound|\[commit|libsndfile|sr = |0dBFS level|orch now|audio buffered|writing \d|SECTION 1:|Score finished|inactive allocs|"
    r"end of score|0 errors in|\d+ \d+ sample blks|displays supp|sorting score|\s*\.\.\. done|UnifiedCSD|not writing to|Elapsed|"
    r"no sound written|defining argument `|\s+overall samples| from file |\s*$)")


class Case:
    def __init__(self, path, line, title):
        self.path, self.line, self.title, self.parts = path, line, title, []

    def get(self, name):
        return next((body for n, _, body in self.parts if n == name), None)

    def argument(self, name):
        return next((arg for n, arg, _ in self.parts if n == name), "0")

    def all(self, name):
        return [(arg, body) for n, arg, body in self.parts if n == name]

    @property
    def name(self):
        return f"{os.path.relpath(self.path, HERE)}:{self.line} {self.title}"

    def csd(self):
        if self.get("csd") is not None:
            return self.get("csd") + "\n"
        orc = "\n".join(body for _, body in self.all("orchestra") if body)
        if not re.search(r"^\s*instr\b", orc, re.M) and not self.get("bare"):
            orc = "instr 1\n" + orc + "\nendin"
        header, score = self.get("header"), self.get("score")
        return ("<CsoundSynthesizer>\n<CsInstruments>\n" + (HEADER if header is None else header) + "\n" + orc +
                "\n</CsInstruments>\n<CsScore>\n" + ("i1 0 0.001" if score is None else score) + "\n</CsScore>\n</CsoundSynthesizer>\n")


def read_cases(path):
    cases, part = [], None
    for i, line in enumerate(open(path, encoding="utf-8", errors="surrogateescape").read().split("\n")):
        if line.startswith("## "):
            cases.append(Case(path, i + 1, line[3:]))
            part = ["orchestra", "", []]
            cases[-1].parts.append(part)
        elif cases and re.match(r"-- [a-z]+", line):
            m = re.match(r"-- ([a-z]+) ?(.*)", line)
            part = [m.group(1), m.group(2), []]
            cases[-1].parts.append(part)
        elif part:
            part[2].append(line)
    for c in cases:
        c.parts = [(n, a, "\n".join(b).strip("\n")) for n, a, b in c.parts]
    return cases


def empty(c):
    return not any(body.strip() for _, _, body in c.parts)


def plain(text):
    """The lines that count. Which variant of an opcode fails, and the line it stands on, is not compared."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = re.sub(r"(Invalid ftable no\. -?\d+\.\d{6}|No action\.)(?!\n)", r"\1\n", text)
    text = re.sub(r" from file .*? \(\d+\),(?=   note aborted)", "", text)
    text = re.sub(r"(ERROR in instr \S+ \(opcode [#\w]+)[^) ]*\) line \d+", r"\1)", text)
    return [l.rstrip() for l in text.split("\n") if not BANNER.match(l)]


def checksum(path):
    if not os.path.exists(path):
        return "missing"
    data = bytearray(open(path, "rb").read())
    at = data.find(b"PEAK", 0, 4096)
    if at >= 0:
        data[at + 12:at + 16] = bytes(4)  # a time stamp
    return f"{len(data)} {zlib.crc32(bytes(data)):08x}"


def perform(program, c, more=()):
    """What a program does with the case: a dictionary of results."""
    with tempfile.TemporaryDirectory() as tmp:
        with open(os.path.join(tmp, "t.csd"), "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
            f.write(c.csd())
        for name, body in c.all("file"):
            with open(os.path.join(tmp, name), "w") as f:
                f.write(body + "\n")
        args = (c.get("args") or "").split()
        cmd = [program, *more]
        if c.get("command") is not None:
            cmd += c.get("command").split()
        else:
            cmd += ["-d", "-m4", "-W", "-f", "-o", "out.wav"] + args + (["--simple-sorted-score"] if c.get("sorted") is not None else []) + ["t.csd"]
        env = {k: v for k, v in os.environ.items() if not re.match("KCYCLE_JIT|CSOUND|SF|SS|SA|INC|MF", k)}
        env.update(HOME=tmp)
        try:
            p = subprocess.run(cmd, cwd=tmp, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
            status, out, text = p.returncode, p.stdout.decode("latin-1"), p.stderr.decode("latin-1")
        except subprocess.TimeoutExpired:
            status, out, text = "timeout", "", ""
        text = out + text
        wav = render.read_wav(os.path.join(tmp, "out.wav"))
        srt = os.path.join(tmp, "score.srt")
        return {"status": str(status), "text": text, "stdout": out, "prints": plain(text),
                "samples": wav[1].ravel() if wav else None,
                "sorted": open(srt).read().strip("\n") if os.path.exists(srt) else None,
                "bytes": {n: checksum(os.path.join(tmp, n)) for n, _ in c.all("bytes")}}


def events(text):
    """A sorted score as lists of words, numbers as numbers; nothing counts behind its end."""
    def word(w):
        try:
            return f"{float(w):.4g}"
        except ValueError:
            return w
    lines = [[word(w) for w in l.split()] for l in (text or "").split("\n")]
    return lines[:lines.index(["e"]) + 1] if ["e"] in lines else lines


def show_samples(x):
    return "" if x is None else "\n".join(" ".join(f"{v:.7g}" for v in x[i:i + 10]) for i in range(0, len(x), 10))


def differs(c, r, ours):
    """None, or what is not as recorded."""
    other = ours and c.get("ours") is not None
    if c.get("refused") is not None and not other:
        if r["status"] != "1":
            return f"status {r['status']}: not refused\n" + r["text"][-400:]
        for pattern in c.get("refused").split("\n") if ours else ():
            if not re.search(pattern, r["text"]):
                return f"does not say {pattern!r}:\n" + r["text"]
        return None
    if r["status"] != (c.argument("ourstatus") if other else c.get("status") or "0"):
        return f"status {r['status']}\n" + r["text"][-800:]
    want = c.get("ours") if other else c.get("prints") or ""
    got = "\n".join(r["prints"])
    if c.get("silent") is None and got != want:
        return f"prints\n{got}\n  not\n{want}"
    if c.get("samples") is not None:
        want = [float(v) for v in c.get("samples").split()]
        got = [] if r["samples"] is None else list(r["samples"])
        if len(want) != len(got) or any(abs(a - b) > 1e-6 * max(1, abs(a)) and a == a for a, b in zip(want, got)):
            return f"renders\n{show_samples(r['samples'])}\n  not\n{c.get('samples')}"
    if c.get("sorted") is not None and events(r["sorted"]) != events(c.get("sorted")):
        return f"sorts to\n{r['sorted']}\n  not\n{c.get('sorted')}"
    if c.get("stdout") is not None and r["stdout"] != c.get("stdout"):
        return f"standard output is {r['stdout']!r}"
    for name, want in c.all("bytes"):
        if r["bytes"][name] != want:
            return f"{name}: {r['bytes'][name]}, not {want}"
    return None


def check(job):
    program, modes, c, ours = job
    waves = set()
    for mode in modes:
        r = perform(program, c, mode)
        bad = differs(c, r, ours)
        if bad:
            return c, f"{' '.join(mode)} {bad}"
        waves.add(b"" if r["samples"] is None else r["samples"].tobytes())
    return c, "tiers differ" if len(waves) > 1 else None


def record(path, match):
    """Fills in what is missing: an empty section of results, or none at all."""
    cases = {c.line: c for c in read_cases(path)}
    lines, out = open(path, encoding="utf-8", errors="surrogateescape").read().rstrip("\n").split("\n"), []
    starts = sorted(cases) + [len(lines) + 1]
    out += lines[:starts[0] - 1]
    for a, b in zip(starts, starts[1:]):
        c, text = cases[a], "\n".join(lines[a - 1:b - 1]).rstrip("\n")
        if not empty(c) and c.get("refused") is None and c.get("prints") is None and not (c.get("silent") is not None and c.get("samples")) and re.search(match, c.title):
            r = perform("csound", c)
            print(c.name, "status", r["status"])
            if r["status"] != "0":
                text += "\n-- status\n" + r["status"]
            for name, value in (("samples", show_samples(r["samples"])), ("sorted", r["sorted"])):
                if c.get(name) == "":
                    text = re.sub(rf"(?m)^-- {name}$", lambda m: f"-- {name}\n{value}", text)
            for name, body in c.all("bytes"):
                if not body:
                    text = re.sub(rf"(?m)^-- bytes {name}$", lambda m: f"-- bytes {name}\n{r['bytes'][name]}", text)
            if c.get("silent") is None:
                text += "\n-- prints" + "".join("\n" + l for l in r["prints"])
        out += [text, ""]
    open(path, "w", encoding="utf-8", errors="surrogateescape").write("\n".join(out).rstrip("\n") + "\n")


def list_facts(files):
    for part in sorted({os.path.basename(os.path.dirname(f)) for f in files}):
        cases = [c for f in files if os.path.basename(os.path.dirname(f)) == part for c in read_cases(f)]
        facts = {}
        for c in cases:
            facts.setdefault(c.title, []).append(c)
        missing = [t for t, cs in facts.items() if all(empty(c) for c in cs)]
        print(f"{part}: {len(facts) - len(missing)} of {len(facts)} facts have a case ({sum(not empty(c) for c in cases)} cases)")
        for t in missing:
            print("    no case: " + t)


p = argparse.ArgumentParser()
p.add_argument("--kcycle")
p.add_argument("--match", default="")
p.add_argument("-j", type=int, default=os.cpu_count())
p.add_argument("--reference", action="store_true")
p.add_argument("--list", action="store_true")
p.add_argument("--record", nargs="+")
a = p.parse_args()
files = sorted(glob.glob(os.path.join(HERE, "*", "*.txt")))
if a.list:
    list_facts(files)
    sys.exit(0)
if (a.reference or a.record) and not shutil.which("csound"):
    print("csound is not installed: skipped")
    sys.exit(77)
if a.record:
    for f in a.record:
        record(f, a.match)
    sys.exit(0)
program, modes = ("csound", [()]) if a.reference else (os.path.abspath(a.kcycle), [("--jit=off",), ("--jit=wait",)])
jobs = [(program, modes, c, not a.reference) for f in files for c in read_cases(f) if not empty(c) and re.search(a.match, c.name)]
failed = 0
with ThreadPool(a.j) as pool:
    for c, bad in pool.imap(check, jobs):
        if bad:
            failed += 1
            print(f"FAIL {c.name}\n    " + bad.replace("\n", "\n    "))
print(f"{len(jobs) - failed} passed, {failed} failed")
sys.exit(1 if failed or not jobs else 0)
