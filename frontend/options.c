/* Options: reads words against the flag table (optlist.c). Single letters may stand together in one word; a
 * letter with an argument takes the rest of its word, or the next word. */
#include "frontend/optlist.h"
#include "runtime/base/near.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 4096 };

void kc_options_init(kc_options *o)
{
    *o = (kc_options){.peaks = true,
                      .displays = 1,
                      .message_level = 135,
                      .csd_line_nums = true,
                      .threads = 1,
                      .default_paths = true,
                      .msg_color = true,
                      .jit = KC_JIT_AUTO,
                      .cache = true};
}

void kc_options_free(kc_options *o)
{
    kc_vec_free(&o->files);
    kc_vec_free(&o->csd_files);
    kc_vec_free(&o->opcode_libs);
    kc_vec_free(&o->smacros);
    kc_vec_free(&o->omacros);
    kc_vec_free(&o->strset);
    kc_vec_free(&o->env);
    kc_vec_free(&o->named);
    kc_arena_free(&o->arena);
}

bool kc_opt_fail(kc_opt_parser *p, const char *code, const char *fmt, ...)
{
    kc_sbuf text = {0};
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    kc_span at = p->at;
    if (p->index < p->argc && at.source) at = kc_span_find(p->d->sources, at, p->argv[p->index]);
    kc_diag_error(p->d, at, code, "%s", text.s);
    kc_sbuf_free(&text);
    return false;
}

static bool numeric(const kc_opt_row *row)
{
    return row->kind >= KC_OPT_INT && row->kind <= KC_OPT_WHOLE && row->kind != KC_OPT_SWITCH;
}

/* Whether the text starts as a number; what follows the number is not looked at, as in the reference. */
static bool is_number(const char *s)
{
    char *end;
    strtod(s, &end);
    return end != s;
}

/* ---- one flag ----------------------------------------------------------------------------- */

static bool apply(kc_opt_parser *p, const kc_opt_row *row, const char *arg)
{
    char *at = (char *)p->o + row->offset;
    bool ok = true;
    if (numeric(row) && !is_number(arg))
        return kc_opt_fail(p, "option-value", "-%s%.1s%s: %s is not a number", row->name ? "-" : "",
                           row->name ? "" : &row->letter, row->name ? row->name : "", arg);
    switch (row->kind) {
    case KC_OPT_NOTHING: break;
    case KC_OPT_BOOL: *(bool *)at = row->value; break;
    case KC_OPT_ENUM: *(int *)at = row->value; break;
    case KC_OPT_STRING: *(char **)at = kc_arena_strdup(&p->o->arena, arg); break;
    case KC_OPT_INT: *(int *)at = (int)strtol(arg, NULL, 10); break;
    case KC_OPT_OCTAL: *(int *)at = (int)strtol(arg, NULL, 8); break;
    case KC_OPT_SWITCH: *(bool *)at = atoi(arg) != 0; break;
    case KC_OPT_BIT:
        if (atoi(arg))
            *(int *)at |= row->value;
        else
            *(int *)at &= ~row->value;
        break;
    case KC_OPT_DOUBLE: *(double *)at = strtod(arg, NULL); break;
    case KC_OPT_FLOAT: *(double *)at = (float)strtod(arg, NULL); break;
    case KC_OPT_WHOLE: *(double *)at = (double)strtol(arg, NULL, 10); break;
    case KC_OPT_CALL: ok = row->call(p, row, arg); break;
    }
    p->o->set_by[row->set] = (unsigned char)p->origin;
    return ok;
}

static bool supported(kc_opt_parser *p, const kc_opt_row *row, const char *shown)
{
    if (row->support != KC_OPT_UNSUPPORTED) return true;
    return kc_opt_fail(p, "option-unsupported", "option %s is not supported (%s)", shown, row->help);
}

/* Whether the argument is one the flag can do without. */
static bool optional_arg(const kc_opt_row *row) { return row->arg && row->arg[0] == '['; }

/* Length of the number at s, as far as a bundled flag takes it (-b256d is -b256 -d). */
static size_t number_length(const char *s)
{
    size_t n = *s == '-' || *s == '+';
    while (isdigit((unsigned char)s[n])) n++;
    return n;
}

/* ---- letters ---------------------------------------------------------------------------------- */

static const kc_opt_row *by_letter(char c)
{
    for (int i = 0; i < kc_opt_nrows; i++)
        if (kc_opt_rows[i].letter == c) return &kc_opt_rows[i];
    return NULL;
}

/* The flag's argument: the rest of the word or the next word. NULL after an error. */
static const char *argument(kc_opt_parser *p, const kc_opt_row *row, const char *rest)
{
    if (*rest) return rest;
    const char *next = p->index + 1 < p->argc ? p->argv[p->index + 1] : NULL;
    if (!next || !*next || (next[0] == '-' && next[1])) {
        kc_opt_fail(p, "option-argument", "%s", row->missing);
        return NULL;
    }
    p->index++;
    return next;
}

/* Letters that may be followed by a digit: -H2 -Z1 -z1. */
static bool optional_digit(const kc_opt_row *row)
{
    return row->letter == 'H' || row->letter == 'Z' || row->letter == 'z';
}

/* Reads the flag at *s; returns what is left of the word, or NULL after an error. */
static const char *letter(kc_opt_parser *p, const char *s)
{
    const kc_opt_row *row = by_letter(*s);
    char shown[3] = {'-', *s, 0};
    if (!row) {
        kc_opt_fail(p, "option-unknown", "unknown flag -%c", isprint((unsigned char)*s) ? *s : '?');
        return NULL;
    }
    if (!supported(p, row, shown)) return NULL;
    s++;
    if (optional_digit(row)) {
        char digit[2] = {isdigit((unsigned char)*s) ? *s : 0, 0};
        return apply(p, row, digit) ? s + (digit[0] != 0) : NULL;
    }
    if (!row->arg) return apply(p, row, NULL) ? s : NULL;
    const char *arg = argument(p, row, s);
    if (!arg || !apply(p, row, arg)) return NULL;
    bool bundled = arg == s && numeric(row) && row->kind != KC_OPT_FLOAT;
    return bundled ? s + number_length(s) : "";
}

/* ---- long names ---------------------------------------------------------------------------------- */

/* The argument in `word` when the row is the one it names: after `=`, or behind a prefix such as "omacro:".
 */
static bool matches(const kc_opt_row *row, const char *word, const char **arg)
{
    if (!row->name) return false;
    size_t n = strlen(row->name);
    if (strncmp(word, row->name, n)) return false;
    const char *rest = word + n;
    *arg = NULL;
    if (row->name[n - 1] == ':' || row->set == KC_SET_STRSET) return *arg = rest, true;
    if (!*rest) return !row->arg || optional_arg(row) || row->set == KC_SET_ACTION;
    if (row->call == kc_opt_list && isdigit((unsigned char)*rest)) return *arg = rest, true;
    return row->arg && *rest == '=' ? (*arg = rest + 1, true) : false;
}

static void note_near_option(kc_opt_parser *p, const char *word)
{
    kc_near near = {.name = kc_arena_strndup(&p->o->arena, word, strcspn(word, "=:"))};
    for (int i = 0; i < kc_opt_nrows; i++)
        if (kc_opt_rows[i].name) kc_near_try(&near, kc_opt_rows[i].name);
    if (near.best) kc_diag_note(p->d, "did you mean `--%s`?", near.best);
}

static bool long_option(kc_opt_parser *p, const char *word)
{
    for (int i = 0; i < kc_opt_nrows; i++) {
        const kc_opt_row *row = &kc_opt_rows[i];
        const char *arg;
        if (!matches(row, word, &arg)) continue;
        if (!supported(p, row, kc_arena_printf(&p->o->arena, "--%s", row->name))) return false;
        if (row->call == kc_opt_coverage && !arg)
            arg = argument(p, row, "");
        else if (row->missing && (!arg || !*arg))
            kc_opt_fail(p, "option-argument", "%s", row->missing), arg = NULL;
        if (row->missing && !arg) return false;
        return apply(p, row, arg);
    }
    kc_opt_fail(p, "option-unknown", "unknown long option: '--%s'", word);
    note_near_option(p, word);
    return false;
}

/* ---- words ------------------------------------------------------------------------------------------ */

static bool file_name(kc_opt_parser *p, const char *name)
{
    if (p->origin == KC_OPT_ARGS_AGAIN) return true;
    if (p->origin == KC_OPT_RC)
        return kc_opt_fail(p, "option-file-name",
                           "error: orchestra and score name not allowed in .csound6rc");
    bool csd = p->origin == KC_OPT_CSD;
    if ((csd ? p->o->csd_files.n : p->o->files.n) == 2 && p->o->action != KC_DO_MISSING)
        return kc_opt_fail(p, "option-file-name", "too many arguments");
    char *copy = kc_arena_strdup(&p->o->arena, name);
    if (csd)
        kc_vec_push(&p->o->csd_files, copy);
    else
        kc_vec_push(&p->o->files, copy);
    return true;
}

bool kc_opt_parse_words(kc_opt_parser *p, int argc, char **argv)
{
    p->argc = argc;
    p->argv = argv;
    for (p->index = 1; p->index < argc && !p->stop; p->index++) {
        const char *s = argv[p->index];
        if (*s != '-') {
            if (!file_name(p, s)) return false;
        } else if (s[1] == '-' && s[2]) {
            if (!long_option(p, s + 2)) return false;
        } else {
            for (s++; s && *s && !p->stop;) s = letter(p, s);
            if (!s) return false;
        }
    }
    return true;
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static bool comment_starts(const char *s, size_t n)
{
    return n && (*s == ';' || *s == '#' || (n > 1 && *s == '/' && s[1] == '/'));
}

/* Reads one word into `out`: "..." quotes (with backslash escapes), a backslash before a blank keeps the
 * blank. */
static size_t word(const char *s, size_t n, kc_sbuf *out)
{
    size_t i = 0;
    bool quoted = false;
    for (; i < n && (quoted || !isspace((unsigned char)s[i])); i++) {
        if (s[i] == '"') {
            quoted = !quoted;
        } else if (s[i] == '\\' && i + 1 < n && (quoted || s[i + 1] == ' ' || s[i + 1] == '"')) {
            kc_sbuf_putc(out, s[++i]);
        } else {
            kc_sbuf_putc(out, s[i]);
        }
    }
    return i;
}

int kc_options_split(const char *s, size_t n, kc_arena *arena, kc_opt_words *out)
{
    int before = out->n;
    for (size_t i = 0; i < n && out->n - before < MAX_WORDS;) {
        if (isspace((unsigned char)s[i])) {
            i++;
        } else if (comment_starts(s + i, n - i)) {
            break;
        } else if (n - i > 1 && s[i] == '/' && s[i + 1] == '*') {
            for (i += 2; i + 1 < n && !(s[i] == '*' && s[i + 1] == '/'); i++) {
            }
            i += 2;
        } else {
            kc_sbuf w = {0};
            i += word(s + i, n - i, &w);
            kc_vec_push(out, kc_arena_strdup(arena, w.s ? w.s : ""));
            kc_sbuf_free(&w);
        }
    }
    return out->n - before;
}

static bool line_words(kc_opt_parser *p, const char *s, size_t n)
{
    kc_opt_words argv = {0};
    kc_arena arena = {0};
    bool ok = true;
    kc_vec_push(&argv, kc_arena_strdup(&arena, "csound"));
    int count = kc_options_split(s, n, &arena, &argv);
    bool flags = count && argv.v[1][0] == '-'; /* else the first word is taken as the program's name */
    if (count == 1 && !flags)
        kc_diag_warning(p->d, p->at, "option-line", "Invalid arguments in %s: %.*s",
                        p->origin == KC_OPT_CSD ? "<CsOptions>" : ".csound6rc or -@ file", (int)n, s);
    else if (count >= MAX_WORDS)
        ok = kc_opt_fail(p, "option-line", "More than %d arguments in a line", MAX_WORDS);
    else if (count)
        ok = kc_opt_parse_words(p, argv.n - !flags, argv.v + !flags);
    kc_vec_free(&argv);
    kc_arena_free(&arena);
    return ok;
}

bool kc_opt_parse_text(kc_opt_parser *p, const char *text, size_t len)
{
    bool ok = true;
    for (size_t i = 0; i < len && ok; p->at.line++) {
        size_t e = i;
        while (e < len && text[e] != '\n' && text[e] != '\r') e++;
        ok = line_words(p, text + i, e - i);
        i = e + 1 < len && text[e] == '\r' && text[e + 1] == '\n' ? e + 2 : e + 1;
    }
    return ok;
}

int kc_options_parse_args(kc_options *o, int argc, char **argv, kc_opt_origin origin, kc_diags *d)
{
    kc_opt_parser p = {.o = o, .d = d, .origin = origin};
    return kc_opt_parse_words(&p, argc, argv) ? 0 : -1;
}

int kc_options_parse_line(kc_options *o, const char *line, size_t len, kc_opt_origin origin, kc_span at,
                          kc_diags *d)
{
    kc_opt_parser p = {.o = o, .d = d, .origin = origin, .at = at};
    return line_words(&p, line, len) ? 0 : -1;
}

int kc_options_parse_text(kc_options *o, const char *text, size_t len, kc_opt_origin origin, kc_span at,
                          kc_diags *d)
{
    kc_opt_parser p = {.o = o, .d = d, .origin = origin, .at = at};
    return kc_opt_parse_text(&p, text, len) ? 0 : -1;
}

/* ---- help
 * ---------------------------------------------------------------------------------------------------- */

static void help_row(kc_sbuf *out, const kc_opt_row *row)
{
    kc_sbuf left = {0};
    bool prefix = row->name && (row->name[strlen(row->name) - 1] == ':' || row->set == KC_SET_STRSET);
    if (row->letter) kc_sbuf_printf(&left, "-%c", row->letter);
    if (row->letter && !row->name && row->arg)
        kc_sbuf_printf(&left, "%s%s", strchr("@+", row->letter) ? "" : " ", row->arg);
    if (row->name) kc_sbuf_printf(&left, "%s--%s", row->letter ? ", " : "", row->name);
    if (row->name && row->arg && optional_arg(row))
        kc_sbuf_printf(&left, "[=%.*s]", (int)strlen(row->arg) - 2, row->arg + 1);
    else if (row->name && row->arg)
        kc_sbuf_printf(&left, "%s%s", prefix ? "" : "=", row->arg);
    const char *note = row->support == KC_OPT_ACCEPTED      ? " (accepted, no effect)"
                       : row->support == KC_OPT_UNSUPPORTED ? " (not supported)"
                                                            : "";
    kc_sbuf_printf(out, "%-30s  %s%s\n", left.s ? left.s : "", row->help, note);
    kc_sbuf_free(&left);
}

void kc_options_help(kc_sbuf *out)
{
    kc_sbuf_puts(out, "Usage: kcycle [flags] file.csd | file.orc file.sco | --orc file.orc\n"
                      "       kcycle batch [flags] LIST     many pieces; kcycle batch --help says more\n\n");
    for (int i = 0; i < kc_opt_nrows; i++) help_row(out, &kc_opt_rows[i]);
}
