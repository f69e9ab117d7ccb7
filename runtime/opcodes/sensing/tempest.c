/* tempest: hears the tempo of a control signal.
 *
 * The part of the input that stands out of its own low-pass goes, a few times a second, into a memory that
 * fades (ifn). When an onset comes, distances near 1/3, 1/2, 1, 2 and 3 of the last beat are tried: four
 * points of the memory that far apart are multiplied with each other. Those that agree give the new beat,
 * weighted, and put expectations ahead of now, which are added to the input when their time has come. */
#include "runtime/opcodes/op.h"

enum { TERMS = 4, PAIRS = TERMS * (TERMS - 1), RATIOS = 5, MOST_POINTS = 1 << 22 };

typedef struct {
    kc_aux memory;
    double *past, *expect; /* rings of `points` */
    double *recent;        /* the memory from oldest to newest, faded */
    double *fade;
    int32_t *lags;
    double *units; /* of each lag: lag times unit is a beat */
    int32_t points, lag_min, lag_max;
    int32_t period, countdown; /* k-cycles */
    int32_t past_at, expect_at;
    double low, c0, c1; /* low-pass of the input */
    double mask, mask_fade, threshold, feedback, tweek;
    double scale, beat, tempo; /* beat: in periods */
} tempest_st;

typedef const double *num;

KC_NATIVE int tempest_sizes(tempest_st *s, kc_ctx *c, num iprd, num imindur, num imemdur, double disprd)
{
    double period = c->kr * *iprd;
    if (!(period >= 1) || period > 1e9) return kc_fail(c, "illegal iperiod");
    if (!(c->kr * disprd > -1)) return kc_fail(c, "illegal idisprd");
    if (!(s->tweek > 0)) return kc_fail(c, "illegal itweek");
    double lag = *imindur / *iprd, points = *imemdur / *iprd;
    if (!(lag >= 1) || lag > MOST_POINTS) return kc_fail(c, "illegal imindur");
    if (!(points >= 1) || points > MOST_POINTS) return kc_fail(c, "illegal imemdur");
    s->period = (int32_t)period;
    s->points = (int32_t)points;
    s->lag_min = (int32_t)lag;
    s->lag_max = (s->points - 1) / (TERMS - 1);
    return KC_OK;
}

KC_NATIVE int tempest_room(tempest_st *s, kc_ctx *c)
{
    size_t n = (size_t)s->points, lags = (size_t)RATIOS * (n + 2);
    if (kc_aux_alloc(c, &s->memory, (4 * n + lags) * sizeof(double) + lags * sizeof(int32_t)) < 0)
        return KC_ERROR;
    s->past = s->memory.p;
    s->expect = s->past + n;
    s->recent = s->expect + n;
    s->fade = s->recent + n;
    s->units = s->fade + n;
    s->lags = (int32_t *)(s->units + lags);
    return KC_OK;
}

/* The fading is the table, its start for what is newest. */
KC_NATIVE int tempest_fade(tempest_st *s, kc_ctx *c, double ifn)
{
    const kc_table *t = kc_table_need_pow2(c, ifn);
    if (!t) return KC_ERROR;
    if (t->data[0] == 0) return kc_fail(c, "ifn table begins with zero");
    int step = KC_PHASE_MASK / s->points;
    for (int i = 0; i < s->points; i++)
        s->fade[s->points - 1 - i] = t->data[((int64_t)i * step) >> t->lobits];
    return KC_OK;
}

/* Opcode: tempest
 * Synopsis: ktemp tempest kin, iprd, imindur, imemdur, ihp, ithresh, ihtim, ixfdbak, istartempo, ifn
 *                 [, idisprd, itweek]
 *
 * The tempo of the beats in a control signal.
 * In:  kin         the signal, such as a loudness
 *      iprd        s between two analyses
 *      imindur     the least duration of a beat, s
 *      imemdur     how long the past is remembered, s
 *      ihp         half-power point of a low-pass of the input, Hz
 *      ithresh     loudness that must be passed
 *      ihtim       half-time of the masking by what has been heard, s
 *      ixfdbak     share of what is expected that is added to the input
 *      istartempo  beats per minute at the start
 *      ifn         table by which the memory fades, power-of-two length; does not begin with 0
 *      idisprd     s between displays (default 0: none; there are no displays)
 *      itweek      correction of the beat found (default 1)
 * Out: beats per minute; 0 until there is a beat
 * Fails: at init when iprd, imindur, imemdur, ihtim, istartempo or itweek is not positive, or the table is no
 * good
 */
KC_NATIVE int tempest_init(tempest_st *s, kc_ctx *c, double *out, num kin, num iprd, num imindur, num imemdur,
                           num ihp, num ithresh, num ihtim, num ixfdbak, num istartempo, num ifn, num idisprd,
                           num itweek)
{
    (void)out, (void)kin;
    s->tweek = *itweek;
    if (tempest_sizes(s, c, iprd, imindur, imemdur, *idisprd) < 0) return KC_ERROR;
    if (!(*ihtim > 0)) return kc_fail(c, "illegal ihtim");
    if (!(*istartempo > 0)) return kc_fail(c, "illegal startempo");
    if (tempest_room(s, c) < 0 || tempest_fade(s, c, *ifn) < 0) return KC_ERROR;
    double b = 2.0 - cos(*ihp * 6.28318 * c->inv_kr);
    s->c1 = b - sqrt(b * b - 1.0);
    s->c0 = 1.0 - s->c1;
    s->low = s->mask = s->tempo = 0;
    s->mask_fade = pow(0.5, s->period * c->inv_kr / *ihtim);
    s->threshold = *ithresh;
    s->feedback = *ixfdbak;
    s->scale = 60.0 * c->kr / s->period;
    s->beat = s->scale / *istartempo;
    s->past_at = s->expect_at = 0;
    s->countdown = s->period;
    return KC_OK;
}

/* The input joins the memory, which is laid out from oldest to newest. */
KC_NATIVE void tempest_remember(tempest_st *s, double x)
{
    s->past[s->past_at] = x;
    s->past_at = s->past_at + 1 < s->points ? s->past_at + 1 : 0;
    for (int i = 0, at = s->past_at; i < s->points; i++, at = at + 1 < s->points ? at + 1 : 0)
        s->recent[i] = s->past[at] * s->fade[i];
}

/* Lags worth trying, given the beat so far. */
KC_NATIVE int tempest_lags(tempest_st *s)
{
    static const double unit[RATIOS] = {3.0, 2.0, 1.0, 0.5, 0.333};
    static const double from[RATIOS] = {0.30, 0.45, 0.92, 1.88, 2.85},
                        to[RATIOS] = {0.3667, 0.55, 1.08, 2.12, 3.15};
    int n = 0;
    for (int r = 0; r < RATIOS; r++) {
        double first = s->beat * from[r], last = s->beat * to[r];
        if (!(first >= s->lag_min) || !(last < s->lag_max + 1.0)) continue;
        for (int lag = (int)first; lag <= (int)last; lag++, n++) {
            s->lags[n] = lag;
            s->units[n] = unit[r];
        }
    }
    return n;
}

KC_NATIVE double tempest_agreement(const tempest_st *s, int lag)
{
    const double *x = s->recent + s->points - 1;
    double sum = *x, squares = *x * *x;
    for (int i = 1; i < TERMS; i++) {
        x -= lag;
        sum += *x;
        squares += *x * *x;
    }
    double products = sum * sum - squares;
    return products >= 0 ? sqrt(products / PAIRS) : 0.0;
}

/* One, two and three lags from now, ever less sharply. */
KC_NATIVE void tempest_expect(tempest_st *s, int lag, double strength)
{
    int at = s->expect_at - 1;
    for (int term = 1; term < TERMS; term++) {
        at += lag - term + 1;
        for (int i = 0; i < term; i++, at++)
            s->expect[((at % s->points) + s->points) % s->points] += strength / term;
    }
}

/* New beat of the lags that agree; 0 when none does. */
KC_NATIVE int tempest_onset(tempest_st *s)
{
    double squares = 0, beats = 0, weight = 0;
    for (int i = 0; i < s->points; i++) squares += s->recent[i] * s->recent[i];
    double overall = sqrt(squares / s->points);
    for (int i = 0, n = tempest_lags(s); i < n; i++) {
        double strength = tempest_agreement(s, s->lags[i]);
        if (strength < 1.4 * overall) continue;
        beats += s->lags[i] * s->units[i] * strength;
        weight += strength;
        tempest_expect(s, s->lags[i], strength / 5.0);
    }
    if (weight == 0) return 0;
    s->beat = (s->beat + beats / weight) / 2.0 / s->tweek;
    s->tempo = s->scale / s->beat;
    return 1;
}

KC_NATIVE int tempest_perf(tempest_st *s, kc_ctx *c, double *out, num kin, num iprd, num imindur, num imemdur,
                           num ihp, num ithresh, num ihtim, num ixfdbak, num istartempo, num ifn, num idisprd,
                           num itweek)
{
    (void)c, (void)iprd, (void)imindur, (void)imemdur, (void)ihp, (void)ithresh, (void)ihtim;
    (void)ixfdbak, (void)istartempo, (void)ifn, (void)idisprd, (void)itweek;
    s->low = s->c0 * *kin + s->c1 * s->low;
    if (--s->countdown <= 0) {
        s->countdown = s->period;
        double expected = s->expect[s->expect_at], x = *kin - s->low;
        s->expect[s->expect_at] = 0;
        s->expect_at = s->expect_at + 1 < s->points ? s->expect_at + 1 : 0;
        if (!(x > 0)) x = 0;
        tempest_remember(s, x + expected * s->feedback);
        int beat = s->low > s->threshold && x > s->mask && tempest_onset(s);
        if (!beat && x < -s->mask) s->tempo = 0;
        s->mask = s->mask * s->mask_fade + x;
    }
    *out = s->tempo;
    return KC_OK;
}
KC_OP(tempest, "k", "kiiiiiiiiiop", .state = tempest_st, .init = tempest_init, .perf = tempest_perf,
      .fx = tab_r)
