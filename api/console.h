/* Where console text goes: standard error, a log file, a function, or nowhere. */
#ifndef KC_API_CONSOLE_H
#define KC_API_CONSOLE_H
#include <stdio.h>
#include <stdbool.h>

typedef enum { KC_SAY_TEXT, KC_SAY_ERROR, KC_SAY_WARNING } kc_say_kind;
typedef void kc_console_fn(void *user, kc_say_kind kind, const char *text);

typedef struct {
    FILE *out; /* NULL: silence */
    bool owned;
    kc_console_fn *fn; /* takes all text instead, when it is set and no log file is open */
    void *user;
    bool quiet; /* only reports are printed */
} kc_console;

void kc_console_init(kc_console *c);
/* -O: a file name, "null" for silence. 0, or -1 when it can't be opened. */
bool kc_console_is_terminal(const kc_console *c);
int kc_console_log_to(kc_console *c, const char *name);
void kc_console_close(kc_console *c);
void kc_say(const kc_console *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Diagnostics: printed in quiet runs too. */
void kc_say_report(const kc_console *c, kc_say_kind kind, const char *text);
void kc_say_as(const kc_console *c, kc_say_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
#endif
