/* outleta, inleta and their kin, connect: signals from instruments to instruments by named ports.
 *
 * A port is "instrument:name", the instrument by its name or else its number. An outlet keeps a copy of its
 * signal while its note lasts. An inlet sums those of all notes that have an outlet which was connected to it
 * before the inlet's note began: of this k-cycle where the source performs first, else of the one before. */
#include "runtime/base/map.h"
#include "runtime/base/vec.h"
#include "runtime/engine/control.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/channels/block.h"
#include "runtime/opcodes/dsp/pvs.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct outlet outlet;

/* All outlets of that name and kind that sound now, in the order in which they began. */
typedef struct {
    KC_VEC(outlet *) outlets;
} port;

struct outlet {
    kc_aux copy, name; /* the signal; the instance of outletkid */
    int32_t n, pad;    /* numbers in the copy */
    const kc_fsig *f;
    port *at; /* NULL: not sounding */
};

typedef struct {
    kc_aux ports;
    int32_t count, frame; /* frame: of an f signal, the last one that was taken */
} inlet;

/* What is connected to an inlet: ports by name. */
typedef struct {
    KC_VEC(char *) sources;
} wires;

typedef struct {
    kc_map ports; /* by kind and name */
    kc_map wires; /* by the name of the inlet */
} graph;

enum { ID = 512, CONNECTIONS = 100000 };

KC_NATIVE void graph_free(void *p)
{
    graph *g = p;
    for (size_t i = 0; i < g->ports.cap; i++) {
        port *o = g->ports.slots[i].key ? g->ports.slots[i].value : NULL;
        if (o) kc_vec_free(&o->outlets);
        free(o);
    }
    for (size_t i = 0; i < g->wires.cap; i++) {
        wires *w = g->wires.slots[i].key ? g->wires.slots[i].value : NULL;
        for (int k = 0; w && k < w->sources.n; k++) free(w->sources.v[k]);
        if (w) kc_vec_free(&w->sources);
        free(w);
    }
    kc_map_free(&g->ports);
    kc_map_free(&g->wires);
}

KC_NATIVE graph *graph_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "signal graph", sizeof(graph), graph_free);
}

/* "instrument:name" of the running note. */
KC_NATIVE void own_id(kc_ctx *c, const kc_str *name, char *id)
{
    int insno = c->note ? c->note->insno : 0;
    const char *instr = kc_instr_name(c, insno);
    if (*instr)
        snprintf(id, ID, "%s:%s", instr, kc_str_get(name));
    else
        snprintf(id, ID, "%d:%s", insno, kc_str_get(name));
}

/* kind: a k f v or i, for outletkid. */
KC_NATIVE port *port_of(kc_ctx *c, char kind, const char *id)
{
    char key[ID + 2];
    snprintf(key, sizeof key, "%c%s", kind, id);
    void **slot = kc_map_at(&graph_of(c)->ports, key);
    if (!*slot) *slot = kc_xcalloc(1, sizeof(port));
    return *slot;
}

/* ---- connect ---------------------------------------------------------------------------------- */

KC_NATIVE int wire(kc_ctx *c, const char *source, const kc_str *outlet_name, const char *sink,
                   const kc_str *inlet_name)
{
    char from[ID], to[ID];
    snprintf(from, sizeof from, "%s:%s", source, kc_str_get(outlet_name));
    snprintf(to, sizeof to, "%s:%s", sink, kc_str_get(inlet_name));
    void **slot = kc_map_at(&graph_of(c)->wires, to);
    if (!*slot) *slot = kc_xcalloc(1, sizeof(wires));
    wires *w = *slot;
    if (w->sources.n >= CONNECTIONS) return kc_fail(c, "connect: too many connections of %s", to);
    kc_vec_push(&w->sources, kc_xstrdup(from));
    return KC_OK;
}

/* An instrument given as a number or a string p-field, as text. */
KC_NATIVE const char *instrument(kc_ctx *c, double x, char *buf)
{
    if (kc_is_p_string(x)) return kc_p_string(c, x);
    snprintf(buf, 32, "%d", fabs(x) < 1e9 ? (int)x : 0);
    return buf;
}

/* Opcode: connect
 * Synopsis: connect Tsource1, Soutlet1, Tsink1, Sinlet1
 *
 * Connects all outlets of a name in all notes of an instrument with all inlets of a name in another one, for
 * notes that begin later.
 * In:  Tsource1  instrument of the outlet, name or number
 *      Soutlet1  name of the outlet
 *      Tsink1    instrument of the inlet, name or number
 *      Sinlet1   name of the inlet one more argument is ignored
 * Fails: never
 */
KC_NATIVE int connect_ii(void *s, kc_ctx *c, const double *a, const kc_str *out, const double *b,
                         const kc_str *in, const double *gain)
{
    (void)s, (void)gain;
    char x[32], y[32];
    return wire(c, instrument(c, *a, x), out, instrument(c, *b, y), in);
}
KC_NATIVE int connect_iS(void *s, kc_ctx *c, const double *a, const kc_str *out, const kc_str *b,
                         const kc_str *in, const double *gain)
{
    (void)s, (void)gain;
    char x[32];
    return wire(c, instrument(c, *a, x), out, kc_str_get(b), in);
}
KC_NATIVE int connect_Si(void *s, kc_ctx *c, const kc_str *a, const kc_str *out, const double *b,
                         const kc_str *in, const double *gain)
{
    (void)s, (void)gain;
    char y[32];
    return wire(c, kc_str_get(a), out, instrument(c, *b, y), in);
}
KC_NATIVE int connect_SS(void *s, kc_ctx *c, const kc_str *a, const kc_str *out, const kc_str *b,
                         const kc_str *in, const double *gain)
{
    (void)s, (void)gain;
    return wire(c, kc_str_get(a), out, kc_str_get(b), in);
}
KC_OP(connect, "", "iSiSp", .init = connect_ii, .fx = chn_w)
KC_OP(connect, "", "iSSSp", .init = connect_iS, .fx = chn_w)
KC_OP(connect, "", "SSiSp", .init = connect_Si, .fx = chn_w)
KC_OP(connect, "", "SSSSp", .init = connect_SS, .fx = chn_w)

/* ---- outlets ---------------------------------------------------------------------------------- */

KC_NATIVE int outlet_leave(outlet *o, kc_ctx *c)
{
    (void)c;
    for (int i = 0; o->at && i < o->at->outlets.n; i++)
        if (o->at->outlets.v[i] == o) {
            outlet **v = o->at->outlets.v;
            memmove(v + i, v + i + 1, (size_t)(o->at->outlets.n - i - 1) * sizeof *v);
            o->at->outlets.n--;
            break;
        }
    o->at = NULL;
    return KC_OK;
}

/* Joins the port; one that is there already keeps its place. n: numbers of the signal. */
KC_NATIVE int outlet_join(outlet *o, kc_ctx *c, char kind, const kc_str *name, size_t n)
{
    char id[ID];
    own_id(c, name, id);
    port *p = port_of(c, kind, id);
    if (n > INT32_MAX) return kc_fail(c, "%s: the signal is too large", c->site->desc->name);
    if (n && kc_aux_alloc(c, &o->copy, n * sizeof(double)) < 0) return KC_ERROR;
    o->n = (int32_t)n;
    if (o->at == p) return KC_OK;
    outlet_leave(o, c);
    o->at = p;
    kc_vec_push(&p->outlets, o);
    return KC_OK;
}

KC_NATIVE size_t block(const kc_ctx *c) { return (size_t)kc_engine_get_config(c->engine)->ksmps; }

/* Opcode: outleta outletk outletv
 * Synopsis: outleta Sname, asignal
 *           outletk Sname, ksignal
 *           outletv Sname, array
 *
 * Give out a signal by name.
 * In:  Sname   name of the outlet
 *      signal  audio, control, or an array of audio
 * Fails: when memory runs out
 */
KC_NATIVE int outleta_init(outlet *o, kc_ctx *c, const kc_str *name, const double *in)
{
    (void)in;
    return outlet_join(o, c, 'a', name, block(c));
}
KC_NATIVE int outleta_perf(outlet *o, kc_ctx *c, const kc_str *name, const double *in)
{
    (void)name;
    double *to = (double *)o->copy.p + kc_block_offset(c);
    for (int n = 0; n < c->ksmps; n++) to[n] = n >= c->begin && n < c->end ? in[n] : 0.0;
    return KC_OK;
}
KC_NATIVE int outletk_init(outlet *o, kc_ctx *c, const kc_str *name, const double *in)
{
    if (outlet_join(o, c, 'k', name, 1) < 0) return KC_ERROR;
    *(double *)o->copy.p = *in;
    return KC_OK;
}
KC_NATIVE int outletk_perf(outlet *o, kc_ctx *c, const kc_str *name, const double *in)
{
    (void)c, (void)name;
    *(double *)o->copy.p = *in;
    return KC_OK;
}
KC_NATIVE size_t numbers_of(const kc_array *arr)
{
    return (size_t)kc_array_count(arr) * ((size_t)arr->member_size / sizeof(double));
}
KC_NATIVE int outletv_init(outlet *o, kc_ctx *c, const kc_str *name, const kc_array *arr)
{
    if (!arr->data) return kc_fail(c, "outletv: the array is not initialised");
    return outlet_join(o, c, 'v', name, numbers_of(arr));
}
KC_NATIVE int outletv_perf(outlet *o, kc_ctx *c, const kc_str *name, const kc_array *arr)
{
    (void)c, (void)name;
    size_t n = numbers_of(arr);
    memcpy(o->copy.p, arr->data, (n < (size_t)o->n ? n : (size_t)o->n) * sizeof(double));
    return KC_OK;
}
KC_OP(outleta, "", "Sa", .state = outlet, .init = outleta_init, .perf = outleta_perf, .deinit = outlet_leave,
      .fx = chn_w)
KC_OP(outletk, "", "Sk", .state = outlet, .init = outletk_init, .perf = outletk_perf, .deinit = outlet_leave,
      .fx = chn_w)
KC_OP(outletv, "", "Sa[]", .state = outlet, .init = outletv_init, .perf = outletv_perf,
      .deinit = outlet_leave, .fx = chn_w)

/* Opcode: outletkid
 * Synopsis: outletkid Sname, SinstanceID, ksignal
 *
 * Gives out a control signal by name, for inlets that ask for this instance.
 * In:  Sname        name of the outlet
 *      SinstanceID  any text
 *      ksignal      signal
 * Fails: when memory runs out
 */
KC_NATIVE int outletkid_init(outlet *o, kc_ctx *c, const kc_str *name, const kc_str *instance,
                             const double *in)
{
    size_t n = strlen(kc_str_get(instance)) + 1;
    if (kc_aux_alloc(c, &o->name, n) < 0) return KC_ERROR;
    memcpy(o->name.p, kc_str_get(instance), n);
    if (outlet_join(o, c, 'i', name, 1) < 0) return KC_ERROR;
    *(double *)o->copy.p = *in;
    return KC_OK;
}
KC_NATIVE int outletkid_perf(outlet *o, kc_ctx *c, const kc_str *name, const kc_str *instance,
                             const double *in)
{
    (void)instance;
    return outletk_perf(o, c, name, in);
}
KC_OP(outletkid, "", "SSk", .state = outlet, .init = outletkid_init, .perf = outletkid_perf,
      .deinit = outlet_leave, .fx = chn_w)

/* Opcode: outletf
 * Synopsis: outletf Sname, fsignal
 *
 * Gives out a spectrum by name.
 * In:  Sname    name of the outlet
 *      fsignal  streaming phase vocoder signal
 * Fails: when the signal is not initialised
 */
KC_NATIVE int outletf_init(outlet *o, kc_ctx *c, const kc_str *name, const kc_fsig *f)
{
    if (!f->frame.p) return kc_fail(c, "outletf: the signal is not initialised");
    o->f = f;
    return outlet_join(o, c, 'f', name, 0);
}
KC_OP(outletf, "", "Sf", .state = outlet, .init = outletf_init, .deinit = outlet_leave, .fx = chn_w)

/* ---- inlets ----------------------------------------------------------------------------------- */

/* The ports that are connected now. */
KC_NATIVE int inlet_join(inlet *in, kc_ctx *c, char kind, const kc_str *name)
{
    char id[ID];
    own_id(c, name, id);
    const wires *w = kc_map_get(&graph_of(c)->wires, id);
    int n = w ? w->sources.n : 0;
    in->count = in->frame = 0;
    if (!n) return KC_OK;
    if (kc_aux_alloc(c, &in->ports, (size_t)n * sizeof(port *)) < 0) return KC_ERROR;
    port **p = in->ports.p;
    for (int i = 0; i < n; i++) {
        port *o = port_of(c, kind, w->sources.v[i]);
        int k = 0;
        while (k < in->count && p[k] != o) k++;
        if (k == in->count) p[in->count++] = o; /* once, however often it is connected */
    }
    return KC_OK;
}

#define EACH_OUTLET(in, o)                                                                                   \
    for (int i_ = 0; i_ < (in)->count; i_++)                                                                 \
        for (int k_ = 0; k_ < ((port **)(in)->ports.p)[i_]->outlets.n; k_++)                                 \
            for (const outlet *o = ((port **)(in)->ports.p)[i_]->outlets.v[k_]; o; o = NULL)

/* Opcode: inleta inletk inletv
 * Synopsis: asignal inleta Sname
 *           ksignal inletk Sname
 *           array inletv Sname
 *
 * The sum of the signals of all notes with an outlet that is connected.
 * In:  Sname  name of the inlet
 * Out: signal; the array of inletv must have been made
 * Fails: inletv: when its array is not initialised
 */
KC_NATIVE int inleta_init(inlet *in, kc_ctx *c, double *out, const kc_str *name)
{
    (void)out;
    return inlet_join(in, c, 'a', name);
}
KC_NATIVE int inleta_perf(inlet *in, kc_ctx *c, double *out, const kc_str *name)
{
    (void)name;
    int at = kc_block_offset(c);
    for (int n = c->begin; n < c->end; n++) out[n] = 0;
    EACH_OUTLET(in, o)
    {
        const double *from = (const double *)o->copy.p + at;
        for (int n = c->begin; n < c->end; n++) out[n] += from[n];
    }
    return KC_OK;
}
KC_NATIVE int inletk_init(inlet *in, kc_ctx *c, double *out, const kc_str *name)
{
    (void)out;
    return inlet_join(in, c, 'k', name);
}
KC_NATIVE int inletk_perf(inlet *in, kc_ctx *c, double *out, const kc_str *name)
{
    (void)c, (void)name;
    *out = 0;
    EACH_OUTLET(in, o) *out += *(const double *)o->copy.p;
    return KC_OK;
}
KC_NATIVE int inletv_init(inlet *in, kc_ctx *c, kc_array *out, const kc_str *name)
{
    if (!out->data) return kc_fail(c, "inletv: the array is not initialised");
    return inlet_join(in, c, 'v', name);
}
KC_NATIVE int inletv_perf(inlet *in, kc_ctx *c, kc_array *out, const kc_str *name)
{
    (void)c, (void)name;
    size_t n = numbers_of(out);
    memset(out->data, 0, n * sizeof(double));
    EACH_OUTLET(in, o)
    {
        const double *from = o->copy.p;
        for (size_t i = 0; i < n && i < (size_t)o->n; i++) out->data[i] += from[i];
    }
    return KC_OK;
}
KC_OP(inleta, "a", "S", .state = inlet, .init = inleta_init, .perf = inleta_perf, .fx = chn_r)
KC_OP(inletk, "k", "S", .state = inlet, .init = inletk_init, .perf = inletk_perf, .fx = chn_r)
KC_OP(inletv, "a[]", "S", .state = inlet, .init = inletv_init, .perf = inletv_perf, .fx = chn_r)

/* Opcode: inletkid
 * Synopsis: ksignal inletkid Sname, SinstanceID
 *
 * As inletk, of the outlets (outletkid) with the same instance text alone.
 * In:  Sname        name of the inlet
 *      SinstanceID  the text
 * Out: signal
 * Fails: never
 */
KC_NATIVE int inletkid_init(inlet *in, kc_ctx *c, double *out, const kc_str *name, const kc_str *instance)
{
    (void)out, (void)instance;
    return inlet_join(in, c, 'i', name);
}
KC_NATIVE int inletkid_perf(inlet *in, kc_ctx *c, double *out, const kc_str *name, const kc_str *instance)
{
    (void)c, (void)name;
    *out = 0;
    EACH_OUTLET(in, o) if (!strcmp(o->name.p, kc_str_get(instance))) *out += *(const double *)o->copy.p;
    return KC_OK;
}
KC_OP(inletkid, "k", "SS", .state = inlet, .init = inletkid_init, .perf = inletkid_perf, .fx = chn_r)

/* Opcode: inletf
 * Synopsis: fsignal inletf Sname
 *
 * A spectrum with the louder bin, at each place, of the notes with an outlet that is connected.
 * In:  Sname  name of the inlet
 * Out: signal, in the format of the first outlet
 * Fails: at init when no note with such an outlet sounds, since the format is not known then
 */
KC_NATIVE int inletf_init(inlet *in, kc_ctx *c, kc_fsig *out, const kc_str *name)
{
    if (inlet_join(in, c, 'f', name) < 0) return KC_ERROR;
    EACH_OUTLET(in, o)
    return kc_pvs_open(c, out, o->f->N, o->f->overlap, o->f->winsize, o->f->wintype, o->f->format);
    return kc_fail(c, "inletf: no note sounds with an outlet that is connected to \"%s\"", kc_str_get(name));
}
KC_NATIVE int inletf_perf(inlet *in, kc_ctx *c, kc_fsig *out, const kc_str *name)
{
    (void)c, (void)name;
    uint32_t newest = out->framecount;
    EACH_OUTLET(in, o) if (o->f->framecount > newest) newest = o->f->framecount;
    if (newest == out->framecount && newest == (uint32_t)in->frame) return KC_OK;
    float *to = out->frame.p;
    memset(to, 0, ((size_t)out->N + 2) * sizeof *to);
    EACH_OUTLET(in, o)
    {
        const float *from = o->f->frame.p;
        for (int i = 0; kc_pvs_fits(o->f, out->N) && i < out->N + 2; i += 2)
            if (from[i] >= to[i]) to[i] = from[i], to[i + 1] = from[i + 1];
    }
    out->framecount = newest;
    in->frame = (int32_t)newest;
    return KC_OK;
}
KC_OP(inletf, "f", "S", .state = inlet, .init = inletf_init, .perf = inletf_perf, .fx = chn_r)
