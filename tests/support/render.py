"""Rendering a csd with the reference (csound) and with kcycle, and comparing sound and text."""
import gzip, os, re, resource, signal, struct, subprocess, sys
import numpy as np

FLAGS = ["-d", "-m0", "-W", "-f", "-o"]
NOISE = re.compile(
    r"^(--|\[commit|opcode \S+ deprecated|libsndfile|sr =|0dBFS|orch now|audio buffered|writing|SECTION|B |\s*\.\.\.|inactive|end of|"
    r"\s+overall|\d+ errors|Score finished|Elapsed|sorting|UnifiedCSD|\d+ \d+ sample|displays|graphics|ftable|new alloc|"
    r"WARNING|warning|no sound|csoundPerform|rtaudio|rtmidi|ALSA|not writing|closing|\s*$)")


def read_csd(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as f:
        return f.read().decode("latin-1")


def without_options(text):
    """Devices and formats of the piece give way to ours."""
    return re.sub(r"(<CsOptions>).*?(</CsOptions>)", r"\1\n\2", text, flags=re.S)


def run(cmd, cwd, cap_bytes=0, timeout=60):
    def limit():
        if cap_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (cap_bytes, cap_bytes))
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)

    try:
        p = subprocess.run(cmd, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           timeout=timeout, preexec_fn=limit)
        return p.returncode, p.stdout.decode("latin-1")
    except subprocess.TimeoutExpired as e:
        return "timeout", (e.stdout or b"").decode("latin-1")


def read_wav(path):
    """(sr, frames x channels) of a float wav, its header possibly unfinished; None without one."""
    try:
        raw = open(path, "rb").read()
    except OSError:
        return None
    pos, fmt = 12, None
    while pos + 8 <= len(raw):
        tag, size = raw[pos:pos + 4], struct.unpack("<I", raw[pos + 4:pos + 8])[0]
        body = pos + 8
        if tag == b"fmt ":
            fmt = struct.unpack("<HHIIHH", raw[body:body + 16])
        if tag == b"data" and fmt:
            code, ch, sr, _, align, bits = fmt
            end = body + size if size and body + size <= len(raw) else len(raw)
            n = (end - body) // align
            kind = {(3, 32): "<f4", (3, 64): "<f8", (1, 16): "<i2"}.get((code, bits))
            if not kind:
                return None
            return sr, np.frombuffer(raw[body:body + n * align], kind).astype(float).reshape(n, ch)
        pos = body + size + (size & 1)
    return None


def lines(text):
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return [l.rstrip() for l in text.splitlines() if not NOISE.match(l)]


def compare(ref, got, tolerance=1e-6):
    """None when equal, else what differs. Both: (sr, samples) or None."""
    if ref is None or got is None:
        return None if ref is got else "no sound file" if got is None else "the reference has no sound file"
    if ref[0] != got[0] or ref[1].shape[1] != got[1].shape[1]:
        return f"format {ref[0]} Hz x {ref[1].shape[1]} against {got[0]} Hz x {got[1].shape[1]}"
    a, b = ref[1], got[1]
    n = min(len(a), len(b))
    if abs(len(a) - len(b)) > 0:
        return f"length {len(a)} against {len(b)}"
    if n == 0:
        return None
    a, b = np.nan_to_num(a), np.nan_to_num(b)
    peak, err = np.abs(a).max(), np.abs(a - b)
    if peak == 0:
        return None if err.max() == 0 else f"silent in the reference, peak {err.max():.3g}"
    rms = np.sqrt((a * a).mean())
    if err.max() <= tolerance * peak or np.sqrt((err * err).mean()) <= 1e-5 * rms:
        return None
    at = int(np.argmax(err.max(axis=1) > tolerance * peak))
    return f"error {err.max() / peak:.3g} of the peak, from frame {at}"


def check_tiers(kcycle, src, cwd, ref_text, ref, modes, cap=0, tolerance=1e-6, args=()):
    """Renders src with each --jit mode. None when sound and lines equal the reference's and all tiers agree to the bit,
    else what is wrong. cap: file size at which both programs were stopped."""
    raw = []
    for mode in modes:
        _, out = run([os.path.abspath(kcycle), *args] + FLAGS + [mode + ".wav", "--jit=" + mode, src], cwd, cap)
        want, got = ref, read_wav(os.path.join(cwd, mode + ".wav"))
        if cap and want and got and len(want[1]) * 4 * want[1].shape[1] > cap - 65536:
            n = min(len(want[1]), len(got[1]))
            want, got = (want[0], want[1][:n]), (got[0], got[1][:n])
        bad = compare(want, got, tolerance)
        if bad is None and lines(ref_text) != lines(out):
            bad = "printed lines differ"
        if bad:
            return f"--jit={mode}: {bad}\n" + "".join("    " + l + "\n" for l in out.splitlines()[-6:])
        raw.append(got[1].tobytes() if got else b"")
    return "tiers differ" if len(set(raw)) > 1 else None
