#!/usr/bin/python3
"""examples/batch/slurm.sh as a job array, on a Slurm cluster of one node that is started for it.

    slurm.py --kcycle build/release/kcycle

Exit status 77: skipped, because Slurm (Debian: slurm-wlm) is not installed or can't run here."""
import argparse, glob, json, os, shutil, socket, subprocess, sys, tempfile, time

ROOT = os.path.realpath(os.path.dirname(os.path.abspath(__file__)) + "/../..")
p = argparse.ArgumentParser()
p.add_argument("--kcycle", default="build/release/kcycle")
kcycle = os.path.abspath(p.parse_args().kcycle)
os.environ["PATH"] += ":/usr/sbin:/sbin"
PIECE = """<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 1
0dbfs = 1
instr 1
 out oscili(0.3, p4)
endin
</CsInstruments>
<CsScore>
i1 0 0.2 %d
</CsScore>
</CsoundSynthesizer>
"""


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def config(tmp):
    host = socket.gethostname().split(".")[0]
    for d in ("state", "spool", "run"):
        os.mkdir(f"{tmp}/{d}")
    user = subprocess.check_output(["id", "-un"], text=True).strip()
    open(tmp + "/slurm.conf", "w").write(f"""ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/none
CredType=cred/none
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
StateSaveLocation={tmp}/state
SlurmdSpoolDir={tmp}/spool
SlurmctldPidFile={tmp}/run/ctld.pid
SlurmdPidFile={tmp}/run/d.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SlurmctldParameters=enable_configless
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=10 State=UP OverSubscribe=FORCE:4
""")
    os.environ["SLURM_CONF"] = tmp + "/slurm.conf"
    return host


def wait_until(what, seconds):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.2)
    return False


def sh(*cmd):
    return subprocess.run(cmd, capture_output=True, text=True)


def submit(tmp):
    """Runs the array and waits for its end."""
    r = sh("sbatch", "--chdir=" + tmp, "--cpus-per-task=1", "--array=1-3", ROOT + "/examples/batch/slurm.sh", "list", "out", "-K")
    if r.returncode:
        sys.exit("sbatch: " + r.stderr)
    job = r.stdout.split()[-1]
    if not wait_until(lambda: not sh("squeue", "-h", "-j", job).stdout.strip(), 90):
        sys.exit("the jobs do not end\n" + sh("squeue").stdout)
    pieces = []
    for f in glob.glob(tmp + "/out/shard-*.json"):
        pieces += [json.loads(s) for s in open(f)]
        os.unlink(f)
    return pieces


def test(tmp):
    for i in range(9):
        open(f"{tmp}/p{i}.csd", "w").write(PIECE % (300 + i))
    open(tmp + "/list", "w").write("".join(f"p{i}.csd\n" for i in range(9)))
    os.mkdir(tmp + "/out")
    os.environ.update(KCYCLE=kcycle, KCYCLE_CACHE_DIR=tmp + "/cache")
    first = submit(tmp)
    logs = "".join(open(f).read() for f in glob.glob(tmp + "/kcycle-*.log"))
    assert sorted(p["input"] for p in first) == [f"p{i}.csd" for i in range(9)], (first, logs)
    assert all(p["status"] == "ok" for p in first), first
    sounds = {open(f"{tmp}/out/p{i}.wav", "rb").read() for i in range(9)}
    assert len(sounds) == 9, "sounds are alike"
    assert len(glob.glob(tmp + "/out/.kcycle-batch/manifest-?-of-3")) == 3
    os.unlink(tmp + "/out/p4.wav")
    again = submit(tmp)
    assert sorted((p["input"], p["status"]) for p in again) == [(f"p{i}.csd", "ok" if i == 4 else "skipped") for i in range(9)], again
    print("ok: 9 pieces in 3 jobs, and again")


if not (shutil.which("slurmctld") and shutil.which("slurmd") and shutil.which("sbatch")):
    skip("Slurm is not installed (Debian: slurm-wlm)")
with tempfile.TemporaryDirectory() as tmp:
    host = config(tmp)
    daemons = []
    try:
        for d in (["slurmctld"], ["slurmd", "-N", host]):
            log = open(f"{tmp}/{d[0]}.log", "w")
            daemons.append(subprocess.Popen([d[0], "-D", "-f", tmp + "/slurm.conf", *d[1:]], stdout=log, stderr=log))
        if not wait_until(lambda: "idle" in sh("sinfo", "-h", "-o", "%T").stdout, 30):
            skip("the cluster does not come up: " + "".join(open(f).read()[-600:] for f in glob.glob(tmp + "/*.log")))
        test(tmp)
    finally:
        for d in reversed(daemons):
            d.terminate()
        for d in daemons:
            try:
                d.wait(20)
            except subprocess.TimeoutExpired:
                d.kill()
