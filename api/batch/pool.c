/* The pool: up to `jobs` workers, a forked process each, one piece a process. A worker shares nothing but the
 * files it writes; when it crashes, runs out of memory or time, its piece has failed and the others go on.
 *
 *   fork -> worker: console text --pipe--> first error and last line are kept
 *                   result       --pipe--> its end of file says that the worker is gone
 *
 * The pool holds a few kilobytes per worker, whatever the pieces print. When it dies, its workers do. */
#define _GNU_SOURCE
#include "api/batch/batch.h"
#include "api/batch/progress.h"
#include "api/render.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 400, POLL_MS = 250 };

typedef struct {
    pid_t pid; /* 0: free */
    const kc_batch_piece *piece;
    int console, result;
    double started;
    bool late; /* killed for its time */
    char line[LINE_MAX_BYTES], error[LINE_MAX_BYTES], last[LINE_MAX_BYTES];
    size_t length; /* of the line that is coming in */
    kc_batch_result answer;
    size_t answered;
} worker;

typedef struct {
    const kc_batch_options *o;
    const kc_batch_list *l;
    kc_manifest *m;
    FILE *log;
    worker *workers;
    int next, busy; /* next piece to start */
    kc_batch_totals totals;
    kc_batch_progress progress;
    kc_sbuf failures;
} pool;

/* ---- starting ------------------------------------------------------------------------------------ */

static void limit(const kc_batch_options *o)
{
    rlim_t bytes = (rlim_t)o->memory_mb << 20;
    if (o->memory_mb > 0) setrlimit(RLIMIT_AS, &(struct rlimit){bytes, bytes});
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

__attribute__((noreturn)) static void be_worker(pool *p, const kc_batch_piece *piece, pid_t parent,
                                                int console, int result)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(console, 1);
    dup2(console, 2);
    limit(p->o);
    kc_batch_result r = kc_batch_work(p->o, piece, p->m);
    fflush(NULL);
    ssize_t n = write(result, &r, sizeof r);
    _exit(r.status == KC_WORK_FAILED || n != sizeof r);
}

/* 0, or -1 when no process can be had now. */
static int start(pool *p, worker *w, const kc_batch_piece *piece)
{
    int console[2], result[2];
    pid_t parent = getpid();
    if (pipe2(console, O_CLOEXEC)) return -1;
    if (pipe2(result, O_CLOEXEC)) {
        close(console[0]), close(console[1]);
        return -1;
    }
    fflush(NULL);
    pid_t pid = fork();
    if (!pid) be_worker(p, piece, parent, console[1], result[1]);
    close(console[1]), close(result[1]);
    if (pid < 0) {
        close(console[0]), close(result[0]);
        return -1;
    }
    fcntl(console[0], F_SETFL, O_NONBLOCK);
    fcntl(result[0], F_SETFL, O_NONBLOCK);
    *w = (worker){
        .pid = pid, .piece = piece, .console = console[0], .result = result[0], .started = kc_batch_clock()};
    p->busy++;
    return 0;
}

/* ---- listening ----------------------------------------------------------------------------------- */

/* Keeps the first line that tells of an error, and the last one. */
static void end_line(worker *w)
{
    w->line[w->length] = 0;
    size_t blank = strspn(w->line, " \t\r");
    if (w->line[blank]) {
        bool tells =
            strcasestr(w->line, "error") || strstr(w->line, "cannot") || strstr(w->line, "not supported");
        if (!*w->error && tells && !strstr(w->line, " errors in performance"))
            strcpy(w->error, w->line + blank);
        if (!strstr(w->line, "errors in performance") && !strstr(w->line, "overall") &&
            !strstr(w->line, "Elapsed time") && !strstr(w->line, "sound written"))
            strcpy(w->last, w->line + blank);
    }
    w->length = 0;
}

static void read_console(worker *w)
{
    char chunk[4096];
    ssize_t n;
    for (int i = 0; i < 64 && (n = read(w->console, chunk, sizeof chunk)) > 0; i++)
        for (ssize_t k = 0; k < n; k++)
            if (chunk[k] == '\n')
                end_line(w);
            else if (w->length < LINE_MAX_BYTES - 1)
                w->line[w->length++] = chunk[k];
}

/* True at the end of file: the worker is gone. */
static bool read_result(worker *w)
{
    for (;;) {
        char spill[64];
        size_t room = sizeof w->answer - w->answered;
        ssize_t n = room ? read(w->result, (char *)&w->answer + w->answered, room)
                         : read(w->result, spill, sizeof spill);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        if (room) w->answered += (size_t)n;
    }
}

/* ---- ending -------------------------------------------------------------------------------------- */

static const char *why_failed(const worker *w, int status, const kc_batch_options *o, kc_sbuf *out)
{
    if (w->late)
        kc_sbuf_printf(out, "stopped after %g s", o->timeout);
    else if (WIFSIGNALED(status))
        kc_sbuf_printf(out, "ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        kc_sbuf_puts(out, *w->error ? w->error : *w->last ? w->last : "no message");
    return out->s;
}

static void put_time(kc_sbuf *b, const worker *w, const struct rusage *u)
{
    double cpu = (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
                 (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) * 1e-6;
    kc_sbuf_printf(b, ",\"seconds\":%.3f,\"cpu\":%.3f,\"memory_kb\":%ld", kc_batch_clock() - w->started, cpu,
                   u->ru_maxrss);
}

/* The line of a finished piece; one write, so that several batches may share a log. */
static void log_piece(pool *p, const worker *w, const char *status, const char *error, const struct rusage *u)
{
    kc_sbuf b = {0};
    kc_sbuf_puts(&b, "{\"input\":");
    kc_sbuf_json(&b, w->piece->input);
    kc_sbuf_printf(&b, ",\"line\":%d,\"output\":", w->piece->line);
    if (w->piece->output)
        kc_sbuf_json(&b, w->piece->output);
    else
        kc_sbuf_puts(&b, "null");
    kc_sbuf_printf(&b, ",\"status\":\"%s\"", status);
    put_time(&b, w, u);
    if (!error && w->piece->output)
        kc_sbuf_printf(&b, ",\"bytes\":%llu,\"hash\":\"%s\"", (unsigned long long)w->answer.bytes,
                       w->answer.hash);
    if (error) {
        kc_sbuf_puts(&b, ",\"error\":");
        kc_sbuf_json(&b, error);
    }
    kc_sbuf_puts(&b, "}\n");
    kc_batch_progress_clear(&p->progress);
    fwrite(b.s, 1, b.n, p->log);
    fflush(p->log);
    kc_sbuf_free(&b);
}

static void remove_part(const kc_batch_piece *piece)
{
    kc_arena arena = {0};
    if (piece->output) unlink(kc_batch_part_name(&arena, piece->output));
    kc_arena_free(&arena);
}

static void count(pool *p, const worker *w, int status, const struct rusage *u)
{
    kc_sbuf why = {0};
    bool ok = WIFEXITED(status) && !WEXITSTATUS(status) && w->answered == sizeof w->answer &&
              w->answer.status != KC_WORK_FAILED;
    if (ok) {
        bool fresh = w->answer.status == KC_WORK_OK;
        p->totals.rendered += fresh;
        p->totals.skipped += !fresh;
        log_piece(p, w,
                  fresh                                 ? "ok"
                  : w->answer.status == KC_WORK_SKIPPED ? "skipped"
                                                        : "recovered",
                  NULL, u);
        return;
    }
    if (WIFSIGNALED(status)) remove_part(w->piece);
    if (p->totals.interrupted) {
        p->totals.left++;
        return;
    }
    p->totals.failed++;
    log_piece(p, w, "failed", why_failed(w, status, p->o, &why), u);
    kc_sbuf_printf(&p->failures, "  %s (line %d): %s\n", w->piece->input, w->piece->line, why.s);
    kc_sbuf_free(&why);
}

static void finish(pool *p, worker *w)
{
    int status = 0;
    struct rusage u = {0};
    while (wait4(w->pid, &status, 0, &u) < 0 && errno == EINTR) {
    }
    read_console(w);
    end_line(w);
    close(w->console);
    close(w->result);
    count(p, w, status, &u);
    w->pid = 0;
    p->busy--;
}

/* ---- the loop ------------------------------------------------------------------------------------ */

static void stop_all(pool *p)
{
    p->totals.interrupted = true;
    for (int i = 0; i < p->o->jobs; i++)
        if (p->workers[i].pid) kill(p->workers[i].pid, SIGKILL);
}

static void fill(pool *p)
{
    for (int i = 0; i < p->o->jobs && p->next < p->l->pieces.n; i++) {
        if (p->workers[i].pid) continue;
        if (start(p, &p->workers[i], &p->l->pieces.v[p->next])) {
            if (!p->busy) usleep(100000); /* the system is short of processes: later */
            return;
        }
        p->next++;
    }
}

static void listen(pool *p, struct pollfd *fds)
{
    int n = 0;
    for (int i = 0; i < p->o->jobs; i++) {
        const worker *w = &p->workers[i];
        fds[n++] = (struct pollfd){w->pid ? w->console : -1, POLLIN, 0};
        fds[n++] = (struct pollfd){w->pid ? w->result : -1, POLLIN, 0};
    }
    poll(fds, (nfds_t)n, POLL_MS);
    for (int i = 0; i < p->o->jobs; i++) {
        worker *w = &p->workers[i];
        if (!w->pid) continue;
        if (fds[2 * i].revents) read_console(w);
        if (p->o->timeout > 0 && !w->late && kc_batch_clock() - w->started > p->o->timeout) {
            w->late = true;
            kill(w->pid, SIGKILL);
        }
        if (fds[2 * i + 1].revents && read_result(w)) finish(p, w);
    }
}

kc_batch_totals kc_batch_run(const kc_batch_options *o, const kc_batch_list *l, kc_manifest *m, FILE *log)
{
    pool p = {.o = o, .l = l, .m = m, .log = log};
    p.workers = kc_xcalloc((size_t)o->jobs, sizeof *p.workers);
    struct pollfd *fds = kc_xcalloc((size_t)o->jobs * 2, sizeof *fds);
    kc_batch_progress_start(&p.progress, l->pieces.n);
    while (p.busy || (p.next < l->pieces.n && !p.totals.interrupted)) {
        if (kc_interrupted() && !p.totals.interrupted) stop_all(&p);
        if (!p.totals.interrupted) fill(&p);
        listen(&p, fds);
        kc_batch_progress_show(&p.progress, &p.totals);
    }
    p.totals.left += l->pieces.n - p.next;
    kc_batch_progress_clear(&p.progress);
    if (p.failures.n) fprintf(stderr, "failed:\n%s", p.failures.s);
    kc_sbuf_free(&p.failures);
    free(p.workers);
    free(fds);
    return p.totals;
}
