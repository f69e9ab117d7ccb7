"""Small valid programs from a seed, for comparing engines.

A program is some definitions (macros, opcodes), one instrument and a few notes. It prints what it works out, at init
and in every k-cycle, with its number in front, and plays its audio in a stretch of time of its own: so many programs
fit into one CSD and each result still belongs to one of them.

What is not defined by the language stays out: casts of values that no integer holds, shifts by more than a word,
variables that a skipped init pass left alone, opcodes whose init was jumped over. Values that go into such places are
`clean`: small whole numbers."""
import random

I_FUNCS = ["abs({})", "frac({})", "sin({})", "cos({})", "sqrt(abs({}))", "int({})", "floor({})", "ceil({})", "signum({})",
           "exp(({}) % 3)", "taninv2({}, 2)", "limit({}, -3, 3)", "ampdb(({}) % 40)", "round(({}) % 1000)"]
A_FUNCS = ["abs({})", "frac({})", "sin({})", "cos({})", "sqrt(abs({}))", "floor({})", "limit({}, -2, 2)", "wrap({}, -1, 1)",
           "signum({})"]
STATEFUL_K = ["phasor:k({})", "lfo:k({}, 3)", "port({}, 0.01)", "samphold:k({}, {})", "integ:k({})", "diff:k({})", "oscili:k({}, 30, gi_t)",
              "line:k(0, 0.01, {i})", "linseg:k(0, 0.002, {i}, 0.003, 1)", "changed({})", "trigger({}, 0.5, 0)"]
STATEFUL_A = ["phasor:a({k})", "oscili:a({k}, 440, gi_t)", "oscili:a({a}, 330)", "tone({a}, 500)", "integ:a({a})", "diff:a({a})",
              "delay1({a})", "line:a(0, 0.01, {i})", "linseg:a(0, 0.002, {i}, 0.003, 1)", "a({k})", "upsamp({k})",
              "interp({k})", "samphold:a({a}, {a})", "butlp({a}, 800)"]


class Scope:
    """Names of one body."""

    def __init__(self, prefix):
        self.prefix, self.n = prefix, 0
        self.vars = {t: [] for t in "ikaS"}
        self.counters = {"i": [], "k": []}  # whole, small, not assigned by others
        self.arrays = {}  # name -> (type, size)

    def new(self, t, g=""):
        self.n += 1
        return f"{g}{t}{self.prefix}{self.n}"


class Program:
    """number: tells its prints from others'. Text: self.head, self.body (a list of statements), self.notes."""

    def __init__(self, seed, number, size=8):
        self.r = random.Random(f"{seed}:{number}")
        self.number = number
        self.head, self.udos, self.notes = [], [], []
        self.labels = 0
        self.depth = 0
        self.scope = Scope("v")
        self.globals = {"i": [], "k": [], "a": [], "S": []}
        self.kblock = self.noinit = False
        self.macros = []
        self.in_udo, self.avoid = False, None
        self.make(size)

    # ---- expressions ----

    def lit(self):
        r = self.r
        return r.choice([str(r.randint(0, 9)), str(r.randint(10, 400)), f"{r.uniform(0, 3):.3f}", f"{r.uniform(0, 300):.2f}",
                         ".5", "2.", "1e-2", "2.5E1", "0x1f", f"{r.randint(1, 9)}e{r.randint(-3, 3)}"])

    def clean(self, rate, d=2):
        """A whole number from 0 to a few dozens."""
        r, s = self.r, self.scope
        c = r.random()
        if c < .3 or d <= 0:
            return str(r.randint(0, 15))
        names = s.counters["i"] + (s.counters["k"] if rate == "k" else [])
        if c < .5 and names:
            return r.choice(names)
        if c < .6 and s.arrays:
            return f"lenarray({r.choice(sorted(s.arrays))})"
        if c < .65 and s.vars["S"] and rate == "i":
            return f"strlen({r.choice(s.vars['S'])})"
        if c < .8:
            return f"({self.cond(rate, 1)} ? {r.randint(0, 7)} : {r.randint(0, 7)})"
        op = r.choice(["&", "|", "#", "+", "%"])
        if op == "%":
            return f"({self.clean(rate, d - 1)} % {r.randint(1, 9)})"
        return f"({self.clean(rate, d - 1)} {op} {self.clean(rate, d - 1)})"

    def bits(self, rate):
        r = self.r
        c = r.random()
        if c < .25:
            return f"({self.clean(rate)} << {r.randint(0, 4)})"
        if c < .5:
            return f"({self.clean(rate)} >> {r.randint(0, 4)})"
        if c < .6:
            return f"(~{self.clean(rate)})"
        if c < .8:  # the levels of the operators, without parentheses
            n = r.randint(2, 5)
            t = str(r.randint(0, 15))
            for _ in range(n):
                t += f" {r.choice(['&', '|', '#', '+', '*', '-'])} {r.choice([str(r.randint(0, 15)), self.clean(rate, 0)])}"
            return f"({t})"
        return f"({self.clean(rate)} {r.choice('&|#')} {self.clean(rate)})"

    def leaf(self, rate):
        r, s = self.r, self.scope
        names = list(s.vars["i"]) + self.globals["i"] + s.counters["i"]
        if rate != "i":
            names += s.vars["k"] * 2 + self.globals["k"] + s.counters["k"]
        if rate == "a" and r.random() < .6 and s.vars["a"]:
            return r.choice(s.vars["a"])
        c = r.random()
        if c < .25 or not names:
            return self.lit()
        if c < .35 and not self.in_udo:
            return r.choice(["p4", "p5", "p6"])
        if c < .38:
            return r.choice(["sr", "ksmps", "kr", "0dbfs", "nchnls"]) if not self.in_udo else "sr"
        return r.choice(names)

    def array_read(self, rate):
        s, r = self.scope, self.r
        ok = {"i": "i", "k": "ik", "a": "ika"}[rate]
        names = [n for n, (t, _) in s.arrays.items() if t in ok]
        if not names:
            return None
        n = r.choice(sorted(names))
        t, size = s.arrays[n]
        return f"{n}[{self.index(size, 'i' if t == 'i' else 'k')}]"  # iA[k] is not understood everywhere there

    def index(self, size, rate):
        r = self.r
        c = r.random()
        if c < .6:
            return str(r.randint(0, size - 1))
        if c < .8:
            return f"{self.clean(rate, 1)} % {size}"
        return f"({self.cond(rate, 1)} ? {r.randint(0, size - 1)} : {r.randint(0, size - 1)})"

    def expr(self, rate, d=3):
        r = self.r
        c = r.random()
        if d <= 0 or c < .12:
            return self.leaf(rate)
        if c < .62:
            return self.binary(rate, d)
        if c < .67:
            return f"-{self.paren(self.expr(rate, d - 1))}" if r.random() < .5 else f"+{self.leaf(rate)}"
        if c < .8:
            return r.choice(A_FUNCS if rate == "a" else I_FUNCS).format(self.expr(rate, d - 1))
        if c < .86:
            return f"({self.cond('i' if rate == 'i' or r.random() < .3 else 'k', 2)} ? {self.arm(rate, d)} : {self.arm(rate, d)})"
        if c < .9:
            t = self.array_read(rate)
            if t:
                return t
        if c < .93 and rate != "a":
            return self.bits(rate)
        if c < .95 and self.macros:
            name, n = r.choice(self.macros)
            known, self.macros = self.macros, []  # not in each other's arguments
            x, y = self.expr(rate, 1), self.expr(rate, 1)
            t = f"${name}({x}'{y})" if n and len(x) < 90 and len(y) < 90 else f"{x} - ({y})" if n else f"${name}."  # longer is cut off there
            self.macros = known
            return t
        if c < .97 and rate == "i":
            return r.choice([f"table({self.clean('i')} % 8, gi_t2)", f"tablei({self.expr('i', 1)} % 7, gi_t2)", "ftlen(gi_t2)"])
        return self.stateful(rate, d)

    def arm(self, rate, d):
        t = self.expr(rate, d - 1)
        if rate == "a":  # both arms must be audio
            return f"a({self.expr('k', 1)})" if self.r.random() < .3 or not self.scope.vars["a"] else f"({self.r.choice(self.scope.vars['a'])} * {self.paren(t)})"
        return t

    def paren(self, t):
        return f"({t})"

    def stateful(self, rate, d):
        r = self.r
        if self.noinit or rate == "i" or self.kblock:
            return self.leaf(rate)
        if rate == "k":
            f = r.choice(STATEFUL_K)
            a = [v for v in self.scope.vars["k"] if v != self.avoid]
            x = r.choice(a) if a else "1"
            return f.replace("{i}", self.small("i")).replace("{}", x)
        f = r.choice(STATEFUL_A)
        a = [v for v in self.scope.vars["a"] if v != self.avoid]
        if "{a}" in f and not a:
            return self.leaf(rate)
        while "{a}" in f:
            f = f.replace("{a}", r.choice(a), 1)
        return f.replace("{k}", r.choice([v for v in self.scope.vars["k"] if v != self.avoid] or ["2"])).replace("{i}", self.small("i"))

    def small(self, rate):
        return str(self.r.randint(1, 4)) if self.r.random() < .5 else f"({self.expr(rate, 1)}) % 3"

    def binary(self, rate, d):
        r = self.r
        left = self.expr(rate, d - 1)
        right = self.expr(rate if r.random() < .7 or rate == "i" else r.choice("ik" if rate == "k" else "ika"), d - 1)
        op = r.choice(["+", "-", "*", "+", "-", "*", "/", "%", "^"])
        if op == "/":
            right = r.choice([f"(1 + abs({right}))", self.nonzero()])
        elif op == "%":
            right = self.nonzero()
        elif op == "^":
            left, right = f"abs({left})", r.choice(["2", "0.5", "3", "1", "1.5"])  # 0^0 is an error there
        sp = r.choice(["", " "])
        t = f"{left}{sp}{op}{sp}{right}" if not (op in "+-" and right[:1] in "+-=") else f"{left} {op} ({right})"
        if op == "*" and right[:1] in "*":
            t = f"{left} {op} ({right})"
        if r.random() < .05:
            t = f"{left} {op}\n    {right}"
        return f"({t})" if r.random() < .6 else t

    def nonzero(self):
        return self.r.choice([str(self.r.randint(1, 30)), f"{self.r.uniform(.1, 9):.2f}", "0.7"])

    def cond(self, rate, d=2):
        r = self.r
        c = r.random()
        if d > 0 and c < .25:
            return f"({self.cond(rate, d - 1)} {r.choice(['&&', '||'])} {self.cond(rate, d - 1)})"
        if d > 0 and c < .32:
            return f"!({self.cond(rate, d - 1)})"
        if d > 1 and c < .37:  # one level of && and ||, left to right
            return f"({self.cond(rate, 0)} {r.choice(['&&', '||'])} {self.cond(rate, 0)} {r.choice(['&&', '||'])} {self.cond(rate, 0)})"
        x = self.expr(rate, 1)
        op = r.choice(["<", ">", "<=", ">=", "==", "!="])
        return f"{x} {op} {self.expr(rate, 1)}"

    def string(self):
        r, s = self.r, self.scope
        names = s.vars["S"]
        c = r.random()
        if c < .4 or not names:
            return '"' + "".join(r.choice("abc XYZ,.-") for _ in range(r.randint(0, 6))) + '"'
        if c < .7:
            return r.choice(names)
        if c < .8:
            return f"strcat({r.choice(names)}, {self.string()})"
        if c < .9:
            return f'sprintf("%d-%s", {self.clean("i")}, {r.choice(names)})'
        return r.choice([f"strupper({r.choice(names)})", f"strsub({r.choice(names)}, 0, {r.randint(0, 4)})",
                         f'sprintf("%.3f|%5.1f", {self.expr("i", 1)}, {self.expr("i", 1)})'])

    # ---- statements: a str, or [open, body, [mid, body]..., close] ----

    def statement(self):
        r, s = self.r, self.scope
        kinds = [(self.assign, 30), (self.aug, 8), (self.if_block, 8), (self.array_write, 8), (self.say, 5), (self.multi, 3)]
        if not self.kblock:
            kinds += [(self.array_new, 5), (self.string_var, 6), (self.array_op, 3), (self.glob, 4)]
        if not self.kblock and not self.noinit:
            kinds += [(self.loop, 5), (self.jump, 4), (self.udo_call, 8), (self.read_i, 2), (self.table_write, 2), (self.opcode_line, 4)]
        if self.depth > 2:
            kinds = [k for k in kinds if k[0] not in (self.if_block, self.loop, self.jump)]
        total = sum(w for _, w in kinds)
        x = r.uniform(0, total)
        for f, w in kinds:
            x -= w
            if x <= 0:
                return f()
        return self.assign()

    def block(self, n):
        self.depth += 1
        out = []
        for _ in range(n):
            t = self.statement()
            if t:
                out += t
        self.depth -= 1
        return out

    def rates(self):
        return "kka" if self.kblock else "iikkka"

    def target(self, t):
        s, r = self.scope, self.r
        if s.vars[t] and (r.random() < .6 or self.depth > 0):
            return r.choice(s.vars[t])
        return None

    def assign(self, t=None):
        t = t or self.r.choice(self.rates())
        name = self.target(t)
        self.avoid = name  # an opcode that reads and writes one variable sees its output there
        e = self.expr(t)
        if "*" in e or "^" in e:  # huge values make rounding visible
            e = f"({e}) % 1000"
        self.avoid = None
        if not name:
            name = self.scope.new(t)
            if self.depth > 0:  # set somewhere in any case
                return None
            self.scope.vars[t].append(name)
            first = [f"{name} init {self.lit()}"] if t != "i" else []
            return first + [f"{name} = {e}"]
        return [f"{name} = {e}"]

    def aug(self):
        t = self.r.choice(self.rates())
        name = self.target(t)
        if not name:
            return None
        op = self.r.choice(["+=", "-=", "*=", "+="])
        return [f"{name} {op} {self.lit() if op == '*=' else f'({self.expr(t, 2)}) % 100'}"]

    def multi(self):
        t = "k" if self.kblock else self.r.choice("ik")  # not audio
        v = self.scope.vars[t]
        if len(v) < 2:
            return None
        a, b = self.r.sample(v, 2)
        return [f"{a}, {b} = {b}, {a}" if self.r.random() < .4 else f"{a}, {b} = {self.lit()}, {self.r.choice(v)}"]

    def if_block(self):
        r = self.r
        rate = "k" if self.kblock else r.choice("iikk")
        saved = self.kblock
        if rate == "k":
            self.kblock = True
        conds = [self.cond(rate) for _ in range(r.choice([1, 1, 2, 3]))]  # they may not use what the bodies define
        st = []
        for c in conds:
            st += [f"{'elseif' if st else 'if'} {c} then", self.block(r.randint(1, 3))]
        if r.random() < .5:
            st += ["else", self.block(r.randint(1, 2))]
        self.kblock = saved
        return [st + [r.choice(["endif", "endif", "fi"])]]

    def loop(self):
        r, s = self.r, self.scope
        rate = r.choice("ik")
        c = s.new(rate)
        n = r.randint(1, 5)
        saved = self.kblock
        if rate == "k":
            self.kblock = True
        s.counters[rate].append(c)
        body = self.block(r.randint(1, 3)) + [r.choice([f"{c} += 1", f"{c} = {c} + 1"])]
        self.kblock = saved
        head = r.choice([f"while {c} < {n} do", f"until {c} >= {n} do"])
        start = f"{c} init 0" if rate == "k" else f"{c} = 0"
        again = [f"{c} = 0"] if rate == "k" else []
        return [start] + again + [[head, body, r.choice(["od", "od", "enduntil"]) if head.startswith("until") else "od"]]

    def jump(self):
        r, s = self.r, self.scope
        self.labels += 1
        label = f"L{self.labels}"
        kind = r.random()
        saved = self.noinit, self.kblock
        if kind < .35:  # ahead, in both passes
            rate = r.choice("ik")
            word = "goto" if rate == "i" else "kgoto"
            self.kblock = rate == "k"
            self.noinit = True
            body = self.block(r.randint(1, 3))
            self.noinit, self.kblock = saved
            return [[f"if {self.cond(rate)} {word} {label}", body, f"{label}:"]]
        if kind < .55:  # ahead at init alone
            self.noinit = True
            body = self.block(r.randint(1, 2))
            self.noinit, self.kblock = saved
            return [[f"if {self.cond('i')} igoto {label}", body, f"{label}:"]]
        c = s.new("i")
        s.counters["i"].append(c)
        self.noinit, self.kblock = True, False
        body = [t for t in self.block(r.randint(1, 2))]
        self.noinit, self.kblock = saved
        if kind < .8:  # back, counted
            return [f"{c} = 0", [f"{label}:", body + [f"{c} += 1"], f"if {c} < {r.randint(1, 4)} igoto {label}"]]
        return [f"{c} = 0", [f"{label}:", body, f"loop_lt {c}, 1, {r.randint(1, 4)}, {label}"]]

    def array_new(self):
        r, s = self.r, self.scope
        if self.depth:
            return None
        t = r.choice("iikkaS" if not self.in_udo else "ik")
        size = r.randint(2, 5)
        n = s.new(t)
        if t == "S":
            return [f"{n}[] fillarray " + ", ".join(['"x"', '"yy"', '"z z"', '""'][:size]), f"{n}[1] = {self.string()}"] + \
                [f'prints "P{self.number} %s %s\\n", {n}[0], {n}[1]']
        values = ", ".join(self.lit() if t == "k" or r.random() < .7 else self.expr("i", 1) for _ in range(size))
        s.arrays[n] = (t, size)
        if t == "a":
            return [f"{n}[] init {size}"]
        if r.random() < .5:
            return [f"{n}[] fillarray {values}"]
        if r.random() < .5 and size > 2:
            return [f"{n}[] genarray 1, {size}"]
        return [f"{n}[] init {size}"]

    def array_write(self):
        r, s = self.r, self.scope
        names = [n for n, (t, _) in s.arrays.items() if not (self.kblock and t == "i")]
        if not names:
            return None
        n = r.choice(sorted(names))
        t, size = s.arrays[n]
        return [f"{n}[{self.index(size, 'i' if t == 'i' else 'k')}] = {self.expr(t, 2)}"]

    def array_op(self):
        r, s = self.r, self.scope
        if self.depth or not s.arrays:
            return None
        n = r.choice(sorted(s.arrays))
        t, size = s.arrays[n]
        if t == "a" or (self.in_udo and t == "k"):
            return None
        m = s.new(t)
        e = r.choice([f"{n} + {n}", f"{n} * {self.lit()}", f"{self.lit()} - {n}", f"{n}", f"{n} * {n}", f"{n} / {self.nonzero()}"])
        s.arrays[m] = (t, size)
        out = [f"{m}[] = {e}"]
        v = self.target(t)
        if v:
            out.append(f"{v} = {r.choice(['sumarray', 'sumarray' if t == 'i' else 'maxarray', 'sumarray' if t == 'i' else 'minarray'])}({m})")
        return out

    def string_var(self):
        s = self.scope
        if self.depth and not s.vars["S"]:
            return None
        e = self.string()
        if s.vars["S"] and self.r.random() < .5:
            name = self.r.choice(s.vars["S"])
            return None if name in e else [f"{name} = {e}"]  # no opcode may write its own input
        if self.depth:
            return None
        n = s.new("S")
        s.vars["S"].append(n)
        return [f"{n} = {e}"]

    def glob(self):
        t = self.r.choice("ik")
        if not self.globals[t] or self.in_udo:
            return None
        return [f"{self.r.choice(self.globals[t])} {self.r.choice(['=', '+='])} {self.expr(t, 2)}"]

    def read_i(self):
        s = self.scope
        v = self.target("i")
        if not v or not s.vars["k"]:
            return None
        return [f"{v} = i({self.r.choice(s.vars['k'])})"]

    def table_write(self):
        r = self.r
        if r.random() < .5:
            return [f"tablew {self.expr('i', 1)}, {self.clean('i')} % 8, gi_t2"]
        return [f"tablew {self.expr('k', 1)}, {self.clean('k')} % 8, gi_t2"]

    def opcode_line(self):
        r, s = self.r, self.scope
        if self.depth:
            return None
        t = r.choice("ka")
        n = s.new(t)
        e = self.stateful(t, 1)
        s.vars[t].append(n)
        return [f"{n} = {e}"] if "(" not in e else [f"{n} = {e}"]

    def say(self):
        if self.kblock:
            return None
        r = self.r
        c = r.random()
        if c < .4:
            return [f"print {self.expr('i', 2)}"]
        if c < .7:
            return [f'prints "P{self.number} %g %g\\n", {self.expr("i", 1)}, {self.expr("i", 2)}']
        if self.scope.vars["S"]:
            return [f'prints "P{self.number} %s\\n", {r.choice(self.scope.vars["S"])}']
        return [f"print {self.lit()}, {self.lit()} + {self.lit()}"]

    # ---- opcodes of its own ----

    def make_udo(self):
        r = self.r
        name = f"U{self.number}_{len(self.udos)}"
        outer = self.scope, self.depth, self.in_udo, self.globals
        self.scope, self.depth, self.in_udo = Scope("u"), 0, True
        self.globals = {"i": [], "k": [], "a": [], "S": []}
        s = self.scope
        ins = [r.choice("ikkkaiopKOS") for _ in range(r.randint(0, 3))]
        ins = [c for c in ins if c in "ikaKS"] + [c for c in ins if c not in "ikaKS"]  # optional ones stand last
        outs = r.choice(["k", "k", "a", "i", "ka", "ki"])
        names = []
        for c in ins:
            t = {"o": "i", "p": "i", "K": "k", "O": "k"}.get(c, c)
            n = s.new(t)
            s.vars[t].append(n)
            names.append(n)
        lines = []
        if names:
            lines.append(f"{', '.join(names)} xin")
        local = r.random() < .25
        if local:
            lines.append("setksmps 1")
        for t in "ik":
            n = s.new(t)
            s.vars[t].append(n)
            lines.append(f"{n} init {self.lit()}" if t == "k" else f"{n} = {self.lit()}")
        for _ in range(r.randint(1, 4)):
            lines += self.statement() or []
        results = []
        for t in outs:
            n = s.new(t)
            lines.append(f"{n} = {self.expr(t, 2)}")
            results.append(n)
        recursive = r.random() < .2 and "i" in ins[:1] and not local
        if recursive:
            lines.append([f"if {names[0]} > 0 && {names[0]} < 4 then",
                          [", ".join(x + "r" for x in results) + f" {name} {', '.join([names[0] + ' - 1'] + names[1:])}"] +
                          [f"{x} = {x} + {x}r" for x in results], "endif"])
            if names[0] not in "":
                lines.insert(1, f"{names[0]} = int(limit({names[0]}, -1, 3))")
        lines.append(f"xout {', '.join(results)}")
        head = f"opcode {name}, {outs}, {''.join(ins) or '0'}"
        self.udos.append((name, outs, ins, [head, lines, "endop"]))
        self.scope, self.depth, self.in_udo, self.globals = outer

    def udo_call(self):
        r, s = self.r, self.scope
        if not self.udos or self.depth:
            return None
        name, outs, ins, _ = r.choice(self.udos)
        args = []
        for c in ins:
            if c in "opO" and r.random() < .4:
                break
            t = {"o": "i", "p": "i", "K": "k", "O": "k"}.get(c, c)
            if t == "a":
                args.append(r.choice(s.vars["a"]) if s.vars["a"] else "a(1)")
            elif t == "S":
                args.append(self.string())
            else:
                args.append(self.expr(t, 1) if r.random() < .5 else self.lit() if t == "i" else r.choice(s.vars["k"] or ["2"]))
        if len(outs) == 1 and r.random() < .4 and args:
            v = self.target(outs)
            if v:
                return [f"{v} = {name}({', '.join(args)})" + (f" + {self.leaf(outs)}" if r.random() < .5 else "")]
        results = []
        for t in outs:
            n = s.new(t)
            results.append(n)
        text = f"{', '.join(results)} {name} {', '.join(args)}"
        for t, n in zip(outs, results):
            s.vars[t].append(n)
        return [text.rstrip()]

    # ---- the whole ----

    def make(self, size):
        r, s, n = self.r, self.scope, self.number
        if r.random() < .25:
            self.macros.append((f"M{n}", 0))
            self.head.append(f"#define M{n} #({r.choice(['2 + 3', '1.5', '4 * 2'])})#")
        if r.random() < .25:
            self.macros.append((f"N{n}", 2))
            self.head.append(f"#define N{n}(x'y) #(($x) {r.choice('+-*')} $y. * 2)#")
        for t in "ik":
            if r.random() < .5:
                g = f"g{t}_{n}"
                self.globals[t].append(g)
                self.head.append(f"{g} init {self.lit()}")
        for _ in range(r.choice([0, 0, 1, 1, 2])):
            self.make_udo()
        body = []
        for t in "iikka":
            v = s.new(t)
            s.vars[t].append(v)
            body.append(f"{v} = {r.choice(['p4', 'p5', self.lit()])}" if t == "i" else f"{v} init {self.lit()}")
        body.append("kcyc init 0")
        body.append("kcyc = kcyc + 1")
        s.counters["k"].append("(kcyc % 16)")
        for _ in range(size):
            body += self.statement() or []
        self.body = body
        self.tail = self.results()
        self.notes = [(r.randint(0, 4), r.choice([1, 2, 3, 5]), [r.choice([0, 1, 2, 3.5, -1, 7]) for _ in range(r.randint(3, 4))])
                      for _ in range(r.randint(1, 3))]

    def results(self):
        """Prints and plays everything that is known in the end."""
        s, n, out = self.scope, self.number, []
        arrays = [f"{a}[{i}]" for a, (t, z) in sorted(s.arrays.items()) if t == "i" for i in range(z)]
        vi = s.vars["i"] + arrays
        for i in range(0, len(vi), 8):
            out.append(f'prints "P{n} i{" %.9g" * len(vi[i:i + 8])}\\n", ' + ", ".join(vi[i:i + 8]))
        for v in s.vars["S"]:
            out.append(f'prints "P{n} S %s\\n", {v}')
        vk = s.vars["k"] + [f"k({a})" for a in s.vars["a"]]
        vk += [f"{a}[{i}]" for a, (t, z) in sorted(s.arrays.items()) if t == "k" for i in range(z)]
        for i in range(0, len(vk), 8):
            out.append(f'printks "P{n} k{" %.9g" * len(vk[i:i + 8])}\\n", 0, ' + ", ".join(vk[i:i + 8]))
        va = s.vars["a"] + [f"{a}[{i}]" for a, (t, z) in sorted(s.arrays.items()) if t == "a" for i in range(z)]
        for a in va:
            out.append(f"out {a}" if len(va) < 2 else f"out {a} * 0.7")
        return out


def lines_of(st, indent=""):
    """Statements to lines."""
    out = []
    for t in st:
        if isinstance(t, str):
            out.append(indent + t)
            continue
        out.append(indent + t[0])
        for x in t[1:]:
            out += lines_of(x, indent + "  ") if isinstance(x, list) else [indent + x]
    return out


def orchestra(p):
    """Text of one program, without what all share."""
    out = list(p.head)
    for _, _, _, st in p.udos:
        out += lines_of([st])
    return "\n".join(out + [f"instr {p.number}"] + lines_of(p.body + p.tail, "  ") + ["endin"]) + "\n"


SLOT = 12  # k-cycles that a program's notes have


def header(seed):
    r = random.Random(f"header {seed}")
    sr = r.choice([44100, 48000, 48000, 1000, 22050])
    return dict(sr=sr, ksmps=r.choice([1, 2, 3, 4, 7, 8, 10, 16, 16, 32, 37, 64]), zerodbfs=r.choice([1, 1, 32768]), factor=r.choice([1, 1, 1, 2]))


def csd(h, programs):
    orc = f"sr = {h['sr']}\nksmps = {h['ksmps']}\nnchnls = 1\n0dbfs = {h['zerodbfs']}\n"
    orc += "gi_t ftgen 1, 0, 64, -7, 0, 16, 1, 32, -1, 16, 0\ngi_t2 ftgen 2, 0, 8, -2, 1, 3, -2, 5, .5, 7, 0, 4\n"
    cycle = h["ksmps"] / h["sr"] * h["factor"]
    sco = f"t 0 {60 * h['factor']}\n" if h["factor"] != 1 else ""
    for k, p in enumerate(programs):
        orc += orchestra(p)
        for at, dur, fields in p.notes:
            sco += f"i{p.number} {(k * SLOT + at) * cycle:.10f} {dur * cycle:.10f} {' '.join(map(str, fields))}\n"
    sco += f"f0 {len(programs) * SLOT * cycle:.10f}\ne\n"
    return f"<CsoundSynthesizer>\n<CsInstruments>\n{orc}</CsInstruments>\n<CsScore>\n{sco}</CsScore>\n</CsoundSynthesizer>\n"
