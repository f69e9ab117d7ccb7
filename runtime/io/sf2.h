/* SoundFont 2 files: presets that layer instruments, instruments that are split over keys and velocities, and
 * the 16-bit samples they play (SoundFont Technical Specification 2.01, 1998).
 *
 * The reader checks every index before it follows it; what it gives refers to things that exist. Places in
 * the sample data are as the file has them: use kc_sf2_at, which is 0 outside. */
#ifndef KC_IO_SF2_H
#define KC_IO_SF2_H
#include <stddef.h>
#include <stdint.h>

/* Where a zone sounds, and what it changes. The second half is for splits alone. */
typedef struct {
    uint8_t key_lo, key_hi, vel_lo, vel_hi;
    int coarse, fine;     /* tuning: semitones, cents */
    int attenuation, pan; /* 1/10 dB; -500 .. 500 */
    int target;           /* layer: number of the instrument; split: of the sample */
    int root;             /* key at which the sample has its own pitch; -1: as the sample says */
    int scale;            /* cents from key to key */
    int mode;             /* 1, 3: looped */
    int64_t start, end, loop_start, loop_end; /* moves the sample's points */
    double attack, decay, sustain, release;   /* volume envelope: s, s, gain, s; 0 when not given */
} kc_sf2_zone;

typedef struct {
    char name[21];
    int prog, bank; /* of presets */
    int n;
    const kc_sf2_zone *zones; /* layers of a preset, splits of an instrument */
} kc_sf2_item;

typedef struct {
    uint32_t start, end, loop_start, loop_end, rate; /* sample points, Hz */
    uint8_t key;
} kc_sf2_sample;

typedef struct {
    kc_sf2_item *presets; /* sorted by bank, then program */
    int npresets;
    kc_sf2_item *instrs;
    int ninstrs;
    kc_sf2_sample *samples;
    int nsamples;
    const uint8_t *data; /* sample points, low byte first */
    int64_t npoints;
    kc_sf2_zone *zones;
    void *bytes;
} kc_sf2;

/* Takes over `bytes` (malloc'd), the contents of a file. NULL when it is no SoundFont; *why tells. */
kc_sf2 *kc_sf2_parse(void *bytes, size_t n, const char **why);
void kc_sf2_free(kc_sf2 *f); /* accepts NULL */

/* A sample point, -32768 .. 32767; 0 where there is none. */
static inline int kc_sf2_at(const kc_sf2 *f, int64_t i)
{
    if (i < 0 || i >= f->npoints) return 0;
    return (int16_t)(uint16_t)(f->data[2 * i] | f->data[2 * i + 1] << 8);
}
#endif
