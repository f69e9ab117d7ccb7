/* getcfg, nchnls_hw, print_type, flashtxt: what runs, and on what. */
#include "runtime/engine/hooks.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>

#ifndef KC_BITCODE
enum { LEAST_ROOM = 32 }; /* bytes of a string variable */

KC_NATIVE int getcfg_init(void *s, kc_ctx *c, kc_str *out, const double *option)
{
    (void)s;
    const kc_engine_config *cfg = kc_engine_get_config(c->engine);
    const kc_hooks *h = kc_engine_hooks(c->engine);
    char number[16];
    const char *text = "";
    switch (*option > -100 && *option < 100 ? (int)(*option + 0.5) : -1) {
    case 1:
        snprintf(number, sizeof number, "%d", (out->size < LEAST_ROOM ? LEAST_ROOM : out->size) - 1);
        text = number;
        break;
    case 2: text = h->sound_in; break;
    case 3: text = h->sound_out; break;
    case 4: text = h->realtime ? "1" : "0"; break;
    case 5: text = cfg->beat_tempo > 0 ? "1" : "0"; break;
    case 6: text = "Linux"; break;
    case 7: break;
    default: return kc_fail(c, "invalid option code: %g", *option);
    }
    return text ? kc_str_set(c, out, text) : out->data ? KC_OK : kc_str_set(c, out, "");
}

KC_NATIVE int nchnls_hw_init(void *s, kc_ctx *c, double *dac, double *adc)
{
    (void)s, (void)dac, (void)adc;
    kc_warn(c, "number of hardware output channels not currently available");
    kc_warn(c, "number of hardware input channels not currently available");
    return KC_OK;
}

KC_NATIVE int print_type_init(void *s, kc_ctx *c, void *var)
{
    (void)s, (void)var;
    int t = kc_arg_type(c, 0);
    kc_print(c, "Variable Type: %c\n", t & 0x80 ? '[' : t);
    return KC_OK;
}

KC_NATIVE int flashtxt_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const char *text = kc_arg_string(c, a, 1);
    double which = *(const double *)a[0];
    if (text)
        kc_warn(c, "flashtxt: there is no display for text %.0f: %s\n", which, text);
    else
        kc_warn(c, "flashtxt: there is no display for text %.0f\n", which);
    return KC_OK;
}
KC_NATIVE int flashtxt_number(void *s, kc_ctx *c, const double *which, const double *text)
{
    return flashtxt_init(s, c, (void *[]){(void *)(uintptr_t)which, (void *)(uintptr_t)text});
}
KC_NATIVE int flashtxt_text(void *s, kc_ctx *c, const double *which, const kc_str *text)
{
    return flashtxt_init(s, c, (void *[]){(void *)(uintptr_t)which, (void *)(uintptr_t)text});
}
#endif

/* Opcode: getcfg
 * Synopsis: Svalue getcfg iopt
 *
 * A setting of the performance, as text.
 * In:  iopt  1: room of a string variable; 2, 3: names of the sound input and output; 4: 1 with a device;
 *            5: 1 with tempo in beats; 6: operating system; 7: empty
 * Out: the setting; unchanged when there is no such input or output
 * Fails: at init for another number
 */
KC_OP(getcfg, "S", "i", .init = getcfg_init)

/* Opcode: nchnls_hw
 * Synopsis: idacc, iadcc nchnls_hw
 *
 * Channels of the sound device. Not known here: the outputs stay as they are, and a warning says so.
 * Out: idacc, iadcc  channels of output and input
 * Fails: never
 */
KC_OP(nchnls_hw, "ii", "", .init = nchnls_hw_init)

/* Opcode: print_type
 * Synopsis: print_type xvar
 *
 * Prints the type of a variable: its letter, c for a constant, p for a p-field, [ for an array.
 * In:  xvar  anything
 * Fails: never
 */
KC_OP(print_type, "", ".", .init = print_type_init, .fx = print)

/* Opcode: flashtxt
 * Synopsis: flashtxt iwhich, Stext
 *
 * Shows text in a window of controls. There is no such window here: a warning has the text.
 * In:  iwhich  number of the window
 *      Stext   text; a number takes the text away
 * Fails: never
 */
KC_OP(flashtxt, "", "ii", .init = flashtxt_number, .fx = print)
KC_OP(flashtxt, "", "iS", .init = flashtxt_text, .fx = print)
