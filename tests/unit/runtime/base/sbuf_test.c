/* JSON strings of any bytes, and hashes of bytes and of files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "runtime/base/hash.h"
#include "runtime/base/sbuf.h"

static void json(const char *s, const char *want)
{
    kc_sbuf b = {0};
    kc_sbuf_json(&b, s);
    assert_string_equal(b.s, want);
    kc_sbuf_free(&b);
}

static void strings_of_json(void **state)
{
    (void)state;
    json("", "\"\"");
    json("a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"");
    json("\n\t\x01", "\"\\u000a\\u0009\\u0001\"");
    json("Gl\xc3\xbc\xe2\x82\xac\xf0\x9f\x8e\xb5", "\"Gl\xc3\xbc\xe2\x82\xac\xf0\x9f\x8e\xb5\"");
    json("\xff", "\"\\ufffd\"");
    json("\xc3", "\"\\ufffd\"");                                  /* cut off */
    json("\xc0\xaf", "\"\\ufffd\\ufffd\"");                       /* too long for what it says */
    json("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");            /* a surrogate */
    json("\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\""); /* beyond the last character */
    json("\xe2\x82x", "\"\\ufffd\\ufffdx\"");
}

static void hashes(void **state)
{
    (void)state;
    char one[KC_HASH_TEXT], other[KC_HASH_TEXT], path[] = "/tmp/kcycle-hash-XXXXXX";
    uint64_t bytes;
    kc_hash128("", 0, one);
    assert_string_equal(one, "99aa06d3014798d86001c324468d497f"); /* of the definition of XXH3 */
    size_t n = 1000003;
    char *big = malloc(n);
    for (size_t i = 0; i < n; i++) big[i] = (char)(i * 2654435761u >> 24);
    int fd = mkstemp(path);
    assert_int_equal(write(fd, big, n), n);
    close(fd);
    kc_hash128(big, n, one);
    assert_int_equal(kc_hash128_file(path, other, &bytes), 0);
    assert_string_equal(one, other);
    assert_int_equal(bytes, n);
    big[n / 2] ^= 1;
    kc_hash128(big, n, other);
    assert_string_not_equal(one, other);
    unlink(path);
    assert_int_equal(kc_hash128_file(path, other, &bytes), -1);
    assert_int_equal(kc_hash128_file("/", other, &bytes), -1);
    free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(strings_of_json), cmocka_unit_test(hashes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
