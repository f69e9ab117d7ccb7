/* libFuzzer target: any bytes as an orchestra, through preprocessor, lexer, parser and printer. */
#include "frontend/parse.h"

/* Without a table: names with an even first letter are opcodes, of both kinds. */
static int is_opcode(void *ctx, const char *name, int *has_outs, int *has_no_outs)
{
    (void)ctx;
    *has_outs = *has_no_outs = 1;
    return name[0] % 2 == 0;
}

static int no_files(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path)
{
    (void)ctx, (void)name, (void)from, (void)text, (void)path;
    return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kc_sources sources = {0};
    kc_diags diags = {.sources = &sources};
    kc_arena arena = {0};
    kc_sbuf out = {0};
    kc_pp_text map = {.sources = &sources};
    kc_parse_opcodes ops = {NULL, is_opcode, NULL};
    int id = kc_sources_add(&sources, "fuzz", (const char *)data, size);
    kc_pp *pp = kc_pp_create(&(kc_pp_options){.mode = KC_PP_ORC, .open = no_files}, &sources, &diags);
    const kc_source *s = &sources.list.v[id - 1];
    kc_ast_orc *orc = kc_parse_text(pp, (kc_pp_input){id, s->text, s->len, 1}, &ops, &map, &arena, &diags);
    if (orc) kc_ast_print(orc, &out);
    kc_diags_render(&diags, &out);
    kc_sbuf_free(&out);
    kc_pp_destroy(pp);
    kc_pp_text_free(&map);
    kc_arena_free(&arena);
    kc_diags_free(&diags);
    kc_sources_free(&sources);
    return 0;
}
