#include "api/console.h"
#include <stdlib.h>
#include <stdarg.h>
#include <strings.h>
#include <unistd.h>

void kc_console_init(kc_console *c) { *c = (kc_console){.out = stderr}; }

int kc_console_log_to(kc_console *c, const char *name)
{
    FILE *f = NULL;
    if (strcasecmp(name, "null") && !(f = fopen(name, "w"))) return -1;
    kc_console_close(c);
    *c = (kc_console){.out = f, .owned = f != NULL, .quiet = c->quiet};
    return 0;
}

bool kc_console_is_terminal(const kc_console *c) { return !c->fn && c->out && isatty(fileno(c->out)); }

void kc_console_close(kc_console *c)
{
    if (c->owned) fclose(c->out);
    *c = (kc_console){0};
}

static void vsay(const kc_console *c, kc_say_kind kind, const char *fmt, va_list ap)
{
    if (c->quiet) return;
    if (!c->fn) {
        if (c->out) vfprintf(c->out, fmt, ap);
        return;
    }
    char small[512];
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    char *text = n < (int)sizeof small ? small : malloc((size_t)n + 1);
    if (n >= 0 && text) {
        if (text != small) vsnprintf(text, (size_t)n + 1, fmt, again);
        c->fn(c->user, kind, text);
    }
    if (text != small) free(text);
    va_end(again);
}

void kc_say_as(const kc_console *c, kc_say_kind kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsay(c, kind, fmt, ap);
    va_end(ap);
}

void kc_say_report(const kc_console *c, kc_say_kind kind, const char *text)
{
    kc_console loud = *c;
    loud.quiet = false;
    kc_say_as(&loud, kind, "%s", text);
}

void kc_say(const kc_console *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsay(c, KC_SAY_TEXT, fmt, ap);
    va_end(ap);
}
