/* The command line: options, files, compile, perform, report. One function a step; `run` is their order. */
#include "api/build.h"
#include "api/console.h"
#include "api/include/kcycle/kcycle.h"
#include "api/lines.h"
#include "api/textin.h"
#include "api/render.h"
#include "frontend/csd.h"
#include "frontend/options.h"
#include "frontend/score/score.h"
#include "runtime/engine/strset.h"
#include "runtime/io/sound.h"
#include "runtime/opcodes/op.h"
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define FILE_MAX_BYTES     ((size_t)256 << 20)
#define MAX_BUFFER_SAMPLES (1 << 24)

static volatile sig_atomic_t interrupted;
void kc_interrupt(void) { interrupted = 1; }

typedef struct {
    kc_console con;
    kc_options opt;
    kc_arena arena;
    kc_sources sources;
    kc_diags diags;
    kc_csd csd;
    bool have_csd, have_score;
    const char *orc_name, *sco_name;
    kc_sbuf orc, sco, csd_text;
    int orc_line, sco_line;
    kc_session *session;
    kc_built built;
    kc_engine *engine;
    kc_score score;
    kc_section *sections;
    int32_t seed31;
    const char **env;
    char **embedded;
    int nembedded;
    kc_sound_out *out;
    kc_sound_in *in;
    double *inbuf;
    int out_format, buffer_samples;
    const char *out_name;
    int extra_errors;
    struct timespec t0;
    kc_jit_link *jit;
    kc_lines *lines;
    kc_textin *textin;
    long beats; /* buffers that --heartbeat has shown */
} run_state;

/* ---- console ---------------------------------------------------------------------------------- */

static void on_message(void *user, int attr, const char *text)
{
    (void)attr;
    run_state *r = user;
    kc_say(&r->con, "%s", text);
}

/* Prints what the diagnostics list holds and empties it. */
static void flush_diags(run_state *r)
{
    if (!r->diags.list.n && !r->diags.errors) return;
    kc_sbuf text = {0};
    if (r->opt.diagnostics_json)
        kc_diags_render_json(&r->diags, &text);
    else
        kc_diags_render(&r->diags, &text);
    bool warnings = r->opt.message_level & 4;
    if (text.s && (r->diags.errors || warnings)) kc_say(&r->con, "%s", text.s);
    kc_sbuf_free(&text);
    kc_diags_free(&r->diags);
}

static void elapsed(run_state *r, const char *what)
{
    if (!(r->opt.message_level & 128)) return;
    struct timespec t;
    struct rusage u;
    clock_gettime(CLOCK_MONOTONIC, &t);
    getrusage(RUSAGE_SELF, &u);
    double real = (double)(t.tv_sec - r->t0.tv_sec) + (double)(t.tv_nsec - r->t0.tv_nsec) * 1e-9;
    double cpu = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
                 (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
    kc_say(&r->con, "Elapsed time at end of %s: real: %.3fs, CPU: %.3fs\n", what, real, cpu);
}

/* ---- files ------------------------------------------------------------------------------------ */

static void add_env(run_state *r, const char *name, const char *value)
{
    int n = 0;
    while (r->env && r->env[n]) n++;
    r->env = kc_xrealloc(r->env, ((size_t)n + 2) * sizeof *r->env);
    memmove(r->env + 1, r->env, (size_t)n * sizeof *r->env); /* newest first */
    r->env[0] = kc_arena_printf(&r->arena, "%s=%s", name, value);
    r->env[n + 1] = NULL;
}

static const char *env_of(run_state *r, const char *name)
{
    size_t n = strlen(name);
    for (const char **p = r->env; p && *p; p++)
        if (!strncmp(*p, name, n) && (*p)[n] == '=') return *p + n + 1;
    return getenv(name);
}

static void append_env(run_state *r, const char *name, const char *value)
{
    const char *old = env_of(r, name);
    add_env(r, name, old && *old ? kc_arena_printf(&r->arena, "%s;%s", old, value) : value);
}

/* The folder of the main file joins the search paths. */
static void default_paths(run_state *r, const char *file)
{
    const char *slash = strrchr(file, '/');
    if (!r->opt.default_paths || !slash) return;
    const char *dir = kc_arena_strndup(&r->arena, file, (size_t)(slash - file));
    static const char *const vars[] = {"SADIR", "SSDIR", "MFDIR", "INCDIR"};
    for (int i = 0; i < 4; i++) append_env(r, vars[i], *dir ? dir : "/");
}

static int read_rc(run_state *r)
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
        kc_say(&r->con, "Reading options from %s\n", getenv("CSOUND6RC") ? name : "$HOME/.csound6rc");
        bad |= kc_options_parse_text(&r->opt, text.s, text.n, KC_OPT_RC, at, &r->diags);
    }
    kc_sbuf_free(&text);
    if (!kc_sbuf_read_file(&text, ".csound6rc", 1 << 20)) {
        kc_say(&r->con, "Reading options from local directory .csound6rc \n");
        bad |= kc_options_parse_text(&r->opt, text.s, text.n, KC_OPT_RC, at, &r->diags);
    }
    kc_sbuf_free(&text);
    return bad;
}

static int write_embedded(run_state *r)
{
    for (int i = 0; i < r->csd.nfiles; i++) {
        const kc_csd_file *f = &r->csd.files[i];
        FILE *out = fopen(f->name, "wbx");
        if (!out) {
            kc_say(&r->con, "cannot write embedded file %s: %s\n", f->name, strerror(errno));
            return -1;
        }
        size_t n = fwrite(f->bytes, 1, f->len, out);
        r->embedded = kc_xrealloc(r->embedded, ((size_t)r->nembedded + 1) * sizeof *r->embedded);
        r->embedded[r->nembedded++] = kc_xstrdup(f->name);
        if (fclose(out) || n != f->len) {
            kc_say(&r->con, "cannot write embedded file %s\n", f->name);
            return -1;
        }
    }
    return 0;
}

static int read_csd(run_state *r, const char *name)
{
    if (r->opt.message_level) kc_say(&r->con, "UnifiedCSD:  %s\n", name);
    if (kc_sbuf_read_file(&r->csd_text, name, FILE_MAX_BYTES)) {
        kc_say(&r->con, "cannot open %s: %s\nReading CSD failed (%s)... stopping\n", name, strerror(errno),
               strerror(errno));
        return -1;
    }
    int bad = kc_csd_read(r->csd_text.s, r->csd_text.n, name, &r->arena, &r->diags, &r->csd);
    for (int i = 0; !bad && i < r->csd.nmessages; i++) kc_say(&r->con, "%s\n", r->csd.messages[i]);
    if (bad) {
        flush_diags(r);
        kc_say(&r->con, "Reading CSD failed ... stopping\n");
        return -1;
    }
    r->have_csd = true;
    r->orc_name = r->sco_name = name;
    r->orc_line = r->sco_line = 1; /* set when all options are known */
    kc_sbuf_write(&r->orc, r->csd.orchestra.text ? r->csd.orchestra.text : "", r->csd.orchestra.len);
    kc_sbuf_write(&r->sco, r->csd.score.text ? r->csd.score.text : "", r->csd.score.len);
    r->have_score = true;
    default_paths(r, name);
    return write_embedded(r);
}

static int read_plain(run_state *r, kc_sbuf *to, const char *name)
{
    if (!kc_sbuf_read_file(to, name, FILE_MAX_BYTES)) return 0;
    kc_say(&r->con, "main: failed to open input file - %s: %s\n", name, strerror(errno));
    return -1;
}

static int read_files(run_state *r, int argc, char **argv)
{
    int n = r->opt.files.n;
    char **files = r->opt.files.v;
    r->orc_line = r->sco_line = 1;
    if (n > 2) {
        kc_say(&r->con, "too many arguments\n");
        return -1;
    }
    bool csd = n == 1 && !r->opt.orc_only;
    if (read_rc(r)) return -1;
    if (csd) {
        const char *name = kc_arena_strdup(&r->arena, files[0]);
        if (read_csd(r, name)) return -1;
        for (int i = 0; i < r->csd.noptions && !r->opt.ignore_csopts; i++) {
            kc_span at = {r->csd.source, r->csd.options[i].line, 1, 1};
            if (kc_options_parse_line(&r->opt, r->csd.options[i].text, r->csd.options[i].len, KC_OPT_CSD, at,
                                      &r->diags))
                return -1;
        }
    }
    if (kc_options_parse_args(&r->opt, argc, argv, KC_OPT_ARGS_AGAIN, &r->diags)) return -1;
    if (csd) {
        if (r->opt.csd_files.n && !(r->csd.has_orchestra && r->csd.has_score)) {
            kc_say(&r->con, "file names in <CsOptions> are not supported: %s\n", r->opt.csd_files.v[0]);
            return -1;
        }
        if (r->opt.csd_line_nums) {
            r->orc_line = r->csd.orchestra.line;
            r->sco_line = r->csd.score.line;
        }
        return 0;
    }
    r->orc_name = kc_arena_strdup(&r->arena, files[0]);
    if (r->opt.message_level) kc_say(&r->con, "orchname:  %s\n", r->orc_name);
    if (read_plain(r, &r->orc, r->orc_name)) return -1;
    default_paths(r, r->orc_name);
    if (n == 1 && r->opt.message_level) kc_say(&r->con, "scoreless operation\n");
    if (n == 2) {
        r->sco_name = kc_arena_strdup(&r->arena, files[1]);
        if (read_plain(r, &r->sco, r->sco_name)) return -1;
        r->have_score = true;
    }
    return 0;
}

static void apply_env(run_state *r)
{
    for (int i = 0; i < r->opt.env.n; i++) {
        const kc_opt_pair *p = &r->opt.env.v[i];
        if (p->append)
            append_env(r, p->name, p->value);
        else
            add_env(r, p->name, p->value);
    }
}

/* ---- compile ---------------------------------------------------------------------------------- */

static int compile(run_state *r)
{
    kc_header over;
    kc_render_overrides(&r->opt, &over);
    r->session = kc_session_create(kc_optable, kc_optable_count, &over);
    for (int i = 0; i < r->opt.omacros.n; i++) {
        kc_session_define(r->session, r->opt.omacros.v[i].name, r->opt.omacros.v[i].value);
        kc_say(&r->con, "Macro definition for omacro:%s=%s\n", r->opt.omacros.v[i].name,
               r->opt.omacros.v[i].value);
    }
    const char *inc = env_of(r, "INCDIR");
    if (inc) kc_session_set_include_path(r->session, inc);
    kc_sbuf dump = {0};
    int bad = kc_build(r->session, r->orc.s ? r->orc.s : "", r->orc.n, r->orc_name, r->orc_line,
                       r->opt.dump_ir, &dump, &r->diags, &r->built);
    flush_diags(r);
    if (dump.s) fputs(dump.s, stdout);
    kc_sbuf_free(&dump);
    if (bad) {
        kc_say(&r->con, "cannot compile orchestra\n");
        return -1;
    }
    for (int i = 0; i < r->built.instrs.n && r->opt.message_level; i++) {
        const kc_built_instr *b = &r->built.instrs.v[i];
        for (int k = 0; k < b->n; k++)
            if (b->names[k])
                kc_say(&r->con, "instr %s uses instrument number %d\n", b->names[k], b->numbers[k]);
    }
    elapsed(r, "orchestra compile");
    return 0;
}

/* ---- score ------------------------------------------------------------------------------------ */

static int include_score(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path)
{
    run_state *r = ctx;
    (void)from;
    kc_sbuf_puts(path, name);
    if (!kc_sbuf_read_file(text, name, FILE_MAX_BYTES)) return 0;
    const char *dirs = *name == '/' ? NULL : env_of(r, "INCDIR");
    while (dirs && *dirs) {
        size_t n = strcspn(dirs, ";:");
        path->n = 0;
        kc_sbuf_printf(path, "%.*s/%s", (int)n, dirs, name);
        if (n && !kc_sbuf_read_file(text, path->s, FILE_MAX_BYTES)) return 0;
        dirs += n + (dirs[n] != 0);
    }
    return -1;
}

static int score_instr(void *ctx, const char *name) { return kc_session_instr_number(ctx, name); }

/* <CsScore bin="prog">: the program gets the text in a file and writes the score to another one. */
static int run_score_program(run_state *r, const char *prog)
{
    char in[] = "/tmp/kcycle-sco-XXXXXX", out[] = "/tmp/kcycle-srt-XXXXXX";
    int fi = mkstemp(in), fo = mkstemp(out), bad = fi < 0 || fo < 0;
    if (!bad) bad = write(fi, r->sco.s ? r->sco.s : "", r->sco.n) != (ssize_t)r->sco.n;
    if (fi >= 0) close(fi);
    if (fo >= 0) close(fo);
    char *cmd = kc_arena_printf(&r->arena, "%s %s %s", prog, in, out);
    if (!bad && system(cmd)) {
        kc_say(&r->con, "External generation failed\n");
        bad = 1;
    }
    kc_sbuf_free(&r->sco);
    if (!bad) bad = kc_sbuf_read_file(&r->sco, out, FILE_MAX_BYTES);
    unlink(in);
    unlink(out);
    return bad ? -1 : 0;
}

static int read_score(run_state *r)
{
    if (!r->have_score) return 0;
    if (r->opt.message_level) kc_say(&r->con, "sorting score ...\n");
    if (r->have_csd && r->csd.score_bin && run_score_program(r, r->csd.score_bin)) return -1;
    const char **macros = kc_arena_alloc(&r->arena, ((size_t)r->opt.smacros.n + 1) * sizeof *macros);
    for (int i = 0; i < r->opt.smacros.n; i++)
        macros[i] = kc_arena_printf(&r->arena, "%s=%s", r->opt.smacros.v[i].name, r->opt.smacros.v[i].value);
    kc_sbuf log = {0};
    r->seed31 = 15937;
    kc_score_input in = {.text = r->sco.s ? r->sco.s : "",
                         .len = r->sco.n,
                         .first_line = r->sco_line,
                         .source = r->have_csd && r->opt.csd_line_nums ? r->csd.source : 0,
                         .macros = macros,
                         .nmacros = r->opt.smacros.n,
                         .include = include_score,
                         .include_ctx = r,
                         .instr = score_instr,
                         .instr_ctx = r->session,
                         .ends = r->have_csd,
                         .seed31 = &r->seed31,
                         .clock_seed = (uint32_t)time(NULL),
                         .log = &log,
                         .beat_tempo = r->opt.beat_mode ? r->opt.tempo : 0};
    size_t n = r->sco_name ? strlen(r->sco_name) : 0;
    bool sorted = n > 4 && (!strcmp(r->sco_name + n - 4, ".srt") || !strcmp(r->sco_name + n - 4, ".xtr"));
    int bad = sorted ? kc_score_read_sorted(&in, &r->arena, &r->diags, &r->score)
                     : kc_score_read(&in, &r->arena, &r->diags, &r->score);
    if (log.s) kc_say(&r->con, "%s", log.s);
    kc_sbuf_free(&log);
    flush_diags(r);
    if (bad) return -1;
    if (r->opt.extract) {
        kc_sbuf spec = {0};
        if (kc_sbuf_read_file(&spec, r->opt.extract, 1 << 20)) {
            kc_say(&r->con, "cannot open extract file %s: %s\n", r->opt.extract, strerror(errno));
            return -1;
        }
        bad = kc_score_extract(&r->score, spec.s, spec.n, &r->arena, &r->diags);
        kc_sbuf_free(&spec);
        flush_diags(r);
        if (bad) return -1;
    }
    if (r->opt.srt) {
        kc_sbuf srt = {0};
        kc_score_write(&r->score, r->opt.srt == KC_SRT_HEX ? KC_SCORE_HEX : KC_SCORE_DECIMAL, &srt);
        FILE *f = fopen("score.srt", "w");
        if (!f || fwrite(srt.s, 1, srt.n, f) != srt.n || fclose(f)) {
            kc_say(&r->con, "cannot write score.srt: %s\n", strerror(errno));
            bad = -1;
        }
        kc_sbuf_free(&srt);
    }
    r->sections = kc_arena_alloc(&r->arena, ((size_t)r->score.n + 1) * sizeof *r->sections);
    for (int i = 0; i < r->score.n; i++) {
        const kc_score_section *s = &r->score.sections[i];
        kc_event *ev = kc_arena_alloc(&r->arena, ((size_t)s->n + 1) * sizeof *ev);
        for (int k = 0; k < s->n; k++) ev[k] = kc_lines_event(&r->arena, &s->events[k]);
        r->sections[i] = (kc_section){ev, s->n};
    }
    if (r->opt.message_level) kc_say(&r->con, "\t... done\n");
    elapsed(r, "score sort");
    return bad;
}

/* ---- engine ----------------------------------------------------------------------------------- */

static void release_program(void *user, kc_program *p)
{
    run_state *r = user;
    if (!kc_jit_link_take(r->jit, p)) kc_ir_program_destroy(p);
}

static int start_engine(run_state *r)
{
    const kc_header *h = &r->built.header;
    int format = kc_render_sound_format(&r->opt, env_of(r, "SFOUTYP"), &r->con);
    if (format < 0) return -1;
    kc_engine_config cfg = {.sr = h->sr,
                            .kr = h->kr,
                            .zerodbfs = h->zerodbfs,
                            .a4 = h->a4,
                            .ksmps = h->ksmps,
                            .nchnls = h->nchnls,
                            .nchnls_i = h->nchnls_i,
                            .message_level = r->opt.message_level,
                            .sample_accurate = r->opt.sample_accurate,
                            .limit = r->opt.limiter > 0,
                            .limiter = r->opt.limiter,
                            .beat_tempo = r->opt.beat_mode ? r->opt.tempo : 0,
                            .init_only = r->opt.init_only,
                            .colour = r->opt.msg_color && kc_console_is_terminal(&r->con),
                            .sine_size = r->opt.sinesize,
                            .sound_format = format,
                            .env = (const char *const *)r->env};
    r->engine = kc_engine_create(&cfg);
    if (!r->engine) {
        kc_say(&r->con, "cannot create the engine: out of memory\n");
        return -1;
    }
    kc_engine_on_message(r->engine, on_message, r);
    kc_engine_on_release(r->engine, release_program, r);
    r->textin = kc_textin_open(r->engine, r->session, &r->sources, &r->con);
    kc_engine_rng(r->engine)->r31 = r->seed31 ? r->seed31 : 15937;
    kc_say(&r->con, "--Csound version 6.18 (double samples), kcycle " KC_VERSION "\n[commit: none]\n%s\n",
           sf_version_string());
    if (r->opt.message_level) kc_say(&r->con, "displays suppressed\n");
    if (r->opt.threads > 1)
        kc_say(&r->con, "option -j %d: the performance runs on one thread\n", r->opt.threads);
    kc_say(&r->con, "sr = %.1f, kr = %.3f, ksmps = %d\n0dBFS level = %.1f, A4 tuning = %.1f\n", cfg.sr,
           cfg.kr, cfg.ksmps, cfg.zerodbfs, cfg.a4);
    for (int i = 0; i < r->opt.strset.n; i++)
        if (kc_strset_put(r->engine, atoi(r->opt.strset.v[i].name), r->opt.strset.v[i].value)) {
            kc_say(&r->con, "--strset%s: the number is too large\n", r->opt.strset.v[i].name);
            return -1;
        }
    kc_built_install(&r->built, r->engine);
    if (r->opt.rtmidi && !strcasecmp(r->opt.rtmidi, "null")) r->opt.midi_in = r->opt.midi_out = NULL;
    if (kc_render_midi(&r->opt, r->engine, &r->con)) return -1;
    r->jit = kc_jit_link_create(&r->opt, r->engine, &r->con, r->sections, r->have_score ? r->score.n : 0);
    if (r->built.global) {
        int bad = kc_engine_run_global(r->engine, r->built.global);
        r->built.global = NULL;
        if (bad) {
            kc_say(&r->con, "header init errors\n");
            kc_engine_count_error(r->engine);
            return -1;
        }
    }
    if (r->opt.message_level) kc_say(&r->con, "orch now loaded\n");
    return kc_render_midi_file(&r->opt, r->engine, &r->con,
                               r->have_csd && r->csd.has_midi ? r->csd.midi : NULL, r->csd.midi_len);
}

static int open_sound(run_state *r)
{
    char err[512];
    const kc_engine_config *cfg = kc_engine_get_config(r->engine);
    int64_t b = r->opt.buffer;
    b = b > 0 ? b : b < 0 ? -b * cfg->ksmps : 256;
    if (b * cfg->nchnls > MAX_BUFFER_SAMPLES) {
        kc_say(&r->con, "a buffer of %lld frames (-b) is too large\n", (long long)b);
        return -1;
    }
    int buffer = (int)b;
    r->buffer_samples = buffer * cfg->nchnls;
    if (r->opt.buffer < 0) kc_say(&r->con, "k-period aligned audio buffering\n");
    kc_say(&r->con, "audio buffered in %d sample-frame blocks\n", buffer);
    if (r->opt.input) {
        if (!strncmp(r->opt.input, "adc", 3) || !strncmp(r->opt.input, "devaudio", 8)) {
            kc_say(&r->con, "real-time audio input (-i %s) is not supported\n", r->opt.input);
            return -1;
        }
        char *path = kc_find_input(kc_engine_ctx(r->engine), r->opt.input, "SFDIR;SSDIR");
        r->in = kc_sound_in_open(path ? path : r->opt.input, err, sizeof err);
        free(path);
        if (!r->in) {
            kc_say(&r->con, "%s\n", err);
            return -1;
        }
        if (kc_sound_in_channels(r->in) != cfg->nchnls_i) {
            kc_say(&r->con, "audio input %s has %d channels, but orchestra has nchnls_i = %d\n", r->opt.input,
                   kc_sound_in_channels(r->in), cfg->nchnls_i);
            return -1;
        }
        kc_say(&r->con, "reading %d sample-frame blocks from %s\n", buffer, r->opt.input);
        r->inbuf = kc_xcalloc((size_t)cfg->ksmps * cfg->nchnls_i, sizeof(double));
    }
    if (r->opt.nosound) {
        kc_say(&r->con, "not writing to sound disk\n");
        return 0;
    }
    const char *name = r->opt.output ? r->opt.output : "test.wav";
    if (!strncmp(name, "dac", 3) || !strncmp(name, "devaudio", 8)) {
        kc_say(&r->con, "real-time audio output (-o %s) is not supported\n", name);
        return -1;
    }
    r->out_format = kc_render_sound_format(&r->opt, env_of(r, "SFOUTYP"), &r->con);
    if (r->out_format < 0) return -1;
    const char *dir = env_of(r, "SFDIR");
    r->out_name = dir && *dir && !strchr(name, '/') && strcmp(name, "stdout") && strcmp(name, "-")
                      ? kc_arena_printf(&r->arena, "%s/%s", dir, name)
                      : name;
    const char **tags = kc_arena_alloc(&r->arena, ((size_t)r->opt.named.n + 1) * sizeof *tags);
    int nt = 0;
    for (int i = 0; i < r->opt.named.n; i++)
        if (!strncmp(r->opt.named.v[i].name, "id_", 3))
            tags[nt++] = kc_arena_printf(&r->arena, "%s=%s", r->opt.named.v[i].name, r->opt.named.v[i].value);
    kc_sound_spec spec = {.path = strcmp(name, "null") ? r->out_name : "/dev/null",
                          .format = r->out_format,
                          .sr = cfg->sr,
                          .channels = cfg->nchnls,
                          .buffer_frames = buffer,
                          .peaks = r->opt.peaks,
                          .rewrite = r->opt.rewrite,
                          .dither = r->opt.dither,
                          .tags = tags};
    r->out = kc_sound_out_open(&spec, err, sizeof err);
    if (!r->out) {
        kc_say(&r->con, "%s\n", err);
        return -1;
    }
    kc_say(&r->con, "writing %d-byte blks of %s to %s (%s)\n",
           r->buffer_samples * kc_sound_sample_bytes(r->out_format), kc_sound_sample_word(r->out_format),
           r->out_name, kc_sound_container_word(r->out_format));
    return 0;
}

/* Orchestra text that came between braces in line events: joins what is there. */
static void more_orchestra(void *user, const char *text, size_t len)
{
    run_state *r = user;
    kc_built b;
    int bad = kc_build(r->session, text, len, "line events", 1, NULL, NULL, &r->diags, &b);
    flush_diags(r);
    if (bad) {
        kc_say(&r->con, "cannot compile orchestra\n");
        r->extra_errors++;
        return;
    }
    kc_built_install(&b, r->engine);
    if (b.global) kc_engine_run_global(r->engine, b.global);
    b.global = NULL;
    kc_built_free(&b);
}

/* --heartbeat: a sign for every buffer that was written, in the style that was asked for. */
static void heartbeat(run_state *r)
{
    for (long n = kc_sound_out_blocks(r->out); r->opt.heartbeat && r->beats < n;) {
        long k = ++r->beats;
        char text[64];
        switch (r->opt.heartbeat) {
        case 1: kc_say(&r->con, "%c\b", "|/-\\"[k & 3]); break;
        case 2: kc_say(&r->con, "."); break;
        case 3:
            snprintf(text, sizeof text, "%ld(%.3f)", k, kc_engine_time(r->engine));
            kc_say(&r->con, "%s", text);
            for (size_t i = strlen(text); i > 0; i--) kc_say(&r->con, "\b");
            break;
        case 4: kc_say(&r->con, "\a"); break;
        }
    }
}

/* Returns 0 when the score is finished, -1 when the sound file could not take more. */
static int perform(run_state *r)
{
    const kc_engine_config *cfg = kc_engine_get_config(r->engine);
    kc_say(&r->con, "SECTION 1:\n");
    if (r->have_score)
        kc_engine_set_score(r->engine, r->sections, r->score.n);
    else {
        static double forever[] = {0, 0, 800000000000.0, 0};
        static const kc_event f0 = {.op = 'f', .n = 2, .p = forever, .p2_beats = 800000000000.0};
        static const kc_section endless = {&f0, 1};
        kc_engine_set_score(r->engine, &endless, 1);
    }
    while (!interrupted) {
        const double *block;
        if (r->in) {
            kc_sound_in_read(r->in, r->inbuf, cfg->ksmps);
            kc_engine_set_input(r->engine, r->inbuf);
        }
        if (kc_engine_cycle(r->engine, &block) != KC_ENGINE_GO) break;
        if (block && r->out && kc_sound_out_write(r->out, block, cfg->ksmps)) {
            kc_say(&r->con, "sound file %s: %s\n", r->out_name, kc_sound_out_error(r->out));
            return -1;
        }
        if (r->out) heartbeat(r);
    }
    kc_say(&r->con, "%s\n",
           interrupted                   ? "csoundPerform(): stopped."
           : kc_engine_exited(r->engine) ? "Early return from csoundPerform()."
                                         : "Score finished in csoundPerform().");
    return 0;
}

/* The closing lines of a run that never had an engine. */
static void print_no_performance(run_state *r, int errors)
{
    double full = r->session ? r->built.header.zerodbfs : 0;
    kc_say(&r->con, "end of score.\t\t   overall amps:%s\n",
           full > 0 && full < 3 ? "  0.00000" : "      0.0");
    if (r->opt.sample_type != KC_SAMPLE_FLOAT && r->opt.sample_type != KC_SAMPLE_DOUBLE)
        kc_say(&r->con, "\t   overall samples out of range:        0\n");
    kc_say(&r->con, "%d errors in performance\n", errors);
}

static int close_sound(run_state *r)
{
    char err[512];
    if (!r->out) {
        if (r->opt.message_level) kc_say(&r->con, "no sound written to disk\n");
        return 0;
    }
    int bad = kc_sound_out_flush(r->out);
    heartbeat(r);
    bad |= kc_sound_out_close(r->out, err, sizeof err);
    if (bad)
        kc_say(&r->con, "sound file %s: %s\n", r->out_name, err);
    else
        kc_say(&r->con, "%d %d sample blks of %s written to %s (%s)\n", r->buffer_samples,
               r->buffer_samples * kc_sound_sample_bytes(r->out_format), kc_sound_sample_word(r->out_format),
               r->out_name, kc_sound_container_word(r->out_format));
    return bad;
}

/* failed: the run ends before its performance, with an error that has been reported. */
static int finish(run_state *r, bool failed)
{
    int errors = r->extra_errors;
    if (r->engine) {
        if (failed) kc_engine_count_error(r->engine);
        kc_engine_stop(r->engine);
        kc_engine_print_end(r->engine,
                            r->opt.sample_type == KC_SAMPLE_FLOAT || r->opt.sample_type == KC_SAMPLE_DOUBLE);
        errors += kc_engine_errors(r->engine) + kc_engine_failed_tables(r->engine);
        kc_jit_link_destroy(r->jit);
        r->jit = NULL;
    } else
        print_no_performance(r, errors += failed);
    elapsed(r, "performance");
    int bad = close_sound(r);
    if (r->opt.notify) kc_say(&r->con, "\a\tbeep!\n");
    return bad || errors;
}

/* Strings and arrays of global variables; only the front end knows which they are. */
static void free_globals(run_state *r)
{
    const kc_ir_globals *g = r->session ? kc_session_globals(r->session) : NULL;
    for (int i = 0; g && r->engine && i < g->list.n; i++)
        kc_engine_free_global(r->engine, g->list.v[i]->off, g->list.v[i]->type, g->list.v[i]->dims);
}

static void clean_up(run_state *r)
{
    kc_lines_close(r->lines);
    kc_textin_close(r->textin);
    kc_sound_in_close(r->in);
    free(r->inbuf);
    if (r->engine) kc_render_midi_close(r->engine);
    free_globals(r);
    kc_engine_destroy(r->engine);
    kc_built_free(&r->built);
    if (r->session) kc_session_destroy(r->session);
    for (int i = 0; i < r->nembedded; i++) {
        unlink(r->embedded[i]);
        free(r->embedded[i]);
    }
    free(r->embedded);
    free(r->env);
    kc_sbuf_free(&r->orc);
    kc_sbuf_free(&r->sco);
    kc_sbuf_free(&r->csd_text);
    kc_diags_free(&r->diags);
    kc_sources_free(&r->sources);
    kc_options_free(&r->opt);
    kc_arena_free(&r->arena);
    kc_console_close(&r->con);
}

static int open_log(run_state *r)
{
    if (!r->opt.logfile || !kc_console_log_to(&r->con, r->opt.logfile)) return 0;
    kc_say(&r->con, "cannot open log file %s: %s\n", r->opt.logfile, strerror(errno));
    return -1;
}

static int no_files(run_state *r)
{
    kc_sbuf help = {0};
    kc_options_help(&help);
    kc_say(&r->con, "%skcycle: insufficient arguments\n", help.s);
    kc_sbuf_free(&help);
    return 1;
}

static int run(run_state *r, int argc, char **argv)
{
    if (kc_options_parse_args(&r->opt, argc, argv, KC_OPT_ARGS, &r->diags)) {
        kc_say(&r->con,
               "Usage: kcycle [flags] file.csd | file.orc file.sco | --orc file.orc; kcycle --help lists "
               "the flags\n");
        flush_diags(r);
        return 1;
    }
    int status;
    if (kc_render_action(&r->opt, &r->con, &status)) return status;
    if (!r->opt.files.n) return no_files(r);
    if (open_log(r)) return 1;
    const char *log = r->opt.logfile;
    if (read_files(r, argc, argv)) {
        flush_diags(r);
        return finish(r, true), 1;
    }
    flush_diags(r);
    if ((!log || strcmp(log, r->opt.logfile)) && open_log(r)) return 1;
    apply_env(r);
    if (compile(r) || read_score(r)) return finish(r, true), 1;
    if (r->opt.syntax_check) {
        kc_say(&r->con, "Syntax check completed.\n");
        return finish(r, false);
    }
    if (start_engine(r)) return finish(r, !r->engine || !kc_engine_errors(r->engine)), 1;
    if (r->opt.score_in &&
        !(r->lines = kc_lines_open(r->opt.score_in, r->engine, &r->con, more_orchestra, r)))
        return finish(r, true), 1;
    if (open_sound(r)) return finish(r, true), 1;
    int bad = perform(r);
    return finish(r, false) || bad;
}

int kc_main(int argc, char **argv)
{
    run_state r = {0};
    interrupted = 0;
    clock_gettime(CLOCK_MONOTONIC, &r.t0);
    kc_console_init(&r.con);
    kc_options_init(&r.opt);
    r.diags.sources = &r.sources;
    int status = run(&r, argc, argv);
    clean_up(&r);
    return status ? 1 : 0;
}
