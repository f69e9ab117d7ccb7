/* Pieces of the command line beside its main flow. */
#ifndef KC_API_RENDER_H
#define KC_API_RENDER_H
#include "api/console.h"
#include "frontend/compile.h"
#include "frontend/options.h"
#include "runtime/engine/engine.h"

/* True when kc_interrupt was called since kc_main began. */
int kc_interrupted(void);

/* Header values that options override. */
void kc_render_overrides(const kc_options *o, kc_header *over);
/* libsndfile format of the output, or -1 (reported). sfoutyp: the environment's default container, or NULL.
 */
int kc_render_sound_format(const kc_options *o, const char *sfoutyp, const kc_console *con);
/* --help, --version, --list-opcodes, --coverage ...: returns 1 and the exit status when the run is only that.
 */
int kc_render_action(const kc_options *o, const kc_console *con, int *status);
/* --missing: prints a line for each opcode name that the files use and that is not known, `name TAB
 * file:line:col`. 0: all are known; 1: some are not; 2: a file can't be read. */
int kc_render_missing(const kc_options *o, const kc_console *con);
/* MIDI devices, where someone provides them. open_...: 0, or -1 (reported). read: bytes put, 0 when there are
 * none. */
typedef struct {
    void *user;
    int (*open_in)(void *user, const char *device);
    int (*open_out)(void *user, const char *device);
    int (*read)(void *user, unsigned char *bytes, int n);         /* NULL: no input */
    void (*write)(void *user, const unsigned char *bytes, int n); /* NULL: no output */
} kc_midi_ports;
/* MIDI options; 0, or -1 (reported). Before the header's code. ports may be NULL, and must outlive the
 * engine. */
int kc_render_midi(const kc_options *o, kc_engine *e, const kc_console *con, const kc_midi_ports *ports);
/* The MIDI file, after the header's code; embedded: the CSD's own one, or NULL. 0, or -1 (reported). */
int kc_render_midi_file(const kc_options *o, kc_engine *e, const kc_console *con,
                        const unsigned char *embedded, size_t embedded_len);
void kc_render_midi_close(kc_engine *e);

/* The compile thread of an engine, as options ask for it (jitlink.c). All calls accept NULL. */
typedef struct kc_jit_link kc_jit_link;
/* After the instruments are installed. The score tells what is worth compiling. */
kc_jit_link *kc_jit_link_create(const kc_options *o, kc_engine *e, const kc_console *con,
                                const kc_section *score, int n);
/* A program that is installed while performing. It does not wait, but with --jit=wait. */
void kc_jit_link_add(kc_jit_link *j, kc_program *p);
/* Offers a program that the engine has released: 1 when the compile thread has taken it and will destroy it.
 */
int kc_jit_link_take(kc_jit_link *j, kc_program *p);
void kc_jit_link_destroy(kc_jit_link *j); /* prints the report that was asked for */
#endif
