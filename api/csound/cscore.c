/* cscore: events, the streams they are read from and written to, and the callback that -C runs. Lists are in
 * cscore_lists.c.
 *
 * A stream holds one statement a line: the letter, then p-fields. In a section that a w statement has opened,
 * p2 and p3 stand there twice: in beats, then in seconds. Strings stand in quotes. Each input keeps its own
 * place, so that a host may switch between several. */
#include "api/csound/cscore.h"
#include "api/include/csound/csoundCore.h"
#include "api/include/csound/cscore.h"
#include "runtime/base/sbuf.h"
#include <ctype.h>
#include <errno.h>

typedef struct input {
    struct input *next;
    FILE *file;
    EVENT *ahead; /* read, not handed out */
    bool ours;    /* opened by cscoreFileOpen */
    bool warped, ended, section_over;
    MYFLT until;
} input;

typedef struct {
    input *inputs, *current;
    FILE *out;
    bool out_warped;
} cscore;

static void end(CSOUND *cs, void *part)
{
    (void)cs; /* events are the instance's memory: reset frees them */
    cscore *c = part;
    for (input *in = c->inputs, *next; in; in = next) {
        next = in->next;
        if (in->ours) fclose(in->file);
        free(in);
    }
}

static cscore *get(CSOUND *cs) { return kc_cs_part(cs, "cscore", sizeof(cscore), KC_UNTIL_RESET, end); }

/* ---- events ----------------------------------------------------------------------------------- */

EVENT *cscoreCreateEvent(CSOUND *cs, int pcount)
{
    if (!cs || pcount < 0 || pcount > PMAX) return NULL;
    EVENT *e = kc_cs_alloc(cs, sizeof *e + (size_t)pcount * sizeof *e->p, true);
    if (!e) return NULL;
    e->pcnt = (int16)pcount;
    return e;
}

EVENT *cscoreCopyEvent(CSOUND *cs, EVENT *event)
{
    if (!cs || !event) return NULL;
    EVENT *e = cscoreCreateEvent(cs, event->pcnt);
    if (!e) return NULL;
    size_t bytes = sizeof *e + (size_t)event->pcnt * sizeof *e->p;
    memcpy(e, event, bytes);
    return e; /* the strings are shared: they live until reset */
}

void cscoreFreeEvent(CSOUND *cs, EVENT *event)
{
    if (cs) kc_cs_free(cs, event);
}

/* A quoted string at *at: joins `strings`; *at gets behind it. The value that stands for it is NaN with its
 * number in it, strings in order. */
static MYFLT quoted(const char **at, kc_sbuf *strings, int number)
{
    const char *start = *at + 1, *stop = strchr(start, '"');
    size_t n = stop ? (size_t)(stop - start) : strlen(start);
    for (size_t i = 0; i < n; i++) kc_sbuf_putc(strings, start[i]);
    kc_sbuf_putc(strings, 0);
    *at = start + n + (stop != NULL);
    uint64_t bits = 0x7ff8000000000000u | (unsigned)number;
    MYFLT value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The p-fields of a line: how many there are; `p` has room for PMAX + 1. */
static int fields(const char *at, MYFLT *p, kc_sbuf *strings)
{
    int n = 0, nstrings = 0;
    while (n < PMAX) {
        while (isspace((unsigned char)*at)) at++;
        if (!*at || *at == ';') break;
        char *next = NULL;
        p[n + 1] = *at == '"' ? quoted(&at, strings, nstrings++) : cs_strtod((char *)at, &next);
        if (next == at) break; /* no number: the rest is no p-field */
        if (next) at = next;
        n++;
    }
    return n;
}

static EVENT *event_of(CSOUND *cs, const char *line, bool warped)
{
    while (isspace((unsigned char)*line)) line++;
    if (!*line) return NULL;
    MYFLT *p = kc_cs_alloc(cs, (PMAX + 1) * sizeof *p, true);
    kc_sbuf strings = {0};
    int n = fields(line + 1, p, &strings);
    MYFLT beats2 = p[2], beats3 = p[3];
    if (warped && n >= 3) { /* p2 twice, p3 twice */
        beats3 = n >= 4 ? p[4] : 0;
        p[2] = p[3];
        if (n >= 5) p[3] = p[5];
        int gone = n >= 5 ? 2 : 1;
        memmove(p + 4, p + 4 + gone, (size_t)(n > 3 + gone ? n - 3 - gone : 0) * sizeof *p);
        n -= gone;
    }
    EVENT *e = cscoreCreateEvent(cs, n);
    e->op = *line;
    memcpy(e->p, p, (size_t)(n + 1) * sizeof *p);
    e->p2orig = beats2;
    e->p3orig = beats3;
    if (strings.n) {
        e->strarg = kc_cs_alloc(cs, strings.n, false);
        memcpy(e->strarg, strings.s, strings.n);
    }
    kc_sbuf_free(&strings);
    kc_cs_free(cs, p);
    return e;
}

EVENT *cscoreDefineEvent(CSOUND *cs, char *line)
{
    if (!cs || !line) return NULL;
    return event_of(cs, line, false);
}

/* ---- input ------------------------------------------------------------------------------------ */

/* Reads the next event of an input into its `ahead`. */
static void advance(CSOUND *cs, input *in)
{
    in->ahead = NULL;
    char *line = NULL;
    size_t room = 0;
    while (!in->ahead && getline(&line, &room, in->file) >= 0) in->ahead = event_of(cs, line, in->warped);
    free(line);
    if (!in->ahead) in->ended = true;
    if (in->ahead && in->ahead->op == 'w') in->warped = true;
    if (in->ahead && in->ahead->op == 's') in->warped = false;
}

static input *find(cscore *c, FILE *file)
{
    input *in = c->inputs;
    while (in && in->file != file) in = in->next;
    return in;
}

static input *add(CSOUND *cs, FILE *file, bool ours)
{
    cscore *c = get(cs);
    input *in = find(c, file);
    if (in) return in;
    in = calloc(1, sizeof *in);
    if (!in) return NULL;
    *in = (input){.next = c->inputs, .file = file, .ours = ours};
    c->inputs = in;
    advance(cs, in);
    return in;
}

int csoundInitializeCscore(CSOUND *cs, FILE *in, FILE *out)
{
    if (!cs || !in || !out) {
        if (cs) kc_cs_warning(cs, "csoundInitializeCscore: no %s stream", in ? "output" : "input");
        return CSOUND_INITIALIZATION;
    }
    cscore *c = get(cs);
    c->current = add(cs, in, false);
    c->out = out;
    c->out_warped = false;
    return c->current ? CSOUND_SUCCESS : CSOUND_MEMORY;
}

EVENT *cscoreGetEvent(CSOUND *cs)
{
    input *in = cs ? get(cs)->current : NULL;
    if (!in || in->ended) return NULL;
    EVENT *e = in->ahead;
    advance(cs, in);
    return e;
}

/* Appends events to a list while `more` says so of the one ahead; an s or e ends it and is not in the list.
 */
static EVLIST *gather(CSOUND *cs, bool (*more)(const EVENT *, MYFLT), MYFLT limit)
{
    EVLIST *list = cscoreListCreate(cs, 0);
    input *in = cs ? get(cs)->current : NULL;
    while (in && !in->ended && more(in->ahead, limit)) {
        EVENT *e = cscoreGetEvent(cs);
        if (e->op == 's') in->section_over = true;
        if (e->op == 's' || e->op == 'e') {
            cscoreFreeEvent(cs, e);
            break;
        }
        list = cscoreListAppendEvent(cs, list, e);
    }
    return list;
}

static bool always(const EVENT *e, MYFLT limit)
{
    (void)limit;
    return e != NULL;
}
static bool before(const EVENT *e, MYFLT limit) { return strchr("twse", e->op) || e->p2orig < limit; }

EVLIST *cscoreListGetSection(CSOUND *cs) { return gather(cs, always, 0); }
EVLIST *cscoreListGetUntil(CSOUND *cs, MYFLT time) { return gather(cs, before, time); }

EVLIST *cscoreListGetNext(CSOUND *cs, MYFLT beats)
{
    input *in = cs ? get(cs)->current : NULL;
    if (!in) return cscoreListCreate(cs, 0);
    in->until = (in->section_over ? 0 : in->until) + beats;
    in->section_over = false;
    return gather(cs, before, in->until);
}

FILE *cscoreFileOpen(CSOUND *cs, char *name)
{
    FILE *file = cs && name ? fopen(name, "r") : NULL;
    if (!file) {
        if (cs)
            kc_cs_warning(cs, "cscoreFileOpen: %s: %s", name ? name : "(no name)",
                          name ? strerror(errno) : "");
        return NULL;
    }
    if (add(cs, file, true)) return file;
    fclose(file);
    return NULL;
}

void cscoreFileClose(CSOUND *cs, FILE *file)
{
    if (!cs || !file) return;
    cscore *c = get(cs);
    for (input **at = &c->inputs; *at; at = &(*at)->next) {
        input *in = *at;
        if (in->file != file) continue;
        *at = in->next;
        if (c->current == in) c->current = NULL;
        fclose(file);
        free(in);
        return;
    }
    kc_cs_warning(cs, "cscoreFileClose: this file was not opened by cscoreFileOpen");
}

FILE *cscoreFileGetCurrent(CSOUND *cs)
{
    input *in = cs ? get(cs)->current : NULL;
    return in ? in->file : NULL;
}

void cscoreFileSetCurrent(CSOUND *cs, FILE *file)
{
    if (cs && file) get(cs)->current = add(cs, file, false);
}

/* ---- output ----------------------------------------------------------------------------------- */

static void put_number(FILE *out, MYFLT x)
{
    char text[40];
    cs_sprintf(text, " %g", x);
    fputs(text, out);
}

void cscorePutEvent(CSOUND *cs, EVENT *e)
{
    cscore *c = cs ? get(cs) : NULL;
    if (!c || !c->out || !e) return;
    if (e->op == 's') c->out_warped = false;
    fputc(e->op, c->out);
    const char *string = e->strarg;
    for (int n = 1; n <= e->pcnt; n++) {
        if (isnan(e->p[n]) && string) {
            fprintf(c->out, " \"%s\"", string);
            string += strlen(string) + 1;
            continue;
        }
        if (c->out_warped && n == 2) put_number(c->out, e->p2orig);
        if (c->out_warped && n == 3) put_number(c->out, e->p3orig);
        put_number(c->out, e->p[n]);
    }
    fputc('\n', c->out);
    if (e->op == 'w') c->out_warped = true;
}

void cscorePutString(CSOUND *cs, char *text)
{
    cscore *c = cs ? get(cs) : NULL;
    if (!c || !c->out || !text) return;
    fprintf(c->out, "%s\n", text);
    if (*text == 's') c->out_warped = false;
    if (*text == 'w') c->out_warped = true;
}

void cscoreListPut(CSOUND *cs, EVLIST *list)
{
    for (int n = 1; list && n <= list->nevents; n++) cscorePutEvent(cs, list->e[n]);
}

int cscoreListPlay(CSOUND *cs, EVLIST *list)
{
    for (int n = 1; cs && list && n <= list->nevents; n++) {
        EVENT *e = list->e[n];
        int failed = csoundScoreEvent(cs, e->op, e->p + 1, e->pcnt);
        if (failed) return failed;
    }
    return cs && list ? CSOUND_SUCCESS : CSOUND_ERROR;
}

/* ---- the callback ----------------------------------------------------------------------------- */

typedef struct {
    void (*hook)(CSOUND *);
} hook_part; /* stays over a reset */

static hook_part *hooks(CSOUND *cs)
{
    return kc_cs_part(cs, "cscore hook", sizeof(hook_part), KC_UNTIL_DESTROY, NULL);
}

void csoundSetCscoreCallback(CSOUND *cs, void (*hook)(CSOUND *))
{
    if (cs) hooks(cs)->hook = hook;
}

char *kc_cs_cscore_run(CSOUND *cs, const char *score)
{
    void (*hook)(CSOUND *) = hooks(cs)->hook;
    if (!hook) return strdup(score);
    char *text = NULL;
    size_t bytes = 0;
    FILE *in = fmemopen((char *)score, strlen(score), "r"), *out = open_memstream(&text, &bytes);
    bool ready = in && out && !csoundInitializeCscore(cs, in, out);
    if (ready) hook(cs);
    if (in && find(get(cs), in))
        cscoreFileClose(cs, in);
    else if (in)
        fclose(in);
    get(cs)->out = NULL;
    if (out) fclose(out);
    if (ready) return text;
    free(text);
    return NULL;
}
