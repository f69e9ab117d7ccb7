/* [##########....................]  312/900   35%   8.4/s   2 failed   1:10 left
 *
 * Rate and time left count what was rendered: pieces that were skipped take next to no time. */
#include "api/batch/progress.h"
#include <time.h>
#include <unistd.h>

enum { WIDTH = 30 };

double kc_batch_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void kc_batch_progress_start(kc_batch_progress *b, int total)
{
    *b = (kc_batch_progress){.on = isatty(2), .total = total, .started = kc_batch_clock()};
}

static void put_time(kc_sbuf *out, double s)
{
    long n = s < 1e9 ? (long)(s + 0.5) : 1000000000;
    if (n >= 3600)
        kc_sbuf_printf(out, "%ld:%02ld:%02ld", n / 3600, n / 60 % 60, n % 60);
    else
        kc_sbuf_printf(out, "%ld:%02ld", n / 60, n % 60);
}

void kc_batch_progress_text(const kc_batch_totals *t, int total, double elapsed, kc_sbuf *out)
{
    int tried = t->rendered + t->failed, done = tried + t->skipped;
    int filled = total ? (int)((int64_t)done * WIDTH / total) : WIDTH;
    double rate = elapsed > 0 ? tried / elapsed : 0;
    kc_sbuf_putc(out, '[');
    for (int i = 0; i < WIDTH; i++) kc_sbuf_putc(out, i < filled ? '#' : '.');
    kc_sbuf_printf(out, "]  %d/%d  %3d%%", done, total, total ? (int)((int64_t)done * 100 / total) : 100);
    if (tried) kc_sbuf_printf(out, rate < 1 ? "  %.2f/s" : "  %.1f/s", rate);
    if (t->failed) kc_sbuf_printf(out, "  %d failed", t->failed);
    if (tried && done < total) {
        kc_sbuf_puts(out, "  ");
        put_time(out, (total - done) / rate);
        kc_sbuf_puts(out, " left");
    }
}

void kc_batch_progress_show(kc_batch_progress *b, const kc_batch_totals *t)
{
    double now = kc_batch_clock();
    if (!b->on || (b->shown && now - b->last < 0.1)) return;
    kc_sbuf text = {0};
    kc_batch_progress_text(t, b->total, now - b->started, &text);
    fprintf(stderr, "\r%s\x1b[K", text.s);
    fflush(stderr);
    kc_sbuf_free(&text);
    b->shown = true;
    b->last = now;
}

void kc_batch_progress_clear(kc_batch_progress *b)
{
    if (b->shown) fputs("\r\x1b[K", stderr);
    b->shown = false;
}
