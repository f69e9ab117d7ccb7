/* Tier 0: walks the step list of a program. Every step is a call of a native function on the instance; jumps
 * are the only control flow. The init pass always runs here, the performance until fused code is there.
 *
 * A loop may be without end, so every jump back looks whether the performance was interrupted. That stops the
 * pass whatever it is in: the caller ends the performance after this k-cycle. */
#include "runtime/engine/internal.h"

static inline double scalar(const char *base, const kc_step *s)
{
    return **(double *const *)(base + s->args);
}

static int run(kc_ctx *c, kc_note *n, const kc_step *steps, int from, int to, int init);

enum { INTERRUPTED = -2 };

/* The step before the target, or INTERRUPTED. */
static inline int jump(const kc_ctx *c, kc_note *n, const kc_step *s, int pc, int init)
{
    if (s->target <= pc) {
        const volatile sig_atomic_t *interrupted = c->engine->cfg.interrupted;
        if (interrupted && *interrupted) return INTERRUPTED;
    }
    if (init && !n->tie && s->target > pc + 1 && n->instr) kc_inst(n)->skipped = true;
    return s->target - 1;
}

/* Does the init pass go on after a call that failed or stopped? In global code, in bodies of user-defined
 * opcodes and in instruments inside an opcode: yes. Errors are counted, and the note ends when the pass is
 * over. In a reinit pass what stops does no harm. */
static int goes_on(const kc_ctx *c, const kc_note *n, const kc_step *s, int result)
{
    if (result == KC_STOP && n->deleted) return 0;
    if (n->reinit) return result == KC_STOP;
    if (!n->instr || s->flags & KC_STEP_INNER) return 1;
    while (c && c->note == n) c = c->outer;
    return c != NULL;
}

int kc_sub_context(const kc_ctx *outer, kc_sub *sub, int index, kc_ctx *inner)
{
    int local = sub->ksmps > 0 ? sub->ksmps : outer->ksmps, at = index * local;
    *inner = *outer;
    inner->outer = outer;
    inner->sub = sub;
    sub->index = index;
    inner->ksmps = local;
    inner->kr = outer->sr / local;
    inner->inv_kr = 1.0 / inner->kr;
    inner->begin = outer->begin > at ? outer->begin - at : 0;
    inner->end = outer->end < at + local ? outer->end - at : local;
    inner->out = outer->out + at;
    inner->in = outer->in + at;
    inner->kcount = outer->kcount * (uint64_t)(outer->ksmps / local) + (uint64_t)index;
    return inner->end > inner->begin || outer->end <= outer->begin;
}

/* A section with its own ksmps. The init pass runs once, and `setksmps` in it tells the length. */
static int run_sub(kc_ctx *c, kc_note *n, const kc_step *steps, int from, int to, int init, kc_sub *sub)
{
    kc_ctx inner;
    if (init) {
        sub->ksmps = 0;
        kc_sub_context(c, sub, 0, &inner);
        return run(&inner, n, steps, from, to, 1);
    }
    int count = sub->ksmps > 0 ? c->ksmps / sub->ksmps : 1;
    for (int i = 0; i < count; i++) {
        if (!kc_sub_context(c, sub, i, &inner)) continue;
        int r = run(&inner, n, steps, from, to, 0);
        if (r) return r;
    }
    return KC_OK;
}

static int run(kc_ctx *c, kc_note *n, const kc_step *steps, int from, int to, int init)
{
    char *base = (char *)n;
    const kc_site *sites = n->prog->sites;
    kc_profile_row *profile = kc_inst(n)->profile;
    for (int pc = from; pc < to; pc++) {
        const kc_step *s = &steps[pc];
        if (__builtin_expect(s->kind == KC_STEP_CALL, 1)) {
            const kc_site *site = &sites[s->site];
            c->site = site;
            int r = __builtin_expect(!profile, 1) ? s->fn(base + s->st, c, (void **)(base + s->args))
                                                  : kc_profile_call(profile, init, s, base, c);
            if (__builtin_expect(r != KC_OK, 0)) {
                if (r == KC_JUMP)
                    pc = jump(c, n, s, pc, init);
                else if (!init || !goes_on(c, n, s, r))
                    return r;
                if (pc == INTERRUPTED) return KC_STOP;
            } else if (init && site->desc && site->desc->deinit) {
                kc_deinit d = {site->desc, site, base + s->st, (void **)(base + s->args)};
                kc_instance *in = kc_inst(n);
                int have = 0;
                for (int i = 0; i < in->deinits.n; i++) have |= in->deinits.v[i].st == d.st;
                if (!have) kc_vec_push(&in->deinits, d);
            }
            continue;
        }
        switch (s->kind) {
        case KC_STEP_JUMP: pc = jump(c, n, s, pc, init); break;
        case KC_STEP_IF:
            if (scalar(base, s) != 0.0) pc = jump(c, n, s, pc, init);
            break;
        case KC_STEP_IFNOT:
            if (scalar(base, s) == 0.0) pc = jump(c, n, s, pc, init);
            break;
        case KC_STEP_SUB: {
            int r = run_sub(c, n, steps, pc + 1, s->target, init, (kc_sub *)(base + s->st));
            if (r) return r;
            pc = s->target - 1;
            break;
        }
        case KC_STEP_RIRETURN:
            if (init && n->reinit) return KC_OK;
            break;
        default: return KC_OK;
        }
        if (pc == INTERRUPTED) return KC_STOP;
    }
    return KC_OK;
}

int kc_tier0_init(kc_ctx *c, kc_note *n, int from)
{
    return run(c, n, n->prog->init, from, n->prog->ninit, 1);
}

int kc_tier0_perf(kc_ctx *c, kc_note *n) { return kc_tier0_perf_from(c, n, 0); }

int kc_tier0_perf_from(kc_ctx *c, kc_note *n, int step)
{
    return run(c, n, n->prog->perf, step, n->prog->nperf, 0);
}
