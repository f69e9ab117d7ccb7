#!/usr/bin/python3
"""Generated programs, played by the reference and by both tiers: prints and audio must agree.

    run.py --kcycle build/release/kcycle --seed 1 --programs 200          programs (gen.py)
    run.py --kcycle build/release/kcycle --seed 1 --scores 50             scores (scores.py)
    run.py ... --no-csound                                                the tiers alone
    run.py ... --keep DIR                                                 writes minimised differences there

The tiers must agree to the bit. Against the reference numbers may differ in the last places, since elementary functions
do. A batch of programs is one CSD; what differs is played alone, reduced, and reported."""
import argparse, os, re, shutil, subprocess, sys, tempfile, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gen, reduce as reducer, scores

NUMBER = re.compile(r"[-+]?(?:nan|inf|[0-9]+\.?[0-9]*(?:e[-+]?[0-9]+)?)", re.I)
TOLERANCE = 1e-6


class Engine:
    def __init__(self, name, argv):
        self.name, self.argv = name, argv

    def play(self, csd, folder, sound=True, seconds=30):
        """(exit status, printed lines that belong to programs, all text, samples as bytes)"""
        path, wav = os.path.join(folder, "x.csd"), os.path.join(folder, self.name + ".wav")
        with open(path, "w") as f:
            f.write(csd)
        if os.path.exists(wav):
            os.unlink(wav)
        try:
            p = subprocess.run(self.argv + ["-d", "-m0"] + (["-W", "--format=double", "-o", wav] if sound else ["-n"]) + [path], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds)
            status, text = p.returncode, p.stdout
        except subprocess.TimeoutExpired as e:
            status, text = "timeout", e.stdout or b""
        text = re.sub(r"\x1b\[[0-9;]*m", "", text.decode("latin-1"))
        lines = [l.replace("-nan", "nan") for l in text.split("\n") if re.match(r"P[0-9]+ |instr [0-9]+: |E ", l)]
        return dict(status=status, lines=lines, text=text, audio=samples(wav), errors=errors(text))


def errors(text):
    return [l for l in text.split("\n") if re.search(r"INIT ERROR|PERF ERROR|^error:|syntax error|note deleted|note aborted", l)]


def samples(path):
    if not os.path.exists(path):
        return b""
    raw = open(path, "rb").read()
    i = raw.find(b"data")
    return raw[i + 8:]


def owner(line):
    m = re.match(r"(?:P|instr )([0-9]+)", line)
    return int(m.group(1)) if m else 0


def near(a, b):
    if a == b:
        return True
    xs, ys = NUMBER.findall(a), NUMBER.findall(b)
    if len(xs) != len(ys) or NUMBER.sub("#", a) != NUMBER.sub("#", b):
        return False
    for x, y in zip(xs, ys):
        x, y = float(x), float(y)
        if x == y or (x != x and y != y):
            continue
        if not abs(x - y) <= TOLERANCE * max(1e-3, abs(x), abs(y)) + 2e-3 * ("instr" in a):
            return False
    return True


def audio_differs(a, b, exact):
    """Index of the first sample that differs, or None."""
    if a == b:
        return None
    import array
    x, y = array.array("d", a[:len(a) // 8 * 8]), array.array("d", b[:len(b) // 8 * 8])
    if len(x) != len(y):
        return min(len(x), len(y))
    for i, (u, v) in enumerate(zip(x, y)):
        if u == v or (u != u and v != v):
            continue
        if exact or not abs(u - v) <= TOLERANCE * max(1e-3, abs(u), abs(v)):
            return i
    return None


def differences(a, b, exact, numbers, samples_per_slot):
    """Numbers of the programs whose results differ, with the reason."""
    out = {}
    failed = [r["status"] if r["status"] == "timeout" else r["status"] != 0 for r in (a, b)]  # there it is the number of errors
    if failed[0] != failed[1] or len(a["errors"]) != len(b["errors"]):
        out[-1] = f"status {a['status']} {a['errors'][:2]} and {b['status']} {b['errors'][:2]}"
    by = {n: ([], []) for n in numbers}
    for k, r in enumerate((a, b)):
        for l in r["lines"]:
            by.setdefault(owner(l), ([], []))[k].append(l)
    for n, (x, y) in by.items():
        if len(x) != len(y):
            out[n] = f"{len(x)} and {len(y)} lines"
        for u, v in zip(x, y):
            if u != v if exact else not near(u, v):
                out[n] = f"{u!r} and {v!r}"
                break
    at = None if not samples_per_slot else audio_differs(a["audio"], b["audio"], exact)
    if at is not None and not out:
        k = at // samples_per_slot
        out[numbers[k] if k < len(numbers) else -1] = f"sample {at}"
    return out


class Fuzz:
    def __init__(self, a):
        self.folder = tempfile.mkdtemp(prefix="differ")
        kcycle = os.path.abspath(a.kcycle)
        self.engines = [Engine("off", [kcycle, "--jit=off"])]
        if not a.no_jit:
            self.engines.append(Engine("wait", [kcycle, "--jit=wait"]))
        if not a.no_csound and not (a.csound_if_there and not shutil.which("csound")):
            self.engines.append(Engine("csound", ["csound"]))
        self.keep, self.found = a.keep, []
        self.refused = self.done = 0

    def compare(self, text, numbers, per_slot):
        """Differences of one CSD: {program: reason}; None when all engines refuse it."""
        results = [(e, e.play(text, self.folder, per_slot > 0)) for e in self.engines]
        first = results[0][1]
        if all(r["status"] not in (0, "timeout") and not r["lines"] for _, r in results):
            return None
        out = {}
        for e, r in results[1:]:
            for n, why in differences(first, r, e.name == "wait", numbers, per_slot).items():
                out.setdefault(n, f"{e.name}: {why}")
        return out

    def report(self, title, text, why):
        self.found.append((title, why))
        print(f"DIFFERS {title}: {why}")
        if self.keep:
            os.makedirs(self.keep, exist_ok=True)
            with open(os.path.join(self.keep, re.sub(r"\W+", "_", title) + ".csd"), "w") as f:
                f.write(f"; {why}\n".replace("\r", "") + text)

    def batch(self, seed, programs):
        h = gen.header(seed)
        found = self.compare(gen.csd(h, programs), [p.number for p in programs], gen.SLOT * h["ksmps"])
        if found == {}:
            self.done += len(programs)
            return
        if len(programs) > 1:  # refused, or something differs: halves, then single ones
            if found and -1 not in found and len(found) < len(programs) // 2:
                for p in programs:
                    if p.number in found:
                        self.batch(seed, [p])
                self.done += len([p for p in programs if p.number not in found])
                return
            k = len(programs) // 2
            self.batch(seed, programs[:k])
            self.batch(seed, programs[k:])
            return
        self.done += 1
        p = programs[0]
        if found is None:
            self.refused += 1
            if self.keep:
                os.makedirs(self.keep, exist_ok=True)
                open(os.path.join(self.keep, f"refused_{seed}_{p.number}.csd"), "w").write(gen.csd(h, [p]))
            return
        still = lambda: bool(self.compare(gen.csd(h, [p]), [p.number], gen.SLOT * h["ksmps"]))
        if self.keep:
            reducer.reduce(p, still)
        final = self.compare(gen.csd(h, [p]), [p.number], gen.SLOT * h["ksmps"]) or found
        self.report(f"seed {seed} program {p.number}", gen.csd(h, [p]), "; ".join(final.values()))

    def score(self, seed):
        text = scores.csd(seed)
        found = self.compare(text, [], 0)
        self.done += 1
        if found:
            if self.keep:
                text = reducer.reduce_lines(text, lambda t: bool(self.compare(t, [], 0)))
            self.report(f"score {seed}", text, "; ".join((self.compare(text, [], 0) or found).values()))
        self.refused += found is None


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--kcycle", required=True)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--programs", type=int, default=0)
    a.add_argument("--scores", type=int, default=0)
    a.add_argument("--batch", type=int, default=20)
    a.add_argument("--seconds", type=float, default=0, help="stop after so long")
    a.add_argument("--no-csound", action="store_true")
    a.add_argument("--no-jit", action="store_true")
    a.add_argument("--csound-if-there", action="store_true")
    a.add_argument("--keep")
    a = a.parse_args()
    f, t0 = Fuzz(a), time.time()
    over = lambda: a.seconds and time.time() - t0 > a.seconds
    for b in range((a.programs + a.batch - 1) // a.batch):
        if over():
            break
        seed = a.seed * 100000 + b
        f.batch(seed, [gen.Program(seed, n + 1) for n in range(a.batch)])
    for k in range(a.scores):
        if over():
            break
        f.score(a.seed * 100000 + k)
    print(f"{f.done} programs and scores in {time.time() - t0:.0f} s, {f.refused} refused by all, {len(f.found)} that differ")
    return bool(f.found)


if __name__ == "__main__":
    sys.exit(main())
