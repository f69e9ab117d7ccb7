#!/usr/bin/python3
"""kcycle batch: every piece once, whatever happens in between.

    batch.py --kcycle build/release/kcycle"""
import argparse, collections, glob, hashlib, json, os, pty, random, re, shutil, signal, subprocess, sys, tempfile, time

p = argparse.ArgumentParser()
p.add_argument("--kcycle", default="build/release/kcycle")
kcycle = os.path.abspath(p.parse_args().kcycle)
failed = 0
TONE = """<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 16
nchnls = 1
0dbfs = 1
instr 1
 a1 oscili 0.3, p4
 a2 tone a1, 2000
 out a2
endin
</CsInstruments>
<CsScore>
i1 0 %s %s
</CsScore>
</CsoundSynthesizer>
"""


def check(ok, what, more=""):
    global failed
    failed += not ok
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else f"   {more}"))


def start(*args, **kw):
    return subprocess.Popen([kcycle, "batch", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            stdin=subprocess.DEVNULL, **kw)


def finish(r):
    """Exit status, pieces, console."""
    out, err = r.communicate(timeout=100)
    return r.returncode, [json.loads(s) for s in out.splitlines()], err


def run(*args):
    return finish(start(*args))


def statuses(pieces):
    return dict(collections.Counter(p["status"] for p in pieces))


def write(name, text, mode="w"):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    open(name, mode).write(text)


def content(name):
    return hashlib.sha256(open(name, "rb").read()).hexdigest()


def manifest_lines(out):
    return [s for f in glob.glob(out + "/.kcycle-batch/manifest*") if "." not in os.path.basename(f) for s in open(f, errors="replace")]


def basics():
    write("a/one.csd", TONE % (0.1, 440))
    write("a/two.csd", TONE % (0.1, 550))
    write("b/one.csd", TONE % (0.1, 660))
    write("b/with blank.csd", TONE % (0.1, 770))
    write("broken.csd", (TONE % (0.1, 880)).replace("oscili", "oscilq"))
    write("runtime.csd", (TONE % (0.1, 880)).replace("a2 tone", "i1 = 1\n k1 table 5, 999\n a2 tone"))
    write("list", "# four pieces and three that fail\na/one.csd\na/two.csd --ksmps=32 -o named.wav   # a comment\n\nb/one.csd --format=aiff\n"
          '"b/with blank.csd" -n\nbroken.csd\nmissing.csd\nruntime.csd\n')
    status, pieces, err = run("-j3", "--out-dir", "out", "list", "--", "-K", "-f")
    by = {p["input"]: p for p in pieces}
    check(status == 1 and statuses(pieces) == {"ok": 4, "failed": 3}, "good and bad pieces", (status, pieces))
    check(by["a/one.csd"]["output"] == "out/a/one.wav" and by["b/one.csd"]["output"] == "out/b/one.aiff" and
          by["a/two.csd"]["output"] == "out/named.wav" and by["b/with blank.csd"]["output"] is None, "names of outputs", by)
    check("oscilq" in by["broken.csd"]["error"] and "No such file" in by["missing.csd"]["error"], "reasons", by)
    check(all(p["seconds"] >= 0 and p["cpu"] > 0 for p in pieces), "times")
    check(re.search(r"failed:\n(.*\n)*  broken.csd \(line 7\): .*oscilq", err) and "8 pieces" not in err and
          "7 pieces: 4 rendered, 0 skipped, 3 failed" in err, "the report", err)
    check(not os.path.exists("out/broken.wav") and not glob.glob("out/**/.*.part", recursive=True), "nothing half done is left")
    subprocess.run([kcycle, "-K", "-f", "-o", "alone.wav", "a/one.csd"], stderr=subprocess.DEVNULL)
    check(content("alone.wav") == content("out/a/one.wav"), "the sound of a single run")
    check(os.path.getsize("out/a/one.wav") == by["a/one.csd"]["bytes"], "bytes")
    write("good", "a/one.csd\nb/one.csd\n")
    check(run("-j2", "--out-dir", "out2", "good")[0] == 0, "exit status when all is well")
    r = subprocess.run([kcycle, "batch", "--out-dir", "out3", "--log", "log.json", "-"], input="a/one.csd\n", text=True, capture_output=True)
    check(r.returncode == 0 and r.stdout == "" and json.loads(open("log.json").read())["status"] == "ok", "list from standard input, --log")


def refusals():
    for args, says in ((["nolist"], "nolist: No such file"), ([], "no list"), (["--zebra", "good"], "--zebra"),
                       (["-j0", "good"], "-j: 0"), (["--shard", "4/3", "good"], "--shard"), (["good", "good"], "more than one"),
                       (["--out-dir", "a/one.csd", "good"], "a/one.csd"), (["--timeout"], "--timeout"),
                       (["--log", "no/such", "good"], "no/such")):
        status, pieces, err = run(*args)
        check(status == 2 and not pieces and says in err, "refused: " + " ".join(args), (status, err))
    write("double", "a/one.csd\n" + os.path.abspath("a/one.csd") + " -o a/one.wav\na/two.csd --zebra\na/two.csd -odac\n-n\n")
    status, pieces, err = run("--out-dir", "out", "double")
    check(status == 2 and not pieces and "double:2: a/one.wav is already that of line 1" in err and "double:3: " in err and
          "double:4: -o names no file" in err and "double:5: no file" in err, "bad lists are told whole", err)
    check("batch" in subprocess.run([kcycle, "batch", "--help"], capture_output=True, text=True).stdout, "--help")


def limits():
    write("endless.csd", (TONE % (0.1, 440)).replace("i1 0 0.1 440", "i1 0 -1 440\nf0 100000000"))
    write("hungry.csd", (TONE % (0.1, 440)).replace("</CsScore>", "f1 0 67108864 10 1\n</CsScore>"))
    write("limits", "endless.csd\nhungry.csd\na/one.csd\n")
    t = time.time()
    status, pieces, err = run("-j3", "--timeout=1.5", "--memory=400", "--out-dir", "lim", "limits")
    by = {p["input"]: p for p in pieces}
    check(status == 1 and by["endless.csd"]["status"] == "failed" and "stopped after 1.5 s" in by["endless.csd"]["error"], "--timeout", by)
    check(by["hungry.csd"]["status"] == "failed" and by["a/one.csd"]["status"] == "ok", "--memory", by)
    check(time.time() - t < 60 and not glob.glob("lim/.*.part"), "and nothing is left of them")


def many(n, seconds):
    for i in range(n):
        write(f"m/p{i:02}.csd", TONE % (seconds, 200 + 10 * i))
    write("many", "".join(f"m/p{i:02}.csd\n" for i in range(n)))


def kill_and_resume():
    n = 24
    many(n, 15)
    status, pieces, _ = run("-j2", "--out-dir", "whole", "many", "--", "-K")
    want = {f"p{i:02}.wav": content(f"whole/m/p{i:02}.wav") for i in range(n)}
    check(status == 0 and len(pieces) == n and len(set(want.values())) == n, "a whole run", status)
    random.seed(7)
    ok, kills = 0, 0
    while kills < 12:
        r = start("-j3", "--resume", "--out-dir", "cut", "many", "--", "-K", start_new_session=True)
        before, until = len(manifest_lines("cut")), time.time() + 10
        while len(manifest_lines("cut")) <= before and time.time() < until and kills % 3:  # each third time at once
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.06))
        r.kill()
        ok += r.communicate()[0].count('"status":"ok"')
        kills += 1
    time.sleep(0.3)
    left = subprocess.run(["pgrep", "-f", "batch -j3 --resume --out-dir cut"], capture_output=True, text=True).stdout
    check(not left, "workers end with their pool", left)
    lines = len(manifest_lines("cut"))
    check(0 < lines < n, "it was cut in the middle", lines)
    status, pieces, err = run("-j3", "--resume", "--out-dir", "cut", "many", "--", "-K")
    s = statuses(pieces)
    check(status == 0 and s.get("ok", 0) == n - lines and sum(s.values()) == n, "the rest is rendered, and nothing else", (s, lines, err))
    check({f: content("cut/m/" + f) for f in want} == want, "every sound is whole")
    keys = [line.split(" ")[5] for line in manifest_lines("cut")]
    check(sorted(keys) == sorted(f"m/{f}\n" for f in want), "no piece was rendered twice", keys)
    check(not glob.glob("cut/m/.*"), "nothing half done is left", glob.glob("cut/m/.*"))
    status, pieces, err = run("--resume", "--out-dir", os.path.abspath("cut"), "many", "--", "-K")
    check(status == 0 and statuses(pieces) == {"skipped": n}, "then there is nothing to do", statuses(pieces))
    # what is not intact is rendered again
    os.unlink("cut/m/p00.wav")
    os.truncate("cut/m/p01.wav", 1000)
    with open("cut/m/p02.wav", "r+b") as f:
        f.seek(5000)
        f.write(b"damage")
    write("m/p03.csd", TONE % (0.2, 999))
    os.rename("cut/m/p04.wav", "cut/m/.p04.wav.part")  # as if killed before the rename
    status, pieces, _ = run("--resume", "--out-dir", "cut", "many", "--", "-K")
    by = {p["input"][2:5]: p["status"] for p in pieces}
    check([by[k] for k in ("p00", "p01", "p02", "p03", "p04", "p05")] == ["ok"] * 4 + ["recovered", "skipped"], "what is not intact is", by)
    check(content("cut/m/p02.wav") == want["p02.wav"] and content("cut/m/p04.wav") == want["p04.wav"] and
          content("cut/m/p03.wav") != want["p03.wav"], "and is sound again")
    check(statuses(run("--resume", "--out-dir", "cut", "many", "--", "-K")[1]) == {"skipped": n}, "once")
    with open("cut/.kcycle-batch/manifest") as f:
        text = f.read()
    check(text.count("\n") == n, "what is doubled in a manifest goes", text.count("\n"))
    write("cut/.kcycle-batch/manifest", text[:20] + ("0" if text[20] != "0" else "1") + text[21:-30])
    status, pieces, _ = run("--resume", "--out-dir", "cut", "many", "--", "-K")
    check(status == 0 and statuses(pieces) == {"ok": 2, "skipped": n - 2}, "a damaged manifest costs its damaged lines", statuses(pieces))
    status, pieces, _ = run("--resume", "--out-dir", "cut", "many", "--", "-K", "-f")
    check(statuses(pieces) == {"ok": n}, "other options, other sounds", statuses(pieces))


def interrupt():
    r = start("-j2", "--out-dir", "int", "many")
    time.sleep(0.3)
    r.send_signal(signal.SIGINT)
    status, pieces, err = finish(r)
    done = len(pieces)
    check(status == 130 and f"{24 - done} left" in err and all(p["status"] == "ok" for p in pieces), "an interrupt ends in good order", (status, err))
    check(not glob.glob("int/m/.*"), "and leaves nothing half done", glob.glob("int/m/.*"))
    status, pieces, _ = run("--resume", "--out-dir", "int", "many")
    check(status == 0 and statuses(pieces).get("skipped", 0) == done, "and is taken up again", statuses(pieces))


def shards():
    runs = [start("-j1", "--shard", f"{i}/3", "--out-dir", "sh", "many") for i in (1, 2, 3)]
    while not glob.glob("sh/.kcycle-batch/manifest-2-of-3"):
        time.sleep(0.005)
    runs[1].send_signal(signal.SIGSTOP)  # it is at work however long the next line takes
    second = run("--shard=2/3", "--resume", "--out-dir", "sh", "many")
    runs[1].send_signal(signal.SIGCONT)
    results = [finish(r) for r in runs]
    inputs = [p["input"] for r in results for p in r[1]]
    check(all(r[0] == 0 for r in results) and sorted(inputs) == [f"m/p{i:02}.csd" for i in range(24)], "shards are all, and apart", inputs)
    check(second[0] == 2 and "another batch is at work" in second[2], "a shard is worked on once at a time", second)
    status, pieces, _ = run("--resume", "--out-dir", "sh", "many")
    check(statuses(pieces) == {"skipped": 24}, "all of them know what is finished", statuses(pieces))


def terminal():
    pid, fd = pty.fork()
    if not pid:
        os.execv(kcycle, [kcycle, "batch", "-j2", "--log", "tty.json", "--out-dir", "tty", "many"])
    text = b""
    try:
        while chunk := os.read(fd, 4096):
            text += chunk
    except OSError:
        pass
    status = os.waitpid(pid, 0)[1]
    check(status == 0 and re.search(rb"\r\[#+\.*\]  \d+/24  +\d+%  [0-9.]+/s.*  \d+:\d\d left", text), "a bar on a terminal", text[-300:])


def parallel():
    if not shutil.which("parallel"):
        print("skipped GNU parallel is not installed")
        return
    r = subprocess.run(["parallel", "-j3", kcycle, "batch", "-j1", "--shard", "{}/4", "--out-dir", "par", "many", ":::", "1", "2", "3", "4"],
                       capture_output=True, text=True)
    pieces = [json.loads(s) for s in r.stdout.splitlines()]
    check(r.returncode == 0 and sorted(p["input"] for p in pieces) == [f"m/p{i:02}.csd" for i in range(24)], "shards under GNU parallel", r.stderr[-500:])


with tempfile.TemporaryDirectory() as tmp:
    os.chdir(tmp)
    os.environ["KCYCLE_CACHE_DIR"] = tmp + "/cache"
    for part in (basics, refusals, limits, kill_and_resume, interrupt, shards, terminal, parallel):
        print("--", part.__name__)
        part()
    os.chdir("/")
sys.exit(failed > 0)
