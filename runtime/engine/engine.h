/* The engine: what performs. It knows programs, instances, events, tables, channels and buses; it does not
 * know orchestra or score text, files of sound, or LLVM.
 *
 *   create -> configure -> install programs, run the global code -> add sections of events
 *          -> kc_engine_cycle until it returns non-zero -> destroy
 *
 * One k-cycle: expire notes, start what the score and the event queue have due, clear the output buffer,
 * perform all active instances in order (instrument number, p1, start order), hand the block to the caller.
 *
 * All functions are for one thread, the performance thread, unless they say otherwise. */
#ifndef KC_ENGINE_H
#define KC_ENGINE_H
#include "runtime/abi.h"
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>

/* A score event. p[0] is not used; a string p-field has a slot in `strings` and a tagged NaN in p. */
typedef struct {
    char op; /* i f a q d e */
    int n;   /* p[1] .. p[n] */
    double *p;
    double p2_beats, p3_beats;
    const char **strings; /* NULL, or n + 1 slots */
    int line;
    uint64_t ticket; /* by which the note can be found again; 0: none */
} kc_event;

typedef struct {
    const kc_event *events; /* sorted by time */
    int n;
} kc_section;

typedef struct {
    double sr, kr, zerodbfs, a4;
    int ksmps, nchnls, nchnls_i;
    int message_level; /* as csound's -m */
    bool sample_accurate;
    bool limit; /* the output goes through a soft limiter that reaches limiter * 0dbfs */
    double limiter;
    bool init_only;    /* -I: notes have their init pass and last, but nothing performs */
    bool colour;       /* escape sequences around amplitudes in dB (message bits 64 and 32 + 64) */
    int sine_size;     /* of the internal sine, a power of two; 0: 16384 */
    double beat_tempo; /* -t N: > 0 */
    int threads;       /* that perform; < 2: the caller's alone */
    bool ahead;        /* nothing but the score tells the engine anything: k-cycles may be performed ahead */
    int sound_format;  /* of sound files that instruments write: libsndfile's, as the options say; 0: WAV, 16
                          bits */
    const char *const
        *env;     /* NAME=value pairs looked up before the process environment; NULL-terminated or NULL */
    bool profile; /* --profile: measure where the time goes */
    struct kc_channels *channels; /* the caller's, which must outlive the engine; NULL: the engine's own */
    /* The caller's: non-zero, which a signal handler may set, ends loops of instruments at their next jump
     * back. NULL: nothing does. */
    const volatile sig_atomic_t *interrupted;
} kc_engine_config;

/* Console text. attr: 0 text, 1 error, 2 warning. */
typedef void kc_message_fn(void *user, int attr, const char *text);

kc_engine *kc_engine_create(const kc_engine_config *cfg);
void kc_engine_destroy(kc_engine *e);
/* Frees what a global variable holds (strings, arrays); before destroy, when nothing performs any more. */
void kc_engine_free_global(kc_engine *e, uint32_t off, char type, int dims);
void kc_engine_on_message(kc_engine *e, kc_message_fn *fn, void *user);
const kc_engine_config *kc_engine_get_config(const kc_engine *e);

/* Programs. The engine counts references: a program is released (release(prog)) when the instrument has
 * another one and its last note has ended. Installing over an existing number is a redefinition: sounding
 * notes keep their program. */
typedef void kc_program_release(void *user, kc_program *p);
void kc_engine_on_release(kc_engine *e, kc_program_release *fn, void *user);
int kc_engine_install(kc_engine *e, int number, const char *name, kc_program *prog);
/* Takes an instrument out; none of its notes may be active. */
void kc_engine_remove(kc_engine *e, int number);
/* Runs the init pass of global code (instr 0); the memory stays until the engine ends. 0, or -1 after an
 * error. */
int kc_engine_run_global(kc_engine *e, kc_program *prog);
/* Called with every installed program: the JIT's queue hooks in here. */
void kc_engine_each_program(kc_engine *e, void (*fn)(void *user, kc_program *p), void *user);

/* The score: sections are performed one after the other. The arrays stay the caller's. */
void kc_engine_set_score(kc_engine *e, const kc_section *sections, int n);

enum { KC_ENGINE_GO = 0, KC_ENGINE_DONE = 1 };
/* One k-cycle. *block is interleaved, ksmps * nchnls samples in units of 0dbfs (1.0 = full scale), or NULL
 * when the cycle was skipped over (`a` statement) . */
int kc_engine_cycle(kc_engine *e, const double **block);
/* Input for the next cycle: interleaved, ksmps * nchnls_i samples, 1.0 = full scale. */
void kc_engine_set_input(kc_engine *e, const double *block);
/* Ends all notes, prints nothing. */
void kc_engine_stop(kc_engine *e);
/* The closing lines of a performance: "end of score", amps, error count. floats: the output keeps what is out
 * of range, so it is not counted. */
void kc_engine_print_end(kc_engine *e, bool floats);
/* What --profile has measured so far (profile.h); NULL when it was not asked for. */
struct kc_profile *kc_engine_profile(const kc_engine *e);
int kc_engine_errors(const kc_engine *e);        /* init, perf and score errors so far */
int kc_engine_failed_tables(const kc_engine *e); /* f statements that made no table; not among the errors */
double kc_engine_time(const kc_engine *e);
double kc_engine_section_time(const kc_engine *e); /* s since the start of the section */
bool kc_engine_exited(const kc_engine *e);         /* an instrument has ended the performance */
void kc_engine_post(kc_engine *e, const kc_event *ev, double delay_seconds);

/* Notes are numbered as they start: the number of the next one, and that of the oldest that sounds (the next
 * one's when none does). */
uint64_t kc_engine_next_order(const kc_engine *e);
uint64_t kc_engine_oldest_order(const kc_engine *e);

/* Context for calls outside of notes (score f statements). */
kc_ctx *kc_engine_ctx(kc_engine *e);
struct kc_tables *kc_engine_tables(kc_engine *e);
struct kc_midi *kc_engine_midi(kc_engine *e);
kc_rng *kc_engine_rng(kc_engine *e);
const char *kc_engine_env(const kc_engine *e, const char *name); /* NULL when unset */
void kc_engine_message(kc_engine *e, int attr, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void kc_engine_vmessage(kc_engine *e, int attr, const char *fmt, va_list ap);
void kc_engine_count_error(kc_engine *e);

/* MIDI notes (runtime/midi). Starts a held note of an instrument; p[1] .. p[n] are its p-fields. NULL when it
 * could not be started. */
kc_note *kc_engine_midi_on(kc_engine *e, int insno, int chan, int key, int vel, double *p, int n);
void kc_engine_set_midi(kc_engine *e, struct kc_midi *m);
/* Lowest instrument number above 0, or 0; whether an instrument exists. */
int kc_engine_lowest_instr(const kc_engine *e);
bool kc_engine_has_instr(const kc_engine *e, int number);
/* Release of a note: it ends, or goes on for its extra time. */
void kc_engine_note_off(kc_engine *e, kc_note *n);
/* Called once a cycle after score events, to poll MIDI. Returns non-zero to end the performance. */
void kc_engine_on_poll(kc_engine *e, int (*fn)(void *user, double time), void *user);
/* Called once a cycle between score events and posted ones, to post what has come in. */
void kc_engine_on_lines(kc_engine *e, void (*fn)(void *user), void *user);
/* Whole-struct store per engine for opcode families with engine-wide state (zak, ...): zeroed memory of
 * `size` bytes made on first use, freed (after `destroy`, may be NULL) with the engine. */
void *kc_engine_store(kc_engine *e, const char *key, size_t size, void (*destroy)(void *));

/* -t: the tempo, beats per minute, by which the score is performed; 0 when its times are seconds. */
double kc_engine_tempo(const kc_engine *e);
/* From the next k-cycle on; tempo > 0. Nothing changes when the score's times are seconds. */
void kc_engine_set_tempo(kc_engine *e, double tempo);
/* Samples in a beat, a whole number as the reference counts them; 1 when the score's times are seconds. */
double kc_engine_beat_samples(const kc_engine *e);

/* The string table of `strset`-like and string p-fields: a double that stands for a string of the running
 * event. */
double kc_string_slot(int index);
int kc_string_slot_index(double v); /* -1: not one */
#endif
