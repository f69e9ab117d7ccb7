/* -L: score lines that are read while the orchestra performs. */
#ifndef KC_API_LINES_H
#define KC_API_LINES_H
#include "api/console.h"
#include "frontend/score/score.h"
#include "runtime/engine/engine.h"

typedef struct kc_lines kc_lines;
/* Compiles and installs orchestra text that came between braces. */
typedef void kc_lines_orchestra(void *user, const char *text, size_t len);

/* name: a file, "stdin", or "|command". NULL (reported) when it can't be opened. From then on each k-cycle
 * posts the events of the lines that are there: it waits for a file or a command, not for standard input.
 * Close it after the last cycle. */
kc_lines *kc_lines_open(const char *name, kc_engine *e, const kc_console *con, kc_lines_orchestra *fn,
                        void *user);
void kc_lines_close(kc_lines *l); /* accepts NULL */
/* An event of the score as the engine takes it; strings stay the score's, the rest is in the arena. */
kc_event kc_lines_event(kc_arena *a, const kc_score_event *s);
#endif
