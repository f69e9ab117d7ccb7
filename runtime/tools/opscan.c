/* Build-time scanner of opcode families: reads the KC_OP(...) entries of C files and writes
 *
 *   opscan --unit IN.c OUT.c     a C file that includes IN.c, then the native wrappers of its entries and
 *                                their descriptors
 *   opscan --table OUT.c IN...   the table of all entries, sorted by name
 *   opscan --doc OUT.md IN...    the reference: the doc blocks of all opcodes
 *   opscan --kernels IN.c OUT.c LIST  for the JIT: IN.c without its native functions, with the layouts of its
 *                                states (layout.c); LIST gets a line "file k tick each state scalar" per
 *                                set of kernels, - for none
 *
 * It fails on an entry without a doc block ("Opcode: name" in a comment of the same file), an unknown
 * role, a role that names a function the file does not contain, and entries that stand twice.
 *
 * The wrapper of a tick entry is a loop over the samples [begin, end): inputs are loaded before outputs
 * are stored, so that an output may be the same variable as an input. Small states are copied to locals
 * around the loop. */
#include "runtime/tools/layout.h"
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ENTRIES 4096
#define MAX_CODES   512
#define MAX_SPELLED 40 /* entries with more arguments get the vector */

typedef struct {
    char *name, *outs, *ins;
    char *state, *init, *perf, *deinit, *k, *tick, *each, *rates, *fx;
    int scalar, deprecated;
    const char *file;
    int line, index; /* index: position within its file */
} entry;

static entry entries[MAX_ENTRIES];
static int nentries;
static const char *current;
static int errors;

static void fail(int line, const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "%s:%d: ", current, line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    errors++;
}

static char *read_all(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "opscan: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *s = malloc((size_t)n + 1);
    if (!s || fread(s, 1, (size_t)n, f) != (size_t)n) exit(1);
    s[n] = 0;
    fclose(f);
    return s;
}

static int ident_char(char c) { return isalnum((unsigned char)c) || c == '_'; }

static int has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = text; (p = strstr(p, word)); p += n)
        if ((p == text || !ident_char(p[-1])) && !ident_char(p[n])) return 1;
    return 0;
}

/* "Opcode: a b c" in some comment names it */
static int documented(const char *text, const char *name)
{
    for (const char *p = text; (p = strstr(p, "Opcode: ")); p++) {
        const char *e = strchr(p, '\n');
        char line[4096];
        size_t n = (size_t)(e - p) < sizeof line - 1 ? (size_t)(e - p) : sizeof line - 1;
        memcpy(line, p, n);
        line[n] = 0;
        if (has_word(line + 8, name)) return 1;
    }
    return 0;
}

static char *trim(char *s)
{
    while (isspace((unsigned char)*s)) s++;
    char *e = s + strlen(s);
    while (e > s && isspace((unsigned char)e[-1])) *--e = 0;
    size_t n = strlen(s);
    if (n >= 2 && s[0] == '"' && s[n - 1] == '"') {
        s[n - 1] = 0;
        s++;
    }
    return s;
}

/* "ab" "cd", of which trim has taken the outer quotes: abcd. In place. */
static char *join_literals(char *s)
{
    char *to = s;
    for (const char *p = s; *p; p++)
        if (*p != '"' && !isspace((unsigned char)*p)) *to++ = *p;
    *to = 0;
    return s;
}

static void set_role(entry *e, char *role, char *value, const char *text)
{
    struct {
        const char *name;
        char **slot;
        int function;
    } roles[] = {{"state", &e->state, 0}, {"init", &e->init, 1},     {"perf", &e->perf, 1},
                 {"k", &e->k, 1},         {"deinit", &e->deinit, 1}, {"tick", &e->tick, 1},
                 {"each", &e->each, 1},   {"rates", &e->rates, 0},   {"fx", &e->fx, 0}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (!strcmp(role, roles[i].name)) {
            *roles[i].slot = value;
            if (roles[i].function && !has_word(text, value))
                fail(e->line, "%s: there is no function %s", e->name, value);
            return;
        }
    if (!strcmp(role, "scalar"))
        e->scalar = atoi(value);
    else if (!strcmp(role, "deprecated"))
        e->deprecated = atoi(value);
    else
        fail(e->line, "%s: unknown role .%s", e->name, role);
}

static void parse_entry(char *body, int line, int index, const char *text)
{
    if (nentries == MAX_ENTRIES) {
        fail(line, "too many entries");
        return;
    }
    entry *e = &entries[nentries++];
    memset(e, 0, sizeof *e);
    e->file = current;
    e->line = line;
    e->index = index;
    int field = 0, quoted = 0;
    for (char *p = body, *start = body;; p++) {
        if (*p == '"') quoted = !quoted;
        if (*p && (*p != ',' || quoted)) continue;
        int last = !*p;
        *p = 0;
        char *v = trim(start);
        if (field == 0)
            e->name = v;
        else if (field == 1)
            e->outs = join_literals(v);
        else if (field == 2)
            e->ins = join_literals(v);
        else if (*v == '.') {
            char *eq = strchr(v, '=');
            if (!eq)
                fail(line, "%s: role without value", e->name);
            else {
                *eq = 0;
                set_role(e, trim(v + 1), trim(eq + 1), text);
            }
        } else if (*v)
            fail(line, "%s: expected .role = value, found %s", e->name, v);
        field++;
        if (last) break;
        start = p + 1;
    }
    if (field < 3) {
        fail(line, "KC_OP needs name, outs, ins");
        nentries--;
        return;
    }
    if (!documented(text, e->name))
        fail(line, "%s: no doc block (a comment with \"Opcode: %s\")", e->name, e->name);
    if (e->tick && e->perf) fail(line, "%s: both .tick and .perf", e->name);
    if (!e->init && !e->perf && !e->tick && !e->each) fail(line, "%s: does nothing", e->name);
}

static char *scan(const char *path)
{
    char *text = read_all(path), *copy = strdup(text);
    current = path;
    int line = 1, index = 0;
    for (char *p = text; *p; p++) {
        if (*p == '\n') line++;
        if (strncmp(p, "KC_OP(", 6) || (p != text && p[-1] != '\n')) continue;
        char *body = p + 6, *q = body;
        int depth = 1, quoted = 0, nl = 0;
        for (; *q && depth; q++) {
            if (*q == '"')
                quoted = !quoted;
            else if (quoted)
                continue;
            else if (*q == '(')
                depth++;
            else if (*q == ')')
                depth--;
            else if (*q == '\n')
                nl++;
        }
        q[-1] = 0;
        parse_entry(body, line, index++, copy);
        line += nl;
        p = q - 1;
    }
    return copy;
}

/* ---- signatures ------------------------------------------------------------------------------- */

typedef struct {
    char code[MAX_CODES];
    unsigned char array[MAX_CODES];
    int n;
} codes;

static codes split(const char *s)
{
    codes c = {.n = 0};
    for (; *s && c.n < MAX_CODES; s++) {
        if (*s == '[') {
            if (c.n) c.array[c.n - 1] = 1;
        } else if (*s != ']') {
            c.array[c.n] = 0;
            c.code[c.n++] = *s;
        }
    }
    return c;
}

static int variadic_in(char c) { return strchr("mnMNWyzZ*", c) != NULL; }
static int variadic_out(char c) { return strchr("mzIXNF*", c) != NULL; }
static int is_number(const codes *c, int i) { return !c->array[i] && strchr("aikxopqvjhOPVJ", c->code[i]); }

typedef struct {
    codes outs, ins;
    int raw, nin; /* nin: fixed inputs */
    int arate, irate;
} shape;

static shape shape_of(const entry *e)
{
    shape s = {split(e->outs), split(e->ins), 0, 0, 0, 0};
    s.nin = s.ins.n;
    if (s.ins.n && !s.ins.array[s.ins.n - 1] && variadic_in(s.ins.code[s.ins.n - 1])) {
        s.raw = 1;
        s.nin--;
    }
    if (s.outs.n && !s.outs.array[s.outs.n - 1] && variadic_out(s.outs.code[s.outs.n - 1])) s.raw = 1;
    if (s.outs.n + s.ins.n > MAX_SPELLED) s.raw = 1;
    int out_a = 0, out_k = 0, in_a = 0;
    for (int i = 0; i < s.outs.n; i++) {
        out_a |= s.outs.code[i] == 'a' && !s.outs.array[i];
        out_k |= s.outs.code[i] == 'k' || s.outs.array[i];
    }
    for (int i = 0; i < s.ins.n; i++) in_a |= strchr("axy", s.ins.code[i]) && !s.ins.array[i];
    s.arate = out_a || (!out_k && !s.outs.n && in_a);
    s.irate = s.outs.n > 0 && !out_a && !out_k;
    if (!s.outs.n && !in_a) { /* no outputs: i when no input can be k */
        s.irate = 1;
        for (int i = 0; i < s.ins.n; i++)
            if (strchr("kzUOPVJ", s.ins.code[i])) s.irate = 0;
    }
    return s;
}

/* ---- units ------------------------------------------------------------------------------------ */

static FILE *out;
static void w(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void w(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vfprintf(out, fmt, ap);
    va_end(ap);
}

static void native_call(const entry *e, const shape *s, const char *role, const char *fn)
{
    w("static int w%d_%s(void *st, kc_ctx *c, void **a)\n{\n    (void)st; (void)c; (void)a;\n    return "
      "%s(st, c",
      e->index, role, fn);
    int args = strcmp(role, "deinit") != 0;
    if (args && s->raw)
        w(", a");
    else if (args)
        for (int i = 0; i < s->outs.n + s->ins.n; i++) w(", a[%d]", i);
    w(");\n}\n");
}

static void state_open(const entry *e)
{
    if (!e->state) {
        w("    void *s = st;\n");
        return;
    }
    w("    %s l, *s = sizeof l <= 512 ? &l : (%s *)st;\n    if (sizeof l <= 512) l = *(%s *)st;\n", e->state,
      e->state, e->state);
}

/* A copy that nothing else can point at: its fields stay in registers while samples are stored. */
static void local_context(void) { w("    kc_ctx lc = *c;\n    c = &lc;\n"); }

static void state_close(const entry *e)
{
    if (e->state) w("    if (sizeof l <= 512) *(%s *)st = l;\n", e->state);
}

/* k functions and ticks get the numbers that may change: k-, a- and x-rate inputs (at i-time: all numbers).
 */
static int passed(const shape *s, int i)
{
    return is_number(&s->ins, i) && (s->irate || strchr("akxOPVJ", s->ins.code[i]));
}

static void k_call(const entry *e, const shape *s)
{
    if (!e->k) return;
    w("    %s(s, c", e->k);
    for (int i = 0; i < s->nin; i++)
        if (passed(s, i)) w(", a[%d]", s->outs.n + i);
    w(");\n");
}

/* The k function by address. */
static void coef_wrapper(const entry *e, const shape *s)
{
    w("static int w%d_coef(void *st, kc_ctx *c, void **a)\n{\n    (void)a;\n    %s *s = st;\n", e->index,
      e->state ? e->state : "void");
    k_call(e, s);
    w("    return KC_OK;\n}\n");
}

static int input_stride(const entry *e, const shape *s, int i) /* 0, 1, or 2: known at run time */
{
    if (s->ins.array[i]) return 0;
    if (s->ins.code[i] == 'a') return 1;
    if (s->ins.code[i] != 'x') return 0;
    int nth = 0;
    for (int j = 0; j < i; j++) nth += s->ins.code[j] == 'x';
    char r = e->rates && nth < (int)strlen(e->rates) ? e->rates[nth] : '*';
    return r == 'a' ? 1 : r == 'k' ? 0 : 2;
}

static void tick_wrapper(const entry *e, const shape *s, const char *role)
{
    int no = s->outs.n, loop = s->arate;
    w("static int w%d_%s(void *st, kc_ctx *c, void **a)\n{\n    (void)st; (void)a;\n", e->index, role);
    state_open(e);
    local_context();
    k_call(e, s);
    for (int i = 0; i < no; i++)
        if (is_number(&s->outs, i)) w("    double *o%d = a[%d], vo%d;\n", i, i, i);
    for (int i = 0; i < s->nin; i++)
        if (passed(s, i)) {
            int str = loop ? input_stride(e, s, i) : 0;
            w("    const double *i%d = a[%d];\n    double vi%d = *i%d;\n", i, no + i, i, i);
            if (str == 2) w("    const int x%d = kc_arg_is_a(c, %d);\n", i, no + i);
        }
    if (loop)
        w("    for (int n = c->begin, e = c->end; n < e; n++) {\n");
    else
        w("    {\n        const int n = 0;\n");
    for (int i = 0; i < s->nin && loop; i++)
        if (passed(s, i)) {
            int str = input_stride(e, s, i);
            if (str == 1) w("        vi%d = i%d[n];\n", i, i);
            if (str == 2) w("        vi%d = i%d[x%d ? n : 0];\n", i, i, i);
        }
    w("        %s(s, c, n", e->tick);
    for (int i = 0; i < no; i++) {
        if (is_number(&s->outs, i))
            w(", &vo%d", i);
        else
            w(", a[%d]", i);
    }
    for (int i = 0; i < s->nin; i++)
        if (passed(s, i)) w(", &vi%d", i);
    w(");\n");
    for (int i = 0; i < no; i++)
        if (is_number(&s->outs, i))
            w("        o%d[%s] = vo%d;\n", i, loop && s->outs.code[i] == 'a' ? "n" : "0", i);
    w("    }\n");
    state_close(e);
    w("    return KC_OK;\n}\n");
}

static void each_wrapper(const entry *e, const shape *s)
{
    w("static int w%d_perf(void *st, kc_ctx *c, void **a)\n{\n    (void)st;\n", e->index);
    state_open(e);
    local_context();
    k_call(e, s);
    w("    for (int i = 0, m = c->site->nin - %d; i < m; i++) {\n        const double *x = a[%d + i];\n",
      s->nin, s->outs.n + s->nin);
    w("        for (int n = c->begin, e = c->end; n < e; n++) %s(s, c, n, i, &x[n]);\n    }\n", e->each);
    state_close(e);
    w("    return KC_OK;\n}\n");
}

static void fx_list(const char *fx)
{
    char name[32];
    int any = 0;
    for (const char *p = fx ? fx : ""; *p;) {
        int n = 0;
        while (*p && !ident_char(*p)) p++;
        while (ident_char(*p) && n < 31) name[n++] = (char)toupper((unsigned char)*p++);
        name[n] = 0;
        if (n) {
            w("%sKC_FX_%s", any ? " | " : "", name);
            any = 1;
        }
    }
    if (!any) w("0");
}

static void symbol(const char *role, const char *v)
{
    if (v) w(".%s = \"%s\", ", role, v);
}

static void descriptor(const entry *e, const shape *s)
{
    int tick = e->tick || e->each;
    w("    {.name = \"%s\", .outs = \"%s\", .ins = \"%s\", ", e->name, e->outs, e->ins);
    if (e->rates) w(".rates = \"%s\", ", e->rates);
    if (e->state) w(".state_size = sizeof(%s), .state_align = _Alignof(%s), ", e->state, e->state);
    if (e->init || (tick && s->irate)) w(".init = w%d_init, ", e->index);
    if (e->perf || (tick && !s->irate)) w(".perf = w%d_perf, ", e->index);
    if (e->deinit) w(".deinit = w%d_deinit, ", e->index);
    if (e->k) w(".coef = w%d_coef, ", e->index);
    symbol("k_sym", e->k);
    symbol("tick_sym", e->tick);
    symbol("each_sym", e->each);
    unsigned long mask = 0;
    for (int i = 0; i < s->nin && i < 64; i++) mask |= (unsigned long)passed(s, i) << i;
    w(".passed = 0x%lx, ", mask);
    w(".arate = %d, .scalar_only = %d, .raw = %d, .deprecated = %d, .fx = ", s->arate, e->scalar, s->raw,
      e->deprecated);
    fx_list(e->fx);
    w(", .file = \"%s\"},\n", e->file);
}

/* runtime/opcodes/osc/oscili.c -> osc_oscili */
static void unit_name(const char *path, char *buf, size_t cap)
{
    const char *p = strstr(path, "opcodes/");
    p = p ? p + 8 : path;
    size_t n = 0;
    for (; *p && n + 1 < cap; p++) buf[n++] = ident_char(*p) ? *p : '_';
    buf[n] = 0;
    if (n > 2 && !strcmp(buf + n - 2, "_c")) buf[n - 2] = 0;
}

static void unit(const char *in, const char *path)
{
    char name[256];
    scan(in);
    if (errors) exit(1);
    unit_name(in, name, sizeof name);
    out = fopen(path, "w");
    if (!out) exit(1);
    w("/* Made by opscan from %s. */\n#define KC_W 1\n#include \"%s\"\n\n", in, in);
    for (int i = 0; i < nentries; i++) {
        const entry *e = &entries[i];
        shape s = shape_of(e);
        if (e->init)
            native_call(e, &s, "init", e->init);
        else if (e->tick && s.irate)
            tick_wrapper(e, &s, "init");
        if (e->perf)
            native_call(e, &s, "perf", e->perf);
        else if (e->tick && !s.irate)
            tick_wrapper(e, &s, "perf");
        else if (e->each)
            each_wrapper(e, &s);
        if (e->k) coef_wrapper(e, &s);
        if (e->deinit) native_call(e, &s, "deinit", e->deinit);
    }
    w("\nconst kc_opdesc kc_ops_%s[] = {\n", name);
    for (int i = 0; i < nentries; i++) {
        shape s = shape_of(&entries[i]);
        descriptor(&entries[i], &s);
    }
    w("};\n");
    fclose(out);
}

/* ---- table and reference ---------------------------------------------------------------------- */

static int by_name(const void *pa, const void *pb)
{
    const entry *a = pa, *b = pb;
    int r = strcmp(a->name, b->name);
    if (!r) r = strcmp(a->file, b->file);
    return r ? r : a->index - b->index;
}

static void table(const char *path, char **files, int n)
{
    for (int i = 0; i < n; i++) scan(files[i]);
    qsort(entries, (size_t)nentries, sizeof *entries, by_name);
    for (int i = 1; i < nentries; i++) {
        entry *a = &entries[i - 1], *b = &entries[i];
        current = b->file;
        if (!strcmp(a->name, b->name) && strcmp(a->file, b->file))
            fail(b->line, "%s stands in %s too: entries of one opcode belong in one file", b->name, a->file);
        for (int j = i - 1; j >= 0 && !strcmp(entries[j].name, b->name); j--)
            if (!strcmp(entries[j].outs, b->outs) && !strcmp(entries[j].ins, b->ins) &&
                !strcmp(entries[j].rates ? entries[j].rates : "", b->rates ? b->rates : ""))
                fail(b->line, "%s %s %s stands twice", b->name, b->outs, b->ins);
    }
    if (errors) exit(1);
    out = fopen(path, "w");
    if (!out) exit(1);
    w("/* Made by opscan. */\n#include \"runtime/abi.h\"\n\n");
    char name[256];
    for (int i = 0; i < n; i++) {
        unit_name(files[i], name, sizeof name);
        w("extern const kc_opdesc kc_ops_%s[];\n", name);
    }
    w("\nconst kc_opdesc *const kc_optable[] = {\n");
    for (int i = 0; i < nentries; i++) {
        unit_name(entries[i].file, name, sizeof name);
        w("    &kc_ops_%s[%d], /* %s */\n", name, entries[i].index, entries[i].name);
    }
    w("};\nconst int kc_optable_count = %d;\n", nentries);
    fclose(out);
}

static void doc(const char *path, char **files, int n)
{
    out = fopen(path, "w");
    if (!out) exit(1);
    w("# Opcode reference\n");
    for (int i = 0; i < n; i++) {
        char *text = scan(files[i]);
        w("\n## %s\n", files[i]);
        for (char *p = text; (p = strstr(p, "/* Opcode: "));) {
            char *e = strstr(p, "*/");
            if (!e) break;
            w("\n```\n%.*s\n```\n", (int)(e - p - 3), p + 3);
            p = e;
        }
    }
    if (errors) exit(1);
    fclose(out);
}

/* ---- kernels for the JIT ----------------------------------------------------------------------- */

/* The bodies of KC_NATIVE functions go (they need not compile over lanes); their declarations stay. */
static void drop_natives(char *s)
{
    for (char *p = s; (p = strstr(p, "KC_NATIVE ")); p++) {
        char *open = strpbrk(p, "{;");
        if ((p != s && p[-1] != '\n') || !open || *open == ';') continue;
        char *close = kc_close_brace(open);
        if (!close) return;
        for (char *q = open; q <= close; q++)
            if (*q != '\n' && !(*q == '\\' && q[1] == '\n')) *q = ' ';
        *open = ';';
    }
}

/* The text and, behind it, the dsp headers which it includes: where state types are defined. */
static char *with_headers(const char *text)
{
    char *all = strdup(text), path[512];
    for (const char *p = text; (p = strstr(p, "#include \"runtime/opcodes/dsp/")); p++) {
        const char *q = p + 10, *e = strchr(q, '"');
        if (!e || e - q >= (long)sizeof path) continue;
        memcpy(path, q, (size_t)(e - q));
        path[e - q] = 0;
        char *h = read_all(path);
        all = realloc(all, strlen(all) + strlen(h) + 2);
        if (!all) exit(1);
        strcat(strcat(all, "\n"), h);
        free(h);
    }
    kc_blank_comments(all);
    return all;
}

static const char *or_none(const char *s) { return s ? s : "-"; }

static void kernels(const char *in, const char *path, const char *list)
{
    const char *types[MAX_ENTRIES];
    int ntypes = 0;
    scan(in);
    if (errors) exit(1);
    char *text = read_all(in), *all = with_headers(text);
    kc_blank_comments(text);
    drop_natives(text);
    out = fopen(list, "w");
    if (!out) exit(1);
    for (int i = 0; i < nentries; i++) {
        const entry *e = &entries[i];
        if (!e->k && !e->tick && !e->each) continue;
        w("%s %s %s %s %s %d\n", in, or_none(e->k), or_none(e->tick), or_none(e->each), or_none(e->state),
          e->scalar);
        int known = !e->state;
        for (int j = 0; j < ntypes && !known; j++) known = !strcmp(types[j], e->state);
        if (!known) types[ntypes++] = e->state;
    }
    fclose(out);
    out = fopen(path, "w");
    if (!out) exit(1);
    w("/* Made by opscan from %s. */\n#line 1 \"%s\"\n%s", in, in, text);
    kc_layout_write(out, all, types, ntypes);
    fclose(out);
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "--unit"))
        unit(argv[2], argv[3]);
    else if (argc == 5 && !strcmp(argv[1], "--kernels"))
        kernels(argv[2], argv[3], argv[4]);
    else if (argc >= 3 && !strcmp(argv[1], "--table"))
        table(argv[2], argv + 3, argc - 3);
    else if (argc >= 3 && !strcmp(argv[1], "--doc"))
        doc(argv[2], argv + 3, argc - 3);
    else {
        fputs("usage: opscan --unit IN.c OUT.c | --kernels IN.c OUT.c LIST | --table OUT.c IN.c... | --doc "
              "OUT.md IN.c...\n",
              stderr);
        return 2;
    }
    return 0;
}
