/* See fft.h. The transforms are the engine's own (opcodes/dsp/fft.h). The calls without a plan make one each
 * time. */
#include "api/csound/fft.h"
#include "api/include/csound/csound.h"
#include "runtime/opcodes/dsp/fft.h"
#include <stdlib.h>
#include <string.h>

static void scale(double *x, int n, int by)
{
    for (int i = 0; i < n; i++) x[i] /= by;
}

/* A plan of real or complex data; NULL (reported) for a length that has none. */
static void *plan(CSOUND *cs, int n, bool real)
{
    size_t bytes = n < 2 ? 0 : real ? kc_rfft_bytes(n) : kc_fft_bytes(n);
    void *memory = bytes ? malloc(bytes) : NULL;
    if (!memory) {
        kc_cs_message(cs, CSOUNDMSG_ERROR, "no Fourier transform of %d points\n", n);
        return NULL;
    }
    return real ? (void *)kc_rfft_make(memory, n) : (void *)kc_fft_make(memory, n);
}

static void complex_fft(CSOUND *cs, double *x, int n, bool inverse)
{
    kc_fft *f = plan(cs, n, false);
    if (!f) return;
    if (inverse) {
        kc_fft_inverse(f, x);
        scale(x, 2 * n, n);
    } else
        kc_fft_forward(f, x);
    free(f);
}

static void packed(const kc_rfft *f, double *x, bool inverse)
{
    if (inverse) {
        kc_rfft_inverse_packed(f, x);
        scale(x, f->n, f->n);
    } else
        kc_rfft_forward_packed(f, x);
}

static void real_fft(CSOUND *cs, double *x, int n, bool inverse)
{
    kc_rfft *f = n % 2 ? plan(cs, -1, true) : plan(cs, n, true);
    if (f) packed(f, x, inverse);
    free(f);
}

static void unpacked(CSOUND *cs, double *x, int n, bool inverse)
{
    kc_rfft *f = plan(cs, n, true);
    if (!f) return;
    if (inverse) {
        kc_rfft_inverse(f, x, x);
        scale(x, n, n);
        x[n] = x[n + 1] = 0;
    } else
        kc_rfft_forward(f, x, x);
    free(f);
}

void kc_cs_fft(CSOUND *cs, double *x, int n) { complex_fft(cs, x, n, false); }
void kc_cs_fft_inverse(CSOUND *cs, double *x, int n) { complex_fft(cs, x, n, true); }
void kc_cs_rfft(CSOUND *cs, double *x, int n) { real_fft(cs, x, n, false); }
void kc_cs_rfft_inverse(CSOUND *cs, double *x, int n) { real_fft(cs, x, n, true); }
void kc_cs_rfft_np2(CSOUND *cs, double *x, int n) { unpacked(cs, x, n, false); }
void kc_cs_rfft_np2_inverse(CSOUND *cs, double *x, int n) { unpacked(cs, x, n, true); }

double kc_cs_fft_scale(CSOUND *cs, int n)
{
    (void)cs, (void)n;
    return 1;
}

typedef struct {
    kc_rfft *fft;
    int direction;
    _Alignas(16) char memory[];
} real_plan;

void *kc_cs_rfft_plan(CSOUND *cs, int n, int direction)
{
    size_t bytes = n >= 2 && !(n % 2) ? kc_rfft_bytes(n) : 0;
    if (!bytes) {
        kc_cs_message(cs, CSOUNDMSG_ERROR, "no Fourier transform of %d points\n", n);
        return NULL;
    }
    real_plan *p = kc_cs_alloc(cs, sizeof *p + bytes, true);
    p->fft = kc_rfft_make(p->memory, n);
    p->direction = direction;
    return p;
}

void kc_cs_rfft_run(CSOUND *cs, void *plan, double *x)
{
    (void)cs;
    const real_plan *p = plan;
    if (p && x) packed(p->fft, x, p->direction != 0);
}

void kc_cs_rfft_product(CSOUND *cs, double *out, double *a, double *b, int n, double factor)
{
    (void)cs;
    if (n < 2 || n % 2) return;
    double dc = a[0] * b[0] * factor, half = a[1] * b[1] * factor;
    for (int i = 2; i < n; i += 2) {
        double re = (a[i] * b[i] - a[i + 1] * b[i + 1]) * factor;
        out[i + 1] = (a[i] * b[i + 1] + a[i + 1] * b[i]) * factor;
        out[i] = re;
    }
    out[0] = dc;
    out[1] = half;
}
