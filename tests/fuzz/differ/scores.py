"""Random scores. The instruments print every p-field they get and the time they get it at.

What the reference reads out of memory is kept out: a `.` stands only for p-fields that its source surely has behind
it more of (`state` holds a lower bound of their number, which in loops is three), ramps stand only in sections where
every note has that p-field, and exponential ones, which so often have no finite value, nowhere."""
import random

HEAD = """<CsoundSynthesizer>
<CsInstruments>
sr = 1000
ksmps = 10
nchnls = 1
0dbfs = 1
gkn init 0
instr 1, 2, 3
  icnt pcount
  prints "E %.6g at %.7g:", p1, times:i()
  ix = 2
  while ix <= icnt do
    prints " %.7g", pindex(ix)
    ix += 1
  od
  prints "\\n"
endin
instr Named
  icnt pcount
  prints "E N %.7g at %.7g:", p2, times:i()
  ix = 3
  while ix <= icnt do
    prints " %.7g", pindex(ix)
    ix += 1
  od
  prints "\\n"
endin
</CsInstruments>
<CsScore>
"""
TAIL = "</CsScore>\n</CsoundSynthesizer>\n"


class Score:
    def __init__(self, seed):
        self.r = random.Random(f"score {seed}")
        self.out, self.macros, self.loops = [], [], 0

    def number(self):
        r = self.r
        return r.choice([str(r.randint(0, 9)), f"{r.uniform(0, 3):.2f}", ".5", "2.", "1e-1", f"-{r.randint(1, 5)}", f"+{r.randint(1, 5)}",
                         str(r.randint(10, 500))])

    def expression(self, counters):
        r = self.r
        v = lambda: r.choice([str(r.randint(1, 9)), f"{r.uniform(.1, 4):.2f}"] + [f"${c}" for c in counters])
        t = v()
        for _ in range(r.randint(1, 3)):
            op = r.choice("+-*/+-*")
            if op == "/":  # never by 0: what is not finite cannot be read back there
                t += f" / {r.randint(1, 9)}"
            else:
                t += f" {op} " + (v() if r.random() < .8 else f"({v()} {r.choice('+-*')} {v()})")
        return f"[{t}]"

    def time(self, counters):
        r = self.r
        c = r.random()
        if c < .6:
            return f"{r.randint(0, 40) * .25:g}"
        if c < .75 and counters:
            return f"[${r.choice(counters)} * {r.choice(['.5', '1', '.25'])}]"
        return f"[{r.randint(0, 8)} * .5 + {r.randint(0, 3)}]"

    def note(self, counters, state):
        r = self.r
        n = r.choice([1, 1, 2, 3, 1.1, 2.2])
        p1 = str(n) if r.random() < .9 or not state["last"] else "."
        n = state["last"] if p1 == "." else n
        whole = int(n)
        known = state.setdefault(whole, 0)
        f = [p1]
        c = r.random()
        f.append("+" if c < .15 and known else "." if c < .2 and known else f"^+{r.choice(['.5', '1', '0'])}" if c < .25 and state["last"] else self.time(counters))
        least = 3 if counters else known
        f.append("." if r.random() < .15 and least > 3 else f"{r.randint(1, 6) * .25:g}")
        if r.random() < .8 or state["ramps"]:
            for k in range(r.randint(2 if state["ramps"] else 0, 3)):
                c = r.random()
                if c < .12 and least > 4 + k:
                    f.append(".")
                elif c < .35 and state["ramps"] and k < 2:
                    f.append(r.choice("<<>"))
                elif c < .26:
                    f.append(r.choice(["np", "pp"]) + str(4 + k))
                elif c < .4:
                    f.append(self.expression(counters))
                elif c < .45 and self.macros:
                    f.append(f"${r.choice(self.macros)}.")
                elif c < .48 and len(f) > 3 and (k > 1 or not state["ramps"]):
                    f.append("!")
                    break
                else:
                    f.append(self.number())
        state[whole] = 3 if counters else len(f) - (f[-1] == "!")
        state["last"] = n
        self.out.append("i" + ("" if r.random() < .5 else " ") + " ".join(f) + r.choice(["", "", "", " ; note", " // note"]))

    def other(self, counters, state):
        r = self.r
        c = r.random()
        if c < .2:
            self.out.append(f"b {r.randint(0, 4)}")
        elif c < .3:
            self.out.append(f"B {r.randint(0, 2)}")
        elif c < .45:
            self.out.append(f"v {r.choice(['1', '.5', '2'])}")
        elif c < .6:
            self.out.append(f"C {r.randint(0, 1)}")
        elif c < .7:
            self.out.append('i "Named" %s %s %s' % (self.time(counters), "1", self.number()))
        elif c < .8:
            self.out.append(f"f {r.randint(1, 9)} {self.time([])} 16 -2 1 2 3")
        elif c < .9:
            self.out.append("/* a comment */")
        else:
            self.out.append(f"f 0 {r.randint(1, 12)}")

    def section(self):
        r = self.r
        state = {"last": 0, "ramps": r.random() < .5}
        if r.random() < .5:
            t = ["t", "0", str(r.choice([60, 120, 90]))]
            at = 0
            for _ in range(r.randint(0, 3)):
                at += r.randint(1, 4)
                t += [str(at), str(r.choice([30, 60, 100, 240]))]
            self.out.append(" ".join(t))
        if r.random() < .3:
            name = f"X{len(self.macros)}"
            self.macros.append(name)
            self.out.append(f"#define {name} #{self.number()}#")
        for _ in range(r.randint(2, 8)):
            c = r.random()
            if c < .7:
                self.note([], state)
            elif c < .85:
                self.other([], state)
            else:
                self.loop(state)

    def loop(self, state, outer=()):
        r = self.r
        self.loops += 1
        name = f"L{self.loops}"
        self.out.append("{ %d %s" % (r.randint(1, 4), name))
        inner = list(outer) + [name]
        for _ in range(r.randint(1, 3)):
            if r.random() < .2 and len(inner) < 2:
                self.loop(state, inner)
            else:
                self.note(inner, state)
        self.out.append("}")

    def text(self):
        r = self.r
        for k in range(r.randint(1, 3)):
            if k:
                self.out.append(r.choice(["s", "s", f"s {r.randint(1, 6)}"]))
            if r.random() < .12:
                self.out.append(f"r {r.randint(2, 3)} REP")
                self.section()
                continue
            self.section()
        self.out.append(r.choice(["e", "e", "", f"e {r.randint(1, 20)}"]))
        return "\n".join(self.out) + "\n"


def csd(seed):
    return HEAD + Score(seed).text() + TAIL
