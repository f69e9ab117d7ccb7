/* A performance from its options to its sound file, in steps which the command line and the C API share:
 *
 *     kc_perf_init
 *     options: kc_perf_read_args, kc_perf_read_csd, or p->opt directly
 *     kc_perf_compile (any number of texts), kc_perf_score_text
 *     kc_perf_read_score -> kc_perf_start -> kc_perf_open_sound -> kc_perf_begin
 *     kc_perf_cycle until it is done
 *     kc_perf_finish -> kc_perf_free
 *
 * Problems are reported through p->con and answered with -1. Nothing prints otherwise. One thread at a time,
 * but for what p->session_lock guards: kc_perf_build may run beside the performance. */
#ifndef KC_API_PERFORMANCE_H
#define KC_API_PERFORMANCE_H
#include "api/build.h"
#include "api/console.h"
#include "api/keyboard.h"
#include "api/lines.h"
#include "api/render.h"
#include "api/textin.h"
#include "frontend/csd.h"
#include "frontend/options.h"
#include "frontend/score/score.h"
#include "runtime/io/sound.h"
#include <pthread.h>
#include <time.h>

typedef struct kc_performance kc_performance;

/* Devices behind the names dac and adc, where someone provides them. `frames` a buffer; 0, or -1 (reported).
 */
typedef struct {
    void *user;
    int (*open)(void *user, bool output, const char *name, const kc_engine_config *cfg, int frames);
} kc_devices;

struct kc_performance {
    kc_console con;
    kc_options opt;
    kc_arena arena;
    kc_sources sources;
    kc_diags diags;
    struct timespec t0;

    kc_csd csd;
    bool have_csd, have_score;
    const char *orc_name, *sco_name;
    kc_sbuf orc, sco, csd_text;
    int orc_line, sco_line;
    const char **env; /* NAME=value, newest first, NULL-terminated; or NULL */
    char **embedded;  /* files of the CSD that are to be removed */
    int nembedded;

    pthread_mutex_t session_lock; /* session, sources */
    kc_session *session;
    bool session_ready;       /* the options have reached it */
    bool compiled;            /* a text was compiled, and with it the header settled */
    KC_VEC(kc_built) pending; /* compiled, not installed yet */

    kc_engine *engine;
    kc_score score;
    kc_section *sections;
    int32_t seed31;
    kc_jit_link *jit;
    kc_lines *lines;
    kc_textin *textin;
    int extra_errors; /* besides the engine's */

    /* Told of each file that was opened: a CSFTYPE_... of csound.h. NULL: nobody. */
    void (*on_file)(void *user, const char *path, int type, bool writes);
    void *on_file_user;
    struct kc_channels *channels;    /* the caller's, or NULL: the engine makes its own */
    const kc_devices *devices;       /* or NULL */
    const kc_midi_ports *midi_ports; /* or NULL */
    const volatile sig_atomic_t *interrupted; /* non-zero ends loops of instruments; NULL: nothing does */
    bool ahead;                      /* no host looks in between: k-cycles may be performed ahead */
    bool no_files;                   /* the host takes and gives the samples: no sound file is opened */
    kc_sound_out *out;
    kc_sound_in *in;
    double *inbuf;
    int out_format, buffer_frames;
    const char *out_name;
    char *(*rewrite_score)(void *user, const char *sorted); /* for -C: a sorted score, malloc'd; or NULL */
    void *rewrite_user;
    long beats; /* buffers that --heartbeat has shown */
};

void kc_perf_init(kc_performance *p);
void kc_perf_free(kc_performance *p);

/* ---- report.c --------------------------------------------------------------------------------- */

/* Prints what p->diags holds and empties it. */
void kc_perf_flush(kc_performance *p);
void kc_perf_show(kc_performance *p, kc_diags *d); /* the same for another list */
/* The text of diagnostics, as the options want it; nothing for warnings that are not to be seen. */
void kc_perf_render(const kc_performance *p, const kc_diags *d, kc_sbuf *out);
/* "Elapsed time at end of `what`", when the message level asks for it. */
void kc_perf_elapsed(kc_performance *p, const char *what);
/* -O. */
int kc_perf_open_log(kc_performance *p);

/* ---- files.c ---------------------------------------------------------------------------------- */

const char *kc_perf_env(const kc_performance *p,
                        const char *name); /* settings first, then the process's; NULL */
void kc_perf_set_env(kc_performance *p, const char *name, const char *value);
void kc_perf_apply_env(kc_performance *p); /* --env options */
int kc_perf_read_rc(kc_performance *p);    /* .csound6rc */
/* The files that the options name (after a first pass over argv): text of orchestra and score, and the
 * options of a CSD. */
int kc_perf_read_args(kc_performance *p, int argc, char **argv);
/* A CSD in p->csd_text. Its options are taken when `options`, its files are written to the current folder.
 * Orchestra and score are in p->orc and p->sco (replaced). */
int kc_perf_read_csd(kc_performance *p, const char *name, bool options);
/* Reads a file of text: 0, or -1 with errno. */
int kc_perf_file_text(kc_sbuf *to, const char *name);
/* Tells p->on_file. */
enum { KC_FILE_IS_CSD = 1, KC_FILE_IS_ORC = 2, KC_FILE_IS_SCO = 3 };
void kc_perf_opened(const kc_performance *p, const char *path, int type, bool writes);

/* ---- compile.c -------------------------------------------------------------------------------- */

/* The front end's state. It takes its options with the first text that is compiled. */
kc_session *kc_perf_session(kc_performance *p);
/* An opcode for what is compiled from now on; the descriptor must outlive the performance. */
void kc_perf_add_opcode(kc_performance *p, const kc_opdesc *desc);
/* Header values in effect, or as options say before the first compile. */
kc_header kc_perf_header(kc_performance *p);
/* Compiles text (reported when it fails). Any thread. */
int kc_perf_build(kc_performance *p, const char *text, size_t len, const char *name, int line, kc_built *out);
/* Whether a text is well-formed: 0, or -1 (reported). Any thread. */
int kc_perf_check(kc_performance *p, const char *text);
/* Compiles before the engine is there: joins p->pending. */
int kc_perf_compile(kc_performance *p, const char *text, size_t len, const char *name, int line);
/* Adds what was built to p->pending; *b is taken. */
void kc_perf_add(kc_performance *p, const kc_built *b);
/* Installs, and runs the global code. Takes *b. 0, or -1 when that has failed. On the performance thread. */
int kc_perf_merge(kc_performance *p, kc_built *b);

/* ---- score.c ---------------------------------------------------------------------------------- */

/* Reads p->sco into sections. */
int kc_perf_read_score(kc_performance *p);
/* Events of a score text for a running performance, read on any thread; free it with kc_more_score_free. */
typedef struct {
    kc_arena arena;
    kc_score score;
    bool ends; /* there is an `e` */
} kc_more_score;
/* 0, or -1 (reported). */
int kc_perf_read_more(kc_performance *p, const char *text, kc_more_score *out);
/* Posts them: times count from now, an `e` ends the performance. On the performance thread. */
void kc_perf_post_more(kc_performance *p, const kc_more_score *more);
void kc_more_score_free(kc_more_score *more);
/* All of it at once, on the performance thread: 0, or -1 (reported). */
int kc_perf_post_score(kc_performance *p, const char *text);

/* ---- start.c ---------------------------------------------------------------------------------- */

/* The engine, with everything that the header and the options say; nothing runs yet. */
int kc_perf_create_engine(kc_performance *p);
/* Installs what is pending and runs its global code, opens MIDI and starts the compile thread. */
int kc_perf_start(kc_performance *p);
/* The score from its start. */
void kc_perf_begin(kc_performance *p);

/* ---- sound.c ---------------------------------------------------------------------------------- */

/* frames > 0: the buffer, whatever -b says. */
int kc_perf_open_sound(kc_performance *p, int frames);
int kc_perf_close_sound(kc_performance *p);

/* ---- perform.c -------------------------------------------------------------------------------- */

/* One k-cycle with reading and writing of sound files: KC_ENGINE_GO, KC_ENGINE_DONE, or -1 when the sound
 * file could not take more (reported). *block as kc_engine_cycle gives it. */
int kc_perf_cycle(kc_performance *p, const double **block);
/* --heartbeat: a sign for every buffer that was written, in the style that was asked for. */
void kc_perf_heartbeat(kc_performance *p);
/* Ends all notes, prints the closing lines and closes the sound file. failed: the performance did not come to
 * its start (reported). Non-zero when there were errors. */
int kc_perf_finish(kc_performance *p, bool failed);
#endif
