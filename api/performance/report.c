/* The life of the struct, and what it says about itself. */
#include "api/performance/performance.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

void kc_perf_init(kc_performance *p)
{
    *p = (kc_performance){.orc_line = 1, .sco_line = 1};
    clock_gettime(CLOCK_MONOTONIC, &p->t0);
    kc_console_init(&p->con);
    kc_options_init(&p->opt);
    p->diags.sources = &p->sources;
    pthread_mutex_init(&p->session_lock, NULL);
}

/* Strings and arrays of global variables; only the front end knows which they are. */
static void free_globals(kc_performance *p)
{
    const kc_ir_globals *g = p->session ? kc_session_globals(p->session) : NULL;
    for (int i = 0; g && p->engine && i < g->list.n; i++)
        kc_engine_free_global(p->engine, g->list.v[i]->off, g->list.v[i]->type, g->list.v[i]->dims);
}

void kc_perf_free(kc_performance *p)
{
    kc_lines_close(p->lines);
    kc_textin_close(p->textin);
    kc_sound_in_close(p->in);
    free(p->inbuf);
    if (p->engine) kc_keyboard_close(p->engine);
    if (p->engine) kc_render_midi_close(p->engine);
    free_globals(p);
    kc_engine_destroy(p->engine);
    for (int i = 0; i < p->pending.n; i++) kc_built_free(&p->pending.v[i]);
    kc_vec_free(&p->pending);
    if (p->session) kc_session_destroy(p->session);
    for (int i = 0; i < p->nembedded; i++) {
        unlink(p->embedded[i]);
        free(p->embedded[i]);
    }
    free(p->embedded);
    free(p->env);
    kc_sbuf_free(&p->orc);
    kc_sbuf_free(&p->sco);
    kc_sbuf_free(&p->csd_text);
    kc_diags_free(&p->diags);
    kc_sources_free(&p->sources);
    kc_options_free(&p->opt);
    kc_arena_free(&p->arena);
    kc_console_close(&p->con);
    pthread_mutex_destroy(&p->session_lock);
}

void kc_perf_render(const kc_performance *p, const kc_diags *d, kc_sbuf *out)
{
    if (!d->errors && !(p->opt.message_level & 4)) return;
    if (p->opt.diagnostics_json)
        kc_diags_render_json(d, out);
    else
        kc_diags_render(d, out);
}

void kc_perf_show(kc_performance *p, kc_diags *d)
{
    if (!d->list.n && !d->errors) return;
    kc_sbuf text = {0};
    kc_perf_render(p, d, &text);
    if (text.s) kc_say_report(&p->con, d->errors ? KC_SAY_ERROR : KC_SAY_WARNING, text.s);
    kc_sbuf_free(&text);
    kc_diags_free(d);
}

void kc_perf_flush(kc_performance *p) { kc_perf_show(p, &p->diags); }

void kc_perf_elapsed(kc_performance *p, const char *what)
{
    if (!(p->opt.message_level & 128)) return;
    struct timespec t;
    struct rusage u;
    clock_gettime(CLOCK_MONOTONIC, &t);
    getrusage(RUSAGE_SELF, &u);
    double real = (double)(t.tv_sec - p->t0.tv_sec) + (double)(t.tv_nsec - p->t0.tv_nsec) * 1e-9;
    double cpu = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
                 (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
    kc_say_as(&p->con, KC_SAY_ERROR, "Elapsed time at end of %s: real: %.3fs, CPU: %.3fs\n", what, real, cpu);
}

int kc_perf_open_log(kc_performance *p)
{
    if (!p->opt.logfile || !kc_console_log_to(&p->con, p->opt.logfile)) return 0;
    kc_say(&p->con, "cannot open log file %s: %s\n", p->opt.logfile, strerror(errno));
    return -1;
}
