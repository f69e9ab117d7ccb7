/* The score and the performance as instruments rule them: scoreline, scoreline_i, exitnow. */
#include "runtime/engine/control.h"
#include "runtime/opcodes/op.h"

/* Opcode: scoreline_i
 * Synopsis: scoreline_i Sevents
 *
 * Posts score statements at i-time.
 * In:  Sevents  lines of a score: i, f, e, a, q and d statements, whose times count from now
 * Fails: when nothing can read score text; lines that are no statements are reported
 */
KC_NATIVE int scoreline_init(void *s, kc_ctx *c, const kc_str *text)
{
    (void)s;
    return kc_score_text_post(c, kc_str_get(text)) ? KC_OK : kc_fail(c, "score text can't be read here");
}
KC_OP(scoreline_i, "", "S", .init = scoreline_init, .fx = event)

/* Opcode: scoreline
 * Synopsis: scoreline Sevents, ktrig
 *
 * Posts score statements in every k-cycle in which it is triggered.
 * In:  Sevents  as scoreline_i
 *      ktrig    not 0: now
 * Fails: when nothing can read score text; lines that are no statements are reported
 */
KC_NATIVE int scoreline_perf(void *s, kc_ctx *c, const kc_str *text, const double *trigger)
{
    return *trigger != 0 ? scoreline_init(s, c, text) : KC_OK;
}
KC_OP(scoreline, "", "Sk", .perf = scoreline_perf, .fx = event)

/* Opcode: exitnow
 * Synopsis: exitnow [ivalue]
 *
 * Ends the performance at i-time; the k-cycle that runs is not heard.
 * In:  ivalue  ignored
 * Fails: never
 */
KC_NATIVE int exitnow_init(void *s, kc_ctx *c, const double *value)
{
    (void)s, (void)value;
    kc_performance_exit(c);
    return KC_STOP;
}
KC_OP(exitnow, "", "o", .init = exitnow_init, .fx = event | flow)
