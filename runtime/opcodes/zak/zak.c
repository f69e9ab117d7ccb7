/* The zak spaces: numbered places of the engine that hold control values (zk) and audio blocks (za), for
 * patching between instruments. zakinit makes both, once; places are 0 .. the size it was given. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

enum { ZAK_SAMPLES_MAX = 1 << 28 };

typedef struct {
    double *k, *a;
    int32_t klast, alast; /* highest place */
    int32_t block;        /* samples of a place in za */
} zak_space;

KC_NATIVE void zak_free(void *p)
{
    zak_space *z = p;
    free(z->k);
    free(z->a);
}

KC_NATIVE zak_space *zak_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "zak", sizeof(zak_space), zak_free);
}

/* Place of a number; below 0 and above the size it stays out of range. */
KC_NATIVE int place(double x) { return x <= -1 ? -1 : x < 2147483647.0 ? (int)x : 2147483647; }

/* Opcode: zakinit
 * Synopsis: zakinit isizea, isizek
 *
 * Makes the zak spaces, filled with zeros. Once, in the header.
 * In:  isizea  highest audio place
 *      isizek  highest control place
 * Fails: when called again; when a size is not positive; when there is no memory
 */
KC_NATIVE int zakinit_init(void *s, kc_ctx *c, double *isizea, double *isizek)
{
    (void)s;
    zak_space *z = zak_of(c);
    if (z->k) return kc_fail(c, "zakinit should only be called once.");
    if (!(*isizea > 0 && *isizek > 0)) return kc_fail(c, "zakinit: both isizea and isizek should be > 0.");
    z->block = kc_engine_get_config(c->engine)->ksmps;
    if (*isizek >= ZAK_SAMPLES_MAX || (*isizea + 1) * z->block >= ZAK_SAMPLES_MAX)
        return kc_fail(c, "zakinit: the spaces are too large");
    z->klast = (int)*isizek;
    z->alast = (int)*isizea;
    z->k = calloc((size_t)z->klast + 1, sizeof(double));
    z->a = calloc(((size_t)z->alast + 1) * (size_t)z->block, sizeof(double));
    if (z->k && z->a) return KC_OK;
    zak_free(z);
    *z = (zak_space){0};
    return kc_fail(c, "zakinit: failed to allocate globals");
}
KC_OP(zakinit, "", "ii", .init = zakinit_init, .fx = zak_w)

typedef struct {
    zak_space *space;
} zak_st;

KC_NATIVE int zak_ready(zak_st *s, kc_ctx *c, const char *which)
{
    s->space = zak_of(c);
    return s->space->k ? KC_OK : kc_fail(c, "No %s space: zakinit has not been called yet.", which);
}

/* ---- control ---------------------------------------------------------------------------------- */

/* A place to write; NULL (reported) when out of range. */
KC_NATIVE double *zk_at(const zak_space *z, kc_ctx *c, double index)
{
    int i = place(index);
    if (i >= 0 && i <= z->klast) return &z->k[i];
    kc_fail(c, i < 0 ? "%s index < 0. Not writing." : "%s index > isizek. Not writing.", c->site->desc->name);
    return NULL;
}

KC_NATIVE int zk_read(const zak_space *z, kc_ctx *c, double *r, double index)
{
    int i = place(index);
    *r = i >= 0 && i <= z->klast ? z->k[i] : 0;
    if (i < 0) kc_warn(c, "%s index < 0. Returning 0.", c->site->desc->name);
    if (i > z->klast) kc_warn(c, "%s index > isizek. Returning 0.", c->site->desc->name);
    return KC_OK;
}

KC_NATIVE int zk_write(const zak_space *z, kc_ctx *c, double x, double index, double mix)
{
    double *p = zk_at(z, c, index);
    if (!p) return KC_ERROR;
    *p = mix == 0 ? x : *p + x;
    return KC_OK;
}

/* Opcode: zir zkr
 * Synopsis: ir zir indx
 *           kr zkr kndx
 *
 * Read a place of zk space.
 * In:  ndx  place
 * Out: value; 0 with a warning when there is no such place
 * Fails: before zakinit
 */
KC_NATIVE int zir_init(zak_st *s, kc_ctx *c, double *r, double *ndx)
{
    return zak_ready(s, c, "zk") < 0 ? KC_ERROR : zk_read(s->space, c, r, *ndx);
}
KC_NATIVE int zkr_init(zak_st *s, kc_ctx *c, double *r, double *ndx)
{
    (void)r, (void)ndx;
    return zak_ready(s, c, "zk");
}
KC_NATIVE int zkr_perf(zak_st *s, kc_ctx *c, double *r, double *ndx) { return zk_read(s->space, c, r, *ndx); }
KC_OP(zir, "i", "i", .state = zak_st, .init = zir_init, .fx = zak_r)
KC_OP(zkr, "k", "k", .state = zak_st, .init = zkr_init, .perf = zkr_perf, .fx = zak_r)

/* Opcode: ziw zkw
 * Synopsis: ziw isig, indx
 *           zkw ksig, kndx
 *
 * Write a place of zk space.
 * In:  sig  value
 *      ndx  place
 * Fails: before zakinit; when there is no such place
 */
KC_NATIVE int ziw_init(zak_st *s, kc_ctx *c, double *sig, double *ndx)
{
    return zak_ready(s, c, "zk") < 0 ? KC_ERROR : zk_write(s->space, c, *sig, *ndx, 0);
}
KC_NATIVE int zkw_init(zak_st *s, kc_ctx *c, double *sig, double *ndx)
{
    (void)sig, (void)ndx;
    return zak_ready(s, c, "zk");
}
KC_NATIVE int zkw_perf(zak_st *s, kc_ctx *c, double *sig, double *ndx)
{
    return zk_write(s->space, c, *sig, *ndx, 0);
}
KC_OP(ziw, "", "ii", .state = zak_st, .init = ziw_init, .fx = zak_w)
KC_OP(zkw, "", "kk", .state = zak_st, .init = zkw_init, .perf = zkw_perf, .fx = zak_w)

/* Opcode: ziwm zkwm
 * Synopsis: ziwm isig, indx [, imix]
 *           zkwm ksig, kndx [, imix]
 *
 * Add to a place of zk space.
 * In:  sig   value
 *      ndx   place
 *      imix  0: written instead of added (default 1)
 * Fails: before zakinit; when there is no such place
 */
KC_NATIVE int ziwm_init(zak_st *s, kc_ctx *c, double *sig, double *ndx, double *mix)
{
    return zak_ready(s, c, "zk") < 0 ? KC_ERROR : zk_write(s->space, c, *sig, *ndx, *mix);
}
KC_NATIVE int zkwm_init(zak_st *s, kc_ctx *c, double *sig, double *ndx, double *mix)
{
    (void)mix;
    return zkw_init(s, c, sig, ndx);
}
KC_NATIVE int zkwm_perf(zak_st *s, kc_ctx *c, double *sig, double *ndx, double *mix)
{
    return zk_write(s->space, c, *sig, *ndx, *mix);
}
KC_OP(ziwm, "", "iip", .state = zak_st, .init = ziwm_init, .fx = zak_w)
KC_OP(zkwm, "", "kkp", .state = zak_st, .init = zkwm_init, .perf = zkwm_perf, .fx = zak_w)

/* Opcode: zkmod
 * Synopsis: kres zkmod ksig, kzkmod
 *
 * Modulates a value by a place of zk space.
 * In:  ksig    value
 *      kzkmod  place: positive adds, negative multiplies, 0 leaves the value alone
 * Out: result
 * Fails: before zakinit; when there is no such place
 */
KC_NATIVE int zkmod_init(zak_st *s, kc_ctx *c, double *r, double *sig, double *ndx)
{
    (void)r;
    return zkw_init(s, c, sig, ndx);
}
KC_NATIVE int zkmod_perf(zak_st *s, kc_ctx *c, double *r, double *sig, double *ndx)
{
    int i = place(fabs(*ndx));
    if (i > s->space->klast) return kc_fail(c, "zkmod kzkmod > isizek. Not writing.");
    double m = s->space->k[i];
    *r = i == 0 ? *sig : *ndx > 0 ? *sig + m : *sig * m;
    return KC_OK;
}
KC_OP(zkmod, "k", "kk", .state = zak_st, .init = zkmod_init, .perf = zkmod_perf, .fx = zak_r)

/* Range of places to clear; KC_ERROR (reported). */
KC_NATIVE int check_range(kc_ctx *c, int first, int last, int highest, const char *size)
{
    const char *name = c->site->desc->name;
    if (first > highest || last > highest)
        return kc_fail(c, "%s first or last > %s. Not clearing.", name, size);
    if (first < 0 || last < 0) return kc_fail(c, "%s first or last < 0. Not clearing.", name);
    return first > last ? kc_fail(c, "%s first > last. Not clearing.", name) : KC_OK;
}

/* Opcode: zkcl
 * Synopsis: zkcl kfirst, klast
 *
 * Clears places of zk space.
 * In:  kfirst klast  first and last place
 * Fails: before zakinit; when there are no such places
 */
KC_NATIVE int zkcl_perf(zak_st *s, kc_ctx *c, double *first, double *last)
{
    int from = place(*first), to = place(*last);
    if (check_range(c, from, to, s->space->klast, "isizek") < 0) return KC_ERROR;
    memset(s->space->k + from, 0, (size_t)(to - from + 1) * sizeof(double));
    return KC_OK;
}
KC_OP(zkcl, "", "kk", .state = zak_st, .init = zkw_init, .perf = zkcl_perf, .fx = zak_w)

/* ---- audio ------------------------------------------------------------------------------------ */

/* The block of a place; NULL (reported, with what is not done) when out of range. */
KC_NATIVE double *za_at(const zak_space *z, kc_ctx *c, double index, const char *name, const char *what)
{
    int i = place(index);
    if (i >= 0 && i <= z->alast) return z->a + (size_t)i * z->block;
    kc_fail(c, "%s index %s. %s.", name, i < 0 ? "< 0" : "> isizea", what);
    return NULL;
}

KC_NATIVE int za_read(zak_st *s, kc_ctx *c, double *r, double index, double gain)
{
    const double *p = za_at(s->space, c, index, c->site->desc->name, "Returning 0");
    if (!p) return KC_ERROR;
    for (int n = c->begin; n < c->end; n++) r[n] = p[n] * gain;
    return KC_OK;
}

/* Opcode: zar zarg
 * Synopsis: ares zar kndx
 *           ares zarg kndx, kgain
 *
 * Read a place of za space; zarg with a gain.
 * In:  kndx   place
 *      kgain  factor
 * Out: signal
 * Fails: before zakinit; when there is no such place
 */
KC_NATIVE int zar_init(zak_st *s, kc_ctx *c, double *r, double *ndx)
{
    (void)r, (void)ndx;
    return zak_ready(s, c, "za");
}
KC_NATIVE int zar_perf(zak_st *s, kc_ctx *c, double *r, double *ndx) { return za_read(s, c, r, *ndx, 1.0); }
KC_NATIVE int zarg_init(zak_st *s, kc_ctx *c, double *r, double *ndx, double *gain)
{
    (void)gain;
    return zar_init(s, c, r, ndx);
}
KC_NATIVE int zarg_perf(zak_st *s, kc_ctx *c, double *r, double *ndx, double *gain)
{
    return za_read(s, c, r, *ndx, *gain);
}
KC_OP(zar, "a", "k", .state = zak_st, .init = zar_init, .perf = zar_perf, .fx = zak_r)
KC_OP(zarg, "a", "kk", .state = zak_st, .init = zarg_init, .perf = zarg_perf, .fx = zak_r)

KC_NATIVE int za_write(zak_st *s, kc_ctx *c, const double *sig, double index, int mix)
{
    double *p = za_at(s->space, c, index, "zaw", "Not writing");
    if (!p) return KC_ERROR;
    for (int n = 0; n < c->ksmps && !mix; n++) p[n] = n >= c->begin && n < c->end ? sig[n] : 0;
    for (int n = c->begin; n < c->end && mix; n++) p[n] += sig[n];
    return KC_OK;
}

/* Opcode: zaw zawm
 * Synopsis: zaw asig, kndx
 *           zawm asig, kndx [, imix]
 *
 * Write a place of za space; zawm adds to it.
 * In:  asig  signal
 *      kndx  place
 *      imix  0: written instead of added (default 1)
 * Fails: before zakinit; when there is no such place
 */
KC_NATIVE int zaw_init(zak_st *s, kc_ctx *c, double *sig, double *ndx)
{
    (void)sig, (void)ndx;
    return zak_ready(s, c, "za");
}
KC_NATIVE int zaw_perf(zak_st *s, kc_ctx *c, double *sig, double *ndx)
{
    return za_write(s, c, sig, *ndx, 0);
}
KC_NATIVE int zawm_init(zak_st *s, kc_ctx *c, double *sig, double *ndx, double *mix)
{
    (void)mix;
    return zaw_init(s, c, sig, ndx);
}
KC_NATIVE int zawm_perf(zak_st *s, kc_ctx *c, double *sig, double *ndx, double *mix)
{
    return za_write(s, c, sig, *ndx, *mix != 0);
}
KC_OP(zaw, "", "ak", .state = zak_st, .init = zaw_init, .perf = zaw_perf, .fx = zak_w)
KC_OP(zawm, "", "akp", .state = zak_st, .init = zawm_init, .perf = zawm_perf, .fx = zak_w)

/* Opcode: zamod
 * Synopsis: ares zamod asig, kzamod
 *
 * Modulates a signal by a place of za space.
 * In:  asig    signal
 *      kzamod  place: positive adds, negative multiplies, 0 leaves the signal alone
 * Out: result
 * Fails: before zakinit; when there is no such place
 */
KC_NATIVE int zamod_init(zak_st *s, kc_ctx *c, double *r, double *sig, double *ndx)
{
    (void)r;
    return zaw_init(s, c, sig, ndx);
}
KC_NATIVE int zamod_perf(zak_st *s, kc_ctx *c, double *r, double *sig, double *ndx)
{
    int i = place(fabs(*ndx));
    if (i > s->space->alast) return kc_fail(c, "zamod kzamod > isizea. Not writing.");
    const double *p = s->space->a + (size_t)i * s->space->block;
    for (int n = c->begin; n < c->end; n++) r[n] = i == 0 ? sig[n] : *ndx > 0 ? sig[n] + p[n] : sig[n] * p[n];
    return KC_OK;
}
KC_OP(zamod, "a", "ak", .state = zak_st, .init = zamod_init, .perf = zamod_perf, .fx = zak_r)

/* Opcode: zacl
 * Synopsis: zacl kfirst [, klast]
 *
 * Clears places of za space.
 * In:  kfirst  first place
 *      klast   last place (default -1: the first)
 * Fails: before zakinit; when there are no such places
 */
KC_NATIVE int zacl_perf(zak_st *s, kc_ctx *c, double *first, double *last)
{
    int from = place(*first), to = trunc(*last) == -1 ? from : place(*last);
    if (check_range(c, from, to, s->space->alast, "isizea") < 0) return KC_ERROR;
    memset(s->space->a + (size_t)from * s->space->block, 0,
           (size_t)(to - from + 1) * s->space->block * sizeof(double));
    return KC_OK;
}
KC_OP(zacl, "", "kJ", .state = zak_st, .init = zaw_init, .perf = zacl_perf, .fx = zak_w)

/* ---- channels --------------------------------------------------------------------------------- */

/* nchnls audio places from an index on; NULL (reported) when they are not all there. */
KC_NATIVE double *za_channels(const zak_space *z, kc_ctx *c, double index)
{
    int i = place(index);
    if (i >= 0 && i < z->alast - c->nchnls) return z->a + (size_t)i * (size_t)z->block;
    kc_fail(c, i < 0 ? "%s index < 0. Not writing." : "%s index > isizea. Not writing.", c->site->desc->name);
    return NULL;
}

/* Opcode: inz
 * Synopsis: inz ksig1
 *
 * Writes all input channels to za space, one place each.
 * In:  ksig1  first place
 * Fails: before zakinit; when there are not nchnls places below the last one
 * Note: with several channels their samples come mixed, as in the reference: the input buffer, in which they
 *       take turns, is cut into nchnls blocks.
 */
KC_NATIVE int inz_init(zak_st *s, kc_ctx *c, double *ndx)
{
    (void)ndx;
    return zak_ready(s, c, "za");
}
KC_NATIVE int inz_perf(zak_st *s, kc_ctx *c, double *ndx)
{
    double *to = za_channels(s->space, c, *ndx);
    if (!to) return KC_ERROR;
    int turns = c->nchnls_i > 0 ? c->nchnls_i : 1;
    for (int ch = 0; ch < c->nchnls; ch++, to += s->space->block)
        for (int n = 0; n < c->ksmps; n++) {
            int at = ch * c->ksmps + n, frame = at / turns,
                in = n >= c->begin && n < c->end && frame < c->ksmps;
            to[n] = in ? v_get(kc_bus_in(c, at % turns, frame), 0) : 0;
        }
    return KC_OK;
}
KC_OP(inz, "", "k", .state = zak_st, .init = inz_init, .perf = inz_perf, .fx = zak_w | in)

/* Opcode: outz
 * Synopsis: outz ksig1
 *
 * Adds za places to all output channels, one each.
 * In:  ksig1  first place
 * Fails: before zakinit; when there are not nchnls places below the last one
 * Note: the reference puts them out only when nothing else has been put out in the k-cycle before.
 */
KC_NATIVE int outz_perf(zak_st *s, kc_ctx *c, double *ndx)
{
    const double *from = za_channels(s->space, c, *ndx);
    if (!from) return KC_ERROR;
    for (int ch = 0; ch < c->nchnls; ch++, from += s->space->block)
        for (int n = c->begin; n < c->end; n++) c->out[ch * c->stride + n] += from[n];
    return KC_OK;
}
KC_OP(outz, "", "k", .state = zak_st, .init = inz_init, .perf = outz_perf, .fx = zak_r | out)
