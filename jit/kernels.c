/* Kernels: finds the module of an entry in the archive of a width, parses it, and links it into the module
 * being compiled. Kernels are linkonce_odr there, so the linker takes only those which the module declares.
 */
#include "jit/kernels.h"
#include "jit/archive.h"
#include <llvm-c/BitReader.h>
#include <llvm-c/Core.h>
#include <llvm-c/Linker.h>
#include <stdio.h>
#include <string.h>

void kc_jit_kernel_name(char *buf, size_t cap, const kc_opdesc *desc, const char *symbol)
{
    snprintf(buf, cap, "%s:%s", desc->file, symbol);
}

static const char *archive(int width)
{
    const char *a = width == 1 ? kc_archive_w1 : width == 8 ? kc_archive_w8 : NULL;
    return a && ((const kc_archive_head *)a)->magic == KC_ARCHIVE_MAGIC ? a : NULL;
}

static const char *or_none(const char *s) { return s ? s : "-"; }

static const kc_archive_row *find(const char *a, const kc_opdesc *desc)
{
    char key[512];
    if (!a || (!desc->k_sym && !desc->tick_sym && !desc->each_sym)) return NULL;
    snprintf(key, sizeof key, "%s|%s|%s|%s", desc->file, or_none(desc->k_sym), or_none(desc->tick_sym),
             or_none(desc->each_sym));
    const kc_archive_head *h = (const kc_archive_head *)a;
    const kc_archive_row *rows = (const kc_archive_row *)(a + h->rows);
    for (uint32_t lo = 0, hi = h->nrows; lo < hi;) {
        uint32_t mid = (lo + hi) / 2;
        int r = strcmp(key, a + rows[mid].key);
        if (!r) return &rows[mid];
        if (r < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

int kc_jit_has_kernels(const kc_opdesc *desc, int width)
{
    const kc_archive_row *r = find(archive(width), desc);
    return r && r->size;
}

int kc_jit_coef_by_address(const kc_opdesc *desc)
{
    const kc_archive_row *r = find(archive(1), desc);
    return r && r->flags & KC_ARCHIVE_COEF_BY_ADDRESS && desc->coef;
}

int kc_jit_coef_length(const kc_opdesc *desc)
{
    const kc_archive_row *r = find(archive(1), desc);
    return r ? r->k : 0;
}

int kc_jit_tick_length(const kc_opdesc *desc)
{
    const kc_archive_row *r = find(archive(1), desc);
    return r ? r->tick : 0;
}

int kc_jit_kernels_link(LLVMModuleRef m, const kc_opdesc *desc, int width, kc_sbuf *error)
{
    const char *a = archive(width);
    const kc_archive_row *r = find(a, desc);
    if (!r || !r->size) {
        kc_sbuf_printf(error, "%s: no kernels for %d voices in the library", desc->name, width);
        return -1;
    }
    LLVMModuleRef kernels = NULL;
    LLVMMemoryBufferRef b = LLVMCreateMemoryBufferWithMemoryRange(a + r->blob, r->size, "kernels", 0);
    int failed = LLVMParseBitcodeInContext2(LLVMGetModuleContext(m), b, &kernels);
    LLVMDisposeMemoryBuffer(b);
    if (failed || LLVMLinkModules2(m, kernels)) { /* the linker frees its source */
        kc_sbuf_printf(error, "%s: kernels can't be %s", desc->name, failed ? "read" : "linked");
        return -1;
    }
    return 0;
}

/* ---- layouts: one allocation each --------------------------------------------------------------- */

kc_layout *kc_jit_layout(const kc_opdesc *desc, int width)
{
    const char *a = archive(width);
    const kc_archive_row *r = find(a, desc);
    if (!r || !r->layout) return NULL;
    const kc_archive_layout *al = (const kc_archive_layout *)(a + r->layout);
    const kc_archive_field *af = (const kc_archive_field *)(al + 1);
    kc_layout *l = kc_xcalloc(1, sizeof *l + al->nfields * sizeof(kc_field));
    kc_field *f = (kc_field *)(l + 1);
    *l = (kc_layout){al->size, al->align, f, (int)al->nfields};
    for (uint32_t i = 0; i < al->nfields; i++)
        f[i] = (kc_field){a + af[i].name, (uint16_t)af[i].offset, (uint16_t)af[i].size, (uint8_t)af[i].lane};
    return l;
}

void kc_jit_free_layout(kc_layout *l) { free(l); }
