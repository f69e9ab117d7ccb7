/* Options: flags, lines, precedence, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/options.h"
#include <string.h>

typedef struct {
    kc_options o;
    kc_diags d;
} fixture;

static fixture fresh(void)
{
    fixture f = {0};
    kc_options_init(&f.o);
    return f;
}

static void done(fixture *f)
{
    kc_options_free(&f->o);
    kc_diags_free(&f->d);
}

static int line(fixture *f, const char *s, kc_opt_origin origin)
{
    return kc_options_parse_line(&f->o, s, strlen(s), origin, (kc_span){0, 7, 0, 0}, &f->d);
}

static int args(fixture *f, kc_opt_origin origin, int argc, char **argv)
{
    return kc_options_parse_args(&f->o, argc, argv, origin, &f->d);
}

static void letters_and_names(void **state)
{
    (void)state;
    fixture f = fresh();
    char *argv[] = {"kcycle",
                    "-dm0",
                    "-b",
                    "128",
                    "-B2048",
                    "-o",
                    "x y.wav",
                    "-Z2",
                    "-r",
                    "48000",
                    "--ksmps=10",
                    "--0dbfs=1.5",
                    "--format=flac:24bit",
                    "-t90",
                    "--midi-key-cps=4",
                    "--coverage",
                    "ref.tsv",
                    "--jit=wait",
                    "a.csd"};
    assert_int_equal(args(&f, KC_OPT_ARGS, sizeof argv / sizeof *argv, argv), 0);
    assert_int_equal(f.o.displays, 0);
    assert_int_equal(f.o.message_level, 0);
    assert_int_equal(f.o.buffer, 128);
    assert_int_equal(f.o.hw_buffer, 2048);
    assert_string_equal(f.o.output, "x y.wav");
    assert_int_equal(f.o.dither, 2);
    assert_true(f.o.sr == 48000 && f.o.zerodbfs == 1 && f.o.ksmps == 10);
    assert_int_equal(f.o.file_type, KC_FILE_FLAC);
    assert_int_equal(f.o.sample_type, KC_SAMPLE_24BIT);
    assert_true(f.o.beat_mode && f.o.tempo == 90);
    assert_int_equal(f.o.midi_key_cps, 4);
    assert_string_equal(f.o.coverage, "ref.tsv");
    assert_int_equal(f.o.action, KC_DO_COVERAGE);
    assert_int_equal(f.o.jit, KC_JIT_WAIT);
    assert_int_equal(f.o.files.n, 1);
    assert_int_equal(f.o.set_by[KC_SET_SR], KC_OPT_ARGS);
    assert_int_equal(f.o.set_by[KC_SET_KR], KC_OPT_DEFAULT);
    done(&f);
}

static void lines_of_csoptions(void **state)
{
    (void)state;
    fixture f = fresh();
    assert_int_equal(
        line(&f, "csound -o \"a \\\"b.wav\" -i in\\ put.wav --omacro:N=\"x y\" ; -Q", KC_OPT_CSD), 0);
    assert_string_equal(f.o.output, "a \"b.wav");
    assert_string_equal(f.o.input, "in put.wav");
    assert_string_equal(f.o.omacros.v[0].value, "x y");
    assert_int_equal(line(&f, "-+rtmidi=null -+msg_color=0 /* -Q */ -+id_title=\"My Song\" # x", KC_OPT_CSD),
                     0);
    assert_string_equal(f.o.rtmidi, "null");
    assert_false(f.o.msg_color);
    assert_string_equal(f.o.named.v[2].value, "My Song");
    assert_int_equal(line(&f, "// only a comment", KC_OPT_CSD), 0);
    assert_int_equal(line(&f, "--env:SSDIR+=/a --strset3=hello -z1", KC_OPT_CSD), 0);
    assert_true(f.o.env.v[0].append);
    assert_string_equal(f.o.strset.v[0].value, "hello");
    assert_int_equal(f.o.list_types, 1);
    assert_int_equal(f.d.list.n, 0);
    done(&f);
}

static void later_sources_win(void **state)
{
    (void)state;
    fixture f = fresh();
    char *argv[] = {"kcycle", "-W", "--smacro:A=1", "-n", "a.csd"};
    assert_int_equal(args(&f, KC_OPT_ARGS, 5, argv), 0);
    assert_int_equal(kc_options_parse_text(&f.o, "-o rc.wav\n\n; x\n-m 3", 20, KC_OPT_RC, (kc_span){0}, &f.d),
                     0);
    assert_false(f.o.nosound); /* -o after -n writes again */
    assert_int_equal(line(&f, "-A -m 5 --smacro:A=2 stray", KC_OPT_CSD), 0);
    assert_int_equal(args(&f, KC_OPT_ARGS_AGAIN, 5, argv), 0);
    assert_int_equal(f.o.file_type, KC_FILE_WAV);
    assert_int_equal(f.o.message_level, 5);
    assert_true(f.o.nosound);
    assert_int_equal(f.o.files.n, 1);
    assert_string_equal(f.o.csd_files.v[0], "stray");
    assert_int_equal(f.o.smacros.n, 1);
    assert_string_equal(f.o.smacros.v[0].value, "1");
    assert_int_equal(f.o.set_by[KC_SET_MESSAGES], KC_OPT_CSD);
    done(&f);
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *words[3], *message;
    } cases[] = {
        {{"-Y"}, "unknown flag -Y"},
        {{"--badopt"}, "unknown long option: '--badopt'"},
        {{"--format=foo"}, "unknown output format: 'foo'"},
        {{"-o", "-n"}, "no outfilename"},
        {{"-o", "stdin"}, "-o cannot be stdin"},
        {{"-t-5"}, "illegal tempo"},
        {{"--midifile="}, "no midifile name"},
        {{"-C"}, "option -C is not supported (cscore processing)"},
        {{"--cscore"}, "option --cscore is not supported (cscore processing)"},
        {{"--jit=often"}, "--jit=often: the value is one of off|auto|wait"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = fresh();
        char *argv[] = {"kcycle", (char *)cases[i].words[0], (char *)cases[i].words[1]};
        assert_int_equal(args(&f, KC_OPT_ARGS, cases[i].words[1] ? 3 : 2, argv), -1);
        assert_string_equal(f.d.list.v[0].message, cases[i].message);
        done(&f);
    }
    fixture f = fresh();
    assert_int_equal(line(&f, "-n a.csd", KC_OPT_RC), -1);
    char *three[] = {"kcycle", "a", "b", "c"};
    assert_int_equal(args(&f, KC_OPT_ARGS, 4, three), -1);
    assert_string_equal(f.d.list.v[1].message, "too many arguments");
    done(&f);
}

static void utility_takes_the_rest(void **state)
{
    (void)state;
    fixture f = fresh();
    char *argv[] = {"kcycle", "-d", "-U", "sndinfo", "-i", "x.wav", "--what"};
    assert_int_equal(args(&f, KC_OPT_ARGS, 7, argv), 0);
    assert_int_equal(f.o.action, KC_DO_UTILITY);
    assert_string_equal(f.o.utility_name, "sndinfo");
    assert_int_equal(f.o.utility, 3);
    done(&f);
}

static void help_names_every_flag(void **state)
{
    (void)state;
    kc_sbuf out = {0};
    kc_options_help(&out);
    assert_non_null(strstr(out.s, "-o, --output=NAME "));
    assert_non_null(strstr(out.s, "--limiter[=X] "));
    assert_non_null(strstr(out.s, "--omacro:N=V "));
    assert_non_null(strstr(out.s, "cscore processing (not supported)"));
    kc_sbuf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_names),      cmocka_unit_test(lines_of_csoptions),
        cmocka_unit_test(later_sources_win),      cmocka_unit_test(refused),
        cmocka_unit_test(utility_takes_the_rest), cmocka_unit_test(help_names_every_flag)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
