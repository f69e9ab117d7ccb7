/* K-cycles and the end of a performance. */
#include "api/performance/performance.h"
#include "runtime/engine/profile.h"
#include <errno.h>
#include <string.h>

void kc_perf_heartbeat(kc_performance *p)
{
    for (long n = p->out ? kc_sound_out_blocks(p->out) : 0; p->opt.heartbeat && p->beats < n;) {
        long k = ++p->beats;
        char text[64];
        switch (p->opt.heartbeat) {
        case 1: kc_say(&p->con, "%c\b", "|/-\\"[k & 3]); break;
        case 2: kc_say(&p->con, "."); break;
        case 3:
            snprintf(text, sizeof text, "%ld(%.3f)", k, kc_engine_time(p->engine));
            kc_say(&p->con, "%s", text);
            for (size_t i = strlen(text); i > 0; i--) kc_say(&p->con, "\b");
            break;
        case 4: kc_say(&p->con, "\a"); break;
        }
    }
}

int kc_perf_cycle(kc_performance *p, const double **block)
{
    int ksmps = kc_engine_get_config(p->engine)->ksmps;
    if (p->in) {
        kc_sound_in_read(p->in, p->inbuf, ksmps);
        kc_engine_set_input(p->engine, p->inbuf);
    }
    if (kc_engine_cycle(p->engine, block) != KC_ENGINE_GO) return KC_ENGINE_DONE;
    if (!p->out) return KC_ENGINE_GO;
    if (*block && kc_sound_out_write(p->out, *block, ksmps)) {
        kc_say(&p->con, "sound file %s: %s\n", p->out_name, kc_sound_out_error(p->out));
        return -1;
    }
    kc_perf_heartbeat(p);
    return KC_ENGINE_GO;
}

/* The closing lines of a run that never had an engine. */
static void print_no_performance(kc_performance *p, int errors)
{
    double full = p->pending.n ? p->pending.v[0].header.zerodbfs : 0;
    kc_say(&p->con, "end of score.\t\t   overall amps:%s\n",
           full > 0 && full < 3 ? "  0.00000" : "      0.0");
    if (p->opt.sample_type != KC_SAMPLE_FLOAT && p->opt.sample_type != KC_SAMPLE_DOUBLE)
        kc_say(&p->con, "\t   overall samples out of range:        0\n");
    kc_say(&p->con, "%d errors in performance\n", errors);
}

static void report_profile(kc_performance *p)
{
    const kc_profile *profile = kc_engine_profile(p->engine);
    kc_sbuf table = {0}, folded = {0};
    if (!profile) return;
    kc_profile_print(profile, &table);
    kc_say(&p->con, "%s", table.s);
    if (p->opt.profile_file) {
        kc_profile_folded(profile, &folded);
        FILE *f = fopen(p->opt.profile_file, "w");
        int bad = !f || fwrite(folded.s ? folded.s : "", 1, folded.n, f) != folded.n;
        if (f) bad |= fclose(f) != 0;
        if (bad) kc_say(&p->con, "profile: cannot write %s: %s\n", p->opt.profile_file, strerror(errno));
        p->extra_errors += bad;
    }
    kc_sbuf_free(&table);
    kc_sbuf_free(&folded);
}

int kc_perf_finish(kc_performance *p, bool failed)
{
    int errors = 0;
    if (p->engine) {
        if (failed) kc_engine_count_error(p->engine);
        kc_engine_stop(p->engine);
        kc_engine_print_end(p->engine,
                            p->opt.sample_type == KC_SAMPLE_FLOAT || p->opt.sample_type == KC_SAMPLE_DOUBLE);
        errors += kc_engine_errors(p->engine) + kc_engine_failed_tables(p->engine);
        kc_jit_link_destroy(p->jit);
        p->jit = NULL;
        report_profile(p);
        errors += p->extra_errors;
    } else
        print_no_performance(p, errors = p->extra_errors + failed);
    kc_perf_elapsed(p, "performance");
    int bad = kc_perf_close_sound(p);
    if (p->opt.notify) kc_say(&p->con, "\a\tbeep!\n");
    return bad || errors;
}
