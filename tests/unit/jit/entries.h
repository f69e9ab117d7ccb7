/* An instrument around one opcode entry, made from its types. */
#ifndef KC_TESTS_JIT_ENTRIES_H
#define KC_TESTS_JIT_ENTRIES_H
#include "tests/unit/jit/fixture.h"

typedef struct {
    char vars[1024], args[1024];
    int n;
} operands;

static void add(operands *o, const char *arg)
{
    size_t at = strlen(o->args);
    snprintf(o->args + at, sizeof o->args - at, "%s%s", o->n++ ? ", " : "", arg);
}

/* Entries which take seed 0 from the clock; their `o` inputs are not 0 here. */
static int clock_seeded(const char *name) { return !strcmp(name, "rnd31") || !strcmp(name, "pinkish"); }

/* Arguments for an input code; 0 when there are none to be had in this test. */
static int input(operands *o, char code, char rate)
{
    static const struct {
        char code;
        const char *args[4];
    } plain[] = {{'a', {"asrc"}},
                 {'k', {"ksrc"}},
                 {'O', {"#0"}},
                 {'J', {"#-1"}},
                 {'V', {"#0.5"}},
                 {'P', {"#1"}},
                 {'i', {"#1"}},
                 {'o', {"#0"}},
                 {'p', {"#1"}},
                 {'q', {"#10"}},
                 {'v', {"#0.5"}},
                 {'j', {"#-1"}},
                 {'h', {"#127"}},
                 {'m', {"#0.25", "#0.01", "#0.75"}},
                 {'y', {"asrc", "asrc2"}},
                 {'z', {"ksrc", "#0.5", "ksrc"}},
                 {'M', {"asrc", "ksrc", "#0.5"}},
                 {'N', {"asrc", "ksrc", "#0.5"}}};
    if (code == 'x') {
        add(o, rate == 'a' ? "asrc" : "ksrc");
        return 1;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (plain[i].code != code) continue;
        for (int k = 0; k < 4 && plain[i].args[k]; k++) add(o, plain[i].args[k]);
        return 1;
    }
    return 0;
}

/* The call and what brings its outputs to the output buffer; 0 when the entry has other types. */
static int call_text(const kc_opdesc *d, char *text, size_t cap)
{
    operands in = {0}, out = {0};
    char body[2048] = "", mix[1024] = "";
    int nx = 0;
    for (const char *c = d->ins; *c; c++) {
        char rate = d->rates && *c == 'x' && nx < (int)strlen(d->rates) ? d->rates[nx] : 'a';
        nx += *c == 'x';
        if (*c == 'o' && clock_seeded(d->name))
            add(&in, "#0.5");
        else if (!strcmp(d->name, "lfsr") && in.n == 1)
            add(&in, "#255"); /* below that it draws from a generator that the clock seeds */
        else if (c[1] == '[' || !input(&in, *c, rate))
            return 0;
    }
    for (const char *c = d->outs; *c; c++) {
        char name[16];
        if ((*c != 'a' && *c != 'k') || c[1] == '[') return 0;
        snprintf(name, sizeof name, "%cout%d", *c, out.n);
        size_t v = strlen(out.vars), m = strlen(mix);
        snprintf(out.vars + v, sizeof out.vars - v, "var %s %c\n", name, *c);
        snprintf(mix + m, sizeof mix - m, "amix = perf.a add amix, %s\n", name);
        add(&out, name);
    }
    snprintf(body, sizeof body, "%s%sinit.perf.%c call %s %s %s%s%s (%s)\n", out.args, out.n ? " = " : "",
             d->outs[0] ? d->outs[0] : '-', d->name, d->outs[0] ? d->outs : "-", d->ins[0] ? d->ins : "-",
             d->rates ? "/" : "", d->rates ? d->rates : "", in.args);
    int n = snprintf(text, cap,
                     "var asrc a\nvar asrc2 a\nvar amix a\nvar ksrc k\n%s"
                     "ksrc = init.perf.k call oscili k kkjo (#0.4, #9, #-1, #0.1)\n"
                     "asrc = init.perf.a call oscili a kkjo (#0.3, p4, #-1, #0)\n"
                     "asrc2 = init.perf.a call oscili a kkjo (#0.3, #1234, #-1, #0.3)\n"
                     "amix = perf.a fill ksrc\n%s%sinit.perf.- call out - y (amix)\n",
                     out.vars, body, mix);
    return n > 0 && n < (int)cap;
}
#endif
