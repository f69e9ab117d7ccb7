/* What an instance is and how it is set: header values, options, debug flag, error count. */
#include "api/csound/instance.h"
#include <string.h>

static kc_performance *perf(CSOUND *cs) { return kc_cs_of(cs)->performance; }

/* Values in effect: the engine's, else those of the front end. */
static kc_header header(CSOUND *cs)
{
    if (!cs) return kc_header_defaults();
    kc_performance *p = perf(cs);
    if (!p->engine) return kc_perf_header(p);
    const kc_engine_config *c = kc_engine_get_config(p->engine);
    return (kc_header){c->sr, c->kr, c->zerodbfs, c->a4, c->ksmps, c->nchnls, c->nchnls_i, 0};
}

MYFLT csoundGetSr(CSOUND *cs) { return header(cs).sr; }
MYFLT csoundGetKr(CSOUND *cs) { return header(cs).kr; }
uint32_t csoundGetKsmps(CSOUND *cs) { return (uint32_t)header(cs).ksmps; }
uint32_t csoundGetNchnls(CSOUND *cs) { return (uint32_t)header(cs).nchnls; }
uint32_t csoundGetNchnlsInput(CSOUND *cs) { return (uint32_t)header(cs).nchnls_i; }
MYFLT csoundGet0dBFS(CSOUND *cs) { return header(cs).zerodbfs; }
MYFLT csoundGetA4(CSOUND *cs) { return header(cs).a4; }
int csoundGetSizeOfMYFLT(void) { return (int)sizeof(MYFLT); }

int csoundGetDebug(CSOUND *cs) { return cs ? kc_cs_of(cs)->debug : 0; }
void csoundSetDebug(CSOUND *cs, int debug)
{
    if (!cs) return;
    kc_cs_of(cs)->debug = debug != 0;
    perf(cs)->opt.verbose = debug != 0;
}

MYFLT csoundSystemSr(CSOUND *cs, MYFLT rate)
{
    if (!cs) return -1;
    if (rate > 0) kc_cs_of(cs)->system_sr = rate;
    return kc_cs_of(cs)->system_sr;
}

int csoundErrCnt(CSOUND *cs)
{
    return cs ? perf(cs)->extra_errors + (perf(cs)->engine ? kc_engine_errors(perf(cs)->engine) : 0) : 0;
}

/* ---- options ---------------------------------------------------------------------------------- */

typedef struct {
    const char *text;
    int result;
} option_call;

static void set_option(kc_cs *cs, void *arg)
{
    option_call *o = arg;
    kc_performance *p = cs->performance;
    if (cs->started) {
        o->result = 1;
        return;
    }
    char flag[3] = {o->text[0], o->text[0] ? o->text[1] : 0, 0}, *words[3] = {"csound"};
    int n = 1;
    if (o->text[0] == '-' && o->text[1] && o->text[1] != '-' && o->text[2] == ' ') { /* -o name */
        words[n++] = flag;
        words[n++] = (char *)(uintptr_t)(o->text + 2 + strspn(o->text + 2, " "));
    } else
        words[n++] = (char *)(uintptr_t)o->text;
    o->result =
        kc_options_parse_args(&p->opt, n, words, KC_OPT_API, &p->diags) ? CSOUND_ERROR : CSOUND_SUCCESS;
    kc_perf_flush(p);
    if (!p->session_ready) return;
    kc_header over;
    kc_render_overrides(&p->opt, &over);
    kc_session_set_overrides(p->session, &over);
}

int csoundSetOption(CSOUND *cs, const char *option)
{
    if (!cs || !option) return CSOUND_ERROR;
    if (*option != '-') return CSOUND_SUCCESS; /* a word that is no option has no effect */
    option_call o = {option, 0};
    kc_cs_call(kc_cs_of(cs), set_option, &o);
    return o.result;
}

void csoundGetParams(CSOUND *cs, CSOUND_PARAMS *to)
{
    if (!cs || !to) return;
    const kc_options *o = &perf(cs)->opt;
    *to = (CSOUND_PARAMS){.debug_mode = kc_cs_of(cs)->debug,
                          .buffer_frames = o->buffer,
                          .hardware_buffer_frames = o->hw_buffer,
                          .displays = o->displays != 0,
                          .ascii_graphs = o->displays == 1,
                          .postscript_graphs = o->displays == 2,
                          .message_level = o->message_level,
                          .tempo = (int)o->tempo,
                          .ring_bell = o->notify,
                          .use_cscore = o->cscore,
                          .terminate_on_midi = o->midi_end,
                          .heartbeat = o->heartbeat,
                          .defer_gen01_load = o->defer_gen1,
                          .midi_key = o->midi_key,
                          .midi_key_cps = o->midi_key_cps,
                          .midi_key_oct = o->midi_key_oct,
                          .midi_key_pch = o->midi_key_pch,
                          .midi_velocity = o->midi_velocity,
                          .midi_velocity_amp = o->midi_velocity_amp,
                          .no_default_paths = !o->default_paths,
                          .number_of_threads = o->threads,
                          .syntax_check_only = o->syntax_check,
                          .csd_line_counts = o->csd_line_nums,
                          .realtime_mode = o->realtime,
                          .sample_accurate = o->sample_accurate,
                          .sample_rate_override = o->sr,
                          .control_rate_override = o->kr,
                          .nchnls_override = o->nchnls,
                          .nchnls_i_override = o->nchnls_i,
                          .e0dbfs_override = o->zerodbfs,
                          .daemon = o->daemon,
                          .ksmps_override = o->ksmps,
                          .FFT_library = o->fftlib};
}

static int positive(int x) { return x > 0 ? x : 0; }

static void set_params(kc_cs *cs, void *arg)
{
    const CSOUND_PARAMS *f = arg;
    kc_options *o = &cs->performance->opt;
    csoundSetMessageLevel(kc_cs_public(cs), f->message_level);
    csoundSetDebug(kc_cs_public(cs), f->debug_mode);
    if (cs->started) return;
    o->buffer = f->buffer_frames;
    o->hw_buffer = positive(f->hardware_buffer_frames);
    o->displays = !f->displays ? 0 : f->postscript_graphs ? 2 : f->ascii_graphs ? 1 : 3;
    o->tempo = f->tempo;
    o->beat_mode = f->tempo > 0;
    o->notify = f->ring_bell;
    o->cscore = f->use_cscore;
    o->midi_end = f->terminate_on_midi;
    o->heartbeat = f->heartbeat;
    o->defer_gen1 = f->defer_gen01_load;
    o->midi_key = positive(f->midi_key);
    o->midi_key_cps = positive(f->midi_key_cps);
    o->midi_key_oct = positive(f->midi_key_oct);
    o->midi_key_pch = positive(f->midi_key_pch);
    o->midi_velocity = positive(f->midi_velocity);
    o->midi_velocity_amp = positive(f->midi_velocity_amp);
    o->default_paths = !f->no_default_paths;
    o->threads = f->number_of_threads < 1 ? 1 : f->number_of_threads;
    o->syntax_check = f->syntax_check_only;
    o->csd_line_nums = f->csd_line_counts;
    o->realtime = f->realtime_mode;
    o->sample_accurate = f->sample_accurate;
    o->sr = f->sample_rate_override > 0 ? f->sample_rate_override : 0;
    o->kr = f->control_rate_override > 0 ? f->control_rate_override : 0;
    o->nchnls = positive(f->nchnls_override);
    o->nchnls_i = positive(f->nchnls_i_override);
    o->zerodbfs = f->e0dbfs_override > 0 ? f->e0dbfs_override : 0;
    o->daemon = f->daemon;
    o->ksmps = positive(f->ksmps_override);
    o->fftlib = f->FFT_library;
    if (!cs->performance->session_ready) return;
    kc_header over;
    kc_render_overrides(o, &over);
    kc_session_set_overrides(cs->performance->session, &over);
}

void csoundSetParams(CSOUND *cs, CSOUND_PARAMS *params)
{
    if (cs && params) kc_cs_call(kc_cs_of(cs), set_params, params);
}
