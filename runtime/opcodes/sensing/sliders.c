/* control, setctrl, button, checkbox: sliders, buttons and check boxes of a window that the reference has a
 * Tcl/Tk program open. Here there is no window: as when the reference finds no display, buttons and boxes
 * stay at 0, and a slider is where setctrl has put it. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"

enum { SLIDERS = 1024 };

typedef struct {
    int32_t told; /* that there is no window */
    double value[SLIDERS];
} window;

KC_NATIVE window *window_of(kc_ctx *c)
{
    window *w = kc_engine_store(c->engine, "control sliders", sizeof *w, NULL);
    if (!w->told)
        kc_print(c, "TCL/Tk\nFailed to read from child: there is no window for %s\n", c->site->name);
    w->told = 1;
    return w;
}

/* Number of a slider, or -1 (reported). */
KC_NATIVE int slider(kc_ctx *c, double number)
{
    if (number > -0.5 && number < SLIDERS - 0.5) return (int)rint(number);
    return kc_fail(c, "%s: no slider, button or box number %g (0 .. %d)", c->site->name, number, SLIDERS - 1);
}

KC_NATIVE int widget_init(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s, (void)out;
    window_of(c);
    return slider(c, *number) < 0 ? KC_ERROR : KC_OK;
}

/* Opcode: control
 * Synopsis: kres control knum
 *
 * Where a slider of the window stands. Without a window: where setctrl has put it.
 * In:  knum  number of the slider, 0 .. 1023
 * Out: its value
 * Fails: for another number
 */
KC_NATIVE int control_perf(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    int n = slider(c, *number);
    if (n < 0) return KC_ERROR;
    *out = window_of(c)->value[n];
    return KC_OK;
}
KC_OP(control, "k", "k", .init = widget_init, .perf = control_perf, .fx = event)

/* Opcode: button checkbox
 * Synopsis: kres button knum
 *           kres checkbox knum
 *
 * Whether a button of the window was pressed, or a check box is set. Without a window: no.
 * In:  knum  number, 0 .. 1023
 * Out: 0 or 1
 * Fails: for another number
 */
KC_NATIVE int button_perf(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    *out = 0;
    return slider(c, *number) < 0 ? KC_ERROR : KC_OK;
}
KC_OP(button, "k", "k", .init = widget_init, .perf = button_perf, .fx = event)
KC_OP(checkbox, "k", "k", .init = widget_init, .perf = button_perf, .fx = event)

KC_NATIVE int set_control(kc_ctx *c, double number, double value, const char *text, double what)
{
    window *w = window_of(c);
    int n = slider(c, number), which = fabs(what) < 1e9 ? (int)what : 0;
    if (n < 0) return KC_ERROR;
    switch (which) {
    case 1: w->value[n] = trunc(value); return KC_OK;
    case 2:
    case 3: return KC_OK; /* its range is the window's affair */
    case 4:
        if (text)
            kc_print(c, "Slider %d set to %s\n", n, text);
        else
            kc_print(c, "Slider %d set to Control %d\n", n, fabs(value) < 1e9 ? (int)value : 0);
        return KC_OK;
    default: return kc_fail(c, "Unknown control %d", which);
    }
}

/* Opcode: setctrl
 * Synopsis: setctrl inum, ival, itype
 *           setctrl inum, Slabel, itype
 *
 * Changes a slider of the window.
 * In:  inum   number of the slider, 0 .. 1023
 *      ival   value
 *      itype  1 where it stands (a whole number), 2 its least value, 3 its greatest, 4 its label
 * Fails: for another number or type
 */
KC_NATIVE int setctrl_init(void *s, kc_ctx *c, const double *number, const double *value, const double *type)
{
    (void)s;
    const char *text = kc_is_p_string(*value) ? kc_p_string(c, *value) : NULL;
    return set_control(c, *number, text ? 0 : *value, text, *type);
}
KC_NATIVE int setctrl_text(void *s, kc_ctx *c, const double *number, const kc_str *text, const double *type)
{
    (void)s;
    return set_control(c, *number, 0, kc_str_get(text), *type);
}
KC_OP(setctrl, "", "iii", .init = setctrl_init, .fx = event)
KC_OP(setctrl, "", "iSi", .init = setctrl_text, .fx = event)

/* Opcode: xyin
 * Synopsis: kx, ky xyin iprd, ixmin, ixmax, iymin, iymax [, ixinit, iyinit]
 *
 * The place of a pointer in a window. The reference has given it up.
 * Fails: always
 */
KC_NATIVE int xyin_init(void *s, kc_ctx *c, void *x, void *y, void *a, void *b, void *d, void *e, void *f,
                        void *g, void *h)
{
    (void)s, (void)x, (void)y, (void)a, (void)b, (void)d, (void)e, (void)f, (void)g, (void)h;
    return kc_fail(c, "xyin opcode has been deprecated in Csound6.");
}
KC_OP(xyin, "kk", "iiiiioo", .init = xyin_init, .deprecated = 1)
