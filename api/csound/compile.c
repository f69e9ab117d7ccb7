/* Orchestra, CSD and command line to instruments. A text is compiled on the thread that calls; what it gives
 * joins the engine between two k-cycles. Before the start it waits for the start. */
#include "api/csound/instance.h"
#include "runtime/channels/channels.h"
#include "runtime/engine/hooks.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int kc_cs_need_engine(kc_cs *cs)
{
    kc_performance *p = cs->performance;
    if (p->engine) return 0;
    if (kc_perf_create_engine(p)) return -1;
    kc_channels_set_ksmps(cs->channels, kc_engine_get_config(p->engine)->ksmps);
    kc_cs_connect_channels(cs);
    return 0;
}

static int refuse_failed(kc_cs *cs)
{
    if (!cs->failed) return 0;
    kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR, "Csound could not be started: call csoundReset()\n");
    return -1;
}

/* ---- orchestra -------------------------------------------------------------------------------- */

typedef struct {
    kc_built built;
    bool eval; /* runs even before the start */
    int result;
    double value;
} merging;

static void merge(kc_cs *cs, void *arg)
{
    merging *m = arg;
    if (!cs->started && !m->eval) {
        kc_perf_add(cs->performance, &m->built);
        return;
    }
    if (refuse_failed(cs) || kc_cs_need_engine(cs)) {
        kc_built_free(&m->built);
        m->result = -1;
        return;
    }
    kc_hooks *h = kc_engine_hooks(cs->performance->engine);
    h->returned = 0;
    m->result = kc_perf_merge(cs->performance, &m->built);
    m->value = h->returned;
}

static void drop_merging(void *data) { kc_built_free(&((merging *)data)->built); }

static int build(kc_cs *cs, const char *text, const char *name, int line, kc_built *out)
{
    return refuse_failed(cs) || kc_perf_build(cs->performance, text, strlen(text), name, line, out) ? -1 : 0;
}

static int compile(kc_cs *cs, const char *text, const char *name, int line)
{
    merging m = {.result = 0};
    if (build(cs, text, name, line, &m.built)) return CSOUND_ERROR;
    kc_cs_call(cs, merge, &m);
    return m.result ? CSOUND_ERROR : CSOUND_SUCCESS;
}

int csoundCompileOrc(CSOUND *cs, const char *text)
{
    if (!cs || !text || !*text) return CSOUND_ERROR;
    return compile(kc_cs_of(cs), text, "orchestra text", 1);
}

int csoundCompileOrcAsync(CSOUND *csound, const char *text)
{
    if (!csound || !text || !*text) return CSOUND_ERROR;
    kc_cs *cs = kc_cs_of(csound);
    if (!cs->started) return compile(cs, text, "orchestra text", 1);
    merging m = {.result = 0};
    if (build(cs, text, "orchestra text", 1, &m.built)) return CSOUND_ERROR;
    if (!kc_cs_post(cs, merge, &m, sizeof m, drop_merging)) return CSOUND_SUCCESS;
    kc_built_free(&m.built);
    return CSOUND_MEMORY;
}

MYFLT csoundEvalCode(CSOUND *csound, const char *code)
{
    if (!csound || !code || !*code) return NAN;
    kc_cs *cs = kc_cs_of(csound);
    merging m = {.eval = true};
    if (build(cs, code, "evaluated code", 1, &m.built)) return NAN;
    kc_cs_call(cs, merge, &m);
    return m.result ? 0 : m.value;
}

/* ---- trees ------------------------------------------------------------------------------------ */

/* What hosts get as a tree: a root that holds the text, which was found to be well-formed. */
typedef struct {
    TREE root;
    char text[];
} text_tree;

TREE *csoundParseOrc(CSOUND *csound, const char *text)
{
    if (!csound || !text) return NULL;
    kc_cs *cs = kc_cs_of(csound);
    if (kc_perf_check(cs->performance, text)) return NULL;
    size_t n = strlen(text) + 1;
    text_tree *t = calloc(1, sizeof *t + n);
    if (!t) return NULL;
    memcpy(t->text, text, n);
    return &t->root;
}

int csoundCompileTree(CSOUND *cs, TREE *tree)
{
    return tree ? csoundCompileOrc(cs, ((text_tree *)tree)->text) : CSOUND_ERROR;
}
int csoundCompileTreeAsync(CSOUND *cs, TREE *tree)
{
    return tree ? csoundCompileOrcAsync(cs, ((text_tree *)tree)->text) : CSOUND_ERROR;
}
void csoundDeleteTree(CSOUND *cs, TREE *tree)
{
    (void)cs;
    free(tree);
}

/* ---- CSD -------------------------------------------------------------------------------------- */

typedef struct {
    const char *text, *name;
    int argc; /* or a command line */
    char **argv;
    int result;
} job;

/* Before the start: options count, the score is kept. */
static void first_csd(kc_cs *cs, void *arg)
{
    job *j = arg;
    kc_performance *p = cs->performance;
    j->result = CSOUND_ERROR;
    if (refuse_failed(cs)) return;
    p->csd_text.n = 0;
    kc_sbuf_puts(&p->csd_text, j->text);
    int bad = kc_perf_read_csd(p, kc_arena_strdup(&p->arena, j->name), true);
    kc_perf_flush(p);
    if (bad || !(p->csd.has_orchestra || p->csd.has_score)) return;
    if (p->opt.csd_line_nums) p->sco_line = p->csd.score.line;
    p->have_score = p->csd.has_score;
    const char *orc = p->orc.s ? p->orc.s : "";
    int line = p->opt.csd_line_nums ? p->csd.orchestra.line : 1;
    if (!kc_perf_compile(p, orc, strlen(orc), p->orc_name, line)) j->result = CSOUND_SUCCESS;
}

/* In a running engine: its score is taken from now on. */
static int more_csd(kc_cs *cs, const char *text, const char *name)
{
    kc_arena arena = {0};
    kc_diags d = {0};
    kc_csd csd = {0};
    int r = CSOUND_ERROR;
    if (kc_csd_read(text, strlen(text), name, &arena, &d, &csd))
        kc_perf_show(cs->performance, &d);
    else if (csd.has_orchestra || csd.has_score) {
        r = csd.orchestra.len ? compile(cs, csd.orchestra.text, name, csd.orchestra.line) : CSOUND_SUCCESS;
        if (!r && csd.score.len) csoundReadScore(kc_cs_public(cs), csd.score.text);
    }
    kc_diags_free(&d);
    kc_arena_free(&arena);
    return r;
}

static int compile_csd(kc_cs *cs, const char *text, const char *name)
{
    if (cs->started) return refuse_failed(cs) ? CSOUND_ERROR : more_csd(cs, text, name);
    job j = {.text = text, .name = name};
    kc_cs_call(cs, first_csd, &j);
    return j.result;
}

int csoundCompileCsdText(CSOUND *cs, const char *text)
{
    return cs && text ? compile_csd(kc_cs_of(cs), text, "*string*") : CSOUND_ERROR;
}

int csoundCompileCsd(CSOUND *cs, const char *file)
{
    if (!cs || !file) return CSOUND_ERROR;
    kc_sbuf text = {0};
    int r = CSOUND_ERROR;
    if (kc_perf_file_text(&text, file))
        kc_cs_message(cs, CSOUNDMSG_ERROR, "cannot open %s: %s\n", file, strerror(errno));
    else {
        kc_perf_opened(kc_cs_of(cs)->performance, file, CSFTYPE_UNIFIED_CSD, false);
        r = compile_csd(kc_cs_of(cs), text.s ? text.s : "", file);
    }
    kc_sbuf_free(&text);
    return r;
}

/* ---- command line ----------------------------------------------------------------------------- */

static int read_args(kc_cs *cs, int argc, char **argv)
{
    kc_performance *p = cs->performance;
    int status;
    if (kc_options_parse_args(&p->opt, argc, argv, KC_OPT_ARGS, &p->diags)) {
        kc_perf_flush(p);
        return CSOUND_ERROR;
    }
    if (kc_render_action(&p->opt, &p->con, &status)) return status ? CSOUND_ERROR : CSOUND_EXITJMP_SUCCESS;
    if (!p->opt.files.n) {
        if (p->opt.daemon) return CSOUND_SUCCESS;
        kc_say_as(&p->con, KC_SAY_ERROR, "insufficient arguments: no orchestra name\n");
        return CSOUND_ERROR;
    }
    if (kc_perf_open_log(p)) return CSOUND_ERROR;
    int bad = kc_perf_read_args(p, argc, argv);
    kc_perf_flush(p);
    if (bad) return CSOUND_ERROR;
    kc_perf_apply_env(p);
    if (kc_perf_compile(p, p->orc.s ? p->orc.s : "", p->orc.n, p->orc_name, p->orc_line)) return CSOUND_ERROR;
    kc_perf_elapsed(p, "orchestra compile");
    cs->have_files = true;
    if (!p->opt.syntax_check) return CSOUND_SUCCESS;
    bad = kc_perf_read_score(p);
    kc_say(&p->con, "Syntax check completed.\n");
    return bad ? CSOUND_ERROR : CSOUND_EXITJMP_SUCCESS;
}

/* Options alone, as the reference exports it: argv without the program's name. 1, or 0 after an error. */
int argdecode(CSOUND *csound, int argc, const char **argv)
{
    if (!csound || !argv || argc < 0 || kc_cs_of(csound)->started) return 0;
    kc_performance *p = kc_cs_of(csound)->performance;
    int bad = kc_options_parse_args(&p->opt, argc + 1, (char **)(uintptr_t)argv, KC_OPT_API, &p->diags);
    kc_perf_flush(p);
    return !bad;
}

static void command_line(kc_cs *cs, void *arg)
{
    job *j = arg;
    if (!cs->started && !cs->failed) {
        j->result = read_args(cs, j->argc, j->argv);
        return;
    }
    kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR,
                  "Csound is already started, call csoundReset()\nbefore starting again.\n");
    j->result = CSOUND_ERROR;
}

int csoundCompileArgs(CSOUND *cs, int argc, const char **argv)
{
    if (!cs || !argv || argc < 1) return CSOUND_ERROR;
    job j = {.argc = argc, .argv = (char **)(uintptr_t)argv};
    kc_cs_call(kc_cs_of(cs), command_line, &j);
    return j.result;
}

int csoundCompile(CSOUND *cs, int argc, const char **argv)
{
    int r = csoundCompileArgs(cs, argc, argv);
    return r ? r : csoundStart(cs);
}
