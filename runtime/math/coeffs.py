#!/usr/bin/env python3
"""Derive the coefficients in vmath.h.

Each function is replaced by a polynomial, or a quotient of two, that agrees with it at the Chebyshev nodes of the
reduced interval; the result is within a small factor of the best possible one. Needs mpmath. Prints C arrays
(lowest power first) and the largest approximation error left after rounding to double, as a power of two.
"""
from mpmath import mp, mpf, matrix, lu_solve, cos, pi, sqrt, log, exp, sinh, cosh, sin, tan, atan, asin, tanh, cbrt

mp.dps = 60


def nodes(lo, hi, n):
    return [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]


def poly(f, lo, hi, degree, weight):
    """Coefficients as doubles. Each is rounded in turn, lowest first, and those above it are fitted again to what the
    rounding left over (least squares at Chebyshev nodes, in relative error)."""
    xs = nodes(lo, hi, 3 * degree + 12)
    ws = [weight(x) for x in xs]
    fs = [f(x) for x in xs]
    done = []
    for k in range(degree + 1):
        a = matrix([[w * x**j for j in range(k, degree + 1)] for x, w in zip(xs, ws)])
        y = matrix([w * (g - value(done, x)) for x, w, g in zip(xs, ws, fs)])
        done.append(mpf(float(lu_solve(a.T * a, a.T * y)[0])))
    return done


def ratio(f, lo, hi, np, nq):
    """f = (1 + sum p_k x^k) / (1 + sum q_k x^k), k from 1, where f(0) = 1."""
    xs = nodes(lo, hi, np + nq)
    rows = [[x**k for k in range(1, np + 1)] + [-f(x) * x**k for k in range(1, nq + 1)] for x in xs]
    c = lu_solve(matrix(rows), matrix([f(x) - 1 for x in xs]))
    return list(c)[:np], list(c)[np:]


def round53(cs):
    return [mpf(float(c)) for c in cs]


def value(cs, x):
    return sum(c * x**k for k, c in enumerate(cs))


def show(name, cs):
    print("%s: %s" % (name, ", ".join(float(c).hex() for c in cs)))


def report(name, err, lo, hi):
    worst = max(abs(err(lo + (hi - lo) * i / 400)) for i in range(1, 401))
    print("  // %s: error 2^%.1f" % (name, log(worst, 2)))


def fit(name, f, lo, hi, degree, weight):
    """weight(x) turns an error of f into a relative error of the whole function."""
    c = poly(f, mpf(lo), mpf(hi), degree, weight)
    show(name, c)
    report(name, lambda x: (value(c, x) - f(x)) * weight(x), mpf(lo), mpf(hi))


def fit_ratio(name, f, hi, np, nq):
    """The denominator first; the numerator then absorbs the denominator's rounding."""
    lo = mpf(10)**-20
    q = round53(ratio(f, lo, mpf(hi), np, nq)[1])
    den = lambda x: 1 + x * value(q, x)
    p = poly(lambda x: (f(x) * den(x) - 1) / x, lo, mpf(hi), np - 1, lambda x: x / den(x) / f(x))
    show(name + "_P", p)
    show(name + "_Q", q)
    report(name, lambda x: (1 + x * value(p, x)) / den(x) / f(x) - 1, lo, mpf(hi))


def series(term, first, x):
    """sum of term(k) x^(k-first), k >= first: stable where the closed form cancels."""
    return sum(term(k) * x**(k - first) for k in range(first, first + 60))


if __name__ == "__main__":
    import sys

    d = dict(a.split("=") for a in sys.argv[1:])
    deg = lambda name, default: int(d.get(name, default))
    half = log(2) / 2 * mpf("1.001")
    fac = mp.factorial
    fit("EXP_EVEN", lambda z: series(lambda k: 1 / fac(2 * k), 1, z), 0, half**2, deg("EE", 4), lambda z: z)
    fit("EXP_ODD", lambda z: series(lambda k: 1 / fac(2 * k + 1), 1, z), 0, half**2, deg("EO", 4), lambda z: z * sqrt(z))
    eighth = (pi / 4)**2 * mpf("1.0001")
    fit("SIN", lambda z: series(lambda k: (-1)**k / fac(2 * k + 1), 1, z), 0, eighth, deg("SIN", 5), lambda z: z)
    fit("COS", lambda z: series(lambda k: (-1)**k / fac(2 * k), 2, z), 0, eighth, deg("COS", 5), lambda z: z * z)
    lim = (sqrt(2) - 1)**2 / (sqrt(2) + 1)**2 * mpf("1.0001")
    fit("LOG", lambda w: series(lambda k: mpf(2) / (2 * k + 1), 1, w), 0, lim, deg("LOG", 6), lambda w: w)
    fit("POW_LOG", lambda w: series(lambda k: mpf(1) / (2 * k + 1), 1, w), 0, mpf(1) / 65**2, deg("POW", 3),
        lambda w: w)
    table = [log((mpf(44 + i) + 0.5) / 64 if i < 20 else 1 + (mpf(i - 20) + 0.5) / 32, 2) for i in range(32)]
    table[19] = table[20] = mpf(0)
    for c in table:
        high = mp.nint(c * 2**42) / 2**42
        print("{%s, %s}," % (float(high).hex(), float(c - high).hex()))
    t = lambda z: atan(sqrt(z)) / sqrt(z)
    fit("ATAN", lambda z: (t(z) - 1) / z, mpf(10)**-20, mpf("0.17158"), deg("ATAN", 10), lambda z: z)
    fit("ASIN", lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, mpf(10)**-20, mpf("0.25"), deg("ASIN", 12), lambda z: z)
    fit_ratio("TANH", lambda z: tanh(sqrt(z)) / sqrt(z), (log(2) / 4 * mpf("1.001"))**2, deg("THP", 2), deg("THQ", 2))
    fit_ratio("TAN", lambda z: tan(sqrt(z)) / sqrt(z), (pi / 4)**2 * mpf("1.0001"), deg("TP", 3), deg("TQ", 4))
    fit("CBRT", lambda m: 1 / cbrt(m), 1, 8, deg("CBRT", 4), lambda m: cbrt(m))
