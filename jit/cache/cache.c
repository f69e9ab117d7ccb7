/* The folder of the object cache.
 *
 *   NAME.kco, NAME = hash of the key:   head | key | extra | object,   the head with a checksum over
 * everything
 *
 * A new file gets its contents under a temporary name and is then renamed, so readers see whole files only,
 * and the last writer wins: both have the same code. The time of a file's last use is its modification time.
 *
 * The hash is XXH128: fast, and not against forgers. It needs none: whoever can write the folder owns the
 * user's account already (that is checked), and two keys of one hash are told apart by the key in the file.
 */
#define _GNU_SOURCE
#include "jit/cache/cache.h"
#include "runtime/base/arena.h"
#include "runtime/base/hash.h"
#include "runtime/base/vec.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { NAME_BYTES = 40, HEX = 32, TEMPORARY_S = 3600, FRESH_S = 600 };
#define MAGIC       0x324f434bu /* KCO2 */
#define FILE_MAX    ((uint64_t)96 << 20)
#define USUAL_BYTES ((uint64_t)256 << 20)
#define SUFFIX      ".kco"

typedef struct {
    uint32_t magic, head_bytes;
    uint64_t sum[2]; /* of the whole file with these as 0 */
    uint64_t key_bytes, extra_bytes, object_bytes;
    kc_cache_facts facts;
} head;

struct kc_cache {
    char *path;
    int fd; /* -1: not there yet */
    uint64_t max;
    pthread_mutex_t lock;
    int stored;
    kc_sbuf processor;
};

static void file_name(const kc_sbuf *key, char name[NAME_BYTES])
{
    kc_hash128(key->s, key->n, name);
    memcpy(name + HEX, SUFFIX, sizeof SUFFIX);
}

/* ---- the folder ---------------------------------------------------------------------------------- */

/* Opens the folder when it is there: 0, or -1 with the reason when it is not to be used. */
static int open_folder(kc_cache *c, kc_sbuf *error)
{
    struct stat st;
    int fd = open(c->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return 0;
    if (fd < 0 || fstat(fd, &st)) {
        kc_sbuf_printf(error, "%s: %s", c->path, strerror(errno));
        if (fd >= 0) close(fd);
        return -1;
    }
    const char *why = st.st_uid != geteuid() ? "belongs to another user"
                      : st.st_mode & 022     ? "can be written by others"
                                             : NULL;
    if (why) {
        kc_sbuf_printf(error, "%s %s", c->path, why);
        close(fd);
        return -1;
    }
    c->fd = fd;
    return 0;
}

static int make_folder(kc_cache *c, kc_sbuf *error)
{
    for (char *s = c->path + 1; *s; s++)
        if (*s == '/') {
            *s = 0;
            mkdir(c->path, 0700); /* whatever is wrong shows below */
            *s = '/';
        }
    if (mkdir(c->path, 0700) && errno != EEXIST) {
        kc_sbuf_printf(error, "%s: %s", c->path, strerror(errno));
        return -1;
    }
    if (open_folder(c, error)) return -1;
    return c->fd < 0 ? -1 : 0;
}

static char *usual_path(void)
{
    kc_sbuf b = {0};
    const char *own = getenv("KCYCLE_CACHE_DIR"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (own && *own)
        kc_sbuf_puts(&b, own);
    else if (xdg && *xdg == '/')
        kc_sbuf_printf(&b, "%s/kcycle", xdg);
    else if (home && *home == '/')
        kc_sbuf_printf(&b, "%s/.cache/kcycle", home);
    return b.s;
}

static uint64_t usual_max(void)
{
    const char *mb = getenv("KCYCLE_CACHE_MB");
    char *end;
    unsigned long n = mb ? strtoul(mb, &end, 10) : 0;
    return mb && *mb && !*end && n < (1ul << 40) ? (uint64_t)n << 20 : USUAL_BYTES;
}

kc_cache *kc_cache_open(const char *dir, uint64_t max_bytes, kc_sbuf *error)
{
    kc_cache *c = kc_xcalloc(1, sizeof *c);
    c->fd = -1;
    c->max = max_bytes ? max_bytes : usual_max();
    c->path = dir ? kc_xstrdup(dir) : usual_path();
    pthread_mutex_init(&c->lock, NULL);
    kc_cache_processor(&c->processor);
    if (c->path && *c->path && !open_folder(c, error)) return c;
    if (!c->path || !*c->path) kc_sbuf_puts(error, "no folder for it: HOME is not set");
    c->stored = 0;
    kc_cache_close(c);
    return NULL;
}

const kc_sbuf *kc_cache_get_processor(const kc_cache *c) { return &c->processor; }

/* The folder's descriptor, or -1. */
static int folder(kc_cache *c)
{
    pthread_mutex_lock(&c->lock);
    int fd = c->fd;
    pthread_mutex_unlock(&c->lock);
    return fd;
}

/* ---- files --------------------------------------------------------------------------------------- */

static XXH128_hash_t checksum(head h, const char *rest, size_t n)
{
    XXH3_state_t *s = XXH3_createState();
    h.sum[0] = h.sum[1] = 0;
    XXH3_128bits_reset(s);
    XXH3_128bits_update(s, &h, sizeof h);
    XXH3_128bits_update(s, rest, n);
    XXH128_hash_t sum = XXH3_128bits_digest(s);
    XXH3_freeState(s);
    return sum;
}

int kc_cache_decode(const char *file, size_t size, kc_cache_record *r)
{
    head h;
    if (size < sizeof h) return -1;
    memcpy(&h, file, sizeof h);
    uint64_t rest = size - sizeof h;
    if (h.magic != MAGIC || h.head_bytes != sizeof h || h.key_bytes > rest ||
        h.extra_bytes > rest - h.key_bytes || h.object_bytes != rest - h.key_bytes - h.extra_bytes)
        return -1;
    XXH128_hash_t sum = checksum(h, file + sizeof h, rest);
    if (sum.low64 != h.sum[0] || sum.high64 != h.sum[1]) return -1;
    *r = (kc_cache_record){.key = file + sizeof h,
                           .extra = file + sizeof h + h.key_bytes,
                           .object = file + sizeof h + h.key_bytes + h.extra_bytes,
                           .key_bytes = h.key_bytes,
                           .extra_bytes = h.extra_bytes,
                           .object_bytes = h.object_bytes,
                           .facts = h.facts};
    return 0;
}

/* The bytes of a file of the folder: 0, -1 when there is none, -2 when it is not to be trusted. */
static int read_file(int dir, const char *name, kc_sbuf *out)
{
    struct stat st;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? -1 : -2;
    int r = -2;
    if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 022) &&
        (uint64_t)st.st_size <= FILE_MAX) {
        size_t want = (size_t)st.st_size, have = 0;
        char *bytes = kc_try_calloc(want + 1, 1);
        while (bytes && have < want) {
            ssize_t n = pread(fd, bytes + have, want - have, (off_t)have);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) break;
            have += (size_t)n;
        }
        *out = (kc_sbuf){bytes, have, want + 1};
        r = bytes && have == want ? 0 : -2;
        if (!r && time(NULL) > st.st_mtime + FRESH_S) futimens(fd, NULL);
    }
    close(fd);
    return r;
}

void kc_cache_value_free(kc_cache_value *v)
{
    kc_sbuf_free(&v->object);
    kc_sbuf_free(&v->extra);
}

int kc_cache_find(kc_cache *c, const kc_sbuf *key, kc_cache_value *v)
{
    char name[NAME_BYTES];
    kc_sbuf file = {0};
    kc_cache_record r;
    int dir = c ? folder(c) : -1;
    if (dir < 0) return -1;
    file_name(key, name);
    int found = read_file(dir, name, &file);
    if (!found && kc_cache_decode(file.s, file.n, &r)) found = -2;
    if (found == -2) unlinkat(dir, name, 0);
    if (!found && (r.key_bytes != key->n || memcmp(r.key, key->s, key->n))) found = -1;
    if (!found) {
        *v = (kc_cache_value){.facts = r.facts};
        kc_sbuf_write(&v->object, r.object, r.object_bytes);
        kc_sbuf_write(&v->extra, r.extra, r.extra_bytes);
    }
    kc_sbuf_free(&file);
    return found ? -1 : 0;
}

void kc_cache_remove(kc_cache *c, const kc_sbuf *key)
{
    char name[NAME_BYTES];
    int dir = c ? folder(c) : -1;
    if (dir < 0) return;
    file_name(key, name);
    unlinkat(dir, name, 0);
}

static int write_all(int fd, const void *bytes, size_t n)
{
    for (const char *s = bytes; n;) {
        ssize_t w = write(fd, s, n);
        if (w < 0 && errno == EINTR) continue;
        if (w <= 0) return -1;
        s += w;
        n -= (size_t)w;
    }
    return 0;
}

/* A new file of an unused name. */
static int open_temporary(int dir, char name[NAME_BYTES])
{
    static _Atomic unsigned next;
    for (int i = 0; i < 100; i++) {
        snprintf(name, NAME_BYTES, ".%d-%u.tmp", (int)getpid(), next++);
        int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

static int ready_folder(kc_cache *c, kc_sbuf *error)
{
    pthread_mutex_lock(&c->lock);
    int bad = c->fd < 0 && make_folder(c, error), fd = bad ? -1 : c->fd;
    c->stored = 1;
    pthread_mutex_unlock(&c->lock);
    return fd;
}

int kc_cache_store(kc_cache *c, const kc_sbuf *key, const kc_cache_value *v, kc_sbuf *error)
{
    char name[NAME_BYTES], temporary[NAME_BYTES];
    kc_sbuf file = {0};
    head h = {.magic = MAGIC,
              .head_bytes = sizeof h,
              .key_bytes = key->n,
              .extra_bytes = v->extra.n,
              .object_bytes = v->object.n,
              .facts = v->facts};
    int dir = ready_folder(c, error);
    if (dir < 0) return -1;
    kc_sbuf_write(&file, (char *)&h, sizeof h);
    kc_sbuf_write(&file, key->s, key->n);
    if (v->extra.n) kc_sbuf_write(&file, v->extra.s, v->extra.n);
    if (v->object.n) kc_sbuf_write(&file, v->object.s, v->object.n);
    XXH128_hash_t sum = checksum(h, file.s + sizeof h, file.n - sizeof h);
    h.sum[0] = sum.low64, h.sum[1] = sum.high64;
    memcpy(file.s, &h, sizeof h);
    file_name(key, name);
    int fd = file.n <= FILE_MAX ? open_temporary(dir, temporary) : (errno = EFBIG, -1), bad = fd < 0;
    if (fd >= 0) {
        bad = write_all(fd, file.s, file.n);
        bad |= close(fd) != 0;
        bad = bad || renameat(dir, temporary, dir, name);
        if (bad) unlinkat(dir, temporary, 0);
    }
    if (bad) kc_sbuf_printf(error, "%s/%s: %s", c->path, name, strerror(errno));
    kc_sbuf_free(&file);
    return bad ? -1 : 0;
}

/* ---- bounds -------------------------------------------------------------------------------------- */

typedef struct {
    char name[NAME_BYTES];
    struct timespec used;
    uint64_t bytes;
} cached;

static int by_age(const void *a, const void *b)
{
    const struct timespec *x = &((const cached *)a)->used, *y = &((const cached *)b)->used;
    if (x->tv_sec != y->tv_sec) return x->tv_sec < y->tv_sec ? -1 : 1;
    return x->tv_nsec < y->tv_nsec ? -1 : x->tv_nsec > y->tv_nsec;
}

static int ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && n < NAME_BYTES && !strcmp(s + n - m, end);
}

/* Oldest use first, until three quarters of the bound are left; temporary files of those who died too. */
static void trim(kc_cache *c)
{
    KC_VEC(cached) files = {0};
    uint64_t sum = 0;
    struct dirent *e;
    int fd = dup(c->fd);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d && fd >= 0) close(fd);
    if (d) rewinddir(d);
    while (d && (e = readdir(d))) {
        struct stat st;
        int temporary = ends_with(e->d_name, ".tmp");
        if ((!temporary && !ends_with(e->d_name, SUFFIX)) ||
            fstatat(c->fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
            continue;
        if (temporary) {
            if (st.st_mtime < time(NULL) - TEMPORARY_S) unlinkat(c->fd, e->d_name, 0);
            continue;
        }
        cached f = {.used = st.st_mtim, .bytes = (uint64_t)st.st_blocks * 512};
        memcpy(f.name, e->d_name, strlen(e->d_name) + 1);
        kc_vec_push(&files, f);
        sum += f.bytes;
    }
    if (d) closedir(d);
    if (sum > c->max) {
        qsort(files.v, (size_t)files.n, sizeof *files.v, by_age);
        for (int i = 0; i < files.n && sum > c->max / 4 * 3; i++) {
            unlinkat(c->fd, files.v[i].name, 0);
            sum -= files.v[i].bytes;
        }
    }
    kc_vec_free(&files);
}

void kc_cache_close(kc_cache *c)
{
    if (!c) return;
    /* one process at a time: the others need not */
    if (c->fd >= 0 && c->stored && !flock(c->fd, LOCK_EX | LOCK_NB)) {
        trim(c);
        flock(c->fd, LOCK_UN);
    }
    if (c->fd >= 0) close(c->fd);
    pthread_mutex_destroy(&c->lock);
    kc_sbuf_free(&c->processor);
    free(c->path);
    free(c);
}
