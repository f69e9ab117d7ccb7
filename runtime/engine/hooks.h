/* What instruments can ask of the layers above the engine, which know score and orchestra text. The owner of
 * the engine fills the hooks in; where one is missing the opcode fails. */
#ifndef KC_ENGINE_HOOKS_H
#define KC_ENGINE_HOOKS_H
#include "runtime/engine/engine.h"

typedef enum {
    KC_COMPILE_ORC,  /* orchestra text */
    KC_COMPILE_EVAL, /* orchestra text whose global `return` gives a value */
} kc_compile_kind;

typedef struct {
    void *user;
    /* Score lines: events are posted at times that count from now. */
    void (*score_lines)(void *user, const char *text);
    /* Compiles orchestra text, installs its instruments and runs its global code. *value: what `return` gave.
     * 0, or -1 when it does not compile (reported). */
    int (*compile)(void *user, kc_compile_kind kind, const char *text, const char *name, double *value);
} kc_hooks;

kc_hooks *kc_engine_hooks(kc_engine *e);
#endif
