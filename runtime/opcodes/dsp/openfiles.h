/* Files that opcodes write and read by name or handle: fout, fprints, fiopen and their kin share them. A file
 * that is open already is not opened again; it is closed when the last opcode that holds it lets go, or with
 * the engine.
 *
 * Handles count from 0. Functions return -1 after they have reported an init error. */
#ifndef KC_OPCODES_DSP_OPENFILES_H
#define KC_OPCODES_DSP_OPENFILES_H
#include "runtime/opcodes/op.h"
#include <sndfile.h>
#include <stdio.h>

/* mode: as fopen's. */
int kc_files_open_text(kc_ctx *c, const char *name, const char *mode);
/* A sound file, to be written (searched in SFDIR) or read; info->format and channels as libsndfile wants
 * them. */
int kc_files_open_sound(kc_ctx *c, const char *name, bool write, SF_INFO *info);
/* The handle that a number stands for; -1 (reported) when there is no such text file. */
int kc_files_handle(kc_ctx *c, double number);

FILE *kc_files_text(kc_ctx *c, int handle);     /* NULL: not an open text file */
SNDFILE *kc_files_sound(kc_ctx *c, int handle); /* NULL: not an open sound file */
/* Raw files hold samples as they are; others are scaled so that 1.0 is full scale. */
bool kc_files_is_raw(kc_ctx *c, int handle);

/* An opcode instance holds a file; dropping the last hold closes it. Release closes a file that nobody holds,
 * and leaves one that is held to its holders, with a warning. */
void kc_files_hold(kc_ctx *c, int handle);
void kc_files_drop(kc_ctx *c, int handle);
void kc_files_release(kc_ctx *c, int handle);
int kc_files_find(kc_ctx *c, const char *name); /* handle of an open file, or -1, not reported */

/* Name of a file given by number N: a string p-field's text, the string of that number (strset), else the
 * prefix
 * ("soundin.") and N, written to buf. */
const char *kc_files_name(kc_ctx *c, double number, const char *prefix, char *buf, size_t cap);
#endif
