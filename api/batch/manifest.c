/* The manifest: what is finished, in OUT-DIR/.kcycle-batch/, a file for each shard.
 *
 *   SUM INPUT OPTIONS OUTPUT BYTES KEY\n      hashes of the input, the options, the output and of the line
 * itself
 *
 * A worker adds its line, with one write, after the sound file is complete and before it gets its name. So a
 * process that dies at any point leaves whole lines (a torn one fails its sum and counts for nothing), and a
 * finished file that has only its temporary name is found by its line. When a batch is taken up again all
 * shards' manifests are read, and the shard's own is written anew without what is doubled, under another
 * name, then renamed. */
#define _GNU_SOURCE
#include "api/batch/batch.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_MANIFEST = 1 << 30, HEX = KC_HASH_TEXT - 1, SUM = 16, LOCK_TRIES = 40 };
#define FOLDER ".kcycle-batch"

/* Keys may hold anything but what separates lines. */
static void put_key(kc_sbuf *b, const char *key)
{
    for (; *key; key++)
        if (*key == '\n' || *key == '%')
            kc_sbuf_printf(b, "%%%02x", *key);
        else
            kc_sbuf_putc(b, *key);
}

static void put_line(kc_sbuf *b, const char *key, const kc_batch_done *d)
{
    char sum[KC_HASH_TEXT];
    kc_sbuf rest = {0};
    kc_sbuf_printf(&rest, "%s %s %s %llu ", d->input, d->options, d->output, (unsigned long long)d->bytes);
    put_key(&rest, key);
    kc_hash128(rest.s, rest.n, sum);
    kc_sbuf_printf(b, "%.*s %s\n", SUM, sum, rest.s);
    kc_sbuf_free(&rest);
}

static const char *take_hash(const char *s, char out[KC_HASH_TEXT])
{
    memcpy(out, s, HEX);
    out[HEX] = 0;
    return strlen(out) == HEX && s[HEX] == ' ' ? s + HEX + 1 : NULL;
}

/* One line without its end, and NUL-terminated; what is not whole is passed over. */
static void take_line(kc_manifest *m, char *s, size_t n)
{
    char sum[KC_HASH_TEXT], *end;
    kc_batch_done d;
    if (n < SUM + 1 + 3 * (HEX + 1) + 3 || s[SUM] != ' ') return;
    kc_hash128(s + SUM + 1, n - SUM - 1, sum);
    if (memcmp(sum, s, SUM)) return;
    const char *p = take_hash(s + SUM + 1, d.input);
    p = p ? take_hash(p, d.options) : NULL;
    p = p ? take_hash(p, d.output) : NULL;
    if (!p) return;
    d.bytes = strtoull(p, &end, 10);
    if (end == p || *end != ' ') return;
    char *key = end + 1, *to = key;
    for (char *from = key; *from; to++) {
        unsigned code;
        if (*from == '%' && sscanf(from + 1, "%2x", &code) == 1) {
            *to = (char)code;
            from += 3;
        } else
            *to = *from++;
    }
    *to = 0;
    kc_batch_done *keep = kc_arena_alloc(&m->arena, sizeof *keep);
    *keep = d;
    kc_map_put(&m->done, key, keep);
}

static void take_file(kc_manifest *m, const char *path)
{
    kc_sbuf text = {0};
    if (!kc_sbuf_read_file(&text, path, MAX_MANIFEST))
        for (char *s = text.s, *end;
             s < text.s + text.n && (end = memchr(s, '\n', (size_t)(text.s + text.n - s))); s = end + 1) {
            *end = 0;
            take_line(m, s, (size_t)(end - s));
        }
    kc_sbuf_free(&text);
}

/* ---- files --------------------------------------------------------------------------------------- */

static char *own_path(const kc_batch_options *o, const char *suffix)
{
    kc_sbuf b = {0};
    kc_sbuf_printf(&b, "%s" FOLDER "/manifest", o->out_dir);
    if (o->shards > 1) kc_sbuf_printf(&b, "-%d-of-%d", o->shard, o->shards);
    kc_sbuf_puts(&b, suffix);
    return b.s;
}

static int starts_with(const char *s, const char *with) { return !strncmp(s, with, strlen(with)); }

static void take_others(kc_manifest *m, const kc_batch_options *o, const char *own)
{
    kc_sbuf path = {0};
    struct dirent *e;
    kc_sbuf_printf(&path, "%s" FOLDER, o->out_dir);
    DIR *d = opendir(path.s);
    while (d && (e = readdir(d))) {
        path.n = 0;
        kc_sbuf_printf(&path, "%s" FOLDER "/%s", o->out_dir, e->d_name);
        if (starts_with(e->d_name, "manifest") && !strchr(e->d_name, '.') && strcmp(path.s, own))
            take_file(m, path.s);
    }
    if (d) closedir(d);
    kc_sbuf_free(&path);
}

/* Writes what `m` holds to a new file, which takes the place of the old one. */
static int rewrite(const kc_manifest *m, const char *path, const char *temporary)
{
    kc_sbuf all = {0};
    for (size_t i = 0; i < m->done.cap; i++)
        if (m->done.slots[i].key) put_line(&all, m->done.slots[i].key, m->done.slots[i].value);
    FILE *f = fopen(temporary, "w");
    int bad = !f || fwrite(all.s ? all.s : "", 1, all.n, f) != all.n;
    if (f) bad |= fflush(f) || fsync(fileno(f)), bad |= fclose(f);
    kc_sbuf_free(&all);
    return bad || rename(temporary, path) ? -1 : 0;
}

/* The workers of a batch that was killed go within moments. */
static int wait_for(int fd)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (!flock(fd, LOCK_EX | LOCK_NB)) return 0;
        usleep(20000);
    }
    return -1;
}

/* A second batch on the same manifest would render everything twice. Workers hold the lock with their pool.
 */
static int lock(kc_manifest *m, const kc_batch_options *o, kc_sbuf *error)
{
    char *path = own_path(o, ".lock");
    m->fd = -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666), bad = 0;
    if (fd < 0) {
        kc_sbuf_printf(error, "%s: %s\n", path, strerror(errno));
        bad = -1;
    } else if (wait_for(fd)) {
        kc_sbuf_printf(error, "%s is in use: another batch is at work\n", path);
        close(fd);
        bad = -1;
    } else
        m->lock = fd;
    free(path);
    return bad;
}

int kc_manifest_open(kc_manifest *m, const kc_batch_options *o, kc_sbuf *error)
{
    kc_sbuf folder = {0};
    kc_sbuf_printf(&folder, "%s" FOLDER, o->out_dir);
    *m = (kc_manifest){.fd = -1, .lock = -1};
    if (mkdir(folder.s, 0777) && errno != EEXIST) {
        kc_sbuf_printf(error, "%s: %s\n", folder.s, strerror(errno));
        kc_sbuf_free(&folder);
        return -1;
    }
    kc_sbuf_free(&folder);
    if (lock(m, o, error)) return -1;
    char *own = own_path(o, ""), *temporary = own_path(o, ".new");
    if (o->resume) take_file(m, own);
    int bad = rewrite(m, own, temporary);
    if (!bad) m->fd = open(own, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (m->fd < 0) kc_sbuf_printf(error, "%s: %s\n", own, strerror(errno));
    if (o->resume) take_others(m, o, own);
    free(own);
    free(temporary);
    return m->fd < 0 ? -1 : 0;
}

int kc_manifest_add(kc_manifest *m, const char *key, const kc_batch_done *d)
{
    kc_sbuf line = {0};
    put_line(&line, key, d);
    ssize_t n = write(m->fd, line.s, line.n);
    int ok = n == (ssize_t)line.n;
    if (n >= 0 && !ok) { /* a full disk: the next line must not join this one */
        if (write(m->fd, "\n", 1) != 1) errno = ENOSPC;
        errno = ENOSPC;
    }
    kc_sbuf_free(&line);
    return ok ? 0 : -1;
}

void kc_manifest_close(kc_manifest *m)
{
    if (m->fd >= 0) close(m->fd);
    if (m->lock >= 0) close(m->lock);
    kc_map_free(&m->done);
    kc_arena_free(&m->arena);
}
