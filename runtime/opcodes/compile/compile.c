/* Orchestra code compiled while the orchestra performs: compilestr, compileorc, evalstr, and return. What is
 * compiled joins what is there: instruments are added or defined anew (notes that sound keep their code),
 * global code runs at once. */
#include "runtime/base/sbuf.h"
#include "runtime/engine/hooks.h"
#include "runtime/opcodes/op.h"

enum { SOURCE_MAX = 1 << 26 };

KC_NATIVE int compile(kc_ctx *c, const char *text, const char *name, int *result)
{
    kc_hooks *h = kc_engine_hooks(c->engine);
    if (!h->compile) return kc_fail(c, "%s: orchestra text can't be compiled here", c->site->name);
    const kc_site *site = c->site;
    h->returned = 0;
    *result = h->compile(h->user, text, name);
    c->site = site;
    return KC_OK;
}

/* Opcode: compilestr
 * Synopsis: ires compilestr Sorch
 *
 * Compiles orchestra code at i-time.
 * In:  Sorch  instruments and global code
 * Out: 0, or -1 when it does not compile
 * Fails: when nothing can compile it
 */
KC_NATIVE int compilestr_init(void *s, kc_ctx *c, double *out, const kc_str *text)
{
    (void)s;
    int r;
    if (compile(c, kc_str_get(text), "compilestr", &r) < 0) return KC_ERROR;
    *out = r;
    return KC_OK;
}
KC_OP(compilestr, "i", "S", .init = compilestr_init, .fx = event)

/* Opcode: compileorc
 * Synopsis: ires compileorc Sfilename
 *
 * Compiles an orchestra file at i-time.
 * In:  Sfilename  name of the file
 * Out: 0, or -1 when it does not compile or can't be opened
 * Fails: when the file can't be read, or is empty
 */
KC_NATIVE int compileorc_init(void *s, kc_ctx *c, double *out, const kc_str *file)
{
    (void)s;
    kc_sbuf text = {0};
    int r = -1, state = KC_OK;
    const char *name = kc_str_get(file);
    *out = -1;
    if (kc_sbuf_read_file(&text, name, SOURCE_MAX)) {
        kc_sbuf_free(&text);
        kc_warn(c, "compileorc: could not open %s\n", name);
        return KC_OK;
    }
    if (!text.n)
        state = kc_fail(c, "compileorc: could not read %s\n", name);
    else
        state = compile(c, text.s, name, &r);
    kc_sbuf_free(&text);
    *out = r;
    return state;
}
KC_OP(compileorc, "i", "S", .init = compileorc_init, .fx = event | file)

/* Opcode: evalstr
 * Synopsis: ires evalstr Scode
 *           kres evalstr Scode, ktrig
 *
 * Compiles orchestra code and gives the value of its `return`: at i-time, or in every k-cycle in which it is
 * triggered.
 * In:  Scode  global code, instruments
 *      ktrig  not 0: now
 * Out: the value returned; 0 when there is no return; NaN when the code does not compile
 * Fails: when nothing can compile it
 */
KC_NATIVE int evalstr_init(void *s, kc_ctx *c, double *out, const kc_str *text)
{
    (void)s;
    int r;
    if (compile(c, kc_str_get(text), "evalstr", &r) < 0) return KC_ERROR;
    *out = r ? NAN : kc_engine_hooks(c->engine)->returned;
    return KC_OK;
}
KC_NATIVE int evalstr_perf(void *s, kc_ctx *c, double *out, const kc_str *text, const double *trigger)
{
    return *trigger != 0 ? evalstr_init(s, c, out, text) : KC_OK;
}
KC_OP(evalstr, "i", "S", .init = evalstr_init, .fx = event)
KC_OP(evalstr, "k", "Sk", .perf = evalstr_perf, .fx = event)

/* Opcode: return
 * Synopsis: return ival
 *
 * In global code: the value that evalstr gives.
 * In:  ival  the value
 * Fails: never
 */
KC_NATIVE int return_init(void *s, kc_ctx *c, const double *value)
{
    (void)s;
    kc_engine_hooks(c->engine)->returned = *value;
    return KC_OK;
}
KC_OP(return, "", "i", .init = return_init, .fx = event)

/* Opcode: compilecsd
 * Synopsis: ires compilecsd Sfilename
 *
 * Compiles the orchestra of a CSD file at i-time, and posts its score, whose times count from now.
 * In:  Sfilename  name of the file
 * Out: 0, or -1 when it can't be read or does not compile
 * Fails: when nothing can compile it
 */
KC_NATIVE int compilecsd_init(void *s, kc_ctx *c, double *out, const kc_str *file)
{
    (void)s;
    kc_hooks *h = kc_engine_hooks(c->engine);
    if (!h->compile_csd) return kc_fail(c, "compilecsd: orchestra text can't be compiled here");
    const kc_site *site = c->site;
    *out = h->compile_csd(h->user, kc_str_get(file));
    c->site = site;
    return KC_OK;
}
KC_OP(compilecsd, "i", "S", .init = compilecsd_init, .fx = event | file)
