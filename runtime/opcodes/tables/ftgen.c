/* ftgen, ftgentmp, ftgenonce, ftfree: tables made and freed by notes. */
#include "runtime/base/map.h"
#include "runtime/base/sbuf.h"
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

/* Tables to be freed when the note ends. */
typedef struct {
    int32_t *numbers;
    int32_t n;
} owned_st;

/* A GEN statement put together from the arguments. */
typedef struct {
    double *p; /* table number, 0, size, GEN, arguments */
    const char **strings;
    int n;
    const char *name; /* of a named GEN */
} statement;

#if KC_W == 1
KC_NATIVE void statement_free(statement *s)
{
    free(s->p);
    free(s->strings);
}

KC_NATIVE int takes_file(double gen)
{
    int n = abs(v_to_i(gen));
    return n == 1 || n == 23 || n == 28 || n == 43 || n == 44 || n == 49;
}

/* Arguments a[1 ..] as p-fields; an array in place of the last ones is spread out. */
KC_NATIVE int statement_read(statement *s, kc_ctx *c, void **a)
{
    int given = c->site->nin;
    const kc_array *list = kc_arg_type(c, 5) & 0x80 ? a[5] : NULL;
    *s = (statement){.n = list ? 4 + (list->dimensions > 0 ? list->sizes[0] : 0) : given};
    s->p = kc_try_calloc((size_t)s->n + 1, sizeof(double));
    s->strings = kc_try_calloc((size_t)s->n + 1, sizeof(char *));
    if (!s->p || !s->strings) return kc_fail(c, "no memory for %d GEN arguments", s->n);
    for (int i = 0; i < given; i++) {
        if (list && i == 4) break;
        const char *text = kc_arg_string(c, a, i + 1);
        if (i == 3)
            s->name = text;
        else if (text && i >= 4)
            s->strings[i] = text;
        if (!text) s->p[i] = *(double *)a[i + 1];
    }
    if (list) memcpy(s->p + 4, list->data, (size_t)(s->n - 4) * sizeof(double));
    s->p[1] = 0;
    if (s->strings[4] && (s->name || !takes_file(s->p[3]))) return kc_fail(c, "ftgen string arg not allowed");
    return KC_OK;
}

KC_NATIVE int make(double *out, kc_ctx *c, const statement *s, const char *opcode)
{
    *out = 0;
    int number = kc_table_make(c, s->p, s->strings, s->n, s->name);
    if (number < 0) return kc_fail(c, "%s error", opcode);
    *out = number;
    return KC_OK;
}

KC_NATIVE int ftgen_init(void *st, kc_ctx *c, void **a)
{
    (void)st;
    statement s;
    int r = statement_read(&s, c, a);
    if (r >= 0) r = make(a[0], c, &s, "ftgen");
    statement_free(&s);
    return r;
}

KC_NATIVE int ftgen_list(void *st, kc_ctx *c, double *out, const void *number, const void *time,
                         const void *size, const void *gen, const kc_array *list)
{
    void *a[] = {out,
                 (void *)(uintptr_t)number,
                 (void *)(uintptr_t)time,
                 (void *)(uintptr_t)size,
                 (void *)(uintptr_t)gen,
                 (void *)(uintptr_t)list};
    return ftgen_init(st, c, a);
}

KC_NATIVE int own(owned_st *s, kc_ctx *c, int number)
{
    int32_t *v = realloc(s->numbers, ((size_t)s->n + 1) * sizeof *v);
    if (!v) return kc_fail(c, "memory allocation failure");
    v[s->n] = number;
    s->numbers = v;
    s->n++;
    return KC_OK;
}

KC_NATIVE int owned_free(owned_st *s, kc_ctx *c)
{
    for (int i = 0; i < s->n; i++)
        if (kc_table_delete(c, s->numbers[i]))
            kc_engine_message(c->engine, 1, "Error deleting ftable %d\n", s->numbers[i]);
    free(s->numbers);
    *s = (owned_st){0};
    return KC_OK;
}

KC_NATIVE int ftgentmp_init(owned_st *st, kc_ctx *c, void **a)
{
    if (ftgen_init(NULL, c, a) < 0) return KC_ERROR;
    if (rint(*(double *)a[1]) != 0) return KC_OK;
    return own(st, c, (int)*(double *)a[0]);
}

KC_NATIVE int ftfree_init(owned_st *st, kc_ctx *c, const double *number, const double *when)
{
    int n = v_to_i(rint(*number));
    if (n <= 0) return kc_fail(c, "Invalid table number: %d", n);
    if (*when != 0) return own(st, c, n);
    return kc_table_delete(c, n) ? kc_fail(c, "Error deleting ftable %d", n) : KC_OK;
}

/* ---- ftgenonce -------------------------------------------------------------------------------- */

typedef struct {
    kc_map made; /* arguments as text: number */
} once_store;

KC_NATIVE void once_free(void *p) { kc_map_free(&((once_store *)p)->made); }

KC_NATIVE void statement_key(const statement *s, kc_sbuf *key)
{
    kc_sbuf_printf(key, "%s|", s->name ? s->name : "");
    for (int i = 0; i < s->n; i++) {
        if (s->strings[i])
            kc_sbuf_printf(key, "\"%s\" ", s->strings[i]);
        else
            kc_sbuf_printf(key, "%a ", s->p[i]);
    }
}

KC_NATIVE int ftgenonce_init(void *st, kc_ctx *c, void **a)
{
    (void)st;
    once_store *store = kc_engine_store(c->engine, "ftgenonce", sizeof *store, once_free);
    statement s;
    kc_sbuf key = {0};
    int r = statement_read(&s, c, a);
    if (r >= 0) {
        double *out = a[0];
        statement_key(&s, &key);
        intptr_t known = (intptr_t)kc_map_get(&store->made, key.s);
        if (known) {
            *out = (double)known;
            if (kc_message_level(c) & 4) kc_print(c, "ftgenonce: re-using existing func: %f\n", *out);
        } else if ((r = make(out, c, &s, "ftgenonce")) >= 0 && *out > 0) {
            kc_map_put(&store->made, key.s, (void *)(intptr_t)*out);
            if (kc_message_level(c) & 4) kc_print(c, "ftgenonce: created new func: %d\n", (int)*out);
        }
    }
    kc_sbuf_free(&key);
    statement_free(&s);
    return r;
}
#endif

/* Opcode: ftgen
 * Synopsis: gir ftgen ifn, itime, isize, igen, iarga [, iargb ] [...]
 *           gir ftgen ifn, itime, isize, igen, iarray
 *
 * Makes a function table.
 * In:  ifn     table number; 0: the first free one from 101; negative: deletes the table
 *      itime   ignored
 *      isize   points: a power of two (the guard point repeats point 0), a power of two plus 1, any other
 *              number or a negative one (the GEN makes the guard point); 0: found by GENs that read files,
 *              and GEN02
 *      igen    GEN number, negative to keep its values unscaled, or the name of a GEN
 *      iarga   arguments of the GEN; a file name for those that read files
 *      iarray  the arguments as an array
 * Out: the table number
 * Fails: when the GEN does, with its message before
 */
KC_OP(ftgen, "i", "iiiiim", .init = ftgen_init, .fx = tab_w)
KC_OP(ftgen, "i", "iiiSim", .init = ftgen_init, .fx = tab_w)
KC_OP(ftgen, "i", "iiiiSm", .init = ftgen_init, .fx = tab_w)
KC_OP(ftgen, "i", "iiiSSm", .init = ftgen_init, .fx = tab_w)
KC_OP(ftgen, "i", "iiiii[]", .init = ftgen_list, .fx = tab_w)
KC_OP(ftgen, "i", "iiiSi[]", .init = ftgen_list, .fx = tab_w)

/* Opcode: ftgentmp
 * Synopsis: ifno ftgentmp ip1, ip2dummy, isize, igen, iarga, iargb, ...
 *
 * Makes a function table that is freed when the note ends, if its number was left to ftgentmp (ip1 = 0).
 * In:  as for ftgen
 * Out: the table number
 * Fails: when the GEN does
 */
KC_OP(ftgentmp, "i", "iiiiim", .state = owned_st, .init = ftgentmp_init, .deinit = owned_free, .fx = tab_w)
KC_OP(ftgentmp, "i", "iiiiSm", .state = owned_st, .init = ftgentmp_init, .deinit = owned_free, .fx = tab_w)
KC_OP(ftgentmp, "i", "iiiSim", .state = owned_st, .init = ftgentmp_init, .deinit = owned_free, .fx = tab_w)
KC_OP(ftgentmp, "i", "iiiSSm", .state = owned_st, .init = ftgentmp_init, .deinit = owned_free, .fx = tab_w)

/* Opcode: ftgenonce
 * Synopsis: ifno ftgenonce ip1, ip2dummy, isize, igen, iarga, iargb, ...
 *
 * Makes a function table once: later calls with the same arguments, from anywhere, give the same table.
 * In:  as for ftgen
 * Out: the table number
 * Fails: when the GEN does
 */
KC_OP(ftgenonce, "i", "iiiiim", .init = ftgenonce_init, .fx = tab_w)
KC_OP(ftgenonce, "i", "iiiSim", .init = ftgenonce_init, .fx = tab_w)
KC_OP(ftgenonce, "i", "iiiiSm", .init = ftgenonce_init, .fx = tab_w)
KC_OP(ftgenonce, "i", "iiiSSm", .init = ftgenonce_init, .fx = tab_w)

/* Opcode: ftfree
 * Synopsis: ftfree ifno, iwhen
 *
 * Deletes a function table.
 * In:  ifno   table number
 *      iwhen  0: now; else when the note ends
 * Fails: when there is no such table
 */
KC_OP(ftfree, "", "ii", .state = owned_st, .init = ftfree_init, .deinit = owned_free, .fx = tab_w)
