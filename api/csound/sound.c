/* spin, spout and buffers as the host sees them, drivers it provides, names and formats of sound. */
#include "api/csound/io.h"
#include <string.h>

static kc_io *io_of(CSOUND *cs) { return kc_cs_of(cs)->io; }

long csoundGetInputBufferSize(CSOUND *cs) { return cs ? io_of(cs)->nin : 0; }
long csoundGetOutputBufferSize(CSOUND *cs) { return cs ? io_of(cs)->nout : 0; }
MYFLT *csoundGetInputBuffer(CSOUND *cs) { return cs ? io_of(cs)->in : NULL; }
MYFLT *csoundGetOutputBuffer(CSOUND *cs) { return cs ? io_of(cs)->out : NULL; }
MYFLT *csoundGetSpin(CSOUND *cs) { return cs ? io_of(cs)->spin : NULL; }
MYFLT *csoundGetSpout(CSOUND *cs) { return cs ? io_of(cs)->spout : NULL; }

void csoundClearSpin(CSOUND *cs)
{
    if (cs && io_of(cs)->spin) memset(io_of(cs)->spin, 0, (size_t)io_of(cs)->nspin * sizeof(double));
}

/* The sample of a frame, NULL outside of the buffer. */
static double *at(CSOUND *cs, double *buffer, int frame, int channel, bool output)
{
    if (!buffer) return NULL;
    const kc_engine_config *cfg = kc_engine_get_config(kc_cs_of(cs)->performance->engine);
    int channels = output ? cfg->nchnls : cfg->nchnls_i;
    if (frame < 0 || frame >= cfg->ksmps || channel < 0 || channel >= channels) return NULL;
    return buffer + (size_t)frame * (size_t)channels + channel;
}

void csoundAddSpinSample(CSOUND *cs, int frame, int channel, MYFLT sample)
{
    double *x = cs ? at(cs, io_of(cs)->spin, frame, channel, false) : NULL;
    if (x) *x += sample;
}

void csoundSetSpinSample(CSOUND *cs, int frame, int channel, MYFLT sample)
{
    double *x = cs ? at(cs, io_of(cs)->spin, frame, channel, false) : NULL;
    if (x) *x = sample;
}

MYFLT csoundGetSpoutSample(CSOUND *cs, int frame, int channel)
{
    const double *x = cs ? at(cs, io_of(cs)->spout, frame, channel, true) : NULL;
    return x ? *x : 0;
}

/* ---- drivers ---------------------------------------------------------------------------------- */

void csoundSetHostImplementedAudioIO(CSOUND *cs, int state, int frames)
{
    if (!cs || kc_cs_of(cs)->started) return;
    io_of(cs)->host = state != 0;
    io_of(cs)->host_frames = frames > 0 ? frames : 0;
}

void csoundSetPlayopenCallback(CSOUND *cs, int (*hook)(CSOUND *, const csRtAudioParams *))
{
    if (cs) io_of(cs)->open_out = hook;
}
void csoundSetRecopenCallback(CSOUND *cs, int (*hook)(CSOUND *, const csRtAudioParams *))
{
    if (cs) io_of(cs)->open_in = hook;
}
void csoundSetRtplayCallback(CSOUND *cs, void (*hook)(CSOUND *, const MYFLT *samples, int bytes))
{
    if (cs) io_of(cs)->play = hook;
}
void csoundSetRtrecordCallback(CSOUND *cs, int (*hook)(CSOUND *, MYFLT *samples, int bytes))
{
    if (cs) io_of(cs)->record = hook;
}
void csoundSetRtcloseCallback(CSOUND *cs, void (*hook)(CSOUND *))
{
    if (cs) io_of(cs)->close = hook;
}
void csoundSetAudioDeviceListCallback(CSOUND *cs, int (*hook)(CSOUND *, CS_AUDIODEVICE *list, int output))
{
    if (cs) io_of(cs)->list = hook;
}
int csoundGetAudioDevList(CSOUND *cs, CS_AUDIODEVICE *list, int output)
{
    return cs && io_of(cs)->list ? io_of(cs)->list(cs, list, output) : 0;
}
void **csoundGetRtPlayUserData(CSOUND *cs) { return cs ? &io_of(cs)->play_data : NULL; }
void **csoundGetRtRecordUserData(CSOUND *cs) { return cs ? &io_of(cs)->record_data : NULL; }

/* ---- names and formats ------------------------------------------------------------------------ */

static kc_options *opt(CSOUND *cs) { return &kc_cs_of(cs)->performance->opt; }
static char *copy(CSOUND *cs, const char *s) { return s ? kc_arena_strdup(&opt(cs)->arena, s) : NULL; }

const char *csoundGetOutputName(CSOUND *cs)
{
    if (!cs) return NULL;
    return kc_cs_of(cs)->performance->out_name ? kc_cs_of(cs)->performance->out_name : opt(cs)->output;
}
const char *csoundGetInputName(CSOUND *cs) { return cs ? opt(cs)->input : NULL; }

void csoundSetInput(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->input = copy(cs, name);
}

static int file_type(const char *word, kc_file_type otherwise)
{
    for (kc_file_type t = KC_FILE_WAV; t <= KC_FILE_MPEG; t++)
        if (!strcmp(word, kc_file_type_name(t))) return (int)t;
    return (int)otherwise;
}

static int sample_type(const char *word, kc_sample_type otherwise)
{
    for (kc_sample_type t = KC_SAMPLE_SHORT; t <= KC_SAMPLE_VORBIS; t++)
        if (!strcmp(word, kc_sample_type_name(t))) return (int)t;
    return (int)otherwise;
}

void csoundSetOutput(CSOUND *cs, const char *name, const char *type, const char *format)
{
    if (!cs || !name || kc_cs_of(cs)->started) return;
    kc_options *o = opt(cs);
    o->output = copy(cs, name);
    o->nosound = !strcmp(name, "null");
    if (type) o->file_type = (kc_file_type)file_type(type, o->file_type);
    if (format) o->sample_type = (kc_sample_type)sample_type(format, o->sample_type);
}

/* The caller's buffers have room for words of 5 and 7 letters. */
static void put_word(char *to, const char *word, size_t room)
{
    size_t n = strnlen(word, room - 1);
    memcpy(to, word, n);
    to[n] = 0;
}

void csoundGetOutputFormat(CSOUND *cs, char *type, char *format)
{
    if (!cs || !type || !format) return;
    const kc_options *o = opt(cs);
    put_word(type, kc_file_type_name(o->file_type ? o->file_type : KC_FILE_WAV), 6);
    put_word(format, kc_sample_type_name(o->sample_type ? o->sample_type : KC_SAMPLE_SHORT), 8);
}

void csoundSetMIDIInput(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->midi_in = copy(cs, name);
}
void csoundSetMIDIFileInput(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->midi_file = copy(cs, name);
}
void csoundSetMIDIOutput(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->midi_out = copy(cs, name);
}
void csoundSetMIDIFileOutput(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->midi_out_file = copy(cs, name);
}
void csoundSetRTAudioModule(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->rtaudio = copy(cs, name);
}
void csoundSetMIDIModule(CSOUND *cs, const char *name)
{
    if (cs && !kc_cs_of(cs)->started) opt(cs)->rtmidi = copy(cs, name);
}
/* There are no modules: drivers are the host's. */
int csoundGetModule(CSOUND *cs, int n, char **name, char **type)
{
    (void)cs, (void)n, (void)name, (void)type;
    return CSOUND_ERROR;
}
