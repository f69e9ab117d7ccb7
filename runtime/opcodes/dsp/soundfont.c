/* Loaded SoundFonts and their notes; see soundfont.h. */
#include "runtime/opcodes/dsp/soundfont.h"
#include "runtime/base/sbuf.h"
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include <errno.h>

#define MAX_FILE ((size_t)1 << 31)
#define HEADROOM 0.3   /* gain of a note without attenuation */
#define TUNING   440.0 /* A4 of the fonts; the orchestra's does not matter */

typedef struct {
    KC_VEC(kc_sf_bank *) banks;
    kc_sf_preset presets[KC_SF_PRESETS];
} fonts;

static void free_fonts(void *p)
{
    fonts *f = p;
    for (int i = 0; i < f->banks.n; i++) {
        kc_sf2_free(f->banks.v[i]->font);
        free(f->banks.v[i]->name);
        free(f->banks.v[i]);
    }
    kc_vec_free(&f->banks);
}

static fonts *fonts_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "soundfonts", sizeof(fonts), free_fonts);
}

/* ---- loading ---------------------------------------------------------------------------------- */

static int add_bank(fonts *f, const char *name, kc_sf2 *font)
{
    kc_sf_bank *b = kc_xmalloc(sizeof *b);
    *b = (kc_sf_bank){kc_xstrdup(name), font};
    kc_vec_push(&f->banks, b);
    return f->banks.n - 1;
}

static int read_bank(kc_ctx *c, fonts *f, const char *path)
{
    kc_sbuf bytes = {0};
    const char *why = "it is empty";
    if (kc_sbuf_read_file(&bytes, path, MAX_FILE)) {
        kc_sbuf_free(&bytes);
        return kc_fail(c, "sfload: cannot read SoundFont file \"%s\" (error %s)", path, strerror(errno));
    }
    kc_sf2 *font = bytes.s ? kc_sf2_parse(bytes.s, bytes.n, &why) : NULL;
    if (!font) return kc_fail(c, "sfload: SoundFont file \"%s\" cannot be used: %s", path, why);
    return add_bank(f, path, font);
}

int kc_sf_load(kc_ctx *c, const char *name)
{
    fonts *f = fonts_of(c);
    char *path = kc_find_input(c, name, "SFDIR;SSDIR");
    if (!path) {
        kc_engine_message(c->engine, 1, "sfload: cannot open SoundFont file \"%s\" (error %s)", name,
                          strerror(ENOENT));
        return add_bank(f, "", kc_xcalloc(1, sizeof(kc_sf2)));
    }
    int h = -1;
    for (int i = 0; i < f->banks.n && h < 0; i++)
        if (!strcmp(f->banks.v[i]->name, path)) h = i;
    if (h >= 0)
        kc_warn(c, "%s already loaded", name);
    else
        h = read_bank(c, f, path);
    free(path);
    return h;
}

const kc_sf_bank *kc_sf_bank_at(kc_ctx *c, double handle)
{
    fonts *f = fonts_of(c);
    if (handle >= 0 && handle < f->banks.n) return f->banks.v[(int)handle];
    kc_fail(c, "invalid soundfont");
    return NULL;
}

kc_sf_preset *kc_sf_preset_slot(kc_ctx *c, double handle)
{
    return handle > -1 && handle < KC_SF_PRESETS ? &fonts_of(c)->presets[(int)handle] : NULL;
}

/* ---- notes ------------------------------------------------------------------------------------ */

static int sounds(const kc_sf2_zone *z, int key, int vel)
{
    return key >= z->key_lo && key <= z->key_hi && vel >= z->vel_lo && vel <= z->vel_hi;
}

/* Points per output sample at a frequency of 1. */
static double step_of(const kc_ctx *c, const kc_sf2_sample *s, const kc_sf2_zone *z, const kc_sf2_zone *layer,
                      int key, int absolute)
{
    double tune = z->coarse + layer->coarse + (z->fine + layer->fine) * 0.01;
    int root = z->root == -1 ? s->key : z->root;
    double speed = pow(2.0, tune / 12.0);
    if (absolute)
        speed /= TUNING * pow(2.0, (root - 69) / 12.0);
    else
        speed *= pow(2.0, z->scale * 0.01 * (key - root) / 12.0);
    return speed * s->rate * c->inv_sr;
}

static kc_sf_voice voice_of(const kc_ctx *c, const kc_sf2 *font, const kc_sf2_zone *z,
                            const kc_sf2_zone *layer, int key, int absolute)
{
    const kc_sf2_sample *s = &font->samples[z->target];
    double pan = (z->pan + layer->pan) / 1000.0 + 0.5;
    return (kc_sf_voice){
        .font = font,
        .base = s->start,
        .offset = (double)z->start,
        .end = (uint32_t)(s->end + z->end - s->start),
        .loop_start = (uint32_t)(s->loop_start + z->loop_start - s->start),
        .loop_end = (uint32_t)(s->loop_end + z->loop_end - s->start),
        .last = (uint32_t)(s->end + z->end),
        .looped = z->mode == 1 || z->mode == 3,
        .step = step_of(c, s, z, layer, key, absolute),
        .level = pow(2.0, (z->attenuation + layer->attenuation) / -60.0) * HEADROOM,
        .pan = pan > 1   ? 1
               : pan < 0 ? 0
                         : pan,
        .attack = z->attack * c->kr,
        .decay = z->decay * c->kr,
        .sustain = z->sustain,
    };
}

static int layer_voices(const kc_ctx *c, const kc_sf2 *font, int instr, const kc_sf2_zone *layer,
                        const kc_sf_note *note, kc_sf_voice *out, int room)
{
    const kc_sf2_item *it = &font->instrs[instr];
    int key = kc_sf_int(note->key), vel = kc_sf_int(note->vel), n = 0;
    for (int i = 0; i < it->n; i++) {
        if (!sounds(&it->zones[i], key, vel)) continue;
        if (n < room) out[n] = voice_of(c, font, &it->zones[i], layer, key, note->absolute);
        n++;
    }
    return n;
}

int kc_sf_preset_voices(const kc_ctx *c, const kc_sf_preset *p, const kc_sf_note *note, kc_sf_voice *out,
                        int room)
{
    int key = kc_sf_int(note->key), vel = kc_sf_int(note->vel), n = 0;
    for (int i = 0; i < p->preset->n; i++) {
        const kc_sf2_zone *layer = &p->preset->zones[i];
        if (!sounds(layer, key, vel)) continue;
        int left = room > n ? room - n : 0;
        n += layer_voices(c, p->font, layer->target, layer, note, left ? out + n : NULL, left);
    }
    return n;
}

int kc_sf_instr_voices(const kc_ctx *c, const kc_sf2 *font, int instr, const kc_sf_note *note,
                       kc_sf_voice *out, int room)
{
    return layer_voices(c, font, instr, &(kc_sf2_zone){0}, note, out, room);
}
