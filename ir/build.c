/* Builder of IR units: variables, shared constants, labels, instructions.
 *
 * A constant, a p-field or a system value is one variable however often it is named. `shared` finds it again:
 * its keys are the kind and the contents ("n<bits>:<spelling>", "p4", "rksmps", "s<text>"), its values the
 * variable id + 1. */
#include "ir/ir.h"
#include <stdio.h>
#include <string.h>

kc_ir_unit *kc_ir_unit_create(const char *name, int ksmps)
{
    kc_ir_unit *u = kc_xcalloc(1, sizeof *u);
    u->name = kc_arena_strdup(&u->arena, name);
    u->ksmps = ksmps;
    u->pmax = 3;
    return u;
}

void kc_ir_unit_destroy(kc_ir_unit *u)
{
    if (!u) return;
    kc_vec_free(&u->vars);
    kc_vec_free(&u->insts);
    kc_vec_free(&u->labels);
    kc_map_free(&u->shared);
    kc_arena_free(&u->arena);
    free(u);
}

int kc_ir_var_add(kc_ir_unit *u, const char *name, char type, int dims, kc_ir_where where)
{
    kc_ir_var v = {.name = kc_arena_strdup(&u->arena, name),
                   .type = type,
                   .dims = (uint8_t)dims,
                   .where = (uint8_t)where,
                   .temp = name[0] == '#'};
    kc_vec_push(&u->vars, v);
    return u->vars.n - 1;
}

static int known(const kc_ir_unit *u, const char *key)
{
    return (int)(intptr_t)kc_map_get(&u->shared, key) - 1;
}

static int remember(kc_ir_unit *u, const char *key, int id)
{
    kc_map_put(&u->shared, key, (void *)(intptr_t)(id + 1));
    return id;
}

int kc_ir_num(kc_ir_unit *u, double num, const char *spelling)
{
    char short_form[32];
    if (!spelling) {
        snprintf(short_form, sizeof short_form, "%.17g", num);
        spelling = short_form;
    }
    uint64_t bits;
    memcpy(&bits, &num, sizeof bits);
    kc_sbuf key = {0};
    kc_sbuf_printf(&key, "n%llx:%s", (unsigned long long)bits, spelling);
    int id = known(u, key.s);
    if (id < 0) {
        id = remember(u, key.s, kc_ir_var_add(u, spelling, 'i', 0, KC_IR_NUM));
        u->vars.v[id].num = num;
        u->vars.v[id].temp = 0;
    }
    kc_sbuf_free(&key);
    return id;
}

static int new_string(kc_ir_unit *u, const char *s, int len)
{
    const char *copy = kc_arena_strndup(&u->arena, s, (size_t)len);
    int id = kc_ir_var_add(u, copy, 'S', 0, KC_IR_STRING);
    kc_ir_var *v = &u->vars.v[id];
    v->str = copy;
    v->str_len = len;
    v->temp = 0;
    return id;
}

int kc_ir_string(kc_ir_unit *u, const char *s, int len)
{
    if (memchr(s, 0, (size_t)len)) return new_string(u, s, len); /* can't be a key */
    kc_sbuf key = {0};
    kc_sbuf_putc(&key, 's');
    kc_sbuf_write(&key, s, (size_t)len);
    int id = known(u, key.s);
    if (id < 0) id = remember(u, key.s, new_string(u, s, len));
    kc_sbuf_free(&key);
    return id;
}

int kc_ir_pfield(kc_ir_unit *u, int number)
{
    char key[32];
    snprintf(key, sizeof key, "p%d", number);
    int id = known(u, key);
    if (id < 0) {
        id = remember(u, key, kc_ir_var_add(u, key, 'i', 0, KC_IR_P));
        u->vars.v[id].index = number;
    }
    if (number > u->pmax) u->pmax = number;
    return id;
}

static int sys_offset(const char *name)
{
    static const struct {
        const char *name;
        size_t off;
    } sys[] = {{"sr", offsetof(kc_sysvars, sr)},
               {"kr", offsetof(kc_sysvars, kr)},
               {"ksmps", offsetof(kc_sysvars, ksmps)},
               {"nchnls", offsetof(kc_sysvars, nchnls)},
               {"nchnls_i", offsetof(kc_sysvars, nchnls_i)},
               {"0dbfs", offsetof(kc_sysvars, zerodbfs)},
               {"A4", offsetof(kc_sysvars, a4)}};
    for (size_t i = 0; i < sizeof sys / sizeof *sys; i++)
        if (!strcmp(sys[i].name, name)) return (int)sys[i].off;
    return -1;
}

int kc_ir_sys(kc_ir_unit *u, const char *name)
{
    int off = sys_offset(name);
    if (off < 0) return -1;
    char key[32];
    snprintf(key, sizeof key, "r%s", name);
    int id = known(u, key);
    if (id < 0) {
        id = remember(u, key, kc_ir_var_add(u, name, 'i', 0, KC_IR_SYS));
        u->vars.v[id].index = off;
    }
    return id;
}

int kc_ir_label(kc_ir_unit *u, const char *name)
{
    kc_vec_push(&u->labels, kc_arena_strdup(&u->arena, name));
    return u->labels.n - 1;
}

kc_ir_inst *kc_ir_append(kc_ir_unit *u, kc_ir_op op, int pass, char rate, const int *outs, int nout,
                         const int *ins, int nin)
{
    int32_t *args = kc_arena_alloc(&u->arena, sizeof *args * (size_t)(nout + nin ? nout + nin : 1));
    for (int i = 0; i < nout; i++) args[i] = outs[i];
    for (int i = 0; i < nin; i++) args[nout + i] = ins[i];
    kc_ir_inst inst = {.op = (uint8_t)op,
                       .pass = (uint8_t)pass,
                       .rate = rate,
                       .nout = (int16_t)nout,
                       .nin = (int16_t)nin,
                       .given = (int16_t)nin,
                       .args = args,
                       .label = -1,
                       .site = -1};
    kc_vec_push(&u->insts, inst);
    return &u->insts.v[u->insts.n - 1];
}
