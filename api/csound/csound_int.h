/* The instance behind the API's CSOUND pointer, and what the files of api/csound/ share.
 *
 * A host sees an opaque pointer. Binary plugins see a table of 243 functions and 22 spare slots at its start,
 * 2120 bytes that Csound 6 has fixed (struct CSOUND_ of csoundCore.h, for which plugin_table.c checks every
 * offset). Our own part follows.
 *
 * A group of functions with state of its own (message buffer, environment, cscore, ...) does not add members
 * here: it asks for a part. Functions that change the engine go through kc_cs_call (call.h). */
#ifndef KC_API_CSOUND_INT_H
#define KC_API_CSOUND_INT_H
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/include/csound/csound.h"

enum { KC_PLUGIN_SLOTS = 265, KC_PLUGIN_BYTES = 2120 };

typedef void kc_cs_message_fn(CSOUND *cs, int attr, const char *format, va_list args);
typedef void kc_cs_string_fn(CSOUND *cs, int attr, const char *text);

typedef struct kc_cs {
    void (*plugin[KC_PLUGIN_SLOTS])(void); /* see plugin_table.c; never NULL */

    _Atomic(void *) host_data;
    struct kc_performance *performance; /* from options to sound file (api/performance.h); never NULL */
    struct kc_calls *calls;             /* the way to the performance thread (call.h) */
    struct kc_part *parts;
    pthread_mutex_t parts_lock;
    struct kc_block *blocks; /* what csoundMalloc and its like gave and was not freed */
    pthread_mutex_t blocks_lock;

    kc_cs_message_fn *default_message;   /* the process-wide one when this was made */
    _Atomic(kc_cs_message_fn *) message; /* NULL: the default */
    _Atomic(kc_cs_string_fn *) message_string;

    struct kc_channels *channels;
    struct kc_io *io;           /* buffers of sound and who fills them (io.h) */
    struct kc_callbacks *hooks; /* other functions of the host (hooks.h) */
    struct kc_foreign_call *call; /* of an added opcode, while it runs (foreign.h) */
    bool have_files;            /* options files were read with the command line */
    bool cycling;    /* inside of a k-cycle: a callback runs */
    bool started, failed, cleaned;
    atomic_bool ended, stop, debugging;
    double score_offset, system_sr;
    bool score_muted, debug;
} kc_cs;

_Static_assert(offsetof(kc_cs, host_data) == KC_PLUGIN_BYTES, "the plugins' table has its fixed size");

static inline kc_cs *kc_cs_of(CSOUND *cs) { return (kc_cs *)cs; }
static inline CSOUND *kc_cs_public(kc_cs *cs) { return (CSOUND *)cs; }

/* ---- parts (parts.c) -------------------------------------------------------------------------- */

typedef enum { KC_UNTIL_RESET, KC_UNTIL_DESTROY } kc_part_life;
/* State of a group of functions: `size` zeroed bytes made on first use, found by `key` (a string literal). At
 * the end of its life `end` (may be NULL) is called and the memory freed; parts end newest first. Any thread.
 */
void *kc_cs_part(CSOUND *cs, const char *key, size_t size, kc_part_life life,
                 void (*end)(CSOUND *cs, void *part));
/* The same, or NULL when nobody has made it. */
void *kc_cs_part_find(CSOUND *cs, const char *key);

/* ---- memory (memory.c) ------------------------------------------------------------------------ */

/* Zeroed when `zero`. Freed with kc_cs_free, else at reset. NULL for size 0 and without memory. Any thread.
 */
void *kc_cs_alloc(CSOUND *cs, size_t size, bool zero);
void *kc_cs_realloc(CSOUND *cs, void *p, size_t size);
void kc_cs_free(CSOUND *cs, void *p);
char *kc_cs_strdup(CSOUND *cs, const char *s);

/* ---- messages (messages.c) -------------------------------------------------------------------- */

/* To the instance's callback. attr: CSOUNDMSG_* of csound.h. cs may be NULL: the process-wide default. Any
 * thread. */
void kc_cs_message(CSOUND *cs, int attr, const char *format, ...) __attribute__((format(printf, 3, 4)));
void kc_cs_vmessage(CSOUND *cs, int attr, const char *format, va_list args);
/* As a warning, where the message level shows those: "WARNING: text\n". */
void kc_cs_warning(CSOUND *cs, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- states ----------------------------------------------------------------------------------- */

/* The engine performs or may: started, and its start has not failed. */
static inline bool kc_cs_running(const kc_cs *cs) { return cs->started && !cs->failed; }
#endif
