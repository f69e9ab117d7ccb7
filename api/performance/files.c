/* Files in: options files, CSD or orchestra and score, and the environment settings that go with them. */
#include "api/performance/performance.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES ((size_t)256 << 20)

int kc_perf_file_text(kc_sbuf *to, const char *name) { return kc_sbuf_read_file(to, name, FILE_MAX_BYTES); }

void kc_perf_opened(const kc_performance *p, const char *path, int type, bool writes)
{
    if (p->on_file) p->on_file(p->on_file_user, path, type, writes);
}

/* ---- environment ------------------------------------------------------------------------------ */

void kc_perf_set_env(kc_performance *p, const char *name, const char *value)
{
    int n = 0;
    while (p->env && p->env[n]) n++;
    p->env = kc_xrealloc(p->env, ((size_t)n + 2) * sizeof *p->env);
    memmove(p->env + 1, p->env, (size_t)n * sizeof *p->env); /* newest first */
    p->env[0] = kc_arena_printf(&p->arena, "%s=%s", name, value);
    p->env[n + 1] = NULL;
}

const char *kc_perf_env(const kc_performance *p, const char *name)
{
    size_t n = strlen(name);
    for (const char **s = p->env; s && *s; s++)
        if (!strncmp(*s, name, n) && (*s)[n] == '=') return *s + n + 1;
    return getenv(name);
}

static void append_env(kc_performance *p, const char *name, const char *value)
{
    const char *old = kc_perf_env(p, name);
    kc_perf_set_env(p, name, old && *old ? kc_arena_printf(&p->arena, "%s;%s", old, value) : value);
}

/* The folder of the main file joins the search paths. */
static void default_paths(kc_performance *p, const char *file)
{
    const char *slash = strrchr(file, '/');
    if (!p->opt.default_paths || !slash) return;
    const char *dir = kc_arena_strndup(&p->arena, file, (size_t)(slash - file));
    static const char *const vars[] = {"SADIR", "SSDIR", "MFDIR", "INCDIR"};
    for (int i = 0; i < 4; i++) append_env(p, vars[i], *dir ? dir : "/");
}

void kc_perf_apply_env(kc_performance *p)
{
    for (int i = 0; i < p->opt.env.n; i++) {
        const kc_opt_pair *v = &p->opt.env.v[i];
        if (v->append)
            append_env(p, v->name, v->value);
        else
            kc_perf_set_env(p, v->name, v->value);
    }
}

/* ---- options files ---------------------------------------------------------------------------- */

int kc_perf_read_rc(kc_performance *p)
{
    const char *name = getenv("CSOUND6RC"), *home = getenv("HOME");
    char path[4096];
    kc_sbuf text = {0};
    kc_span at = {0};
    int bad = 0;
    if (!name && home) {
        snprintf(path, sizeof path, "%s/.csound6rc", home);
        name = path;
    }
    if (name && !kc_sbuf_read_file(&text, name, 1 << 20)) {
        kc_say(&p->con, "Reading options from %s\n", getenv("CSOUND6RC") ? name : "$HOME/.csound6rc");
        bad |= kc_options_parse_text(&p->opt, text.s, text.n, KC_OPT_RC, at, &p->diags);
    }
    kc_sbuf_free(&text);
    if (!kc_sbuf_read_file(&text, ".csound6rc", 1 << 20)) {
        kc_say(&p->con, "Reading options from local directory .csound6rc \n");
        bad |= kc_options_parse_text(&p->opt, text.s, text.n, KC_OPT_RC, at, &p->diags);
    }
    kc_sbuf_free(&text);
    return bad;
}

/* ---- CSD -------------------------------------------------------------------------------------- */

static int write_embedded(kc_performance *p)
{
    for (int i = 0; i < p->csd.nfiles; i++) {
        const kc_csd_file *f = &p->csd.files[i];
        FILE *out = fopen(f->name, "wbx");
        if (!out) {
            kc_say(&p->con, "cannot write embedded file %s: %s\n", f->name, strerror(errno));
            return -1;
        }
        size_t n = fwrite(f->bytes, 1, f->len, out);
        p->embedded = kc_xrealloc(p->embedded, ((size_t)p->nembedded + 1) * sizeof *p->embedded);
        p->embedded[p->nembedded++] = kc_xstrdup(f->name);
        if (fclose(out) || n != f->len) {
            kc_say(&p->con, "cannot write embedded file %s\n", f->name);
            return -1;
        }
    }
    return 0;
}

static int take_options(kc_performance *p)
{
    for (int i = 0; i < p->csd.noptions && !p->opt.ignore_csopts; i++) {
        kc_span at = {p->csd.source, p->csd.options[i].line, 1, 1};
        if (kc_options_parse_line(&p->opt, p->csd.options[i].text, p->csd.options[i].len, KC_OPT_CSD, at,
                                  &p->diags))
            return -1;
    }
    return 0;
}

/* A problem with a file, in the reference's words; an object like the others where an editor reads them. */
static void file_problem(kc_performance *p, const char *text, const char *more)
{
    if (p->con.quiet)
        kc_diag_error(&p->diags, (kc_span){0}, "file", "%s", text);
    else
        kc_say(&p->con, "%s\n%s", text, more);
}

int kc_perf_read_csd(kc_performance *p, const char *name, bool options)
{
    kc_sbuf *text = &p->csd_text;
    int bad = kc_csd_read(text->s ? text->s : "", text->n, name, &p->arena, &p->diags, &p->csd);
    for (int i = 0; !bad && i < p->csd.nmessages; i++) kc_say(&p->con, "%s\n", p->csd.messages[i]);
    if (bad) {
        kc_perf_flush(p);
        kc_say(&p->con, "Reading CSD failed ... stopping\n");
        return -1;
    }
    p->have_csd = true;
    p->orc_name = p->sco_name = name;
    p->orc_line = p->sco_line = 1; /* set when all options are known */
    p->orc.n = p->sco.n = 0;
    kc_sbuf_write(&p->orc, p->csd.orchestra.text ? p->csd.orchestra.text : "", p->csd.orchestra.len);
    kc_sbuf_write(&p->sco, p->csd.score.text ? p->csd.score.text : "", p->csd.score.len);
    p->have_score = true;
    default_paths(p, name);
    if (write_embedded(p)) return -1;
    return options ? take_options(p) : 0;
}

static int read_csd_file(kc_performance *p, const char *name)
{
    if (p->opt.message_level) kc_say(&p->con, "UnifiedCSD:  %s\n", name);
    if (kc_perf_file_text(&p->csd_text, name)) {
        const char *why = strerror(errno);
        file_problem(p, kc_arena_printf(&p->arena, "cannot open %s: %s", name, why),
                     kc_arena_printf(&p->arena, "Reading CSD failed (%s)... stopping\n", why));
        return -1;
    }
    kc_perf_opened(p, name, KC_FILE_IS_CSD, false);
    return kc_perf_read_csd(p, name, true);
}

static int check_csd(kc_performance *p)
{
    if (p->opt.csd_files.n && !(p->csd.has_orchestra && p->csd.has_score)) {
        kc_say(&p->con, "file names in <CsOptions> are not supported: %s\n", p->opt.csd_files.v[0]);
        return -1;
    }
    if (p->opt.csd_line_nums) {
        p->orc_line = p->csd.orchestra.line;
        p->sco_line = p->csd.score.line;
    }
    return 0;
}

/* ---- the files of a command line -------------------------------------------------------------- */

static int read_plain(kc_performance *p, kc_sbuf *to, const char *name, int type)
{
    if (!kc_perf_file_text(to, name)) {
        kc_perf_opened(p, name, type, false);
        return 0;
    }
    file_problem(
        p, kc_arena_printf(&p->arena, "main: failed to open input file - %s: %s", name, strerror(errno)), "");
    return -1;
}

int kc_perf_read_args(kc_performance *p, int argc, char **argv)
{
    int n = p->opt.files.n;
    char **files = p->opt.files.v;
    p->orc_line = p->sco_line = 1;
    if (n > 2) {
        kc_say(&p->con, "too many arguments\n");
        return -1;
    }
    bool csd = n == 1 && !p->opt.orc_only;
    if (kc_perf_read_rc(p)) return -1;
    if (csd && read_csd_file(p, kc_arena_strdup(&p->arena, files[0]))) return -1;
    if (kc_options_parse_args(&p->opt, argc, argv, KC_OPT_ARGS_AGAIN, &p->diags)) return -1;
    if (csd) return check_csd(p);
    p->orc_name = kc_arena_strdup(&p->arena, files[0]);
    kc_say(&p->con, "orchname:  %s\n", p->orc_name);
    if (read_plain(p, &p->orc, p->orc_name, KC_FILE_IS_ORC)) return -1;
    default_paths(p, p->orc_name);
    if (n == 1 && p->opt.message_level) kc_say(&p->con, "scoreless operation\n");
    if (n == 2) {
        p->sco_name = kc_arena_strdup(&p->arena, files[1]);
        if (read_plain(p, &p->sco, p->sco_name, KC_FILE_IS_SCO)) return -1;
        p->have_score = true;
    }
    return 0;
}
