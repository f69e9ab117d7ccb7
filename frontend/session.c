/* Session: the opcode names of an engine and what its compiles have defined so far. */
#include "frontend/sema.h"
#include <stdio.h>
#include <string.h>

/* ---- entries by name --------------------------------------------------------------------------- */

static kc_entries *entries_create(const char *name)
{
    kc_entries *es = kc_xcalloc(1, sizeof *es);
    es->name = kc_xstrdup(name);
    return es;
}

static void entries_destroy(kc_entries *es)
{
    if (!es) return;
    kc_vec_free(&es->v);
    free((char *)es->name);
    free(es);
}

static void free_ops(kc_map *ops)
{
    for (size_t i = 0; i < ops->cap; i++)
        if (ops->slots[i].key) entries_destroy(ops->slots[i].value);
    kc_map_free(ops);
}

static void add_desc(kc_session *s, const kc_opdesc *d)
{
    void **slot = kc_map_at(&s->ops, d->name);
    if (!*slot) *slot = entries_create(d->name);
    kc_entries *es = *slot;
    kc_vec_push(&es->v, (kc_entry){d, NULL, d->outs ? d->outs : "", d->ins ? d->ins : ""});
}

const kc_entries *kc_find_entries(const kc_compile *c, const char *name)
{
    const kc_entries *es = kc_map_get(&c->ops, name);
    if (!es) es = kc_map_get(&c->s->ops, name);
    return es && es->v.n ? es : NULL;
}

/* ---- session ----------------------------------------------------------------------------------- */

kc_session *kc_session_create(const kc_opdesc *const *table, int n, const kc_header *overrides)
{
    kc_session *s = kc_xcalloc(1, sizeof *s);
    s->table = table;
    s->ntable = n;
    for (int i = 0; i < n; i++) add_desc(s, table[i]);
    kc_session_set_overrides(s, overrides);
    return s;
}

void kc_session_destroy(kc_session *s)
{
    if (!s) return;
    for (int i = 0; i < s->udos.n; i++) kc_udo_free(s->udos.v[i]);
    for (int i = 0; i < s->macros.n; i++) free(s->macros.v[i]);
    kc_vec_free(&s->udos);
    kc_vec_free(&s->macros);
    kc_vec_free(&s->added);
    free_ops(&s->ops);
    kc_map_free(&s->instr_names);
    kc_map_free(&s->instr_numbers);
    kc_ir_globals_free(&s->globals);
    free(s->include_path);
    free(s);
}

void kc_session_set_overrides(kc_session *s, const kc_header *overrides)
{
    if (s->fixed) return;
    kc_diags quiet = {0};
    kc_header none = {.set = 0};
    s->overrides = overrides ? *overrides : none;
    if (kc_header_resolve(&none, &s->overrides, &s->header, &quiet, (kc_span){0, 0, 0, 0}))
        s->header = kc_header_defaults(); /* the compile reports it */
    kc_diags_free(&quiet);
}

void kc_session_define(kc_session *s, const char *name, const char *value)
{
    kc_vec_push(&s->macros, kc_xstrdup(name));
    kc_vec_push(&s->macros, kc_xstrdup(value));
}

void kc_session_set_include_path(kc_session *s, const char *dirs)
{
    free(s->include_path);
    s->include_path = dirs ? kc_xstrdup(dirs) : NULL;
}

const kc_header *kc_session_header(const kc_session *s) { return &s->header; }
kc_ir_globals *kc_session_globals(kc_session *s) { return &s->globals; }

int kc_session_instr_number(const kc_session *s, const char *name)
{
    return (int)(intptr_t)kc_map_get(&s->instr_names, name);
}

void kc_session_add_opcode(kc_session *s, const kc_opdesc *desc)
{
    kc_vec_push(&s->added, desc);
    add_desc(s, desc);
}

void kc_session_list_opcodes(const kc_session *s,
                             void (*fn)(void *user, const char *name, const char *outs, const char *ins,
                                        int deprecated),
                             void *user)
{
    for (int i = 0; i < s->ntable; i++)
        fn(user, s->table[i]->name, s->table[i]->outs, s->table[i]->ins, s->table[i]->deprecated);
    for (int i = 0; i < s->added.n; i++)
        fn(user, s->added.v[i]->name, s->added.v[i]->outs, s->added.v[i]->ins, s->added.v[i]->deprecated);
    for (int i = 0; i < s->udos.n; i++)
        fn(user, s->udos.v[i]->name, s->udos.v[i]->outs, s->udos.v[i]->ins, 0);
}

/* ---- user-defined opcodes ---------------------------------------------------------------------- */

void kc_tree_unref(kc_tree *t)
{
    if (!t || --t->refs > 0) return;
    kc_arena_free(&t->arena);
    free(t);
}

void kc_udo_free(kc_udo *u)
{
    if (!u) return;
    kc_map_free(&u->assigned);
    free(u->ins_all);
    kc_tree_unref(u->tree);
    free(u);
}

/* The compile's own copy of a name's entries, made on the first change. */
static kc_entries *own_entries(kc_compile *c, const char *name)
{
    void **slot = kc_map_at(&c->ops, name);
    if (*slot) return *slot;
    kc_entries *es = *slot = entries_create(name);
    const kc_entries *old = kc_map_get(&c->s->ops, name);
    for (int i = 0; old && i < old->v.n; i++) kc_vec_push(&es->v, old->v.v[i]);
    return es;
}

static int same_signature(const kc_entry *e, const kc_udo *u)
{
    return !strcmp(e->outs, u->outs) && !strcmp(e->udo ? e->udo->ins : e->ins, u->ins);
}

static void forget(kc_compile *c, kc_udo *old)
{
    for (int i = 0; i < c->udos.n; i++) {
        if (c->udos.v[i] != old) continue;
        memmove(&c->udos.v[i], &c->udos.v[i + 1], (size_t)(c->udos.n - i - 1) * sizeof *c->udos.v);
        c->udos.n--;
        break;
    }
    kc_vec_push(&c->replaced, old);
}

void kc_define_udo(kc_compile *c, kc_udo *u, kc_span at)
{
    kc_entries *es = own_entries(c, u->name);
    kc_entry e = {NULL, u, u->outs, u->ins_all};
    kc_vec_push(&c->udos, u);
    for (int i = 0; i < es->v.n; i++) {
        if (!same_signature(&es->v.v[i], u)) continue;
        kc_diag_warning(c->d, at, "redefined-opcode", "redefined opcode: %s", u->name);
        if (es->v.v[i].udo && es->v.v[i].udo->compile == c->number)
            kc_diag_note(c->d, "the first definition is on line %d", es->v.v[i].udo->line);
        if (es->v.v[i].udo) forget(c, es->v.v[i].udo);
        es->v.v[i] = e;
        return;
    }
    kc_vec_push(&es->v, e);
}

static void session_forget(kc_session *s, const kc_udo *u)
{
    int n = 0;
    for (int i = 0; i < s->udos.n; i++)
        if (s->udos.v[i] != u) s->udos.v[n++] = s->udos.v[i];
    s->udos.n = n;
}

void kc_commit_udos(kc_compile *c)
{
    kc_session *s = c->s;
    for (size_t i = 0; i < c->ops.cap; i++) {
        if (!c->ops.slots[i].key) continue;
        void **slot = kc_map_at(&s->ops, c->ops.slots[i].key);
        entries_destroy(*slot);
        *slot = c->ops.slots[i].value;
    }
    kc_map_free(&c->ops);
    for (int i = 0; i < c->udos.n; i++) kc_vec_push(&s->udos, c->udos.v[i]);
    for (int i = 0; i < c->replaced.n; i++) {
        session_forget(s, c->replaced.v[i]);
        kc_udo_free(c->replaced.v[i]);
    }
    kc_vec_free(&c->udos);
    kc_vec_free(&c->replaced);
}

void kc_discard_udos(kc_compile *c)
{
    free_ops(&c->ops);
    for (int i = 0; i < c->replaced.n; i++)
        if (c->replaced.v[i]->compile == c->number) kc_udo_free(c->replaced.v[i]);
    for (int i = 0; i < c->udos.n; i++) kc_udo_free(c->udos.v[i]);
    kc_vec_free(&c->udos);
    kc_vec_free(&c->replaced);
}

/* ---- for messages ------------------------------------------------------------------------------ */

const char *kc_nearest_opcode(kc_compile *c, const char *name)
{
    kc_near near = {.name = name};
    const kc_map *maps[2] = {&c->ops, &c->s->ops};
    for (int m = 0; m < 2; m++)
        for (size_t i = 0; i < maps[m]->cap; i++) {
            const char *key = maps[m]->slots[i].key;
            if (key && *key != '#' && *key != '=') kc_near_try(&near, key);
        }
    return near.best;
}

void kc_note_near_opcode(kc_compile *c, const char *name)
{
    const char *near = kc_nearest_opcode(c, name);
    if (near) kc_diag_note(c->d, "did you mean `%s`?", near);
}

static void index_lines(kc_compile *c, int source)
{
    const kc_source *src = &c->sources->list.v[source - 1];
    c->lines.n = 0;
    c->lines_of = source;
    kc_vec_push(&c->lines, src->text);
    for (const char *p = src->text, *end = src->text + src->len; p < end; p++)
        if (*p == '\n') kc_vec_push(&c->lines, p + 1);
}

/* Bytes before a comment or the end of the line. */
static size_t code_length(const char *line, const char *end)
{
    const char *p = line;
    for (int quoted = 0; p < end; p++) {
        if (*p == '"' && (p == line || p[-1] != '\\')) quoted = !quoted;
        if (quoted) continue;
        if (*p == ';' || (*p == '/' && p + 1 < end && (p[1] == '/' || p[1] == '*'))) break;
    }
    return (size_t)(p - line);
}

const char *kc_span_text(kc_compile *c, kc_span at, kc_arena *a)
{
    if (at.source < 1 || at.source > c->sources->list.n || at.line < 1 || at.col < 1) return "";
    if (c->lines_of != at.source) index_lines(c, at.source);
    if (at.line > c->lines.n) return "";
    const kc_source *src = &c->sources->list.v[at.source - 1];
    const char *line = c->lines.v[at.line - 1],
               *end = memchr(line, '\n', (size_t)(src->text + src->len - line));
    if (!end) end = src->text + src->len;
    if (end - line < at.col) return "";
    line += at.col - 1;
    size_t n = code_length(line, end);
    while (n && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r')) n--;
    return kc_arena_strndup(a, line, n);
}
