/* --missing: which opcode names of some files are not known.
 *
 * The parser needs to know what is an opcode to read a line at all, so a file is compiled again and again:
 * each time the names that were not known join as opcodes that take and give anything, until no new one turns
 * up. Other errors are not this run's business. */
#include "api/render.h"
#include "frontend/csd.h"
#include "runtime/opcodes/op.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROUNDS = 64, MAX_BYTES = 64 << 20, MAX_ERRORS = 1000 };

typedef struct {
    const kc_options *o;
    const kc_console *con;
    const char *file;
    kc_arena arena;
    const char *text; /* the orchestra */
    size_t len;
    int line;
    KC_VEC(const char *) names; /* not known */
} piece;

/* ---- a name that is not known ------------------------------------------------------------------- */

static int stub_init(void *st, kc_ctx *c, void **args)
{
    (void)st, (void)c, (void)args;
    return KC_OK;
}

/* Forms by result, for calls in expressions the likeliest first. */
static void add_stub(kc_session *s, kc_arena *a, const char *name)
{
    static const char *const outs[] = {"a", "k", "i", "S", "f", "k[]", "a[]", "i[]", "*", ""};
    for (size_t i = 0; i < sizeof outs / sizeof *outs; i++) {
        kc_opdesc *d = kc_arena_alloc(a, sizeof *d);
        *d = (kc_opdesc){
            .name = name, .outs = outs[i], .ins = "*", .init = stub_init, .file = "", .state_align = 8};
        kc_session_add_opcode(s, d);
    }
}

/* ---- one file ----------------------------------------------------------------------------------- */

static int read_piece(piece *p)
{
    kc_sbuf text = {0};
    kc_diags quiet = {0};
    kc_csd csd = {0};
    size_t n = strlen(p->file);
    int bad = kc_sbuf_read_file(&text, p->file, MAX_BYTES);
    if (bad) {
        kc_say(p->con, "cannot open %s: %s\n", p->file, strerror(errno));
    } else if (n > 4 && !strcmp(p->file + n - 4, ".csd")) {
        bad = kc_csd_read(text.s, text.n, p->file, &p->arena, &quiet, &csd);
        p->text = csd.orchestra.text;
        p->len = csd.orchestra.len;
        p->line = csd.orchestra.line;
        if (bad) kc_say(p->con, "%s: no CSD that can be read\n", p->file);
    } else {
        p->text = kc_arena_strndup(&p->arena, text.s ? text.s : "", text.n);
        p->len = text.n;
        p->line = 1;
    }
    kc_diags_free(&quiet);
    kc_sbuf_free(&text);
    return bad;
}

static kc_session *new_session(piece *p)
{
    kc_session *s = kc_session_create(kc_optable, kc_optable_count, NULL);
    const char *slash = strrchr(p->file, '/'), *inc = getenv("INCDIR");
    const char *dir = slash ? kc_arena_strndup(&p->arena, p->file, (size_t)(slash - p->file)) : ".";
    kc_session_set_include_path(s, inc ? kc_arena_printf(&p->arena, "%s;%s", dir, inc) : dir);
    for (int i = 0; i < p->o->omacros.n; i++)
        kc_session_define(s, p->o->omacros.v[i].name, p->o->omacros.v[i].value);
    for (int i = 0; i < p->names.n; i++) add_stub(s, &p->arena, p->names.v[i]);
    return s;
}

/* The name ends the message of an unknown opcode. */
static const char *name_of(const kc_diag *g)
{
    const char *blank = strrchr(g->message, ' ');
    return !strcmp(g->code, "unknown-opcode") && blank ? blank + 1 : NULL;
}

static int is_new(const piece *p, const char *name)
{
    for (int i = 0; i < p->names.n; i++)
        if (!strcmp(p->names.v[i], name)) return 0;
    return 1;
}

/* Compiles once; returns how many names were not known before. */
static int round_of(piece *p)
{
    kc_sources sources = {0};
    kc_diags d = {.sources = &sources, .limit = MAX_ERRORS};
    kc_session *s = new_session(p);
    kc_compiled c;
    int found = 0;
    if (!kc_compile_orc(s, p->text ? p->text : "", p->len, p->file, p->line, &d, &c)) kc_compiled_free(&c);
    for (int i = 0; i < d.list.n; i++) {
        const char *name = name_of(&d.list.v[i]);
        if (!name || !is_new(p, name)) continue;
        kc_span at = d.list.v[i].span;
        kc_vec_push(&p->names, kc_arena_strdup(&p->arena, name));
        printf("%s\t%s:%d:%d\n", name, at.source ? sources.list.v[at.source - 1].name : p->file, at.line,
               at.col);
        found++;
    }
    kc_session_destroy(s);
    kc_diags_free(&d);
    kc_sources_free(&sources);
    return found;
}

static int check(piece *p)
{
    int bad = read_piece(p) ? 2 : 0;
    for (int i = 0; !bad && i < MAX_ROUNDS && round_of(p); i++) {
    }
    bad |= p->names.n > 0;
    kc_vec_free(&p->names);
    kc_arena_free(&p->arena);
    return bad;
}

int kc_render_missing(const kc_options *o, const kc_console *con)
{
    int bad = o->files.n ? 0 : 2;
    if (bad) kc_say(con, "--missing: no files\n");
    for (int i = 0; i < o->files.n; i++) {
        piece p = {.o = o, .con = con, .file = o->files.v[i]};
        int b = check(&p);
        if (b > bad) bad = b;
    }
    return bad;
}
