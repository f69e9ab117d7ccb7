/* --profile: where the time of a performance goes, by instrument and, in tier 0, by opcode.
 *
 * Time is counted in frames that nest (a k-cycle, a note in it, an opcode of the note): each has what is left
 * when those inside it are taken off, and the cost of reading the clock. Without a profile nothing is
 * measured; the engine looks at one pointer per note and step. */
#ifndef KC_ENGINE_PROFILE_H
#define KC_ENGINE_PROFILE_H
#include "runtime/abi.h"
#include "runtime/base/sbuf.h"

typedef struct kc_profile kc_profile;
typedef struct kc_profile_row kc_profile_row; /* of one program */

enum { KC_PROFILE_INIT, KC_PROFILE_TIER0, KC_PROFILE_FUSED, KC_PROFILE_LANES, KC_PROFILE_KINDS };

kc_profile *kc_profile_create(void);
void kc_profile_free(kc_profile *p); /* accepts NULL */
/* The row of a program, made when it is new; stays until the profile is freed. */
kc_profile_row *kc_profile_row_of(kc_profile *p, const kc_program *prog);
/* The program is about to be freed: its row takes nothing more. */
void kc_profile_forget(kc_profile *p, const kc_program *prog);

typedef struct {
    uint64_t start, inner; /* ns; inner: of the frame around, until this one ends */
} kc_profile_frame;
kc_profile_frame kc_profile_enter(kc_profile *p);
/* One pass of a note (row), or of `voices` notes as lanes, over that many samples has ended. */
void kc_profile_leave_note(kc_profile *p, kc_profile_frame f, kc_profile_row *row, int kind, int voices,
                           int samples);
/* A k-cycle has ended. */
void kc_profile_leave_cycle(kc_profile *p, kc_profile_frame f, int samples);
/* Calls the function of a step of the init or perf program. */
int kc_profile_call(kc_profile_row *row, int init, const kc_step *s, char *base, kc_ctx *c);

/* A table for people. */
void kc_profile_print(const kc_profile *p, kc_sbuf *out);
/* Folded stacks, as flame graph tools read them: "kcycle;instr 1;tier 0;oscili.a 1234", microseconds. */
void kc_profile_folded(const kc_profile *p, kc_sbuf *out);
#endif
