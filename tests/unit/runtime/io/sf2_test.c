/* The SoundFont reader: what it makes of a small font, and that no damage to a file leads it astray. */
#include "runtime/io/sf2.h"
#include "runtime/base/sbuf.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void put16(kc_sbuf *b, unsigned x)
{
    kc_sbuf_putc(b, (char)(x & 255));
    kc_sbuf_putc(b, (char)(x >> 8 & 255));
}
static void put32(kc_sbuf *b, uint32_t x)
{
    put16(b, x & 0xffff);
    put16(b, x >> 16);
}
static void put_name(kc_sbuf *b, const char *name)
{
    char field[20] = {0};
    memcpy(field, name, strlen(name));
    kc_sbuf_write(b, field, sizeof field);
}
/* Numbers up to -1, 16 bits each. */
static void put_words(kc_sbuf *b, ...)
{
    va_list ap;
    va_start(ap, b);
    for (int x; (x = va_arg(ap, int)) != -1;) put16(b, (unsigned)x);
    va_end(ap);
}

/* Starts a chunk, or a list when `kind` is given; close_chunk sets its size. */
static size_t open_chunk(kc_sbuf *b, const char *id, const char *kind)
{
    kc_sbuf_write(b, id, 4);
    put32(b, 0);
    size_t at = b->n;
    if (kind) kc_sbuf_write(b, kind, 4);
    return at;
}
static void close_chunk(kc_sbuf *b, size_t at)
{
    uint32_t n = (uint32_t)(b->n - at);
    for (int i = 0; i < 4; i++) b->s[at - 4 + (size_t)i] = (char)(n >> 8 * i);
}

static void preset(kc_sbuf *b, const char *name, unsigned prog, unsigned bank, unsigned bag)
{
    put_name(b, name);
    put_words(b, (int)prog, (int)bank, (int)bag, 0, 0, 0, 0, 0, 0, -1);
}
static void sample(kc_sbuf *b, uint32_t start, uint32_t end, unsigned type)
{
    put_name(b, "s");
    put32(b, start);
    put32(b, end);
    put32(b, start + 1);
    put32(b, end - 1);
    put32(b, 22050);
    put_words(b, 60, 0, (int)type, -1);
}

/* Two presets over one instrument with a zone of defaults and two splits. */
static kc_sbuf font(unsigned sample_type)
{
    kc_sbuf b = {0};
    size_t all = open_chunk(&b, "RIFF", "sfbk"), list = open_chunk(&b, "LIST", "INFO"), at;
    at = open_chunk(&b, "ifil", NULL), put_words(&b, 2, 1, -1), close_chunk(&b, at);
    close_chunk(&b, list);
    list = open_chunk(&b, "LIST", "sdta");
    at = open_chunk(&b, "smpl", NULL), put_words(&b, 1, 2, 0xfffe, 4, 0x8000, 6, -1), close_chunk(&b, at);
    close_chunk(&b, list);
    list = open_chunk(&b, "LIST", "pdta");
    at = open_chunk(&b, "phdr", NULL);
    preset(&b, "late", 5, 1, 0), preset(&b, "early", 9, 0, 1), preset(&b, "EOP", 0, 0, 2);
    close_chunk(&b, at);
    at = open_chunk(&b, "pbag", NULL), put_words(&b, 0, 0, 2, 0, 3, 0, -1), close_chunk(&b, at);
    at = open_chunk(&b, "pgen", NULL);
    put_words(&b, 17, 0xff9c, 41, 0, 41, 0, -1); /* pan -100, instrument 0; instrument 0 */
    close_chunk(&b, at);
    at = open_chunk(&b, "inst", NULL);
    put_name(&b, "only"), put16(&b, 0), put_name(&b, "EOI"), put16(&b, 3);
    close_chunk(&b, at);
    at = open_chunk(&b, "ibag", NULL), put_words(&b, 0, 0, 1, 0, 3, 0, 5, 0, -1), close_chunk(&b, at);
    at = open_chunk(&b, "igen", NULL);
    put_words(&b, 17, 300, 43, 0x4020, 53, 0, 51, 12, 53, 1, -1);
    close_chunk(&b, at);
    at = open_chunk(&b, "shdr", NULL), sample(&b, 0, 3, 1), sample(&b, 3, 6, sample_type);
    close_chunk(&b, at);
    close_chunk(&b, list);
    close_chunk(&b, all);
    return b;
}

static kc_sf2 *parse(kc_sbuf b, const char **why) { return kc_sf2_parse(b.s, b.n, why); }

static void reads_a_font(void **state)
{
    (void)state;
    const char *why = NULL;
    kc_sf2 *f = parse(font(1), &why);
    assert_non_null(f);
    assert_int_equal(f->npresets, 2);
    assert_string_equal(f->presets[0].name, "early"); /* sorted */
    assert_int_equal(f->presets[1].bank, 1);
    assert_int_equal(f->presets[0].n, 1);
    assert_int_equal(f->presets[1].zones[0].pan, -100);
    assert_int_equal(f->presets[0].zones[0].pan, 0);
    assert_int_equal(f->ninstrs, 1);
    assert_int_equal(f->instrs[0].n, 2);
    const kc_sf2_zone *z = f->instrs[0].zones;
    assert_int_equal(z[0].pan, 300 & 255); /* a default, in eight bits */
    assert_int_equal(z[0].key_lo, 0x20);
    assert_int_equal(z[0].key_hi, 0x40);
    assert_int_equal(z[1].coarse, 12);
    assert_int_equal(z[1].target, 1);
    assert_int_equal(f->samples[1].start, 3);
    assert_int_equal(kc_sf2_at(f, 2), -2);
    assert_int_equal(kc_sf2_at(f, 4), -32768);
    assert_int_equal(kc_sf2_at(f, 6), 0);
    assert_int_equal(kc_sf2_at(f, -1), 0);
    kc_sf2_free(f);
}

static void refuses_rom_samples(void **state)
{
    (void)state;
    const char *why = NULL;
    assert_null(parse(font(0x8001), &why));
    assert_non_null(strstr(why, "ROM"));
}

static void refuses_every_truncation(void **state)
{
    (void)state;
    kc_sbuf whole = font(1);
    for (size_t n = 1; n < whole.n; n++) {
        char *part = malloc(n);
        const char *why = NULL;
        assert_non_null(part);
        memcpy(part, whole.s, n);
        assert_null(kc_sf2_parse(part, n, &why));
        assert_non_null(why);
    }
    kc_sbuf_free(&whole);
}

/* Whatever a damaged file says, what the reader gives can be followed. */
static void follow(const kc_sf2 *f)
{
    for (int i = 0; i < f->npresets; i++)
        for (int k = 0; k < f->presets[i].n; k++) {
            int t = f->presets[i].zones[k].target;
            assert_true(t >= 0 && t < f->ninstrs);
        }
    for (int i = 0; i < f->ninstrs; i++)
        for (int k = 0; k < f->instrs[i].n; k++) {
            int t = f->instrs[i].zones[k].target;
            assert_true(t >= 0 && t < f->nsamples);
        }
}

static void survives_every_wrong_byte(void **state)
{
    (void)state;
    static const char values[] = {0, 1, 3, 0x29, 0x35, 0x7f, (char)0x80, (char)0xff};
    kc_sbuf whole = font(1);
    for (size_t at = 0; at < whole.n; at++)
        for (size_t v = 0; v < sizeof values; v++) {
            char *copy = malloc(whole.n);
            const char *why = NULL;
            assert_non_null(copy);
            memcpy(copy, whole.s, whole.n);
            copy[at] = values[v];
            kc_sf2 *f = kc_sf2_parse(copy, whole.n, &why);
            assert_true(f || why);
            if (f) follow(f);
            kc_sf2_free(f);
        }
    kc_sbuf_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_font),
        cmocka_unit_test(refuses_rom_samples),
        cmocka_unit_test(refuses_every_truncation),
        cmocka_unit_test(survives_every_wrong_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
