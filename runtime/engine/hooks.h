/* What instruments can ask of the layers above the engine, which know score and orchestra text. The owner of
 * the engine fills the hooks in; where one is missing the opcode fails. */
#ifndef KC_ENGINE_HOOKS_H
#define KC_ENGINE_HOOKS_H
#include "runtime/engine/engine.h"

typedef struct {
    void *user;
    /* Score lines: events are posted at times that count from now. */
    void (*score_lines)(void *user, const char *text);
    /* Compiles orchestra text, installs its instruments and runs its global code. 0, or -1 when it does not
     * compile (reported). */
    int (*compile)(void *user, const char *text, const char *name);
    /* invalue and outvalue: the host reads or fills an opcode's argument, a double or a kc_str with room. NULL without
     * a host that wants it. */
    void *host;
    void (*value_in)(void *host, const char *name, void *storage, bool text);
    void (*value_out)(void *host, const char *name, void *storage, bool text);
    /* A whole score, with macros, sections and sorting; it is read with the score lines of this k-cycle or the next
     * one, by `post_scores`, when have_scores is set. */
    void (*read_score)(void *user, const char *text, size_t len);
    void (*post_scores)(void *user);
    bool have_scores;
    /* A CSD file: its orchestra is compiled as by `compile`, then its score is read. */
    int (*compile_csd)(void *user, const char *path);
    const char *sound_in, *sound_out; /* names of files or devices, NULL: none */
    bool realtime;                    /* one of them is a device */
    /* Asked for by opcodes: the score from its start; from a time in it (s). `move` does it when the events of a
     * k-cycle have been started; what is due then starts in the same k-cycle. */
    void (*move)(void *user);
    bool want_rewind, want_seek;
    double seek;
    double returned; /* what `return` gave in the global code that ran last */
    /* The next thing that the keyboard tells: the code of a key (1 .. 65535), 65536 more when it was let go,
     * 0 when there is nothing. NULL: no keyboard. With its own `user`. */
    int (*key)(void *user);
    void *key_user;
} kc_hooks;

kc_hooks *kc_engine_hooks(kc_engine *e);
#endif
