/* Formatted text on the console. Two dialects of formats: see runtime/opcodes/dsp/format.h. */
#include "runtime/opcodes/op.h"
#include "runtime/opcodes/dsp/format.h"
#include "runtime/opcodes/dsp/printing.h"

#define TOO_FEW "Insufficient arguments in formatted printing"

/* The string argument i, or NULL (reported). */
KC_NATIVE const char *text_arg(kc_ctx *c, void **a, int i)
{
    const char *text = kc_arg_string(c, a, i);
    if (!text) kc_fail(c, "null string\n");
    return text;
}

/* Escapes, then values: what prints and printks show. */
KC_NATIVE int show_lenient(kc_ctx *c, const char *fmt, kc_format_args args)
{
    kc_sbuf plain = {0}, out = {0};
    kc_format_escapes(&plain, fmt);
    int ok = kc_format_lenient(&out, plain.s ? plain.s : "", args) == KC_FORMAT_OK;
    if (ok && out.n) kc_print(c, "%s", out.s);
    kc_sbuf_free(&plain);
    kc_sbuf_free(&out);
    return ok ? KC_OK : kc_fail(c, TOO_FEW);
}

/* ---- prints, printks -------------------------------------------------------------------------- */

/* Opcode: prints
 * Synopsis: prints Sformat [, kval1, kval2, ...]
 *
 * Prints formatted text at i-time.
 * In:  Sformat  text with %-specifications d i o x X u c e f g s, and escapes: \n \t \r \a \b \\, %n %t %r,
 *               %! for a semicolon, %% for %, ^ for the escape character, ~ for escape and [, ^^ and ~~ for
 *               themselves kval values; the last is used again when there are too few
 * Fails: when there are specifications but no values
 */
KC_NATIVE int prints_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const char *fmt = text_arg(c, a, 0);
    return fmt ? show_lenient(c, fmt, kc_format_args_from(c, a, 1)) : KC_ERROR;
}
KC_OP(prints, "", "SN", .init = prints_init, .fx = print)
KC_OP(prints, "", "iN", .init = prints_init, .fx = print)

typedef struct {
    double due, period; /* in k-cycles of this note */
    uint64_t text;      /* hash of the format seen last */
} printks_st;

KC_NATIVE uint64_t hash_text(const char *s)
{
    uint64_t h = 14695981039346656037u;
    for (; *s; s++) h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h;
}

/* Opcode: printks
 * Synopsis: printks Sformat, itime [, kval1, kval2, ...]
 *
 * Prints formatted text from time to time.
 * In:  Sformat  as prints
 *      itime    s between prints; below a k-cycle: in every k-cycle
 *      kval     values; the last is used again when there are too few
 * Fails: when there are specifications but no values
 * Note: a string that changes starts the time anew, one k-cycle later.
 */
KC_NATIVE int printks_init(printks_st *s, kc_ctx *c, void **a)
{
    const char *fmt = text_arg(c, a, 0);
    if (!fmt) return KC_ERROR;
    double time = *(const double *)a[1];
    s->period = time < c->inv_kr ? c->inv_kr : time * c->kr;
    s->text = hash_text(fmt);
    if (c->note && c->note->reinit) return KC_OK;
    s->due = kc_print_now(c);
    return KC_OK;
}
KC_NATIVE int printks_perf(printks_st *s, kc_ctx *c, void **a)
{
    const char *fmt = text_arg(c, a, 0);
    if (!fmt) return KC_ERROR;
    double now = kc_print_now(c);
    if (hash_text(fmt) != s->text) {
        s->text = hash_text(fmt);
        s->due = now + 1;
    }
    if (s->due > now) return KC_OK;
    s->due = now + s->period;
    return show_lenient(c, fmt, kc_format_args_from(c, a, 2));
}
KC_OP(printks, "", "SiN", .state = printks_st, .init = printks_init, .perf = printks_perf, .fx = print)
KC_OP(printks, "", "iiN", .state = printks_st, .init = printks_init, .perf = printks_perf, .fx = print)

typedef struct {
    double last;
    int32_t fresh;
} printks2_st;

/* Opcode: printks2
 * Synopsis: printks2 Sformat, kval
 *
 * Prints formatted text whenever the value has changed.
 * In:  Sformat  text with %-specifications as prints, without escapes
 *      kval     value
 * Fails: never
 */
KC_NATIVE int printks2_init(printks2_st *s, kc_ctx *c, kc_str *fmt, double *kval)
{
    (void)c, (void)fmt, (void)kval;
    s->fresh = 1;
    return KC_OK;
}
KC_NATIVE int printks2_perf(printks2_st *s, kc_ctx *c, kc_str *fmt, double *kval)
{
    if (!s->fresh && s->last == *kval) return KC_OK;
    kc_sbuf out = {0};
    void *const values[] = {kval};
    kc_format_lenient(&out, kc_str_get(fmt), (kc_format_args){values, (const uint8_t *)"k", 1});
    if (out.n) kc_print(c, "%s", out.s);
    kc_sbuf_free(&out);
    s->last = *kval;
    s->fresh = 0;
    return KC_OK;
}
KC_OP(printks2, "", "Sk", .state = printks2_st, .init = printks2_init, .perf = printks2_perf, .fx = print)

/* ---- printf ----------------------------------------------------------------------------------- */

/* named: printf and printf_i put their name before an error. */
KC_NATIVE int show_strict(kc_ctx *c, const char *fmt, kc_format_args args, const char *end, int named)
{
    kc_sbuf out = {0};
    kc_format_result r = kc_format_strict(&out, fmt, args);
    if (r == KC_FORMAT_OK) kc_print(c, "%s%s", out.s ? out.s : "", end);
    kc_sbuf_free(&out);
    if (r == KC_FORMAT_OK) return KC_OK;
    return named ? kc_fail(c, "%s: %s", c->site->name, kc_format_error(r))
                 : kc_fail(c, "%s", kc_format_error(r));
}

/* Opcode: printf_i
 * Synopsis: printf_i Sformat, itrig, [iarg1, iarg2, ...]
 *
 * Prints formatted text at i-time if itrig is positive.
 * In:  Sformat  text with %-specifications d i o x X u c (rounded to integer), e f g, s (strings), and %%
 *      itrig    prints when greater than 0
 *      iarg     one value for each specification, in order
 * Fails: when values and specifications don't match in number and type, or a specification is malformed
 */
KC_NATIVE int printf_i_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    if (!(*(const double *)a[1] > 0)) return KC_OK;
    return show_strict(c, kc_str_get(a[0]), kc_format_args_from(c, a, 2), "", 1);
}
KC_OP(printf_i, "", "SiN", .init = printf_i_init, .fx = print)

typedef struct {
    double last;
} printf_st;

/* Opcode: printf
 * Synopsis: printf Sformat, ktrig, [xarg1, xarg2, ...]
 *
 * Prints formatted text in the k-cycles in which ktrig changes to a positive value.
 * In:  Sformat  as printf_i
 *      ktrig    trigger
 *      xarg     one value for each specification, in order
 * Fails: as printf_i
 */
KC_NATIVE int printf_init(printf_st *s, kc_ctx *c, void **a)
{
    (void)c, (void)a;
    s->last = 0;
    return KC_OK;
}
KC_NATIVE int printf_perf(printf_st *s, kc_ctx *c, void **a)
{
    double trig = *(const double *)a[1];
    if (trig == s->last) return KC_OK;
    s->last = trig;
    return trig > 0 ? show_strict(c, kc_str_get(a[0]), kc_format_args_from(c, a, 2), "", 1) : KC_OK;
}
KC_OP(printf, "", "SkN", .state = printf_st, .init = printf_init, .perf = printf_perf, .fx = print)

/* Opcode: println printsk
 * Synopsis: println Sformat [, xarg1, xarg2, ...]
 *           printsk Sformat [, xarg1, xarg2, ...]
 *
 * Print formatted text in every k-cycle; println adds a newline.
 * In:  Sformat  as printf_i
 *      xarg     one value for each specification, in order
 * Fails: as printf_i
 */
KC_NATIVE int println_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return show_strict(c, kc_str_get(a[0]), kc_format_args_from(c, a, 1), "\n", 0);
}
KC_NATIVE int printsk_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return show_strict(c, kc_str_get(a[0]), kc_format_args_from(c, a, 1), "", 0);
}
KC_OP(println, "", "SN", .perf = println_perf, .fx = print)
KC_OP(printsk, "", "SN", .perf = printsk_perf, .fx = print)

/* ---- puts ------------------------------------------------------------------------------------- */

/* Opcode: puts
 * Synopsis: puts Sstr, ktrig [, inonl]
 *
 * Prints a string, at i-time and when ktrig changes to a positive value.
 * In:  Sstr   string
 *      ktrig  prints when it is greater than 0 and not what it was
 *      inonl  1: without a newline (default 0)
 * Fails: never
 */
KC_NATIVE void puts_show(kc_ctx *c, const kc_str *text, double inonl)
{
    kc_print(c, inonl == 0 ? "%s\n" : "%s", kc_str_get(text));
}
KC_NATIVE int puts_init(printf_st *s, kc_ctx *c, kc_str *text, double *ktrig, double *inonl)
{
    if (*ktrig > 0) puts_show(c, text, *inonl);
    s->last = *ktrig;
    return KC_OK;
}
KC_NATIVE int puts_perf(printf_st *s, kc_ctx *c, kc_str *text, double *ktrig, double *inonl)
{
    if (*ktrig == s->last || !(*ktrig > 0)) return KC_OK;
    s->last = *ktrig;
    puts_show(c, text, *inonl);
    return KC_OK;
}
KC_OP(puts, "", "Sko", .state = printf_st, .init = puts_init, .perf = puts_perf, .fx = print)
