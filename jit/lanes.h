/* The plan of a batch (lanes.c), which emission at several voices follows. */
#ifndef KC_JIT_LANES_H
#define KC_JIT_LANES_H
#include "jit/emit.h"

#define KC_NOWHERE UINT32_MAX

struct kc_lane_plan {
    kc_batch_code code;
    const char *refused;  /* why the notes perform one by one; NULL: they may be lanes */
    uint32_t *var;        /* by variable: place in the batch */
    uint32_t *state;      /* by instruction: place of the state */
    uint32_t *state_size; /* its bytes at vector width */
    int32_t *call;        /* by instruction: number of the call by address, -1 */
    KC_VEC(kc_move) moves, call_moves;
    KC_VEC(kc_batch_call) calls;
    KC_VEC(int32_t) mix;
    uint32_t adding; /* slots which the loop being emitted writes */
    kc_sbuf why;
};

kc_lane_plan *kc_lanes_plan(emitter *e, const kc_schedule *s);
void kc_lanes_free(kc_lane_plan *p);
/* What the engine needs of the plan: one allocation. */
kc_batch_code *kc_lanes_code(const kc_lane_plan *p);
/* True for calls that are made for each note in turn. */
int kc_lanes_native(const kc_ir_inst *i);
/* The argument that an instruction adds to a global block, or 0. */
int kc_lanes_added(const emitter *e, const kc_ir_inst *i);
/* A slot for one more addition, in program order. */
int kc_lanes_slot(emitter *e, int32_t target);
#endif
