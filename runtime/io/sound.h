/* Sound files of the performance itself: -o and -i. One thread at a time. */
#ifndef KC_IO_SOUND_H
#define KC_IO_SOUND_H
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *path; /* file name, or "stdout" / "stdin" */
    int format;       /* libsndfile: SF_FORMAT_ container | sample format */
    double sr;
    int channels;
    int buffer_frames;       /* frames handed to the file at a time */
    bool peaks;              /* PEAK chunk in float files */
    bool rewrite;            /* header brought up to date with each buffer */
    int dither;              /* not 0: triangular dither of 16-bit and signed 8-bit samples */
    const char *const *tags; /* "id_title=...", NULL-terminated, or NULL */
} kc_sound_spec;

typedef struct kc_sound_out kc_sound_out;
/* NULL with a message when it can't be opened. */
kc_sound_out *kc_sound_out_open(const kc_sound_spec *spec, char *err, size_t cap);
/* Interleaved frames, 1.0 = full scale. Integer formats are clipped. 0, or -1: disk full or the like (see
 * error). */
int kc_sound_out_write(kc_sound_out *o, const double *block, int frames);
const char *kc_sound_out_error(const kc_sound_out *o);
long kc_sound_out_blocks(const kc_sound_out *o); /* buffers written so far */
int kc_sound_out_flush(kc_sound_out *o); /* what is gathered goes to the file; 0 or -1 */
/* Flushes and closes; -1 when the rest could not be written (message in err). */
int kc_sound_out_close(kc_sound_out *o, char *err, size_t cap);
/* Bytes of a sample and the word csound uses for the format ("shorts", "floats"). */
int kc_sound_sample_bytes(int format);
const char *kc_sound_sample_word(int format);
const char *kc_sound_container_word(int format);

typedef struct kc_sound_in kc_sound_in;
kc_sound_in *kc_sound_in_open(const char *path, char *err, size_t cap);
int kc_sound_in_channels(const kc_sound_in *i);
double kc_sound_in_sr(const kc_sound_in *i);
/* Fills frames of `channels` interleaved samples; silence after the end of the file. */
void kc_sound_in_read(kc_sound_in *i, double *block, int frames);
void kc_sound_in_close(kc_sound_in *i);
#endif
