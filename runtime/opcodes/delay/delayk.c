/* delayk, vdel_k: delays at control rate. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
typedef struct {
    kc_aux mem;
    int len, pos, mode;
    int left;     /* k-cycles until the line is full */
    double first; /* first input */
} delayk_st;

enum { MAX_POINTS = 1 << 28 };

KC_NATIVE int delayk_begin(delayk_st *s, kc_ctx *c, const char *name, double time, double imode, int more)
{
    int mode = kc_round_i(imode) & 3;
    if (mode & 1) return s->mem.p ? KC_OK : kc_fail(c, "%s: not initialised", name);
    double points = time * c->kr + 1.5;
    if (!(points >= 1 && points < MAX_POINTS))
        return kc_fail(c, "%s: invalid delay time (must be >= 0)", name);
    s->mode = mode;
    s->len = (int)points;
    s->pos = 0;
    s->left = s->len - 1 + more;
    return kc_aux_alloc(c, &s->mem, (size_t)s->len * sizeof(double));
}
KC_NATIVE int delayk_init(delayk_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                          const double *mode)
{
    (void)out, (void)in;
    return delayk_begin(s, c, "delayk", *time, *mode, 0);
}
KC_NATIVE int delayk_perf(delayk_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                          const double *mode)
{
    (void)c, (void)time, (void)mode;
    double *line = s->mem.p, x = *in;
    line[s->pos] = x;
    if (++s->pos >= s->len) s->pos = 0;
    *out = s->left ? (s->mode & 2 ? x : 0) : line[s->pos];
    if (s->left) s->left--;
    return KC_OK;
}
KC_NATIVE int vdel_k_init(delayk_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                          const double *max, const double *mode)
{
    (void)out, (void)in, (void)time;
    return delayk_begin(s, c, "vdel_k", *max, *mode, 1);
}
KC_NATIVE int vdel_k_perf(delayk_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                          const double *max, const double *mode)
{
    (void)max, (void)mode;
    double *line = s->mem.p, x = *in;
    int32_t back = kc_round_i(*time * c->kr);
    if (back < 0) return kc_fail(c, "vdel_k: invalid delay time (must be >= 0)");
    line[s->pos] = x;
    if (s->left == s->len) s->first = x;
    int32_t at = s->pos - back % s->len;
    int early = back > s->pos; /* before the line began */
    *out = s->left && early ? (s->mode & 2 ? s->first : 0) : line[at < 0 ? at + s->len : at];
    if (s->left) s->left--;
    if (++s->pos >= s->len) s->pos = 0;
    return KC_OK;
}
#endif

/* Opcode: delayk
 * Synopsis: kr delayk ksig, idel [, imode]
 *
 * Delay of a k-rate signal.
 * In:  ksig   signal
 *      idel   time, s, to the nearest k-cycle
 *      imode  1 keeps the contents; 2 puts out the signal itself, not 0, while nothing has come through;
 *             3 both (default 0)
 * Out: the signal idel ago
 * Fails: at init when idel is negative or memory runs out
 */
KC_OP(delayk, "k", "kio", .state = delayk_st, .init = delayk_init, .perf = delayk_perf)

/* Opcode: vdel_k
 * Synopsis: kr vdel_k ksig, kdel, imdel [, imode]
 *
 * Variable delay of a k-rate signal.
 * In:  ksig   signal
 *      kdel   time, s, to the nearest k-cycle
 *      imdel  longest time, s
 *      imode  as in delayk; with 2 the first input counts for all before it (default 0)
 * Out: the signal kdel ago
 * Fails: at init when imdel is negative or memory runs out; when kdel is negative
 */
KC_OP(vdel_k, "k", "kkio", .state = delayk_st, .init = vdel_k_init, .perf = vdel_k_perf)
