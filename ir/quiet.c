/* Quiet instruments: what their notes do in the performance shows in the output and nowhere else, and nothing
 * but events can tell them anything. Several k-cycles of such notes may be performed one note after the
 * other. */
#include "ir/internal.h"

int kc_ir_quiet(const kc_ir_unit *u)
{
    const uint32_t harmless = KC_FX_TAB_R | KC_FX_OUT | KC_FX_LINE;
    for (int k = 0; k < u->insts.n; k++) {
        const kc_ir_inst *i = &u->insts.v[k];
        if (!kc_ir_performs(i) || i->op == KC_IR_LABEL) continue;
        if (i->op == KC_IR_CALL && (i->desc->fx & ~harmless || i->label >= 0)) return 0;
        for (int a = 0; a < i->nout + i->nin; a++) {
            if (i->args[a] < 0) continue;
            const kc_ir_var *v = &u->vars.v[i->args[a]];
            int output = a < i->nout, reads = i->op != KC_IR_CALL || i->nout || i->desc->fx & KC_FX_OUT;
            if (v->where == KC_IR_GLOBAL && (output || !reads || v->type == 'a' || v->dims)) return 0;
        }
    }
    return 1;
}
