/* What the files of engine/ share. */
#ifndef KC_ENGINE_INTERNAL_H
#define KC_ENGINE_INTERNAL_H
#include "runtime/engine/engine.h"
#include "runtime/base/sbuf.h"
#include "runtime/engine/batch.h"
#include "runtime/engine/workers.h"
#include "runtime/engine/hooks.h"
#include "runtime/engine/profile.h"
#include "runtime/base/map.h"
#include "runtime/base/vec.h"
#include <stdatomic.h>

/* One version of an instrument: its program and who holds it. */
typedef struct {
    kc_program *prog;
    int refs; /* installed numbers, instances (active or pooled) */
} kc_version;

typedef struct kc_instr {
    int number;
    char *name;
    kc_version *version;
    kc_note *pool; /* free instances, newest first */
    int active;
    int maxalloc; /* 0: no limit */
    double load;  /* of the processor, by each note, percent */
    bool muted;
    bool has_held; /* a note of it was held once */
    double *pset;  /* p-field defaults, p[1..npset] */
    int npset;
} kc_instr;

typedef struct kc_aux_block {
    struct kc_aux_block *next;
    size_t size;
    _Alignas(64) char data[];
} kc_aux_block;

typedef struct kc_deinit {
    const kc_opdesc *desc;
    const kc_site *site;
    void *st;
    void **args;
} kc_deinit;

/* An instance in memory: this in front of the block which the program lays out. */
typedef struct kc_instance {
    kc_version *version;
    double *p; /* p[0 .. pcap] */
    int pcap;
    char **pstrings; /* copies of the event's strings, npstrings slots */
    KC_VEC(kc_deinit) deinits;
    uint64_t order;  /* start order */
    uint64_t ticket; /* of the event that started it; 0: none */
    double p1;
    double load;     /* what it adds to the engine's */
    bool skipped;    /* its first init pass jumped over something */
    double off_beat; /* beat at which a note of the score ends; -1 for others */
    kc_batch *batch; /* that performs it; NULL: alone */
    int lane;
    const kc_batch_code *seen; /* of its program, when it last performed alone */
    kc_profile_row *profile;   /* of its program; NULL: not measured */
    bool loner; /* what it shares with other notes differs from theirs */
} kc_instance;

static inline kc_instance *kc_inst(kc_note *n) { return n->engine_data; }

typedef struct kc_queued {
    struct kc_queued *next;
    uint64_t cycle;
    double when; /* s, not rounded to a k-cycle: durations count from here */
    kc_event ev;
} kc_queued;

struct kc_engine {
    kc_engine_config cfg;
    kc_sysvars sys;
    kc_ctx ctx;
    kc_rng rng;
    kc_message_fn *message;
    void *message_user;
    kc_program_release *release;
    void *release_user;

    char *global; /* reserved address space; pages come on first use */
    double *out, *in, *block;

    kc_instr **instrs; /* by number */
    KC_VEC(kc_instr *) removed; /* see kc_engine_remove */
    int ninstrs;
    kc_map by_name;
    kc_note *first; /* active, in performance order */
    kc_note *last;
    kc_note *running;   /* the note that performs now */
    kc_note *next_note; /* the one after it */
    int nactive;
    kc_batches batches;
    kc_workers *workers; /* NULL: one thread */
    int cycles_max;   /* k-cycles that the output buffer holds */
    int ahead, shown; /* k-cycles performed and not handed out; the one handed out last */
    uint64_t order;
    KC_VEC(kc_note *) globals; /* instr 0 instances, kept for their memory */

    const kc_section *sections;
    int nsections, section, event;
    int64_t remaining; /* k-cycles to the next score event */
    uint64_t cycle;    /* k-cycles since the start of the performance */
    double time_off;   /* start of the section, s */
    double next_time, next_beat, cur_beat, prev_beat, beat_off;
    int64_t advance; /* k-cycles still to be skipped (`a` statement) */
    kc_queued *queue, *queue_last;
    bool have_next;
    double earliest_off; /* lower bound of off_time over finite notes */
    bool ended;
    uint64_t reported;        /* cycle of the last line of amplitudes */
    double beat, beats_cycle; /* -t: beats since the start, and in a cycle; beats_cycle is 0 otherwise */
    double beat_samples;      /* -t: whole samples in a beat; 1 otherwise */
    double load;              /* of all notes, percent, as cpuprc says */
    bool scoring;             /* an event of the score is carried out: with -t its p3 is in beats */

    kc_profile *profile; /* NULL: nothing is measured */
    int errors;
    int failed_tables; /* of f statements: not among the errors that are counted aloud */
    /* amplitudes: since the last report, of the section, overall */
    double *peak, *speak, *opeak;
    int64_t *range, *srange, *orange;

    struct kc_tables *tables;
    struct kc_midi *midi;
    kc_map stores;
    int (*poll)(void *, double);
    void *poll_user;
    void (*lines)(void *);
    void *lines_user;
    kc_hooks hooks;
    kc_sbuf score_text;       /* lines that opcodes posted, for the next cycle */
    uint64_t tickets;         /* last one given to an event */
    bool score_off;           /* score events are lost */
    bool exiting;             /* an instrument ends the performance */
    const kc_event *starting; /* event whose init pass runs */
};

/* tier0.c */
int kc_tier0_init(kc_ctx *c, kc_note *n, int from);
int kc_tier0_perf(kc_ctx *c, kc_note *n);
int kc_tier0_perf_from(kc_ctx *c, kc_note *n, int step);
/* The context inside a local-ksmps section: cycle `index` of it. Returns 0 when no sample of it is to be
 * performed. Exported to fused code. */
int kc_sub_context(const kc_ctx *outer, kc_sub *sub, int index, kc_ctx *inner);

/* note.c */
void kc_array_free(kc_array *a, int strings); /* what the array holds, not the kc_array itself */
kc_note *kc_note_create(kc_engine *e, kc_version *v);
void kc_note_free(kc_engine *e, kc_note *n);
typedef struct {
    int chan, key, vel;
} kc_midi_on;
/* midi: NULL for score events. *started (may be NULL): the note, NULL when none sounds. */
int kc_note_start(kc_engine *e, kc_instr *in, const kc_event *ev, const kc_midi_on *midi, kc_note **started);
void kc_note_end(kc_engine *e, kc_note *n);     /* at once */
void kc_note_release(kc_engine *e, kc_note *n); /* enters its extra time, or ends */
void kc_note_expire_due(kc_engine *e); /* ends or releases the notes whose time is up in this k-cycle */
void kc_version_drop(kc_engine *e, kc_version *v);
/* -1 when no finite note sounds; *note (may be NULL): the one that ends first. */
double kc_earliest_off(kc_engine *e, kc_note **note);
void kc_pools_free(kc_engine *e, kc_instr *in);

/* events.c */
int kc_sense(kc_engine *e);
/* Further k-cycles in which no event can fall. */
int64_t kc_sense_free(const kc_engine *e);
int kc_event_do(kc_engine *e, const kc_event *ev);
void kc_queue_clear(kc_engine *e);
void kc_queued_free(kc_queued *q);

/* control.c */
void kc_instr_set_muted(kc_engine *e, const kc_instr *in, bool mute);
void kc_score_text_flush(kc_engine *e);

/* amps.c */
void kc_amps_take(kc_engine *e);
void kc_amps_line(kc_engine *e, bool rt);
void kc_amps_section(kc_engine *e, int how);

/* Output of a channel in the k-cycle that is handed out. */
static inline const double *kc_shown(const kc_engine *e, int channel)
{
    return e->out + (size_t)channel * e->ctx.stride + (size_t)e->shown * e->cfg.ksmps;
}
static inline double kc_now(const kc_engine *e) { return (double)e->cycle * e->cfg.ksmps / e->cfg.sr; }
kc_instr *kc_instr_get(kc_engine *e, int number);
#endif
