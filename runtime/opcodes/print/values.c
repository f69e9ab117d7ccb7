/* Values on the console: print, printk, printk2. The displays of signals are here too: they check their
 * arguments as the reference does and show nothing, as with displays suppressed (-d). */
#include "runtime/opcodes/op.h"
#include "runtime/opcodes/dsp/printing.h"

KC_NATIVE int shown_instr(const kc_ctx *c) { return c->note ? (int)c->note->p[1] : 0; }

/* ---- print ------------------------------------------------------------------------------------ */

/* Opcode: print
 * Synopsis: print iarg [, iarg1, ...]
 *
 * Prints the names and values of its arguments at i-time, on one line.
 * In:  iarg ...  numbers
 * Fails: never
 */
KC_NATIVE int print_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    kc_print(c, "instr %d:", shown_instr(c));
    for (int i = 0; i < c->site->nin; i++)
        kc_print(c, "  %s = %5.3f", c->site->argnames ? c->site->argnames[i] : "", *(const double *)a[i]);
    kc_print(c, "\n");
    return KC_OK;
}
KC_OP(print, "", "m", .init = print_init, .fx = print)

/* ---- printk ----------------------------------------------------------------------------------- */

KC_NATIVE int spaces_of(double ispace) { return !(ispace > 0) ? 0 : ispace > 120 ? 120 : (int)ispace; }

KC_NATIVE void show_value(kc_ctx *c, int spaces, const char *name, double x)
{
    if (spaces) kc_print(c, "%*s", spaces, "");
    if (name)
        kc_print(c, "%s = %11.5f\n", name, x);
    else
        kc_print(c, "%11.5f\n", x);
}

KC_NATIVE const char *name_of(const kc_ctx *c, int arg, double named)
{
    return named != 0 && c->site->argnames ? c->site->argnames[arg] : NULL;
}

typedef struct {
    double due, period; /* in k-cycles of this note */
    int32_t spaces;
} printk_st;

/* Opcode: printk
 * Synopsis: printk itime, kval [, ispace, inamed]
 *
 * Prints a value from time to time.
 * In:  itime   s between prints; below a k-cycle: in every k-cycle
 *      kval    value
 *      ispace  blanks before the value, 0 .. 120 (default 0)
 *      inamed  1: with the name of the variable (default 0)
 * Fails: never
 */
KC_NATIVE int printk_init(printk_st *s, kc_ctx *c, double *itime, double *kval, double *ispace,
                          double *inamed, double *i5, double *i6)
{
    (void)kval, (void)inamed, (void)i5, (void)i6;
    s->period = *itime < c->inv_kr ? 0 : *itime * c->kr;
    s->spaces = spaces_of(*ispace);
    s->due = kc_print_now(c) + (c->note && c->note->reinit);
    return KC_OK;
}
KC_NATIVE int printk_perf(printk_st *s, kc_ctx *c, double *itime, double *kval, double *ispace,
                          double *inamed, double *i5, double *i6)
{
    (void)itime, (void)ispace, (void)i5, (void)i6;
    double now = kc_print_now(c);
    if (s->due > now) return KC_OK;
    kc_print(c, " i%4d time %11.5f: ", shown_instr(c), kc_time(c));
    show_value(c, s->spaces, name_of(c, 1, *inamed), *kval);
    s->due = now + s->period;
    return KC_OK;
}
KC_OP(printk, "", "ikoooo", .state = printk_st, .init = printk_init, .perf = printk_perf, .fx = print)

/* ---- printk2 ---------------------------------------------------------------------------------- */

typedef struct {
    double last;
    int32_t spaces, fresh;
} printk2_st;

/* Opcode: printk2
 * Synopsis: printk2 kval [, ispace, inamed]
 *
 * Prints a value whenever it has changed.
 * In:  kval    value
 *      ispace  blanks before the value, 0 .. 120 (default 0)
 *      inamed  1: with the name of the variable (default 0)
 * Fails: never
 */
KC_NATIVE int printk2_init(printk2_st *s, kc_ctx *c, double *kval, double *ispace, double *inamed)
{
    (void)c, (void)kval, (void)inamed;
    s->spaces = spaces_of(*ispace);
    s->fresh = 1;
    return KC_OK;
}
KC_NATIVE int printk2_perf(printk2_st *s, kc_ctx *c, double *kval, double *ispace, double *inamed)
{
    (void)ispace;
    if (!s->fresh && s->last == *kval) return KC_OK;
    kc_print(c, " i%d ", shown_instr(c));
    show_value(c, s->spaces, name_of(c, 0, *inamed), *kval);
    s->last = *kval;
    s->fresh = 0;
    return KC_OK;
}
KC_OP(printk2, "", "koo", .state = printk2_st, .init = printk2_init, .perf = printk2_perf, .fx = print)

/* ---- displays --------------------------------------------------------------------------------- */

KC_NATIVE int check_period(kc_ctx *c, double iprd, double rate, const char *what)
{
    return iprd * rate >= 1 ? KC_OK : kc_fail(c, "illegal iprd in %s", what);
}

/* Opcode: display
 * Synopsis: display xsig, iprd [, inprds, iwtflg]
 *
 * Would show a signal in a window. Displays are suppressed: the arguments are checked, nothing is shown.
 * In:  xsig    signal
 *      iprd    period of the display, s
 *      inprds  periods in one view (default 1)
 *      iwtflg  1: wait after each view (default 0)
 * Fails: at init when iprd is less than one value of the signal
 */
KC_NATIVE int display_k(void *s, kc_ctx *c, double *sig, double *iprd, double *inprds, double *iwtflg)
{
    (void)s, (void)sig, (void)inprds, (void)iwtflg;
    return check_period(c, *iprd, c->kr, "display");
}
KC_NATIVE int display_a(void *s, kc_ctx *c, double *sig, double *iprd, double *inprds, double *iwtflg)
{
    (void)s, (void)sig, (void)inprds, (void)iwtflg;
    return check_period(c, *iprd, c->sr, "display");
}
KC_OP(display, "", "kioo", .init = display_k, .fx = print)
KC_OP(display, "", "aioo", .init = display_a, .fx = print)

KC_NATIVE int check_window(kc_ctx *c, double size)
{
    if (!(size <= 16384)) return kc_fail(c, "too many points requested (%g)", size);
    if (size < 16) return kc_fail(c, "too few points requested (%g), minimum is 16", size);
    int n = (int)size;
    return n & (n - 1) ? kc_fail(c, "window size must be power of two") : KC_OK;
}

/* Opcode: dispfft
 * Synopsis: dispfft xsig, iprd, iwsiz [, iwtyp, idbout, iwtflg, imin, imax]
 *
 * Would show the spectrum of a signal. Displays are suppressed: the arguments are checked, nothing is shown.
 * In:  xsig    signal
 *      iprd    period of the display, s
 *      iwsiz   window size, a power of two, 16 .. 16384 values
 *      iwtyp   0 rectangular, 1 hanning (default 0)
 *      idbout  1: in decibels (default 0)
 *      iwtflg  1: wait after each view (default 0)
 *      imin    lowest bin shown (default 0)
 *      imax    highest bin shown (default 0: all)
 * Fails: at init for another window size, or when iprd is less than one value of the signal
 */
KC_NATIVE int dispfft_k(void *s, kc_ctx *c, double *sig, double *iprd, double *iwsiz, double *iwtyp,
                        double *idbout, double *iwtflg, double *imin, double *imax)
{
    (void)s, (void)sig, (void)iwtyp, (void)idbout, (void)iwtflg, (void)imin, (void)imax;
    return check_window(c, *iwsiz) < 0 ? KC_ERROR : check_period(c, *iprd, c->kr, "ffy display");
}
KC_NATIVE int dispfft_a(void *s, kc_ctx *c, double *sig, double *iprd, double *iwsiz, double *iwtyp,
                        double *idbout, double *iwtflg, double *imin, double *imax)
{
    (void)s, (void)sig, (void)iwtyp, (void)idbout, (void)iwtflg, (void)imin, (void)imax;
    return check_window(c, *iwsiz) < 0 ? KC_ERROR : check_period(c, *iprd, c->sr, "ffy display");
}
KC_OP(dispfft, "", "kiiooooo", .init = dispfft_k, .fx = print)
KC_OP(dispfft, "", "aiiooooo", .init = dispfft_a, .fx = print)
