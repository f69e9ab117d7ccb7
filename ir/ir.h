/* IR: one instrument body as one list of typed instructions over variables.
 *
 *   source statement -> one or more instructions, in program order. Each says in which pass it acts:
 *   the init pass runs those with KC_IR_INIT, the performance those with KC_IR_PERF. Both keep the order
 *   of the list; labels belong to both. Rates are explicit: an instruction's rate is its output's
 *   ('i' 'k' 'a'), inputs of lower rate are read as scalars.
 *
 * An opcode call is one instruction (KC_IR_CALL). All the rest are core operations (ir/ops.def). UDO bodies
 * are inlined by the front end; only a body with its own ksmps is fenced by SUB ... ENDSUB.
 *
 * The text form (print.c, parse.c) round-trips, so tests are text:
 *
 *     unit "instr 1" ksmps 64
 *     var a1 a
 *     var k1 k
 *     k1 = perf.k mul p4, #0.5
 *     a1 = init.perf.a call oscili a kkjo (k1, #440, #-1, #0)
 *     perf.- call out - y (a1)
 */
#ifndef KC_IR_H
#define KC_IR_H
#include "runtime/abi.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/vec.h"

typedef enum {
#define KC_IR_OP(id, text, nout, nin, doc) KC_IR_##id,
#include "ir/ops.def"
#undef KC_IR_OP
    KC_IR_OP_COUNT
} kc_ir_op;

enum { KC_IR_INIT = 1, KC_IR_PERF = 2 };

typedef enum {
    KC_IR_LOCAL,  /* in the instance */
    KC_IR_GLOBAL, /* in the engine's global memory, at `index` */
    KC_IR_NUM,    /* constant `num` */
    KC_IR_STRING, /* constant string `str` */
    KC_IR_P,      /* p-field `index` */
    KC_IR_SYS     /* member of kc_sysvars at byte offset `index` */
} kc_ir_where;

typedef struct {
    const char *name; /* as written, or #k1 for temporaries, the spelling of a constant */
    char type;        /* i k a S f w b (i-rate boolean) B (k-rate boolean); l never */
    uint8_t dims;     /* > 0: array */
    uint8_t where;    /* kc_ir_where */
    uint8_t temp;     /* made by the compiler: assigned once, read by the same statement */
    double num;
    const char *str;
    int32_t str_len;
    int32_t index;
    /* set by passes */
    uint8_t block; /* a-rate: fused code must keep its block of ksmps samples up to date (schedule.c) */
    uint8_t live;  /* named by some instruction (layout.c) */
    uint32_t off;  /* byte offset: LOCAL in the instance; NUM, STRING in the constants; GLOBAL in global
                    * memory; P from note->p; SYS in kc_sysvars (layout.c) */
} kc_ir_var;

typedef struct {
    uint8_t op;   /* kc_ir_op */
    uint8_t pass; /* KC_IR_INIT | KC_IR_PERF */
    char rate;    /* 'i' 'k' 'a', '-' where it means nothing (labels, jumps, calls without outputs) */
    uint8_t inner; /* CALL: in the body of a user-defined opcode, where an init error doesn't end the pass */
    int16_t nout, nin, given;
    int32_t *args;         /* variable ids: outputs, then inputs; -1 where a label argument stands */
    int32_t label;         /* label id (LABEL, jumps, calls with a label argument), else -1 */
    const kc_opdesc *desc; /* CALL */
    const char *name;      /* CALL: shown in messages ("oscili.a") */
    const char *text;      /* the statement, for run-time messages */
    kc_span span;
    /* set by layout.c */
    uint32_t st, argv; /* byte offsets in the instance: state (SUBBEGIN: kc_sub), pointers to all nout + nin
                          arguments */
    int32_t site;      /* index in the program's sites; 0, the unit's own, for core operations */
} kc_ir_inst;

typedef struct {
    const char *name; /* "instr 1" */
    int32_t ksmps;
    int32_t pmax;
    uint8_t p_dynamic;
    kc_arena arena;
    KC_VEC(kc_ir_var) vars;
    KC_VEC(kc_ir_inst) insts;
    KC_VEC(const char *) labels;
    kc_map shared;    /* constants, p-fields and system values: key -> id + 1 (build.c) */
    const char *file; /* for messages */
} kc_ir_unit;

/* ---- building (build.c) ----------------------------------------------------------------------- */
kc_ir_unit *kc_ir_unit_create(const char *name, int ksmps);
void kc_ir_unit_destroy(kc_ir_unit *u);
int kc_ir_var_add(kc_ir_unit *u, const char *name, char type, int dims, kc_ir_where where);
int kc_ir_num(kc_ir_unit *u, double v, const char *spelling); /* constants are shared by value and spelling */
int kc_ir_string(kc_ir_unit *u, const char *s, int len);
int kc_ir_pfield(kc_ir_unit *u, int number);
int kc_ir_sys(kc_ir_unit *u, const char *name); /* sr kr ksmps nchnls nchnls_i 0dbfs A4; -1 for others */
int kc_ir_label(kc_ir_unit *u, const char *name);
/* Appends an instruction; args are copied. The caller may set label, desc, name, text, span, given on the
 * result, which stays valid until the next append. */
kc_ir_inst *kc_ir_append(kc_ir_unit *u, kc_ir_op op, int pass, char rate, const int *outs, int nout,
                         const int *ins, int nin);

/* Bytes and alignment of a variable of that type in an instance or in global memory (layout.c). */
uint32_t kc_ir_type_size(char type, int dims, int ksmps, uint32_t *align);

/* ---- global variables (globals.c): shared by all units of an engine --------------------------- */
/* Global memory of an engine: reserved whole, since its address must not change. */
#define KC_IR_GLOBAL_BYTES (1u << 26)
typedef struct {
    char *name;
    char type;
    uint8_t dims;
    uint32_t off;
} kc_ir_global;
typedef struct {
    kc_arena arena;
    kc_map by_name; /* name -> kc_ir_global* */
    KC_VEC(kc_ir_global *) list;
    uint32_t used; /* bytes of global memory handed out */
    int32_t ksmps;
} kc_ir_globals;
/* The global of that name, made when absent; NULL when it exists with another type or memory is used up. */
kc_ir_global *kc_ir_global_get(kc_ir_globals *g, const char *name, char type, int dims);
void kc_ir_globals_free(kc_ir_globals *g);

/* ---- checks and text (verify.c print.c parse.c) ------------------------------------------------ */
int kc_ir_verify(const kc_ir_unit *u, kc_diags *d); /* 0 = sound */
void kc_ir_print(const kc_ir_unit *u, kc_sbuf *out);
/* Entries are looked up in the opcode table by name, output and input types. NULL after errors. */
kc_ir_unit *kc_ir_parse(const char *text, const char *name, kc_diags *d);

/* ---- schedule (passes/schedule.c): the perf program as k code and sample loops ----------------- */
typedef enum {
    KC_SCHED_K,      /* one scalar instruction, inline */
    KC_SCHED_COEF,   /* the k function of a-rate instruction, before its loop */
    KC_SCHED_NATIVE, /* one instruction called by address, through memory */
    KC_SCHED_LOOP,   /* a-rate instructions in one sample loop */
    KC_SCHED_LABEL,
    KC_SCHED_JUMP, /* JUMP, IF, IFNOT */
    KC_SCHED_SUB,
    KC_SCHED_ENDSUB
} kc_sched_kind;
typedef struct {
    kc_sched_kind kind;
    KC_VEC(int32_t) insts; /* indices in the unit; one but for LOOP */
    const char *broke;     /* LOOP: why it ended; NULL when no loop follows */
    int32_t broke_inst;    /* the instruction that ended it; -1 with broke NULL */
} kc_sched_item;
typedef struct {
    KC_VEC(kc_sched_item) items;
    int nloops;
} kc_schedule;
/* Decides loops by the rules at the top of schedule.c and marks in `vars[].block` the a-variables that need
 * memory. */
kc_schedule *kc_ir_schedule(kc_ir_unit *u);
void kc_ir_schedule_print(const kc_ir_unit *u, const kc_schedule *s, kc_sbuf *out);
void kc_ir_schedule_destroy(kc_schedule *s);

/* ---- programs (layout.c program.c): the unit as tier 0 runs it --------------------------------- */
/* Lays out the instance (vars, states, operand pointers: sets off, st, argv) and makes the step lists. The
 * program keeps `u` (a sound unit) and frees it; after an error, NULL, it is still the caller's. `core` gives
 * the native function of a core operation (engine/coreops.c): op text, "a<ak"-like types. */
typedef kc_native (*kc_core_lookup)(const char *op, const char *types);
kc_program *kc_ir_program(kc_ir_unit *u, kc_core_lookup core, kc_diags *d);
void kc_ir_program_destroy(kc_program *p);

/* ---- passes (passes/NAME.c): each on a verified unit ------------------------------------------- */
void kc_ir_forward(kc_ir_unit *u); /* temporaries that are only copied on */

/* True when k-cycles of its notes can't be told apart from outside (quiet.c). */
int kc_ir_quiet(const kc_ir_unit *u);

/* ---- pipeline (pipeline.c) --------------------------------------------------------------------- */
/* Runs all passes on a unit; `dump` (stage name or NULL) prints the unit after that stage to `out`. 0 = ok. */
int kc_ir_pipeline(kc_ir_unit *u, const char *dump, kc_sbuf *out, kc_diags *d);
#endif
