/* Reader of SoundFont 2 files, over the bytes of the whole file.
 *
 * A file is a RIFF form "sfbk" of lists: INFO, sdta (chunk smpl: the samples) and pdta, nine chunks of
 * records. Presets (phdr) and instruments (inst) own ranges of bags (pbag, ibag), bags own ranges of
 * generators (pgen, igen); each range ends where that of the next record begins, and the last record of a
 * chunk only ends ranges. As ranges have to be in order, reading takes time in proportion to the file.
 *
 * Zones are read the way the reference does: in a preset, what stands before an instrument (or after the
 * instrument before it) belongs to that layer; in an instrument, a zone without a sample gives defaults to
 * the zones behind it, in eight bits. */
#include "runtime/io/sf2.h"
#include "runtime/base/arena.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { /* generators in use */
       GEN_START = 0,
       GEN_END = 1,
       GEN_LOOP_START = 2,
       GEN_LOOP_END = 3,
       GEN_START_COARSE = 4,
       GEN_END_COARSE = 12,
       GEN_PAN = 17,
       GEN_ATTACK = 34,
       GEN_DECAY = 36,
       GEN_SUSTAIN = 37,
       GEN_RELEASE = 38,
       GEN_INSTRUMENT = 41,
       GEN_KEY_RANGE = 43,
       GEN_VEL_RANGE = 44,
       GEN_LOOP_START_COARSE = 45,
       GEN_ATTENUATION = 48,
       GEN_LOOP_END_COARSE = 50,
       GEN_COARSE = 51,
       GEN_FINE = 52,
       GEN_SAMPLE = 53,
       GEN_MODE = 54,
       GEN_SCALE = 56,
       GEN_ROOT = 58
};
enum { COARSE_STEP = 32768, ROM_SAMPLE = 0x8000 };

/* A chunk of records. */
typedef struct {
    const uint8_t *p;
    uint32_t n; /* records */
} records;

enum { PHDR, PBAG, PGEN, INST, IBAG, IGEN, SHDR, NRECORDS };
static const struct {
    char id[5];
    uint8_t size;
} kinds[NRECORDS] = {{"phdr", 38}, {"pbag", 4}, {"pgen", 4}, {"inst", 22},
                     {"ibag", 4},  {"igen", 4}, {"shdr", 46}};

typedef struct {
    records r[NRECORDS];
    kc_sf2 *f;
    int nzones;
    const char *why;
} reader;

static uint32_t u16(const uint8_t *p) { return (uint32_t)(p[0] | p[1] << 8); }
static uint32_t u32(const uint8_t *p) { return u16(p) | u16(p + 2) << 16; }
static int s16(const uint8_t *p) { return (int16_t)u16(p); }
static bool is(const uint8_t *p, const char *id) { return !memcmp(p, id, 4); }
static const uint8_t *record(const reader *r, int kind, uint32_t i)
{
    return r->r[kind].p + (size_t)i * kinds[kind].size;
}

static bool fail(reader *r, const char *why)
{
    r->why = why;
    return false;
}

/* ---- chunks ----------------------------------------------------------------------------------- */

typedef bool chunk_fn(reader *r, const uint8_t *id, const uint8_t *p, size_t n);

/* Calls fn for each chunk in p[0 .. n). */
static bool each_chunk(reader *r, const uint8_t *p, size_t n, chunk_fn *fn)
{
    while (n >= 8) {
        size_t size = u32(p + 4);
        if (size > n - 8) return fail(r, "a chunk goes beyond its end");
        if (!fn(r, p, p + 8, size)) return false;
        size += size & 1; /* chunks are padded to even sizes */
        if (size > n - 8) break;
        p += 8 + size;
        n -= 8 + size;
    }
    return true;
}

static bool pdta_chunk(reader *r, const uint8_t *id, const uint8_t *p, size_t n)
{
    for (int k = 0; k < NRECORDS; k++)
        if (is(id, kinds[k].id)) r->r[k] = (records){p, (uint32_t)(n / kinds[k].size)};
    return true;
}

static bool sdta_chunk(reader *r, const uint8_t *id, const uint8_t *p, size_t n)
{
    if (is(id, "smpl")) r->f->data = p, r->f->npoints = (int64_t)(n / 2);
    return true;
}

static bool top_chunk(reader *r, const uint8_t *id, const uint8_t *p, size_t n)
{
    if (!is(id, "LIST") || n < 4) return true;
    if (is(p, "sdta")) return each_chunk(r, p + 4, n - 4, sdta_chunk);
    return !is(p, "pdta") || each_chunk(r, p + 4, n - 4, pdta_chunk);
}

static bool find_chunks(reader *r, const uint8_t *p, size_t n)
{
    if (n < 12 || !is(p, "RIFF") || !is(p + 8, "sfbk")) return fail(r, "not a SoundFont 2 file");
    size_t size = u32(p + 4), room = n - 8;
    if (size < 4) return fail(r, "not a SoundFont 2 file");
    if (!each_chunk(r, p + 12, (size < room ? size : room) - 4, top_chunk)) return false;
    if (!r->f->data) return fail(r, "there are no samples");
    for (int k = 0; k < NRECORDS; k++)
        if (!r->r[k].n) return fail(r, "a chunk of presets, instruments or samples is missing");
    return true;
}

/* ---- ranges ----------------------------------------------------------------------------------- */

/* The 16-bit index at byte `at` of each record never falls and stays within `limit`. */
static bool in_order(const reader *r, int kind, int at, uint32_t limit)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < r->r[kind].n; i++) {
        uint32_t x = u16(record(r, kind, i) + at);
        if (x < last || x > limit) return false;
        last = x;
    }
    return true;
}

static bool check_ranges(reader *r)
{
    const records *k = r->r;
    bool ok = in_order(r, PHDR, 24, k[PBAG].n - 1) && in_order(r, PBAG, 0, k[PGEN].n) &&
              in_order(r, INST, 20, k[IBAG].n - 1) && in_order(r, IBAG, 0, k[IGEN].n);
    return ok || fail(r, "zones are out of order or out of range");
}

/* ---- zones ------------------------------------------------------------------------------------ */

static kc_sf2_zone new_zone(void)
{
    return (kc_sf2_zone){.key_hi = 127, .vel_hi = 127, .root = -1, .scale = 100, .target = -1};
}

/* Generators that presets and instruments have in common. */
static void common(kc_sf2_zone *z, uint32_t op, const uint8_t *v)
{
    switch (op) {
    case GEN_COARSE: z->coarse = (int8_t)s16(v); break;
    case GEN_FINE: z->fine = (int8_t)s16(v); break;
    case GEN_ATTENUATION: z->attenuation = s16(v); break;
    case GEN_PAN: z->pan = s16(v); break;
    case GEN_KEY_RANGE: z->key_lo = v[0], z->key_hi = v[1]; break;
    case GEN_VEL_RANGE: z->vel_lo = v[0], z->vel_hi = v[1]; break;
    default: break;
    }
}

static double seconds(int timecents) { return pow(2.0, timecents / 1200.0); }

static void split_gen(kc_sf2_zone *z, uint32_t op, const uint8_t *v)
{
    int x = s16(v);
    switch (op) {
    case GEN_SAMPLE: z->target = (int)u16(v); break;
    case GEN_ROOT: z->root = (int8_t)x; break;
    case GEN_SCALE: z->scale = x; break;
    case GEN_MODE: z->mode = v[0]; break;
    case GEN_START: z->start += x; break;
    case GEN_END: z->end += x; break;
    case GEN_LOOP_START: z->loop_start += x; break;
    case GEN_LOOP_END: z->loop_end += x; break;
    case GEN_START_COARSE: z->start += (int64_t)x * COARSE_STEP; break;
    case GEN_END_COARSE: z->end += (int64_t)x * COARSE_STEP; break;
    case GEN_LOOP_START_COARSE: z->loop_start += (int64_t)x * COARSE_STEP; break;
    case GEN_LOOP_END_COARSE: z->loop_end += (int64_t)x * COARSE_STEP; break;
    case GEN_ATTACK: z->attack = seconds(x); break;
    case GEN_DECAY: z->decay = seconds(x); break;
    case GEN_SUSTAIN: z->sustain = pow(10.0, -x / 20.0); break;
    case GEN_RELEASE: z->release = seconds(x); break;
    default: common(z, op, v);
    }
}

/* What a zone without a sample hands on: these alone, and only their low bytes. */
static void default_gen(kc_sf2_zone *z, uint32_t op, const uint8_t *v)
{
    switch (op) {
    case GEN_ROOT: z->root = (int8_t)v[0]; break;
    case GEN_COARSE:
    case GEN_FINE: common(z, op, v); break;
    case GEN_SCALE: z->scale = v[0]; break;
    case GEN_PAN: z->pan = v[0]; break;
    case GEN_MODE: z->mode = v[0]; break;
    case GEN_ATTENUATION: z->attenuation = v[0]; break;
    default: break;
    }
}

static void push_zone(reader *r, kc_sf2_item *item, const kc_sf2_zone *z)
{
    r->f->zones[r->nzones++] = *z;
    item->n++;
}

/* Bytes of generator i; its operator. */
static const uint8_t *gen(const reader *r, int kind, uint32_t i, uint32_t *op)
{
    const uint8_t *p = record(r, kind, i);
    *op = u16(p);
    return p + 2;
}

static bool read_preset(reader *r, kc_sf2_item *item, uint32_t first, uint32_t last)
{
    kc_sf2_zone z = new_zone();
    uint32_t end = u16(record(r, PBAG, last)), op;
    for (uint32_t i = u16(record(r, PBAG, first)); i < end; i++) {
        const uint8_t *v = gen(r, PGEN, i, &op);
        if (op != GEN_INSTRUMENT) {
            common(&z, op, v);
            continue;
        }
        z.target = (int)u16(v);
        if (z.target >= r->f->ninstrs) return fail(r, "a preset names an instrument that is not there");
        push_zone(r, item, &z);
        z = new_zone();
    }
    return true;
}

static bool has_sample(const reader *r, uint32_t first, uint32_t last)
{
    uint32_t op;
    for (uint32_t i = first; i < last; i++)
        if (gen(r, IGEN, i, &op), op == GEN_SAMPLE) return true;
    return false;
}

static bool read_instr(reader *r, kc_sf2_item *item, uint32_t first, uint32_t last)
{
    kc_sf2_zone defaults = new_zone();
    for (uint32_t b = first; b < last; b++) {
        uint32_t begin = u16(record(r, IBAG, b)), end = u16(record(r, IBAG, b + 1)), op;
        bool split = has_sample(r, begin, end);
        kc_sf2_zone z = defaults;
        for (uint32_t i = begin; i < end; i++) {
            const uint8_t *v = gen(r, IGEN, i, &op);
            (split ? split_gen : default_gen)(split ? &z : &defaults, op, v);
        }
        if (!split) continue;
        if (z.target >= r->f->nsamples) return fail(r, "an instrument names a sample that is not there");
        if (u16(record(r, SHDR, (uint32_t)z.target) + 44) & ROM_SAMPLE)
            return fail(r, "it contains ROM samples; only RAM samples can be played");
        push_zone(r, item, &z);
    }
    return true;
}

/* ---- items ------------------------------------------------------------------------------------ */

typedef bool item_fn(reader *r, kc_sf2_item *item, uint32_t first_bag, uint32_t last_bag);

/* Reads all records of presets or instruments up to the one that ends them. */
static int read_items(reader *r, int kind, int bag_at, const char *end_name, kc_sf2_item *items, item_fn *fn)
{
    int n = 0;
    for (uint32_t i = 0; i + 1 < r->r[kind].n; i++, n++) {
        const uint8_t *p = record(r, kind, i);
        kc_sf2_item *item = &items[n];
        memcpy(item->name, p, 20);
        if (!strcmp(item->name, end_name)) break;
        if (kind == PHDR) item->prog = (int)u16(p + 20), item->bank = (int)u16(p + 22);
        item->zones = r->f->zones + r->nzones;
        if (!fn(r, item, u16(p + bag_at), u16(record(r, kind, i + 1) + bag_at))) return -1;
    }
    return n;
}

static void read_samples(reader *r)
{
    for (int i = 0; i < r->f->nsamples; i++) {
        const uint8_t *p = record(r, SHDR, (uint32_t)i);
        r->f->samples[i] = (kc_sf2_sample){.start = u32(p + 20),
                                           .end = u32(p + 24),
                                           .loop_start = u32(p + 28),
                                           .loop_end = u32(p + 32),
                                           .rate = u32(p + 36),
                                           .key = p[40]};
    }
}

static int by_number(const void *a, const void *b)
{
    const kc_sf2_item *x = a, *y = b;
    int d = (x->bank * 128 + x->prog) - (y->bank * 128 + y->prog);
    return d ? d : (x->zones > y->zones) - (x->zones < y->zones); /* else in the order of the file */
}

static bool read_font(reader *r, const uint8_t *p, size_t n)
{
    kc_sf2 *f = r->f;
    if (!find_chunks(r, p, n) || !check_ranges(r)) return false;
    f->nsamples = (int)r->r[SHDR].n;
    f->samples = kc_xcalloc((size_t)f->nsamples, sizeof *f->samples);
    f->presets = kc_xcalloc(r->r[PHDR].n, sizeof *f->presets);
    f->instrs = kc_xcalloc(r->r[INST].n, sizeof *f->instrs);
    f->zones = kc_xcalloc((size_t)r->r[PGEN].n + r->r[IBAG].n, sizeof *f->zones);
    read_samples(r);
    f->ninstrs = read_items(r, INST, 20, "EOI", f->instrs, read_instr);
    if (f->ninstrs < 0) return false;
    f->npresets = read_items(r, PHDR, 24, "EOP", f->presets, read_preset);
    if (f->npresets < 0) return false;
    qsort(f->presets, (size_t)f->npresets, sizeof *f->presets, by_number);
    return true;
}

kc_sf2 *kc_sf2_parse(void *bytes, size_t n, const char **why)
{
    reader r = {.f = kc_xcalloc(1, sizeof *r.f)};
    r.f->bytes = bytes;
    if (read_font(&r, bytes, n)) return r.f;
    *why = r.why;
    kc_sf2_free(r.f);
    return NULL;
}

void kc_sf2_free(kc_sf2 *f)
{
    if (!f) return;
    free(f->presets);
    free(f->instrs);
    free(f->samples);
    free(f->zones);
    free(f->bytes);
    free(f);
}
