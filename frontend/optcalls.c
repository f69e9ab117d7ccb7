/* Flags that do more than set one field. */
#include "frontend/optlist.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 1 << 20, MAX_DEPTH = 8, MAX_SINE = 1 << 24 };

static const char *const file_types[] = {"",     "wav", "aiff",  "au",    "raw",   "paf",  "svx",
                                         "nist", "voc", "ircam", "w64",   "mat4",  "mat5", "pvf",
                                         "xi",   "htk", "sds",   "avr",   "wavex", "sd2",  "flac",
                                         "caf",  "wve", "ogg",   "mpc2k", "rf64",  "mpeg"};
static const char *const sample_types[] = {"",      "short", "float", "24bit",  "long",  "schar",
                                           "uchar", "ulaw",  "alaw",  "double", "vorbis"};
enum {
    NFILES = sizeof file_types / sizeof *file_types,
    NSAMPLES = sizeof sample_types / sizeof *sample_types
};

const char *kc_file_type_name(kc_file_type t) { return (unsigned)t < NFILES ? file_types[t] : ""; }
const char *kc_sample_type_name(kc_sample_type t) { return (unsigned)t < NSAMPLES ? sample_types[t] : ""; }

static void mark(kc_opt_parser *p, kc_opt_setting s) { p->o->set_by[s] = (unsigned char)p->origin; }

static void warn(kc_opt_parser *p, const char *text)
{
    kc_diag_warning(p->d, p->at, "option-value", "%s", text);
}

/* ---- sound ------------------------------------------------------------------------------- */

bool kc_opt_output(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    if (!strcmp(arg, "stdin")) return kc_opt_fail(p, "option-value", "-o cannot be stdin");
    p->o->output = kc_arena_strdup(&p->o->arena, arg);
    p->o->nosound = false;
    mark(p, KC_SET_NOSOUND);
    return true;
}

bool kc_opt_input(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    if (!strcmp(arg, "stdout")) return kc_opt_fail(p, "option-value", "input cannot be stdout");
    p->o->input = kc_arena_strdup(&p->o->arena, arg);
    return true;
}

bool kc_opt_compressed(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)arg;
    p->o->file_type = (kc_file_type)row->value;
    if (row->value == KC_FILE_OGG) {
        p->o->sample_type = KC_SAMPLE_VORBIS;
        mark(p, KC_SET_SAMPLE_TYPE);
    }
    return true;
}

static bool one_format(kc_opt_parser *p, const char *s, size_t n)
{
    for (int i = 1; i < NFILES; i++) {
        if (strlen(file_types[i]) != n || memcmp(file_types[i], s, n)) continue;
        p->o->file_type = (kc_file_type)i;
        return true;
    }
    for (int i = 1; i < NSAMPLES; i++) {
        if (strlen(sample_types[i]) != n || memcmp(sample_types[i], s, n)) continue;
        p->o->sample_type = (kc_sample_type)i;
        mark(p, KC_SET_SAMPLE_TYPE);
        return true;
    }
    return kc_opt_fail(p, "option-value", "unknown output format: '%.*s'", (int)n, s);
}

bool kc_opt_format(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    for (;;) {
        size_t n = strcspn(arg, ":");
        if (!one_format(p, arg, n)) return false;
        if (!arg[n]) return true;
        arg += n + 1;
    }
}

bool kc_opt_dither(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    int n = arg && *arg ? atoi(arg) : row->value;
    if (n > 2) return kc_opt_fail(p, "option-value", "-Z: dither is 0, 1 or 2");
    p->o->dither = n;
    return true;
}

bool kc_opt_limiter(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    double v = arg ? strtod(arg, NULL) : 0.5;
    bool good = v >= 0 && v <= 1;
    if (!good) warn(p, "Ignoring invalid limiter");
    p->o->limiter = good ? v : 0;
    return true;
}

bool kc_opt_sinesize(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    int n = atoi(arg), size = 1;
    while (size <= n && size < MAX_SINE) size <<= 1;
    p->o->sinesize = size;
    return true;
}

/* ---- console and running ------------------------------------------------------------------- */

bool kc_opt_heartbeat(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    p->o->heartbeat = arg && *arg ? atoi(arg) : 1;
    return true;
}

/* Index of the word among the choices, or -1 after an error. */
static int choice(kc_opt_parser *p, const kc_opt_row *row, const char *arg, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (!strcmp(words[i], arg)) return i;
    kc_opt_fail(p, "option-value", "--%s=%s: the value is one of %s", row->name, arg, row->arg);
    return -1;
}

bool kc_opt_diagnostics(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    int i = choice(p, row, arg, (const char *const[]){"text", "json", NULL});
    p->o->diagnostics_json = i == 1;
    return i >= 0;
}

bool kc_opt_jit(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    int i = choice(p, row, arg, (const char *const[]){"off", "auto", "wait", NULL});
    if (i >= 0) p->o->jit = (kc_jit_mode)i;
    return i >= 0;
}

bool kc_opt_lanes(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    static const int lanes[] = {0, 1, 8};
    int i = choice(p, row, arg, (const char *const[]){"auto", "1", "8", NULL});
    if (i >= 0) p->o->lanes = lanes[i];
    return i >= 0;
}

bool kc_opt_cache(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    int i = choice(p, row, arg, (const char *const[]){"off", "on", NULL});
    p->o->cache = i == 1;
    return i >= 0;
}

bool kc_opt_init_only(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row, (void)arg;
    p->o->init_only = p->o->nosound = true;
    p->o->syntax_check = false;
    mark(p, KC_SET_NOSOUND);
    mark(p, KC_SET_SYNTAX_CHECK);
    return true;
}

bool kc_opt_sched(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    p->o->sched = arg ? atoi(arg) : -1;
    return true;
}

bool kc_opt_tempo(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    char *end;
    double v = strtod(arg, &end);
    if (end == arg || *end || !(v >= 0) || v > 1e9) return kc_opt_fail(p, "option-value", "illegal tempo");
    if (v == 0 && !row->value) { /* -t0 */
        p->o->srt = KC_SRT_HEX;
        mark(p, KC_SET_SRT);
        return true;
    }
    p->o->tempo = v;
    p->o->beat_mode = v > 0;
    return true;
}

bool kc_opt_srt(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)arg; /* the file is always score.srt */
    p->o->srt = (kc_srt_form)row->value;
    return true;
}

/* ---- lists ---------------------------------------------------------------------------------- */

/* Adds a pair, or replaces the value of one with that name: sources are read twice. */
static void put_pair(kc_options *o, kc_opt_pairs *list, const char *name, size_t n, const char *value)
{
    kc_opt_pair pair = {kc_arena_strndup(&o->arena, name, n), kc_arena_strdup(&o->arena, value), false};
    for (int i = 0; i < list->n; i++) {
        if (strcmp(list->v[i].name, pair.name)) continue;
        list->v[i] = pair;
        return;
    }
    kc_vec_push(list, pair);
}

static bool macro(kc_opt_parser *p, kc_opt_pairs *list, const kc_opt_row *row, const char *arg)
{
    size_t n = strcspn(arg, "=");
    if (!n) return kc_opt_fail(p, "option-value", "Invalid macro name for --%s", row->name);
    put_pair(p->o, list, arg, n, arg[n] ? arg + n + 1 : "");
    return true;
}

bool kc_opt_omacro(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    return macro(p, &p->o->omacros, row, arg);
}

bool kc_opt_smacro(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    return macro(p, &p->o->smacros, row, arg);
}

bool kc_opt_strset(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    size_t n = 0;
    while (isdigit((unsigned char)arg[n])) n++;
    if (!n || n > 9 || arg[n] != '=') {
        warn(p, "--strset: invalid format");
        return true;
    }
    put_pair(p->o, &p->o->strset, arg, n, arg + n + 1);
    return true;
}

static bool same_env(const kc_opt_pair *a, const kc_opt_pair *b)
{
    return a->append == b->append && !strcmp(a->name, b->name) && !strcmp(a->value, b->value);
}

bool kc_opt_env(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    size_t n = strcspn(arg, "=");
    bool append = n && arg[n - 1] == '+';
    if (!arg[n] || n - append == 0) return kc_opt_fail(p, "option-value", "*** invalid format for --env");
    kc_opt_pair pair = {kc_arena_strndup(&p->o->arena, arg, n - append),
                        kc_arena_strdup(&p->o->arena, arg + n + 1), append};
    for (int i = 0; i < p->o->env.n; i++)
        if (same_env(&p->o->env.v[i], &pair)) return true; /* the second pass over the command line */
    kc_vec_push(&p->o->env, pair);
    return true;
}

bool kc_opt_opcode_lib(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    for (int i = 0; i < p->o->opcode_libs.n; i++)
        if (!strcmp(p->o->opcode_libs.v[i], arg)) return true;
    kc_vec_push(&p->o->opcode_libs, kc_arena_strdup(&p->o->arena, arg));
    return true;
}

bool kc_opt_file(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    kc_sbuf text = {0};
    bool ok = false;
    if (p->depth >= MAX_DEPTH)
        kc_opt_fail(p, "option-file", "option files are nested too deeply: %s", arg);
    else if (kc_sbuf_read_file(&text, arg, MAX_FILE))
        kc_opt_fail(p, "option-file", "Cannot open indirection file %s", arg);
    else
        ok = true;
    if (ok) {
        kc_opt_parser inner = *p;
        inner.depth++;
        inner.at = (kc_span){
            p->d->sources ? kc_sources_add(p->d->sources, arg, text.s ? text.s : "", text.n) : 0, 1, 0, 0};
        ok = kc_opt_parse_text(&inner, text.s ? text.s : "", text.n);
    }
    kc_sbuf_free(&text);
    return ok;
}

/* ---- -+name=value ------------------------------------------------------------------------------ */

static const char *const free_names[] = {"id_title",
                                         "id_artist",
                                         "id_comment",
                                         "id_copyright",
                                         "id_date",
                                         "id_software",
                                         "id_scopyright",
                                         "jack_client",
                                         "jack_inportname",
                                         "jack_outportname",
                                         "jack_sleep_time",
                                         "jack_midi_client",
                                         "jack_midi_inportname",
                                         "jack_midi_outportname",
                                         "alsaseq_client",
                                         "rtscheduler",
                                         "input_stream",
                                         "output_stream",
                                         "server"};

/* 0 or 1, or -1 when the text is no boolean. */
static int boolean(const char *s)
{
    static const char *const words[] = {"0", "1", "no", "yes", "off", "on", "false", "true"};
    for (int i = 0; i < 8; i++)
        if (!strcmp(s, words[i])) return i & 1;
    return -1;
}

static bool *named_switch(kc_options *o, const char *name)
{
    if (!strcmp(name, "msg_color")) return &o->msg_color;
    if (!strcmp(name, "ignore_csopts")) return &o->ignore_csopts;
    if (!strcmp(name, "raw_controller_mode")) return &o->raw_controller_mode;
    return NULL;
}

static char **named_text(kc_options *o, const char *name)
{
    if (!strcmp(name, "rtaudio")) return &o->rtaudio;
    if (!strcmp(name, "rtmidi")) return &o->rtmidi;
    if (!strcmp(name, "mute_tracks")) return &o->mute_tracks;
    return NULL;
}

/* Why the pair can't be used, or NULL. A name without a value switches a boolean on. */
static const char *set_named(kc_options *o, const char *name, const char *value)
{
    bool *sw = named_switch(o, name);
    char **text = named_text(o, name);
    int b = value ? boolean(value) : 1;
    if (sw && b < 0) return "invalid boolean value; must be 0 or 1";
    if (sw)
        *sw = b;
    else if (!value)
        return "type of option is not boolean";
    else if (text)
        *text = kc_arena_strdup(&o->arena, value);
    else if (!strcmp(name, "skip_seconds"))
        o->skip_seconds = strtod(value, NULL);
    else {
        for (size_t i = 0; i < sizeof free_names / sizeof *free_names; i++)
            if (!strcmp(free_names[i], name)) return NULL;
        return "invalid variable name";
    }
    return NULL;
}

bool kc_opt_named(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    size_t n = strcspn(arg, "=");
    char *name = kc_arena_strndup(&p->o->arena, arg, n);
    if (!strcmp(name, "skip_seconds"))
        return kc_opt_fail(p, "option-unsupported", "option -+%s is not supported", name);
    const char *value = arg[n] ? arg + n + 1 : NULL;
    const char *fault = set_named(p->o, name, value);
    if (fault) /* Csound goes on after these */
        kc_diag_warning(p->d, p->at, "option-value", " *** error setting option '%s' to '%s': %s", name,
                        value ? value : "", fault);
    else
        put_pair(p->o, &p->o->named, name, n, value ? value : "1");
    return true;
}

/* ---- network and actions --------------------------------------------------------------------------- */

bool kc_opt_port(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    int n = atoi(arg);
    if (n < 1 || n > 65535) return kc_opt_fail(p, "option-value", "--port=%s: a port is 1 to 65535", arg);
    p->o->port = n;
    p->o->daemon = true;
    mark(p, KC_SET_DAEMON);
    return true;
}

bool kc_opt_udp(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    const char *colon = strrchr(arg, ':');
    if (!colon || colon == arg) {
        warn(p, "UDP console: needs address and port");
        return true;
    }
    *(char **)((char *)p->o + row->offset) = kc_arena_strdup(&p->o->arena, arg);
    return true;
}

bool kc_opt_list(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    p->o->action = KC_DO_LIST_OPCODES;
    p->o->list_types = arg && *arg ? atoi(arg) : 0;
    return true;
}

bool kc_opt_utility(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    p->o->action = KC_DO_UTILITY;
    p->o->utility = p->index;
    p->o->utility_name = kc_arena_strdup(&p->o->arena, arg);
    p->stop = true;
    return true;
}

bool kc_opt_devices(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    p->o->action = (kc_opt_action)row->value;
    p->o->list_which = arg ? kc_arena_strdup(&p->o->arena, arg) : NULL;
    return true;
}

bool kc_opt_missing(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row, (void)arg;
    p->o->action = KC_DO_MISSING;
    return true;
}

bool kc_opt_profile(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    p->o->profile = true;
    if (arg && *arg) p->o->profile_file = kc_arena_strdup(&p->o->arena, arg);
    return true;
}

bool kc_opt_coverage(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    (void)row;
    p->o->action = KC_DO_COVERAGE;
    p->o->coverage = kc_arena_strdup(&p->o->arena, arg);
    return true;
}
