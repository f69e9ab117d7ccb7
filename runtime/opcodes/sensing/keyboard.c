/* sensekey, sense: the keyboard. The host tells what is typed (kc_hooks.key); the command line reads it from
 * standard input. */
#include "runtime/engine/hooks.h"
#include "runtime/opcodes/op.h"

/* Opcode: sensekey sense
 * Synopsis: kres[, kkeydown] sensekey
 *           kres[, kkeydown] sense
 *
 * The next key that was typed; each k-cycle takes one.
 * Out: kres      code of the key, -1 when there is none
 *      kkeydown  1 when a key was pressed, 0 when it was let go or there is none
 * Fails: never; without a keyboard there are no keys
 */
KC_NATIVE int sensekey_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const kc_hooks *h = kc_engine_hooks(c->engine);
    int key = h->key ? h->key(h->key_user) : 0;
    *(double *)a[0] = key > 0 && (key & 0xffff) ? key & 0xffff : -1;
    if (c->site->nout > 1) *(double *)a[1] = key > 0 && key < 65536;
    return KC_OK;
}
KC_OP(sensekey, "kz", "", .perf = sensekey_perf, .fx = event)
KC_OP(sense, "kz", "", .perf = sensekey_perf, .fx = event)
