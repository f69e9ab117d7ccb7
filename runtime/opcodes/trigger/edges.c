/* trigger, changed, changed2, metro2: what tells that something has happened. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- trigger --------------------------------------------------------------------------------- */

typedef struct {
    V last;
} trigger_st;

KC_NATIVE int trigger_init(trigger_st *s, kc_ctx *c, double *out, const double *in, const double *threshold,
                           const double *mode)
{
    (void)c, (void)out, (void)in, (void)threshold, (void)mode;
    s->last = 0;
    return KC_OK;
}
KERNEL void trigger_tick(trigger_st *s, kc_ctx *c, int n, V *out, const V *in, const V *threshold,
                         const V *mode)
{
    (void)c, (void)n;
    V x = *in, t = *threshold, m = v_rint(*mode);
    VM up = vm_and(v_le(s->last, t), v_gt(x, t)), down = vm_and(v_ge(s->last, t), v_lt(x, t));
    VM on = vm_or(vm_and(up, v_ne(m, v_splat(1))), vm_and(down, v_ne(m, v_splat(0))));
    s->last = x;
    *out = v_sel(on, v_splat(1), v_splat(0));
}

/* Opcode: trigger
 * Synopsis: kout trigger ksig, kthreshold, kmode
 *
 * Tells when a signal crosses a threshold.
 * In:  ksig        signal
 *      kthreshold  threshold
 *      kmode       0 upwards, 1 downwards, else both
 * Out: 1 in the k-cycle of the crossing, else 0
 * Fails: never
 */
KC_OP(trigger, "k", "kkk", .state = trigger_st, .init = trigger_init, .tick = trigger_tick)

/* ---- changed --------------------------------------------------------------------------------- */

#if KC_W == 1
typedef struct {
    kc_aux old;
    int first; /* the first look only remembers */
} changed_st;

KC_NATIVE int changed_begin(changed_st *s, kc_ctx *c, int first)
{
    s->first = first;
    return kc_aux_alloc(c, &s->old, (size_t)c->site->nin * sizeof(double));
}
KC_NATIVE int changed_init(changed_st *s, kc_ctx *c, void **a)
{
    (void)a;
    return changed_begin(s, c, 0);
}
KC_NATIVE int changed2_init(changed_st *s, kc_ctx *c, void **a)
{
    (void)a;
    return changed_begin(s, c, 1);
}
KC_NATIVE int changed_perf(changed_st *s, kc_ctx *c, void **a)
{
    double *old = s->old.p;
    int differ = 0;
    for (int i = 0; i < c->site->nin; i++) {
        double x = *(const double *)a[1 + i];
        differ |= x != old[i];
        old[i] = x;
    }
    *(double *)a[0] = differ && !s->first;
    s->first = 0;
    return KC_OK;
}

KC_NATIVE size_t changed_bytes(const kc_array *x)
{
    return (size_t)kc_array_count(x) * (size_t)x->member_size;
}
KC_NATIVE int changed_array_init(changed_st *s, kc_ctx *c, double *out, const kc_array *x)
{
    (void)out;
    s->first = 1;
    return kc_aux_alloc(c, &s->old, changed_bytes(x) + 1);
}
KC_NATIVE int changed_array_perf(changed_st *s, kc_ctx *c, double *out, const kc_array *x)
{
    (void)c;
    size_t n = changed_bytes(x), room = s->old.size;
    if (n > room) n = room;
    if (n == 0) {
        *out = 0;
        return KC_OK;
    }
    *out = memcmp(s->old.p, x->data, n) != 0 && !s->first;
    memcpy(s->old.p, x->data, n);
    s->first = 0;
    return KC_OK;
}

/* Strings are told apart by a hash of their text. */
typedef struct {
    uint64_t hash;
} changed_text_st;

KC_NATIVE uint64_t text_hash(const char *t)
{
    uint64_t h = 14695981039346656037u;
    while (*t) h = (h ^ (unsigned char)*t++) * 1099511628211u;
    return h;
}
KC_NATIVE int changed_text_init(changed_text_st *s, kc_ctx *c, double *out, const kc_str *x)
{
    (void)c;
    s->hash = text_hash(kc_str_get(x));
    *out = 0;
    return KC_OK;
}
KC_NATIVE int changed_text_perf(changed_text_st *s, kc_ctx *c, double *out, const kc_str *x)
{
    (void)c;
    uint64_t h = text_hash(kc_str_get(x));
    *out = h != s->hash;
    s->hash = h;
    return KC_OK;
}
#endif

/* Opcode: changed changed2
 * Synopsis: ktrig changed kvar1 [, kvar2, ...]
 *           ktrig changed Svar
 *           ktrig changed2 kvar1 [, kvar2, ...]
 *           ktrig changed2 Svar
 *           ktrig changed2 karr[]
 *
 * Tells when one of its arguments changes. The first k-cycle compares with 0; changed2 never tells in the
 * first.
 * In:  kvar, Svar, karr what is watched
 * Out: 1 in the k-cycle of a change, else 0
 * Fails: at init when memory runs out
 */
KC_OP(changed, "k", "S", .state = changed_text_st, .init = changed_text_init, .perf = changed_text_perf)
KC_OP(changed, "k", "z", .state = changed_st, .init = changed_init, .perf = changed_perf)
KC_OP(changed2, "k", "S", .state = changed_text_st, .init = changed_text_init, .perf = changed_text_perf)
KC_OP(changed2, "k", "z", .state = changed_st, .init = changed2_init, .perf = changed_perf)
KC_OP(changed2, "k", ".[]", .state = changed_st, .init = changed_array_init, .perf = changed_array_perf)

/* ---- metro2 ---------------------------------------------------------------------------------- */

typedef struct {
    V phs, phs2, amp, swing;
    VM first, first2; /* nothing sent yet */
} metro2_st;

KC_NATIVE int metro2_init(metro2_st *s, kc_ctx *c, double *out, const double *freq, const double *swing,
                          const double *amp, const double *iphs)
{
    (void)out, (void)freq;
    s->amp = *amp;
    if (*iphs >= 0) {
        int32_t whole = kc_trunc_i(*iphs);
        if (whole) kc_warn(c, "metro2:init phase truncation");
        s->phs = *iphs - whole;
        s->phs2 = s->phs + 1.0 - *swing;
    }
    s->first = s->first2 = vm_splat(true);
    s->swing = *swing;
    return KC_OK;
}
/* One step of a phase that sends a tick at `top` and, while nothing was sent, at 0. */
KC_INLINE VM metro2_step(V *phs, VM *first, V step, V top)
{
    VM start = vm_and(v_eq(*phs, v_splat(0)), *first);
    V next = *phs + step;
    VM full = vm_and(vm_not(start), v_ge(next, top)), on = vm_or(start, full);
    *phs = v_sel(start, *phs, v_sel(full, next - 1.0, next));
    *first = vm_and(*first, vm_not(on));
    return on;
}
KERNEL void metro2_tick(metro2_st *s, kc_ctx *c, int n, V *out, const V *freq, const V *swing)
{
    (void)n;
    V step = *freq * c->inv_kr * 0.5;
    VM on = metro2_step(&s->phs, &s->first, step, v_splat(1));
    VM on2 = metro2_step(&s->phs2, &s->first2, step, 1.0 + *swing - s->swing);
    *out = v_sel(on2, s->amp, v_sel(on, v_splat(1), v_splat(0)));
}

/* Opcode: metro2
 * Synopsis: ktrig metro2 kfreq, kswing [, iamp, initphase]
 *
 * metro with swing: every other tick is moved.
 * In:  kfreq      ticks per second
 *      kswing     place of the second tick, 0 .. 1; .5 is even
 *      iamp       value of the second tick (default 1)
 *      initphase  phase at the start; below 0 keeps the phases (default 0)
 * Out: ticks: 1 and iamp, else 0
 * Fails: never
 */
KC_OP(metro2, "k", "kkpo", .state = metro2_st, .init = metro2_init, .tick = metro2_tick)
