/* tone, atone, tonek, atonek, port, portk: first-order filters. */
#include "runtime/opcodes/dsp/lanes.h"

#define TWOPI 6.283185307179586476925286766559

typedef struct {
    V c1, c2;
    V y;    /* last output; high-pass: output minus input */
    V freq; /* of the coefficients */
} tone_st;

KC_INLINE void tone_coefs(tone_st *s, V freq, V w)
{
    s->freq = freq;
    s->c2 = kc_onepole(w);
    s->c1 = 1.0 - s->c2;
}
KC_INLINE void tone_update(tone_st *s, const kc_ctx *c, V freq)
{
    if (vm_any(v_ne(freq, s->freq))) tone_coefs(s, freq, freq * c->twopi_sr);
}
KC_INLINE void tone_update_k(tone_st *s, const kc_ctx *c, V freq)
{
    if (vm_any(v_ne(freq, s->freq))) tone_coefs(s, freq, freq * c->inv_kr * TWOPI);
}
KC_NATIVE int tone_init(tone_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                        const double *istor)
{
    (void)out, (void)in;
    tone_coefs(s, *freq, *freq * c->twopi_sr);
    if (*istor == 0) s->y = 0;
    return KC_OK;
}
KC_NATIVE int tonek_init(tone_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *istor)
{
    (void)out, (void)in;
    tone_coefs(s, *freq, *freq * c->inv_kr * TWOPI);
    if (*istor == 0) s->y = 0;
    return KC_OK;
}
KC_INLINE V tone_run(tone_st *s, V in)
{
    s->y = s->c1 * in + s->c2 * s->y;
    return s->y;
}
KC_INLINE V atone_run(tone_st *s, V in)
{
    V y = s->c2 * (s->y + in);
    s->y = y - in;
    return y;
}

KERNEL void tone_k(tone_st *s, kc_ctx *c, const V *in, const V *freq)
{
    (void)in;
    tone_update(s, c, *freq);
}
KERNEL void tone_ak(tone_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)c, (void)n, (void)freq;
    *out = tone_run(s, *in);
}
KERNEL void tone_aa(tone_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)n;
    tone_update(s, c, *freq);
    *out = tone_run(s, *in);
}
KERNEL void tonek_tick(tone_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)n;
    tone_update_k(s, c, *freq);
    *out = tone_run(s, *in);
}

/* Opcode: tone
 * Synopsis: ares tone asig, xhp [, iskip]
 *
 * First-order low-pass.
 * In:  asig   signal
 *      xhp    half-power point, Hz
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(tone, "a", "ako", .state = tone_st, .init = tone_init, .k = tone_k, .tick = tone_ak)
KC_OP(tone, "a", "aao", .state = tone_st, .init = tone_init, .tick = tone_aa)

KERNEL void atone_ak(tone_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)c, (void)n, (void)freq;
    *out = atone_run(s, *in);
}
KERNEL void atonek_tick(tone_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)n;
    tone_update_k(s, c, *freq);
    *out = atone_run(s, *in);
}

/* Opcode: atone
 * Synopsis: ares atone asig, khp [, iskip]
 *
 * First-order high-pass, the complement of tone.
 * In:  asig   signal
 *      khp    half-power point, Hz
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(atone, "a", "ako", .state = tone_st, .init = tone_init, .k = tone_k, .tick = atone_ak)

/* Opcode: tonek
 * Synopsis: kres tonek ksig, khp [, iskip]
 *
 * tone for control signals.
 * In:  ksig   signal
 *      khp    half-power point, Hz
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(tonek, "k", "kko", .state = tone_st, .init = tonek_init, .tick = tonek_tick)

/* Opcode: atonek
 * Synopsis: kres atonek ksig, khp [, iskip]
 *
 * atone for control signals.
 * In:  ksig   signal
 *      khp    half-power point, Hz
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(atonek, "k", "kko", .state = tone_st, .init = tonek_init, .tick = atonek_tick)

/* ---- port --------------------------------------------------------------------------------------- */

typedef struct {
    V c1, c2, y, time;
} port_st;

KC_INLINE void port_coefs(port_st *s, const kc_ctx *c, V time)
{
    s->c2 = v_pow(v_splat(0.5), c->inv_kr / time);
    s->c1 = 1.0 - s->c2;
    s->time = time;
}
KC_NATIVE int port_init(port_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                        const double *start)
{
    (void)out, (void)in;
    port_coefs(s, c, *time);
    if (*start >= 0) s->y = *start;
    return KC_OK;
}
KERNEL void port_tick(port_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    *out = s->y = s->c1 * *in + s->c2 * s->y;
}
KERNEL void portk_tick(port_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)n;
    if (vm_any(v_ne(*time, s->time))) port_coefs(s, c, *time);
    *out = s->y = s->c1 * *in + s->c2 * s->y;
}

/* Opcode: port
 * Synopsis: kres port ksig, ihtim [, isig]
 *
 * Portamento: an exponential glide to each new value.
 * In:  ksig   target
 *      ihtim  time for half of the way, s
 *      isig   first value; below 0 keeps the old one (default 0)
 * Out: the glide
 * Fails: never
 */
KC_OP(port, "k", "kio", .state = port_st, .init = port_init, .tick = port_tick)

/* Opcode: portk
 * Synopsis: kres portk ksig, khtim [, isig]
 *
 * port with a time that may change.
 * In:  ksig   target
 *      khtim  time for half of the way, s
 *      isig   first value; below 0 keeps the old one (default 0)
 * Out: the glide
 * Fails: never
 */
KC_OP(portk, "k", "kko", .state = port_st, .init = port_init, .tick = portk_tick)
