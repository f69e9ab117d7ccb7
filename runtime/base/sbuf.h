/* Growable string. `s` is always NUL-terminated once something was added; NULL before. */
#ifndef KC_BASE_SBUF_H
#define KC_BASE_SBUF_H
#include <stdarg.h>
#include <stddef.h>

typedef struct {
    char *s;
    size_t n, cap;
} kc_sbuf;

void kc_sbuf_putc(kc_sbuf *b, char c);
void kc_sbuf_write(kc_sbuf *b, const char *s, size_t n);
void kc_sbuf_puts(kc_sbuf *b, const char *s);
void kc_sbuf_printf(kc_sbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void kc_sbuf_vprintf(kc_sbuf *b, const char *fmt, va_list ap);
/* `s` as a JSON string with its quotes. What is not UTF-8 becomes U+FFFD, byte by byte. */
void kc_sbuf_json(kc_sbuf *b, const char *s);
void kc_sbuf_free(kc_sbuf *b);
/* The whole of a file, or -1 (errno tells why). Files above `max` bytes fail with EFBIG. */
int kc_sbuf_read_file(kc_sbuf *b, const char *path, size_t max);
#endif
