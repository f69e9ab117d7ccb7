/* Everything an opcode file includes. How to write one: CONTRIBUTING.md.
 *
 * A family file is compiled three times: natively (tier 0 and init), to bitcode with one voice, and to bitcode with
 * KC_W voices in the lanes of V. KERNEL functions are in all builds; KC_NATIVE functions (init, called-by-address perf,
 * deinit, and whatever they call) are in the native build alone.
 *
 *   KC_OP(name, "outs", "ins", .role = function, ...)
 *
 *   .state  type of the state                                  .fx    effects: tab_r|tab_w|zak_r|zak_w|chn_r|chn_w|in|out|
 *   .init   int f(st, c, outs..., ins...)          native             out_r|line|rng|print|event|file|midi|flow
 *   .perf   int f(st, c, outs..., ins...)          native      .rates  for each x input: a, k or *
 *   .deinit int f(st, c)                           native      .scalar = 1: kernels have no vector build
 *   .k      void f(st, c, ins...)                  KERNEL      .deprecated = 1
 *   .tick   void f(st, c, n, outs..., ins...)      KERNEL      one sample n, or a k-cycle (k entries), or i-time (i entries)
 *   .each   void f(st, c, n, i, in)                KERNEL      one sample n of variadic a-rate input i
 *
 * All values come by pointer: const V * for numbers (in init and perf: const double *, a-rate ones the whole block), kc_str,
 * kc_array, kc_fsig pointers else. k functions and ticks get only the inputs that may change, those with the codes
 * a k x O P V J (in i-time entries all numbers): what is known at init belongs in the state. Variadic entries get
 * (and those with more than 40 arguments) (st, c, void **a) in init and perf, and only their fixed arguments in ticks; c->site tells how many there are and
 * their types. A k function must not read a-rate inputs. A tick must not call libm, nor anything but V functions and
 * inline code; it writes nothing but its state and outputs (effects such as kc_bus_add are declared in .fx).
 *
 * Entries of one name stand in one file, in the order in which the reference registers them: the first match wins. */
#ifndef KC_OPCODES_OP_H
#define KC_OPCODES_OP_H
#include "runtime/abi.h"
#include "runtime/math/vtypes.h"
#include "runtime/math/vmath.h"
#include <math.h>
#include <string.h>

#define KC_OP(...) /* read by the scanner */

#ifdef KC_BITCODE
#define KERNEL    __attribute__((always_inline, used, visibility("default")))
#define KC_NATIVE static inline __attribute__((unused))
#else
#define KERNEL    static inline __attribute__((always_inline, unused))
#define KC_NATIVE static __attribute__((unused))
#endif
#define KC_INLINE static inline __attribute__((always_inline, unused))

/* ---- for kernels ------------------------------------------------------------------------------ */

/* Adds a sample to an output channel (caller checks 0 <= ch < c->nchnls); at most once a channel and sample in a
 * call. Lanes are set aside: the engine adds them note by note, for the same bits as one by one. */
KC_INLINE void kc_bus_add(const kc_ctx *c, int ch, int n, V x)
{
#if KC_W == 1
    c->out[ch * c->stride + n] += x;
#else
    ((V *)c->mix)[ch * c->mix_row + n] = x;
#endif
}

/* Sample n of an input channel; 0 where there is none. */
KC_INLINE V kc_bus_in(const kc_ctx *c, int ch, int n)
{
    return v_splat(ch >= 0 && ch < c->nchnls_i ? c->in[ch * c->stride + n] : 0.0);
}

/* ---- services for native functions (runtime/engine, runtime/tables, runtime/io) --------------- */

/* Records an init or perf error of the call in progress; returns KC_ERROR: `return kc_fail(c, "...")`. */
int kc_fail(kc_ctx *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "WARNING: ..." on the console, subject to the message level. */
void kc_warn(kc_ctx *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Text on the console, verbatim. */
void kc_print(kc_ctx *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int kc_message_level(const kc_ctx *c);

/* Zeroed memory owned by the instance; a block that is large enough already is reused (and zeroed). KC_ERROR with a
 * message when it can't be had. Only at init. */
int kc_aux_alloc(kc_ctx *c, kc_aux *aux, size_t bytes);
/* Calls `desc->deinit` of the call in progress when the note ends (done by the engine for entries with .deinit). */

/* Table by number; NULL when there is none (no message). kc_table_need reports "Invalid ftable no. %f" too. */
kc_table *kc_table_find(kc_ctx *c, double number);
kc_table *kc_table_need(kc_ctx *c, double number);
/* As kc_table_need, and the length must be a power of two (phase accumulator opcodes). number -1: the internal sine. */
kc_table *kc_table_need_pow2(kc_ctx *c, double number);
/* Makes a table from GEN arguments: p[0] = number (0: next free), p[1] = time, p[2] = size, p[3] = gen, p[4..]; strings[i] is set
 * where p[i] is a string. gen_name for named GENs. Returns the number or -1 (reported). */
int kc_table_make(kc_ctx *c, const double *p, const char *const *strings, int np, const char *gen_name);
int kc_table_delete(kc_ctx *c, int number);

/* String variables: copies, growing the buffer (init), KC_ERROR when out of memory. */
int kc_str_set(kc_ctx *c, kc_str *dst, const char *text);
int kc_str_setn(kc_ctx *c, kc_str *dst, const char *text, size_t n);
static inline const char *kc_str_get(const kc_str *s) { return s->data ? s->data : ""; }
/* True when a double is a string p-field; kc_p_string gives the text. */
int kc_is_p_string(double v);
const char *kc_p_string(const kc_ctx *c, double v);
/* Argument `i` (counted over outputs, then inputs) as a string: an S value, or a string p-field; NULL when it is a number. */
const char *kc_arg_string(kc_ctx *c, void **a, int i);
/* Type letter of argument i: 'a' 'k' 'i' 'S' ..., array letters | 0x80. */
static inline int kc_arg_type(const kc_ctx *c, int i) { return c->site->types[i]; }
static inline int kc_arg_is_a(const kc_ctx *c, int i) { return c->site->types[i] == 'a'; }

/* Makes an array of the sizes (at init; grows as needed, contents zeroed when new). elem: 'i' 'k' 'a' 'S' 'f'. */
int kc_array_make(kc_ctx *c, kc_array *arr, int elem, int dims, const int32_t *sizes);
int kc_array_make1(kc_ctx *c, kc_array *arr, int elem, int32_t n);
static inline int32_t kc_array_count(const kc_array *arr)
{
    int32_t n = arr->dimensions > 0 ? 1 : 0;
    for (int i = 0; i < arr->dimensions; i++) n *= arr->sizes[i];
    return n;
}

/* Note control. kc_xtra asks for `cycles` of life after release. */
void kc_note_xtra(kc_ctx *c, int32_t cycles);
void kc_note_turnoff(kc_ctx *c, kc_note *n);
/* Instances that run inside an opcode (subinstr). Start: *sub is made when NULL (its init pass runs in any case) with p-fields
 * p[4] .. p[n] (strings[k] non-NULL replaces p[k]); p2, p3, MIDI data and release follow the caller's note. Perform: one k-cycle,
 * its output goes to bus (nchnls blocks of c->stride). End: gives it back. */
int kc_subnote_start(kc_ctx *c, kc_note **sub, int insno, const double *p, const char *const *strings, int n);
int kc_subnote_perform(kc_ctx *c, kc_note *sub, double *bus);
void kc_subnote_end(kc_ctx *c, kc_note *sub);
/* Number of a named instrument, or -1. kc_instr_arg: of a string or number argument (reported when unknown). */
int kc_instr_find(kc_ctx *c, const char *name); /* 0 is global code */
/* Active instances of instrument number; 0 = all. with_release counts those in release. */
int kc_instr_active(kc_ctx *c, int insno, int with_release);
/* Instance limit of an instrument (0: none); instances made ahead; p-field defaults values[0] = p1 ... */
int kc_instr_set_maxalloc(kc_ctx *c, int insno, int n);
/* Share of the processor of each note, percent: notes that bring the sum over 100 are dropped. */
void kc_instr_set_load(kc_ctx *c, int insno, double percent);
int kc_instr_prealloc(kc_ctx *c, int insno, int count);
int kc_instr_set_pset(kc_ctx *c, int insno, const double *values, int n);
/* Posts a score event ('i' 'f' 'e' 'd' 'q' 'a'): p[1] is p1 ...; times are relative to now. strings[k] non-NULL replaces p[k]. */
int kc_event_post(kc_ctx *c, char op, const double *p, const char *const *strings, int pmax);
/* Runs the init steps from the call's label to rireturn or the end. */
int kc_reinit(kc_ctx *c);

/* Time of the performance, s; of this note's start, cycles. */
double kc_time(const kc_ctx *c);

/* Searches and opens: the path found for reading, in the search order of the variable list ("SSDIR;SFDIR"), malloc'd; NULL
 * when nowhere. */
char *kc_find_input(const kc_ctx *c, const char *name, const char *env_list);
char *kc_find_output(const kc_ctx *c, const char *name, const char *env_list);
#endif
