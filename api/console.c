#include "api/console.h"
#include <stdarg.h>
#include <strings.h>
#include <unistd.h>

void kc_console_init(kc_console *c) { *c = (kc_console){stderr, false}; }

int kc_console_log_to(kc_console *c, const char *name)
{
    FILE *f = NULL;
    if (strcasecmp(name, "null") && !(f = fopen(name, "w"))) return -1;
    kc_console_close(c);
    *c = (kc_console){f, f != NULL};
    return 0;
}

bool kc_console_is_terminal(const kc_console *c) { return c->out && isatty(fileno(c->out)); }

void kc_console_close(kc_console *c)
{
    if (c->owned) fclose(c->out);
    c->out = NULL;
    c->owned = false;
}

void kc_say(const kc_console *c, const char *fmt, ...)
{
    if (!c->out) return;
    va_list ap;
    va_start(ap, fmt);
    vfprintf(c->out, fmt, ap);
    va_end(ap);
}
