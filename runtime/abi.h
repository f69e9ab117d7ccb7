/* What opcodes, generated code, the engine and the compiler share: plain data, no functions of the engine.
 *
 *   kc_opdesc   one entry of one opcode: its types, its native functions, the names of its kernels
 *   kc_program  one compiled instrument: an init program and a perf program of steps over native functions
 *   kc_note     one instance: this header, then p-fields, variables, opcode states and operand pointers,
 *               all at offsets which the program fixes; tier 0 and fused code work on the same block
 *   kc_ctx      what a kernel is told about the k-cycle it runs in
 *
 * Strings, arrays and f-signals have the memory layout of Csound 6's STRINGDAT, ARRAYDAT and PVSDAT, so that
 * binary plugins can be handed the same memory. */
#ifndef KC_RUNTIME_ABI_H
#define KC_RUNTIME_ABI_H
#include <stddef.h>
#include <stdint.h>

typedef struct kc_engine kc_engine;
typedef struct kc_note kc_note;
typedef struct kc_ctx kc_ctx;

/* ---- values that are not numbers -------------------------------------------------------------- */

/* S variable. `data` is NULL until first written; `size` is its capacity in bytes. */
typedef struct {
    char *data;
    int32_t size;
    int32_t pad;
} kc_str;

/* Array variable. Elements are `member_size` bytes: a double (i, k), ksmps doubles (a), a kc_str (S), a kc_fsig (f).
 * dimensions == 0: not yet made. Row-major. */
typedef struct {
    int32_t dimensions;
    int32_t *sizes;
    int32_t member_size;
    void *type; /* for plugins */
    double *data;
    size_t allocated; /* bytes at data */
} kc_array;

/* Memory an opcode asks for at init, freed with the instance (or reused by its next note). */
typedef struct {
    struct kc_aux_block *block; /* engine's */
    size_t size;
    void *p;
    void *end;
} kc_aux;

/* f variable: one spectral frame of the streaming phase vocoder. */
typedef struct {
    int32_t N, sliding, NB, overlap, winsize, wintype, format;
    uint32_t framecount;
    kc_aux frame; /* float pairs, N + 2 floats */
} kc_fsig;

/* Function table. data[0..len] with the guard point at data[len]. */
typedef struct kc_table {
    double *data;
    int32_t len;     /* points without guard */
    int32_t number;
    int32_t lenmask; /* len - 1 when len is a power of two, else -1; 0 when the size was deferred */
    int32_t lobits;  /* 28-bit phase >> lobits is the index; power of two only */
    double lodiv;    /* 1 / (1 << lobits) */
    int32_t gen;     /* signed GEN number it was made by */
    int32_t nchnls;  /* of the sound file it holds; else 1 */
    int32_t frames;  /* sound file frames; else len */
    int32_t soundend; /* frames read from a sound file; 0 for other tables */
    double sr;       /* of the sound file; else the engine's */
    double basefreq; /* of the sample, Hz; 0 unknown */
    int32_t loopmode1, begin1, end1, loopmode2, begin2, end2; /* loops of the sound file, frames */
    double *args; /* p-fields p5.. it was made from */
    int32_t nargs;
} kc_table;

#define KC_PHASE_BITS 28
#define KC_PHASE_MAX  (1 << KC_PHASE_BITS)
#define KC_PHASE_MASK (KC_PHASE_MAX - 1)

/* ---- opcode entries --------------------------------------------------------------------------- */

/* Results of native functions. Negative: the note ends, the message has been recorded by kc_fail. */
enum {
    KC_OK = 0,
    KC_JUMP = 1, /* go on at the step's label */
    KC_STOP = 2, /* the rest of this pass is skipped; a note whose init pass stopped rests, but lives on */
    KC_ERROR = -1
};

/* st: the opcode's state in the instance. a: outputs, then inputs, as written after defaults were added; each points at
 * a block (a-rate), a double (i, k, constants, p-fields), a kc_str, kc_array or kc_fsig. */
typedef int (*kc_native)(void *st, kc_ctx *c, void **a);

/* What an entry touches beside its state and outputs; KC_FX_x_W conflicts with _R and _W of the same x. */
enum {
    KC_FX_TAB_R = 1 << 0, KC_FX_TAB_W = 1 << 1,   /* function tables */
    KC_FX_ZAK_R = 1 << 2, KC_FX_ZAK_W = 1 << 3,
    KC_FX_CHN_R = 1 << 4, KC_FX_CHN_W = 1 << 5,   /* named channels */
    KC_FX_IN = 1 << 6,                             /* reads the input buffer */
    KC_FX_OUT = 1 << 7,                            /* adds to the output buffer, sample n at n */
    KC_FX_OUT_R = 1 << 8,                          /* reads the output buffer */
    KC_FX_LINE = 1 << 9,                           /* delay line shared by delayr, taps and delayw */
    KC_FX_RNG = 1 << 10,                           /* draws from an engine-wide random generator */
    KC_FX_PRINT = 1 << 11,
    KC_FX_EVENT = 1 << 12,                         /* starts or ends notes */
    KC_FX_FILE = 1 << 13,
    KC_FX_MIDI = 1 << 14,
    KC_FX_FLOW = 1 << 15                           /* may jump, stop, or run init code */
};

/* One field of a state at width W: lane fields hold one value per voice, uniform fields are shared. */
typedef struct {
    const char *name;
    uint16_t offset, size; /* size of the whole field (all lanes, all elements) */
    uint8_t lane;          /* bytes per lane and element: 8 (V VL VM VP), 4 (VI); 0: uniform; KC_FIELD_* */
} kc_field;
#define KC_FIELD_OWN     254 /* kc_aux: stays with its note */
#define KC_FIELD_UNKNOWN 255

typedef struct {
    uint32_t size, align;
    const kc_field *fields;
    int nfields;
} kc_layout;

/* One entry (rate variant) of an opcode. Entries of one name keep their order: the first that matches a call is taken. */
typedef struct kc_opdesc {
    const char *name;      /* without suffix */
    const char *outs, *ins; /* type strings, "" for none */
    const char *rates;     /* for each input code `x` (in order): 'a', 'k' or '*' (either); NULL: either */
    uint32_t state_size, state_align;
    kc_native init, perf, deinit; /* each may be NULL */
    kc_native coef;               /* k_sym alone, for fused code that does not inline it */
    /* Kernels in the bitcode library by symbol, NULL when there is none. An entry with `tick` can be fused;
     * one without is called by address through `perf`. */
    const char *k_sym;    /* coefficients: once a k-cycle before the loop */
    const char *tick_sym; /* one sample (a-rate outputs or inputs) or one k-cycle */
    const char *each_sym; /* one sample of one variadic a-rate input */
    uint64_t passed;      /* bit i: fixed input i is handed to k_sym and tick_sym, by pointer, in order */
    uint8_t arate;        /* tick runs per sample */
    uint8_t scalar_only;  /* kernels have no vector build */
    uint8_t raw;          /* variadic: init and perf get the argument vector */
    uint8_t deprecated;
    uint32_t fx;          /* KC_FX_* */
    const char *file;     /* family file, for reports */
} kc_opdesc;

/* The table which the build makes: sorted by name, entries of one name in order of definition. */
extern const kc_opdesc *const kc_optable[];
extern const int kc_optable_count;

/* ---- programs --------------------------------------------------------------------------------- */

/* Where an operand lives. */
enum {
    KC_AT_NOTE,    /* byte offset in the instance */
    KC_AT_GLOBAL,  /* byte offset in the engine's global memory */
    KC_AT_CONST,   /* byte offset in the program's constants (doubles, kc_strs) */
    KC_AT_P,       /* p-field number */
    KC_AT_ENGINE   /* byte offset in kc_sysvars */
};
typedef struct {
    uint32_t space : 3;
    uint32_t off : 29;
} kc_ref;

/* Read-only engine values that the language can name. */
typedef struct {
    double sr, kr, ksmps, nchnls, nchnls_i, zerodbfs, a4;
} kc_sysvars;

/* A call site: what messages and polymorphic opcodes need. types: one letter per argument (outputs first):
 * a k i S f w b B, c constant, p p-field, r reserved, l label; arrays are letter | 0x80. */
typedef struct kc_site {
    const kc_opdesc *desc; /* NULL for core operations */
    const char *name;      /* shown in messages: "oscili.a" */
    const char *text;      /* source statement, for messages; may be NULL */
    const char *const *argnames; /* spelled arguments (print wants them) */
    const uint8_t *types;
    int16_t nout, nin;  /* after defaults */
    int16_t given;      /* inputs written by the user */
    int32_t line;
    const char *file;
    int32_t label_init, label_perf; /* step indices of the label argument, -1 when none */
} kc_site;

enum {
    KC_STEP_CALL,
    KC_STEP_JUMP,     /* always */
    KC_STEP_IF,       /* jump when the double at args[0] is non-zero */
    KC_STEP_IFNOT,    /* jump when it is zero */
    KC_STEP_SUB,      /* local-ksmps section: steps up to `target` run ksmps/local times; state is a kc_sub */
    KC_STEP_RIRETURN, /* end of a reinit pass; no effect in the first init pass */
    KC_STEP_END
};

enum { KC_STEP_INNER = 1 }; /* flags: of the body of a user-defined opcode */

typedef struct {
    kc_native fn;
    uint32_t st;     /* byte offset of the state in the instance */
    uint32_t args;   /* byte offset of the operand pointers in the instance */
    uint32_t site;   /* index in sites */
    int32_t target;  /* step index for jumps */
    uint16_t kind;
    uint16_t flags;
} kc_step;

/* State of a local-ksmps section (UDO with setksmps). `ksmps` is set by the init pass; 0: the caller's. */
typedef struct {
    int32_t ksmps;
    int32_t index; /* inner cycle that runs, 0 .. caller's ksmps / ksmps - 1 */
} kc_sub;

/* ---- batches: several notes of one program as the lanes of vectors -------------------------------- */

#define KC_LANE_COUNT 8

/* One value that moves between the memory of a note and that of a batch. */
enum {
    KC_MOVE_LANE,   /* count elements of `bytes`; in the batch each stands in all lanes */
    KC_MOVE_SHARED, /* `bytes` that must be equal in all notes */
    KC_MOVE_P       /* p-field `note` */
};
typedef struct {
    uint32_t note, batch; /* byte offsets; KC_MOVE_P: number of the p-field */
    uint32_t count;
    uint16_t bytes;
    uint8_t kind;
} kc_move;

/* A function called by address for each note in turn: its variables move to the notes and back. */
typedef struct {
    int32_t step; /* of the perf program */
    int32_t first, nin, nout; /* moves: inputs, then outputs */
} kc_batch_call;

/* What a batch adds to, in program order: the output channels, or a global a-variable. */
enum { KC_MIX_OUT = -1 };

typedef struct kc_batch_code {
    int (*perform)(char *batch, kc_ctx *c); /* one whole k-cycle of all lanes */
    uint32_t size;                          /* bytes of a batch's memory */
    const kc_move *moves;
    int32_t nmoves;
    const kc_batch_call *calls;
    int32_t ncalls;
    const kc_move *call_moves;
    const int32_t *mix; /* per slot: KC_MIX_OUT or the offset of a global */
    int32_t nmix;
    uint8_t blocks; /* performs kc_ctx.cycles k-cycles in a call, not one */
    uint8_t jumps; /* notes may disagree about a jump */
    uint8_t full; /* no lane may be empty: states own memory */
} kc_batch_code;

/* The notes of a batch while it performs. */
typedef struct kc_lanes {
    kc_note *note[KC_LANE_COUNT]; /* empty lanes repeat another lane's note */
    const kc_batch_code *code;
    char *memory;
    uint32_t live;   /* bit l: lane l is a note */
    uint32_t failed; /* notes that reported an error or ended themselves in this cycle */
    uint32_t added;  /* bit s: mix slot s has been written in this cycle */
    /* call `index` of the code, for each note in turn */
    int (*call)(kc_ctx *c, int index);
    /* The notes disagree about a jump: the rest of the cycle is performed one by one, from that step of the
     * perf program. The batch returns its result. */
    int (*diverge)(kc_ctx *c, int step);
} kc_lanes;

/* Fused code: performs samples [c->begin, c->end) of one k-cycle. Returns as a native function. */
typedef int (*kc_fused)(char *note, kc_ctx *c);

/* K-cycles from this length on gain little by being performed several in a call. */
#define KC_BLOCK_KSMPS 16

typedef struct kc_program {
    const char *name; /* "instr 1", for messages */
    uint32_t size;    /* bytes of an instance, header included */
    uint32_t p_off;   /* doubles p[0..pmax] in the instance */
    int32_t pmax;     /* highest p-field named in the text (at least 3) */
    uint8_t p_dynamic; /* p() or the like is used: no p-count warning */
    const kc_step *init, *perf;
    int32_t ninit, nperf;
    const kc_site *sites;
    int32_t nsites;
    const kc_ref *refs; /* operand pointers, in the order of their slots from refs_off */
    int32_t nrefs;
    uint32_t refs_off;
    const char *consts; /* constant pool */
    uint32_t consts_size;
    const uint32_t *avars; /* offsets of a-rate blocks of ksmps doubles: cleared outside [begin, end) */
    int32_t navars;
    const uint32_t *arrays, *strs, *fsigs; /* offsets of array, string and f variables (freed with the instance) */
    int32_t narrays, nstrs, nfsigs;
    uint8_t quiet;        /* notes show in the output alone: k-cycles may be performed ahead */
    uint8_t fused_blocks; /* fused code performs kc_ctx.cycles k-cycles in a call, not one */
    _Atomic(kc_fused) fused; /* NULL: tier 0 */
    _Atomic(const kc_batch_code *) batch; /* NULL: one by one */
    void *ir;                /* the unit it was made from, for the compiler */
    void *owner;             /* frees all of it */
} kc_program;

/* ---- contexts --------------------------------------------------------------------------------- */

/* Engine-wide random generators; see the random opcodes for who draws from which. */
typedef struct {
    int32_t r31;      /* Park-Miller-like, multiplier 742938285 */
    int32_t holdrand; /* 214013 h + 2531011 */
    double frac;      /* frac(105.947 f) */
    uint32_t mt[624];
    int32_t mti;
    uint16_t pluck16, drum15;
} kc_rng;

/* What a kernel is told. Sample n of output channel ch is out[ch * stride + n]. */
struct kc_ctx {
    double sr, kr;          /* kr: of this section (local ksmps) */
    double inv_sr, inv_kr;  /* 1 / sr, 1 / kr */
    double twopi_sr, pi_sr; /* 2 pi / sr, pi / sr */
    double zerodbfs, a4;
    int32_t ksmps;      /* samples a k-cycle has here */
    int32_t begin, end; /* samples to perform, within 0 .. ksmps */
    int32_t stride;     /* distance of channels in out and in, samples */
    int32_t nchnls, nchnls_i;
    double *out;
    const double *in;
    kc_rng *rng;
    kc_engine *engine;
    kc_note *note;
    const kc_site *site;  /* call in progress (init and called-by-address perf functions only) */
    uint64_t kcount;      /* k-cycles performed since the start of the performance */
    char *global;         /* base of the global variables */
    const kc_ctx *outer;  /* of the section around a local-ksmps section, else NULL */
    kc_sub *sub;          /* the local-ksmps section this runs in, else NULL */
    int32_t cycles;       /* k-cycles to perform in this call; code that blocks moves out, in, kcount on */
    kc_lanes *lanes;      /* of the batch that performs; `note` is one of them */
    double *mix;          /* what lanes add to outputs: rows of KC_LANE_COUNT values a sample */
    int64_t mix_row;      /* samples a row has */
};

/* Instance header. The engine's own fields are in engine/note.h's extension of it. */
struct kc_note {
    kc_note *next, *prev; /* performance order */
    kc_note *pool_next;
    const kc_program *prog;
    struct kc_instr *instr;
    double *p;            /* p[1] .. p[pcount] as given; room for p[max(pmax, pcount)] */
    int32_t pcount;       /* p-fields the event gave */
    int32_t insno;
    char *const *pstrings; /* strings that p-fields refer to; see kc_p_string */
    int32_t npstrings;
    uint8_t active, releasing, reinit, tie, held, deleted;
    uint8_t init_done;
    int32_t xtra;         /* k-cycles of life after release begins */
    double off_time;      /* s from the section's start; -1 held */
    int64_t end_cycle;    /* first k-cycle not performed; INT64_MAX held */
    uint64_t start_cycle;
    uint64_t kcounter;    /* k-cycles performed by this note */
    int32_t begin0, end1; /* --sample-accurate: silent samples at the start / end */
    /* MIDI: channel 0..15 or -1, key, velocity */
    int16_t midi_chan, midi_key, midi_vel;
    uint8_t sustained;
    struct kc_aux_block *aux; /* memory of this instance */
    struct kc_deinit *deinits; /* opcodes to tell when the note ends */
    void *engine_data;
};

#endif
