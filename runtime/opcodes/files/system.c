/* Commands of the shell: system, system_i. */
#include "runtime/opcodes/op.h"
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a command. `nowait`: in the background, by a process in between that ends at once, so that none is
 * left over; the result is that process's number. */
KC_NATIVE int run_command(kc_ctx *c, double *r, const char *command, double nowait)
{
    if (fabs(nowait) < 1) {
        *r = system(command);
        return KC_OK;
    }
    pid_t pid = fork();
    if (pid < 0) return kc_fail(c, "system: cannot start a process");
    if (pid == 0) {
        if (fork() == 0) execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    *r = pid;
    return KC_OK;
}

/* Opcode: system_i
 * Synopsis: ires system_i itrig, Scmd [, inowait]
 *
 * Runs a command of the shell at i-time if itrig is positive.
 * In:  itrig    runs when greater than 0
 *      Scmd     command
 *      inowait  1: goes on at once (default 0: when the command has ended)
 * Out: the command's status as of wait; the number of a process with inowait; 0 when nothing was run
 * Fails: when no process can be started
 */
KC_NATIVE int system_i_init(void *s, kc_ctx *c, double *r, double *itrig, kc_str *command, double *inowait)
{
    (void)s;
    *r = 0;
    return *itrig > 0 ? run_command(c, r, kc_str_get(command), *inowait) : KC_OK;
}
KC_OP(system_i, "i", "iSo", .init = system_i_init, .fx = file)

typedef struct {
    double last;
} system_st;

/* Opcode: system
 * Synopsis: kres system ktrig, Scmd [, knowait]
 *
 * Runs a command of the shell in the k-cycles in which ktrig changes to a positive value.
 * In:  as system_i
 * Out: as system_i
 * Fails: when no process can be started
 */
KC_NATIVE int system_init(system_st *s, kc_ctx *c, double *r, double *ktrig, kc_str *command, double *knowait)
{
    (void)c, (void)r, (void)ktrig, (void)command, (void)knowait;
    s->last = 0;
    return KC_OK;
}
KC_NATIVE int system_perf(system_st *s, kc_ctx *c, double *r, double *ktrig, kc_str *command, double *knowait)
{
    if (*ktrig == s->last) return KC_OK;
    s->last = *ktrig;
    return s->last > 0 ? run_command(c, r, kc_str_get(command), *knowait) : KC_OK;
}
KC_OP(system, "k", "kSO", .state = system_st, .init = system_init, .perf = system_perf, .fx = file)
