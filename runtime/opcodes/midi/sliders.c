/* Banks of MIDI controllers: slider8 .. slider64, their filtered and table forms, s16b14, s32b14,
 * sliderKawai.
 *
 * All of them read a controller per slider and map it to a range. What differs is how the arguments of a
 * slider are laid out, whether its value is filtered, and whether it goes to an output or to a table. */
#include "runtime/opcodes/midi/channel.h"

enum { LINEAR, EXPONENTIAL, TABLE };

typedef struct {
    int32_t channel, number, lsb; /* lsb: -1 for 7 bits */
    int32_t kind, last;           /* last: controller value that was written to the table */
    double min, max, table;
    double c1, c2, y; /* filter */
} slider;

/* Where the arguments of a slider begin, and which they are. */
typedef struct {
    int32_t first, each;                   /* index of the first slider's arguments; arguments of a slider */
    int32_t count, ready;                  /* ready: sliders that are set up; the others stay silent */
    int32_t wide, filtered, kawai, mapped; /* mapped: to a table, perhaps exponentially */
} shape;

typedef struct {
    shape shape;
    slider s[];
} sliders;

/* As `sliders`, with room for them. */
#define SLIDERS(n)                                                                                           \
    typedef struct {                                                                                         \
        shape shape;                                                                                         \
        slider s[n];                                                                                         \
    } sliders##n;
SLIDERS(8)
SLIDERS(16)
SLIDERS(32)
SLIDERS(64)

enum { AT_ONCE = 8 }; /* sliders that the reference sets up in filtered banks, however many these have */

KC_NATIVE double number(void **a, int i) { return *(const double *)a[i]; }

KC_NATIVE int slider_channel(kc_ctx *c, double x)
{
    x = trunc(x - 1.0);
    if (x >= 0 && x <= 15) return (int)x;
    return kc_fail(c, "illegal channel");
}

KC_NATIVE int slider_number(kc_ctx *c, double x, const char *what, int position)
{
    if (x > -1 && x < 128) return (int)x;
    return kc_fail(c, "illegal %scontrol number at position n.%d", what, position);
}

/* Channel and controllers of slider j, whose arguments begin at a[at]; returns the index of what follows
 * them. */
KC_NATIVE int slider_place(kc_ctx *c, slider *s, const shape *h, void **a, int at, int channel, int position)
{
    s->channel = channel;
    s->number = h->kawai ? 7 : slider_number(c, number(a, at++), h->wide ? "msb " : "", position);
    s->lsb = h->wide ? slider_number(c, number(a, at++), "lsb ", position) : -1;
    if (s->number < 0 || (h->wide && s->lsb < 0)) return KC_ERROR;
    s->min = number(a, at++);
    s->max = number(a, at++);
    return at;
}

KC_NATIVE void slider_put(kc_ctx *c, const slider *s, double position)
{
    kc_midi_channel *ch = kc_midi_get(midi_of(c), s->channel);
    double x = position * (s->lsb < 0 ? 127.0 : 16383.0) + 0.5;
    int v = x > -1e6 && x < 1e6 ? (int)x : 0;
    if (!ch) return;
    ch->ctl[s->number] = s->lsb < 0 ? v : v >> 7;
    if (s->lsb >= 0) ch->ctl[s->lsb] = v & 127;
}

/* 0 .. 1 */
KC_NATIVE double slider_get(kc_ctx *c, const slider *s)
{
    const kc_midi_channel *ch = kc_midi_get(midi_of(c), s->channel);
    if (!ch) return 0;
    return s->lsb < 0 ? ch->ctl[s->number] * MIDI_7
                      : (ch->ctl[s->number] * 128 + ch->ctl[s->lsb]) * (1.0 / 16383.0);
}

/* The table's point at 0 .. 1 of its length: the lower one, or (14 bits) between two. */
KC_NATIVE int slider_lookup(kc_ctx *c, const slider *s, double *x)
{
    const kc_table *t = kc_table_need(c, s->table);
    if (!t) return KC_ERROR;
    double phase = (*x >= 0 ? *x <= 1 ? *x : 1 : 0) * t->len;
    int i = (int)phase;
    double next = t->data[i < t->len ? i + 1 : i];
    *x = s->lsb < 0 ? t->data[i] : t->data[i] + (next - t->data[i]) * (phase - i);
    return KC_OK;
}

KC_NATIVE double slider_scaled(const slider *s, double x)
{
    double range = s->max - s->min;
    return s->kind == EXPONENTIAL ? s->min * pow(pow(s->max / s->min, 1 / range), x * range)
                                  : x * range + s->min;
}

KC_NATIVE void slider_filter(kc_ctx *c, slider *s, double cutoff)
{
    double b = 2.0 - cos(cutoff * c->twopi_sr * c->ksmps);
    s->y = 0;
    s->c2 = b - sqrt(b * b - 1.0);
    s->c1 = 1.0 - s->c2;
}

/* The initial value of a slider of a table bank, as its position; ifn: 0 linear, -1 exponential, a table. */
KC_NATIVE int slider_start_mapped(kc_ctx *c, slider *s, double x, double ifn, int position)
{
    s->kind = ifn > -1 && ifn < 1 ? LINEAR : ifn > -2 && ifn <= -1 ? EXPONENTIAL : TABLE;
    if (s->kind == TABLE) {
        if (!(x >= 0 && x < 1))
            return kc_fail(c,
                           "sliderXtable: illegal initvalue at position %d.  When using table indexing, "
                           "the init range is 0 to 1",
                           position);
        s->table = ifn;
        if (!kc_table_need(c, ifn)) return KC_ERROR;
    } else if (!(x >= s->min && x <= s->max))
        return kc_fail(c, "illegal initvalue at position n.%d", position);
    if (s->kind == EXPONENTIAL && (s->min == 0 || s->max == 0))
        return kc_fail(c, "sliderXtable: zero is illegal in exponential operations");
    double range = s->max - s->min;
    if (s->kind == LINEAR) x = (x - s->min) / range;
    if (s->kind == EXPONENTIAL) x = log(x / s->min) / log(pow(s->max / s->min, 1 / range)) / range;
    slider_put(c, s, x);
    return KC_OK;
}

KC_NATIVE int slider_start(kc_ctx *c, slider *s, double x, double ifn, int position)
{
    if (!(x >= s->min && x <= s->max)) return kc_fail(c, "illegal initvalue at position n.%d", position);
    s->kind = ifn > 0 ? TABLE : LINEAR;
    s->table = ifn;
    if (s->kind == TABLE && !kc_table_need(c, ifn)) return KC_ERROR;
    slider_put(c, s, (x - s->min) / (s->max - s->min));
    return KC_OK;
}

KC_NATIVE int sliders_start(sliders *b, kc_ctx *c, void **a, shape h)
{
    int channel = h.kawai ? 0 : slider_channel(c, number(a, c->site->nout));
    b->shape = h;
    if (channel < 0) return KC_ERROR;
    for (int i = 0; i < h.ready; i++) {
        slider *s = &b->s[i];
        int position = h.mapped || h.kawai ? i : i + 1;
        int at = slider_place(c, s, &h, a, h.first + i * h.each, h.kawai ? i : channel, position);
        if (at < 0) return KC_ERROR;
        double x = number(a, at), ifn = number(a, at + 1);
        if ((h.mapped ? slider_start_mapped : slider_start)(c, s, x, ifn, position) < 0) return KC_ERROR;
        if (h.filtered) slider_filter(c, s, number(a, at + 2));
    }
    return KC_OK;
}

/* From the position to the value. */
KC_NATIVE int slider_map(kc_ctx *c, const slider *s, double *x)
{
    if (s->kind == TABLE && slider_lookup(c, s, x) < 0) return KC_ERROR;
    *x = slider_scaled(s, *x);
    return KC_OK;
}

KC_NATIVE int slider_perf(sliders *b, kc_ctx *c, void **a)
{
    for (int i = 0; i < b->shape.count; i++) {
        double x = 0;
        slider *s = &b->s[i];
        if (i < b->shape.ready) {
            x = slider_get(c, s);
            if (slider_map(c, s, &x) < 0) return KC_ERROR;
            if (b->shape.filtered) x = s->y = s->c1 * x + s->c2 * s->y;
        }
        *(double *)a[i] = x;
    }
    return KC_OK;
}

/* At i-time: channel, then controllers, range and table of each. */
KC_NATIVE int sliders_now(kc_ctx *c, void **a, int wide)
{
    int n = c->site->nout, channel = slider_channel(c, number(a, n));
    shape h = {.wide = wide};
    if (channel < 0) return KC_ERROR;
    for (int i = 0; i < n; i++) {
        slider s = {0};
        int at = slider_place(c, &s, &h, a, n + 1 + i * (4 + wide), channel, i + 1);
        if (at < 0) return KC_ERROR;
        s.table = number(a, at);
        s.kind = s.table > 0 ? TABLE : LINEAR;
        *(double *)a[i] = slider_get(c, &s);
        if (slider_map(c, &s, a[i]) < 0) return KC_ERROR;
    }
    return KC_OK;
}

/* ---- one output a slider ---------------------------------------------------------------------- */

/* Opcode: slider8 slider16 slider32 slider64
 * Synopsis: k1, ... sliderN ichan, ictlnum1, imin1, imax1, init1, ifn1, ...
 *           i1, ... sliderN ichan, ictlnum1, imin1, imax1, ifn1, ...
 *
 * Values of N controllers of a channel.
 * In:  ichan    channel, 1 .. 16
 *      ictlnum  controller, 0 .. 127
 *      imin     result of value 0
 *      imax     result of value 127
 *      init     result to begin with, imin .. imax: the controller is set to it
 *      ifn      table that maps the position, read without interpolation; 0: none
 * Out: value of each
 * Fails: at init for another channel or controller, an initial value out of range, or no such table
 */
KC_NATIVE int slider_init(sliders *b, kc_ctx *c, void **a)
{
    int n = c->site->nout;
    return sliders_start(b, c, a, (shape){.first = n + 1, .each = 5, .count = n, .ready = n});
}
KC_NATIVE int slider_now(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return sliders_now(c, a, 0);
}
KC_OP(slider8, "kkkkkkkk", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", .state = sliders8,
      .init = slider_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider8, "iiiiiiii", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", .init = slider_now, .fx = midi | tab_r)
KC_OP(slider16, "kkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", .state = sliders16,
      .init = slider_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider16, "iiiiiiiiiiiiiiii", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .init = slider_now, .fx = midi | tab_r)
KC_OP(slider32, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders32, .init = slider_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider32, "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .init = slider_now, .fx = midi | tab_r)
KC_OP(slider64, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders64, .init = slider_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider64, "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .init = slider_now, .fx = midi | tab_r)

/* Opcode: slider8f slider16f slider32f slider64f
 * Synopsis: k1, ... sliderNf ichan, ictlnum1, imin1, imax1, init1, ifn1, icutoff1, ...
 *
 * As sliderN, each value through a low-pass.
 * In:  as sliderN, and
 *      icutoff  of the low-pass, Hz
 * Out: value of each
 * Fails: as sliderN
 * Note: as in the reference the sliders from the ninth on are not set up; their outputs stay 0.
 */
KC_NATIVE int sliderf_init(sliders *b, kc_ctx *c, void **a)
{
    int n = c->site->nout;
    return sliders_start(b, c, a,
                         (shape){.first = n + 1, .each = 6, .count = n, .ready = AT_ONCE, .filtered = 1});
}
KC_OP(slider8f, "kkkkkkkk", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", .state = sliders8,
      .init = sliderf_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider16f, "kkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiii",
      .state = sliders16, .init = sliderf_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider32f, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiii",
      .state = sliders32, .init = sliderf_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(slider64f, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders64, .init = sliderf_init, .perf = slider_perf, .fx = midi | tab_r)

/* Opcode: s16b14 s32b14
 * Synopsis: k1, ... sNb14 ichan, imsb1, ilsb1, imin1, imax1, init1, ifn1, ...
 *           i1, ... sNb14 ichan, imsb1, ilsb1, imin1, imax1, ifn1, ...
 *
 * As sliderN, of pairs of controllers as numbers of 14 bits.
 * In:  imsb ilsb  controllers, 0 .. 127, the most significant first
 *      ifn        table that maps the position, read with interpolation; 0: none
 * Out: value of each
 * Fails: as sliderN
 */
KC_NATIVE int slider14_init(sliders *b, kc_ctx *c, void **a)
{
    int n = c->site->nout;
    return sliders_start(b, c, a, (shape){.first = n + 1, .each = 6, .count = n, .ready = n, .wide = 1});
}
KC_NATIVE int slider14_now(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return sliders_now(c, a, 1);
}
KC_OP(s16b14, "kkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiii",
      .state = sliders16, .init = slider14_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(s16b14, "iiiiiiiiiiiiiiii",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .init = slider14_now, .fx = midi | tab_r)
KC_OP(s32b14, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiii",
      .state = sliders32, .init = slider14_init, .perf = slider_perf, .fx = midi | tab_r)
KC_OP(s32b14, "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .init = slider14_now, .fx = midi | tab_r)

/* Opcode: sliderKawai
 * Synopsis: k1, ..., k16 sliderKawai imin1, imax1, init1, ifn1, ..., imin16, imax16, init16, ifn16
 *
 * Controller 7 of all 16 channels, for a mixer that sends nothing else.
 * In:  as slider16
 * Out: value of each channel
 * Fails: as slider16
 */
KC_NATIVE int sliderkawai_init(sliders *b, kc_ctx *c, void **a)
{
    return sliders_start(b, c, a, (shape){.first = 16, .each = 4, .count = 16, .ready = 16, .kawai = 1});
}
KC_OP(sliderKawai, "kkkkkkkkkkkkkkkk", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders16, .init = sliderkawai_init, .perf = slider_perf, .fx = midi | tab_r)

/* ---- into a table ----------------------------------------------------------------------------- */

KC_NATIVE int sliders_table(sliders *b, kc_ctx *c, void **a, int filtered)
{
    int each = filtered ? 6 : 5, n = (c->site->nin - 3) / each;
    if (!kc_table_need(c, number(a, 2))) return KC_ERROR;
    return sliders_start(
        b, c, a,
        (shape){.first = 4, .each = each, .count = n, .ready = n, .filtered = filtered, .mapped = 1});
}

/* Opcode: slider8table slider16table slider32table slider64table
 * Synopsis: kflag sliderNtable ichan, ioutTable, ioffset, ictlnum1, imin1, imax1, init1, ifn1, ...
 *
 * Writes the values of N controllers to a table when they change.
 * In:  ichan      channel, 1 .. 16
 *      ioutTable  table to write to
 *      ioffset    place of the first value
 *      ifn        0: the range is linear, -1: exponential, else a table that
 *                 maps the position; init is 0 .. 1 then
 *      others     as sliderN
 * Out: 1 in k-cycles in which a controller has changed
 * Fails: at init as sliderN, or when an exponential range has a 0; when the values are too many for the
 *        table
 * Note: the reference does not survive slider16table and the larger ones.
 */
/* Opcode: slider8tablef slider16tablef slider32tablef slider64tablef
 * Synopsis: kflag sliderNtablef ichan, ioutTable, ioffset, ictlnum1, imin1, imax1, init1, ifn1, icutoff1, ...
 *
 * Writes the values of N controllers, each through a low-pass, to a table in every k-cycle.
 * In:  as sliderNtable, and
 *      icutoff  of the low-pass, Hz
 * Out: 1 from the first change of a controller on
 * Fails: as sliderNtable
 * Note: the reference takes the upper ends of the ranges after a linear one from the wrong sliders.
 */
KC_NATIVE int slidertable_init(sliders *b, kc_ctx *c, void **a) { return sliders_table(b, c, a, 0); }
KC_NATIVE int slidertablef_init(sliders *b, kc_ctx *c, void **a) { return sliders_table(b, c, a, 1); }

KC_NATIVE int slidertable_perf(sliders *b, kc_ctx *c, void **a)
{
    kc_table *t = kc_table_need(c, number(a, 2));
    double *changed = a[0], offset = number(a, 3);
    int first = fabs(offset) < 1e9 ? (int)offset : -1;
    if (!t) return KC_ERROR;
    if (first < 0 || first > t->len - b->shape.count)
        return kc_fail(c, "%s: %d values from %g on are more than the table has room for", c->site->name,
                       b->shape.count, offset);
    if (!b->shape.filtered) *changed = 0;
    for (int i = 0; i < b->shape.count; i++) {
        slider *s = &b->s[i];
        const kc_midi_channel *ch = kc_midi_get(midi_of(c), s->channel);
        int v = ch ? (int)ch->ctl[s->number] & 255 : 0, same = v == s->last;
        if (!same) *changed = 1;
        s->last = v;
        if (same && !b->shape.filtered) continue;
        double x = v / 127.0;
        if (slider_map(c, s, &x) < 0) return KC_ERROR;
        if (b->shape.filtered) x = s->y = s->c1 * x + s->c2 * s->y;
        t->data[first + i] = x;
    }
    return KC_OK;
}
KC_OP(slider8table, "k", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", .state = sliders8,
      .init = slidertable_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider8tablef, "k", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", .state = sliders8,
      .init = slidertablef_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider16table, "k",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders16, .init = slidertable_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider16tablef, "k",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiii",
      .state = sliders16, .init = slidertablef_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider32table, "k",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders32, .init = slidertable_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider32tablef, "k",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiii",
      .state = sliders32, .init = slidertablef_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider64table, "k",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders64, .init = slidertable_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
KC_OP(slider64tablef, "k",
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
      "iiiiiiiiiiiiiiiiiiiiiiiiiii",
      .state = sliders64, .init = slidertablef_init, .perf = slidertable_perf, .fx = midi | tab_r | tab_w)
