/* kcycle batch: many pieces, many processes. Options, list, manifest, pool, report, in this order. */
#define _GNU_SOURCE
#include "api/batch/batch.h"
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_JOBS = 1024, SOME_FAILED = 1, NOTHING_DONE = 2, INTERRUPTED = 130 };

static const char help[] =
    "Usage: kcycle batch [batch flags] LIST [-- flags for every piece]\n\n"
    "LIST has a piece a line, written as on kcycle's own command line: file.csd [flags]; '#' begins a "
    "comment.\n"
    "LIST '-' is standard input.\n\n"
    "-j N               workers; default: the processors that may be used\n"
    "--out-dir DIR      where sound files go; default: the current folder\n"
    "--resume           skip what is finished and intact\n"
    "--shard I/N        only every Nth piece, from the Ith (1 to N)\n"
    "--log FILE         append a JSON line for each finished piece there, not to standard output\n"
    "--timeout S        stop a piece after S seconds\n"
    "--memory MB        address space of a worker\n"
    "--help             this text\n\n"
    "Exit status: 0 all pieces are there, 1 some have failed, 2 nothing was done, 130 interrupted.\n";

static int processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
    return n < 1 ? 1 : n;
}

static int refuse(const char *what, const char *arg)
{
    fprintf(stderr, "kcycle batch: %s%s%s\n", what, arg ? ": " : "", arg ? arg : "");
    return -1;
}

/* The argument of flag `name` at argv[*i]: behind "=", in the rest of the word (-j4), or in the next word.
 * NULL: the word is another one; *bad: there is none. */
static const char *value(int argc, char **argv, int *i, const char *name, int *bad)
{
    size_t n = strlen(name);
    const char *word = argv[*i];
    if (strncmp(word, name, n)) return NULL;
    if (word[n] == '=') return word + n + 1;
    if (word[n] && name[1] == '-') return NULL;
    if (word[n]) return word + n;
    if (*i + 1 < argc) return argv[++*i];
    *bad = refuse("no value", name);
    return NULL;
}

static int number(const char *s, const char *name, double min, double max, double *out)
{
    char *end;
    *out = strtod(s, &end);
    if (end != s && !*end && *out >= min && *out <= max) return 0;
    fprintf(stderr, "kcycle batch: %s: %s is no number from %g to %g\n", name, s, min, max);
    return -1;
}

static int shard(const char *s, kc_batch_options *o)
{
    char rest;
    if (sscanf(s, "%d/%d%c", &o->shard, &o->shards, &rest) == 2 && o->shards > 0 && o->shard > 0 &&
        o->shard <= o->shards)
        return 0;
    return refuse("--shard takes I/N with I from 1 to N, not", s);
}

static int set_out_dir(kc_batch_options *o, const char *dir, kc_arena *a)
{
    struct stat st;
    size_t n = strlen(dir);
    if (!n) return refuse("--out-dir", "empty name");
    if ((mkdir(dir, 0777) && errno != EEXIST) || stat(dir, &st)) return refuse(dir, strerror(errno));
    if (!S_ISDIR(st.st_mode)) return refuse(dir, "is no folder");
    o->out_dir = dir[n - 1] == '/' ? dir : kc_arena_printf(a, "%s/", dir);
    return 0;
}

/* 0, or -1 (reported). */
static int read_flag(kc_batch_options *o, kc_arena *a, int argc, char **argv, int *i)
{
    const char *v;
    double x = 0;
    int bad = 0;
    if (!strcmp(argv[*i], "--resume"))
        o->resume = true;
    else if ((v = value(argc, argv, i, "--out-dir", &bad)))
        bad = set_out_dir(o, v, a);
    else if (!bad && (v = value(argc, argv, i, "--shard", &bad)))
        bad = shard(v, o);
    else if (!bad && (v = value(argc, argv, i, "--log", &bad)))
        o->log = v;
    else if (!bad && (v = value(argc, argv, i, "--timeout", &bad)))
        bad = number(v, "--timeout", 0, 1e9, &o->timeout);
    else if (!bad && (v = value(argc, argv, i, "--memory", &bad))) {
        bad = number(v, "--memory", 16, 1e9, &x);
        o->memory_mb = (long)x;
    } else if (!bad && (v = value(argc, argv, i, "-j", &bad))) {
        bad = number(v, "-j", 1, MAX_JOBS, &x);
        o->jobs = (int)x;
    } else if (!bad)
        bad = refuse("unknown flag", argv[*i]);
    return bad;
}

/* 0 go on, 1 only help was wanted, -1 (reported). */
static int read_flags(kc_batch_options *o, kc_arena *a, int argc, char **argv)
{
    *o = (kc_batch_options){.out_dir = "", .jobs = processors(), .shard = 1, .shards = 1};
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help")) {
            fputs(help, stdout);
            return 1;
        }
        if (!strcmp(argv[i], "--")) {
            o->words = argv + i + 1;
            o->nwords = argc - i - 1;
            break;
        }
        if (argv[i][0] == '-' && argv[i][1]) {
            if (read_flag(o, a, argc, argv, &i)) return -1;
        } else if (o->list)
            return refuse("more than one list", argv[i]);
        else
            o->list = argv[i];
    }
    return o->list ? 0 : refuse("no list; kcycle batch --help says more", NULL);
}

static FILE *open_log(const kc_batch_options *o)
{
    if (!o->log) return stdout;
    FILE *f = fopen(o->log, "ae");
    if (!f) refuse(o->log, strerror(errno));
    return f;
}

static int report(const kc_batch_list *l, const kc_batch_totals *t)
{
    fprintf(stderr, "%d piece%s: %d rendered, %d skipped, %d failed", l->pieces.n,
            l->pieces.n == 1 ? "" : "s", t->rendered, t->skipped, t->failed);
    fprintf(stderr, t->left ? ", %d left\n" : "\n", t->left);
    return t->interrupted ? INTERRUPTED : t->failed ? SOME_FAILED : 0;
}

static int perform(const kc_batch_options *o, const kc_batch_list *l)
{
    kc_manifest m;
    kc_sbuf error = {0};
    int status = NOTHING_DONE;
    FILE *log = open_log(o);
    if (!log) return status;
    if (kc_manifest_open(&m, o, &error))
        fprintf(stderr, "kcycle batch: %s", error.s);
    else {
        kc_batch_totals t = kc_batch_run(o, l, &m, log);
        status = report(l, &t);
    }
    kc_manifest_close(&m);
    kc_sbuf_free(&error);
    if (ferror(log)) {
        refuse(o->log ? o->log : "standard output", "the log can't be written");
        if (!status) status = SOME_FAILED;
    }
    if (log != stdout) fclose(log);
    return status;
}

int kc_batch_main(int argc, char **argv)
{
    kc_batch_options o;
    kc_batch_list l = {0};
    kc_arena arena = {0};
    kc_sbuf errors = {0};
    int r = read_flags(&o, &arena, argc, argv), status = r < 0 ? NOTHING_DONE : 0;
    if (!r) {
        if (kc_batch_list_read(&o, &l, &errors)) {
            fprintf(stderr, "%s", errors.s);
            status = NOTHING_DONE;
        } else
            status = perform(&o, &l);
    }
    kc_sbuf_free(&errors);
    kc_batch_list_free(&l);
    kc_arena_free(&arena);
    return status;
}
