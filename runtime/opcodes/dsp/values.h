/* Copies of strings and f-signals, for assignment and init. Native code only. */
#ifndef KC_OPCODES_DSP_VALUES_H
#define KC_OPCODES_DSP_VALUES_H
#include "runtime/opcodes/op.h"
#include <stdio.h>

/* A string p-field gives its text; the reference makes a sound file name of any other number. */
KC_NATIVE int kc_str_from_number(kc_ctx *c, kc_str *out, double x)
{
    char name[64];
    if (kc_is_p_string(x)) {
        const char *text = kc_p_string(c, x);
        return text ? kc_str_set(c, out, text) : kc_fail(c, "NULL string");
    }
    double n = x > -2147483648.0 && x < 2147483647.0 ? x : 0.0;
    snprintf(name, sizeof name, "soundin.%d", (int)(n < 0 ? n - 0.5 : n + 0.5));
    return kc_str_set(c, out, name);
}

/* Bytes of the frame of a signal like f. */
KC_NATIVE size_t kc_fsig_bytes(const kc_ctx *c, const kc_fsig *f)
{
    size_t points = f->N > 0 ? (size_t)f->N + 2 : 0;
    return f->sliding ? points * sizeof(double) * (size_t)c->ksmps : points * sizeof(float);
}

/* Init: `out` gets the format of `in` and a frame of its own. */
KC_NATIVE int kc_fsig_like(kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    if (out == in) return KC_OK;
    if (!in->frame.p) return kc_fail(c, "f-signal is not initialised");
    kc_aux mine = out->frame;
    *out = *in;
    out->frame = mine;
    out->framecount = 1;
    return kc_aux_alloc(c, &out->frame, kc_fsig_bytes(c, in));
}

/* Perf: copies a frame that is new. */
KC_NATIVE int kc_fsig_copy(kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    size_t bytes = kc_fsig_bytes(c, in);
    if (out == in) return KC_OK;
    if (!in->frame.p || !out->frame.p || out->frame.size < bytes)
        return kc_fail(c, "f-signal is not initialised");
    if (in->sliding || out->framecount != in->framecount) memcpy(out->frame.p, in->frame.p, bytes);
    out->framecount = in->framecount;
    return KC_OK;
}
#endif
