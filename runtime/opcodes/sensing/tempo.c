/* tempo, tempoval: the tempo at which the score is performed (-t). */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"

typedef struct {
    double last;
} tempo_st;

/* Opcode: tempo
 * Synopsis: tempo ktempo, istartempo
 *
 * Sets the tempo of the score, which must be performed by beats (-t).
 * In:  ktempo      beats per minute; 0 or less changes nothing
 *      istartempo  tempo at the start of the note
 * Fails: at init when istartempo is not positive, or the score is not performed by beats
 */
KC_NATIVE int tempo_init(tempo_st *s, kc_ctx *c, const double *ktempo, const double *start)
{
    (void)ktempo;
    if (!(*start > 0)) return kc_fail(c, "illegal istartempo value");
    if (kc_engine_tempo(c->engine) == 0) return kc_fail(c, "Beat mode not in force");
    kc_engine_set_tempo(c->engine, *start);
    s->last = *start;
    return KC_OK;
}
KC_NATIVE int tempo_perf(tempo_st *s, kc_ctx *c, const double *ktempo, const double *start)
{
    (void)start;
    if (*ktempo != s->last) kc_engine_set_tempo(c->engine, *ktempo);
    s->last = *ktempo;
    return KC_OK;
}
KC_OP(tempo, "", "ki", .state = tempo_st, .init = tempo_init, .perf = tempo_perf, .fx = event)

/* Opcode: tempoval
 * Synopsis: kres tempoval
 *
 * The tempo of the score.
 * Out: beats per minute; 60 when the score is not performed by beats (-t)
 * Fails: never
 */
KC_NATIVE int tempoval_perf(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = kc_engine_tempo(c->engine) > 0 ? 60.0 * c->sr / kc_engine_beat_samples(c->engine) : 60.0;
    return KC_OK;
}
KC_OP(tempoval, "k", "", .perf = tempoval_perf, .fx = event)
