/* Each k-cycle takes one block of input. Whole lines become events that are posted to the engine, whose times
 * count from that k-cycle; what is left of the block waits for the next one. */
#include "api/lines.h"
#include "runtime/base/sbuf.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1 << 16, MAX_LINE = 1 << 20 };

struct kc_lines {
    kc_engine *engine;
    const kc_console *con;
    kc_lines_orchestra *orchestra;
    void *user;
    kc_score_lines state;
    kc_sbuf text; /* read and not used yet */
    FILE *pipe;
    int fd;
    bool waits, end;
};

kc_event kc_lines_event(kc_arena *a, const kc_score_event *s)
{
    kc_event e = {
        .op = s->op, .n = s->n, .p = s->p, .p2_beats = s->p2_beats, .p3_beats = s->p3_beats, .line = s->line};
    if (!s->nstrings) return e;
    e.strings = kc_arena_alloc(a, ((size_t)s->n + 1) * sizeof *e.strings);
    for (int i = 0; i < s->nstrings; i++) e.strings[s->strings[i].index] = s->strings[i].text;
    return e;
}

static void line(kc_lines *l, const char *s, size_t n)
{
    kc_arena arena = {0};
    kc_diags d = {0};
    kc_score_event ev = {0};
    bool inside = l->state.in_orchestra;
    switch (kc_score_line(&l->state, s, n, &arena, &d, &ev)) {
    case KC_LINE_NOTHING:
        if (l->state.in_orchestra && !inside) kc_say(l->con, "::reading orchestra, use '}' to terminate::\n");
        break;
    case KC_LINE_EVENT: {
        kc_event e = kc_lines_event(&arena, &ev);
        kc_engine_post(l->engine, &e, e.n >= 2 && e.op != 'e' ? e.p[2] : 0);
        break;
    }
    case KC_LINE_ORCHESTRA:
        kc_say(l->con, "::compiling orchestra::\n");
        l->orchestra(l->user, l->state.orchestra.s ? l->state.orchestra.s : "", l->state.orchestra.n);
        kc_sbuf_free(&l->state.orchestra);
        break;
    case KC_LINE_ERROR: {
        kc_sbuf text = {0};
        kc_diags_render(&d, &text);
        kc_say(l->con, "%sillegal RT scoreline: %.*s\n", text.s ? text.s : "", (int)n, s);
        kc_sbuf_free(&text);
    }
    }
    kc_diags_free(&d);
    kc_arena_free(&arena);
}

static bool ready(const kc_lines *l)
{
    struct pollfd p = {l->fd, POLLIN, 0};
    return l->waits || poll(&p, 1, 0) > 0;
}

static void take(void *user)
{
    kc_lines *l = user;
    if (l->end || !ready(l)) return;
    char block[BLOCK];
    ssize_t got = read(l->fd, block, sizeof block);
    if (got < 0 && errno == EINTR) return;
    l->end = got <= 0;
    if (got > 0) kc_sbuf_write(&l->text, block, (size_t)got);
    if (l->end && l->text.n) kc_sbuf_putc(&l->text, '\n');
    size_t at = 0;
    for (const char *nl; at < l->text.n && (nl = memchr(l->text.s + at, '\n', l->text.n - at));) {
        size_t n = (size_t)(nl - l->text.s) - at;
        line(l, l->text.s + at, n);
        at += n + 1;
    }
    if (!at && l->text.n <= MAX_LINE) return;
    if (!at) {
        kc_say(l->con, "illegal RT scoreline: longer than %d bytes\n", MAX_LINE);
        at = l->text.n;
        l->end = true;
    }
    memmove(l->text.s, l->text.s + at, l->text.n - at);
    l->text.n -= at;
}

kc_lines *kc_lines_open(const char *name, kc_engine *e, const kc_console *con, kc_lines_orchestra *fn,
                        void *user)
{
    FILE *pipe = *name == '|' ? popen(name + 1, "r") : NULL;
    bool in = !strcmp(name, "stdin");
    int fd = pipe ? fileno(pipe) : in ? STDIN_FILENO : *name == '|' ? -1 : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        kc_say(con, "Cannot open %s: %s\n", name, strerror(errno));
        return NULL;
    }
    kc_lines *l = kc_xcalloc(1, sizeof *l);
    *l = (kc_lines){
        .engine = e, .con = con, .orchestra = fn, .user = user, .pipe = pipe, .fd = fd, .waits = !in};
    kc_engine_on_lines(e, take, l);
    return l;
}

void kc_lines_close(kc_lines *l)
{
    if (!l) return;
    if (l->pipe)
        pclose(l->pipe);
    else if (l->fd != STDIN_FILENO)
        close(l->fd);
    kc_score_lines_free(&l->state);
    kc_sbuf_free(&l->text);
    free(l);
}
