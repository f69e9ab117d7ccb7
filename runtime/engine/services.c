/* The services that opcodes call: errors, console text, memory, strings, arrays, note control. Declared in
 * runtime/opcodes/op.h. */
#include "runtime/engine/internal.h"
#include "runtime/io/paths.h"
#include "runtime/opcodes/op.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- console ---------------------------------------------------------------------------------- */

void kc_engine_vmessage(kc_engine *e, int attr, const char *fmt, va_list ap)
{
    char small[512];
    va_list aq;
    va_copy(aq, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    if (!e->message || n < 0) {
        va_end(aq);
        return;
    }
    if ((size_t)n < sizeof small)
        e->message(e->message_user, attr, small);
    else {
        char *big = kc_xmalloc((size_t)n + 1);
        vsnprintf(big, (size_t)n + 1, fmt, aq);
        e->message(e->message_user, attr, big);
        free(big);
    }
    va_end(aq);
}

void kc_engine_message(kc_engine *e, int attr, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    kc_engine_vmessage(e, attr, fmt, ap);
    va_end(ap);
}

void kc_print(kc_ctx *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    kc_engine_vmessage(c->engine, 0, fmt, ap);
    va_end(ap);
}

void kc_warn(kc_ctx *c, const char *fmt, ...)
{
    if (!(c->engine->cfg.message_level & 4)) return;
    va_list ap;
    kc_engine_message(c->engine, 2, "WARNING: ");
    va_start(ap, fmt);
    kc_engine_vmessage(c->engine, 2, fmt, ap);
    va_end(ap);
    kc_engine_message(c->engine, 2, "\n");
}

int kc_message_level(const kc_ctx *c) { return c->engine->cfg.message_level; }

int kc_fail(kc_ctx *c, const char *fmt, ...)
{
    kc_engine *e = c->engine;
    const kc_site *s = c->site;
    const kc_note *n = c->note;
    const char *what = n && n->init_done && !n->reinit ? "PERF" : "INIT";
    e->errors++;
    if (s && n) {
        const kc_instr *in = n->instr;
        if (in && in->name)
            kc_engine_message(e, 1, "%s ERROR in instr %s (opcode %s) line %d: ", what, in->name, s->name,
                              s->line);
        else
            kc_engine_message(e, 1, "%s ERROR in instr %d (opcode %s) line %d: ", what, n->insno, s->name,
                              s->line);
    } else
        kc_engine_message(e, 1, "%s ERROR: ", what);
    va_list ap;
    va_start(ap, fmt);
    kc_engine_vmessage(e, 1, fmt, ap);
    va_end(ap);
    kc_engine_message(e, 1, "\n");
    if (s && s->file) kc_engine_message(e, 1, " from file %s (1),%s\n", s->file, s->text ? s->text : "");
    return KC_ERROR;
}

/* ---- memory ----------------------------------------------------------------------------------- */

int kc_aux_alloc(kc_ctx *c, kc_aux *aux, size_t bytes)
{
    if (aux->p && aux->size >= bytes) {
        memset(aux->p, 0, aux->size);
        return KC_OK;
    }
    kc_aux_block *b = kc_try_calloc(1, sizeof *b + ((bytes + 63) & ~(size_t)63));
    if (!b) return kc_fail(c, "cannot allocate %zu bytes", bytes);
    kc_aux_block **head = (kc_aux_block **)&c->note->aux;
    if (aux->block) { /* too small: give it back */
        for (kc_aux_block **p = head; *p; p = &(*p)->next)
            if (*p == aux->block) {
                *p = aux->block->next;
                free(aux->block);
                break;
            }
    }
    b->size = bytes;
    b->next = *head;
    *head = b;
    *aux = (kc_aux){b, bytes, b->data, b->data + bytes};
    return KC_OK;
}

/* ---- strings ---------------------------------------------------------------------------------- */

int kc_str_setn(kc_ctx *c, kc_str *dst, const char *text, size_t n)
{
    if (n >= (size_t)1 << 30) return kc_fail(c, "string of %zu bytes is too long", n);
    if (!dst->data || (size_t)dst->size < n + 1) {
        size_t size = n + 1 < 64 ? 64 : n + 1;
        char *p = malloc(size);
        if (!p) return kc_fail(c, "cannot allocate a string of %zu bytes", n);
        memcpy(p, text, n);
        free(dst->data);
        dst->data = p;
        dst->size = (int32_t)size;
    } else
        memmove(dst->data, text, n);
    dst->data[n] = 0;
    return KC_OK;
}

int kc_str_set(kc_ctx *c, kc_str *dst, const char *text) { return kc_str_setn(c, dst, text, strlen(text)); }

/* A string p-field is a NaN with our mark and the p-field's number in its payload. */
#define SLOT_MARK 0x7ffc5c5500000000ull

double kc_string_slot(int index)
{
    uint64_t u = SLOT_MARK | (uint32_t)index;
    double d;
    memcpy(&d, &u, sizeof d);
    return d;
}

int kc_string_slot_index(double v)
{
    uint64_t u;
    memcpy(&u, &v, sizeof u);
    return (u & 0xffffffff00000000ull) == SLOT_MARK ? (int)(uint32_t)u : -1;
}

int kc_is_p_string(double v) { return kc_string_slot_index(v) >= 0; }

const char *kc_p_string(const kc_ctx *c, double v)
{
    int i = kc_string_slot_index(v);
    if (!c->note || i < 0 || i >= c->note->npstrings || !c->note->pstrings[i]) return "";
    return c->note->pstrings[i];
}

const char *kc_arg_string(kc_ctx *c, void **a, int i)
{
    int t = kc_arg_type(c, i);
    if (t == 'S') return kc_str_get(a[i]);
    if (t == 'a' || t & 0x80 || t == 'f' || t == 'w') return NULL;
    double v = *(double *)a[i];
    return kc_is_p_string(v) ? kc_p_string(c, v) : NULL;
}

/* ---- arrays ----------------------------------------------------------------------------------- */

static size_t element_size(const kc_ctx *c, int elem)
{
    switch (elem) {
    case 'a': return (size_t)c->engine->cfg.ksmps * sizeof(double);
    case 'S': return sizeof(kc_str);
    case 'f': return sizeof(kc_fsig);
    default: return sizeof(double);
    }
}

int kc_array_make(kc_ctx *c, kc_array *arr, int elem, int dims, const int32_t *sizes)
{
    size_t count = 1, member = element_size(c, elem), bytes;
    for (int i = 0; i < dims; i++) {
        if (sizes[i] <= 0) return kc_fail(c, "Error: sizes must be > 0 for array initialization");
        if (__builtin_mul_overflow(count, (size_t)sizes[i], &count)) return kc_fail(c, "array is too large");
    }
    if (__builtin_mul_overflow(count, member, &bytes) || bytes > (size_t)4 << 30 || count > INT32_MAX)
        return kc_fail(c, "array is too large");
    if (arr->allocated < bytes) {
        double *p = realloc(arr->data, bytes);
        if (!p) return kc_fail(c, "cannot allocate an array of %zu bytes", bytes);
        memset((char *)p + arr->allocated, 0, bytes - arr->allocated);
        arr->data = p;
        arr->allocated = bytes;
    }
    int32_t *s = realloc(arr->sizes, (size_t)dims * sizeof *s);
    if (!s) return kc_fail(c, "out of memory");
    memcpy(s, sizes, (size_t)dims * sizeof *s);
    arr->sizes = s;
    arr->dimensions = dims;
    arr->member_size = (int32_t)member;
    arr->type = (void *)(intptr_t)elem;
    return KC_OK;
}

int kc_array_make1(kc_ctx *c, kc_array *arr, int elem, int32_t n)
{
    return kc_array_make(c, arr, elem, 1, &n);
}

/* ---- notes ------------------------------------------------------------------------------------ */

void kc_note_xtra(kc_ctx *c, int32_t cycles)
{
    if (c->note && cycles > c->note->xtra) c->note->xtra = cycles;
}

void kc_note_turnoff(kc_ctx *c, kc_note *n) { kc_note_release(c->engine, n); }

int kc_instr_find(kc_ctx *c, const char *name)
{
    const kc_instr *in = kc_map_get(&c->engine->by_name, name);
    return in ? in->number : -1;
}

int kc_instr_active(kc_ctx *c, int insno, int with_release)
{
    int count = 0;
    for (const kc_note *n = c->engine->first; n; n = n->next)
        count += (!insno || n->insno == insno) && (with_release || !n->releasing);
    return count;
}

int kc_instr_set_maxalloc(kc_ctx *c, int insno, int n)
{
    kc_instr *in = kc_instr_get(c->engine, insno);
    if (!in) return kc_fail(c, "instr %d does not exist", insno);
    in->maxalloc = n;
    return KC_OK;
}

void kc_instr_set_load(kc_ctx *c, int insno, double percent)
{
    kc_instr *in = insno > 0 ? kc_instr_get(c->engine, insno) : NULL;
    if (in) in->load = percent;
}

int kc_instr_prealloc(kc_ctx *c, int insno, int count)
{
    kc_instr *in = kc_instr_get(c->engine, insno);
    if (!in) return kc_fail(c, "instr %d does not exist", insno);
    int have = in->active;
    for (const kc_note *n = in->pool; n; n = n->pool_next) have++;
    if (count > 100000) return kc_fail(c, "prealloc of %d instances is too many", count);
    for (; have < count; have++) {
        kc_note *n = kc_note_create(c->engine, in->version);
        if (!n) return kc_fail(c, "out of memory");
        n->pool_next = in->pool;
        in->pool = n;
    }
    return KC_OK;
}

int kc_instr_set_pset(kc_ctx *c, int insno, const double *values, int n)
{
    kc_instr *in = kc_instr_get(c->engine, insno);
    if (!in) return KC_OK;
    free(in->pset);
    in->pset = kc_xcalloc((size_t)n + 1, sizeof(double));
    memcpy(in->pset + 1, values, (size_t)n * sizeof(double));
    in->npset = n;
    return KC_OK;
}

int kc_event_post(kc_ctx *c, char op, const double *p, const char *const *strings, int pmax)
{
    if (!strchr("ifedqa", op)) return kc_fail(c, "unknown event opcode '%c'", op);
    kc_event ev = {
        .op = op, .n = pmax, .p = (double *)(uintptr_t)p, .strings = (const char **)(uintptr_t)strings};
    double delay = pmax >= 2 ? p[2] : 0;
    ev.p2_beats = delay;
    ev.p3_beats = pmax >= 3 ? p[3] : 0;
    if (strchr("iq", op) && !(strings && strings[1]) &&
        (!(fabs(p[1]) < 1e9) || !kc_instr_get(c->engine, (int)fabs(p[1]))))
        return kc_fail(c, "insert_score_event(): invalid instrument number or name %g", p[1]);
    /* in performance the time counts from the end of this k-cycle */
    if (c->note && c->note->init_done) delay += (double)c->engine->cfg.ksmps / c->engine->cfg.sr;
    kc_engine_post(c->engine, &ev, delay);
    return KC_OK;
}

int kc_reinit(kc_ctx *c)
{
    kc_note *n = c->note;
    if (n->reinit || c->site->label_init < 0) return KC_OK;
    const kc_site *site = c->site;
    kc_ctx init = *c;
    int errors = c->engine->errors;
    n->reinit = 1;
    int r = kc_tier0_init(&init, n, site->label_init);
    n->reinit = 0;
    c->site = site;
    return r < 0 || c->engine->errors > errors ? KC_ERROR : KC_OK;
}

double kc_time(const kc_ctx *c) { return kc_now(c->engine); }

/* ---- files ------------------------------------------------------------------------------------ */

static const char *env_of(const void *engine, const char *name) { return kc_engine_env(engine, name); }

char *kc_find_input(const kc_ctx *c, const char *name, const char *env_list)
{
    return kc_path_input(name, env_list, env_of, c->engine);
}

char *kc_find_output(const kc_ctx *c, const char *name, const char *env_list)
{
    return kc_path_output(name, env_list, env_of, c->engine);
}
