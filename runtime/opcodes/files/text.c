/* Text files written by instruments: fprints, fprintks, and files opened by handle: fiopen, ficlose, fouti,
 * foutir. */
#include "runtime/opcodes/dsp/format.h"
#include "runtime/opcodes/dsp/openfiles.h"
#include "runtime/engine/engine.h"

/* ---- fprints ---------------------------------------------------------------------------------- */

/* A file by name, or by the handle fiopen gave; -1: reported. */
KC_NATIVE int text_file(kc_ctx *c, void **a)
{
    const char *name = kc_arg_string(c, a, c->site->nout);
    return name ? kc_files_open_text(c, name, "w") : kc_files_handle(c, *(double *)a[c->site->nout]);
}

KC_NATIVE int write_text(kc_ctx *c, int handle, void **a)
{
    kc_sbuf plain = {0}, out = {0};
    FILE *f = kc_files_text(c, handle);
    if (!f) return kc_fail(c, "invalid file handle");
    kc_format_escapes(&plain, kc_str_get(a[1]));
    kc_format_result r = kc_format_lenient(&out, plain.s ? plain.s : "", kc_format_args_from(c, a, 2));
    int ok = !out.n || (fwrite(out.s, 1, out.n, f) == out.n && fflush(f) == 0);
    kc_sbuf_free(&plain);
    kc_sbuf_free(&out);
    if (r != KC_FORMAT_OK) return kc_fail(c, "Insufficient arguments in formatted printing");
    return ok ? KC_OK : kc_fail(c, "%s: cannot write to the file", c->site->desc->name);
}

/* Opcode: fprints
 * Synopsis: fprints Sfilename, Sformat [, ivar1, ivar2, ...]
 *           fprints ihandle, Sformat [, ivar1, ivar2, ...]
 *
 * Writes formatted text to a file at i-time. The file is begun anew and stays open to the end.
 * In:  Sfilename  file name, or a handle from fiopen
 *      Sformat    as prints
 *      ivar       values; the last is used again when there are too few
 * Fails: when the file can't be opened or written; when there are specifications but no values
 */
KC_NATIVE int fprints_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int h = text_file(c, a);
    return h < 0 ? KC_ERROR : write_text(c, h, a);
}
KC_OP(fprints, "", "SSN", .init = fprints_init, .fx = file)
KC_OP(fprints, "", "iSN", .init = fprints_init, .fx = file)

typedef struct {
    int32_t handle; /* from 1; 0: none */
} fprintks_st;

/* Opcode: fprintks
 * Synopsis: fprintks Sfilename, Sformat [, kvar1, kvar2, ...]
 *           fprintks ihandle, Sformat [, kvar1, kvar2, ...]
 *
 * Writes formatted text to a file in every k-cycle. The file is begun anew, and closed with the last note
 * that uses it.
 * In:  Sfilename  file name, or a handle from fiopen
 *      Sformat    as prints
 *      kvar       values; the last is used again when there are too few
 * Fails: when the file can't be opened or written; when there are specifications but no values
 */
KC_NATIVE int fprintks_deinit(fprintks_st *s, kc_ctx *c)
{
    if (s->handle) kc_files_drop(c, s->handle - 1);
    s->handle = 0;
    return KC_OK;
}
KC_NATIVE int fprintks_init(fprintks_st *s, kc_ctx *c, void **a)
{
    fprintks_deinit(s, c);
    int h = text_file(c, a);
    if (h < 0) return KC_ERROR;
    kc_files_hold(c, h);
    s->handle = h + 1;
    return KC_OK;
}
KC_NATIVE int fprintks_perf(fprintks_st *s, kc_ctx *c, void **a) { return write_text(c, s->handle - 1, a); }
KC_OP(fprintks, "", "SSN", .state = fprintks_st, .init = fprintks_init, .perf = fprintks_perf,
      .deinit = fprintks_deinit, .fx = file)
KC_OP(fprintks, "", "iSN", .state = fprintks_st, .init = fprintks_init, .perf = fprintks_perf,
      .deinit = fprintks_deinit, .fx = file)

/* ---- fiopen ----------------------------------------------------------------------------------- */

/* Opcode: fiopen
 * Synopsis: ihandle fiopen Sfilename, imode
 *
 * Opens a file of text or numbers.
 * In:  Sfilename  file name
 *      imode      0 write text, 1 read text, 2 write numbers, 3 read numbers
 * Out: handle for fouti, foutir, fprints, fprintks, ficlose
 * Fails: when the file can't be opened
 */
KC_NATIVE int fiopen_init(void *s, kc_ctx *c, double *r, void *name, double *imode)
{
    (void)s;
    static const char *const modes[] = {"w", "r", "wb", "rb"};
    void *a[] = {r, name, imode};
    const char *text = kc_arg_string(c, a, 1);
    if (!text) return kc_fail(c, "invalid file name");
    int mode = *imode > -0.5 && *imode < 3.5 ? (int)lrint(*imode) : 0;
    int h = kc_files_open_text(c, text, modes[mode]);
    if (h < 0) return KC_ERROR;
    *r = h;
    return KC_OK;
}
KC_OP(fiopen, "i", "Si", .init = fiopen_init, .fx = file)
KC_OP(fiopen, "i", "ii", .init = fiopen_init, .fx = file)

/* Opcode: ficlose
 * Synopsis: ficlose ihandle
 *           ficlose Sfilename
 *
 * Closes a file, or has it closed when the last opcode that uses it ends.
 * In:  ihandle  handle from fiopen, or the name of the file
 * Fails: never; a file that is not open gives a warning
 */
KC_NATIVE int ficlose_init(void *s, kc_ctx *c, void *file)
{
    (void)s;
    const char *name = kc_arg_string(c, &file, 0);
    int h = name ? kc_files_find(c, name) : fabs(*(double *)file) < 1e9 ? (int)lrint(*(double *)file) : -1;
    if (kc_files_text(c, h) || kc_files_sound(c, h)) {
        kc_files_release(c, h);
        return KC_OK;
    }
    if (name)
        kc_warn(c, "cannot close '%s': not found in list of open files", name);
    else
        kc_warn(c, "cannot close file #%d: not a valid handle", h);
    return KC_OK;
}
KC_OP(ficlose, "", "S", .init = ficlose_init, .fx = file)
KC_OP(ficlose, "", "i", .init = ficlose_init, .fx = file)

/* ---- fouti ------------------------------------------------------------------------------------ */

/* Values of arguments 3 and following, after the head of a score line. from: of the line's p2, s; negative:
 * none. */
KC_NATIVE int write_values(kc_ctx *c, void **a, double from, double length)
{
    int h = kc_files_handle(c, *(double *)a[0]);
    FILE *f = h < 0 ? NULL : kc_files_text(c, h);
    int n = c->site->nin, ok = 1;
    if (!f) return KC_ERROR;
    if (*(double *)a[1] != 0) {
        for (int i = 3; i < n; i++) ok &= fwrite(a[i], sizeof(double), 1, f) == 1;
        return ok ? KC_OK : kc_fail(c, "%s: cannot write to the file", c->site->desc->name);
    }
    int p1 = c->note ? (int)c->note->p[1] : 0;
    if (from >= 0 && length > 0) fprintf(f, "i %i %f %f ", p1, from, length);
    if (from >= 0 && length <= 0) fprintf(f, "i %i %f . ", p1, from);
    for (int i = 3; i < n; i++) fprintf(f, " %f", *(double *)a[i]);
    return putc('\n', f) != EOF ? KC_OK : kc_fail(c, "%s: cannot write to the file", c->site->desc->name);
}

/* Where the times of score lines with flag 2 count from, k-cycles; 0: not yet. */
KC_NATIVE uint64_t *line_origin(kc_ctx *c)
{
    return kc_engine_store(c->engine, "fouti-origin", sizeof(uint64_t), NULL);
}

/* 0 plain values, 1 score line, 2 score line from time 0, 3 forget the origin. */
KC_NATIVE int line_kind(const void *iflag)
{
    double x = *(const double *)iflag;
    return x > 0.5 && x < 3.5 ? (int)lrint(x) : 0;
}

/* Opcode: fouti
 * Synopsis: fouti ihandle, iformat, iflag, iout1 [, iout2, ...]
 *
 * Writes values to a file at i-time.
 * In:  ihandle  from fiopen
 *      iformat  0 text, 1 doubles
 *      iflag    of text: 0 values alone, 1 after i, p1, the time and p3, 2 as 1 with times from the first
 *               use on, 3 forgets the first use and writes nothing
 *      iout     values
 * Fails: when there is no such file; when it can't be written
 */
KC_NATIVE int fouti_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int kind = line_kind(a[2]), text = *(double *)a[1] == 0;
    uint64_t *origin = line_origin(c), start = 0;
    if (text && kind == 3) {
        *origin = 0;
        return KC_OK;
    }
    if (kind == 2) {
        if (!*origin) *origin = c->kcount;
        start = *origin;
    }
    double from = kind ? (double)(c->kcount - start) / c->kr : -1;
    return write_values(c, a, from, c->note ? c->note->p[3] : 0);
}
KC_OP(fouti, "", "iiim", .init = fouti_init, .fx = file)

typedef struct {
    uint64_t start;
    int32_t pending;
} foutir_st;

/* Opcode: foutir
 * Synopsis: foutir ihandle, iformat, iflag, iout1 [, iout2, ...]
 *
 * Writes values to a file when the note ends, with its real duration.
 * In:  as fouti
 * Fails: when there is no such file; when it can't be written
 */
KC_NATIVE int foutir_init(foutir_st *s, kc_ctx *c, void **a)
{
    kc_note_xtra(c, 1);
    s->start = c->kcount;
    s->pending = 1;
    uint64_t *origin = line_origin(c);
    if (line_kind(a[2]) == 2 && !*origin) *origin = c->kcount;
    return KC_OK;
}
KC_NATIVE int foutir_perf(foutir_st *s, kc_ctx *c, void **a)
{
    if (!s->pending || !c->note || !c->note->releasing) return KC_OK;
    s->pending = 0;
    int kind = line_kind(a[2]), text = *(double *)a[1] == 0;
    uint64_t *origin = line_origin(c);
    if (text && kind == 3) {
        *origin = 0;
        return KC_OK;
    }
    double from = kind ? (double)(s->start - (kind == 2 ? *origin : 0)) / c->kr : -1;
    return write_values(c, a, from, (double)(c->kcount + 1 - s->start) / c->kr);
}
KC_OP(foutir, "", "iiim", .state = foutir_st, .init = foutir_init, .perf = foutir_perf, .fx = file | event)
