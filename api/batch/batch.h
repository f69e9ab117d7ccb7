/* What the files of `kcycle batch` share. examples/batch/README.md says what it does; batch.c is the order of
 * things. */
#ifndef KC_API_BATCH_H
#define KC_API_BATCH_H
#include "runtime/base/arena.h"
#include "runtime/base/hash.h"
#include "runtime/base/map.h"
#include "runtime/base/sbuf.h"
#include "runtime/base/vec.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

typedef struct {
    const char *list;    /* its name, "-": standard input */
    const char *out_dir; /* "" for the current folder, else with a slash at its end */
    const char *log;     /* NULL: standard output */
    int jobs, shard, shards;
    bool resume;
    double timeout; /* seconds a piece, 0: none */
    long memory_mb; /* address space of a worker, 0: no limit */
    char **words;   /* for every piece, before its own */
    int nwords;
} kc_batch_options;

typedef struct {
    char **words; /* the line's */
    int nwords, line;
    const char *input;  /* first file */
    char *const *files; /* all of them */
    int nfiles;
    const char *output; /* NULL: the piece writes no sound file */
    const char *key;    /* of the manifest: the output, or what tells such a piece from others */
} kc_batch_piece;

/* ---- list.c ------------------------------------------------------------------------------------- */
typedef struct {
    kc_arena arena;
    KC_VEC(kc_batch_piece) pieces; /* of this shard */
    int lines;                     /* pieces of all shards */
} kc_batch_list;
/* 0, or -1 with what is wrong, a line each. */
int kc_batch_list_read(const kc_batch_options *o, kc_batch_list *l, kc_sbuf *errors);
void kc_batch_list_free(kc_batch_list *l);

/* ---- manifest.c: what is finished, on disk ------------------------------------------------------- */
typedef struct {
    char input[KC_HASH_TEXT], options[KC_HASH_TEXT], output[KC_HASH_TEXT];
    uint64_t bytes;
} kc_batch_done;
typedef struct {
    kc_arena arena;
    kc_map done; /* key -> kc_batch_done */
    int fd, lock;
} kc_manifest;
int kc_manifest_open(kc_manifest *m, const kc_batch_options *o, kc_sbuf *error);
/* One write of one line: there as a whole or not at all. 0 or -1 (errno). Any process may call it. */
int kc_manifest_add(kc_manifest *m, const char *key, const kc_batch_done *d);
void kc_manifest_close(kc_manifest *m);

/* ---- work.c: one piece, in a process of its own -------------------------------------------------- */
enum { KC_WORK_OK = 'o', KC_WORK_SKIPPED = 's', KC_WORK_RECOVERED = 'r', KC_WORK_FAILED = 'f' };
typedef struct {
    char status;
    char hash[KC_HASH_TEXT];
    uint64_t bytes;
} kc_batch_result;
/* Console text goes to standard error. */
kc_batch_result kc_batch_work(const kc_batch_options *o, const kc_batch_piece *p, kc_manifest *m);
/* Name under which a piece is rendered before it is complete. */
char *kc_batch_part_name(kc_arena *a, const char *output);

/* ---- pool.c: many pieces -------------------------------------------------------------------------- */
typedef struct {
    int rendered, skipped, failed, left; /* left: not tried, or stopped by a signal */
    bool interrupted;
} kc_batch_totals;
kc_batch_totals kc_batch_run(const kc_batch_options *o, const kc_batch_list *l, kc_manifest *m, FILE *log);

/* Runs `kcycle batch ...`: argv[0] is "batch". The exit status. */
int kc_batch_main(int argc, char **argv);
#endif
