/* nreverb, reverb2: parallel combs with a low-pass in the loop, then all-passes in a row.
 *
 * M. Schroeder's structure with the delays of John Chowning's CCRMA reverberator, for 25641 Hz. All numbers
 * of samples are brought to primes. Works through the block filter by filter; the comb outputs add up in
 * order. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    double *buf;
    int32_t len, pos;
    double time, org, gain; /* length, s; gain as given; gain in use */
    double z, g;            /* combs: the low-pass */
} loop;

typedef struct {
    loop *combs, *alpas;
    int32_t ncombs, nalpas;
    double *block; /* ksmps */
    double time, hdif;
    kc_aux mem;
} nreverb_st;

#define LN_001 -6.9077552789821370521
enum { MAX_LOOP = 1 << 24, MAX_LOOPS = 4096 };

/* Squares of primes from 3572 up count as primes: the reference's test stops short of the root. */
KC_NATIVE int is_prime(int32_t n)
{
    int32_t root = (int32_t)sqrt((double)n);
    if (n < 2) return 0;
    for (int32_t d = 2; d < root + (n < 3572); d++)
        if (n % d == 0) return 0;
    return 1;
}
/* A negative time is a number of samples. */
KC_NATIVE int32_t loop_samples(double time, double sr)
{
    if (time < 0) return kc_trunc_i(-time);
    int32_t n = kc_trunc_i(time * sr);
    if (n < 0 || n > MAX_LOOP) return n;
    if (n % 2 == 0) n++;
    while (!is_prime(n)) n += 2;
    return n;
}

/* Times and gains of a set of filters: built in, or the two halves of a table. */
typedef struct {
    const double *times, *gains;
    int n;
} loop_set;

KC_NATIVE int loop_set_of(kc_ctx *c, loop_set *set, double count, double table, const char *what)
{
    if (!(count >= 1)) return KC_OK;
    if (!(count < MAX_LOOPS)) return kc_fail(c, "reverbx; too many %s", what);
    const kc_table *t = kc_table_need(c, table);
    if (!t) return KC_ERROR;
    set->n = (int)count;
    if (t->len < 2 * set->n)
        return kc_fail(c, "reverbx; %s ftable must have %d time and %d gain values", what, set->n, set->n);
    set->times = t->data;
    set->gains = t->data + set->n;
    return KC_OK;
}
KC_NATIVE int loop_sizes(kc_ctx *c, const loop_set *set, int32_t *sizes, size_t *total)
{
    for (int i = 0; i < set->n; i++) {
        sizes[i] = loop_samples(set->times[i], c->sr);
        if (sizes[i] < 1) sizes[i] = 1;
        if (sizes[i] > MAX_LOOP) return kc_fail(c, "reverbx; delay of %d samples is too long", sizes[i]);
        *total += (size_t)sizes[i];
    }
    return KC_OK;
}
KC_NATIVE void loop_gains(loop *l, int n, double time)
{
    for (int i = 0; i < n; i++) l[i].gain = exp(LN_001 * l[i].time / (l[i].org * time));
}
KC_NATIVE void nreverb_gains(nreverb_st *s, double time, double hdif)
{
    loop_gains(s->combs, s->ncombs, time);
    loop_gains(s->alpas, s->nalpas, time);
    for (int i = 0; i < s->ncombs; i++) {
        s->combs[i].g = hdif;
        s->combs[i].gain *= 1.0 - hdif;
        s->combs[i].z = 0;
    }
}
KC_NATIVE double *loop_place(const kc_ctx *c, loop *l, const loop_set *set, const int32_t *sizes,
                             double *data)
{
    for (int i = 0; i < set->n; i++) {
        l[i] = (loop){.buf = data, .len = sizes[i], .time = sizes[i] * c->inv_sr, .org = set->gains[i]};
        data += sizes[i];
    }
    return data;
}
KC_NATIVE int nreverb_lines(nreverb_st *s, kc_ctx *c, const loop_set *combs, const loop_set *alpas)
{
    int32_t csize[MAX_LOOPS], asize[MAX_LOOPS];
    size_t total = (size_t)c->ksmps, nloops = (size_t)combs->n + (size_t)alpas->n;
    if (loop_sizes(c, combs, csize, &total) != KC_OK || loop_sizes(c, alpas, asize, &total) != KC_OK)
        return KC_ERROR;
    s->block = NULL;
    if (kc_aux_alloc(c, &s->mem, nloops * sizeof(loop) + total * sizeof(double)) != KC_OK) return KC_ERROR;
    s->combs = s->mem.p;
    s->alpas = s->combs + combs->n;
    s->ncombs = combs->n;
    s->nalpas = alpas->n;
    double *data = (double *)(s->alpas + alpas->n);
    data = loop_place(c, s->combs, combs, csize, data);
    s->block = loop_place(c, s->alpas, alpas, asize, data);
    return KC_OK;
}

KC_NATIVE int nreverb_init(nreverb_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                           const double *hdif, const double *istor, const double *ncombs, const double *combs,
                           const double *nalpas, const double *alpas)
{
    static const double comb_time[] = {0.055887056, 0.062439062, 0.072813073,
                                       0.080067080, 0.087789088, 0.093561094};
    static const double comb_gain[] = {0.822, 0.802, 0.773, 0.753, 0.753, 0.753};
    static const double alpa_time[] = {0.013533014, 0.0044070044, 0.0014430014, 0.0023010023, 0.0016770017};
    static const double alpa_gain[] = {0.7, 0.7, 0.7, 0.7, 0.7};
    loop_set cs = {comb_time, comb_gain, 6}, as = {alpa_time, alpa_gain, 5};
    (void)out, (void)in;
    if (*hdif > 1 || *hdif < 0) return kc_fail(c, "High frequency diffusion not in (0, 1)\n");
    if (loop_set_of(c, &cs, *ncombs, *combs, "Combs") != KC_OK) return KC_ERROR;
    if (loop_set_of(c, &as, *nalpas, *alpas, "Alpas") != KC_OK) return KC_ERROR;
    if (*istor == 0 || !s->block) {
        if (nreverb_lines(s, c, &cs, &as) != KC_OK) return KC_ERROR;
        nreverb_gains(s, *time, *hdif);
    }
    s->time = *time;
    s->hdif = *hdif;
    return KC_OK;
}

KC_NATIVE void comb_run(loop *l, const double *in, double *sum, int n)
{
    int32_t i = l->pos;
    double z = l->z;
    for (int k = 0; k < n; k++) {
        double y = l->buf[i];
        sum[k] += y;
        z = y + z * l->g;
        l->buf[i] = z * l->gain + in[k];
        if (++i >= l->len) i = 0;
    }
    l->z = z;
    l->pos = i;
}
KC_NATIVE void alpas_run(loop *l, double *x, int n)
{
    int32_t i = l->pos;
    for (int k = 0; k < n; k++) {
        double y = l->buf[i];
        l->buf[i] = l->gain * y + x[k];
        x[k] = y - l->gain * l->buf[i];
        if (++i >= l->len) i = 0;
    }
    l->pos = i;
}
KC_NATIVE void nreverb_change(nreverb_st *s, kc_ctx *c, double time, double hdif)
{
    if (hdif > 1) kc_warn(c, "High frequency diffusion>1\n");
    if (hdif < 0) kc_warn(c, "High frequency diffusion<0\n");
    if (time <= 0) kc_warn(c, "Non positive reverb time\n");
    s->hdif = hdif > 1 ? 1 : hdif < 0 ? 0 : hdif;
    s->time = time <= 0 ? 0.001 : time;
    nreverb_gains(s, s->time, s->hdif);
}
KC_NATIVE int nreverb_perf(nreverb_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                           const double *hdif, const double *istor, const double *ncombs, const double *combs,
                           const double *nalpas, const double *alpas)
{
    (void)istor, (void)ncombs, (void)combs, (void)nalpas, (void)alpas;
    int n = c->end - c->begin;
    if (!s->block) return kc_fail(c, "reverbx: not initialised");
    if (*time != s->time || *hdif != s->hdif) nreverb_change(s, c, *time, *hdif);
    if (n <= 0) return KC_OK;
    memcpy(s->block, in + c->begin, (size_t)n * sizeof(double));
    out += c->begin;
    memset(out, 0, (size_t)n * sizeof(double));
    for (int i = 0; i < s->ncombs; i++) comb_run(&s->combs[i], s->block, out, n);
    for (int i = 0; i < s->nalpas; i++) alpas_run(&s->alpas[i], out, n);
    return KC_OK;
}

/* Opcode: nreverb reverb2
 * Synopsis: ares nreverb asig, ktime, khdif [, iskip] [, inumCombs] [, ifnCombs] [, inumAlpas] [, ifnAlpas]
 *           ares reverb2 asig, ktime, khdif [, iskip] [, inumCombs] [, ifnCombs] [, inumAlpas] [, ifnAlpas]
 *
 * Reverberator of six combs and five all-passes.
 * In:  asig       signal
 *      ktime      time in which the sound falls by 60 dB, s
 *      khdif      damping of high frequencies, 0 .. 1
 *      iskip      not 0 keeps the contents (default 0)
 *      inumCombs  number of combs of one's own; below 1: the built-in ones (default 0)
 *      ifnCombs   table of their times (s; negative: samples), then gains
 *      inumAlpas, ifnAlpas  the same for the all-passes
 * Out: reverberation, without the signal itself
 * Fails: at init when khdif is outside 0 .. 1, a table is too short, or memory runs out
 */
KC_OP(reverb2, "a", "akkoojoj", .state = nreverb_st, .init = nreverb_init, .perf = nreverb_perf)
KC_OP(nreverb, "a", "akkoojoj", .state = nreverb_st, .init = nreverb_init, .perf = nreverb_perf)
