/* gtadsr: attack, decay, sustain and release that follow a gate, with straight attack and decay and a release
 * that falls by 60 dB in its time. */
#include "runtime/opcodes/op.h"

typedef struct {
    double level, up, down; /* steps of attack and decay; the decay's is for a sustain of 0 */
    double attack, decay;   /* steps */
    double count;           /* steps since the gate opened */
} gtadsr_st;

typedef struct {
    double att, dec, sus, fall; /* fall: factor a step in the release */
    double rate;
    int open;
} gtadsr_args;

#ifndef KC_BITCODE
static double steps(double x)
{
    x = trunc(x);
    return x >= 1 ? x : 1;
}

static gtadsr_args gtadsr_read(double att, double dec, double sus, double rel, double gate, double rate)
{
    gtadsr_args a = {att, dec, sus > 0 ? (sus < 1 ? sus : 1) : 0, 0, rate, gate > 0};
    if (!a.open) a.fall = pow(0.001, 1 / (rel * rate));
    return a;
}

static double gtadsr_step(gtadsr_st *s, const gtadsr_args *a)
{
    if (!a->open) {
        s->level = s->level < 0.00001 ? 0 : s->level * a->fall;
        s->count = 0;
        return s->level;
    }
    if (s->count == 0) {
        s->attack = steps(a->att * a->rate);
        s->decay = steps(a->dec * a->rate);
        s->up = 1 / s->attack;
        s->down = 1 / s->decay;
    }
    if (s->count < s->attack && s->level < 1 - s->up)
        s->level += s->up;
    else if (s->count < s->attack + s->decay && s->level > a->sus)
        s->level += (a->sus - 1) * s->down;
    else
        s->level = a->sus;
    s->count++;
    return s->level;
}
#endif

/* Opcode: gtadsr
 * Synopsis: kres gtadsr kamp, katt, kdec, ksus, krel, kgate
 *           ares gtadsr xamp, katt, kdec, ksus, krel, kgate
 *
 * An envelope that starts when the gate opens and goes into its release when it closes.
 * In:  xamp        what is shaped: an amplitude or a signal
 *      katt, kdec  attack and decay times, s, as of the opening of the gate
 *      ksus        sustain level, 0 .. 1
 *      krel        release time, s: to -60 dB
 *      kgate       open while above 0
 * Out: the envelope times xamp
 * Fails: never
 */
KC_NATIVE int gtadsr_init(gtadsr_st *s, kc_ctx *c, double *out, double *amp, double *att, double *dec,
                          double *sus, double *rel, double *gate)
{
    (void)c, (void)out, (void)amp, (void)att, (void)dec, (void)sus, (void)rel, (void)gate;
    s->count = s->level = 0;
    return KC_OK;
}
KC_NATIVE int gtadsr_k(gtadsr_st *s, kc_ctx *c, double *out, double *amp, double *att, double *dec,
                       double *sus, double *rel, double *gate)
{
    gtadsr_args a = gtadsr_read(*att, *dec, *sus, *rel, *gate, c->kr);
    *out = gtadsr_step(s, &a) * *amp;
    return KC_OK;
}
KC_NATIVE int gtadsr_a(gtadsr_st *s, kc_ctx *c, double *out, double *amp, double *att, double *dec,
                       double *sus, double *rel, double *gate)
{
    gtadsr_args a = gtadsr_read(*att, *dec, *sus, *rel, *gate, c->sr);
    int audio = kc_arg_is_a(c, 1);
    for (int n = c->begin; n < c->end; n++) out[n] = amp[audio ? n : 0] * gtadsr_step(s, &a);
    return KC_OK;
}
KC_OP(gtadsr, "k", "kkkkkk", .state = gtadsr_st, .init = gtadsr_init, .perf = gtadsr_k)
KC_OP(gtadsr, "a", "akkkkk", .state = gtadsr_st, .init = gtadsr_init, .perf = gtadsr_a)
KC_OP(gtadsr, "a", "kkkkkk", .state = gtadsr_st, .init = gtadsr_init, .perf = gtadsr_a)
