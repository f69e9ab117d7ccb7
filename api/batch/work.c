/* One piece, in a process of its own: skip it, complete it, or render it under another name and rename it. */
#define _GNU_SOURCE
#include "api/batch/batch.h"
#include "api/include/kcycle/kcycle.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *kc_batch_part_name(kc_arena *a, const char *output)
{
    const char *slash = strrchr(output, '/');
    int dir = slash ? (int)(slash + 1 - output) : 0; /* with a slash: SFDIR has no say in it */
    return kc_arena_printf(a, "%.*s.%s.part", dir ? dir : 2, dir ? output : "./", output + dir);
}

/* ---- what a piece depends on --------------------------------------------------------------------- */

static void hash_options(const kc_batch_options *o, const kc_batch_piece *p, char hex[KC_HASH_TEXT])
{
    kc_sbuf all = {0};
    kc_sbuf_puts(&all, KC_VERSION);
    for (int i = 0; i < o->nwords + p->nwords; i++) {
        kc_sbuf_putc(&all, 0);
        kc_sbuf_puts(&all, i < o->nwords ? o->words[i] : p->words[i - o->nwords]);
    }
    kc_hash128(all.s, all.n, hex);
    kc_sbuf_free(&all);
}

static int hash_inputs(const kc_batch_piece *p, char hex[KC_HASH_TEXT])
{
    kc_sbuf all = {0};
    for (int i = 0; i < p->nfiles; i++) {
        char one[KC_HASH_TEXT];
        uint64_t bytes;
        if (kc_hash128_file(p->files[i], one, &bytes)) {
            fprintf(stderr, "error: cannot open %s: %s\n", p->files[i], strerror(errno));
            kc_sbuf_free(&all);
            return -1;
        }
        kc_sbuf_puts(&all, one);
    }
    kc_hash128(all.s ? all.s : "", all.n, hex);
    kc_sbuf_free(&all);
    return 0;
}

/* The file is what the manifest says. */
static bool intact(const char *path, const kc_batch_done *d)
{
    struct stat st;
    char hex[KC_HASH_TEXT];
    uint64_t bytes;
    return !stat(path, &st) && S_ISREG(st.st_mode) && (uint64_t)st.st_size == d->bytes &&
           !kc_hash128_file(path, hex, &bytes) && bytes == d->bytes && !strcmp(hex, d->output);
}

/* ---- rendering ----------------------------------------------------------------------------------- */

static void make_folders(const char *path)
{
    char *s = kc_xstrdup(path);
    for (char *p = s + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            mkdir(s, 0777); /* what is wrong shows when the file is opened */
            *p = '/';
        }
    free(s);
}

static int render(const kc_batch_options *o, const kc_batch_piece *p, char *part)
{
    int n = 0;
    char **argv = kc_xcalloc((size_t)(o->nwords + p->nwords) + 4, sizeof *argv);
    argv[n++] = (char *)(uintptr_t) "kcycle";
    for (int i = 0; i < o->nwords; i++) argv[n++] = o->words[i];
    for (int i = 0; i < p->nwords; i++) argv[n++] = p->words[i];
    if (part) {
        make_folders(part);
        argv[n++] = (char *)(uintptr_t) "-o";
        argv[n++] = part;
    }
    int status = kc_main(n, argv);
    free(argv);
    return status;
}

static int move(const char *part, const char *output)
{
    if (!rename(part, output)) return 0;
    fprintf(stderr, "error: cannot rename %s to %s: %s\n", part, output, strerror(errno));
    return -1;
}

static kc_batch_result render_and_note(const kc_batch_options *o, const kc_batch_piece *p, kc_manifest *m,
                                       char *part, kc_batch_done *d)
{
    kc_batch_result failed = {.status = KC_WORK_FAILED}, r = {.status = KC_WORK_OK};
    if (render(o, p, part)) {
        if (part) unlink(part);
        return failed;
    }
    if (part && kc_hash128_file(part, d->output, &d->bytes)) {
        fprintf(stderr, "error: %s: %s\n", part, strerror(errno));
        return failed;
    }
    if (kc_manifest_add(m, p->key, d)) {
        fprintf(stderr, "error: the manifest can't be written: %s\n", strerror(errno));
        return failed;
    }
    if (part && move(part, p->output)) return failed;
    memcpy(r.hash, d->output, sizeof r.hash);
    r.bytes = d->bytes;
    return r;
}

kc_batch_result kc_batch_work(const kc_batch_options *o, const kc_batch_piece *p, kc_manifest *m)
{
    kc_batch_result r = {.status = KC_WORK_FAILED};
    kc_batch_done d = {0};
    kc_arena arena = {0};
    char *part = p->output ? kc_batch_part_name(&arena, p->output) : NULL;
    if (hash_inputs(p, d.input)) return r;
    hash_options(o, p, d.options);
    memset(d.output, '-', sizeof d.output - 1);
    const kc_batch_done *old = kc_map_get(&m->done, p->key);
    if (old && !strcmp(old->input, d.input) && !strcmp(old->options, d.options)) {
        r.bytes = old->bytes;
        memcpy(r.hash, old->output, sizeof r.hash);
        if (!part || intact(p->output, old))
            r.status = KC_WORK_SKIPPED;
        else if (intact(part, old) && !move(part, p->output))
            r.status = KC_WORK_RECOVERED;
    }
    if (r.status == KC_WORK_FAILED) r = render_and_note(o, p, m, part, &d);
    kc_arena_free(&arena);
    return r;
}
