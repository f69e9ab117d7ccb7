/* The score and the performance as instruments rule them: scoreline, scoreline_i, readscore, rewindscore,
 * setscorepos, exitnow. */
#include "runtime/engine/control.h"
#include "runtime/engine/hooks.h"
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

/* Opcode: readscore
 * Synopsis: ires readscore Sscore
 *
 * Reads a whole score at i-time, with all that scores can have (macros, loops, sections).
 * In:  Sscore  text of a score; times count from now
 * Out: 0
 * Fails: when nothing can read score text; what is wrong in the text is reported
 */
KC_NATIVE int readscore_init(void *s, kc_ctx *c, double *out, const kc_str *text)
{
    (void)s;
    const kc_hooks *h = kc_engine_hooks(c->engine);
    if (!h->read_score) return kc_fail(c, "score text can't be read here");
    h->read_score(h->user, kc_str_get(text), strlen(kc_str_get(text)));
    *out = 0;
    return KC_OK;
}
KC_OP(readscore, "i", "S", .init = readscore_init, .fx = event)

/* Opcode: rewindscore
 * Synopsis: rewindscore
 *
 * The score starts again; all notes end.
 * Fails: never
 */
KC_NATIVE int rewindscore_init(void *s, kc_ctx *c)
{
    (void)s;
    kc_engine_hooks(c->engine)->want_rewind = true;
    return KC_OK;
}
KC_OP(rewindscore, "", "", .init = rewindscore_init, .fx = event)

/* Opcode: setscorepos
 * Synopsis: setscorepos ipos
 *
 * The score goes on from another time. Back: all notes end.
 * In:  ipos  s from the start; below 0 only takes back the position for rewindscore
 * Fails: for a time that is no number
 */
KC_NATIVE int setscorepos_init(void *s, kc_ctx *c, const double *time)
{
    (void)s;
    kc_hooks *h = kc_engine_hooks(c->engine);
    if (!isfinite(*time)) return kc_fail(c, "setscorepos: invalid time");
    h->want_seek = true;
    h->seek = *time;
    return KC_OK;
}
KC_OP(setscorepos, "", "i", .init = setscorepos_init, .fx = event)

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
