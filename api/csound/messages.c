/* Messages: to the host's callback, or as the process-wide default says. */
#include "api/csound/csound_int.h"
#include "api/performance/performance.h"
#include "runtime/engine/host.h"
#include <string.h>

enum { STRING_MAX = 1024 };

static void to_console(CSOUND *cs, int attr, const char *format, va_list args)
{
    (void)cs;
    vfprintf((attr & CSOUNDMSG_TYPE_MASK) == CSOUNDMSG_STDOUT ? stdout : stderr, format, args);
}

/* What instances made from now on begin with: the API has it for the process. */
static _Atomic(kc_cs_message_fn *) process_default = to_console;

kc_cs_message_fn *kc_cs_default_message(void) { return atomic_load(&process_default); }

void csoundSetDefaultMessageCallback(csoundMessageHook hook)
{
    atomic_store(&process_default, hook ? hook : to_console);
}

void kc_cs_vmessage(CSOUND *csound, int attr, const char *format, va_list args)
{
    if (!csound) {
        kc_cs_default_message()(NULL, attr, format, args);
        return;
    }
    kc_cs *cs = kc_cs_of(csound);
    kc_cs_string_fn *string = atomic_load(&cs->message_string);
    if (string) {
        char text[STRING_MAX];
        vsnprintf(text, sizeof text, format, args);
        string(csound, attr, text);
        return;
    }
    kc_cs_message_fn *fn = atomic_load(&cs->message);
    (fn ? fn : cs->default_message)(csound, attr, format, args);
}

void kc_cs_message(CSOUND *csound, int attr, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kc_cs_vmessage(csound, attr, format, args);
    va_end(args);
}

void kc_cs_warning(CSOUND *csound, const char *format, ...)
{
    char text[STRING_MAX];
    if (csound && !(kc_cs_of(csound)->performance->opt.message_level & 4)) return;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    kc_cs_message(csound, CSOUNDMSG_WARNING, "WARNING: %s\n", text);
}

void csoundMessage(CSOUND *csound, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kc_cs_vmessage(csound, CSOUNDMSG_DEFAULT, format, args);
    va_end(args);
}

void csoundMessageS(CSOUND *csound, int attr, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kc_cs_vmessage(csound, attr, format, args);
    va_end(args);
}

void csoundMessageV(CSOUND *csound, int attr, const char *format, va_list args)
{
    kc_cs_vmessage(csound, attr, format, args);
}

void csoundSetMessageCallback(CSOUND *csound, csoundMessageHook hook)
{
    if (!csound) return;
    atomic_store(&kc_cs_of(csound)->message, hook);
    atomic_store(&kc_cs_of(csound)->message_string, NULL);
}

void csoundSetMessageStringCallback(CSOUND *csound, void (*hook)(CSOUND *, int attr, const char *text))
{
    if (!csound) return;
    atomic_store(&kc_cs_of(csound)->message_string, hook);
    atomic_store(&kc_cs_of(csound)->message, NULL);
}

int csoundGetMessageLevel(CSOUND *csound)
{
    return csound ? kc_cs_of(csound)->performance->opt.message_level : 0;
}

void csoundSetMessageLevel(CSOUND *csound, int level)
{
    if (!csound) return;
    kc_performance *p = kc_cs_of(csound)->performance;
    p->opt.message_level = level;
    if (p->engine) kc_engine_set_message_level(p->engine, level);
}
