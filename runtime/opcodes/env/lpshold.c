/* lpsholdp: a loop of held values, read by a phase. */
#include "runtime/opcodes/op.h"

/* Value i of the loop as the reference lays it out: a time of 0, the arguments, the first argument again,
 * zeros. */
KC_NATIVE double loop_item(const double *const *a, int n, int i)
{
    return i == 0 ? 0 : i <= n ? *a[i - 1] : i == n + 1 && n > 0 ? *a[0] : 0;
}

KC_NATIVE int lpsholdp_perf(void *s, kc_ctx *c, void **args)
{
    (void)s;
    double *out = args[0], phs = *(const double *)args[1];
    const double *const *a = (const double *const *)(args + 2);
    int n = c->site->nin - 1;
    double total = 0, begin = 0;
    phs -= floor(phs);
    for (int j = 0; j <= n; j += 2) total += loop_item(a, n, j);
    for (int j = 0; j <= n; j += 2) {
        begin += loop_item(a, n, j) / total;
        double end = begin + loop_item(a, n, j + 2) / total;
        if (begin <= phs && end > phs) {
            *out = loop_item(a, n, j + 1);
            break;
        }
    }
    return KC_OK;
}

/* Opcode: lpsholdp
 * Synopsis: ksig lpsholdp kphase, kvalue0, ktime0 [, kvalue1, ktime1 ...]
 *
 * Steps through a loop of values, each held for its share of the loop.
 * In:  kphase   position in the loop, in loops; the fraction counts
 *      kvalue0  a value
 *      ktime0   the length of it, in units of the sum of all lengths; and so on
 * Out: the value; stays as it is where no value covers the phase
 * Fails: never
 */
KC_OP(lpsholdp, "k", "kz", .perf = lpsholdp_perf)
