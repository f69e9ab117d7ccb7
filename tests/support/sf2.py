#!/usr/bin/python3
"""Writes the small SoundFont of the golden orchestras (tests/golden/soundfont), as base64 for a <CsFileB>.

    sf2.py            base64 on the standard output
    sf2.py FILE.sf2   the file itself

Two samples of a few hundred points, two instruments, three presets: layers with ranges, defaults for all zones,
tuning, pan, attenuation, loops and envelopes."""
import base64, math, struct, sys

GEN = dict(start=0, end=1, loop_start=2, loop_end=3, pan=17, attack=34, decay=36, sustain=37, release=38,
           instrument=41, keys=43, vels=44, attenuation=48, coarse=51, fine=52, sample=53, mode=54, scale=56, root=58)


def gens(zone):
    out = b""
    for name, value in zone:
        v = struct.pack("BB", *value) if isinstance(value, tuple) else struct.pack("<h", value)
        out += struct.pack("<H", GEN[name]) + v
    return out


def chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


def bags(items):
    """Bag and generator records of a list of (name, ..., zones), and where each item's bags begin."""
    bag, gen, first = b"", b"", []
    for *_, zones in items:
        first.append(len(bag) // 4)
        for z in zones:
            bag += struct.pack("<HH", len(gen) // 4, 0)
            gen += gens(z)
    first.append(len(bag) // 4)
    return bag + struct.pack("<HH", len(gen) // 4, 0), gen + b"\0" * 4, first


def font(samples, instrs, presets):
    """samples: (name, points, rate, key, loop start, loop end); instrs: (name, zones);
    presets: (name, program, bank, zones). A zone is a list of (generator, value)."""
    smpl, shdr = b"", b""
    for name, points, rate, key, lo, hi in samples:
        at = len(smpl) // 2
        smpl += struct.pack("<%dh" % len(points), *points) + b"\0" * 92
        shdr += struct.pack("<20sIIIIIBbHH", name, at, at + len(points), at + lo, at + hi, rate, key, 0, 0, 1)
    shdr += struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    ibag, igen, ifirst = bags(instrs)
    pbag, pgen, pfirst = bags(presets)
    inst = b"".join(struct.pack("<20sH", n, f) for (n, _), f in zip(instrs + [(b"EOI", [])], ifirst))
    phdr = b"".join(struct.pack("<20sHHHIII", n, prog, bank, f, 0, 0, 0)
                    for (n, prog, bank, _), f in zip(presets + [(b"EOP", 0, 0, [])], pfirst))
    pdta = b"pdta" + b"".join(chunk(n, d) for n, d in (
        (b"phdr", phdr), (b"pbag", pbag), (b"pmod", b"\0" * 10), (b"pgen", pgen), (b"inst", inst),
        (b"ibag", ibag), (b"imod", b"\0" * 10), (b"igen", igen), (b"shdr", shdr)))
    info = b"INFO" + chunk(b"ifil", struct.pack("<HH", 2, 1)) + chunk(b"INAM", b"test font\0")
    return chunk(b"RIFF", b"sfbk" + chunk(b"LIST", info) + chunk(b"LIST", b"sdta" + chunk(b"smpl", smpl)) +
                 chunk(b"LIST", pdta))


def test_font():
    tone = [int(9000 * math.sin(2 * math.pi * i / 40) + 3000 * math.sin(2 * math.pi * 3 * i / 40)) for i in range(320)]
    hit = [int(16000 * math.exp(-i / 60) * math.sin(i * i / 300)) for i in range(300)]
    samples = [(b"tone", tone, 22050, 60, 120, 280), (b"hit", hit, 32000, 48, 20, 200)]
    instrs = [
        (b"Tones", [[("attenuation", 20), ("fine", 15), ("mode", 1), ("root", 62)],
                    [("keys", (0, 64)), ("pan", -300), ("attack", -7200), ("decay", -6000), ("sustain", 60), ("sample", 0)],
                    [("keys", (60, 127)), ("pan", 200), ("root", -1), ("coarse", 1), ("scale", 50), ("loop_start", 8),
                     ("loop_end", -8), ("sample", 0)]]),
        (b"Hits", [[("vels", (0, 99)), ("attack", -9000), ("decay", -5000), ("sustain", 100), ("sample", 1)],
                   [("vels", (80, 127)), ("start", 20), ("end", -40), ("pan", 500), ("sample", 1)]])]
    presets = [
        (b"Second", 5, 1, [[("instrument", 1)]]),
        (b"Both", 0, 0, [[("coarse", -2), ("fine", 10), ("pan", 100), ("attenuation", 30), ("instrument", 0)],
                         [("keys", (40, 80)), ("instrument", 1)]]),
        (b"Tones alone", 7, 0, [[("instrument", 0)]])]
    return font(samples, instrs, presets)


if __name__ == "__main__":
    data = test_font()
    if len(sys.argv) > 1:
        open(sys.argv[1], "wb").write(data)
    else:
        print(base64.encodebytes(data).decode(), end="")
