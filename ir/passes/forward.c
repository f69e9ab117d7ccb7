/* Forward: a temporary that is only copied on is not made.
 *
 *     #a1 = perf.a mul a2, k1            a1 = perf.a mul a2, k1
 *     a1 = perf.a copy #a1         ->
 *
 * The two instructions must stand next to each other, in the same passes and at the same rate, and nothing
 * else may name the temporary. A call by address may rely on its output being no input: it keeps the
 * temporary when it reads the target. */
#include "ir/internal.h"

static void count_uses(const kc_ir_unit *u, int32_t *uses)
{
    for (int i = 0; i < u->insts.n; i++) {
        const kc_ir_inst *in = &u->insts.v[i];
        for (int a = 0; a < in->nout + in->nin; a++)
            if (in->args[a] >= 0) uses[in->args[a]]++;
    }
}

static int names(const kc_ir_inst *in, int var)
{
    for (int a = 0; a < in->nout + in->nin; a++)
        if (in->args[a] == var) return 1;
    return 0;
}

static int can_forward(const kc_ir_unit *u, const kc_ir_inst *make, const kc_ir_inst *copy,
                       const int32_t *uses)
{
    if (copy->op != KC_IR_COPY || make->nout != 1 || make->rate != copy->rate) return 0;
    int call_a =
        make->op == KC_IR_CALL && make->rate == 'a' && copy->pass == KC_IR_PERF && make->pass & KC_IR_PERF;
    if (make->pass != copy->pass && !call_a) return 0;
    int from = copy->args[1], to = copy->args[0];
    const kc_ir_var *f = &u->vars.v[from], *t = &u->vars.v[to];
    if (make->args[0] != from || uses[from] != 2 || !f->temp || f->where != KC_IR_LOCAL || f->type != t->type)
        return 0;
    int by_tick = make->op != KC_IR_CALL || make->desc->tick_sym;
    return by_tick || !names(make, to);
}

void kc_ir_forward(kc_ir_unit *u)
{
    int32_t *uses = kc_xcalloc((size_t)u->vars.n, sizeof *uses);
    count_uses(u, uses);
    int n = 0;
    for (int i = 0; i < u->insts.n; i++) {
        kc_ir_inst *in = &u->insts.v[i];
        if (n && can_forward(u, &u->insts.v[n - 1], in, uses))
            u->insts.v[n - 1].args[0] = in->args[0];
        else
            u->insts.v[n++] = *in;
    }
    u->insts.n = n;
    free(uses);
}
