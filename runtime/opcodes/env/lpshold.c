/* loopseg, loopxseg, looptseg, lpshold, loopsegp, lpsholdp: loops of segments or held values.
 *
 * The first four have a phase of their own that runs at a frequency; the p forms are given one. All times are
 * shares of the loop, whatever their sum. */
#include "runtime/opcodes/op.h"

typedef struct {
    double phase;
} loop_st;

/* What there is between two values: nothing, a straight line, a curve. */
enum { HOLD, LINE, CURVE };

#ifndef KC_BITCODE
/* Value i of the loop as the reference lays it out: a time of 0, the arguments, the first argument again,
 * zeros. */
static double loop_item(const double *const *a, int n, int i)
{
    return i == 0 ? 0 : i <= n ? *a[i - 1] : i == n + 1 && n > 0 ? *a[0] : 0;
}

/* Value at a phase of the loop a[0] = value, a[1] = time, a[2] = value ...; *out stays where there is none.
 */
static void loop_value(double *out, const double *const *a, int n, double phase, int shape)
{
    double total = 0, begin = 0;
    for (int j = 0; j <= n; j += 2) total += loop_item(a, n, j);
    for (int j = 0; j <= n; j += 2) {
        begin += loop_item(a, n, j) / total;
        double end = begin + loop_item(a, n, j + 2) / total;
        if (!(begin <= phase && end > phase)) continue;
        double from = loop_item(a, n, j + 1), to = loop_item(a, n, j + 3);
        double x = (phase - begin) / (end - begin);
        if (shape == CURVE) x = (1 - exp(x)) / (1 - exp(1.0));
        *out = shape == HOLD ? from : from + (to - from) * x;
        return;
    }
}

/* Phase of this cycle; steps to the next one's. */
static double loop_phase(loop_st *s, const kc_ctx *c, void **args)
{
    double **a = (double **)args;
    double phase = *a[2] != 0 ? *a[3] : s->phase, next = phase + *a[1] * c->inv_kr;
    s->phase = next - floor(next);
    return phase;
}

static int loop_perf(loop_st *s, kc_ctx *c, void **args, int shape)
{
    double phase = loop_phase(s, c, args);
    loop_value(args[0], (const double *const *)(args + 4), c->site->nin - 3, phase, shape);
    return KC_OK;
}

static int phase_perf(kc_ctx *c, void **args, int shape)
{
    double phase = *(const double *)args[1];
    loop_value(args[0], (const double *const *)(args + 2), c->site->nin - 1, phase - floor(phase), shape);
    return KC_OK;
}
#endif

/* Opcode: loopseg loopxseg lpshold
 * Synopsis: ksig loopseg kfreq, ktrig, iphase, kvalue0, ktime0 [, kvalue1] [, ktime1] [...]
 *           ksig loopxseg kfreq, ktrig, iphase, kvalue0, ktime0 [, kvalue1] [, ktime1] [...]
 *           ksig lpshold kfreq, ktrig, iphase, kvalue0, ktime0 [, kvalue1] [, ktime1] [...]
 *
 * A loop of straight segments, of exponential ones, of held values.
 * In:  kfreq          loops a second; may be negative
 *      ktrig          not 0: starts again at
 *      iphase iphase  start, 0 .. 1
 *      kvalue0        value at the start of a segment
 *      ktime0         its length, in units of the sum of all lengths; and so on. The last one leads back to
 *                     kvalue0.
 * Out: the value
 * Fails: never
 */
KC_NATIVE int loop_init(loop_st *s, kc_ctx *c, void **a)
{
    if (!(c->site->nin & 1)) kc_warn(c, "loop opcode: wrong argument count");
    s->phase = *(const double *)a[3];
    return KC_OK;
}
KC_NATIVE int loopseg_perf(loop_st *s, kc_ctx *c, void **a) { return loop_perf(s, c, a, LINE); }
KC_OP(loopseg, "k", "kkiz", .state = loop_st, .init = loop_init, .perf = loopseg_perf)

KC_NATIVE int loopxseg_perf(loop_st *s, kc_ctx *c, void **a) { return loop_perf(s, c, a, CURVE); }
KC_OP(loopxseg, "k", "kkiz", .state = loop_st, .init = loop_init, .perf = loopxseg_perf)

KC_NATIVE int lpshold_perf(loop_st *s, kc_ctx *c, void **a) { return loop_perf(s, c, a, HOLD); }
KC_OP(lpshold, "k", "kkiz", .state = loop_st, .init = loop_init, .perf = lpshold_perf)

/* Opcode: looptseg
 * Synopsis: ksig looptseg kfreq, ktrig, iphase, kvalue0, ktype0, ktime0 [, kvalue1] [, ktype1] [, ktime1]
 * [...]
 *
 * A loop of segments whose curvature is given as in transeg.
 * In:  as loopseg
 *      ktype0  0: straight; above 0 slow, below 0 fast at first
 * Out: the value
 * Fails: never
 */
KC_NATIVE int looptseg_init(loop_st *s, kc_ctx *c, void **a)
{
    (void)c;
    s->phase = *(const double *)a[3];
    return KC_OK;
}
KC_NATIVE int looptseg_perf(loop_st *s, kc_ctx *c, void **args)
{
    double *out = args[0], phase = loop_phase(s, c, args), total = 0, end = 0;
    const double *const *a = (const double *const *)(args + 4);
    int n = (c->site->nin - 2) / 3;
    if (3 * n > c->site->nin - 3) n = (c->site->nin - 3) / 3;
    for (int j = 0; j < n; j++) total += *a[3 * j + 2];
    for (int j = 0; j < n; j++) {
        double begin = end;
        end = begin + *a[3 * j + 2] / total;
        if (!(begin <= phase && end > phase)) continue;
        double from = *a[3 * j], to = *a[j + 1 < n ? 3 * (j + 1) : 0], type = *a[3 * j + 1];
        double x = (phase - begin) / (end - begin);
        if (type != 0) x = (1 - exp(type * x)) / (1 - exp(type));
        *out = from + (to - from) * x;
        break;
    }
    return KC_OK;
}
KC_OP(looptseg, "k", "kkiz", .state = loop_st, .init = looptseg_init, .perf = looptseg_perf)

/* Opcode: loopsegp lpsholdp
 * Synopsis: ksig loopsegp kphase, kvalue0, ktime0 [, kvalue1, ktime1 ...]
 *           ksig lpsholdp kphase, kvalue0, ktime0 [, kvalue1, ktime1 ...]
 *
 * A loop of straight segments, or of held values, read by a phase.
 * In:  kphase   position in the loop, in loops; the fraction counts
 *      kvalue0  a value
 *      ktime0   the length of it, in units of the sum of all lengths; and so on
 * Out: the value; stays as it is where no value covers the phase
 * Fails: never
 */
KC_NATIVE int loopsegp_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return phase_perf(c, a, LINE);
}
KC_OP(loopsegp, "k", "kz", .perf = loopsegp_perf)

KC_NATIVE int lpsholdp_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return phase_perf(c, a, HOLD);
}
KC_OP(lpsholdp, "k", "kz", .perf = lpsholdp_perf)
