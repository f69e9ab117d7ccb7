/* Options that become something else: header overrides, sound formats, and runs that only print. */
#include "api/render.h"
#include "runtime/io/sound.h"
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

void kc_render_overrides(const kc_options *o, kc_header *h)
{
    *h = kc_header_defaults();
    if (o->default_ksmps > 0) h->ksmps = o->default_ksmps; /* not marked as set: a default */
    if (o->sr > 0) h->sr = o->sr, h->set |= KC_HDR_SR;
    if (o->kr > 0) h->kr = o->kr, h->set |= KC_HDR_KR;
    if (o->ksmps > 0) h->ksmps = o->ksmps, h->set |= KC_HDR_KSMPS;
    if (o->nchnls > 0) h->nchnls = o->nchnls, h->set |= KC_HDR_NCHNLS;
    if (o->nchnls_i > 0) h->nchnls_i = o->nchnls_i, h->set |= KC_HDR_NCHNLS_I;
    if (o->zerodbfs > 0) h->zerodbfs = o->zerodbfs, h->set |= KC_HDR_0DBFS;
}

static const int containers[] = {[KC_FILE_WAV] = SF_FORMAT_WAV,     [KC_FILE_AIFF] = SF_FORMAT_AIFF,
                                 [KC_FILE_AU] = SF_FORMAT_AU,       [KC_FILE_RAW] = SF_FORMAT_RAW,
                                 [KC_FILE_PAF] = SF_FORMAT_PAF,     [KC_FILE_SVX] = SF_FORMAT_SVX,
                                 [KC_FILE_NIST] = SF_FORMAT_NIST,   [KC_FILE_VOC] = SF_FORMAT_VOC,
                                 [KC_FILE_IRCAM] = SF_FORMAT_IRCAM, [KC_FILE_W64] = SF_FORMAT_W64,
                                 [KC_FILE_MAT4] = SF_FORMAT_MAT4,   [KC_FILE_MAT5] = SF_FORMAT_MAT5,
                                 [KC_FILE_PVF] = SF_FORMAT_PVF,     [KC_FILE_XI] = SF_FORMAT_XI,
                                 [KC_FILE_HTK] = SF_FORMAT_HTK,     [KC_FILE_SDS] = SF_FORMAT_SDS,
                                 [KC_FILE_AVR] = SF_FORMAT_AVR,     [KC_FILE_WAVEX] = SF_FORMAT_WAVEX,
                                 [KC_FILE_SD2] = SF_FORMAT_SD2,     [KC_FILE_FLAC] = SF_FORMAT_FLAC,
                                 [KC_FILE_CAF] = SF_FORMAT_CAF,     [KC_FILE_WVE] = SF_FORMAT_WVE,
                                 [KC_FILE_OGG] = SF_FORMAT_OGG,     [KC_FILE_MPC2K] = SF_FORMAT_MPC2K,
                                 [KC_FILE_RF64] = SF_FORMAT_RF64,   [KC_FILE_MPEG] = 0};
static const int samples[] = {[KC_SAMPLE_DEFAULT] = SF_FORMAT_PCM_16, [KC_SAMPLE_SHORT] = SF_FORMAT_PCM_16,
                              [KC_SAMPLE_FLOAT] = SF_FORMAT_FLOAT,    [KC_SAMPLE_24BIT] = SF_FORMAT_PCM_24,
                              [KC_SAMPLE_LONG] = SF_FORMAT_PCM_32,    [KC_SAMPLE_SCHAR] = SF_FORMAT_PCM_S8,
                              [KC_SAMPLE_UCHAR] = SF_FORMAT_PCM_U8,   [KC_SAMPLE_ULAW] = SF_FORMAT_ULAW,
                              [KC_SAMPLE_ALAW] = SF_FORMAT_ALAW,      [KC_SAMPLE_DOUBLE] = SF_FORMAT_DOUBLE,
                              [KC_SAMPLE_VORBIS] = SF_FORMAT_VORBIS};

int kc_render_sound_format(const kc_options *o, const char *sfoutyp, const kc_console *con)
{
    int container = SF_FORMAT_WAV, sample = samples[o->sample_type];
    if (o->file_type != KC_FILE_DEFAULT)
        container = containers[o->file_type];
    else if (sfoutyp && *sfoutyp) {
        if (!strcmp(sfoutyp, "AIFF"))
            container = SF_FORMAT_AIFF;
        else if (!strcmp(sfoutyp, "IRCAM"))
            container = SF_FORMAT_IRCAM;
        else if (!strcmp(sfoutyp, "RAW"))
            container = SF_FORMAT_RAW;
        else if (strcmp(sfoutyp, "WAV") && strcmp(sfoutyp, "WAVE")) {
            kc_say(con, "%s not a recognised SFOUTYP env setting\n", sfoutyp);
            return -1;
        }
    }
    if (!container) {
        kc_say(con, "MPEG output is not supported\n");
        return -1;
    }
    if (container == SF_FORMAT_OGG) sample = SF_FORMAT_VORBIS;
    return container | sample;
}

/* ---- lists ------------------------------------------------------------------------------------ */

static bool listed(const kc_opdesc *d)
{
    return !d->deprecated && (((d->name[0] | 32) >= 'a' && (d->name[0] | 32) <= 'z') || d->name[0] == '_');
}

/* Names in four columns, each once; with types, a line for every form. */
static void list_opcodes(int with_types)
{
    int n = 0;
    const char *last = "";
    for (int i = 0; i < kc_optable_count; i++) {
        const kc_opdesc *d = kc_optable[i];
        if (!listed(d) || (!with_types && !strcmp(d->name, last))) continue;
        last = d->name;
        if (with_types)
            printf("%-11s %-11s %s\n", d->name, *d->outs ? d->outs : "(null)", *d->ins ? d->ins : "(null)");
        else
            printf("%s%-19s", n % 4 ? " " : "\n", d->name);
        n++;
    }
    printf("\n%d opcodes\n\n", n);
}

/* A core operation or the compiler itself serves these names. */
static int built_in(const char *name, const char *outs)
{
    static const char *const names[] = {"goto",   "igoto",  "kgoto",  "xin",    "xout",    "rireturn",
                                        "cggoto", "cigoto", "ckgoto", "cngoto", "cingoto", "cnkgoto",
                                        "instr",  "endin",  "opcode", "endop"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i])) return 1;
    return !strcmp(name, "init") && (strchr("Izm", outs[0]) != NULL);
}

static int coverage(const char *path, const kc_console *con)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        kc_say(con, "cannot open %s\n", path);
        return 1;
    }
    char line[4096];
    int entries = 0, missing = 0;
    while (fgets(line, sizeof line, f)) {
        char *save, *name = strtok_r(line, "\t\n", &save), *outs = strtok_r(NULL, "\t\n", &save),
                    *ins = strtok_r(NULL, "\t\n", &save);
        if (!ins || (!entries && !strcmp(name, "name"))) continue;
        entries++;
        if (!strcmp(outs, "-")) outs = "";
        if (!strcmp(ins, "-")) ins = "";
        int have = built_in(name, outs);
        for (int i = 0; i < kc_optable_count && !have; i++) {
            const kc_opdesc *d = kc_optable[i];
            have = !strcmp(d->name, name) && !strcmp(d->outs, outs) && !strcmp(d->ins, ins);
        }
        if (have) continue;
        missing++;
        printf("missing\t%s\t%s\t%s\n", name, *outs ? outs : "-", *ins ? ins : "-");
    }
    fclose(f);
    printf("%d of %d entries\n", entries - missing, entries);
    return missing > 0;
}

int kc_render_action(const kc_options *o, const kc_console *con, int *status)
{
    kc_sbuf text = {0};
    *status = 0;
    switch (o->action) {
    case KC_DO_PERFORM: return 0;
    case KC_DO_HELP:
        kc_options_help(&text);
        printf("%s", text.s);
        kc_sbuf_free(&text);
        *status = 1; /* as the reference */
        return 1;
    case KC_DO_VERSION:
        printf("kcycle version " KC_VERSION " (double samples), Csound 6.18 compatible\n%s\n",
               sf_version_string());
        return 1;
    case KC_DO_LIST_OPCODES: list_opcodes(o->list_types > 0); return 1;
    case KC_DO_MISSING: *status = kc_render_missing(o, con); return 1;
    case KC_DO_COVERAGE: *status = coverage(o->coverage, con); return 1;
    case KC_DO_UTILITY: kc_say(con, "utility %s is not available\n", o->utility_name); break;
    case KC_DO_LIST_DEVICES: kc_say(con, "listing audio devices is not supported\n"); break;
    case KC_DO_LIST_MIDI_DEVICES: kc_say(con, "listing MIDI devices is not supported\n"); break;
    case KC_DO_SYSTEM_SR: kc_say(con, "asking the audio device for its rate is not supported\n"); break;
    }
    *status = 1;
    return 1;
}
