/* ftsave, ftload and their k-rate forms, ftresize: tables to and from files.
 *
 * A binary file has for each table a header of 16088 bytes, then the points and the guard point, all as the
 * machine has them; the layout is that of the reference, so that files can be exchanged. A text file has a
 * line for each entry of the header and each point, with six decimals. */
#include "runtime/opcodes/dsp/openfiles.h"
#include <stdlib.h>

/* The header, without padding that matters. */
typedef struct {
    uint32_t len;
    int32_t lenmask, lobits, lomask;
    double lodiv;
    double cvtbas,
        cpscvt; /* 1024 table rate / sr; the same / base frequency; 0 for others than sound files */
    int16_t loopmode1, loopmode2;
    int32_t begin1, end1, begin2, end2, soundend, frames, nchnls, number, pad;
    double args[1994]; /* GEN number, p5, p6 ... */
    int32_t nargs, pad2;
    double gen01[5], sr;
} ft_header;
_Static_assert(sizeof(ft_header) == 16088, "layout of the file");

typedef struct {
    FILE *f;
    const char *path;
    int text;
} ft_file;

#ifndef KC_BITCODE
#define RATE_BASE 1024.0
enum { MAX_POINTS = 1 << 28 };

/* ---- writing ----------------------------------------------------------------------------------- */

static void describe(ft_header *h, const kc_table *t, double sr)
{
    int pow2 = t->len > 0 && !(t->len & (t->len - 1)), sound = t->soundend > 0;
    memset(h, 0, sizeof *h);
    h->len = (uint32_t)t->len;
    h->lenmask = t->lenmask;
    h->lobits = pow2 ? t->lobits : 0;
    h->lomask = pow2 ? (1 << t->lobits) - 1 : 0;
    h->lodiv = t->lodiv;
    h->cvtbas = sound ? RATE_BASE * t->sr / sr : 0;
    h->cpscvt = sound && t->basefreq > 0 ? h->cvtbas / t->basefreq : 0;
    h->loopmode1 = (int16_t)t->loopmode1, h->loopmode2 = (int16_t)t->loopmode2;
    h->begin1 = t->begin1, h->end1 = t->end1, h->begin2 = t->begin2, h->end2 = t->end2;
    h->soundend = t->soundend, h->frames = t->frames, h->nchnls = t->nchnls, h->number = t->number;
    h->args[0] = t->gen;
    for (int i = 0; i < t->nargs && i < 1993; i++) h->args[i + 1] = t->args[i];
    h->nargs = 1 + (t->nargs < 1993 ? t->nargs : 1993);
    h->sr = t->sr;
}

static void write_text(FILE *f, const ft_header *h, const kc_table *t)
{
    fprintf(f, "======= TABLE %d size: %d values ======\n", h->number, t->len);
    fprintf(f, "flen: %u\nlenmask: %d\nlobits: %d\nlomask: %d\n", h->len, h->lenmask, h->lobits, h->lomask);
    fprintf(f, "lodiv: %f\ncvtbas: %f\ncpscvt: %f\n", h->lodiv, h->cvtbas, h->cpscvt);
    fprintf(f, "loopmode1: %d\nloopmode2: %d\n", h->loopmode1, h->loopmode2);
    fprintf(f, "begin1: %d\nend1: %d\nbegin2: %d\nend2: %d\n", h->begin1, h->end1, h->begin2, h->end2);
    fprintf(f, "soundend: %d\nflenfrms: %d\nnchnls: %d\nfno: %d\n", h->soundend, h->frames, h->nchnls,
            h->number);
    static const char *const names[] = {"gen01", "ifilno", "iskptim", "iformat", "channel"};
    for (int i = 0; i < 5; i++) fprintf(f, "gen01args.%s: %f\n", names[i], h->gen01[i]);
    fprintf(f, "gen01args.sample_rate: %f\n---------END OF HEADER--------------\n", h->sr);
    for (int32_t i = 0; i <= t->len; i++) fprintf(f, "%f\n", t->data[i]);
    fprintf(f, "---------END OF TABLE---------------\n");
}

static int write_table(kc_ctx *c, const ft_file *file, double number)
{
    ft_header h;
    const kc_table *t = kc_table_find(c, number);
    if (!t) return kc_fail(c, "ftsave: Bad table number. Saving is possible only for existing tables.");
    describe(&h, t, c->sr);
    size_t n = (size_t)t->len + 1;
    if (file->text)
        write_text(file->f, &h, t);
    else if (fwrite(&h, sizeof h, 1, file->f) != 1 || fwrite(t->data, sizeof(double), n, file->f) != n)
        return kc_fail(c, "ftsave: failed to write file");
    return ferror(file->f) ? kc_fail(c, "ftsave: failed to write file") : KC_OK;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static int bad_file(kc_ctx *c) { return kc_fail(c, "ftload: incorrect file"); }

/* A table of that size under the number, to be filled. */
static kc_table *new_table(kc_ctx *c, int32_t number, uint32_t len, const double *args, int nargs)
{
    int pow2 = !(len & (len - 1)), gen = nargs > 0 && fabs(args[0]) < 1000 ? (int)args[0] : 2;
    double p[6] = {number, 0, pow2 ? (double)len : -(double)len, -2, 0, 0};
    int made = kc_table_make(c, p, NULL, 5, NULL);
    kc_table *t = made > 0 ? kc_table_find(c, made) : NULL;
    if (t) t->gen = gen;
    return t;
}

static int64_t bytes_left(FILE *f)
{
    long here = ftell(f);
    if (here < 0 || fseek(f, 0, SEEK_END)) return 0;
    long end = ftell(f);
    return fseek(f, here, SEEK_SET) || end < here ? 0 : end - here;
}

/* The next line's number, behind ": " in a header. */
static int text_number(FILE *f, int header, double *x)
{
    char line[256], *end;
    if (!fgets(line, sizeof line, f)) return -1;
    const char *s = header ? strchr(line, ' ') : line;
    if (!s) return -1;
    *x = strtod(s, &end);
    return end == s ? -1 : 0;
}

static int32_t text_int(double x) { return fabs(x) < 2147483648.0 ? (int32_t)x : 0; }

static int skip_line(FILE *f)
{
    char line[256];
    return fgets(line, sizeof line, f) ? 0 : -1;
}

static int read_text_header(FILE *f, ft_header *h)
{
    double x[23];
    if (skip_line(f)) return -1;
    for (int i = 0; i < 23; i++)
        if (text_number(f, 1, &x[i])) return -1;
    h->len = x[0] >= 1 && x[0] < MAX_POINTS ? (uint32_t)x[0] : 0;
    h->cvtbas = x[5], h->cpscvt = x[6];
    h->loopmode1 = (int16_t)text_int(x[7]), h->loopmode2 = (int16_t)text_int(x[8]);
    h->begin1 = text_int(x[9]), h->end1 = text_int(x[10]), h->begin2 = text_int(x[11]),
    h->end2 = text_int(x[12]);
    h->soundend = text_int(x[13]), h->frames = text_int(x[14]), h->nchnls = text_int(x[15]);
    h->sr = x[22];
    return skip_line(f);
}

static int read_header(const ft_file *file, ft_header *h)
{
    memset(h, 0, sizeof *h);
    int bad = file->text ? read_text_header(file->f, h) : fread(h, sizeof *h, 1, file->f) != 1;
    int64_t need = file->text ? 2 : (int64_t)sizeof(double);
    return bad || h->len < 1 || h->len >= MAX_POINTS || bytes_left(file->f) < ((int64_t)h->len + 1) * need;
}

static void take_header(kc_table *t, const ft_header *h, double sr)
{
    t->loopmode1 = h->loopmode1, t->loopmode2 = h->loopmode2;
    t->begin1 = h->begin1, t->end1 = h->end1, t->begin2 = h->begin2, t->end2 = h->end2;
    t->soundend = h->soundend > 0 ? h->soundend : 0;
    t->nchnls = h->nchnls > 0 ? h->nchnls : 1;
    t->frames = h->frames > 0 && h->frames <= t->len ? h->frames : t->len;
    t->sr = h->cvtbas > 0 ? h->cvtbas / RATE_BASE * sr : h->sr > 0 ? h->sr : sr;
    t->basefreq = h->cvtbas > 0 && h->cpscvt > 0 ? h->cvtbas / h->cpscvt : 0;
}

static int read_points(const ft_file *file, double *data, size_t n)
{
    if (!file->text) return fread(data, sizeof *data, n, file->f) != n;
    for (size_t i = 0; i < n; i++)
        if (text_number(file->f, 0, &data[i])) return -1;
    return skip_line(file->f);
}

static int read_table(kc_ctx *c, const ft_file *file, double number)
{
    ft_header h;
    int32_t fno = fabs(number) < 1e9 ? (int32_t)lrint(number) : 0;
    if (read_header(file, &h)) return bad_file(c);
    if (fno < 1) return kc_fail(c, "ftload: invalid table number %g", number);
    kc_table *t = new_table(c, fno, h.len, h.args, h.nargs);
    if (!t) return kc_fail(c, "ftload: error allocating ftable");
    take_header(t, &h, c->sr);
    return read_points(file, t->data, (size_t)t->len + 1) ? bad_file(c) : KC_OK;
}

/* ---- opcodes ----------------------------------------------------------------------------------- */

/* a[0] the file, a[flag] its format, then the tables. */
static int each_table(kc_ctx *c, void **a, int flag, int save)
{
    char buf[64];
    const char *op = save ? "ftsave" : "ftload", *name = kc_arg_type(c, 0) == 'S' ? kc_str_get(a[0]) : NULL;
    if (!name) name = kc_files_name(c, *(const double *)a[0], "ftsave.", buf, sizeof buf);
    if (c->site->nin - flag - 1 < 1) return kc_fail(c, "%s: no table numbers", op);
    int text = *(const double *)a[flag] > 0, state = KC_OK;
    char *path = !name ? NULL : save ? kc_find_output(c, name, "") : kc_find_input(c, name, "");
    ft_file file = {path ? fopen(path, save ? "wb" : "rb") : NULL, path, text};
    free(path);
    if (!file.f) return kc_fail(c, "%s: unable to open file", op);
    for (int i = flag + 1; i < c->site->nin && state == KC_OK; i++) {
        double number = *(const double *)a[i];
        state = save ? write_table(c, &file, number) : read_table(c, &file, number);
    }
    if (fclose(file.f) && save && state == KC_OK) state = kc_fail(c, "ftsave: failed to write file");
    return state;
}

KC_NATIVE int ftsave_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return each_table(c, a, 1, 1);
}
KC_NATIVE int ftload_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return each_table(c, a, 1, 0);
}
KC_NATIVE int ftsavek_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return *(const double *)a[1] != 0 ? each_table(c, a, 2, 1) : KC_OK;
}
KC_NATIVE int ftloadk_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return *(const double *)a[1] != 0 ? each_table(c, a, 2, 0) : KC_OK;
}

KC_NATIVE int ftresize(void *s, kc_ctx *c, double *out, const double *number, const double *size)
{
    (void)s, (void)out;
    const kc_table *old = *number >= 1 ? kc_table_need_pow2(c, *number) : kc_table_need(c, *number);
    if (!old) return KC_ERROR;
    if (!(*size >= 0.5 && *size < MAX_POINTS)) return kc_fail(c, "ftresize: invalid size %g", *size);
    uint32_t len = (uint32_t)lrint(*size) + 1;
    if ((uint32_t)old->len == len) return KC_OK;
    double gen = old->gen;
    kc_table *t = new_table(c, old->number, len, &gen, 1);
    if (!t) return kc_fail(c, "ftresize: error allocating ftable");
    uint32_t keep = ((uint32_t)old->len < len ? (uint32_t)old->len : len) + 1;
    memcpy(t->data, old->data, keep * sizeof *t->data);
    return KC_OK;
}
#endif

/* Opcode: ftsave ftload
 * Synopsis: ftsave "filename", iflag, ifn1 [, ifn2] [...]
 *           ftload "filename", iflag, ifn1 [, ifn2] [...]
 *
 * Write tables to a file, and read them again.
 * In:  filename  or a number N: the string of that number, or ftsave.N
 *      iflag     0: binary; above 0: text, which keeps six decimals
 *      ifn1 ...  tables; those that are read need not exist
 * Fails: at init when the file can't be opened, is not of this kind, or a table is missing
 */
KC_OP(ftsave, "", "iim", .init = ftsave_init, .fx = tab_r | file)
KC_OP(ftsave, "", "Sim", .init = ftsave_init, .fx = tab_r | file)
KC_OP(ftload, "", "iim", .init = ftload_init, .fx = tab_w | file)
KC_OP(ftload, "", "Sim", .init = ftload_init, .fx = tab_w | file)

/* Opcode: ftsavek ftloadk
 * Synopsis: ftsavek "filename", ktrig, iflag, ifn1 [, ifn2] [...]
 *           ftloadk "filename", ktrig, iflag, ifn1 [, ifn2] [...]
 *
 * As ftsave and ftload, in each k-cycle in which they are triggered.
 * In:  ktrig   not 0: now
 *      others  see ftsave
 * Fails: when the file can't be opened, is not of this kind, or a table is missing
 */
KC_OP(ftsavek, "", "ikim", .perf = ftsavek_perf, .fx = tab_r | file)
KC_OP(ftsavek, "", "Skim", .perf = ftsavek_perf, .fx = tab_r | file)
KC_OP(ftloadk, "", "ikim", .perf = ftloadk_perf, .fx = tab_w | file)
KC_OP(ftloadk, "", "Skim", .perf = ftloadk_perf, .fx = tab_w | file)

/* Opcode: ftresize ftresizei
 * Synopsis: kres ftresize kfn, ksize
 *           ires ftresizei ifn, isize
 *
 * Changes the length of a table and keeps its points; new ones are 0.
 * In:  fn    table number
 *      size  points; the table gets one more, as in the reference
 * Out: not set
 * Fails: when there is no such table, its length is no power of two, or for a size below 1
 */
KC_OP(ftresizei, "i", "ii", .init = ftresize, .fx = tab_w)
KC_OP(ftresize, "k", "kk", .perf = ftresize, .fx = tab_w)
