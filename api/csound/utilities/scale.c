/* scale: reports the largest and smallest sample of a sound file, or writes the file with its samples
 * multiplied: by a factor
 * (-F 2), up to a maximum (-M 30000, with 32768 as full scale), or to a percentage of full scale (-P 90).
 * Output: -oFILE (test), -W -A -J WAV, AIFF, IRCAM, -h no header, -c -8 -s -3 -l -f -a -u sample format; what
 * is not said is as in the input. */
#include "api/csound/utilities.h"
#include "api/include/csound/csound.h"
#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#define FULL 32768.0
enum { BUFFER = 1024 };

typedef struct {
    const char *in, *out;
    double factor, maximum;
    int type, format; /* libsndfile's; 0: as the input */
} options;

typedef struct {
    double value;
    sf_count_t at, times;
} extreme;

static void note(extreme *e, double x, sf_count_t at, double sign)
{
    if (x * sign > e->value * sign) *e = (extreme){x, at, 0};
    if (x == e->value) e->times++;
}

static void say(CSOUND *cs, const char *which, const extreme *e, const SF_INFO *info)
{
    long frame = (long)(e->at / info->channels);
    kc_cs_message(cs, 0, "%s val %.3f at index %ld (time %.4f, chan %d) %ld times\n", which, e->value, frame,
                  (double)frame / info->samplerate, (int)(e->at % info->channels) + 1, (long)e->times);
}

/* Runs through the input from its start, writes it to `out` if not NULL: the largest magnitude, scaled. */
static double run(CSOUND *cs, SNDFILE *in, const SF_INFO *info, SNDFILE *out, double factor)
{
    extreme max = {0}, min = {0};
    double samples[BUFFER];
    sf_count_t done = 0, got;
    sf_seek(in, 0, SEEK_SET);
    while ((got = sf_read_double(in, samples, BUFFER / info->channels * info->channels)) > 0) {
        for (sf_count_t i = 0; i < got; i++) {
            samples[i] *= factor;
            note(&max, samples[i] * FULL, done + i, 1);
            note(&min, samples[i] * FULL, done + i, -1);
        }
        if (out) sf_write_double(out, samples, got);
        done += got;
    }
    double largest = fmax(max.value, -min.value);
    say(cs, "Max", &max, info);
    say(cs, "Min", &min, info);
    kc_cs_message(cs, 0, "Max scale factor = %.3f\n", largest > 0 ? FULL / largest : INFINITY);
    return largest;
}

static int write_scaled(CSOUND *cs, const options *o, SNDFILE *in, const SF_INFO *info, double factor)
{
    SF_INFO wanted = {.samplerate = info->samplerate, .channels = info->channels};
    wanted.format = (o->type ? o->type : info->format & SF_FORMAT_TYPEMASK) |
                    (o->format ? o->format : info->format & SF_FORMAT_SUBMASK);
    SNDFILE *out = sf_open(o->out, SFM_WRITE, &wanted);
    if (!out) {
        kc_cs_message(cs, CSOUNDMSG_ERROR, "scale: %s: %s\n", o->out, sf_strerror(NULL));
        return CSOUND_ERROR;
    }
    sf_command(out, SFC_SET_CLIPPING, NULL, SF_TRUE);
    run(cs, in, info, out, factor);
    sf_close(out);
    return 0;
}

static int scale(CSOUND *cs, const options *o)
{
    SF_INFO info = {0};
    char *path = kc_cs_find_sound(cs, o->in);
    SNDFILE *in = path ? sf_open(path, SFM_READ, &info) : NULL;
    free(path);
    if (!in || info.channels > BUFFER) {
        kc_cs_message(cs, CSOUNDMSG_ERROR, "scale: error while opening %s\n", o->in);
        if (in) sf_close(in);
        return CSOUND_ERROR;
    }
    kc_cs_message(cs, 0, "scaling %ld sample frame (%3.1f secs)\n", (long)info.frames,
                  (double)info.frames / info.samplerate);
    int result = 0;
    double factor = o->factor;
    if (factor == 0) {
        double largest = run(cs, in, &info, NULL, 1);
        if (o->maximum != 0 && largest > 0) factor = o->maximum / largest;
    }
    if (factor != 0) result = write_scaled(cs, o, in, &info, factor);
    sf_close(in);
    return result;
}

static int usage(CSOUND *cs, const char *why, const char *what)
{
    kc_cs_message(cs, 0,
                  "Usage:\tscale [-flags] soundfile\n"
                  "-o fnam\tsound output filename\n"
                  "-F fpnum\tamount to scale amplitude\n"
                  "-M fpnum\tScale file to given maximum\n"
                  "-P fpnum\tscale file to given percentage of full\n"
                  "-W -A -J\tWAV, AIFF, IRCAM output, -h no header\n"
                  "-c -8 -s -3 -l -f -a -u\tsample format\n"
                  "without -F, -M and -P: reports the maximum\n");
    kc_cs_message(cs, CSOUNDMSG_ERROR, "scale: %s%s\n", why, what);
    return CSOUND_ERROR;
}

/* A letter that names a type or a format: true. */
static bool format_flag(options *o, char c)
{
    static const struct {
        char letter;
        int type, format;
    } flags[] = {
        {'A', SF_FORMAT_AIFF, 0},   {'W', SF_FORMAT_WAV, 0},    {'J', SF_FORMAT_IRCAM, 0},
        {'h', SF_FORMAT_RAW, 0},    {'c', 0, SF_FORMAT_PCM_S8}, {'8', 0, SF_FORMAT_PCM_U8},
        {'s', 0, SF_FORMAT_PCM_16}, {'3', 0, SF_FORMAT_PCM_24}, {'l', 0, SF_FORMAT_PCM_32},
        {'f', 0, SF_FORMAT_FLOAT},  {'a', 0, SF_FORMAT_ALAW},   {'u', 0, SF_FORMAT_ULAW},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].letter == c) {
            if (flags[i].type) o->type = flags[i].type;
            if (flags[i].format) o->format = flags[i].format;
            return true;
        }
    return false;
}

/* A number, or NaN. */
static double number(const char *text)
{
    char *rest;
    double x = cs_strtod((char *)text, &rest);
    return rest == text || *rest ? NAN : x;
}

int kc_util_scale(CSOUND *cs, int argc, char **argv)
{
    options o = {.out = "test"};
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (*a != '-') {
            if (o.in) return usage(cs, "too many arguments", "");
            o.in = a;
            continue;
        }
        for (const char *c = a + 1; *c; c++) {
            if (format_flag(&o, *c)) continue;
            if (!strchr("oFMP", *c)) return usage(cs, "unknown flag in ", a);
            const char *value = c[1] ? c + 1 : i + 1 < argc ? argv[++i] : "";
            if (!*value) return usage(cs, "no value for ", a);
            double x = number(value);
            if (*c != 'o' && !isfinite(x)) return usage(cs, "no number: ", value);
            if (*c == 'o') o.out = value;
            if (*c == 'F') o.factor = x;
            if (*c == 'M') o.maximum = x;
            if (*c == 'P') o.maximum = x * .01 * FULL;
            break;
        }
    }
    return o.in ? scale(cs, &o) : usage(cs, "Insufficient arguments", "");
}
