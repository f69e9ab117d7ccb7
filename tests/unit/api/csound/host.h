/* A host for tests: a quiet instance that remembers its messages, with or without an orchestra. */
#ifndef KC_TEST_HOST_H
#define KC_TEST_HOST_H
#include "api/include/csound/csound.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Equal to the bit. */
#define assert_value(have, want) check_value(have, want, __FILE__, __LINE__)
static inline void check_value(double have, double want, const char *file, int line)
{
    if (have == want) return;
    print_error("%.17g instead of %.17g\n", have, want);
    _fail(file, line);
}

typedef struct {
    char text[1 << 16];
    size_t n;
} heard;

static inline void hear(CSOUND *cs, int attr, const char *text)
{
    (void)attr;
    heard *h = csoundGetHostData(cs);
    size_t n = strlen(text);
    if (!h || h->n + n + 1 > sizeof h->text) return;
    memcpy(h->text + h->n, text, n + 1);
    h->n += n;
}

static inline CSOUND *host(heard *h)
{
    if (h) *h = (heard){{0}, 0};
    CSOUND *cs = csoundCreate(h);
    assert_non_null(cs);
    csoundSetMessageStringCallback(cs, hear);
    assert_int_equal(csoundSetOption(cs, "-n"), 0);
    assert_int_equal(csoundSetOption(cs, "-d"), 0);
    return cs;
}

/* Compiled and started, 100 frames a k-cycle at 10000 Hz, full scale 1. */
static inline CSOUND *playing(heard *h, const char *orc, const char *sco)
{
    CSOUND *cs = host(h);
    assert_int_equal(csoundCompileOrc(cs, "sr = 10000\nksmps = 100\nnchnls = 1\n0dbfs = 1\n"), 0);
    if (orc) assert_int_equal(csoundCompileOrc(cs, orc), 0);
    if (sco) assert_int_equal(csoundReadScore(cs, sco), 0);
    assert_int_equal(csoundStart(cs), 0);
    return cs;
}

static inline void cycles(CSOUND *cs, int n)
{
    while (n-- > 0) assert_int_equal(csoundPerformKsmps(cs), 0);
}
#endif
