/* From compiled text to an engine that is ready for its first k-cycle. */
#include "api/performance/performance.h"
#include "runtime/engine/strset.h"
#include <sndfile.h>
#include <stdlib.h>
#include <strings.h>

static void on_message(void *user, int attr, const char *text)
{
    const kc_performance *p = user;
    kc_say_as(&p->con, attr == 2 ? KC_SAY_WARNING : attr ? KC_SAY_ERROR : KC_SAY_TEXT, "%s", text);
}

static void release_program(void *user, kc_program *prog)
{
    kc_performance *p = user;
    if (!kc_jit_link_take(p->jit, prog)) kc_ir_program_destroy(prog);
}

int kc_perf_create_engine(kc_performance *p)
{
    kc_built none;
    if (!p->compiled && !kc_perf_build(p, "", 0, "", 1, &none)) kc_built_free(&none); /* settles the header */
    const kc_header h = kc_perf_header(p);
    int format = kc_render_sound_format(&p->opt, kc_perf_env(p, "SFOUTYP"), &p->con);
    if (format < 0) return -1;
    kc_engine_config cfg = {.sr = h.sr,
                            .kr = h.kr,
                            .zerodbfs = h.zerodbfs,
                            .a4 = h.a4,
                            .ksmps = h.ksmps,
                            .nchnls = h.nchnls,
                            .nchnls_i = h.nchnls_i,
                            .message_level = p->opt.message_level,
                            .sample_accurate = p->opt.sample_accurate,
                            .limit = p->opt.limiter > 0,
                            .limiter = p->opt.limiter,
                            .beat_tempo = p->opt.beat_mode ? p->opt.tempo : 0,
                            .init_only = p->opt.init_only,
                            .ahead = p->ahead,
                            .threads = p->opt.threads,
                            .colour = p->opt.msg_color && kc_console_is_terminal(&p->con),
                            .sine_size = p->opt.sinesize,
                            .sound_format = format,
                            .profile = p->opt.profile,
                            .env = (const char *const *)p->env,
                            .channels = p->channels,
                            .interrupted = p->interrupted};
    p->engine = kc_engine_create(&cfg);
    if (!p->engine) {
        kc_say(&p->con, "cannot create the engine: out of memory\n");
        return -1;
    }
    kc_engine_on_message(p->engine, on_message, p);
    kc_engine_on_release(p->engine, release_program, p);
    p->textin = kc_textin_open(p);
    kc_keyboard_open(p->engine);
    kc_engine_rng(p->engine)->r31 = p->seed31 ? p->seed31 : 15937;
    return 0;
}

static void banner(kc_performance *p)
{
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    const kc_console *con = &p->con;
    kc_say_as(con, KC_SAY_ERROR,
              "--Csound version 6.18 (double samples), kcycle " KC_VERSION "\n[commit: none]\n%s\n",
              sf_version_string());
    if (p->opt.message_level) kc_say(con, "displays suppressed\n");
    kc_say_as(con, KC_SAY_ERROR, "sr = %.1f, kr = %.3f, ksmps = %d\n0dBFS level = %.1f, A4 tuning = %.1f\n",
              cfg->sr, cfg->kr, cfg->ksmps, cfg->zerodbfs, cfg->a4);
}

static int set_strings(kc_performance *p)
{
    for (int i = 0; i < p->opt.strset.n; i++)
        if (kc_strset_put(p->engine, atoi(p->opt.strset.v[i].name), p->opt.strset.v[i].value)) {
            kc_say(&p->con, "--strset%s: the number is too large\n", p->opt.strset.v[i].name);
            return -1;
        }
    return 0;
}

static int run_globals(kc_performance *p)
{
    int bad = 0;
    for (int i = 0; i < p->pending.n && !bad; i++) {
        kc_program *global = p->pending.v[i].global;
        p->pending.v[i].global = NULL;
        if (global) bad = kc_engine_run_global(p->engine, global);
    }
    if (!bad) return 0;
    kc_say(&p->con, "header init errors\n");
    kc_engine_count_error(p->engine);
    return -1;
}

int kc_perf_start(kc_performance *p)
{
    if (!p->engine && kc_perf_create_engine(p)) return -1;
    banner(p);
    if (set_strings(p)) return -1;
    for (int i = 0; i < p->pending.n; i++) kc_built_install(&p->pending.v[i], p->engine);
    if (p->opt.rtmidi && !strcasecmp(p->opt.rtmidi, "null")) p->opt.midi_in = p->opt.midi_out = NULL;
    if (kc_render_midi(&p->opt, p->engine, &p->con, p->midi_ports)) return -1;
    p->jit = kc_jit_link_create(&p->opt, p->engine, &p->con, p->sections, p->have_score ? p->score.n : 0);
    int bad = run_globals(p);
    for (int i = 0; i < p->pending.n; i++) kc_built_free(&p->pending.v[i]);
    p->pending.n = 0;
    if (bad) return -1;
    if (p->opt.message_level) kc_say_as(&p->con, KC_SAY_ERROR, "orch now loaded\n");
    return kc_render_midi_file(&p->opt, p->engine, &p->con,
                               p->have_csd && p->csd.has_midi ? p->csd.midi : NULL, p->csd.midi_len);
}

void kc_perf_begin(kc_performance *p)
{
    kc_say_as(&p->con, KC_SAY_ERROR, "SECTION 1:\n");
    if (p->have_score) {
        kc_engine_set_score(p->engine, p->sections, p->score.n);
        return;
    }
    static double forever[] = {0, 0, 800000000000.0, 0};
    static const kc_event f0 = {.op = 'f', .n = 2, .p = forever, .p2_beats = 800000000000.0};
    static const kc_section endless = {&f0, 1};
    kc_engine_set_score(p->engine, &endless, 1);
}
