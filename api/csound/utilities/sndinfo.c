/* sndinfo: what libsndfile knows about sound files. Options: -i instrument chunk, -b broadcast chunk (each
 * may carry 0 or 1). */
#include "api/csound/utilities.h"
#include "api/include/csound/csound.h"
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

static int bits(int format)
{
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_ULAW:
    case SF_FORMAT_ALAW: return 8;
    case SF_FORMAT_PCM_24: return 24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_FLOAT: return 32;
    case SF_FORMAT_DOUBLE: return 64;
    default: return 16;
    }
}

/* The container's short name: the first word of libsndfile's. */
static void container(int format, char *word, size_t room)
{
    SF_FORMAT_INFO info = {.format = format & SF_FORMAT_TYPEMASK};
    if (info.format == SF_FORMAT_WAVEX) info.format = SF_FORMAT_WAV;
    const char *name = sf_command(NULL, SFC_GET_FORMAT_INFO, &info, sizeof info) ? "unknown" : info.name;
    snprintf(word, room, "%.*s", (int)strcspn(name, " "), name);
}

static void channels(int n, char *words, size_t room)
{
    static const char *const names[] = {
        [1] = "monaural", [2] = "stereo", [4] = "quad", [6] = "hex", [8] = "oct"};
    if (n >= 1 && n <= 8 && names[n])
        snprintf(words, room, "%s", names[n]);
    else
        snprintf(words, room, "%d-channel", n);
}

static void instrument(CSOUND *cs, SNDFILE *file)
{
    static const char *const modes[] = {"none", "forward", "backward", "alternating"};
    SF_INSTRUMENT i;
    if (!sf_command(file, SFC_GET_INSTRUMENT, &i, sizeof i)) return;
    kc_cs_message(cs, 0, "  gain %d, base note %d, velocities %d to %d, keys %d to %d, %d loops\n", i.gain,
                  i.basenote, i.velocity_lo, i.velocity_hi, i.key_lo, i.key_hi, i.loop_count);
    for (int l = 0; l < i.loop_count && l < 16; l++) {
        unsigned mode = (unsigned)i.loops[l].mode - SF_LOOP_NONE;
        kc_cs_message(cs, 0, "  loop %d: %s, %u to %u, %u times\n", l, mode < 4 ? modes[mode] : "?",
                      i.loops[l].start, i.loops[l].end, i.loops[l].count);
    }
}

static void broadcast(CSOUND *cs, SNDFILE *file)
{
    SF_BROADCAST_INFO b;
    if (!sf_command(file, SFC_GET_BROADCAST_INFO, &b, sizeof b)) return;
    kc_cs_message(
        cs, 0, "  description: %.*s\n  originator: %.*s, reference %.*s\n  date: %.*s %.*s\n  version %d\n",
        (int)sizeof b.description, b.description, (int)sizeof b.originator, b.originator,
        (int)sizeof b.originator_reference, b.originator_reference, (int)sizeof b.origination_date,
        b.origination_date, (int)sizeof b.origination_time, b.origination_time, b.version);
}

static int show(CSOUND *cs, const char *name, bool instr, bool bcast)
{
    char *path = kc_cs_find_sound(cs, name);
    if (!path) {
        kc_cs_message(cs, 0, "%s:\n\tcould not find\n", name);
        return -1;
    }
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    if (!file) {
        kc_cs_message(cs, 0, "%s: Not a sound file\n", path);
        free(path);
        return -1;
    }
    char words[32], type[32];
    channels(info.channels, words, sizeof words);
    container(info.format, type, sizeof type);
    kc_cs_message(cs, 0, "%s:\n", path);
    kc_cs_message(cs, 0, "\tsrate %d, %s, %d bit %s, %5.3f seconds\n", info.samplerate, words,
                  bits(info.format), type, (double)info.frames / info.samplerate);
    kc_cs_message(cs, 0, "\t(%ld sample frames)\n", (long)info.frames);
    if (instr) instrument(cs, file);
    if (bcast) broadcast(cs, file);
    sf_close(file);
    free(path);
    return 0;
}

int kc_util_sndinfo(CSOUND *cs, int argc, char **argv)
{
    bool instr = false, bcast = false;
    int result = 0;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (!strncmp(a, "-j", 2))
            i += !a[2]; /* once a number of threads; ignored with its value */
        else if (!strncmp(a, "-i", 2))
            instr = !a[2] || atoi(a + 2);
        else if (!strncmp(a, "-b", 2))
            bcast = !a[2] || atoi(a + 2);
        else if (show(cs, a, instr, bcast))
            result = -1;
    }
    return result;
}
