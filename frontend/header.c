/* Orchestra header: sr, kr, ksmps, nchnls, nchnls_i, 0dbfs, A4.
 *
 * What is missing of sr, kr and ksmps follows from the others; then the command line's values replace the
 * orchestra's. */
#include "frontend/sema.h"
#include <math.h>
#include <string.h>

#define MAX_SR       1e9
#define MAX_KSMPS    65536
#define MAX_CHANNELS 4096

kc_header kc_header_defaults(void)
{
    return (kc_header){.sr = 44100,
                       .kr = 4410,
                       .ksmps = 10,
                       .nchnls = 1,
                       .nchnls_i = 1,
                       .zerodbfs = 32768,
                       .a4 = 440,
                       .set = 0};
}

static int near(double x, double y) { return fabs(x / y - 1.0) < 5e-8; }

static int bad(kc_diags *d, kc_span at, const char *what, double sr, double kr, double ksmps)
{
    kc_diag_error(d, at, "bad-header", "%s: sr = %.7g, kr = %.7g, ksmps = %.7g", what, sr, kr, ksmps);
    return -1;
}

/* The three rates, from those that were set. */
static int rates(const kc_header *h, double *sr, double *kr, double *ksmps, kc_diags *d, kc_span at)
{
    int has_sr = h->set & KC_HDR_SR, has_kr = h->set & KC_HDR_KR, has_ksmps = h->set & KC_HDR_KSMPS;
    *sr = has_sr ? h->sr : 44100;
    *kr = has_kr ? h->kr : 4410;
    *ksmps = has_ksmps ? h->ksmps : 10;
    if (!(*sr > 0)) return bad(d, at, "invalid sample rate", *sr, *kr, *ksmps);
    if (!(*kr > 0)) return bad(d, at, "invalid control rate", *sr, *kr, *ksmps);
    if (!(*ksmps >= 1)) return bad(d, at, "invalid number of samples in a k-cycle", *sr, *kr, *ksmps);
    if (!has_ksmps) {
        *ksmps = floor(*sr / *kr + 0.5);
        if (!(*ksmps >= 1)) return bad(d, at, "the control rate is above the sample rate", *sr, *kr, *ksmps);
        *kr = *sr / *ksmps;
    } else if (!has_kr) {
        *kr = *sr / *ksmps;
    } else if (!has_sr) {
        *sr = *kr * *ksmps;
    }
    if (!near(*sr, *kr * *ksmps)) return bad(d, at, "inconsistent sr, kr, ksmps", *sr, *kr, *ksmps);
    return 0;
}

static void override_rates(const kc_header *o, int orc_has_kr, double *sr, double *kr, double *ksmps)
{
    int has_sr = o->set & KC_HDR_SR, has_kr = o->set & KC_HDR_KR;
    if (o->set & KC_HDR_KSMPS) {
        *ksmps = o->ksmps;
        if (has_sr)
            *sr = o->sr;
        else if (has_kr)
            *sr = o->kr * *ksmps;
        *kr = *sr / *ksmps;
    } else if (has_sr || has_kr) {
        if (has_sr) *sr = o->sr;
        if (orc_has_kr) {
            if (has_kr) *kr = o->kr;
            *ksmps = floor(*sr / *kr + 0.5);
            if (*ksmps < 1) *ksmps = 1;
        }
        *kr = *sr / *ksmps;
    }
}

/* 1 + value when the bit is set in either header, the override first. */
#define PICK(bit, field, fallback) (ov.set & (bit) ? ov.field : orc->set & (bit) ? orc->field : (fallback))

int kc_header_resolve(const kc_header *orc, const kc_header *overrides, kc_header *out, kc_diags *d,
                      kc_span at)
{
    kc_header ov = overrides ? *overrides : (kc_header){.set = 0}, def = kc_header_defaults();
    double sr, kr, ksmps;
    kc_header given = *orc;
    if (!(given.set & (KC_HDR_KSMPS | KC_HDR_KR)) && ov.ksmps > 0 && ov.ksmps != def.ksmps &&
        !(ov.set & KC_HDR_KSMPS)) { /* an override that is not marked is the default */
        given.ksmps = ov.ksmps;
        given.set |= KC_HDR_KSMPS;
    }
    if (ov.set & (KC_HDR_SR | KC_HDR_KR | KC_HDR_KSMPS)) {
        /* An inconsistent header is the command line's to mend. */
        kc_diags quiet = {0};
        int failed = rates(&given, &sr, &kr, &ksmps, &quiet, at);
        kc_diags_free(&quiet);
        if (failed) given.set &= ~(unsigned)KC_HDR_KR;
    }
    if (rates(&given, &sr, &kr, &ksmps, d, at)) return -1;
    override_rates(&ov, (given.set & KC_HDR_KR) != 0, &sr, &kr, &ksmps);
    if (!(sr > 0 && sr <= MAX_SR)) return bad(d, at, "invalid sample rate", sr, kr, ksmps);
    if (!(kr > 0) || !isfinite(kr)) return bad(d, at, "invalid control rate", sr, kr, ksmps);
    if (!(ksmps >= 1 && ksmps <= MAX_KSMPS)) return bad(d, at, "ksmps is out of range", sr, kr, ksmps);
    *out = (kc_header){.sr = sr,
                       .kr = kr,
                       .ksmps = (int)ksmps,
                       .nchnls = PICK(KC_HDR_NCHNLS, nchnls, def.nchnls),
                       .zerodbfs = PICK(KC_HDR_0DBFS, zerodbfs, def.zerodbfs),
                       .a4 = PICK(KC_HDR_A4, a4, def.a4),
                       .set = orc->set | ov.set};
    int inputs = ov.set & KC_HDR_NCHNLS       ? out->nchnls
                 : orc->set & KC_HDR_NCHNLS_I ? orc->nchnls_i
                                              : out->nchnls;
    out->nchnls_i = ov.set & KC_HDR_NCHNLS_I ? ov.nchnls_i : inputs;
    if (out->nchnls < 1 || out->nchnls > MAX_CHANNELS || out->nchnls_i < 0 || out->nchnls_i > MAX_CHANNELS) {
        kc_diag_error(d, at, "bad-header", "number of channels is out of range: nchnls = %d, nchnls_i = %d",
                      out->nchnls, out->nchnls_i);
        return -1;
    }
    if (!(out->zerodbfs > 0) || !(out->a4 > 0)) {
        kc_diag_error(d, at, "bad-header", "0dbfs and A4 must be positive");
        return -1;
    }
    return 0;
}

static int whole(double v, int least) { return v < least ? least : v > 1e9 ? 1000000000 : (int)v; }

static void take(const char *name, double v, kc_header *h)
{
    if (!strcmp(name, "sr"))
        h->sr = v, h->set |= KC_HDR_SR;
    else if (!strcmp(name, "kr"))
        h->kr = v, h->set |= KC_HDR_KR;
    else if (!strcmp(name, "ksmps"))
        h->ksmps = whole(v, 1), h->set |= KC_HDR_KSMPS;
    else if (!strcmp(name, "nchnls"))
        h->nchnls = whole(v, 1), h->set |= KC_HDR_NCHNLS;
    else if (!strcmp(name, "nchnls_i"))
        h->nchnls_i = whole(v, 0), h->set |= KC_HDR_NCHNLS_I;
    else if (!strcmp(name, "0dbfs"))
        h->zerodbfs = v, h->set |= KC_HDR_0DBFS;
    else
        h->a4 = v, h->set |= KC_HDR_A4;
}

int kc_header_collect(kc_compile *c, const kc_ast_orc *orc, kc_header *out, kc_span *at)
{
    int failed = 0;
    *out = (kc_header){.set = 0};
    for (int i = 0; i < orc->n; i++) {
        kc_ast_item *it = orc->items[i];
        if (it->kind != KC_ITEM_HEADER) continue;
        kc_ast_expr *v = it->value = kc_fold(it->value, &c->arena);
        *at = it->span;
        if (c->s->fixed) {
            kc_diag_warning(c->d, it->span, "header-fixed",
                            "system constants can only be set once: %s keeps its value", it->name);
        } else if (v->kind != KC_EXPR_NUM) {
            kc_diag_error(c->d, v->span, "header-not-constant", "the value of %s must be a number", it->name);
            failed = -1;
        } else {
            take(it->name, v->number, out);
            if (v->number < 1 && (!strcmp(it->name, "ksmps") || !strcmp(it->name, "nchnls")))
                kc_diag_warning(c->d, v->span, "header-too-small", "%s = %g is taken as 1", it->name, v->number);
            if (!strcmp(it->name, "ksmps") && v->number >= 1 && v->number != floor(v->number))
                kc_diag_warning(c->d, v->span, "ksmps-not-whole",
                                "ksmps must be a whole number: %g is taken as %d", v->number, out->ksmps);
        }
    }
    return failed;
}
