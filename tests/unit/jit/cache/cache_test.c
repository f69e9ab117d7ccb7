/* The object cache: what was stored is found again, by its whole key; what can't be trusted is not; the bound
 * holds; many processes at once; and programs get their code from it without a compiler. */
#include "tests/unit/jit/fixture.h"
#include "jit/cache/code.h"
#include "runtime/base/hash.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/kcycle-cache-test-XXXXXX";

static void each_file(void (*f)(const char *path, void *user), void *user)
{
    DIR *d = opendir(folder);
    struct dirent *e;
    while (d && (e = readdir(d))) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) f(path, user);
    }
    if (d) closedir(d);
}

static void remove_one(const char *path, void *user) { (void)user, unlink(path); }
static void count_one(const char *path, void *user) { (void)path, ++*(int *)user; }
static void keep_path(const char *path, void *user) { snprintf(user, 600, "%s", path); }

static int files(void)
{
    int n = 0;
    each_file(count_one, &n);
    return n;
}

static int fresh(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/kcycle-cache-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int gone(void **state)
{
    (void)state;
    each_file(remove_one, NULL);
    return rmdir(folder);
}

static kc_cache *open_cache(uint64_t max)
{
    kc_sbuf error = {0};
    kc_cache *c = kc_cache_open(folder, max, &error);
    if (!c) fail_msg("%s", error.s);
    return c;
}

static kc_sbuf text(const char *s)
{
    kc_sbuf b = {0};
    kc_sbuf_puts(&b, s);
    return b;
}

static int put(kc_cache *c, const char *key, const char *object)
{
    kc_sbuf k = text(key), error = {0};
    kc_cache_value v = {text(object), text("more"), {.loops = 3, .code_bytes = 7, .ms = 1.5}};
    int r = kc_cache_store(c, &k, &v, &error);
    kc_sbuf_free(&k);
    kc_cache_value_free(&v);
    kc_sbuf_free(&error);
    return r;
}

/* -1: not found; 0: found with those contents; 1: with others */
static int get(kc_cache *c, const char *key, const char *object)
{
    kc_sbuf k = text(key);
    kc_cache_value v;
    int r = kc_cache_find(c, &k, &v);
    kc_sbuf_free(&k);
    if (r) return r;
    r = strcmp(v.object.s, object) || strcmp(v.extra.s, "more") || v.facts.loops != 3 ||
        v.facts.code_bytes != 7 || v.facts.ms != 1.5;
    kc_cache_value_free(&v);
    return r;
}

static void finds_what_it_stored(void **state)
{
    (void)state;
    kc_cache *c = open_cache(0);
    assert_int_equal(get(c, "a", "1"), -1);
    assert_int_equal(put(c, "a", "one"), 0);
    assert_int_equal(put(c, "b", "two"), 0);
    assert_int_equal(get(c, "a", "one"), 0);
    assert_int_equal(get(c, "b", "two"), 0);
    assert_int_equal(put(c, "a", "three"), 0);
    kc_cache_close(c);
    c = open_cache(0);
    assert_int_equal(get(c, "a", "three"), 0);
    assert_int_equal(get(c, "c", ""), -1);
    assert_int_equal(files(), 2);
    kc_cache_close(c);
}

static void makes_a_private_folder(void **state)
{
    (void)state;
    char path[300];
    struct stat st;
    kc_sbuf error = {0};
    snprintf(path, sizeof path, "%s/x", folder);
    kc_cache *c = kc_cache_open(path, 0, &error);
    assert_non_null(c);
    assert_int_equal(stat(path, &st), -1); /* not before it is needed */
    assert_int_equal(put(c, "a", "one"), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    DIR *d = opendir(path);
    for (struct dirent *e; (e = readdir(d));) {
        assert_int_equal(fstatat(dirfd(d), e->d_name, &st, 0), 0);
        if (S_ISREG(st.st_mode)) {
            assert_int_equal(st.st_mode & 0777, 0600);
            unlinkat(dirfd(d), e->d_name, 0);
        }
    }
    closedir(d);
    kc_cache_close(c);
    rmdir(path);
}

static void refuses_a_shared_folder(void **state)
{
    (void)state;
    kc_sbuf error = {0};
    chmod(folder, 0770);
    assert_null(kc_cache_open(folder, 0, &error));
    assert_non_null(strstr(error.s, "can be written by others"));
    chmod(folder, 0700);
    if (!geteuid() && !chown(folder, 1, 1)) {
        error.n = 0;
        assert_null(kc_cache_open(folder, 0, &error));
        assert_non_null(strstr(error.s, "another user"));
        assert_int_equal(chown(folder, 0, 0), 0);
    }
    kc_sbuf_free(&error);
}

/* After each change of its one file nothing is found, the file is gone, and can be stored again. */
static void removes_what_it_can_not_trust(void **state)
{
    (void)state;
    char path[600];
    struct stat st;
    for (int change = 0; change < 7; change++) {
        kc_cache *c = open_cache(0);
        assert_int_equal(put(c, "key", "object"), 0);
        each_file(keep_path, path);
        assert_int_equal(stat(path, &st), 0);
        int fd = open(path, O_RDWR);
        char byte = 'X';
        switch (change) {
        case 0: assert_int_equal(ftruncate(fd, st.st_size - 1), 0); break;
        case 1: assert_int_equal(ftruncate(fd, st.st_size + 1), 0); break;
        case 2: assert_int_equal(ftruncate(fd, 0), 0); break;
        case 3: assert_int_equal(pwrite(fd, &byte, 1, st.st_size - 3), 1); break;
        case 4: assert_int_equal(pwrite(fd, &byte, 1, 50), 1); break;
        case 5: assert_int_equal(fchmod(fd, 0660), 0); break;
        case 6:
            unlink(path);
            assert_int_equal(symlink("/etc/passwd", path), 0);
            break;
        }
        close(fd);
        assert_int_equal(get(c, "key", "object"), -1);
        assert_int_equal(files(), 0);
        assert_int_equal(put(c, "key", "object"), 0);
        assert_int_equal(get(c, "key", "object"), 0);
        kc_cache_close(c);
    }
    if (geteuid()) return;
    kc_cache *c = open_cache(0);
    each_file(keep_path, path);
    assert_int_equal(chown(path, 1, 1), 0);
    assert_int_equal(get(c, "key", "object"), -1);
    assert_int_equal(files(), 0);
    kc_cache_close(c);
}

/* A file under the name of another key's hash is no answer. */
static void compares_whole_keys(void **state)
{
    (void)state;
    char one[600], hex[33], two[700];
    kc_cache *c = open_cache(0);
    assert_int_equal(put(c, "first", "object"), 0);
    each_file(keep_path, one);
    kc_hash128("second", 6, hex);
    snprintf(two, sizeof two, "%s/%s.kco", folder, hex);
    assert_int_equal(rename(one, two), 0);
    assert_int_equal(get(c, "second", "object"), -1);
    kc_cache_close(c);
}

static void keeps_its_bound(void **state)
{
    (void)state;
    char key[20], *big = kc_xcalloc(10001, 1);
    memset(big, 'o', 10000);
    kc_cache *c = open_cache(200000);
    for (int i = 0; i < 30; i++) { /* 12 kB each on disk */
        snprintf(key, sizeof key, "k%d", i);
        assert_int_equal(put(c, key, big), 0);
        char hex[33], path[300];
        kc_hash128(key, strlen(key), hex);
        snprintf(path, sizeof path, "%s/%s.kco", folder, hex);
        struct timespec t[2] = {{0, UTIME_OMIT}, {1000 + i, 0}}; /* in that order */
        assert_int_equal(utimensat(AT_FDCWD, path, t, 0), 0);
    }
    assert_int_equal(get(c, "k0", big), 0); /* used just now */
    kc_cache_close(c);
    assert_in_range(files(), 8, 13);
    c = open_cache(200000);
    assert_int_equal(get(c, "k0", big), 0);
    assert_int_equal(get(c, "k1", big), -1);
    assert_int_equal(get(c, "k15", big), -1);
    assert_int_equal(get(c, "k29", big), 0);
    kc_cache_close(c);
    free(big);
}

/* Processes that store and find the same few keys; one of them is killed again and again. */
static int contend(int seed)
{
    char key[8], object[4001];
    kc_cache *c = open_cache(30000);
    for (int i = 0; i < 300; i++) {
        int k = (i * 7 + seed) % 10;
        snprintf(key, sizeof key, "k%d", k);
        memset(object, 'a' + k, 4000);
        object[4000] = 0;
        if (get(c, key, object) > 0) return 1; /* never anything but the whole object */
        if (put(c, key, object)) return 2;
        if (i % 50 == 0) {
            kc_cache_close(c);
            c = open_cache(30000);
        }
    }
    kc_cache_close(c);
    return 0;
}

static void many_processes(void **state)
{
    (void)state;
    pid_t p[4];
    for (int i = 0; i < 4; i++)
        if (!(p[i] = fork())) _exit(contend(i));
    for (int i = 0; i < 20; i++) {
        pid_t victim = fork();
        if (!victim) _exit(contend(i));
        usleep(1500);
        kill(victim, SIGKILL);
        waitpid(victim, NULL, 0);
    }
    for (int i = 0; i < 4; i++) {
        int status;
        waitpid(p[i], &status, 0);
        assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
    }
}

/* ---- programs ---------------------------------------------------------------------------------- */

static const char tone[] =
    "unit \"instr 1\" ksmps 64\nvar a1 a\na1 = init.perf.a call oscili a kkjo (#0.5, #440, #-1, #0)\n"
    "init.perf.- call out - y (a1)\n";
static const char renamed[] =
    "unit \"instr 77\" ksmps 64\nvar asig a\nasig = init.perf.a call oscili a kkjo (#0.5, #440, #-1, #0)\n"
    "init.perf.- call out - y (asig)\n";
/* has no lanes */
static const char alone[] = "unit \"instr 1\" ksmps 64\nvar a1 a\nvar ain a\nvar a2 a\n"
                            "a1 = init.perf.a call oscili a kkjo (#0.5, #440, #-1, #0)\n"
                            "init.perf.- subbegin\ninit.- call setksmps - i (#16)\nain = perf.a slicein a1\n"
                            "a2 = perf.a sliceout ain\ninit.perf.- subend\ninit.perf.- call out - y (a2)\n";
static const char other[] =
    "unit \"instr 1\" ksmps 64\nvar a1 a\na1 = init.perf.a call oscili a kkjo (#0.5, #441, #-1, #0)\n"
    "init.perf.- call out - y (a1)\n";
static const char shorter[] =
    "unit \"instr 1\" ksmps 32\nvar a1 a\na1 = init.perf.a call oscili a kkjo (#0.5, #440, #-1, #0)\n"
    "init.perf.- call out - y (a1)\n";

static kc_jitthread *thread_with(kc_cache *c)
{
    return kc_jitthread_create(&(kc_jitthread_options){.host = {kc_sub_context}, .cache = c});
}

/* Whether a new compile thread finds the program's code, without the compiler. */
static int hit(kc_cache *c, const char *ir)
{
    kc_jitthread *t = thread_with(c);
    kc_program *p = program_of(ir);
    int found = kc_jitthread_load(t, p, KC_JIT_SINGLE) == KC_JIT_SINGLE;
    assert_int_equal(kc_jitthread_count(t).cached, found);
    assert_int_equal(kc_jitthread_count(t).submitted, 0);
    assert_int_equal(atomic_load(&p->fused) != NULL, found);
    if (found) {
        kc_sbuf report = {0};
        kc_jitthread_report(t, &report);
        assert_non_null(strstr(report.s, ": fused (from the cache), W=1, 2 instructions, 1 loop,"));
        assert_non_null(strstr(report.s, "cache: 1 found, 0 stored"));
        kc_sbuf_free(&report);
    }
    kc_jitthread_destroy(t);
    assert_null(atomic_load(&p->fused)); /* withdrawn */
    kc_ir_program_destroy(p);
    return found;
}

static void programs_find_their_code(void **state)
{
    (void)state;
    kc_cache *c = open_cache(0);
    assert_false(hit(c, tone));
    kc_jitthread *t = thread_with(c);
    kc_program *p = program_of(tone);
    kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE);
    assert_int_equal(kc_jitthread_wait(t, p), 0);
    assert_int_equal(kc_jitthread_count(t).stored, 1);
    assert_int_equal(kc_jitthread_load(t, p, KC_JIT_SINGLE), 0); /* it has code */
    kc_jitthread_destroy(t);
    kc_ir_program_destroy(p);
    assert_true(hit(c, tone));
    assert_true(hit(c, renamed)); /* names make no difference */
    assert_false(hit(c, other));
    assert_false(hit(c, shorter));
    kc_cache_close(c);
}

/* An intact file whose object is of no use is removed. */
static void useless_objects_go(void **state)
{
    (void)state;
    kc_cache *c = open_cache(0);
    kc_program *p = program_of(tone);
    kc_sbuf key = {0}, object = text("no object"), error = {0};
    kc_cache_value v = {.object = object};
    assert_int_equal(kc_cache_key(c, p, 1, &key), 0);
    assert_int_equal(kc_cache_store(c, &key, &v, &error), 0);
    assert_int_equal(files(), 1);
    assert_false(hit(c, tone));
    assert_int_equal(files(), 0);
    kc_fresh_code fresh = {.object = &object};
    assert_int_equal(kc_cached_code_save(c, p, &(kc_jit_host){kc_sub_context}, 1, &fresh, &error), -1);
    assert_int_equal(files(), 0);
    kc_sbuf_free(&key);
    kc_sbuf_free(&object);
    kc_sbuf_free(&error);
    kc_ir_program_destroy(p);
    kc_cache_close(c);
}

/* Lanes come from the cache with their tables, and so does the knowledge that there are none. */
static void lanes_too(void **state)
{
    (void)state;
    static const char *const texts[] = {tone, alone};
    kc_cache *c = open_cache(0);
    for (int i = 0; i < 2; i++) {
        const unsigned both = KC_JIT_SINGLE | KC_JIT_LANES;
        kc_program *p = program_of(texts[i]), *q = program_of(texts[i]);
        kc_jitthread *t = thread_with(c), *u = thread_with(c);
        assert_int_equal(kc_jitthread_load(t, p, both), 0);
        kc_jitthread_submit(t, p, 1, both);
        assert_int_equal(kc_jitthread_wait(t, p), 0);
        assert_int_equal(kc_jitthread_count(t).stored, 2);
        const kc_batch_code *made = atomic_load(&p->batch);
        assert_int_equal(made != NULL, i == 0);
        assert_int_equal(kc_jitthread_load(u, q, both), both);
        const kc_batch_code *got = atomic_load(&q->batch);
        assert_int_equal(got != NULL, i == 0);
        assert_non_null(atomic_load(&q->fused));
        kc_sbuf a = {0}, b = {0}, report = {0};
        if (made) {
            kc_batch_pack(made, &a);
            kc_batch_pack(got, &b);
            assert_int_equal(a.n, b.n);
            assert_memory_equal(a.s, b.s, a.n);
            assert_non_null(got->perform);
            assert_true(got->nmoves > 0);
            for (size_t n = 0; n < a.n; n++) assert_null(kc_batch_unpack(a.s, n));
        }
        kc_jitthread_report(u, &report);
        assert_non_null(strstr(report.s, i ? "; one by one: " : "; fused (from the cache), W=8"));
        assert_non_null(strstr(report.s, "cache: 2 found, 0 stored"));
        kc_sbuf_free(&a);
        kc_sbuf_free(&b);
        kc_sbuf_free(&report);
        kc_jitthread_destroy(t);
        kc_jitthread_destroy(u);
        assert_null(atomic_load(&q->batch));
        kc_ir_program_destroy(p);
        kc_ir_program_destroy(q);
    }
    kc_cache_close(c);
}

static _Atomic uint64_t now;
static uint64_t epoch(void *user) { return (void)user, atomic_load(&now); }
static void free_program(void *user, kc_program *p)
{
    kc_ir_program_destroy(p);
    atomic_fetch_add((_Atomic int *)user, 1);
}

/* Code from the cache is retired as compiled code is: not before the epoch has passed. */
static void retires_by_epoch(void **state)
{
    (void)state;
    _Atomic int freed = 0;
    kc_cache *c = open_cache(0);
    kc_program *p = program_of(tone), *q = program_of(tone);
    kc_jitthread *t = thread_with(c);
    kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE);
    kc_jitthread_wait_idle(t);
    kc_jitthread_destroy(t);
    atomic_store(&now, 7);
    t = kc_jitthread_create(&(kc_jitthread_options){
        .host = {kc_sub_context}, .cache = c, .epoch = epoch, .free_program = free_program, .user = &freed});
    assert_int_equal(kc_jitthread_load(t, q, KC_JIT_SINGLE), KC_JIT_SINGLE);
    kc_jitthread_retire(t, q, 7);
    usleep(80000);
    assert_int_equal(freed, 0);
    assert_non_null(atomic_load(&q->fused));
    atomic_store(&now, 8);
    for (int i = 0; i < 1000 && !freed; i++) usleep(5000);
    assert_int_equal(freed, 1);
    assert_int_equal(kc_jitthread_count(t).code_bytes, 0);
    kc_jitthread_destroy(t);
    kc_ir_program_destroy(p);
    kc_cache_close(c);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, fresh, gone)
    const struct CMUnitTest tests[] = {T(finds_what_it_stored),
                                       T(makes_a_private_folder),
                                       T(refuses_a_shared_folder),
                                       T(removes_what_it_can_not_trust),
                                       T(compares_whole_keys),
                                       T(keeps_its_bound),
                                       T(many_processes),
                                       T(programs_find_their_code),
                                       T(useless_objects_go),
                                       T(retires_by_epoch),
                                       T(lanes_too)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
