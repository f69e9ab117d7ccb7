/* Peak amplitudes and out-of-range counts, and the console lines that report them. */
#include "runtime/engine/internal.h"
#include <math.h>
#include <stdio.h>

void kc_amps_take(kc_engine *e)
{
    int nch = e->cfg.nchnls, ksmps = e->cfg.ksmps;
    double full = e->cfg.zerodbfs;
    for (int ch = 0; ch < nch; ch++) {
        const double *x = kc_shown(e, ch);
        double peak = e->peak[ch];
        for (int i = 0; i < ksmps; i++) {
            double a = fabs(x[i]);
            if (a > peak) peak = a;
            if (a > full) e->range[ch]++;
        }
        e->peak[ch] = peak;
    }
}

/* Bit 64 shows what is above full scale in red; with bit 32 the other ranges have colours too. */
static const char *db_colour(int level, double db)
{
    if (!(level & 64)) return "";
    if (db >= 0) return "\033[31m";
    if (!(level & 32)) return "";
    return db > -6 ? "\033[33m" : db > -24 ? "\033[32m" : "\033[34m";
}

static void print_amp(kc_engine *e, double amp)
{
    double full = e->cfg.zerodbfs;
    if (e->cfg.message_level & 0x60) {
        double db = 20 * log10(amp / full);
        const char *colour = e->cfg.colour ? db_colour(e->cfg.message_level, db) : "";
        if (db < -200 || !(amp > 0))
            kc_engine_message(e, 0, "      0  ");
        else
            kc_engine_message(e, 0, "%s%+9.2f%s", colour, db, *colour ? "\033[m" : "");
        return;
    }
    const char *fmt = full > 3000  ? "%9.1f"
                      : full < 3   ? "%9.5f"
                      : full > 300 ? "%9.2f"
                      : full > 30  ? "%9.3f"
                                   : "%9.4f";
    char text[64];
    snprintf(text, sizeof text, fmt, amp);
    kc_engine_message(e, 0, "%s", text);
}

static void print_amps(kc_engine *e, const double *v)
{
    for (int ch = 0; ch < e->cfg.nchnls; ch++) print_amp(e, v[ch]);
    kc_engine_message(e, 0, "\n");
}

static void print_range(kc_engine *e, const int64_t *v, const char *title)
{
    kc_engine_message(e, 0, "%s", title);
    for (int ch = 0; ch < e->cfg.nchnls; ch++) kc_engine_message(e, 0, "%9lld", (long long)v[ch]);
    kc_engine_message(e, 0, "\n");
}

static void fold(kc_engine *e)
{
    for (int ch = 0; ch < e->cfg.nchnls; ch++) {
        if (e->peak[ch] > e->speak[ch]) e->speak[ch] = e->peak[ch];
        e->srange[ch] += e->range[ch];
        e->peak[ch] = 0;
        e->range[ch] = 0;
    }
}

void kc_amps_line(kc_engine *e, bool rt)
{
    int64_t out_of_range = 0;
    for (int ch = 0; ch < e->cfg.nchnls; ch++) out_of_range += e->range[ch];
    double now = kc_now(e);
    if (e->cfg.message_level & 1) {
        if (rt)
            kc_engine_message(e, 0, "  rtevent:\t   T%7.3f TT%7.3f M:", now - e->time_off, now);
        else
            kc_engine_message(e, 0, "B%7.3f ..%7.3f T%7.3f TT%7.3f M:", e->prev_beat - e->beat_off,
                              e->cur_beat - e->beat_off, now - e->time_off, now);
        print_amps(e, e->peak);
    }
    if (out_of_range && e->cfg.message_level & 3)
        print_range(e, e->range, "\t number of samples out of range:");
    fold(e);
}

/* how: 1 at the end of a section that another one follows, 0 at the end of the score */
void kc_amps_section(kc_engine *e, int how)
{
    fold(e);
    if (how) {
        kc_engine_message(e, 0, "end of section %d\t sect peak amps:", e->section + 1);
        print_amps(e, e->speak);
        int64_t n = 0;
        for (int ch = 0; ch < e->cfg.nchnls; ch++) n += e->srange[ch];
        if (n) print_range(e, e->srange, "\t number of samples out of range:");
    }
    for (int ch = 0; ch < e->cfg.nchnls; ch++) {
        if (e->speak[ch] > e->opeak[ch]) e->opeak[ch] = e->speak[ch];
        e->orange[ch] += e->srange[ch];
        e->speak[ch] = 0;
        e->srange[ch] = 0;
    }
}

void kc_engine_print_end(kc_engine *e, bool floats)
{
    if (!e->ended) kc_amps_section(e, 0); /* stopped before its end */
    if (e->cfg.message_level) kc_engine_message(e, 1, "inactive allocs returned to freespace\n");
    kc_engine_message(e, 1, "end of score.\t\t   overall amps:");
    print_amps(e, e->opeak);
    if (!floats) print_range(e, e->orange, "\t   overall samples out of range:");
    kc_engine_message(e, 1, "%d errors in performance\n", e->errors);
}
