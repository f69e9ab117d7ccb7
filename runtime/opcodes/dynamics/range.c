/* wrap, mirror, fold, peak, follow2, compress: ranges and levels. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- wrap, mirror ---------------------------------------------------------------------------- */

KC_INLINE V range_wrap(V x, V low, V high)
{
    V size = v_abs(low - high);
    V in = v_sel(v_ge(x, low), low + v_fmod(x - low, size), high - v_fmod(high - x, size));
    return v_sel(v_ge(low, high), (low + high) * 0.5, in);
}
KERNEL void wrap_tick(void *s, kc_ctx *c, int n, V *out, const V *in, const V *low, const V *high)
{
    (void)s, (void)c, (void)n;
    *out = range_wrap(*in, *low, *high);
}
/* Reflections as often as it takes: a triangle of twice the range, so no loop is needed far outside. */
KC_INLINE V range_mirror(V x, V low, V high)
{
    V size = high - low, from = x - low, turn = 2.0 * size;
    V p = from - v_floor(from / turn) * turn;
    V far = low + v_sel(v_gt(p, size), turn - p, p);
    V once = v_sel(v_gt(x, high), high + high - x, v_sel(v_lt(x, low), low + low - x, x));
    VM near = vm_and(v_ge(once, low), v_le(once, high));
    return v_sel(v_ge(low, high), (low + high) * 0.5, v_sel(near, once, far));
}
KERNEL void mirror_tick(void *s, kc_ctx *c, int n, V *out, const V *in, const V *low, const V *high)
{
    (void)s, (void)c, (void)n;
    *out = range_mirror(*in, *low, *high);
}

/* Opcode: wrap
 * Synopsis: ares wrap asig, klow, khigh
 *           ires wrap isig, ilow, ihigh
 *           kres wrap ksig, klow, khigh
 *
 * Brings a signal into a range by whole turns.
 * In:  asig, isig, ksig  signal
 *      klow, khigh       range; the mean of both where klow isn't below khigh
 * Out: the signal within the range
 * Fails: never
 */
KC_OP(wrap, "i", "iii", .tick = wrap_tick)
KC_OP(wrap, "k", "kkk", .tick = wrap_tick)
KC_OP(wrap, "a", "akk", .tick = wrap_tick)

/* Opcode: mirror
 * Synopsis: ares mirror asig, klow, khigh
 *           ires mirror isig, ilow, ihigh
 *           kres mirror ksig, klow, khigh
 *
 * Brings a signal into a range by reflections at its ends.
 * In:  as wrap
 * Out: the signal within the range
 * Fails: never
 */
KC_OP(mirror, "i", "iii", .tick = mirror_tick)
KC_OP(mirror, "k", "kkk", .tick = mirror_tick)
KC_OP(mirror, "a", "akk", .tick = mirror_tick)

/* ---- fold ------------------------------------------------------------------------------------ */

typedef struct {
    V index, value;
    VI sample;
} fold_st;

KC_NATIVE int fold_init(fold_st *s, kc_ctx *c, double *out, const double *in, const double *incr)
{
    (void)c, (void)out, (void)in, (void)incr;
    s->sample = 0;
    s->index = s->value = 0;
    return KC_OK;
}
KERNEL void fold_tick(fold_st *s, kc_ctx *c, int n, V *out, const V *in, const V *incr)
{
    (void)c, (void)n;
    VM take = v_lt(s->index, i_to_v(s->sample));
    s->index = v_sel(take, s->index + *incr, s->index);
    s->value = v_sel(take, *in, s->value);
    s->sample = s->sample + 1;
    *out = s->value;
}

/* Opcode: fold
 * Synopsis: ares fold asig, kincr
 *
 * Holds samples, which folds the spectrum over a lower rate.
 * In:  asig   signal
 *      kincr  samples each one is held
 * Out: held signal
 * Fails: never
 */
KC_OP(fold, "a", "ak", .state = fold_st, .init = fold_init, .tick = fold_tick)

/* ---- peak ------------------------------------------------------------------------------------ */

/* The output itself remembers the peak, over notes as well. */
KC_NATIVE int peak_k(void *s, kc_ctx *c, double *out, const double *in)
{
    (void)s, (void)c;
    if (*out < fabs(*in)) *out = fabs(*in);
    return KC_OK;
}
KC_NATIVE int peak_a(void *s, kc_ctx *c, double *out, const double *in)
{
    (void)s;
    for (int n = c->begin; n < c->end; n++) {
        if (*out < fabs(in[n])) *out = fabs(in[n]);
    }
    return KC_OK;
}

/* Opcode: peak
 * Synopsis: kres peak asig
 *           kres peak ksig
 *
 * Largest magnitude so far.
 * In:  asig, ksig  signal
 * Out: the peak; setting the variable to 0 starts anew
 * Fails: never
 */
KC_OP(peak, "k", "k", .perf = peak_k)
KC_OP(peak, "k", "a", .perf = peak_a)

/* ---- follow2 --------------------------------------------------------------------------------- */

typedef struct {
    V level, up, down;
    V rise, fall; /* of the coefficients */
} follow2_st;

#define LN1000 6.90775527898

KC_INLINE V follow2_coef(const kc_ctx *c, V time)
{
    V slow = v_exp(-LN1000 / (c->sr * time));
    return v_sel(v_le(time, v_splat(0)), v_exp(v_splat(-10.0 * LN1000 * c->inv_sr)), slow);
}
KC_NATIVE int follow2_init(follow2_st *s, kc_ctx *c, double *out, const double *in, const double *rise,
                           const double *fall)
{
    (void)c, (void)out, (void)in, (void)rise, (void)fall;
    s->rise = s->fall = NAN;
    s->level = 0;
    return KC_OK;
}
KERNEL void follow2_k(follow2_st *s, kc_ctx *c, const V *in, const V *rise, const V *fall)
{
    (void)in;
    if (!vm_any(vm_or(v_ne(*rise, s->rise), v_ne(*fall, s->fall)))) return;
    s->rise = *rise;
    s->fall = *fall;
    s->up = follow2_coef(c, *rise);
    s->down = follow2_coef(c, *fall);
}
KERNEL void follow2_tick(follow2_st *s, kc_ctx *c, int n, V *out, const V *in, const V *rise, const V *fall)
{
    (void)c, (void)n, (void)rise, (void)fall;
    V x = v_abs(*in);
    s->level = x + v_sel(v_lt(s->level, x), s->up, s->down) * (s->level - x);
    *out = s->level;
}

/* Opcode: follow2
 * Synopsis: ares follow2 asig, katt, krel
 *
 * Envelope follower with a slope each way.
 * In:  asig  signal
 *      katt  time of a rise by 60 dB, s
 *      krel  time of a fall by 60 dB, s
 * Out: envelope
 * Fails: never
 */
KC_OP(follow2, "a", "akk", .state = follow2_st, .init = follow2_init, .k = follow2_k, .tick = follow2_tick)

/* ---- compress -------------------------------------------------------------------------------- */

#define DB_TO_LN 0.11512925 /* ln(10) / 20, to the digits the reference has */

#if KC_W == 1
typedef struct {
    kc_aux mem; /* the signal, then the control's magnitudes, `len` samples each */
    int len, pos;
    int max_at; /* where the largest magnitude is; -1 none yet */
    double max, env, gain;
    double bias; /* dB added to the levels given */
    int fresh;   /* env has changed since gain was worked out */
} compress_st;

KC_NATIVE int compress_begin(compress_st *s, kc_ctx *c, double look, double bias)
{
    double x = look * c->sr;
    if (!(x < 1e8)) return kc_fail(c, "compress: look-ahead of %f s is too long", look);
    s->len = kc_max_i(kc_round_i(x), 1);
    if (kc_aux_alloc(c, &s->mem, 2 * (size_t)s->len * sizeof(double)) < 0) return KC_ERROR;
    s->pos = s->fresh = 0;
    s->max_at = s->len - 1;
    s->max = s->env = 0;
    s->bias = bias;
    return KC_OK;
}
KC_NATIVE int compress_init(compress_st *s, kc_ctx *c, double *out, const double *in, const double *control,
                            const double *thresh, const double *lo, const double *hi, const double *ratio,
                            const double *att, const double *rel, const double *look)
{
    (void)out, (void)in, (void)control, (void)thresh, (void)lo, (void)hi, (void)ratio, (void)att, (void)rel;
    return compress_begin(s, c, *look, 0);
}
KC_NATIVE int compress2_init(compress_st *s, kc_ctx *c, double *out, const double *in, const double *control,
                             const double *thresh, const double *lo, const double *hi, const double *ratio,
                             const double *att, const double *rel, const double *look)
{
    (void)out, (void)in, (void)control, (void)thresh, (void)lo, (void)hi, (void)ratio, (void)att, (void)rel;
    return compress_begin(s, c, *look, 90);
}
/* The largest of the magnitudes in store, the newest of equals; searched anew when the last one has left. */
KC_NATIVE void compress_look(compress_st *s, double *ring, double x)
{
    ring[s->pos] = x;
    if (s->pos == s->max_at) {
        double most = 0;
        for (int i = 1; i <= s->len; i++) {
            int at = (s->pos + i) % s->len;
            if (ring[at] >= most) {
                most = ring[at];
                s->max_at = at;
            }
        }
        s->max = most;
    } else if (x >= s->max) {
        s->max = x;
        s->max_at = s->pos;
    }
}
KC_NATIVE double compress_slope(const kc_ctx *c, double time)
{
    return time < c->inv_sr ? 0 : pow(0.5, c->inv_sr / time);
}
KC_NATIVE int compress_perf(compress_st *s, kc_ctx *c, double *out, const double *in, const double *control,
                            const double *thresh, const double *lo, const double *hi, const double *ratio,
                            const double *att, const double *rel, const double *look)
{
    (void)look;
    double unit = 32768.0 / c->zerodbfs, r = *ratio < 0.01 ? 0.01 : *ratio;
    double gate = exp((*thresh + s->bias) * DB_TO_LN), low = exp((*lo + s->bias) * DB_TO_LN);
    double span = *hi - *lo < 0 ? 0 : *hi - *lo, line = DB_TO_LN * (1.0 - r) / r;
    double bend = span > 0 ? line * 0.5 / span : 0, knee = span > 0 ? exp(bend * span * span) : 1;
    double up = compress_slope(c, *att), down = compress_slope(c, *rel);
    double *store = s->mem.p, *ring = store + s->len;
    for (int n = c->begin; n < c->end; n++) {
        double y = store[s->pos], level = ring[s->pos], over;
        store[s->pos] = in[n] * unit;
        compress_look(s, ring, fabs(control[n] * unit));
        if (level > s->env) {
            s->env = (1.0 - up) * level + up * s->env;
            s->fresh = 1;
        } else if (s->env > s->max) {
            s->env = (1.0 - down) * level + down * s->env;
            s->fresh = 1;
        }
        if (s->env > low) {
            if (s->fresh) {
                over = log(s->env + 0.001) / DB_TO_LN - (*lo + s->bias);
                s->gain = over < span ? exp(bend * over * over) : knee * exp(line * (over - span));
                s->fresh = 0;
            }
            y *= s->gain;
        } else if (s->env < gate) {
            y = 0;
        }
        out[n] = y / unit;
        if (++s->pos >= s->len) s->pos = 0;
    }
    return KC_OK;
}
#endif

/* Opcode: compress compress2
 * Synopsis: ar compress aasig, acsig, kthresh, kloknee, khiknee, kratio, katt, krel, ilook
 *
 * Compressor, limiter, expander or gate, with look-ahead.
 * In:  aasig    signal, put out ilook later
 *      acsig    signal whose level controls; often the same
 *      kthresh  below this level the output is silent, dB
 *      kloknee  level from which on compression bends in, dB
 *      khiknee  level from which on it is in full, dB
 *      kratio   compression there; below 1 expands, at least .01
 *      katt     time in which half of a rise is followed, s
 *      krel     time in which half of a fall is followed, s
 *      ilook    look-ahead, s
 * Out: compressed signal
 * Fails: at init when memory runs out
 * Note: levels are above 0 dB = 1 of 32768; compress2 takes them from -90 to 0.
 */
KC_OP(compress, "a", "aakkkkkki", .state = compress_st, .init = compress_init, .perf = compress_perf)
KC_OP(compress2, "a", "aakkkkkki", .state = compress_st, .init = compress2_init, .perf = compress_perf)
