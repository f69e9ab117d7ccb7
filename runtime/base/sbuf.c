#include "runtime/base/sbuf.h"
#include "runtime/base/arena.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void room(kc_sbuf *b, size_t n)
{
    if (b->n + n + 1 <= b->cap) return;
    b->cap = (b->n + n + 1) * 2;
    b->s = kc_xrealloc(b->s, b->cap);
}

void kc_sbuf_write(kc_sbuf *b, const char *s, size_t n)
{
    room(b, n);
    memcpy(b->s + b->n, s, n);
    b->s[b->n += n] = 0;
}

void kc_sbuf_putc(kc_sbuf *b, char c) { kc_sbuf_write(b, &c, 1); }
void kc_sbuf_puts(kc_sbuf *b, const char *s) { kc_sbuf_write(b, s, strlen(s)); }

void kc_sbuf_vprintf(kc_sbuf *b, const char *fmt, va_list ap)
{
    va_list aq;
    va_copy(aq, ap);
    int n = vsnprintf(NULL, 0, fmt, aq);
    va_end(aq);
    if (n < 0) return;
    room(b, (size_t)n);
    vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap);
    b->n += (size_t)n;
}

void kc_sbuf_printf(kc_sbuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(b, fmt, ap);
    va_end(ap);
}

/* Bytes of the UTF-8 character at s, 0 when it is none. */
static int utf8_length(const unsigned char *s)
{
    int n = *s < 0x80 ? 1 : *s >= 0xc2 && *s < 0xe0 ? 2 : *s >= 0xe0 && *s < 0xf0 ? 3 : *s >= 0xf0 && *s < 0xf5 ? 4 : 0;
    for (int i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] > 0x9f) || (*s == 0xf0 && s[1] < 0x90) ||
        (*s == 0xf4 && s[1] > 0x8f))
        return 0;
    return n;
}

void kc_sbuf_json(kc_sbuf *b, const char *s)
{
    kc_sbuf_putc(b, '"');
    while (*s) {
        int n = utf8_length((const unsigned char *)s);
        if (*s == '"' || *s == '\\')
            kc_sbuf_printf(b, "\\%c", *s);
        else if (n == 1 && (unsigned char)*s < 32)
            kc_sbuf_printf(b, "\\u%04x", *s);
        else if (n)
            kc_sbuf_write(b, s, (size_t)n);
        else
            kc_sbuf_puts(b, "\\ufffd");
        s += n ? n : 1;
    }
    kc_sbuf_putc(b, '"');
}

void kc_sbuf_free(kc_sbuf *b)
{
    free(b->s);
    *b = (kc_sbuf){0};
}

int kc_sbuf_read_file(kc_sbuf *b, const char *path, size_t max)
{
    FILE *f = fopen(path, "rb");
    if (!f) return -1;
    char tmp[16384];
    size_t n;
    while ((n = fread(tmp, 1, sizeof tmp, f)) > 0) {
        if (b->n + n > max) {
            fclose(f);
            errno = EFBIG;
            return -1;
        }
        kc_sbuf_write(b, tmp, n);
    }
    int bad = ferror(f), err = errno;
    fclose(f);
    if (bad) {
        errno = err;
        return -1;
    }
    room(b, 0);
    b->s[b->n] = 0;
    return 0;
}
