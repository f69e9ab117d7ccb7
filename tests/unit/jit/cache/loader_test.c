/* The loader: what it loads plays the same bits as LLVM's own linker makes of it, and it refuses what is not
 * exactly so. */
#include "tests/unit/jit/fixture.h"
#include "jit/cache/code.h"
#include <elf.h>

static const char sections[] =
    "unit \"instr 1\" ksmps 64\nvar a1 a\nvar ain a\nvar aout a\nvar a2 a\nvar k1 k\n"
    "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
    "k1 = perf.k mul p5, #0.7\n"
    "init.perf.- subbegin\n"
    "init.- call setksmps - i (#16)\n"
    "ain = perf.a slicein a1\n"
    "ain = init.perf.a call tone a ako (ain, #800, #0)\n"
    "aout = perf.a mul ain, k1\n"
    "a2 = perf.a sliceout aout\n"
    "init.perf.- subend\n"
    "init.perf.- call out - y (a2)\n";
static const char tone[] =
    "unit \"instr 1\" ksmps 64\nvar a1 a\na1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
    "a1 = init.perf.a call tone a ako (a1, #800, #0)\na1 = perf.a mul a1, #0.25\ninit.perf.- call out - y "
    "(a1)\n";

static kc_sbuf object_of(compiler *c, const char *text)
{
    kc_sbuf object = {0}, error = {0};
    kc_program *p = program_of(text);
    kc_schedule *s = kc_ir_schedule(p->ir);
    kc_jit_options o = {.object = &object};
    kc_jit_code *code = c->api->compile(c->session, p->ir, s, p, &o, &error);
    assert_non_null(code);
    assert_true(object.n > sizeof(Elf64_Ehdr));
    c->api->release(c->session, code);
    kc_ir_schedule_destroy(s);
    kc_ir_program_destroy(p);
    return object;
}

static uintptr_t resolve(void *user, const char *name)
{
    (void)user;
    return strcmp(name, KC_JIT_SUB_CONTEXT) ? 0 : (uintptr_t)kc_sub_context;
}

/* What two notes put out in 24 k-cycles of `fused` (NULL: tier 0). */
static void play(const char *text, kc_fused fused, double *out)
{
    kc_engine_config cfg = {
        .sr = 48000, .kr = 750, .zerodbfs = 1, .a4 = 440, .ksmps = 64, .nchnls = 1, .nchnls_i = 1};
    kc_engine *e = kc_engine_create(&cfg);
    kc_program *p = program_of(text);
    kc_engine_on_message(e, quiet, NULL);
    make_table(e);
    kc_engine_install(e, 1, NULL, p);
    atomic_store(&p->fused, fused);
    double f[2][6] = {{0, 1, 0, 10, 440, 0.3}, {0, 1, 0, 10, 1234.5, 0.2}};
    kc_event ev[2] = {{.op = 'i', .n = 5, .p = f[0], .p3_beats = 10},
                      {.op = 'i', .n = 5, .p = f[1], .p3_beats = 10}};
    kc_section section = {ev, 2};
    kc_engine_set_score(e, &section, 1);
    for (int k = 0; k < 24; k++) {
        const double *block = NULL;
        assert_int_equal(kc_engine_cycle(e, &block), KC_ENGINE_GO);
        memcpy(out + k * 64, block, 64 * sizeof *out);
    }
    atomic_store(&p->fused, NULL);
    kc_engine_stop(e);
    kc_engine_destroy(e);
    kc_ir_program_destroy(p);
}

static void plays(compiler *c, const char *text)
{
    static double tier0[24 * 64], loaded[24 * 64];
    kc_sbuf object = object_of(c, text), error = {0};
    kc_image *m = kc_image_load(object.s, object.n, resolve, NULL, &error);
    assert_non_null(m);
    kc_fused f = (kc_fused)(uintptr_t)kc_image_function(m, KC_JIT_PERF);
    assert_non_null(f);
    assert_null(kc_image_function(m, "nothing"));
    memset(object.s, 0xcc, object.n); /* no longer needed */
    play(text, NULL, tier0);
    play(text, f, loaded);
    assert_memory_equal(tier0, loaded, sizeof tier0);
    double sum = 0;
    for (int i = 0; i < 24 * 64; i++) sum += loaded[i] * loaded[i];
    assert_true(sum > 0.1);
    kc_image_free(m);
    kc_sbuf_free(&object);
    kc_sbuf_free(&error);
}

static void plays_the_same_bits(void **state) { plays(*state, tone); }
/* The engine is further away than a direct call reaches. */
static void calls_outer_functions(void **state) { plays(*state, sections); }

static int loads(const char *bytes, size_t n, const char *why)
{
    kc_sbuf error = {0};
    kc_image *m = kc_image_load(bytes, n, resolve, NULL, &error);
    if (!m) assert_true(error.n > 0);
    if (!m && why && !strstr(error.s, why)) fail_msg("refused with \"%s\", not \"%s\"", error.s, why);
    kc_sbuf_free(&error);
    kc_image_free(m);
    return m != NULL;
}

/* A copy in memory of its own, so that a read behind its end shows. */
static int loads_copy(const kc_sbuf *o, size_t n)
{
    char *s = kc_xmalloc(n ? n : 1);
    memcpy(s, o->s, n);
    int r = loads(s, n, NULL);
    free(s);
    return r;
}

static void refuses_what_is_cut_off(void **state)
{
    kc_sbuf o = object_of(*state, sections);
    assert_true(loads_copy(&o, o.n));
    Elf64_Ehdr h;
    memcpy(&h, o.s, sizeof h);
    for (size_t n = 0; n < h.e_shoff + h.e_shnum * sizeof(Elf64_Shdr); n++) assert_false(loads_copy(&o, n));
    kc_sbuf_free(&o);
}

/* Any bit may be wrong: loaded or refused, never out of bounds (which sanitizers see). */
static void survives_damage(void **state)
{
    kc_sbuf o = object_of(*state, sections);
    int refused = 0;
    for (size_t i = 0; i < o.n * 8; i++) {
        o.s[i / 8] ^= (char)(1 << i % 8);
        refused += !loads_copy(&o, o.n);
        o.s[i / 8] ^= (char)(1 << i % 8);
    }
    assert_true(refused > 500);
    kc_sbuf_free(&o);
}

static Elf64_Shdr *section(kc_sbuf *o, uint32_t type)
{
    Elf64_Ehdr *h = (Elf64_Ehdr *)o->s;
    Elf64_Shdr *s = (Elf64_Shdr *)(o->s + h->e_shoff);
    for (int i = 0; i < h->e_shnum; i++)
        if (s[i].sh_type == type) return &s[i];
    return NULL;
}

static void refuses_the_unknown(void **state)
{
    kc_sbuf o = object_of(*state, sections), keep = {0};
    kc_sbuf_write(&keep, o.s, o.n);
    Elf64_Rela *r = (Elf64_Rela *)(o.s + section(&o, SHT_RELA)->sh_offset);
    Elf64_Sym *s = (Elf64_Sym *)(o.s + section(&o, SHT_SYMTAB)->sh_offset);
    int nsyms = (int)(section(&o, SHT_SYMTAB)->sh_size / sizeof *s);
    const Elf64_Rela first = *r;
#define REFUSED(change, why)                                                                                 \
    do {                                                                                                     \
        change;                                                                                              \
        assert_false(loads(o.s, o.n, why));                                                                  \
        memcpy(o.s, keep.s, o.n);                                                                            \
    } while (0)
    REFUSED(r->r_info = ELF64_R_INFO(ELF64_R_SYM(first.r_info), R_X86_64_64), "unknown relocation 1");
    REFUSED(r->r_info = ELF64_R_INFO(ELF64_R_SYM(first.r_info), R_X86_64_GOTPCREL), "unknown relocation 9");
    REFUSED(r->r_info = ELF64_R_INFO(nsyms, R_X86_64_PC32), "relocation without symbol");
    REFUSED(r->r_offset = 1u << 30, "relocation outside its section");
    REFUSED(r->r_addend = 1ll << 40, "relocation out of range");
    REFUSED(r->r_addend = 1 << 20, "relocation out of range");
    REFUSED(section(&o, SHT_PROGBITS)->sh_flags |= SHF_WRITE, "writable data");
    REFUSED(section(&o, SHT_PROGBITS)->sh_flags |= SHF_TLS, "unknown section flags");
    REFUSED(section(&o, SHT_PROGBITS)->sh_type = SHT_NOBITS, "not in the file");
    REFUSED(section(&o, SHT_PROGBITS)->sh_addralign = 3, "bad alignment");
    REFUSED(section(&o, SHT_SYMTAB)->sh_entsize = 1, "bad symbol table");
    REFUSED(section(&o, SHT_RELA)->sh_entsize = 1, "bad relocations");
    REFUSED(((Elf64_Ehdr *)o.s)->e_machine = EM_AARCH64, "another machine");
    REFUSED(((Elf64_Ehdr *)o.s)->e_type = ET_DYN, "not relocatable");
    for (int i = 1; i < nsyms; i++) {
        if (s[i].st_shndx == SHN_UNDEF) REFUSED(s[i].st_name = 0, "no function");
        if (ELF64_ST_TYPE(s[i].st_info) == STT_FUNC)
            REFUSED(s[i].st_size = 1u << 30, "symbol outside its section");
    }
    assert_true(loads(o.s, o.n, NULL));
    kc_sbuf_free(&o);
    kc_sbuf_free(&keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plays_the_same_bits), cmocka_unit_test(calls_outer_functions),
        cmocka_unit_test(refuses_what_is_cut_off), cmocka_unit_test(survives_damage),
        cmocka_unit_test(refuses_the_unknown)};
    return cmocka_run_group_tests(tests, open_compiler, close_compiler);
}
