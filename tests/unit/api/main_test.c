/* Many command lines in one process: nothing is left behind, neither memory nor open files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "api/include/kcycle/kcycle.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1 /* its allocator does not answer mallinfo2; leaks are its own report */
#endif
#endif

static char path[] = "/tmp/kcycle-main-XXXXXX";

static void write_piece(const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static const char good[] =
    "<CsoundSynthesizer>\n<CsInstruments>\nsr = 44100\nksmps = 32\nnchnls = 2\n0dbfs = 1\n"
    "gi1 ftgen 0, 0, 1024, 10, 1, 0.5\n#define AMP #0.3#\n"
    "opcode shape, a, ak\n asig, kc xin\n al butterlp asig, kc\n xout al\nendop\n"
    "instr 1\n Sname = \"abc\"\n prints Sname\n kA[] init 8\n kA[2] = 3\n aenv linseg 0, p3, 1\n"
    " a1 oscili $AMP., 220, gi1\n a2 shape a1 * aenv, 900\n ad delay a2, 0.01\n outs a2, ad\nendin\n"
    "</CsInstruments>\n<CsScore>\nf 2 0 256 7 0 256 1\n{ 3 N\ni1 [$N * 0.02] 0.05 $N\n}\ns\ni1 0 0.02 9 \"text\"\n</CsScore>\n"
    "</CsoundSynthesizer>\n";
static const char faulty[] =
    "<CsoundSynthesizer>\n<CsInstruments>\ninstr 1\n a1 oscil 1, 440, 99\n out a1\nendin\n</CsInstruments>\n"
    "<CsScore>\ni1 0 0.1\ni7 0 1\n</CsScore>\n</CsoundSynthesizer>\n";
static const char wrong[] = "<CsoundSynthesizer>\n<CsInstruments>\ninstr 1\n a1 nonsense 1\nendin\n</CsInstruments>\n"
                            "<CsScore>\n</CsScore>\n</CsoundSynthesizer>\n";

static int run(const char *piece, char *mode)
{
    char *argv[] = {"kcycle", "-n", "-d", "-m0", "-O", "null", mode, path, NULL}; /* kc_main changes none */
    write_piece(piece);
    return kc_main(8, argv);
}

static void round_of_runs(void)
{
    assert_int_equal(run(good, "--jit=off"), 0);
    assert_int_equal(run(faulty, "--jit=off"), 1);
    assert_int_equal(run(wrong, "--jit=off"), 1);
}

static int open_files(void)
{
    DIR *d = opendir("/proc/self/fd");
    int n = 0;
    if (!d) return 0;
    while (readdir(d)) n++;
    closedir(d);
    return n;
}

static size_t memory(void)
{
#ifdef SANITIZED
    return 0;
#else
    return mallinfo2().uordblks;
#endif
}

static void runs_leave_nothing(void **state)
{
    (void)state;
    round_of_runs();
    size_t before = memory();
    int files = open_files();
    for (int i = 0; i < 34; i++) round_of_runs();
    assert_int_equal(open_files(), files);
    assert_int_equal(memory(), before);
}

/* The second one finds the compiler already there. */
static void compiled_runs(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) assert_int_equal(run(good, "--jit=wait"), 0);
}

int main(int argc, char **argv)
{
    (void)argc;
    if (!getenv("GLIBC_TUNABLES")) { /* the allocator's own caches would count as memory in use */
        setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", 1);
        execv("/proc/self/exe", argv);
    }
    int fd = mkstemp(path);
    if (fd < 0) return 1;
    close(fd);
    const struct CMUnitTest tests[] = {cmocka_unit_test(runs_leave_nothing), cmocka_unit_test(compiled_runs)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
