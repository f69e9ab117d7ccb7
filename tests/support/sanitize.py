#!/usr/bin/python3
"""Renders the first seconds of csound-doc's pieces with a sanitized build and lists what the sanitizer says.

    sanitize.py --kcycle build/asan/kcycle [--jit off,wait] [--seconds 2] [--count 40] [piece.csd ...]
    sanitize.py --kcycle build/tsan/kcycle --jit auto,wait

Pieces that do not compile are passed over; --count is the number of others, spread over the corpus. Memory that
libLLVM keeps is suppressed (*.supp). Exits 1 after a report or a crash, 77 without csound-doc."""
import argparse, gzip, os, re, signal, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = "/usr/share/doc/csound-doc/html/examples"
REPORT = re.compile(r"(ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:|SUMMARY: )")
p = argparse.ArgumentParser()
p.add_argument("--kcycle", required=True)
p.add_argument("--jit", default="off,wait")
p.add_argument("--seconds", type=float, default=2)
p.add_argument("--count", type=int, default=40)
p.add_argument("--timeout", type=float, default=120)
p.add_argument("pieces", nargs="*")
a = p.parse_args()
if not os.path.isdir(CORPUS):
    print("csound-doc is not installed: skipped")
    sys.exit(77)


def source(name):
    path = os.path.join(CORPUS, name)
    if os.path.exists(path + ".gz"):
        text = gzip.open(path + ".gz").read()
    else:
        text = open(path, "rb").read()
    return re.sub(rb"(<CsOptions>).*?(</CsOptions>)", rb"\1\n\2", text, flags=re.S)


def render(folder, mode):
    """Exit status (None after a timeout) and console text. The performance is interrupted in good order."""
    env = dict(os.environ, ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1",
               LSAN_OPTIONS=f"suppressions={HERE}/lsan.supp:print_suppressions=0", UBSAN_OPTIONS="print_stacktrace=1",
               TSAN_OPTIONS=f"suppressions={HERE}/tsan.supp:second_deadlock_stack=1")
    out, enough = folder + "/out.wav", int(a.seconds * 44100 * 8)
    if os.path.exists(out):
        os.remove(out)
    with open(folder + "/console", "wb") as console:
        run = subprocess.Popen([os.path.abspath(a.kcycle), "-d", "-W", "-f", "-o", "out.wav", "--jit=" + mode, "x.csd"], cwd=folder,
                               stdin=subprocess.DEVNULL, stdout=console, stderr=console, env=env)
        start, told = time.time(), False
        while run.poll() is None and time.time() - start < a.timeout:
            time.sleep(0.02)
            if not told and os.path.exists(out) and os.path.getsize(out) > enough:
                run.send_signal(signal.SIGINT)
                told = True
        if run.poll() is None:
            run.kill()
            run.wait()
            return None, open(folder + "/console", "rb").read().decode("latin-1")
    return run.returncode, open(folder + "/console", "rb").read().decode("latin-1")


names = a.pieces or sorted({f[:-3] if f.endswith(".gz") else f for f in os.listdir(CORPUS) if re.search(r"\.csd(\.gz)?$", f)})
if not a.pieces:
    step = max(1, len(names) // 97)  # every so many, then those between
    names = [names[i] for k in range(step) for i in range(k, len(names), step)]
done = bad = 0
for name in names:
    if done >= a.count and not a.pieces:
        break
    with tempfile.TemporaryDirectory() as folder:
        for f in os.listdir(CORPUS):
            if not f.endswith((".csd", ".gz")) and os.path.isfile(os.path.join(CORPUS, f)):
                os.symlink(os.path.join(CORPUS, f), os.path.join(folder, f))
        with open(folder + "/x.csd", "wb") as f:
            f.write(source(name))
        for mode in a.jit.split(","):
            status, text = render(folder, mode)
            if REPORT.search(text) or (status not in (0, 1) and status is not None):
                at = REPORT.search(text)
                print(f"BAD {name} --jit={mode}: exit status {status}\n{text[at.start():][:4000] if at else text[-1500:]}", flush=True)
                bad += 1
            if status is None:
                print(f"slow {name} --jit={mode}: more than {a.timeout:.0f} s", flush=True)
            if "cannot compile orchestra" in text:
                break
        else:
            done += 1
print(f"{done} pieces, {bad} reports")
sys.exit(1 if bad or not done else 0)
