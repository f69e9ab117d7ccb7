#!/usr/bin/env python3
"""Programs that were built for Csound 6.18, with our libcsound64.so.6.0 in front of the system's: each loads it and makes sound, or at
least finds every function it asks for. A client that is not installed is skipped by name."""
import argparse
import ctypes.util
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import wave

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIBRARIES = "/usr/lib/x86_64-linux-gnu"
NAME = "libcsound64.so.6.0"
HEADER = "sr = 44100\nksmps = 32\nnchnls = 1\n0dbfs = 1\n"
ORCHESTRA = HEADER + "instr 1\n out oscili(p4, 440)\nendin\n"
SCORE = "i 1 0 1 0.5\n"
CSD = ("<CsoundSynthesizer>\n<CsOptions>\n-d -m0 -W -f -o OUT\n</CsOptions>\n<CsInstruments>\n" + ORCHESTRA +
       "</CsInstruments>\n<CsScore>\n" + SCORE + "e\n</CsScore>\n</CsoundSynthesizer>\n")


class Skip(Exception):
    pass


class Wrong(Exception):
    pass


def need(ok, what):
    if not ok:
        raise Skip(what)


def check(ok, what):
    if not ok:
        raise Wrong(what)


class Place:
    """A folder to work in, and how programs run with our library."""

    def __init__(self, folder, build):
        self.folder, self.build = folder, build

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as f:
            f.write(text)
        return self.path(name)

    def env(self, **more):
        # bind everything at once: a missing function shows when the client loads
        return dict(os.environ, LD_LIBRARY_PATH=self.build, LD_BIND_NOW="1", **more)

    def run(self, args, status=0, env=None, timeout=120):
        done = subprocess.run(args, capture_output=True, text=True, timeout=timeout, cwd=self.folder, errors="replace",
                              env=env or self.env())
        said = done.stdout + done.stderr
        if status is not None and done.returncode != status:
            raise Wrong(f"{' '.join(args)}: status {done.returncode}\n{said[-2000:]}")
        return said


def peak(path):
    """Largest magnitude of a sound file of 16 bits or 32-bit floats."""
    data = open(path, "rb").read()
    kind = struct.unpack_from("<H", data, data.index(b"fmt ") + 8)[0]
    at = data.index(b"data") + 8
    if kind == 1:
        with wave.open(path) as w:
            n = w.getnframes() * w.getnchannels()
            return max((abs(x) for x in struct.unpack(f"<{n}h", w.readframes(w.getnframes()))), default=0) / 32768
    n = (len(data) - at) // 4
    return max((abs(x) for x in struct.unpack_from(f"<{n}f", data, at)), default=0)


def is_tone(path, amplitude=.5):
    check(os.path.exists(path), path + " was not written")
    p = peak(path)
    check(abs(p - amplitude) < .01, f"{path}: peak {p}, not {amplitude}")


# ---- clients ------------------------------------------------------------------------------------------------------------

def symbols_of(path, kind):
    said = subprocess.run(["nm", "-D", kind, path], capture_output=True, text=True).stdout
    return {line.split()[-1].split("@")[0] for line in said.splitlines() if line}


def symbols(place, client):
    """What the client takes from the system's library is in ours."""
    need(os.path.exists(client), client + " is not there")
    system = f"{LIBRARIES}/{NAME}"
    need(os.path.exists(system), "no system Csound")
    wanted = symbols_of(client, "--undefined-only") & symbols_of(system, "--defined-only")
    missing = sorted(wanted - symbols_of(os.path.join(place.build, NAME), "--defined-only"))
    check(wanted, client + " asks for nothing")
    check(not missing, f"{len(missing)} of {len(wanted)} missing: {' '.join(missing)}")
    return f"{len(wanted)} functions"


def csound_cli(place):
    """The program csound itself: the same samples with either library."""
    need(shutil.which("csound"), "csound is not installed")
    csd = place.write("cli.csd", CSD.replace("-o OUT", ""))
    place.run(["csound", "-o", "ours.wav", csd])
    place.run(["csound", "-o", "theirs.wav", csd], env=dict(os.environ))
    ours, theirs = (open(place.path(n), "rb").read() for n in ("ours.wav", "theirs.wav"))
    check(ours[ours.index(b"data"):] == theirs[theirs.index(b"data"):], "other samples")


def python(place):
    try:
        import importlib.util
        found = importlib.util.find_spec("ctcsound") or os.path.exists("/usr/lib/python3/dist-packages/ctcsound.py")
    except ImportError:
        found = None
    need(found, "python3-csound is not installed")
    script = place.write("host.py", f"""
import ctcsound
cs = ctcsound.Csound()
assert cs.compileCsdText({CSD.replace("OUT", "py.wav")!r}) == 0 and cs.start() == 0
assert cs.perform() > 0
cs.cleanup()
pt_cs = ctcsound.Csound()
pt_cs.setOption("-d"); pt_cs.setOption("-m0"); pt_cs.setOption("-W"); pt_cs.setOption("-f"); pt_cs.setOption("-opt.wav")
assert pt_cs.compileOrc({ORCHESTRA!r}) == 0
pt_cs.readScore({(SCORE + "e")!r})
assert pt_cs.start() == 0
pt = ctcsound.CsoundPerformanceThread(pt_cs.csound())
pt.play()
pt.join()
pt_cs.cleanup()
""")
    place.run(["/usr/bin/python3", script])
    is_tone(place.path("py.wav"))
    is_tone(place.path("pt.wav"))


def lua(place):
    need(os.path.exists(f"{LIBRARIES}/lua/5.1/luaCsnd6.so") and shutil.which("lua5.1"), "lua-luacsnd6 is not installed")
    script = place.write("host.lua", f"""
require "luaCsnd6"
local cs = luaCsnd6.Csound()
for _, o in ipairs{{"-d", "-m0", "-W", "-f", "-olua.wav"}} do cs:SetOption(o) end
assert(cs:CompileOrc([[{ORCHESTRA}]]) == 0)
cs:ReadScore("{SCORE.strip()}\\ne\\n")
assert(cs:Start() == 0)
while cs:PerformKsmps() == 0 do end
assert(math.abs(cs:GetScoreTime() - 1) < 0.01)
cs:Cleanup()
""")
    place.run(["lua5.1", script])
    is_tone(place.path("lua.wav"))


CPP = r"""
#include "csound.hpp"
#include "csPerfThread.hpp"
#include <cmath>
static double loudest;
static void listen(void *user)
{
    Csound *cs = static_cast<Csound *>(user);
    for (int n = 0; n < cs->GetKsmps(); n++) loudest = std::fmax(loudest, std::fabs(cs->GetSpoutSample(n, 0)));
}
int main()
{
    Csound cs;
    const char *args[] = {"csound", "-n", "-d", "-m0", "--daemon"};
    (void)args;
    cs.SetOption("-n");
    cs.SetOption("-m0");
    if (cs.CompileOrc(ORCHESTRA) || cs.Start()) return 1;
    CsoundPerformanceThread thread(&cs);
    thread.SetProcessCallback(listen, &cs);
    thread.Play();
    const MYFLT note[] = {1, 0, .25, .5};
    thread.ScoreEvent(0, 'i', 4, note);
    thread.FlushMessageQueue();
    csoundSleep(200);
    thread.Stop();
    thread.Join();
    return std::fabs(loudest - .5) < .01 ? 0 : 2;
}
"""


def cplusplus(place):
    """A host in C++ with our headers, and the performance thread of libcsnd6."""
    csnd = os.path.join(LIBRARIES, "libcsnd6.so.6.0")
    need(os.path.exists(csnd), "libcsnd6 is not installed")
    compiler = shutil.which("c++")
    need(compiler, "no C++ compiler")
    text = '"' + ORCHESTRA.replace("\n", "\\n") + '"'
    source = place.write("host.cpp", CPP.replace("ORCHESTRA", text))
    place.run([compiler, "-std=c++17", "-I", os.path.join(ROOT, "api/include/csound"), source, csnd,
               os.path.join(place.build, NAME), "-o", "host"], env=dict(os.environ))
    place.run([place.path("host")])


def puredata(place):
    need(shutil.which("pd") and os.path.exists("/usr/lib/pd/extra/csound6~"), "pd-csound is not installed")
    place.write("patch.csd", CSD.replace("-W -f -o OUT", "-n").replace("i 1 0 1 0.5", "i 1 0 3 0.5"))
    patch = place.write("patch.pd", """#N canvas 0 0 450 300 12;
#X obj 10 50 csound6~ patch.csd;
#X obj 10 120 env~ 1024;
#X obj 10 150 print LOUD;
#X msg 10 10 \\; pd dsp 1;
#X obj 200 10 loadbang;
#X obj 200 60 delay 500;
#X msg 200 90 \\; pd quit;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 4 0 3 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
""")
    said = place.run(["pd", "-nogui", "-batch", "-noprefs", "-path", "/usr/lib/pd/extra/csound6~", "-lib", "csound6~", patch],
                     status=None, timeout=60)
    loud = [float(x) for x in re.findall(r"LOUD: ([-0-9.e+]+)", said)]
    check(loud and max(loud) > 80, "no sound in the patch:\n" + said[-1500:])


LADSPA = """<csLADSPA>
Name=KcGain
Maker=test
UniqueID=1049
Copyright=none
ControlPort=Gain|gain
Range=0|2
</csLADSPA>
<CsoundSynthesizer>
<CsInstruments>
sr = 44100
ksmps = 10
nchnls = 1
0dbfs = 1
instr 1
 kgain chnget "gain"
 ain inch 1
 out ain * kgain
endin
</CsInstruments>
<CsScore>
i 1 0 3600
</CsScore>
</CsoundSynthesizer>
"""


def ladspa(place):
    plugin = "/usr/lib/ladspa/csladspa64.so"
    need(os.path.exists(plugin) and shutil.which("applyplugin"), "csladspa or ladspa-sdk is not installed")
    place.write("gain.csd", LADSPA)
    with wave.open(place.path("in.wav"), "wb") as w:
        w.setparams((1, 2, 44100, 0, "NONE", ""))
        w.writeframes(struct.pack("<44100h", *[(n % 100) * 80 for n in range(44100)]))
    place.run(["applyplugin", "in.wav", "out.wav", plugin, place.path("gain.csd"), "1.5"], env=place.env(LADSPA_PATH=place.folder))
    is_tone(place.path("out.wav"), 99 * 80 * 1.5 / 32768)


def node(place):
    need(shutil.which("node"), "node is not installed")
    folders = subprocess.run(["npm", "root", "-g"], capture_output=True, text=True).stdout.strip() if shutil.which("npm") else ""
    env = place.env(NODE_PATH=os.pathsep.join(filter(None, [os.environ.get("NODE_PATH"), folders])))
    probe = subprocess.run(["node", "-e", "require.resolve('csound-api')"], capture_output=True, env=env)
    need(probe.returncode == 0, "the package csound-api is not installed")
    script = place.write("host.js", f"""
const csound = require('csound-api');
const cs = csound.Create();
for (const o of ['-d', '-m0', '-W', '-f', '-onode.wav']) csound.SetOption(cs, o);
if (csound.CompileOrc(cs, {ORCHESTRA!r}) !== 0) throw 'orchestra';
csound.ReadScore(cs, {(SCORE + "e")!r});
if (csound.Start(cs) !== 0) throw 'start';
while (csound.PerformKsmps(cs) === 0);
csound.Destroy(cs);
""")
    place.run(["node", script], env=env)
    is_tone(place.path("node.wav"))


CLIENTS = {
    "csound": csound_cli,
    "python": python,
    "lua": lua,
    "c++": cplusplus,
    "pd": puredata,
    "ladspa": ladspa,
    "node": node,
    "symbols/csound": lambda p: symbols(p, shutil.which("csound") or "csound"),
    "symbols/libcsnd6": lambda p: symbols(p, LIBRARIES + "/libcsnd6.so.6.0"),
    "symbols/lua": lambda p: symbols(p, LIBRARIES + "/lua/5.1/luaCsnd6.so"),
    "symbols/pd": lambda p: symbols(p, "/usr/lib/pd/extra/csound6~/csound6~.pd_linux"),
    "symbols/ladspa": lambda p: symbols(p, "/usr/lib/ladspa/csladspa64.so"),
    "symbols/csoundqt": lambda p: symbols(p, shutil.which("csoundqt") or "csoundqt"),
}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--build", required=True, help="folder of " + NAME)
    p.add_argument("clients", nargs="*", help=" ".join(CLIENTS))
    o = p.parse_args()
    failed = done = 0
    for name in o.clients or CLIENTS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                note = CLIENTS[name](Place(folder, os.path.abspath(o.build)))
                done += 1
                print("ok     ", name, "-", note or "")
            except Skip as why:
                print("skipped", name, "-", why)
            except (Wrong, subprocess.TimeoutExpired) as why:
                failed += 1
                print("FAILED ", name, "-", why)
        sys.stdout.flush()
    return 1 if failed else 0 if done else 77


if __name__ == "__main__":
    sys.exit(main())
