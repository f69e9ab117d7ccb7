/* CSD container: walks the text line by line; a tag counts only at the start of its line (blanks may
 * precede). Orchestra and score end at their tag unless it stands inside a string, a block comment or {{ }}.
 */
#define _GNU_SOURCE /* memmem */
#include "frontend/csd.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 6180 }; /* the Csound version files may ask for, times 1000 */

typedef struct {
    kc_arena *arena;
    kc_diags *d;
    kc_csd *out;
    const char *s; /* the whole text with LF line ends */
    size_t n, pos; /* pos: start of the next line */
    int line;      /* number of the line that starts at pos */
    bool failed;
    KC_VEC(kc_csd_text) options;
    KC_VEC(kc_csd_file) files;
    KC_VEC(const char *) messages;
} reader;

/* ---- lines ------------------------------------------------------------------------------- */

typedef struct {
    const char *s; /* after leading blanks */
    size_t n;      /* without the line end */
    size_t start;  /* offset of the line in the text, blanks included */
    int line;
    bool indented;
} text_line;

static bool next_line(reader *r, text_line *l)
{
    if (r->pos >= r->n) return false;
    const char *e = memchr(r->s + r->pos, '\n', r->n - r->pos);
    size_t end = e ? (size_t)(e - r->s) : r->n, i = r->pos;
    while (i < end && (r->s[i] == ' ' || r->s[i] == '\t')) i++;
    *l = (text_line){r->s + i, end - i, r->pos, r->line, i > r->pos};
    r->pos = e ? end + 1 : r->n;
    r->line++;
    return true;
}

static bool starts(const text_line *l, const char *tag)
{
    size_t n = strlen(tag);
    return l->n >= n && !memcmp(l->s, tag, n);
}

static bool holds(const text_line *l, const char *tag)
{
    return l->n && memmem(l->s, l->n, tag, strlen(tag)) != NULL;
}

static void fail(reader *r, int line, const char *code, const char *fmt, const char *what)
{
    kc_span at = {r->out->source, line, 0, 0};
    kc_diag_error(r->d, at, code, fmt, what);
    r->failed = true;
}

static void say(reader *r, const char *text) { kc_vec_push(&r->messages, text); }

/* Reads on to the line that starts with one of two end tags; the text between, or NULL after an error. */
static kc_csd_text until(reader *r, const char *end_tag, const char *other)
{
    kc_csd_text t = {r->s + r->pos, 0, r->line};
    size_t start = r->pos;
    text_line l;
    while (next_line(r, &l)) {
        if (!starts(&l, end_tag) && !(other && starts(&l, other))) continue;
        t.len = l.start - start;
        t.text = kc_arena_strndup(r->arena, r->s + start, t.len);
        return t;
    }
    fail(r, t.line - 1, "csd-end", "Missing end tag %s", end_tag);
    t.text = "";
    return t;
}

/* The value of `name="..."` in a tag; NULL without. */
static const char *attribute(reader *r, const text_line *l, const char *name)
{
    const char *end = l->s + l->n, *p = memchr(l->s, ' ', l->n);
    size_t n = strlen(name);
    for (; p && p + n + 1 < end; p++) {
        if (memcmp(p, name, n) || p[n] != '=') continue;
        p += n + 1;
        bool quoted = *p == '"';
        p += quoted;
        const char *q = p;
        while (q < end && (quoted ? *q != '"' : *q != '>' && *q != ' ')) q++;
        return q < end ? kc_arena_strndup(r->arena, p, (size_t)(q - p)) : NULL;
    }
    return NULL;
}

/* ---- orchestra and score ------------------------------------------------------------------- */

typedef enum { CODE, STRING, COMMENT, BLOCK } state;

/* Follows one line; false when a string is left open. `blocks`: {{ }} is known (orchestra). *open: where in
 * the line the string, comment or block begins that is open now. */
static bool follow(state *st, const char *s, size_t n, bool blocks, size_t *open)
{
    for (size_t i = 0; i < n; i++) {
        char next = i + 1 < n ? s[i + 1] : 0;
        switch (*st) {
        case CODE:
            if (s[i] == ';' || (s[i] == '/' && next == '/')) return true;
            *open = i;
            if (s[i] == '"')
                *st = STRING;
            else if (s[i] == '/' && next == '*')
                *st = COMMENT, i++;
            else if (blocks && s[i] == '{' && next == '{')
                *st = BLOCK, i++;
            break;
        case STRING:
            if (s[i] == '\\')
                i++;
            else if (s[i] == '"')
                *st = CODE;
            break;
        case COMMENT:
            if (s[i] == '*' && next == '/') *st = CODE, i++;
            break;
        case BLOCK:
            if (s[i] == '}' && next == '}') *st = CODE, i++;
            break;
        }
    }
    return *st != STRING || (n && s[n - 1] == '\\');
}

static kc_csd_text program(reader *r, const char *end_tag, bool blocks)
{
    kc_csd_text t = {"", 0, r->line};
    size_t start = r->pos;
    state st = CODE;
    kc_span opened = {r->out->source, 0, 0, 2};
    text_line l;
    while (next_line(r, &l)) {
        state before = st;
        size_t open = 0;
        if (st == CODE && starts(&l, end_tag)) {
            t.len = l.start - start;
            t.text = kc_arena_strndup(r->arena, r->s + start, t.len);
            return t;
        }
        bool closed = follow(&st, l.s, l.n, blocks, &open);
        int col = (int)(l.s - (r->s + l.start) + (long)open) + 1;
        if (!closed) {
            kc_span at = {r->out->source, l.line, col, (int)(l.n - open)};
            kc_diag_error(r->d, at, "csd-string", "missing \" to terminate string");
            r->failed = true;
            st = CODE;
        } else if (st != CODE && (before == CODE || col > 1 + (int)(l.s - (r->s + l.start)))) {
            opened.line = l.line;
            opened.col = col;
        }
    }
    if (st == CODE) {
        fail(r, t.line - 1, "csd-end", "Missing end tag %s", end_tag);
        return t;
    }
    kc_diag_error(r->d, opened, "csd-end", "Missing end tag %s: this %s has no %s", end_tag,
                  st == BLOCK ? "{{" : "/*", st == BLOCK ? "}}" : "*/");
    r->failed = true;
    return t;
}

/* A program makes the score of this text; here the end tag must be in the first column. */
static kc_csd_text foreign_score(reader *r)
{
    kc_csd_text t = {"", 0, r->line};
    size_t start = r->pos;
    text_line l;
    while (next_line(r, &l)) {
        if (l.indented || !starts(&l, "</CsScore>")) continue;
        t.len = l.start - start;
        t.text = kc_arena_strndup(r->arena, r->s + start, t.len);
        return t;
    }
    fail(r, t.line - 1, "csd-end", "Missing end tag %s", "</CsScore>");
    return t;
}

static void score(reader *r, const text_line *tag)
{
    r->out->has_score = true;
    if (starts(tag, "<CsScore>")) {
        r->out->score = program(r, "</CsScore>", false);
        return;
    }
    r->out->score_bin = attribute(r, tag, "bin");
    if (!r->out->score_bin)
        fail(r, tag->line, "csd-tag", "%s", "<CsScore ...>: only bin=\"program\" is known");
    r->out->score = foreign_score(r);
}

/* ---- options -------------------------------------------------------------------------------- */

/* The line without its block comments, which may go on over lines; NULL when nothing is left. */
static char *without_comments(reader *r, const text_line *l, bool *in_comment)
{
    char *copy = kc_arena_alloc(r->arena, l->n + 1);
    bool quoted = false, word = false;
    size_t o = 0;
    for (size_t i = 0; i < l->n; i++) {
        char c = l->s[i], next = i + 1 < l->n ? l->s[i + 1] : 0;
        if (*in_comment) {
            if (c == '*' && next == '/') *in_comment = false, i++;
            continue;
        }
        if (c == '"' && (!i || l->s[i - 1] != '\\')) quoted = !quoted;
        if (!quoted && !word && c == '/' && next == '*') {
            *in_comment = true;
            i++;
            copy[o++] = ' ';
            continue;
        }
        word = quoted || !isspace((unsigned char)c);
        copy[o++] = c;
    }
    while (o && isspace((unsigned char)copy[o - 1])) o--;
    copy[o] = 0;
    return o ? copy : NULL;
}

static void options(reader *r)
{
    int first = r->line - 1;
    bool in_comment = false;
    text_line l;
    while (next_line(r, &l)) {
        if (starts(&l, "</CsOptions>")) return;
        char *text = without_comments(r, &l, &in_comment);
        if (text) kc_vec_push(&r->options, (kc_csd_text){text, strlen(text), l.line});
    }
    fail(r, first, "csd-end", "Missing end tag %s", "</CsOptions>");
}

/* ---- files ----------------------------------------------------------------------------------- */

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

unsigned char *kc_base64_decode(const char *text, size_t len, kc_arena *arena, size_t *n)
{
    unsigned char *o = kc_arena_alloc(arena, len / 4 * 3 + 4), *p = o;
    unsigned bits = 0;
    int have = 0, pads = 0;
    for (size_t i = 0; i < len; i++) {
        if (isspace((unsigned char)text[i])) continue;
        if (text[i] == '=') {
            if (++pads > 2) return NULL;
            continue;
        }
        int v = base64_digit(text[i]);
        if (v < 0 || pads) return NULL; /* a foreign character, or data behind the padding */
        bits = bits << 6 | (unsigned)v;
        if (++have % 4 == 0) {
            *p++ = (unsigned char)(bits >> 16);
            *p++ = (unsigned char)(bits >> 8);
            *p++ = (unsigned char)bits;
        }
    }
    int left = have % 4;
    if (left == 1 || (pads && (left + pads) % 4)) return NULL;
    if (left == 2) *p++ = (unsigned char)(bits >> 4);
    if (left == 3) {
        *p++ = (unsigned char)(bits >> 10);
        *p++ = (unsigned char)(bits >> 2);
    }
    *n = (size_t)(p - o);
    return o;
}

static const unsigned char *decode(reader *r, kc_csd_text t, size_t *n)
{
    const unsigned char *bytes = kc_base64_decode(t.text, t.len, r->arena, n);
    if (!bytes && !r->failed) fail(r, t.line, "csd-base64", "%s", "Non base64 character");
    return bytes;
}

static void file(reader *r, const text_line *tag, kc_csd_file_kind kind, const char *end_tag)
{
    const char *name = attribute(r, tag, "filename");
    kc_csd_text t = until(r, end_tag, NULL);
    if (!name || !*name) {
        fail(r, tag->line, "csd-tag", "%s", "the tag needs filename=\"...\"");
        return;
    }
    kc_csd_file f = {.kind = kind, .name = name, .line = tag->line};
    if (kind == KC_CSD_SAMPLE_BASE64) f.name = kc_arena_printf(r->arena, "soundin.%d", atoi(name));
    if (kind == KC_CSD_FILE_PLAIN) {
        f.bytes = (const unsigned char *)t.text;
        f.len = t.len;
    } else {
        f.bytes = decode(r, t, &f.len);
    }
    if (!r->failed) kc_vec_push(&r->files, f);
}

static void midi(reader *r)
{
    kc_csd_text t = until(r, "</CsMidifileB>", "</CsMidiFileB>");
    r->out->midi = decode(r, t, &r->out->midi_len);
    r->out->has_midi = true;
}

/* ---- version and licence ------------------------------------------------------------------------ */

/* "X.Y" as X * 1000 + Y * 10; -1 when it is no version. */
static int version_number(const char *s, const char *end)
{
    int major = 0, minor = 0;
    while (s < end && isspace((unsigned char)*s)) s++;
    if (s >= end || !isdigit((unsigned char)*s)) return -1;
    for (; s < end && isdigit((unsigned char)*s) && major < 10000; s++) major = major * 10 + (*s - '0');
    if (s >= end || *s++ != '.' || s >= end || !isdigit((unsigned char)*s)) return -1;
    for (; s < end && isdigit((unsigned char)*s) && minor < 10000; s++) minor = minor * 10 + (*s - '0');
    return major * 1000 + minor * 10;
}

static void check_version(reader *r, const text_line *l)
{
    static const struct {
        const char *word, *fault;
    } rules[] = {{"Before", "This CSD file requires a version of Csound before %s"},
                 {"After", "This CSD file requires a version of Csound after %s"},
                 {"Later", "This CSD file requires version Csound %s or later"},
                 {"", "This CSD file requires version %s of Csound"}};
    for (int i = 0; i < 4; i++) {
        size_t n = strlen(rules[i].word);
        if (!starts(l, rules[i].word)) continue;
        int v = version_number(l->s + n, l->s + l->n);
        if (v < 0) return;
        bool met = i == 0 ? VERSION < v : i == 2 ? VERSION >= v : VERSION > v;
        char *shown = kc_arena_printf(r->arena, "%d.%02d", v / 1000, v % 1000 / 10);
        if (!met) fail(r, l->line, "csd-version", rules[i].fault, shown);
        return;
    }
}

static void version(reader *r)
{
    int first = r->line - 1;
    text_line l;
    while (next_line(r, &l)) {
        if (starts(&l, "</CsVersion>")) return;
        check_version(r, &l);
    }
    fail(r, first, "csd-end", "Missing end tag %s", "</CsVersion>");
}

static void licence(reader *r)
{
    kc_csd_text t = until(r, "</CsLicence>", "</CsLicense>");
    r->out->licence = t.text;
    say(r, "**** Licence Information ****");
    size_t n = t.len && t.text[t.len - 1] == '\n' ? t.len - 1 : t.len;
    say(r, kc_arena_strndup(r->arena, t.text, n));
    say(r, "**** End of Licence Information ****");
}

static void short_licence(reader *r)
{
    kc_csd_text t = until(r, "</CsShortLicence>", "</CsShortLicense>");
    long code = strtol(t.text, NULL, 10);
    r->out->licence_code = code >= 0 && code <= 8 ? (int)code : 0;
}

/* ---- the container -------------------------------------------------------------------------------- */

/* Returns false at the closing tag of the file. */
static bool element(reader *r, const text_line *l, bool *started)
{
    if (holds(l, "<CsoundSynthesizer>") || holds(l, "<CsoundSynthesiser>")) { /* wherever it stands */
        *started = true;
    } else if (starts(l, "</CsoundSynthesizer>") || starts(l, "</CsoundSynthesiser>")) {
        return false;
    } else if (starts(l, "<CsOptions>")) {
        options(r);
    } else if (starts(l, "<CsInstruments>")) {
        r->out->orchestra = program(r, "</CsInstruments>", true);
        r->out->has_orchestra = true;
    } else if (starts(l, "<CsScore>") || starts(l, "<CsScore ")) {
        score(r, l);
    } else if (starts(l, "<CsMidifileB>")) {
        midi(r);
    } else if (starts(l, "<CsSampleB filename=")) {
        file(r, l, KC_CSD_SAMPLE_BASE64, "</CsSampleB>");
    } else if (starts(l, "<CsFileB filename=")) {
        file(r, l, KC_CSD_FILE_BASE64, "</CsFileB>");
    } else if (starts(l, "<CsFile filename=")) {
        say(r, "CsFile is deprecated and may not work; use CsFileB");
        file(r, l, KC_CSD_FILE_PLAIN, "</CsFile>");
    } else if (starts(l, "<CsVersion>")) {
        version(r);
    } else if (starts(l, "<CsLicence>") || starts(l, "<CsLicense>")) {
        licence(r);
    } else if (starts(l, "<CsShortLicence>") || starts(l, "<CsShortLicense>")) {
        short_licence(r);
    } else if (*started && !l->indented && l->n && l->s[0] == '<') {
        say(r, kc_arena_printf(r->arena, "unknown CSD tag: %.*s\n", (int)l->n, l->s));
    }
    return true;
}

static void normalise(reader *r, const char *text, size_t len)
{
    char *s = kc_arena_alloc(r->arena, len + 1), *o = s;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n') continue;
        *o++ = text[i] == '\r' ? '\n' : text[i] ? text[i] : ' ';
    }
    r->s = s;
    r->n = (size_t)(o - s);
}

#define KEEP(field, count, vec)                                                                              \
    do {                                                                                                     \
        size_t bytes = (size_t)(vec).n * sizeof *(vec).v;                                                    \
        out->count = (vec).n;                                                                                \
        out->field = kc_arena_alloc(arena, bytes + 1);                                                       \
        if (bytes) memcpy(out->field, (vec).v, bytes);                                                       \
        kc_vec_free(&(vec));                                                                                 \
    } while (0)

int kc_csd_read(const char *text, size_t len, const char *name, kc_arena *arena, kc_diags *d, kc_csd *out)
{
    *out = (kc_csd){.licence_code = -1, .orchestra = {"", 0, 1}, .score = {"", 0, 1}};
    reader r = {.arena = arena, .d = d, .out = out, .line = 1};
    normalise(&r, text, len);
    if (d->sources) out->source = kc_sources_add(d->sources, name, r.s, r.n);
    bool started = false;
    text_line l;
    while (next_line(&r, &l) && element(&r, &l, &started)) {
    }
    if (!started && !r.failed)
        fail(&r, 0, "csd-tag", "%s", "Could not find <CsoundSynthesizer> tag in CSD file.");
    KEEP(options, noptions, r.options);
    KEEP(files, nfiles, r.files);
    KEEP(messages, nmessages, r.messages);
    return r.failed ? -1 : 0;
}
