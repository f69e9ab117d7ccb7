/* Named channels: made by host or orchestra, before and after the start, of every type. */
#include "tests/unit/api/csound/host.h"
#include "api/include/csound/csoundCore.h"
#include <pthread.h>

static const char orc[] =
    "instr 1\nkx chnget \"in\"\nchnset kx * 2, \"out\"\na1 chnget \"a_in\"\nchnset a1 * 2, \"a_out\"\n"
    "S1 chnget \"s_in\"\nS2 sprintf \"<%s>\", S1\nchnset S2, \"s_out\"\nendin\n";

static void values_cross(void **state)
{
    (void)state;
    heard h;
    double in[100], out[100];
    char text[300];
    CSOUND *cs = host(&h);
    csoundSetControlChannel(cs, "in", 21); /* before anything is compiled */
    csoundDestroy(cs);
    cs = playing(&h, orc, "i1 0 1\n");
    csoundSetControlChannel(cs, "in", 21);
    csoundSetStringChannel(cs, "s_in", "text");
    for (int i = 0; i < 100; i++) in[i] = i;
    csoundSetAudioChannel(cs, "a_in", in);
    cycles(cs, 1);
    int error = 7;
    assert_value(csoundGetControlChannel(cs, "out", &error), 42);
    assert_int_equal(error, 0);
    csoundGetAudioChannel(cs, "a_out", out);
    for (int i = 0; i < 100; i++) assert_value(out[i], 2 * i);
    csoundGetStringChannel(cs, "s_out", text);
    /* the instrument's string code ran at i-time, before or with the first cycle */
    assert_non_null(strchr(text, '<'));
    csoundDestroy(cs);
}

static void types_are_kept(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    MYFLT *p;
    assert_int_equal(csoundGetChannelPtr(cs, &p, "x", 0), -1);
    assert_int_equal(csoundGetChannelPtr(cs, &p, "x", CSOUND_CONTROL_CHANNEL), -1);
    assert_int_equal(csoundGetChannelPtr(cs, &p, "", CSOUND_CONTROL_CHANNEL | CSOUND_INPUT_CHANNEL), -1);
    assert_int_equal(csoundGetChannelPtr(cs, &p, NULL, CSOUND_CONTROL_CHANNEL | CSOUND_INPUT_CHANNEL), -1);
    assert_null(csoundGetChannelLock(cs, "x"));
    assert_int_equal(csoundGetChannelPtr(cs, &p, "x", CSOUND_CONTROL_CHANNEL | CSOUND_INPUT_CHANNEL), 0);
    *p = 3;
    assert_value(csoundGetControlChannel(cs, "x", NULL), 3);
    assert_int_equal(csoundGetChannelPtr(cs, &p, "x", CSOUND_AUDIO_CHANNEL | CSOUND_INPUT_CHANNEL),
                     1 + 16 + 32);
    assert_null(p);
    assert_int_equal(csoundGetChannelPtr(cs, &p, "x", 0), 1 + 16 + 32);
    csoundSetStringChannel(cs, "s", "abc");
    int error = 0;
    assert_value(csoundGetControlChannel(cs, "s", &error), 0);
    assert_int_equal(error, CSOUND_STRING_CHANNEL | CSOUND_INPUT_CHANNEL);
    csoundSetControlChannel(cs, "s", 5);
    assert_int_equal(csoundGetChannelDatasize(cs, "s"), 128);
    assert_int_equal(csoundGetChannelDatasize(cs, "x"), 8);
    assert_int_equal(csoundGetChannelDatasize(cs, "none"), 0);
    assert_int_equal(csoundGetChannelPtr(cs, &p, "s", CSOUND_STRING_CHANNEL | CSOUND_OUTPUT_CHANNEL), 0);
    assert_string_equal(((STRINGDAT *)p)->data, "abc");
    char longer[1000];
    memset(longer, 'x', 999);
    longer[999] = 0;
    csoundSetStringChannel(cs, "s", longer);
    assert_int_equal(csoundGetChannelDatasize(cs, "s"), 1000);
    csoundSetStringChannel(cs, "s", "b");
    assert_int_equal(csoundGetChannelDatasize(cs, "s"), 1000);
    csoundDestroy(cs);
}

/* An audio channel made while ksmps is still 10 must hold a whole k-cycle later. */
static void audio_before_start(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    MYFLT *p, *q;
    assert_int_equal(csoundGetChannelPtr(cs, &p, "a_in", CSOUND_AUDIO_CHANNEL | CSOUND_INPUT_CHANNEL), 0);
    assert_int_equal(csoundGetChannelDatasize(cs, "a_in"), 80);
    assert_int_equal(csoundCompileOrc(cs, "sr = 10000\nksmps = 100\n0dbfs = 1\n"), 0);
    assert_int_equal(csoundCompileOrc(cs, orc), 0);
    csoundReadScore(cs, "i1 0 1\n");
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundGetChannelDatasize(cs, "a_in"), 800);
    assert_int_equal(csoundGetChannelPtr(cs, &q, "a_in", CSOUND_AUDIO_CHANNEL | CSOUND_INPUT_CHANNEL), 0);
    assert_ptr_equal(p, q);
    for (int i = 0; i < 100; i++) p[i] = i;
    cycles(cs, 1);
    assert_int_equal(csoundGetChannelPtr(cs, &q, "a_out", CSOUND_AUDIO_CHANNEL | CSOUND_OUTPUT_CHANNEL), 0);
    for (int i = 0; i < 100; i++) assert_value(q[i], 2 * i);
    csoundDestroy(cs);
}

static void listing_and_hints(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, "chn_k \"k\", 3, 2, 5, 0, 10\nchn_a \"b\", 1\nchn_S \"Z\", 2\n", NULL);
    controlChannelInfo_t *list;
    assert_int_equal(csoundListChannels(cs, &list), 3);
    assert_string_equal(list[0].name, "Z");
    assert_string_equal(list[1].name, "b");
    assert_string_equal(list[2].name, "k");
    assert_int_equal(list[0].type, CSOUND_STRING_CHANNEL | CSOUND_OUTPUT_CHANNEL);
    assert_int_equal(list[1].type, CSOUND_AUDIO_CHANNEL | CSOUND_INPUT_CHANNEL);
    assert_int_equal(list[2].type, CSOUND_CONTROL_CHANNEL | CSOUND_INPUT_CHANNEL | CSOUND_OUTPUT_CHANNEL);
    assert_int_equal(list[2].hints.behav, CSOUND_CONTROL_CHANNEL_LIN);
    assert_value(list[2].hints.max, 10);
    csoundDeleteChannelList(cs, list);
    controlChannelHints_t in = {CSOUND_CONTROL_CHANNEL_INT, 2.4, 0.2, 9.7, 1, 2, 3, 4, (char *)"attr"}, out;
    assert_int_equal(csoundSetControlChannelHints(cs, "k", in), 0);
    assert_int_equal(csoundGetControlChannelHints(cs, "k", &out), 0);
    assert_value(out.dflt, 2);
    assert_value(out.max, 10);
    assert_int_equal(out.height, 4);
    assert_string_equal(out.attributes, "attr");
    free(out.attributes);
    in.min = 20;
    assert_int_equal(csoundSetControlChannelHints(cs, "k", in), -1);
    in = (controlChannelHints_t){CSOUND_CONTROL_CHANNEL_EXP, 1, 0, 2, 0, 0, 0, 0, NULL};
    assert_int_equal(csoundSetControlChannelHints(cs, "k", in), -1);
    assert_int_equal(csoundSetControlChannelHints(cs, "b", in), -1);
    assert_int_equal(csoundGetControlChannelHints(cs, "nowhere", &out), -1);
    csoundDestroy(cs);
}

static void give(CSOUND *cs, const char *name, void *value, const void *type)
{
    (void)cs;
    if (type == &CS_VAR_TYPE_S)
        strcpy(value, "from the host");
    else
        *(MYFLT *)value = name[0] == 'p' ? 0.5 : 0;
}

static double taken;
static char taken_text[100];
static void take(CSOUND *cs, const char *name, void *value, const void *type)
{
    (void)cs;
    (void)name;
    if (type == &CS_VAR_TYPE_S)
        snprintf(taken_text, sizeof taken_text, "%s", (char *)value);
    else
        taken = *(MYFLT *)value;
}

static void callbacks(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    csoundSetInputChannelCallback(cs, give);
    csoundSetOutputChannelCallback(cs, take);
    assert_int_equal(csoundCompileOrc(cs, "instr 1\nk1 invalue \"pitch\"\noutvalue \"o\", k1 * 4\n"
                                          "S1 invalue \"text\"\noutvalue \"t\", S1\nendin\n"),
                     0);
    csoundReadScore(cs, "i1 0 1\n");
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 2);
    assert_value(taken, 2);
    assert_string_equal(taken_text, "from the host");
    csoundDestroy(cs);
}

static void frames(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    float a[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, b[18] = {0};
    PVSDATEXT in = {8, 0, 0, 2, 8, 1, 0, 5, a}, out = {0};
    assert_int_equal(csoundSetPvsChannel(cs, &in, "f"), 0);
    out.frame = b;
    assert_int_equal(csoundGetPvsChannel(cs, &out, "f"), 0);
    assert_int_equal(out.N, 8);
    assert_int_equal(out.framecount, 5);
    assert_memory_equal(a, b, sizeof a);
    in.N = -3;
    assert_int_equal(csoundSetPvsChannel(cs, &in, "f"), -1);
    csoundDestroy(cs);
}

static void *writer(void *arg)
{
    char text[500];
    for (int i = 0; i < 3000; i++) {
        int n = 1 + i % 400;
        memset(text, 'a' + i % 26, (size_t)n);
        text[n] = 0;
        csoundSetStringChannel(arg, "s_in", text);
        snprintf(text, sizeof text, "new%d", i % 200);
        csoundSetControlChannel(arg, text, i);
    }
    return NULL;
}

/* A host's thread writes and makes channels while another performs: every text that is seen is a whole one.
 */
static void beside_the_performance(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs =
        playing(&h,
                "instr 1\nS1 chngetks \"s_in\"\nkn strlenk S1\nS2 strsubk S1, 0, 1\nchnsetks S1, \"s_out\"\n"
                "chnset kn, \"len\"\nendin\n",
                "i1 0 1000\n");
    pthread_t t;
    pthread_create(&t, NULL, writer, cs);
    char text[600];
    for (int i = 0; i < 3000; i++) {
        cycles(cs, 1);
        csoundGetStringChannel(cs, "s_out", text);
        size_t n = strlen(text);
        for (size_t k = 1; k < n; k++) assert_int_equal(text[k], text[0]);
        assert_value(csoundGetControlChannel(cs, "len", NULL), (double)n);
    }
    pthread_join(t, NULL);
    controlChannelInfo_t *list;
    assert_true(csoundListChannels(cs, &list) >= 200);
    csoundDeleteChannelList(cs, list);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_cross),
        cmocka_unit_test(types_are_kept),
        cmocka_unit_test(audio_before_start),
        cmocka_unit_test(listing_and_hints),
        cmocka_unit_test(callbacks),
        cmocka_unit_test(frames),
        cmocka_unit_test(beside_the_performance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
