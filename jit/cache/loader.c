/* A loader for the objects of fused code: ELF64, relocatable, x86-64.
 *
 *   headers -> which sections go where -> map writable, copy -> relocate -> read and execute only
 *
 * Fused code has no writable data, no unwind tables and two kinds of relocation (PC32, PLT32), to its own
 * constants and to a few functions by name; anything else is refused rather than guessed. A function that is
 * further than 2 GB away is reached by a jump in a table behind the sections. Every number of the file is
 * checked before it is used: offsets and sizes against the file, symbols against their sections, relocations
 * against theirs. */
#define _GNU_SOURCE
#include "jit/cache/loader.h"
#include "runtime/base/arena.h"
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    MAX_SECTIONS = 1 << 12,
    MAX_SYMBOLS = 1 << 18,
    MAX_ALIGN = 4096,
    MAX_IMAGE = 64 << 20,
    JUMP_BYTES = 16
};

typedef struct {
    char *name;
    void *at;
} function;

struct kc_image {
    char *base;
    size_t size;
    function *functions;
    int nfunctions;
};

typedef struct {
    const char *file;
    size_t size;
    kc_sbuf *error;
    kc_image_resolve *resolve;
    void *user;
    Elf64_Ehdr head;
    Elf64_Shdr *sections;
    size_t *place; /* of each section in the image, SIZE_MAX: not loaded */
    int nsections, symtab, nsymbols;
    size_t jumps, njumps, total; /* place of the table of jumps, how many are used, bytes of all */
    uintptr_t *jump_to;          /* by symbol: the jump made for it, 0 none */
    kc_image *image;
} loading;

static int refuse(loading *l, const char *why)
{
    kc_sbuf_printf(l->error, "%s%s", l->error->n ? "; " : "", why);
    return -1;
}

static int inside(const loading *l, uint64_t off, uint64_t n) { return off <= l->size && n <= l->size - off; }

/* ---- sections ------------------------------------------------------------------------------------ */

static int read_header(loading *l)
{
    if (l->size < sizeof l->head) return refuse(l, "no object: too short");
    memcpy(&l->head, l->file, sizeof l->head);
    const Elf64_Ehdr *h = &l->head;
    if (memcmp(h->e_ident, ELFMAG, SELFMAG) || h->e_ident[EI_CLASS] != ELFCLASS64 ||
        h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_ident[EI_VERSION] != EV_CURRENT)
        return refuse(l, "no ELF64 object");
    if (h->e_type != ET_REL) return refuse(l, "not relocatable");
    if (h->e_machine != EM_X86_64) return refuse(l, "for another machine");
    if (h->e_shentsize != sizeof(Elf64_Shdr) || !h->e_shnum || h->e_shnum > MAX_SECTIONS ||
        !inside(l, h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr)))
        return refuse(l, "bad section table");
    l->nsections = h->e_shnum;
    l->sections = kc_xcalloc((size_t)l->nsections, sizeof *l->sections);
    l->place = kc_xcalloc((size_t)l->nsections, sizeof *l->place);
    memcpy(l->sections, l->file + h->e_shoff, (size_t)l->nsections * sizeof *l->sections);
    return 0;
}

static int check_section(loading *l, const Elf64_Shdr *s)
{
    const uint64_t understood = SHF_ALLOC | SHF_EXECINSTR | SHF_MERGE | SHF_STRINGS | SHF_INFO_LINK;
    if (s->sh_type == SHT_NULL) return 0;
    if (s->sh_type == SHT_NOBITS) return refuse(l, "data that is not in the file");
    if (!inside(l, s->sh_offset, s->sh_size)) return refuse(l, "section outside the file");
    if (s->sh_type == SHT_REL || s->sh_type == SHT_GROUP) return refuse(l, "unknown kind of section");
    if (!(s->sh_flags & SHF_ALLOC)) return 0;
    if (s->sh_flags & SHF_WRITE) return refuse(l, "writable data");
    if (s->sh_flags & ~understood) return refuse(l, "unknown section flags");
    if (s->sh_type != SHT_PROGBITS) return refuse(l, "unknown kind of section");
    if (s->sh_addralign & (s->sh_addralign - 1) || s->sh_addralign > MAX_ALIGN)
        return refuse(l, "bad alignment");
    return 0;
}

/* Decides where each section goes. */
static int place_sections(loading *l)
{
    size_t used = 0;
    for (int i = 0; i < l->nsections; i++) {
        const Elf64_Shdr *s = &l->sections[i];
        l->place[i] = SIZE_MAX;
        if (check_section(l, s)) return -1;
        if (s->sh_type == SHT_SYMTAB) {
            if (l->symtab) return refuse(l, "two symbol tables");
            l->symtab = i;
        }
        if (!(s->sh_flags & SHF_ALLOC) || s->sh_type == SHT_NULL) continue;
        size_t align = s->sh_addralign ? s->sh_addralign : 1;
        used = (used + align - 1) & ~(align - 1);
        l->place[i] = used;
        used += s->sh_size;
        if (used > MAX_IMAGE) return refuse(l, "too large");
    }
    l->jumps = (used + JUMP_BYTES - 1) & ~(size_t)(JUMP_BYTES - 1);
    return 0;
}

/* ---- symbols ------------------------------------------------------------------------------------- */

static Elf64_Sym symbol(const loading *l, int i)
{
    Elf64_Sym s;
    memcpy(&s, l->file + l->sections[l->symtab].sh_offset + (size_t)i * sizeof s, sizeof s);
    return s;
}

static const char *symbol_name(const loading *l, const Elf64_Sym *s)
{
    return l->file + l->sections[l->sections[l->symtab].sh_link].sh_offset + s->st_name;
}

static int is_defined(const loading *l, const Elf64_Sym *s)
{
    return s->st_shndx != SHN_UNDEF && s->st_shndx < l->nsections && l->place[s->st_shndx] != SIZE_MAX;
}

static int check_symbols(loading *l)
{
    if (!l->symtab) return refuse(l, "no symbols");
    const Elf64_Shdr *t = &l->sections[l->symtab];
    if (t->sh_entsize != sizeof(Elf64_Sym) || t->sh_size % sizeof(Elf64_Sym) ||
        t->sh_size / sizeof(Elf64_Sym) > MAX_SYMBOLS || t->sh_link >= (uint32_t)l->nsections)
        return refuse(l, "bad symbol table");
    const Elf64_Shdr *names = &l->sections[t->sh_link];
    if (names->sh_type != SHT_STRTAB || !names->sh_size || l->file[names->sh_offset + names->sh_size - 1])
        return refuse(l, "bad symbol names");
    l->nsymbols = (int)(t->sh_size / sizeof(Elf64_Sym));
    for (int i = 0; i < l->nsymbols; i++) {
        Elf64_Sym s = symbol(l, i);
        if (s.st_name >= names->sh_size) return refuse(l, "bad symbol name");
        if (s.st_shndx >= l->nsections && s.st_shndx < SHN_LORESERVE)
            return refuse(l, "symbol without section");
        if (!is_defined(l, &s)) continue;
        uint64_t room = l->sections[s.st_shndx].sh_size;
        if (s.st_value > room || s.st_size > room - s.st_value)
            return refuse(l, "symbol outside its section");
    }
    l->jump_to = kc_xcalloc((size_t)l->nsymbols + 1, sizeof *l->jump_to);
    return 0;
}

/* Functions that others may ask for. */
static void list_functions(loading *l)
{
    kc_image *m = l->image;
    for (int i = 0; i < l->nsymbols; i++) {
        Elf64_Sym s = symbol(l, i);
        if (ELF64_ST_BIND(s.st_info) != STB_GLOBAL || ELF64_ST_TYPE(s.st_info) != STT_FUNC || !s.st_size ||
            !is_defined(l, &s) || !(l->sections[s.st_shndx].sh_flags & SHF_EXECINSTR))
            continue;
        m->functions = kc_xrealloc(m->functions, ((size_t)m->nfunctions + 1) * sizeof *m->functions);
        m->functions[m->nfunctions++] =
            (function){kc_xstrdup(symbol_name(l, &s)), m->base + l->place[s.st_shndx] + s.st_value};
    }
}

/* ---- relocations --------------------------------------------------------------------------------- */

/* A jump to `to` for symbol `i`; there is room for one per symbol. jmp *2(%rip); ud2; address */
static uintptr_t jump(loading *l, int i, uintptr_t to)
{
    static const unsigned char code[8] = {0xff, 0x25, 0x02, 0x00, 0x00, 0x00, 0x0f, 0x0b};
    if (l->jump_to[i]) return l->jump_to[i];
    char *at = l->image->base + l->jumps + l->njumps++ * JUMP_BYTES;
    memcpy(at, code, sizeof code);
    memcpy(at + sizeof code, &to, sizeof to);
    return l->jump_to[i] = (uintptr_t)at;
}

/* Where the symbol of a relocation is; 0 after an error. */
static uintptr_t target(loading *l, int i, const Elf64_Sym *s, int called)
{
    if (is_defined(l, s)) return (uintptr_t)l->image->base + l->place[s->st_shndx] + s->st_value;
    if (s->st_shndx != SHN_UNDEF || !i) {
        refuse(l, "relocation to what is not loaded");
        return 0;
    }
    const char *name = symbol_name(l, s);
    uintptr_t at = l->resolve ? l->resolve(l->user, name) : 0;
    if (!at) kc_sbuf_printf(l->error, "%sno function %.100s", l->error->n ? "; " : "", name);
    if (at && !called) return refuse(l, "address of an outer function"), (uintptr_t)0;
    return at ? jump(l, i, at) : 0;
}

static int relocate_one(loading *l, int section, const Elf64_Rela *r)
{
    uint32_t type = (uint32_t)ELF64_R_TYPE(r->r_info), i = (uint32_t)ELF64_R_SYM(r->r_info);
    if (type != R_X86_64_PC32 && type != R_X86_64_PLT32) {
        kc_sbuf_printf(l->error, "%sunknown relocation %u", l->error->n ? "; " : "", type);
        return -1;
    }
    uint64_t room = l->sections[section].sh_size;
    if (room < 4 || r->r_offset > room - 4) return refuse(l, "relocation outside its section");
    if (i >= (uint32_t)l->nsymbols) return refuse(l, "relocation without symbol");
    if (r->r_addend < -MAX_IMAGE || r->r_addend > MAX_IMAGE) return refuse(l, "relocation out of range");
    Elf64_Sym s = symbol(l, (int)i);
    uintptr_t to = target(l, (int)i, &s, type == R_X86_64_PLT32);
    if (!to) return -1;
    char *at = l->image->base + l->place[section] + r->r_offset;
    intptr_t x = (intptr_t)to + (intptr_t)r->r_addend - (intptr_t)at, base = (intptr_t)l->image->base;
    /* the addend counts from the instruction's end, a dozen bytes behind the field at most, or from the start
     * of a table of jumps: what is meant is in the image */
    intptr_t end = base + (intptr_t)(l->total + room);
    if ((intptr_t)to + r->r_addend < base - 16 || (intptr_t)to + r->r_addend > end)
        return refuse(l, "relocation out of range");
    int32_t value = (int32_t)x; /* images are much smaller than 2 GB */
    memcpy(at, &value, sizeof value);
    return 0;
}

static int relocate(loading *l)
{
    for (int k = 0; k < l->nsections; k++) {
        const Elf64_Shdr *s = &l->sections[k];
        if (s->sh_type != SHT_RELA) continue;
        if (s->sh_info >= (uint32_t)l->nsections || s->sh_link != (uint32_t)l->symtab ||
            s->sh_entsize != sizeof(Elf64_Rela) || s->sh_size % sizeof(Elf64_Rela))
            return refuse(l, "bad relocations");
        if (l->place[s->sh_info] == SIZE_MAX) continue; /* of what is not loaded */
        for (size_t off = 0; off < s->sh_size; off += sizeof(Elf64_Rela)) {
            Elf64_Rela r;
            memcpy(&r, l->file + s->sh_offset + off, sizeof r);
            if (relocate_one(l, (int)s->sh_info, &r)) return -1;
        }
    }
    return 0;
}

/* ---- memory -------------------------------------------------------------------------------------- */

static int map(loading *l)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), undefined = 0;
    for (int i = 1; i < l->nsymbols; i++) undefined += symbol(l, i).st_shndx == SHN_UNDEF;
    l->total = l->jumps + undefined * JUMP_BYTES;
    l->total = (l->total + page - 1) & ~(page - 1);
    if (!l->total) return refuse(l, "no code");
    void *at = mmap(NULL, l->total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return refuse(l, "no memory for code");
    l->image = kc_xcalloc(1, sizeof *l->image);
    *l->image = (kc_image){.base = at, .size = l->total};
    for (int i = 0; i < l->nsections; i++)
        if (l->place[i] != SIZE_MAX)
            memcpy(l->image->base + l->place[i], l->file + l->sections[i].sh_offset, l->sections[i].sh_size);
    return 0;
}

static int load(loading *l)
{
#ifndef __x86_64__
    return refuse(l, "objects are loaded on x86-64 alone");
#endif
    if (read_header(l) || place_sections(l) || check_symbols(l) || map(l) || relocate(l)) return -1;
    list_functions(l);
    if (mprotect(l->image->base, l->image->size, PROT_READ | PROT_EXEC))
        return refuse(l, "code can't be run here");
    __builtin___clear_cache(l->image->base, l->image->base + l->image->size);
    return 0;
}

kc_image *kc_image_load(const void *object, size_t size, kc_image_resolve *resolve, void *user,
                        kc_sbuf *error)
{
    loading l = {.file = object, .size = size, .error = error, .resolve = resolve, .user = user};
    if (load(&l)) {
        kc_image_free(l.image);
        l.image = NULL;
    }
    free(l.sections);
    free(l.place);
    free(l.jump_to);
    return l.image;
}

void *kc_image_function(const kc_image *m, const char *prefix)
{
    void *at = NULL;
    for (int i = 0; i < m->nfunctions; i++) {
        if (strncmp(m->functions[i].name, prefix, strlen(prefix))) continue;
        if (at) return NULL;
        at = m->functions[i].at;
    }
    return at;
}

size_t kc_image_bytes(const kc_image *m) { return m->size; }

void kc_image_free(kc_image *m)
{
    if (!m) return;
    munmap(m->base, m->size);
    for (int i = 0; i < m->nfunctions; i++) free(m->functions[i].name);
    free(m->functions);
    free(m);
}
