/* Orchestra text to installed instruments. The session belongs to whoever holds its lock, so a text can be
 * compiled on a host's thread beside the performance; only merging is the performance thread's. */
#include "api/performance/performance.h"
#include <limits.h>
#include <string.h>

kc_session *kc_perf_session(kc_performance *p)
{
    if (!p->session) p->session = kc_session_create(kc_optable, kc_optable_count, NULL);
    return p->session;
}

void kc_perf_add_opcode(kc_performance *p, const kc_opdesc *desc)
{
    pthread_mutex_lock(&p->session_lock);
    kc_session_add_opcode(kc_perf_session(p), desc);
    pthread_mutex_unlock(&p->session_lock);
}

/* The session, with the options as they are at the first compile. */
static kc_session *ready_session(kc_performance *p)
{
    kc_session *s = kc_perf_session(p);
    if (p->session_ready) return s;
    p->session_ready = true;
    kc_header over;
    kc_render_overrides(&p->opt, &over);
    kc_session_set_overrides(s, &over);
    for (int i = 0; i < p->opt.omacros.n; i++) {
        kc_session_define(s, p->opt.omacros.v[i].name, p->opt.omacros.v[i].value);
        kc_say(&p->con, "Macro definition for omacro:%s=%s\n", p->opt.omacros.v[i].name,
               p->opt.omacros.v[i].value);
    }
    const char *inc = kc_perf_env(p, "INCDIR");
    if (inc) kc_session_set_include_path(s, inc);
    return s;
}

kc_header kc_perf_header(kc_performance *p)
{
    if (p->session_ready) return *kc_session_header(p->session);
    kc_header over, h = kc_header_defaults();
    kc_diags d = {0};
    kc_render_overrides(&p->opt, &over);
    kc_header_resolve(&h, &over, &h, &d, (kc_span){0});
    kc_diags_free(&d);
    return h;
}

/* The end of a compile: says what it found, when nobody holds the session any more, since who is told may
 * compile. */
static void unlock_and_say(kc_performance *p, kc_diags *d)
{
    kc_sbuf report = {0};
    if (d->list.n || d->errors) kc_perf_render(p, d, &report);
    pthread_mutex_unlock(&p->session_lock);
    if (report.s) kc_say_report(&p->con, d->errors ? KC_SAY_ERROR : KC_SAY_WARNING, report.s);
    kc_sbuf_free(&report);
    kc_diags_free(d);
}

int kc_perf_build(kc_performance *p, const char *text, size_t len, const char *name, int line, kc_built *out)
{
    kc_sbuf dump = {0};
    kc_diags d = {.sources = &p->sources};
    pthread_mutex_lock(&p->session_lock);
    int bad = kc_build(ready_session(p), text, len, name, line, p->opt.dump_ir, &dump, &d, out);
    if (!bad) p->compiled = true;
    unlock_and_say(p, &d);
    if (dump.s) fputs(dump.s, stdout);
    kc_sbuf_free(&dump);
    return bad;
}

int kc_perf_check(kc_performance *p, const char *text)
{
    kc_diags d = {.sources = &p->sources};
    pthread_mutex_lock(&p->session_lock);
    int bad = kc_check_orc(ready_session(p), text, strlen(text), "orchestra text", &d);
    unlock_and_say(p, &d);
    return bad;
}

/* Numbers of named instruments, ascending. */
static void say_names(kc_performance *p, const kc_built *built)
{
    if (!p->opt.message_level) return;
    for (int last = 0, number = INT_MAX;; last = number, number = INT_MAX) {
        const char *name = NULL;
        for (int i = 0; i < built->instrs.n; i++) {
            const kc_built_instr *b = &built->instrs.v[i];
            for (int k = 0; k < b->n; k++)
                if (b->names[k] && b->numbers[k] > last && b->numbers[k] < number)
                    number = b->numbers[k], name = b->names[k];
        }
        if (!name) return;
        kc_say(&p->con, "instr %s uses instrument number %d\n", name, number);
    }
}

void kc_perf_add(kc_performance *p, const kc_built *b)
{
    say_names(p, b);
    kc_vec_push(&p->pending, *b);
}

int kc_perf_compile(kc_performance *p, const char *text, size_t len, const char *name, int line)
{
    kc_built b;
    if (kc_perf_build(p, text, len, name, line, &b)) {
        kc_say(&p->con, "cannot compile orchestra\n");
        return -1;
    }
    kc_perf_add(p, &b);
    return 0;
}

int kc_perf_merge(kc_performance *p, kc_built *b)
{
    for (int i = 0; i < b->instrs.n; i++) kc_jit_link_add(p->jit, b->instrs.v[i].prog);
    kc_built_install(b, p->engine);
    int bad = b->global ? kc_engine_run_global(p->engine, b->global) : 0;
    b->global = NULL;
    kc_built_free(b);
    return bad;
}
