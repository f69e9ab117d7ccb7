/* envext: the envelope of a sound file as text, one line a window: the time of its largest magnitude, and
 * that magnitude. A window counts samples, not frames. Options: -oFILE (newenv), -wSECONDS (0.25). */
#include "api/csound/utilities.h"
#include "api/include/csound/csound.h"
#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

/* Full scale is written as 32768/32767, as the analysis programs have it since sound had 16 bits. */
#define FULL_SCALE (32768.0 / 32767.0)

static void peaks(SNDFILE *in, FILE *out, int sr, double window)
{
    sf_count_t room = (sf_count_t)(window * sr), got;
    double *samples = room > 0 ? malloc((size_t)room * sizeof *samples) : NULL;
    fprintf(out, "%.3f\t%.3f\n", 0.0, 0.0);
    for (int block = 0; samples && (got = sf_read_double(in, samples, room)) > 0; block++) {
        sf_count_t high = 0, low = 0;
        for (sf_count_t i = 1; i < got; i++) {
            if (samples[i] > samples[high]) high = i;
            if (samples[i] < samples[low]) low = i;
        }
        sf_count_t at = -samples[low] > samples[high] ? low : high; /* of equal ones the upper */
        fprintf(out, "%.3f\t%.3f\n", block * window + (double)at / sr, fabs(samples[at]) * FULL_SCALE);
    }
    free(samples);
}

static int extract(CSOUND *cs, const char *name, const char *out_name, double window)
{
    SF_INFO info = {0};
    char *path = kc_cs_find_sound(cs, name);
    SNDFILE *in = path ? sf_open(path, SFM_READ, &info) : NULL;
    free(path);
    if (!in) {
        kc_cs_message(cs, CSOUNDMSG_ERROR, "envext: error while opening %s\n", name);
        return 1;
    }
    FILE *out = fopen(out_name, "w");
    if (out) {
        kc_cs_message(cs, 0, "enveloping %ld sample frames (%3.1f secs)\n", (long)info.frames,
                      (double)info.frames / info.samplerate);
        peaks(in, out, info.samplerate, window);
    } else
        kc_cs_message(cs, CSOUNDMSG_ERROR, "envext: %s: %s\n", out_name, strerror(errno));
    sf_close(in);
    return !out || fclose(out) ? 1 : 0;
}

static int usage(CSOUND *cs, const char *why, const char *what)
{
    kc_cs_message(cs, 0, "Usage:\tenvext [-oFILE] [-wSECONDS] soundfile\n");
    kc_cs_message(cs, CSOUNDMSG_ERROR, "envext: error: %s%s\n", why, what);
    return CSOUND_ERROR;
}

int kc_util_envext(CSOUND *cs, int argc, char **argv)
{
    const char *in = NULL, *out = "newenv";
    double window = .25;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (*a != '-') {
            if (in) return usage(cs, "too many arguments", "");
            in = a;
            continue;
        }
        if (a[1] != 'o' && a[1] != 'w') return usage(cs, "unknown flag ", a);
        const char *value = a[2] ? a + 2 : i + 1 < argc ? argv[++i] : "";
        if (!*value) return usage(cs, "no value for ", a);
        if (a[1] == 'o') out = value;
        if (a[1] == 'w') window = cs_strtod((char *)value, NULL);
    }
    if (!in) return usage(cs, "Insufficient arguments", "");
    if (!(window > 0 && window < 3600)) return usage(cs, "window out of range", "");
    return extract(cs, in, out, window);
}
