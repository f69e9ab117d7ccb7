// Utilities on sound files made here: what they say and write is what the reference's say and write.
#include "api/csound/utilities.h"
#include "api/include/csound/csound.h"
#include "runtime/base/sbuf.h"
#include "tests/unit/api/csound/reference.h"
#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <cmocka.h>

static kc_sbuf said;

static void collect(CSOUND *cs, int attr, const char *format, va_list args)
{
    (void)cs, (void)attr;
    kc_sbuf_vprintf(&said, format, args);
}

static char folder[] = "/tmp/kc_utilitiesXXXXXX";
static char sound[64], output[64];

static int make_sound(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(sound, sizeof sound, "%s/in.wav", folder);
    snprintf(output, sizeof output, "%s/out", folder);
    SF_INFO info = {.samplerate = 8000, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *f = sf_open(sound, SFM_WRITE, &info);
    for (int n = 0; f && n < 8000; n++) {
        short frame[2] = {(short)(9000 * sin(n * .05) * (n < 4000)), (short)(n % 700 * -20)};
        sf_writef_short(f, frame, 1);
    }
    return f ? sf_close(f) : -1;
}

static int remove_sound(void **state)
{
    (void)state;
    remove(sound);
    remove(output);
    return remove(folder);
}

/* What a library's utility said, from its heading on; *result its status. */
static char *run(bool theirs, int argc, const char *const *argv, int *result)
{
    __typeof__(&csoundCreate) create =
        theirs ? (__typeof__(&csoundCreate))reference("csoundCreate") : csoundCreate;
    __typeof__(&csoundDestroy) destroy =
        theirs ? (__typeof__(&csoundDestroy))reference("csoundDestroy") : csoundDestroy;
    __typeof__(&csoundRunUtility) utility =
        theirs ? (__typeof__(&csoundRunUtility))reference("csoundRunUtility") : csoundRunUtility;
    __typeof__(&csoundSetMessageCallback) callback =
        theirs ? (__typeof__(&csoundSetMessageCallback))reference("csoundSetMessageCallback")
               : csoundSetMessageCallback;
    if (!create || !destroy || !utility || !callback) skip();
    CSOUND *cs = create(NULL);
    callback(cs, collect);
    said = (kc_sbuf){0};
    *result = utility(cs, argv[0], argc, (char **)(uintptr_t)argv);
    kc_sbuf_putc(&said, 0);
    char *text = said.s;
    said = (kc_sbuf){0};
    callback(cs, NULL);
    destroy(cs);
    char *heading = strstr(text, "util "), *own = strdup(heading ? heading : text);
    free(text);
    return own;
}

static void same_words(int argc, const char *const *argv)
{
    int ours, theirs;
    char *b = run(true, argc, argv, &theirs), *a = run(false, argc, argv, &ours);
    assert_string_equal(a, b);
    assert_int_equal(ours, theirs);
    free(a);
    free(b);
}

static void sndinfo_says_the_same(void **state)
{
    (void)state;
    same_words(2, (const char *const[]){"sndinfo", sound, NULL});
    same_words(3, (const char *const[]){"sndinfo", "/no/such/file.wav", sound, NULL});
}

static char *file_text(const char *name)
{
    kc_sbuf text = {0};
    assert_int_equal(kc_sbuf_read_file(&text, name, 1 << 20), 0);
    kc_sbuf_putc(&text, 0);
    return text.s;
}

static void envext_writes_the_same(void **state)
{
    (void)state;
    char option[80];
    snprintf(option, sizeof option, "-o%s", output);
    const char *const args[] = {"envext", option, "-w0.1", sound, NULL};
    int result;
    free(run(true, 4, args, &result));
    assert_int_equal(result, 0);
    char *theirs = file_text(output);
    free(run(false, 4, args, &result));
    assert_int_equal(result, 0);
    char *ours = file_text(output);
    assert_string_equal(ours, theirs);
    free(ours);
    free(theirs);
}

static void scale_scales(void **state)
{
    (void)state;
    char option[80];
    snprintf(option, sizeof option, "-o%s", output);
    int result;
    free(run(false, 5, (const char *const[]){"scale", "-P", "50", option, sound, NULL}, &result));
    assert_int_equal(result, 0);
    SF_INFO info = {0};
    SNDFILE *f = sf_open(output, SFM_READ, &info);
    assert_non_null(f);
    double largest = 0, frame[2];
    while (sf_readf_double(f, frame, 1) == 1) largest = fmax(largest, fmax(fabs(frame[0]), fabs(frame[1])));
    sf_close(f);
    assert_int_equal(info.frames, 8000);
    assert_true(fabs(largest - .5) < 1e-4);
    free(run(false, 2, (const char *const[]){"scale", "-x", NULL}, &result));
    assert_true(result != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sndinfo_says_the_same),
                                       cmocka_unit_test(envext_writes_the_same),
                                       cmocka_unit_test(scale_scales)};
    return cmocka_run_group_tests(tests, make_sound, remove_sound);
}
