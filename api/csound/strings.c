/* Text with numbers that do not follow the locale, and the (empty) translation of messages. The C locale is
 * set for the calling thread alone while a number is printed or read. */
#include "api/include/csound/csound.h"
#include <locale.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

static locale_t c_locale; /* made once, never changed: no state */
static pthread_once_t made = PTHREAD_ONCE_INIT;
static void make(void) { c_locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0); }

static locale_t enter(void)
{
    pthread_once(&made, make);
    return c_locale ? uselocale(c_locale) : (locale_t)0;
}
static void leave(locale_t before)
{
    if (before) uselocale(before);
}

int cs_sprintf(char *buffer, const char *format, ...)
{
    va_list args;
    locale_t before = enter();
    va_start(args, format);
    int n = vsprintf(buffer, format, args);
    va_end(args);
    leave(before);
    return n;
}

int cs_sscanf(char *text, const char *format, ...)
{
    va_list args;
    locale_t before = enter();
    va_start(args, format);
    int n = vsscanf(text, format, args);
    va_end(args);
    leave(before);
    return n;
}

double cs_strtod(char *text, char **end)
{
    locale_t before = enter();
    double x = strtod(text, end);
    leave(before);
    return x;
}

char *cs_strtok_r(char *text, char *separators, char **rest) { return strtok_r(text, separators, rest); }

char *csoundLocalizeString(const char *text) { return (char *)text; }

/* No catalogue of translations exists for any language. */
void csoundSetLanguage(cslanguage_t language) { (void)language; }
