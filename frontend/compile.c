/* One compile: text -> tree -> units. Nothing reaches the session before all of it has succeeded.
 *
 *     header values -> items in the order of the text (definitions, instruments, global statements)
 *                   -> instrument numbers -> commit: global memory, definitions, names, header */
#include "frontend/sema.h"
#include "frontend/parse.h"
#include <stdio.h>
#include <string.h>

enum { BOTH = KC_IR_INIT | KC_IR_PERF, MAX_LINE = 10000000 };

/* ---- text -> tree ------------------------------------------------------------------------------ */

/* Words that are statements of the language whatever the table holds. */
static int language_word(const char *name, int *has_outs, int *has_no_outs)
{
    static const char *const with_outs[] = {"xin", "init", "i", "k"};
    static const char *const without[] = {"xout",    "cggoto",  "cigoto",   "ckgoto",  "cngoto",
                                          "cingoto", "cnkgoto", "rireturn", "setksmps"};
    *has_outs = *has_no_outs = 0;
    for (size_t i = 0; i < sizeof with_outs / sizeof *with_outs; i++)
        *has_outs |= !strcmp(with_outs[i], name);
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) *has_no_outs |= !strcmp(without[i], name);
    return *has_outs || *has_no_outs;
}

static int is_opcode(void *ctx, const char *name, int *has_outs, int *has_no_outs)
{
    const kc_entries *es = kc_find_entries(ctx, name);
    int known = language_word(name, has_outs, has_no_outs);
    for (int i = 0; es && i < es->v.n; i++) {
        known = 1;
        if (*es->v.v[i].outs)
            *has_outs = 1;
        else
            *has_no_outs = 1;
    }
    return known;
}

static const char *nearest(void *ctx, const char *name) { return kc_nearest_opcode(ctx, name); }

/* The source is the text after as many empty lines as stand before it in its file: line numbers are the
 * user's. */
static kc_pp_input add_source(kc_compile *c, const char *text, size_t len, const char *file, int first_line)
{
    size_t before = first_line > 1 ? (size_t)(first_line < MAX_LINE ? first_line : MAX_LINE) - 1 : 0;
    char *padded = kc_arena_alloc(&c->arena, before + len + 1);
    memset(padded, '\n', before);
    memcpy(padded + before, text, len);
    int id = kc_sources_add(c->sources, file ? file : "orchestra", padded, before + len);
    return (kc_pp_input){id, c->sources->list.v[id - 1].text + before, len, (int)before + 1};
}

static kc_ast_orc *parse(kc_compile *c, kc_pp_input in)
{
    kc_pp *pp =
        kc_pp_create(&(kc_pp_options){.mode = KC_PP_ORC, .incdir = c->s->include_path}, c->sources, c->d);
    for (int i = 0; i + 1 < c->s->macros.n; i += 2)
        kc_pp_define(pp, c->s->macros.v[i], c->s->macros.v[i + 1]);
    kc_parse_opcodes ops = {c, is_opcode, nearest};
    kc_ast_orc *orc = kc_parse_partial(pp, in, &ops, c->map, &c->tree->arena, c->d);
    kc_pp_destroy(pp);
    return orc;
}

/* ---- definitions ------------------------------------------------------------------------------- */

static int letters_ok(const char *types, const char *allowed)
{
    for (const char *p = types; *p; p++) {
        if (p[0] == '[' && p[1] == ']' && p > types)
            p++;
        else if (!strchr(allowed, *p))
            return 0;
    }
    return 1;
}

static int definition_ok(kc_compile *c, const kc_ast_item *it)
{
    static const char *const fixed[] = {"instr", "endin", "opcode", "endop",
                                        "pset",  "xin",   "xout",   "subinstr"};
    int errors = c->d->errors;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (!strcmp(fixed[i], it->name))
            kc_diag_error(c->d, it->name_span, "fixed-opcode", "%s can't be redefined", it->name);
    if (!letters_ok(it->out_types, "aikKftSw"))
        kc_diag_error(c->d, it->out_types_span, "bad-opcode-types",
                      "bad output types `%s`: a i k K f t S are allowed", it->out_types);
    if (!letters_ok(it->in_types, "aijopkfwtKOJVPS"))
        kc_diag_error(c->d, it->in_types_span, "bad-opcode-types",
                      "bad input types `%s`: a i j o p k f t K O J V P S are allowed", it->in_types);
    return c->d->errors == errors;
}

static void define(kc_compile *c, const kc_ast_item *it)
{
    if (it->bad_header || !definition_ok(c, it)) return;
    kc_udo *u = kc_xcalloc(1, sizeof *u);
    u->name = it->name;
    u->outs = it->out_types;
    u->ins = it->in_types;
    size_t n = strlen(u->ins);
    u->ins_all = kc_xmalloc(n + 2);
    memcpy(u->ins_all, u->ins, n);
    memcpy(u->ins_all + n, "o", 2);
    u->body = it->body;
    u->tree = c->tree;
    c->tree->refs++;
    u->compile = c->number;
    u->line = it->name_span.line;
    kc_udo_scan(u);
    kc_define_udo(c, u, it->name_span.source ? it->name_span : it->span);
    u->bad = it->broken;
    if (!it->broken) kc_udo_check(c, u);
}

/* ---- instruments ------------------------------------------------------------------------------- */

static kc_ir_unit *new_unit(kc_compile *c, const char *name, const char *file)
{
    kc_ir_unit *u = kc_ir_unit_create(name, c->header.ksmps);
    u->file = kc_arena_strdup(&u->arena, file ? file : "orchestra");
    return u;
}

static void unit_name(const kc_ast_instr_id *id, char *out, size_t size)
{
    if (id->name)
        snprintf(out, size, "instr %s", id->name);
    else
        snprintf(out, size, "instr %d", id->number);
}

static kc_ir_unit *lower_instr(kc_compile *c, const kc_ast_item *it, const char *file)
{
    char name[128];
    unit_name(&it->ids[0], name, sizeof name);
    kc_ir_unit *u = new_unit(c, name, file);
    kc_lower l;
    kc_scope sc = {.fenced = (uint8_t)kc_block_sets_ksmps(&it->body)};
    kc_lower_begin(&l, c, u, BOTH);
    kc_scope_begin(&l, &sc, &it->body);
    l.span = it->span;
    if (sc.fenced) kc_emit(&l, KC_IR_SUBBEGIN, BOTH, '-', NULL, 0, NULL, 0);
    kc_lower_block(&l, &it->body);
    l.stmt = NULL;
    if (sc.fenced) kc_emit(&l, KC_IR_SUBEND, BOTH, '-', NULL, 0, NULL, 0);
    kc_scope_end(&l);
    kc_lower_end(&l);
    return u;
}

static void *mark = &mark;

static int used_number(const kc_compile *c, const kc_map *now, int n)
{
    char key[16];
    snprintf(key, sizeof key, "%d", n);
    return kc_map_get(now, key) || kc_map_get(&c->s->instr_numbers, key);
}

static void take_numbers(kc_compile *c, const kc_ast_orc *orc, kc_map *now)
{
    for (int i = 0; i < orc->n; i++)
        for (int k = 0; orc->items[i]->kind == KC_ITEM_INSTR && k < orc->items[i]->n_ids; k++) {
            const kc_ast_instr_id *id = &orc->items[i]->ids[k];
            char key[16];
            if (id->name) continue;
            snprintf(key, sizeof key, "%d", id->number);
            if (id->number < 1)
                kc_diag_error(c->d, id->span, "bad-instr-number", "instrument numbers start at 1, not %d",
                              id->number);
            else if (kc_map_get(now, key)) {
                const kc_ast_instr_id *first = kc_map_get(now, key);
                kc_diag_error(c->d, id->span, "instr-redefined", "instr %d redefined", id->number);
                kc_diag_note(c->d, "the first one is on line %d", first->span.line);
            }
            if (!kc_map_get(now, key)) kc_map_put(now, key, (void *)id);
        }
}

/* Names get the lowest free numbers in order of definition, plain names before `+names`. */
static void number_names(kc_compile *c, const kc_ast_orc *orc, kc_map *now, kc_map *names, int plus)
{
    int next = 1;
    for (int i = 0; i < orc->n; i++)
        for (int k = 0; orc->items[i]->kind == KC_ITEM_INSTR && k < orc->items[i]->n_ids; k++) {
            const kc_ast_instr_id *id = &orc->items[i]->ids[k];
            char key[16];
            if (!id->name || (id->plus != 0) != plus || kc_map_get(names, id->name)) continue;
            int n = kc_session_instr_number(c->s, id->name);
            if (!n) {
                while (used_number(c, now, next)) next++;
                n = next;
            }
            snprintf(key, sizeof key, "%d", n);
            kc_map_put(now, key, mark);
            kc_map_put(names, id->name, (void *)(intptr_t)n);
        }
}

/* Which numbers and names an instrument answers to; a name that an earlier instrument of the text has stays
 * there. */
static int take_ids(kc_compile *c, const kc_ast_item *it, const kc_map *names, kc_map *taken,
                    kc_compiled *out, kc_compiled_instr *ci)
{
    ci->numbers = kc_arena_alloc(&out->arena, sizeof *ci->numbers * (size_t)it->n_ids);
    ci->names = kc_arena_alloc(&out->arena, sizeof *ci->names * (size_t)it->n_ids);
    for (int k = 0; k < it->n_ids; k++) {
        const kc_ast_instr_id *id = &it->ids[k];
        if (id->name && kc_map_get(taken, id->name)) {
            kc_diag_warning(c->d, id->span, "instr-redefined",
                            "instr %s is defined twice: the first one is used", id->name);
            continue;
        }
        if (id->name) kc_map_put(taken, id->name, mark);
        ci->numbers[ci->n] = id->name ? (int)(intptr_t)kc_map_get(names, id->name) : id->number;
        ci->names[ci->n++] = id->name ? kc_arena_strdup(&out->arena, id->name) : NULL;
    }
    return ci->n;
}

static void add_instr(kc_compile *c, const kc_ast_item *it, const kc_map *names, kc_map *taken,
                      const char *file, kc_compiled *out)
{
    kc_compiled_instr ci = {.span = it->span, .unit = lower_instr(c, it, file)};
    if (take_ids(c, it, names, taken, out, &ci))
        kc_vec_push(&out->instrs, ci);
    else
        kc_ir_unit_destroy(ci.unit);
}

/* ---- all items --------------------------------------------------------------------------------- */

static void write_text(void *user, kc_ast_stmt *s)
{
    kc_compile *c = user;
    s->text = kc_span_text(c, s->span, &c->tree->arena);
}

static void prepare(kc_compile *c, kc_ast_block *b)
{
    kc_fold_block(b, &c->tree->arena);
    kc_each_stmt(b, write_text, c);
}

/* Global statements, as one body. */
static kc_ast_block global_body(kc_compile *c, const kc_ast_orc *orc)
{
    kc_ast_block b = {kc_arena_alloc(&c->arena, sizeof *b.v * (size_t)(orc->n + 1)), 0};
    for (int i = 0; i < orc->n; i++)
        if (orc->items[i]->kind == KC_ITEM_STMT) b.v[b.n++] = orc->items[i]->stmt;
    return b;
}

static void lower_items(kc_compile *c, kc_ast_orc *orc, const char *file, kc_compiled *out)
{
    kc_map now = {0}, names = {0}, taken = {0};
    take_numbers(c, orc, &now);
    number_names(c, orc, &now, &names, 0);
    number_names(c, orc, &now, &names, 1);
    kc_ast_block globals = global_body(c, orc);
    prepare(c, &globals);
    kc_lower l0;
    kc_scope sc0 = {0};
    if (globals.n) out->unit0 = new_unit(c, "instr 0", file);
    kc_lower_begin(&l0, c, out->unit0, KC_IR_INIT);
    if (globals.n) kc_scope_begin(&l0, &sc0, &globals);
    for (int i = 0; i < orc->n; i++) {
        kc_ast_item *it = orc->items[i];
        if (it->kind == KC_ITEM_INSTR || it->kind == KC_ITEM_UDO) prepare(c, &it->body);
        if (it->kind == KC_ITEM_UDO)
            define(c, it);
        else if (it->kind == KC_ITEM_INSTR && !it->broken)
            add_instr(c, it, &names, &taken, file, out);
        else if (it->kind == KC_ITEM_STMT)
            kc_lower_stmt(&l0, it->stmt);
    }
    if (globals.n) kc_scope_end(&l0);
    kc_lower_end(&l0);
    kc_map_free(&now);
    kc_map_free(&names);
    kc_map_free(&taken);
}

/* ---- commit ------------------------------------------------------------------------------------ */

/* Gives the unit's global variables their place in global memory. */
static int place_globals(kc_compile *c, kc_ir_unit *u)
{
    for (int i = 0; u && i < u->vars.n; i++) {
        kc_ir_var *v = &u->vars.v[i];
        if (v->where != KC_IR_GLOBAL) continue;
        const kc_ir_global *g = kc_ir_global_get(&c->s->globals, v->name, v->type, v->dims);
        if (!g) {
            kc_diag_error(c->d, (kc_span){0, 0, 0, 0}, "global-memory",
                          "no room for the global variable `%s`", v->name);
            return -1;
        }
        v->index = (int32_t)g->off;
    }
    return 0;
}

static int place_all_globals(kc_compile *c, kc_compiled *out)
{
    int failed = place_globals(c, out->unit0);
    for (int i = 0; !failed && i < out->instrs.n; i++) failed = place_globals(c, out->instrs.v[i].unit);
    return failed;
}

static void commit_instr_ids(kc_session *s, const kc_compiled *out)
{
    for (int i = 0; i < out->instrs.n; i++)
        for (int k = 0; k < out->instrs.v[i].n; k++) {
            char key[16];
            int number = out->instrs.v[i].numbers[k];
            snprintf(key, sizeof key, "%d", number);
            kc_map_put(&s->instr_numbers, key, mark);
            if (out->instrs.v[i].names[k])
                kc_map_put(&s->instr_names, out->instrs.v[i].names[k], (void *)(intptr_t)number);
        }
}

static void commit(kc_compile *c, kc_compiled *out)
{
    out->first = !c->s->fixed;
    out->header = c->s->header = c->header;
    c->s->fixed = 1;
    kc_commit_udos(c);
    commit_instr_ids(c->s, out);
}

/* ---- the door ---------------------------------------------------------------------------------- */

static int settle_header(kc_compile *c, const kc_ast_orc *orc)
{
    kc_header given;
    kc_span at = {0, 0, 0, 0};
    if (kc_header_collect(c, orc, &given, &at)) return -1;
    c->header = c->s->header;
    if (c->s->fixed) return 0;
    if (kc_header_resolve(&given, &c->s->overrides, &c->header, c->d, at)) return -1;
    c->s->globals.ksmps = c->header.ksmps;
    return 0;
}

static int run(kc_compile *c, kc_pp_input in, const char *file, kc_compiled *out)
{
    int errors = c->d->errors;
    kc_ast_orc *orc = parse(c, in);
    if (!orc) return -1;
    /* What could be read is checked too, as long as the rest can't be the cause of what is found. */
    c->partial = c->d->errors > errors;
    if (c->partial && (!orc->broken || orc->broken_globals)) return -1;
    if (settle_header(c, orc)) return -1;
    lower_items(c, orc, file, out);
    if (c->d->errors > errors || place_all_globals(c, out)) return -1;
    commit(c, out);
    return 0;
}

/* Makes what a compile needs and frees what it leaves. `step` is the compile; non-zero: it has failed. */
static int with_state(kc_session *s, const char *text, size_t len, const char *file, int first_line,
                      kc_diags *d,
                      int (*step)(kc_compile *c, kc_pp_input in, const char *file, kc_compiled *out),
                      kc_compiled *out)
{
    kc_sources own = {0};
    kc_pp_text map = {0};
    kc_compile c = {
        .s = s, .d = d, .sources = d->sources ? d->sources : &own, .number = ++s->compiles, .map = &map};
    map.sources = c.sources;
    c.tree = kc_xcalloc(1, sizeof *c.tree);
    c.tree->refs = 1;
    kc_pp_input in = add_source(&c, text, len, file, first_line);
    int failed = step(&c, in, file, out);
    if (failed) kc_discard_udos(&c);
    kc_tree_unref(c.tree);
    kc_pp_text_free(&map);
    kc_map_free(&c.globals);
    kc_map_free(&c.warned);
    kc_vec_free(&c.lines);
    kc_arena_free(&c.arena);
    kc_sources_free(&own);
    return failed;
}

int kc_compile_orc(kc_session *s, const char *text, size_t len, const char *file, int first_line, kc_diags *d,
                   kc_compiled *out)
{
    *out = (kc_compiled){.unit0 = NULL};
    if (!with_state(s, text, len, file, first_line, d, run, out)) return 0;
    kc_compiled_free(out);
    return -1;
}

static int only_parse(kc_compile *c, kc_pp_input in, const char *file, kc_compiled *out)
{
    (void)file, (void)out;
    return !parse(c, in) || c->d->errors;
}

int kc_check_orc(kc_session *s, const char *text, size_t len, const char *file, kc_diags *d)
{
    return with_state(s, text, len, file, 1, d, only_parse, NULL) ? -1 : 0;
}

void kc_compiled_free(kc_compiled *out)
{
    kc_ir_unit_destroy(out->unit0);
    for (int i = 0; i < out->instrs.n; i++) kc_ir_unit_destroy(out->instrs.v[i].unit);
    kc_vec_free(&out->instrs);
    kc_arena_free(&out->arena);
    *out = (kc_compiled){.unit0 = NULL};
}
