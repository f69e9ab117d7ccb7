/* Folders: pwd. */
#include "runtime/opcodes/op.h"
#include <limits.h>
#include <unistd.h>

/* Opcode: pwd
 * Synopsis: Sres pwd
 *
 * The working folder.
 * Out: its path
 * Fails: when it can't be told
 */
KC_NATIVE int pwd_init(void *s, kc_ctx *c, kc_str *out)
{
    (void)s;
    char path[PATH_MAX];
    return getcwd(path, sizeof path) ? kc_str_set(c, out, path)
                                     : kc_fail(c, "cannot determine current directory");
}
KC_OP(pwd, "S", "", .init = pwd_init)
