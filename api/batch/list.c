/* The list: a line a piece, written as on the command line. Names of outputs are decided here, for all
 * shards, so that no two pieces write one file. */
#include "api/batch/batch.h"
#include "frontend/options.h"
#include <errno.h>
#include <string.h>

enum { MAX_LIST = 1 << 30 };

/* Name of the sound file of an input: the same under the output folder. Folders of a relative name are kept.
 */
static const char *usual_output(kc_arena *a, const kc_batch_options *o, const char *input, kc_file_type type)
{
    const char *base = strrchr(input, '/');
    base = base ? base + 1 : input;
    bool keep = *input != '/' && !strstr(input, "..");
    const char *from = keep ? input : base, *dot = strrchr(base, '.');
    size_t n = dot && dot != base ? (size_t)(dot - from) : strlen(from);
    const char *ext = type == KC_FILE_DEFAULT ? "wav" : kc_file_type_name(type);
    return kc_arena_printf(a, "%s%.*s.%s", o->out_dir, (int)n, from, ext);
}

static int complain(kc_sbuf *errors, const kc_batch_options *o, int line, const char *text)
{
    kc_sbuf_printf(errors, "%s:%d: %s\n", o->list, line, text);
    return -1;
}

/* Files and output of a piece, from its words and those for all pieces. */
static int decide(const kc_batch_options *o, kc_batch_list *l, kc_batch_piece *p, kc_sbuf *errors)
{
    kc_options opt;
    kc_diags d = {0};
    int n = 1, bad = 0;
    char **argv = kc_xcalloc((size_t)(o->nwords + p->nwords) + 1, sizeof *argv);
    for (int i = 0; i < o->nwords; i++) argv[n++] = o->words[i];
    for (int i = 0; i < p->nwords; i++) argv[n++] = p->words[i];
    kc_options_init(&opt);
    if (kc_options_parse_args(&opt, n, argv, KC_OPT_ARGS, &d))
        bad = complain(errors, o, p->line, d.list.n ? d.list.v[0].message : "bad options");
    else if (opt.action != KC_DO_PERFORM || !opt.files.n)
        bad = complain(errors, o, p->line, "no file to perform");
    else if (opt.output &&
             (!strcmp(opt.output, "stdout") || !strcmp(opt.output, "-") || !strncmp(opt.output, "dac", 3)))
        bad = complain(errors, o, p->line, "-o names no file");
    else {
        char **files = kc_arena_alloc(&l->arena, sizeof *files * (size_t)opt.files.n);
        for (int i = 0; i < opt.files.n; i++) files[i] = kc_arena_strdup(&l->arena, opt.files.v[i]);
        p->files = files;
        p->nfiles = opt.files.n;
        p->input = files[0];
        if (!opt.nosound && !opt.init_only && !opt.syntax_check &&
            !(opt.output && !strcmp(opt.output, "null")))
            p->output = !opt.output          ? usual_output(&l->arena, o, p->input, opt.file_type)
                        : *opt.output == '/' ? kc_arena_strdup(&l->arena, opt.output)
                                             : kc_arena_printf(&l->arena, "%s%s", o->out_dir, opt.output);
    }
    kc_options_free(&opt);
    kc_diags_free(&d);
    free(argv);
    return bad;
}

/* An output counts by its place in the output folder, wherever that is. */
static const char *key_of(kc_arena *a, const kc_batch_options *o, const kc_batch_piece *p)
{
    kc_sbuf all = {0};
    size_t dir = strlen(o->out_dir);
    if (p->output) return p->output + (strncmp(p->output, o->out_dir, dir) ? 0 : dir);
    for (int i = 0; i < p->nwords; i++) kc_sbuf_printf(&all, "%s ", p->words[i]);
    const char *key = kc_arena_printf(a, "without sound: %s", all.s);
    kc_sbuf_free(&all);
    return key;
}

static int add_line(const kc_batch_options *o, kc_batch_list *l, kc_map *outputs, const char *text, size_t n,
                    int line, kc_sbuf *errors)
{
    kc_opt_words words = {0};
    kc_batch_piece p = {.line = line};
    int bad = 0;
    if (memchr(text, 0, n)) return complain(errors, o, line, "not text");
    if (kc_options_split(text, n, &l->arena, &words)) {
        p.nwords = words.n;
        p.words = kc_arena_alloc(&l->arena, sizeof *p.words * (size_t)words.n);
        memcpy(p.words, words.v, sizeof *p.words * (size_t)words.n);
        bad = decide(o, l, &p, errors);
        if (!bad) {
            p.key = key_of(&l->arena, o, &p);
            void **first = kc_map_at(outputs, p.key);
            if (*first) {
                kc_sbuf_printf(errors, "%s:%d: %s is already that of line %d\n", o->list, line, p.key,
                               (int)(intptr_t)*first);
                bad = -1;
            }
            *first = (void *)(intptr_t)line;
            if (l->lines % o->shards == o->shard - 1) kc_vec_push(&l->pieces, p);
            l->lines++;
        }
    }
    kc_vec_free(&words);
    return bad;
}

static int read_text(const char *name, kc_sbuf *text)
{
    return kc_sbuf_read_file(text, strcmp(name, "-") ? name : "/dev/stdin", MAX_LIST);
}

int kc_batch_list_read(const kc_batch_options *o, kc_batch_list *l, kc_sbuf *errors)
{
    kc_sbuf text = {0};
    kc_map outputs = {0};
    int bad = 0, line = 1;
    if (read_text(o->list, &text)) {
        kc_sbuf_printf(errors, "cannot open %s: %s\n", o->list, strerror(errno));
        return -1;
    }
    for (size_t i = 0; i < text.n; line++) {
        char *end = memchr(text.s + i, '\n', text.n - i);
        size_t n = end ? (size_t)(end - text.s) - i : text.n - i;
        bad |= add_line(o, l, &outputs, text.s + i, n, line, errors);
        i += n + 1;
    }
    kc_map_free(&outputs);
    kc_sbuf_free(&text);
    return bad;
}

void kc_batch_list_free(kc_batch_list *l)
{
    kc_vec_free(&l->pieces);
    kc_arena_free(&l->arena);
}
