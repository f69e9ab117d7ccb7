/* ctrlsave, ctrlprint, ctrlpreset, ctrlselect, ctrlprintpresets: values of controllers that are kept in an
 * array, and presets, numbered sets of values which the engine keeps. */
#include "runtime/opcodes/dsp/openfiles.h"
#include "runtime/opcodes/midi/channel.h"
#include "runtime/engine/engine.h"
#include <stdarg.h>
#include <stdlib.h>

enum { PRESETS = 4096, CONTROLLERS = 128 };

/* channel from 1, then controller, value, controller, value ... */
typedef struct {
    int32_t *v;
    int32_t n; /* numbers in use; 0: there is no such preset */
} preset;

typedef struct {
    int32_t made; /* some preset was asked for */
    preset p[PRESETS];
} presets;

KC_NATIVE void presets_free(void *p)
{
    presets *all = p;
    for (int i = 0; i < PRESETS; i++) free(all->p[i].v);
}
KC_NATIVE presets *presets_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "controller presets", sizeof(presets), presets_free);
}

KC_NATIVE int32_t int_of(double x) { return fabs(x) < 1e9 ? (int32_t)x : 0; }

/* ---- ctrlsave --------------------------------------------------------------------------------- */

typedef struct {
    int32_t channel; /* from 0 */
} save_st;

/* Opcode: ctrlsave
 * Synopsis: kArr[] ctrlsave ichnl, ictlno1 [, ictlno2 ...]
 *
 * Reads controllers of a channel, in every k-cycle, for ctrlprint and ctrlpreset.
 * In:  ichnl   channel, 1 .. 16
 *      ictlno  controllers, 0 .. 127
 * Out: number of controllers, channel, then controller and value of each
 * Fails: for another channel or controller
 */
KC_NATIVE int ctrlsave_init(save_st *s, kc_ctx *c, void **a)
{
    kc_array *out = a[0];
    int n = c->site->nin - 1;
    double channel = *(double *)a[1];
    if (!midi_channel(c, channel + 0.5)) return KC_ERROR;
    s->channel = (int32_t)(channel - 0.5);
    for (int i = 0; i < n; i++) {
        double number = *(double *)a[2 + i];
        if (!(number > -1 && number < CONTROLLERS)) return kc_fail(c, "Value out of range [0,127]\n");
    }
    if (kc_array_make1(c, out, 'k', 2 + 2 * n) < 0) return KC_ERROR;
    out->data[0] = n;
    out->data[1] = s->channel + 1;
    for (int i = 0; i < n; i++) {
        out->data[2 + 2 * i] = *(double *)a[2 + i];
        out->data[3 + 2 * i] = 0;
    }
    return KC_OK;
}
KC_NATIVE int ctrlsave_perf(save_st *s, kc_ctx *c, void **a)
{
    kc_array *out = a[0];
    const kc_midi_channel *ch = kc_midi_get(midi_of(c), s->channel);
    int n = c->site->nin - 1;
    if (!ch) return KC_OK;
    if (kc_array_count(out) < 2 + 2 * n) return kc_fail(c, "Array too small");
    for (int i = 0; i < n; i++)
        out->data[3 + 2 * i] = ch->ctl[int_of(*(double *)a[2 + i]) & (CONTROLLERS - 1)];
    return KC_OK;
}
KC_OP(ctrlsave, "k[]", "im", .state = save_st, .init = ctrlsave_init, .perf = ctrlsave_perf, .fx = midi)

/* ---- printing --------------------------------------------------------------------------------- */

typedef struct {
    int32_t file; /* handle, from 1; 0: the console */
} print_st;

KC_NATIVE void put(kc_ctx *c, int file, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
KC_NATIVE void put(kc_ctx *c, int file, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    FILE *f = file ? kc_files_text(c, file - 1) : NULL;
    if (f)
        vfprintf(f, fmt, ap);
    else if (!file)
        kc_engine_vmessage(c->engine, 0, fmt, ap);
    va_end(ap);
}

KC_NATIVE int print_close(print_st *s, kc_ctx *c)
{
    if (s->file) kc_files_drop(c, s->file - 1);
    s->file = 0;
    return KC_OK;
}
KC_NATIVE int print_open(print_st *s, kc_ctx *c, const kc_str *name)
{
    print_close(s, c);
    int h = kc_files_open_text(c, kc_str_get(name), "a");
    if (h < 0) return KC_ERROR;
    kc_files_hold(c, h);
    s->file = h + 1;
    return KC_OK;
}

/* Opcode: ctrlprint
 * Synopsis: ctrlprint kArr[] [, Sfile]
 *
 * Writes what ctrlsave has read as a ctrlinit statement, in every k-cycle.
 * In:  kArr   array of ctrlsave
 *      Sfile  file to append to (default: the console)
 * Fails: when the file can't be opened; when the array is not of ctrlsave
 */
KC_NATIVE int ctrlprint_init(print_st *s, kc_ctx *c, kc_array *arr)
{
    (void)c, (void)arr;
    s->file = 0;
    return KC_OK;
}
KC_NATIVE int ctrlprint_perf(print_st *s, kc_ctx *c, kc_array *arr)
{
    int count = kc_array_count(arr), n = count >= 2 ? int_of(arr->data[0]) : -1;
    if (n < 0 || n > (count - 2) / 2) return kc_fail(c, "ctrlprint: this is no array of ctrlsave");
    put(c, s->file, "\n ctrlinit\t%d", int_of(arr->data[1]));
    for (int i = 0; i < n; i++)
        put(c, s->file, ", %d,%d", int_of(arr->data[2 + 2 * i]), int_of(arr->data[3 + 2 * i]));
    put(c, s->file, "\n\n");
    return KC_OK;
}
KC_NATIVE int ctrlprint_init_file(print_st *s, kc_ctx *c, kc_array *arr, const kc_str *name)
{
    (void)arr;
    return print_open(s, c, name);
}
KC_NATIVE int ctrlprint_perf_file(print_st *s, kc_ctx *c, kc_array *arr, const kc_str *name)
{
    (void)name;
    return ctrlprint_perf(s, c, arr);
}
KC_OP(ctrlprint, "", "k[]S", .state = print_st, .init = ctrlprint_init_file, .perf = ctrlprint_perf_file,
      .deinit = print_close, .fx = midi | file)
KC_OP(ctrlprint, "", "k[]", .state = print_st, .init = ctrlprint_init, .perf = ctrlprint_perf,
      .fx = midi | print)

/* ---- presets ---------------------------------------------------------------------------------- */

KC_NATIVE int preset_number(kc_ctx *c, const presets *all, double tag)
{
    int i = int_of(tag) - 1;
    if (i < 0)
        for (i = 0; i < PRESETS && all->p[i].n; i++) {
        }
    if (i < PRESETS) return i;
    return kc_fail(c, "Failed to allocate presets (there may be %d)", PRESETS);
}

/* Memory of a preset grows when it is first made, or gets more values. */
KC_NATIVE preset *preset_room(kc_ctx *c, double tag, int n, double *number)
{
    presets *all = presets_of(c);
    int i = preset_number(c, all, tag);
    if (i < 0) return NULL;
    preset *p = &all->p[i];
    if (n > p->n) {
        int32_t *v = realloc(p->v, (size_t)n * sizeof *v);
        if (!v) return kc_fail(c, "Failed to allocate presets"), NULL;
        p->v = v;
    }
    p->n = n;
    *number = i + 1;
    return p;
}

/* Opcode: ctrlpreset
 * Synopsis: knum ctrlpreset ktag, ichnl, ictlno1, ival1 [, ictlno2, ival2 ...]
 *           knum ctrlpreset ktag, kArr[]
 *
 * Keeps a preset, in every k-cycle.
 * In:  ktag   number of the preset, 1 .. 4096; 0: the first one that is free
 *      ichnl  channel, 1 .. 16
 *      ictlno ival  controllers, 0 .. 127, and their values
 *      kArr   array of ctrlsave
 * Out: number of the preset
 * Fails: when there are too many presets
 */
KC_NATIVE int ctrlpreset_init(void *s, kc_ctx *c, void **a)
{
    (void)s, (void)a;
    presets_of(c)->made = 1;
    return KC_OK;
}
KC_NATIVE int ctrlpreset_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int n = c->site->nin - 1; /* beside the tag */
    preset *p = preset_room(c, *(double *)a[1], n, a[0]);
    if (!p) return KC_ERROR;
    for (int i = 0; i < n; i++) p->v[i] = int_of(*(double *)a[2 + i]);
    return KC_OK;
}
KC_NATIVE int ctrlpreset_init_array(void *s, kc_ctx *c, double *out, const double *tag, const kc_array *arr)
{
    (void)out, (void)tag, (void)arr;
    return ctrlpreset_init(s, c, NULL);
}
KC_NATIVE int ctrlpreset_perf_array(void *s, kc_ctx *c, double *out, const double *tag, const kc_array *arr)
{
    (void)s;
    int n = kc_array_count(arr) - 1; /* beside the number of controllers */
    if (n < 1) return kc_fail(c, "ctrlpreset: this is no array of ctrlsave");
    preset *p = preset_room(c, *tag, n, out);
    if (!p) return KC_ERROR;
    for (int i = 0; i < n; i++) p->v[i] = int_of(arr->data[1 + i]);
    return KC_OK;
}
KC_OP(ctrlpreset, "k", "kk[]", .init = ctrlpreset_init_array, .perf = ctrlpreset_perf_array, .fx = midi)
KC_OP(ctrlpreset, "k", "kim", .init = ctrlpreset_init, .perf = ctrlpreset_perf, .fx = midi)

/* Opcode: ctrlselect
 * Synopsis: ctrlselect knum
 *
 * Sets the controllers of a preset, in every k-cycle, and says so.
 * In:  knum  number of the preset
 * Fails: at init when no ctrlpreset has been used; when there is no such preset
 */
KC_NATIVE int ctrlselect_init(void *s, kc_ctx *c, const double *number)
{
    (void)s, (void)number;
    return presets_of(c)->made ? KC_OK : kc_fail(c, "No presets stored");
}
KC_NATIVE int ctrlselect_perf(void *s, kc_ctx *c, const double *number)
{
    (void)s;
    int i = int_of(*number) - 1;
    const preset *p = i >= 0 && i < PRESETS ? &presets_of(c)->p[i] : NULL;
    if (!p || !p->n) return kc_fail(c, "No such preset %d\n", i + 1);
    kc_midi_channel *ch = kc_midi_get(midi_of(c), p->v[0] - 1);
    for (int k = 1; k + 1 < p->n; k += 2) {
        if (ch && p->v[k] >= 0 && p->v[k] < CONTROLLERS) ch->ctl[p->v[k]] = p->v[k + 1];
        kc_print(c, "control %d value %d\n", p->v[k], p->v[k + 1]);
    }
    return KC_OK;
}
KC_OP(ctrlselect, "", "k", .init = ctrlselect_init, .perf = ctrlselect_perf, .fx = midi | print)

/* Opcode: ctrlprintpresets
 * Synopsis: ctrlprintpresets [Sfile]
 *
 * Writes the presets as ctrlpreset statements, in every k-cycle.
 * In:  Sfile  file to append to (default: the console)
 * Fails: when the file can't be opened; in performance when no ctrlpreset has been used
 */
KC_NATIVE int printpresets_init(print_st *s, kc_ctx *c)
{
    (void)c;
    s->file = 0;
    return KC_OK;
}
KC_NATIVE int printpresets_perf(print_st *s, kc_ctx *c)
{
    const presets *all = presets_of(c);
    if (!all->made) return kc_fail(c, "No presets stored");
    for (int i = 0; i < PRESETS; i++) {
        const preset *p = &all->p[i];
        if (!p->n) continue;
        put(c, s->file, "\n kpre%d ctrlpreset\t%d ", i + 1, i + 1);
        for (int k = 0; k < p->n; k++) put(c, s->file, ", %d", p->v[k]);
        put(c, s->file, "\n");
    }
    put(c, s->file, "\n\n");
    return KC_OK;
}
KC_NATIVE int printpresets_init_file(print_st *s, kc_ctx *c, const kc_str *name)
{
    return print_open(s, c, name);
}
KC_NATIVE int printpresets_perf_file(print_st *s, kc_ctx *c, const kc_str *name)
{
    (void)name;
    return printpresets_perf(s, c);
}
KC_OP(ctrlprintpresets, "", "", .state = print_st, .init = printpresets_init, .perf = printpresets_perf,
      .fx = midi | print)
KC_OP(ctrlprintpresets, "", "S", .state = print_st, .init = printpresets_init_file,
      .perf = printpresets_perf_file, .deinit = print_close, .fx = midi | file)
