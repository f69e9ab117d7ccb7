// Ring buffers: what fits, in which order it comes out, and a writer beside a reader.
#include "api/include/csound/csound.h"
#include <setjmp.h>
#include <cmocka.h>

static void one_place_stays_free(void **state)
{
    (void)state;
    void *r = csoundCreateCircularBuffer(NULL, 5, sizeof(int));
    int in[] = {1, 2, 3, 4, 5, 6}, out[6] = {0};
    assert_int_equal(csoundReadCircularBuffer(NULL, r, out, 6), 0);
    assert_int_equal(csoundWriteCircularBuffer(NULL, r, in, 6), 4);
    assert_int_equal(csoundWriteCircularBuffer(NULL, r, in, 1), 0);
    assert_int_equal(csoundPeekCircularBuffer(NULL, r, out, 2), 2);
    assert_int_equal(csoundReadCircularBuffer(NULL, r, out, 3), 3);
    assert_int_equal(out[2], 3);
    assert_int_equal(csoundWriteCircularBuffer(NULL, r, in + 4, 2), 2); // over the edge
    assert_int_equal(csoundReadCircularBuffer(NULL, r, out, 6), 3);
    assert_int_equal(out[0], 4);
    assert_int_equal(out[2], 6);
    csoundWriteCircularBuffer(NULL, r, in, 3);
    csoundFlushCircularBuffer(NULL, r);
    assert_int_equal(csoundPeekCircularBuffer(NULL, r, out, 6), 0);
    csoundDestroyCircularBuffer(NULL, r);
}

static void refused(void **state)
{
    (void)state;
    int x = 0;
    assert_null(csoundCreateCircularBuffer(NULL, 0, 8));
    assert_null(csoundCreateCircularBuffer(NULL, 8, -1));
    assert_int_equal(csoundReadCircularBuffer(NULL, NULL, &x, 1), 0);
    assert_int_equal(csoundWriteCircularBuffer(NULL, NULL, &x, 1), 0);
    csoundFlushCircularBuffer(NULL, NULL);
    csoundDestroyCircularBuffer(NULL, NULL);
    void *r = csoundCreateCircularBuffer(NULL, 4, 8);
    assert_int_equal(csoundWriteCircularBuffer(NULL, r, &x, -3), 0);
    assert_int_equal(csoundReadCircularBuffer(NULL, r, NULL, 3), 0);
    csoundDestroyCircularBuffer(NULL, r);
}

enum { ITEMS = 200000 };

static uintptr_t writer(void *ring)
{
    for (int n = 0, block[7]; n < ITEMS;) {
        int want = ITEMS - n < 7 ? ITEMS - n : 7;
        for (int i = 0; i < want; i++) block[i] = n + i;
        n += csoundWriteCircularBuffer(NULL, ring, block, want);
    }
    return 0;
}

static void two_threads_keep_the_order(void **state)
{
    (void)state;
    void *ring = csoundCreateCircularBuffer(NULL, 64, sizeof(int)), *t = csoundCreateThread(writer, ring);
    for (int n = 0, block[11]; n < ITEMS;) {
        int got = csoundReadCircularBuffer(NULL, ring, block, 11);
        for (int i = 0; i < got; i++) assert_int_equal(block[i], n + i);
        n += got;
    }
    csoundJoinThread(t);
    csoundDestroyCircularBuffer(NULL, ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_place_stays_free), cmocka_unit_test(refused),
                                       cmocka_unit_test(two_threads_keep_the_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
