/* stack, push, pop: a stack of values that all instruments share.
 *
 * A push leaves bundles: one of its i-time values and strings at init, one of its k- and a-rate values in
 * every k-cycle. A pop takes the newest bundle of its own time, which must hold values of the same types.
 * f-signals are on it at both times, as references to the variable that was pushed. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/dsp/values.h"
#include "runtime/opcodes/op.h"
#include <stddef.h>
#include <stdlib.h>

enum { DEFAULT_BYTES = 32768, LEAST_BYTES = 1024, MOST_BYTES = 16777200, MAX_VALUES = 31 };

typedef struct {
    int32_t below; /* offset of the bundle below, -1: none */
    int32_t n;
    char types[MAX_VALUES + 1]; /* i S k a f */
    double values[];            /* a: ksmps of them; S: a pointer to a copy; f: one to the f-signal */
} bundle;

typedef struct {
    char *space;
    int32_t size, used, top;
} stack_store;

#ifndef KC_BITCODE
static bundle *bundle_at(const stack_store *s, int32_t offset) { return (bundle *)(s->space + offset); }

static double *next_value(double *v, char type, int ksmps) { return v + (type == 'a' ? ksmps : 1); }

static char *text_of(const double *v)
{
    char *text;
    memcpy(&text, v, sizeof text);
    return text;
}

/* Bundles of strings have no audio in them, so the step is always one value. */
static void store_free(void *p)
{
    stack_store *s = p;
    for (int32_t at = s->space ? s->top : -1; at >= 0; at = bundle_at(s, at)->below) {
        const bundle *b = bundle_at(s, at);
        for (int i = 0; i < b->n; i++)
            if (b->types[i] == 'S') free(text_of(&b->values[i]));
    }
    free(s->space);
}

static stack_store *find_store(kc_ctx *c)
{
    return kc_engine_store(c->engine, "stack", sizeof(stack_store), store_free);
}

static int make_space(kc_ctx *c, stack_store *s, double bytes)
{
    int32_t n = v_to_i(bytes + 0.5);
    if (n < LEAST_BYTES) n = LEAST_BYTES;
    if (n > MOST_BYTES) n = MOST_BYTES;
    s->space = calloc(1, (size_t)n + sizeof(bundle));
    if (!s->space) return kc_fail(c, "Error allocating argument stack");
    s->size = n;
    s->top = -1;
    return KC_OK;
}

static stack_store *need_store(kc_ctx *c)
{
    stack_store *s = find_store(c);
    if (!s || (!s->space && make_space(c, s, DEFAULT_BYTES) != KC_OK)) return NULL;
    return s;
}

/* Type of argument i if it takes part at this time, else 0. */
static char part_type(const kc_ctx *c, int i, int perf)
{
    int t = kc_arg_type(c, i);
    if (t == 'f') return 'f';
    if (t == 'k' || t == 'a') return perf ? (char)t : 0;
    if (perf) return 0;
    return t == 'S' ? 'S' : 'i';
}

static int check_arguments(kc_ctx *c, int n)
{
    if (n > MAX_VALUES) return kc_fail(c, "too many arguments");
    for (int i = 0; i < n; i++)
        if (kc_arg_type(c, i) & 0x80) return kc_fail(c, "arrays cannot be on the stack");
    return KC_OK;
}

static int store_value(kc_ctx *c, double *v, char type, const void *arg)
{
    if (type == 'a') {
        memset(v, 0, (size_t)c->ksmps * sizeof *v);
        memcpy(v + c->begin, (const double *)arg + c->begin, (size_t)(c->end - c->begin) * sizeof *v);
    } else if (type == 'S') {
        char *copy = strdup(kc_str_get(arg));
        if (!copy) return kc_fail(c, "out of memory");
        memcpy(v, &copy, sizeof copy);
    } else if (type == 'f') {
        memcpy(v, &arg, sizeof arg);
    } else {
        *v = *(const double *)arg;
    }
    return KC_OK;
}

static int push_bundle(kc_ctx *c, void **a, int perf)
{
    stack_store *s = need_store(c);
    if (!s) return KC_ERROR;
    int64_t bytes = offsetof(bundle, values);
    int n = 0;
    for (int i = 0; i < c->site->nin; i++) {
        char type = part_type(c, i, perf);
        if (!type) continue;
        n++;
        bytes += (int64_t)sizeof(double) * (type == 'a' ? c->ksmps : 1);
    }
    if (!n) return KC_OK;
    if (s->used + bytes > s->size) return kc_fail(c, "stack overflow");
    bundle *b = bundle_at(s, s->used);
    b->below = s->top;
    b->n = 0;
    s->top = s->used;
    s->used += (int32_t)bytes;
    double *v = b->values;
    for (int i = 0; i < c->site->nin; i++) {
        char type = part_type(c, i, perf);
        if (!type) continue;
        if (store_value(c, v, type, a[i]) != KC_OK) return KC_ERROR;
        b->types[b->n++] = type;
        v = next_value(v, type, c->ksmps);
    }
    return KC_OK;
}

/* An f-signal takes the format of the one that was pushed at init, and its frames in performance. */
static int fetch_fsig(kc_ctx *c, kc_fsig *to, const double *v, int perf)
{
    const kc_fsig *from;
    memcpy(&from, v, sizeof from);
    return perf ? kc_fsig_copy(c, to, from) : kc_fsig_like(c, to, from);
}

static int fetch_value(kc_ctx *c, void *arg, char type, double *v, int perf)
{
    if (type == 'a') {
        for (int k = c->begin; k < c->end; k++) ((double *)arg)[k] = v[k];
    } else if (type == 'S') {
        char *text = text_of(v);
        int r = kc_str_set(c, arg, text);
        free(text);
        return r;
    } else if (type == 'f') {
        return fetch_fsig(c, arg, v, perf);
    } else {
        *(double *)arg = *v;
    }
    return KC_OK;
}

static int same_types(const kc_ctx *c, const bundle *b, int perf)
{
    int n = 0;
    for (int i = 0; i < c->site->nout; i++) {
        char type = part_type(c, i, perf);
        if (!type) continue;
        if (n >= b->n || b->types[n] != type) return 0;
        n++;
    }
    return n == b->n;
}

static int pop_bundle(kc_ctx *c, void **a, int perf)
{
    stack_store *s = need_store(c);
    if (!s) return KC_ERROR;
    int wanted = 0;
    for (int i = 0; i < c->site->nout; i++) wanted += part_type(c, i, perf) != 0;
    if (!wanted) return KC_OK;
    if (s->top < 0) return kc_fail(c, "cannot pop from empty stack");
    bundle *b = bundle_at(s, s->top);
    if (!same_types(c, b, perf)) return kc_fail(c, "argument number or type mismatch");
    s->used = s->top;
    s->top = b->below;
    double *v = b->values;
    int r = KC_OK;
    for (int i = 0; i < c->site->nout; i++) {
        char type = part_type(c, i, perf);
        if (!type) continue;
        if (fetch_value(c, a[i], type, v, perf) != KC_OK) r = KC_ERROR;
        v = next_value(v, type, c->ksmps);
    }
    return r;
}
#endif

/* Opcode: stack
 * Synopsis: stack iStackSize
 *
 * Sets the size of the stack, before its first use; without it the stack has 32768 bytes.
 * In:  iStackSize  size in bytes, 1024 .. 16777200
 * Out: none
 * Fails: at init when the stack exists already
 */
KC_NATIVE int stack_init(void *s, kc_ctx *c, double *size)
{
    (void)s;
    stack_store *store = find_store(c);
    if (!store) return KC_ERROR;
    if (store->space) return kc_fail(c, "the stack is already allocated");
    return make_space(c, store, *size);
}
KC_OP(stack, "", "i", .init = stack_init, .deprecated = 1)

/* Opcode: push
 * Synopsis: push xval1 [, xval2, ... xval31]
 *
 * Puts values on the stack: i-time values and strings at init, k- and a-rate values in each k-cycle.
 * In:  xval1 ...  numbers of any rate, strings
 * Out: none
 * Fails: when the stack is full; at init with arrays or more than 31 values
 */
KC_NATIVE int push_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return check_arguments(c, c->site->nin) == KC_OK ? push_bundle(c, a, 0) : KC_ERROR;
}
KC_NATIVE int push_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return push_bundle(c, a, 1);
}
KC_OP(push, "", "N", .init = push_init, .perf = push_perf, .fx = event, .deprecated = 1)

/* Opcode: pop
 * Synopsis: xval1 [, xval2, ... xval31] pop
 *
 * Takes values from the stack, newest first: those of the last push of the same types.
 * In:  none
 * Out: xval1 ...  numbers of any rate, strings
 * Fails: when the stack is empty, or the newest values have other types
 */
KC_NATIVE int pop_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return check_arguments(c, c->site->nout) == KC_OK ? pop_bundle(c, a, 0) : KC_ERROR;
}
KC_NATIVE int pop_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return pop_bundle(c, a, 1);
}
KC_OP(pop, "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN", "", .init = pop_init, .perf = pop_perf, .fx = event,
      .deprecated = 1)

/* Opcode: push_f
 * Synopsis: push_f fsig
 *
 * Puts an f-signal on the stack, at init and in each k-cycle.
 * In:  fsig  the signal; its variable has to live until it is popped
 * Out: none
 * Fails: when the stack is full
 */
KC_NATIVE int push_f_init(void *s, kc_ctx *c, const kc_fsig *in)
{
    (void)s;
    return push_bundle(c, (void *[]){(void *)(uintptr_t)in}, 0);
}
KC_NATIVE int push_f_perf(void *s, kc_ctx *c, const kc_fsig *in)
{
    (void)s;
    return push_bundle(c, (void *[]){(void *)(uintptr_t)in}, 1);
}
KC_OP(push_f, "", "f", .init = push_f_init, .perf = push_f_perf, .fx = event, .deprecated = 1)

/* Opcode: pop_f
 * Synopsis: fsig pop_f
 *
 * Takes an f-signal from the stack.
 * In:  none
 * Out: fsig  a copy of the signal
 * Fails: when the stack is empty, or its newest value is no f-signal
 */
KC_NATIVE int pop_f_init(void *s, kc_ctx *c, kc_fsig *out)
{
    (void)s;
    return pop_bundle(c, (void *[]){out}, 0);
}
KC_NATIVE int pop_f_perf(void *s, kc_ctx *c, kc_fsig *out)
{
    (void)s;
    return pop_bundle(c, (void *[]){out}, 1);
}
KC_OP(pop_f, "f", "", .init = pop_f_init, .perf = pop_f_perf, .fx = event, .deprecated = 1)
