/* The SoundFonts an engine has loaded, and what it takes to play one note of them.
 *
 * A SoundFont has a handle 0, 1, ... in the order of loading; presets are given handles of their own by
 * sfpreset and sfpassign. Fonts live as long as the engine. */
#ifndef KC_OPCODES_DSP_SOUNDFONT_H
#define KC_OPCODES_DSP_SOUNDFONT_H
#include "runtime/io/sf2.h"
#include "runtime/opcodes/op.h"

enum { KC_SF_PRESETS = 16384 }; /* preset handles */

typedef struct {
    const kc_sf2 *font;
    const kc_sf2_item *preset; /* NULL: not assigned */
} kc_sf_preset;

typedef struct {
    char *name; /* the path it was found at */
    kc_sf2 *font;
} kc_sf_bank;

/* Handle of the file; one that is loaded already is not loaded again. A file that can't be opened gives the
 * handle of a font without presets, with a message. -1: reported. */
int kc_sf_load(kc_ctx *c, const char *name);
/* The font of a handle; NULL: reported. */
const kc_sf_bank *kc_sf_bank_at(kc_ctx *c, double handle);
/* The slot of a preset handle; NULL when there is no such handle (not reported). */
kc_sf_preset *kc_sf_preset_slot(kc_ctx *c, double handle);

/* One split that sounds: where its sample lies and how it is to be played. */
typedef struct {
    const kc_sf2 *font;
    int64_t base;                       /* first point of the sample */
    double offset;                      /* where to begin, from the base */
    uint32_t end, loop_start, loop_end; /* from the base */
    uint32_t last;                      /* the end, from the start of the data */
    int looped;
    double step;                   /* points per output sample */
    double level;                  /* gain */
    double pan;                    /* 0 .. 1 */
    double attack, decay, sustain; /* k-cycles, k-cycles, gain */
} kc_sf_voice;

typedef struct {
    double vel, key;
    int absolute; /* the frequency is in Hz, not a factor */
} kc_sf_note;

/* Splits that a note sets off in a preset, or in a single instrument. Writes the first `room` of them to
 * `out`; returns their number. */
int kc_sf_preset_voices(const kc_ctx *c, const kc_sf_preset *p, const kc_sf_note *note, kc_sf_voice *out,
                        int room);
int kc_sf_instr_voices(const kc_ctx *c, const kc_sf2 *font, int instr, const kc_sf_note *note,
                       kc_sf_voice *out, int room);

/* Truncated; what does not fit is the most negative integer. */
static inline int32_t kc_sf_int(double x) { return x > -0x1p31 && x < 0x1p31 ? (int32_t)x : INT32_MIN; }
#endif
