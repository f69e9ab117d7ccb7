/* Score language: text in, sorted text out. The expected values were taken from Csound 6.18. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/score/score.h"
#include <math.h>
#include <string.h>
#include <stdio.h>

typedef struct {
    kc_arena arena;
    kc_diags d;
    kc_score s;
    kc_sbuf log, text;
    int32_t seed;
    int result;
} fixture;

static int part(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path)
{
    (void)ctx, (void)from;
    if (strcmp(name, "part.sco")) return -1;
    kc_sbuf_puts(text, "i7 0 1\n#define P #4#\n");
    kc_sbuf_puts(path, "/dir/part.sco");
    return 0;
}

static int number_of(void *ctx, const char *name)
{
    (void)ctx;
    return !strcmp(name, "foo") ? 3 : !strcmp(name, "bar") ? 4 : 0;
}

static fixture read_with(kc_score_input in, const char *text)
{
    static const char *const macros[] = {"PRE=9"};
    fixture f = {.seed = 15937};
    in.text = text;
    in.len = strlen(text);
    in.first_line = in.first_line ? in.first_line : 1;
    in.macros = macros;
    in.nmacros = 1;
    in.include = part;
    in.instr = number_of;
    in.ends = true;
    in.seed31 = &f.seed;
    in.log = &f.log;
    f.result = kc_score_read(&in, &f.arena, &f.d, &f.s);
    f.text.s = NULL;
    if (!f.result) kc_score_write(&f.s, KC_SCORE_DECIMAL, &f.text);
    return f;
}

static void done(fixture *f)
{
    kc_sbuf_free(&f->text);
    kc_sbuf_free(&f->log);
    kc_diags_free(&f->d);
    kc_arena_free(&f->arena);
}

static void check(const char *text, const char *expected)
{
    fixture f = read_with((kc_score_input){0}, text);
    assert_int_equal(f.result, 0);
    assert_string_equal(f.text.s, expected);
    done(&f);
}

/* The p4 values of the first section, in order. */
static void check_p4(const char *text, const double *values, int n)
{
    fixture f = read_with((kc_score_input){0}, text);
    assert_int_equal(f.result, 0);
    assert_int_equal(f.s.sections[0].n, n);
    for (int i = 0; i < n; i++)
        assert_true(fabs(f.s.sections[0].events[i].p[4] - values[i]) < 1e-9 * (1 + fabs(values[i])));
    done(&f);
}

static void statements(void **state)
{
    (void)state;
    check("i1 0\n1 100\ni 1 1", "w 0 60\ni 1 0 0 1 1 100\ni 1 1 1 1 1 100\ne\n");
    check("b 3\ni1 0 1\nB 2\ni1 1\ni1 + 1\nb 0\ni1 0",
          "w 0 60\ni 1 0 0 1 1\ni 1 3 3 1 1\ni 1 6 6 1 1\ni 1 7 7 1 1\ne\n");
    check("v 2\ni1 1 2 3\ns\ni1 1 2", "w 0 60\ni 1 2 2 4 4 3\ns\nw 0 60\ni 1 1 1 2 2\ne\n");
    check(
        "f 1 0 16.9 10 1\nf -1 4\nf 0 8\na 0 1 2\nq 1 0 0\ni \"foo\" 0 -1 \"a\\n\\\"b\"\nd \"foo\" 5",
        "w 0 60\nq 1 0 0 0 0\nf 1 0 0 16 16 10 1\ni \"foo\" 0 0 -1 -1 \"a\\n\\\"b\"\na 0 1 1 2 2\nf -1 4 4\n"
        "d \"foo\" 5 5\nf 0 8 8\ne\n");
    check("i1 0 1\ns 5\nx\ni1 0 9\ns\ni2 0 z\ne 7\ni3 0 1",
          "w 0 60\ni 1 0 0 1 1\nf 0 5 5\ns\ns\nw 0 60\ni 2 0 0 800000000000 800000000000\nf 0 7 7\ne\n");
    check("i1 0 1 $PRE.0 ; x\ni2 0 /* c */ 1 // y\nc no statement\ni3 0 1 c 8",
          "w 0 60\ni 1 0 0 1 1 90\ni 2 0 0 1 1\ni 3 0 0 1 1\ne\n");
}

/* Statements that carry fields share a line, and equal ones come out as Dijkstra's smoothsort leaves them. */
static void order_of_equal_events(void **state)
{
    (void)state;
    check_p4("i1 0 1 10\ni . . . 11\ni . . . 12\ni . . . 13\ni . 0 2 14\ni . . . 15\n"
             "i2 0 1 20\ni . . . 21\ni . . . 22\ni1 0 1 30\ni . . . 31\ni . . . 32\ni . . . 33",
             (double[]){13, 10, 12, 11, 30, 33, 32, 31, 14, 15, 22, 21, 20}, 13);
    check_p4("i1 0 0 1\ni . . . 2\ni . . . 3\ni . . . 4\ni . . . 5\ni . . . 6\ni . . . 7",
             (double[]){7, 1, 3, 2, 6, 5, 4}, 7);
}

static void empty_scores(void **state)
{
    (void)state;
    check("", "f0 800000000000.0\ne\n");
    check("e\ni1 0 1", "f0 800000000000.0\ne\n");
    check("e", "e\n");
    check("\n\ns\ns\ni1 0 1\ns", "w 0 60\ni 1 0 0 1 1\ns\ne\n");
}

static void carry(void **state)
{
    (void)state;
    check("i1 0 1 100 200\ni1 1 1\ni1.5 2\ni2 0 1\ni1 . . . 7",
          "w 0 60\ni 1 0 0 1 1 100 200\ni 2 0 0 1 1\ni 1 1 1 1 1 100 200\ni 1 2 2 1 1 100 7\n"
          "i 1.5 2 2 1 1 100 200\ne\n");
    check("i1 0 2 \"s\"\ni. + .\ni. . .\n",
          "w 0 60\ni 1 0 0 2 2 \"s\"\ni 1 2 2 2 2 \"s\"\ni 1 4 4 2 2 \"s\"\ne\n");
    check("i1 1 1 6 7\ni1 2 1 !\ni2 ^+3 1\ni3 ^-1 1\nC 0\ni1 9\n",
          "w 0 60\ni 1 1 1 1 1 6 7\ni 1 2 2 1 1\ni 3 4 4 1 1\ni 2 5 5 1 1\ni 1 9 9 1 1\ne\n");
}

static void ramps_and_references(void **state)
{
    (void)state;
    check_p4("i1 0 1 10\ni1 1 1 <\ni1 3 1 <\ni1 4 1 50", (double[]){10, 20, 40, 50}, 4);
    check_p4("i1 0 1 10\ni1 1 1 (\ni1 3 1 )\ni1 4 1 50",
             (double[]){10, 14.953487812212205, 33.437015248821100, 50}, 4);
    check_p4("i1 0 1 np4\ni1 1 1 np5 3\ni1 2 1 pp4 7\ni2 3 1 np4", (double[]){7, 7, 7, 0}, 4);
    check_p4("i1 0 1 <\ni1 1 1 5", (double[]){0, 5}, 2);
    check_p4("i \"foo\" 0 1 1\ni \"foo\" 1 1 <\ni \"foo\" 2 1 3", (double[]){1, 0, 3}, 3);
    fixture f = read_with((kc_score_input){0}, "i1 0 1 \"x\"\ni1 1 1 pp4");
    assert_string_equal(kc_score_event_string(&f.s.sections[0].events[1], 4), "x");
    done(&f);
}

static void random_values(void **state)
{
    (void)state;
    fixture f = read_with((kc_score_input){0}, "y 5\ni1 0 1 0 [~]\ni1 1 1 ~ [~ * 0]\ni1 2 1 10 0");
    assert_string_equal(f.log.s, "seed from score 5\n");
    int64_t x = 5;
    x = x * 742938285 % 2147483647;
    assert_true(f.s.sections[0].events[0].p[5] == (double)(x - 1) / 2147483645.0);
    x = x * 742938285 % 2147483647;
    x = x * 742938285 % 2147483647; /* ramps draw once the section is read */
    assert_true(f.s.sections[0].events[1].p[4] == (double)(x - 1) / 2147483645.0 * 10);
    assert_int_equal(f.seed, x);
    done(&f);
}

static void expressions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"2^3^2", 512},   {"2*3^2", 18},      {"2^3*2", 64}, {"10-2*3-1", 5}, {"10-4/2-3", 11},
                 {"10-2-3", 5},    {"8/2/2", 2},       {"5&3+1", 2},  {"1+5&3", 2},    {"-2^2", 4},
                 {"2*(-3)", -6},   {"7%4", 3},         {"6#3", 5},    {"@1000", 1024}, {"@@1024", 1025},
                 {"[1+2] * 3", 9}, {"1.5e1+.5", 15.5}, {"5|2", 7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        snprintf(text, sizeof text, "i1 0 1 [%s]", cases[i].text);
        check_p4(text, &cases[i].value, 1);
    }
    fixture f = read_with((kc_score_input){.first_line = 10}, "i1 0 1\ni1 1 1 [-(2+3)]");
    assert_int_equal(f.result, -1);
    assert_string_equal(f.d.list.v[0].message, "score error:  illegal placement of '(' in [] expression");
    assert_int_equal(f.d.list.v[0].span.line, 11);
    done(&f);
}

static void tempo(void **state)
{
    (void)state;
    check("t 0 60 4 120\ni1 2 2 5\ni1 4 -2\ni1 6 1\nf 1 2 8 10\n",
          "w 0 60 4 120\nf 1 2 1.75 8 8 10\ni 1 2 1.75 2 1.25 5\ni 1 4 3 -2 -1 5\ni 1 6 4 1 0.5 5\ne\n");
    check("t 0 60 2 60 2 120\ni1 3 1", "w 0 60 2 60 2 120\ni 1 3 2.5 1 0.5\ne\n");
    check("t 0 60 2\ni1 3 1", "w 0 60\ni 1 3 3 1 1\ne\n");
    check("i1 3 1\nt 0 120\ns\ni1 3 1", "w 0 120\ni 1 3 1.5 1 0.5\ns\nw 0 60\ni 1 3 3 1 1\ne\n");
    fixture f = read_with((kc_score_input){.beat_tempo = 120}, "t 0 30\ni1 3 1");
    assert_true(f.s.sections[0].events[0].p[2] == 1.5 && f.s.sections[0].events[0].p2_beats == 3);
    done(&f);
}

static void order(void **state)
{
    (void)state;
    check("a 0 0 0\ni3 0 1\ni2 0 1\ni2 0 1.5\ni1.5 0 1\ni1.2 0 1\ni1 0 .5\nf1 0 8 10\nq 1 0 0\ni-1 0 1",
          "w 0 60\nq 1 0 0 0 0\ni -1 0 0 1 1\nf 1 0 0 8 8 10\ni 1 0 0 0.5 0.5\ni 1.5 0 0 1 1\ni 1.2 0 0 1 "
          "1\ni 2 0 0 1 1\n"
          "i 2 0 0 1.5 1.5\ni 3 0 0 1 1\na 0 0 0 0 0\ne\n");
}

static void macros_and_loops(void **state)
{
    (void)state;
    check("{ 2 A\ni1 $A 1 $A.5\n{ [1+1] B c } none\ni2 $B 1\n}\n}",
          "w 0 60\ni 1 0 0 1 1 5\ni 2 0 0 1 1\ni 2 0 0 1 1\ni 1 1 1 1 1 15\ni 2 1 1 1 1\ni 2 1 1 1 1\ne\n");
    check("r 2 N\ni1 $N 1\ns 4\ni2 0 1",
          "w 0 60\ni 1 0 0 1 1\nf 0 4 4\ns\nw 0 60\ni 1 1 1 1 1\nf 0 4 4\ns\nw 0 60\ni 2 0 0 1 1\ne\n");
    check("m verse\ni1 0 1\ns\ni2 0 1\ns\nn verse\ns",
          "w 0 60\ni 1 0 0 1 1\ns\nw 0 60\ni 2 0 0 1 1\ns\nw 0 60\ni 1 0 0 1 1\ns\ne\n");
    check("#define X #5#\n#define Y(a'b) #[$a*$b.]#\n#ifdef X\ni1 0 1 $Y(2'$X) \"$X\"\n#else\ni9 0 "
          "1\n#end\n#undef X\n#ifdef X\ni9 "
          "0 1\n#endif",
          "w 0 60\ni 1 0 0 1 1 10 \"5\"\ne\n");
    check("#include \"part.sco\"\ni8 $P 1\n#exit\ni9 0 1", "w 0 60\ni 7 0 0 1 1\ni 8 4 4 1 1\ne\n");
}

/* Lines of events are those of the source, also in loops and after macros. */
static void lines(void **state)
{
    (void)state;
    fixture f =
        read_with((kc_score_input){.first_line = 100},
                  "#define M #i1 0 1\ni1 1 1#\n$M\n{ 2 X\n\ni2 [$X+2] 1\n}\ni3 9 1\n/*\n\n*/ i4 10 1");
    const int expected[] = {102, 102, 105, 105, 107, 110};
    assert_int_equal(f.s.sections[0].n, 6);
    for (int i = 0; i < 6; i++) assert_int_equal(f.s.sections[0].events[i].line, expected[i]);
    done(&f);
}

static void faults_are_reported(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
        int result;
    } cases[] = {
        {"k1 0 1", "sread: illegal opcode k", 0},
        {"i1 0 1 a 3", "sread: unexpected char a", 0},
        {"i1 0 1 0x10", "sread: unexpected char x", 0},
        {"i1 0 1\ni1 1 1 .", "sread: illegal use of carry,   0 substituted", 0},
        {"i1 \"x\" 1", "sread: illegally placed string", 0},
        {"i1 0 1 \"x\ni2 0 1", "sread: unmatched quote", 0},
        {"n none\n", "sread: Name none not found", 0},
        {"i1 0 1 $X", "Undefined macro: '$X'", 0},
        {"t 1 60\ni1 0 1", "twarp: t has extra or disordered beat value", 0},
        {"t 0 0\ni1 0 1", "twarp: t has non-positive tempo", 0},
        {"{ x\n}", "{: invalid repeat count", -1},
        {"{ 3\ni1 0 1", "unmatched { in score", -1},
        {"}", "unmatched } in score", -1},
        {"r 0\ni1 0 1", "r: invalid repeat count", -1},
        {"#else", "#else without #if", -1},
        {"#ifdef X\ni1 0 1", "Unmatched #ifdef", -1},
        {"#include \"no.sco\"", "Cannot open #include'd file no.sco", -1},
        {"#define X", "define macro runaway", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = read_with((kc_score_input){0}, cases[i].text);
        assert_int_equal(f.result, cases[i].result);
        assert_true(f.d.list.n >= 1);
        assert_string_equal(f.d.list.v[0].message, cases[i].message);
        done(&f);
    }
}

/* Each of these would run for ever or fill the memory; all end with an error. */
static void hostile_scores(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{ 1000000000\n}\n",         "{ 100000\n{ 100000\n{ 100000\n}\n}\n}\n",
        "{ 1000000000\ni1 0 1\n}\n", "#define A #$B $B# \n#define B #$A $A#\n$A",
        "#define A #$A#\n$A",        "m a\nn a\ns\n",
        "r 999999999\ni1 0 1\ns\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fixture f = read_with((kc_score_input){.max_text = 1 << 16, .max_events = 10000}, texts[i]);
        assert_int_equal(f.result, -1);
        assert_true(f.d.errors >= 1);
        done(&f);
    }
}

/* What was written reads back as the same score. */
static void sorted_text_round_trips(void **state)
{
    (void)state;
    fixture f = read_with((kc_score_input){0},
                          "t 0 90 3 50\ni1 .1 1.7 \"s\" .3\nd 1 3\na 0 1 1\nf 1 0 8 10 1\ns 9\ni2 1 1");
    kc_sbuf hex = {0}, again = {0};
    kc_score_write(&f.s, KC_SCORE_HEX, &hex);
    int32_t seed = 1;
    kc_score_input in = {.text = hex.s, .len = hex.n, .seed31 = &seed};
    kc_score s;
    assert_int_equal(kc_score_read_sorted(&in, &f.arena, &f.d, &s), 0);
    assert_int_equal(s.n, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(s.sections[i].n, f.s.sections[i].n);
        for (int k = 0; k < s.sections[i].n; k++) {
            kc_score_event *a = &s.sections[i].events[k], *b = &f.s.sections[i].events[k];
            assert_int_equal(a->op, b->op);
            assert_true(a->p[2] == b->p[2] && a->p[3] == b->p[3] && a->p2_beats == b->p2_beats);
        }
    }
    kc_sbuf_free(&hex);
    kc_sbuf_free(&again);
    done(&f);
}

static void extract(void **state)
{
    (void)state;
    fixture f = read_with((kc_score_input){0}, "f1 0 8 10\ni1 0 4 5\ni2 1 1\ni1 6 1\ns\ni1 0 1");
    const char *spec = "i 1 f 1:2 t 1:6.5";
    assert_int_equal(kc_score_extract(&f.s, spec, strlen(spec), &f.arena, &f.d), 0);
    kc_sbuf_free(&f.text);
    kc_score_write(&f.s, KC_SCORE_DECIMAL, &f.text);
    assert_string_equal(f.text.s, "w 0 60\nf 1 0 0 8 8 10\ni 1 0 0 2 2 5\ni 1 4 4 0.5 0.5 5\ne\n");
    assert_int_equal(kc_score_extract(&f.s, "k", 1, &f.arena, &f.d), -1);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(statements),
                                       cmocka_unit_test(empty_scores),
                                       cmocka_unit_test(carry),
                                       cmocka_unit_test(ramps_and_references),
                                       cmocka_unit_test(random_values),
                                       cmocka_unit_test(expressions),
                                       cmocka_unit_test(tempo),
                                       cmocka_unit_test(order),
                                       cmocka_unit_test(order_of_equal_events),
                                       cmocka_unit_test(macros_and_loops),
                                       cmocka_unit_test(lines),
                                       cmocka_unit_test(faults_are_reported),
                                       cmocka_unit_test(hostile_scores),
                                       cmocka_unit_test(sorted_text_round_trips),
                                       cmocka_unit_test(extract)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
