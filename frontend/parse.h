/* Orchestra parser: tokens -> tree (frontend/ast.h).
 *
 * Which words are opcodes decides how a line is read (`a1 oscil 1, 440`), so the caller says:
 * its answer covers built-in opcodes, plugins, and user-defined opcodes of earlier
 * compilations; those of this text the parser learns as it meets them. After an error it goes
 * on at the next line, and reports what else it finds. */
#ifndef KC_FRONTEND_PARSE_H
#define KC_FRONTEND_PARSE_H
#include "frontend/ast.h"
#include "frontend/lex.h"
#include "frontend/pp.h"

enum {
    KC_PARSE_MAX_DEPTH = 2000,   /* of expressions and blocks, counted together */
    KC_PARSE_MAX_INSTR = 1000000 /* the engine keeps instruments in an array */
};

typedef struct {
    void *ctx;
    /* 1 when the word is an opcode: has_outs when some variant has outputs, has_no_outs when
     * some has none. Required. */
    int (*is_opcode)(void *ctx, const char *name, int *has_outs, int *has_no_outs);
    /* A known opcode whose name is close, or NULL. Optional. */
    const char *(*nearest)(void *ctx, const char *name);
} kc_parse_opcodes;

/* Never NULL. The tree is whole only if no error was reported; it lives in the arena and does
 * not refer to the tokens. */
kc_ast_orc *kc_parse(const kc_tokens *tokens, const kc_parse_opcodes *ops, kc_arena *arena, kc_diags *d);

/* Preprocessor, lexer and parser in one. NULL when the preprocessor failed; else the tree, in which items
 * with errors are marked as broken. */
kc_ast_orc *kc_parse_partial(kc_pp *pp, kc_pp_input in, const kc_parse_opcodes *ops, kc_pp_text *map,
                             kc_arena *arena, kc_diags *d);

/* The same, but NULL when errors were reported. `map` (zeroed, its
 * `sources` set) keeps the preprocessed text: kc_pp_note_span(map, ...) explains spans of the
 * tree that came out of macros. The caller frees it. */
kc_ast_orc *kc_parse_text(kc_pp *pp, kc_pp_input in, const kc_parse_opcodes *ops, kc_pp_text *map,
                          kc_arena *arena, kc_diags *d);
#endif
