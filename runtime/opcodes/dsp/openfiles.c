/* The engine-wide list of files that opcodes have open; see openfiles.h. */
#include "runtime/opcodes/dsp/openfiles.h"
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/strset.h"
#include <stdlib.h>

typedef struct {
    char *name; /* NULL: free slot */
    FILE *text;
    SNDFILE *sound;
    bool raw;
    int holds;
} open_file;

typedef struct {
    KC_VEC(open_file) v;
} file_list;

static void close_file(open_file *f)
{
    if (f->text) fclose(f->text);
    if (f->sound) sf_close(f->sound);
    free(f->name);
    *f = (open_file){0};
}

static void close_all(void *p)
{
    file_list *l = p;
    for (int i = 0; i < l->v.n; i++)
        if (l->v.v[i].name) close_file(&l->v.v[i]);
    kc_vec_free(&l->v);
}

static file_list *list_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "open-files", sizeof(file_list), close_all);
}

static open_file *at(kc_ctx *c, int handle)
{
    file_list *l = list_of(c);
    return handle >= 0 && handle < l->v.n && l->v.v[handle].name ? &l->v.v[handle] : NULL;
}

static int find(const file_list *l, const char *name, bool sound)
{
    for (int i = 0; i < l->v.n; i++) {
        const open_file *f = &l->v.v[i];
        if (f->name && (f->sound != NULL) == sound && !strcmp(f->name, name)) return i;
    }
    return -1;
}

static int add(file_list *l, open_file f)
{
    for (int i = 0; i < l->v.n; i++)
        if (!l->v.v[i].name) {
            l->v.v[i] = f;
            return i;
        }
    kc_vec_push(&l->v, f);
    return l->v.n - 1;
}

int kc_files_open_text(kc_ctx *c, const char *name, const char *mode)
{
    file_list *l = list_of(c);
    if (!*name) return kc_fail(c, "invalid file name");
    int h = find(l, name, false);
    if (h >= 0) return h;
    char *path = *mode == 'r' ? kc_find_input(c, name, "") : kc_find_output(c, name, "");
    FILE *f = path ? fopen(path, mode) : NULL;
    free(path);
    if (!f) return kc_fail(c, "error opening file '%s'", name);
    return add(l, (open_file){.name = kc_xstrdup(name), .text = f});
}

int kc_files_open_sound(kc_ctx *c, const char *name, bool write, SF_INFO *info)
{
    file_list *l = list_of(c);
    if (!*name) return kc_fail(c, "invalid file name");
    int h = find(l, name, true);
    if (h >= 0) return h;
    char *path = write ? kc_find_output(c, name, "SFDIR") : kc_find_input(c, name, "SFDIR;SSDIR");
    SNDFILE *f = path ? sf_open(path, write ? SFM_WRITE : SFM_READ, info) : NULL;
    free(path);
    if (!f) {
        if (write) kc_warn(c, "Failed to open %s: %s\n", name, sf_strerror(NULL));
        return kc_fail(c, "error opening sound file '%s'", name);
    }
    bool raw = (info->format & SF_FORMAT_TYPEMASK) == SF_FORMAT_RAW;
    if (write) sf_command(f, SFC_SET_CLIPPING, NULL, SF_TRUE);
    if (raw) sf_command(f, SFC_SET_NORM_DOUBLE, NULL, SF_FALSE);
    return add(l, (open_file){.name = kc_xstrdup(name), .sound = f, .raw = raw});
}

int kc_files_handle(kc_ctx *c, double number)
{
    int h = fabs(number) < 1e9 ? (int)lrint(number) : -1;
    return kc_files_text(c, h) ? h : kc_fail(c, "invalid file handle");
}

FILE *kc_files_text(kc_ctx *c, int handle)
{
    const open_file *f = at(c, handle);
    return f ? f->text : NULL;
}

SNDFILE *kc_files_sound(kc_ctx *c, int handle)
{
    const open_file *f = at(c, handle);
    return f ? f->sound : NULL;
}

bool kc_files_is_raw(kc_ctx *c, int handle)
{
    const open_file *f = at(c, handle);
    return f && f->raw;
}

void kc_files_hold(kc_ctx *c, int handle)
{
    open_file *f = at(c, handle);
    if (f) f->holds++;
}

void kc_files_drop(kc_ctx *c, int handle)
{
    open_file *f = at(c, handle);
    if (f && --f->holds <= 0) close_file(f);
}

void kc_files_release(kc_ctx *c, int handle)
{
    open_file *f = at(c, handle);
    if (f && f->holds > 0)
        kc_warn(c, "file #%d (%s) is in use, will be closed when released", handle, f->name);
    else if (f)
        close_file(f);
}

int kc_files_find(kc_ctx *c, const char *name)
{
    const file_list *l = list_of(c);
    int h = find(l, name, false);
    return h >= 0 ? h : find(l, name, true);
}

const char *kc_files_name(kc_ctx *c, double number, const char *prefix, char *buf, size_t cap)
{
    if (kc_is_p_string(number)) return kc_p_string(c, number);
    double n = fabs(number) < 1e9 ? round(number) : 0.0;
    const char *set = kc_strset_get(c->engine, (int)n);
    if (set && *set) return set;
    snprintf(buf, cap, "%s%.0f", prefix, n);
    return buf;
}
