/* subinstr, subinstrinit: an instrument run as an opcode. */
#include "runtime/opcodes/op.h"

typedef struct {
    kc_note *note;
    kc_aux bus; /* nchnls blocks */
} subinstr_st;

/* a[first] names the instrument, the rest are p4, p5 ... */
KC_NATIVE int subinstr_start(subinstr_st *s, kc_ctx *c, void **a, int first)
{
    const char *name = kc_arg_string(c, a, first), *strings[1024] = {0};
    double p[1024] = {0};
    int n = c->site->nin - 1, number = name ? kc_instr_find(c, name) : (int)*(double *)a[first];
    if (name && number < 0) {
        kc_warn(c, "instr %s not found", name);
        return KC_STOP;
    }
    if (n > 1020) return kc_fail(c, "subinstr: too many p-fields");
    for (int i = 0; i < n; i++) {
        strings[4 + i] = kc_arg_string(c, a, first + 1 + i);
        if (!strings[4 + i]) p[4 + i] = *(double *)a[first + 1 + i];
    }
    if (!c->note->tie && !c->note->reinit) s->note = NULL;
    return kc_subnote_start(c, &s->note, number, p, strings, n + 3);
}

KC_NATIVE int subinstr_init(subinstr_st *s, kc_ctx *c, void **a)
{
    int nout = c->site->nout;
    if (nout > c->nchnls) return kc_fail(c, "subinstr: number of output args greater than nchnls");
    if (kc_aux_alloc(c, &s->bus, (size_t)c->nchnls * (size_t)c->stride * sizeof(double))) return KC_ERROR;
    return subinstr_start(s, c, a, nout);
}

KC_NATIVE int subinstr_perf(subinstr_st *s, kc_ctx *c, void **a)
{
    int r = kc_subnote_perform(c, s->note, s->bus.p);
    for (int ch = 0; ch < c->site->nout; ch++)
        memcpy((double *)a[ch] + c->begin, (double *)s->bus.p + ch * c->stride + c->begin,
               (size_t)(c->end - c->begin) * sizeof(double));
    return r;
}

KC_NATIVE int subinstr_deinit(subinstr_st *s, kc_ctx *c)
{
    kc_subnote_end(c, s->note);
    s->note = NULL;
    return KC_OK;
}

/* Opcode: subinstr
 * Synopsis: a1 [, a2 ...] subinstr instrnum [, p4, p5 ...]
 *           a1 [, a2 ...] subinstr "insname" [, p4, p5 ...]
 *
 * Runs an instrument inside this note; what it sends to its outputs comes out as signals.
 * In:  instrnum, insname  the instrument
 *      p4 ...             its p-fields from p4, numbers or strings; p2 and p3 are the caller's
 * Out: its output channels, at most nchnls
 * Fails: at init when there is no instrument of that number; an unknown name ends the init pass with a warning, or with more outputs than nchnls
 */
KC_OP(subinstr, "mmmmmmmm", "SN", .state = subinstr_st, .init = subinstr_init, .perf = subinstr_perf,
      .deinit = subinstr_deinit,
      .fx = event | tab_r | tab_w | chn_r | chn_w | zak_r | zak_w | rng | in | print)
KC_OP(subinstr, "mmmmmmmm", "iN", .state = subinstr_st, .init = subinstr_init, .perf = subinstr_perf,
      .deinit = subinstr_deinit,
      .fx = event | tab_r | tab_w | chn_r | chn_w | zak_r | zak_w | rng | in | print)

KC_NATIVE int subinstrinit_init(subinstr_st *s, kc_ctx *c, void **a) { return subinstr_start(s, c, a, 0); }

/* Opcode: subinstrinit
 * Synopsis: subinstrinit instrnum [, p4, p5 ...]
 *           subinstrinit "insname" [, p4, p5 ...]
 *
 * Runs the init pass of an instrument inside this note's.
 * In:  as subinstr
 * Fails: at init when there is no instrument of that number; an unknown name ends the init pass with a warning
 */
KC_OP(subinstrinit, "", "SN", .state = subinstr_st, .init = subinstrinit_init, .deinit = subinstr_deinit,
      .fx = event)
KC_OP(subinstrinit, "", "iN", .state = subinstr_st, .init = subinstrinit_init, .deinit = subinstr_deinit,
      .fx = event)
