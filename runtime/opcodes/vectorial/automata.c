/* cell, vcella: cellular automata in one dimension. Two lines of cells take turns: the rule makes the next
 * one of each cell and its neighbours; the ends are neighbours of each other. */
#include "runtime/opcodes/op.h"

typedef const double *num;

typedef struct {
    kc_aux memory; /* two lines */
    int32_t elements;
    int32_t current; /* 0 or 1: the line that comes next */
} automaton_st;

KC_NATIVE kc_table *cells(kc_ctx *c, double fn, int elements, const char *what)
{
    kc_table *t = kc_table_find(c, fn);
    if (!t) kc_fail(c, "%s: invalid %s table", c->site->desc->name, what);
    if (!t || (elements >= 1 && elements <= t->len)) return t;
    kc_fail(c, "%s: invalid num of elements", c->site->desc->name);
    return NULL;
}

KC_NATIVE int automaton_start(automaton_st *s, kc_ctx *c, double first)
{
    const kc_table *t = cells(c, first, s->elements, "initial state");
    if (!t) return KC_ERROR;
    s->current = 0;
    memcpy(s->memory.p, t->data, (size_t)s->elements * sizeof(double));
    return KC_OK;
}

KC_NATIVE int automaton_init(automaton_st *s, kc_ctx *c, num out, num first, num rule, num elements)
{
    s->elements = *elements >= 1 && *elements < 1e8 ? (int)*elements : 0;
    if (!cells(c, *out, s->elements, "output") || !cells(c, *first, s->elements, "initial state"))
        return KC_ERROR;
    if (!cells(c, *rule, 1, "rule")) return KC_ERROR;
    if (kc_aux_alloc(c, &s->memory, 2 * (size_t)s->elements * sizeof(double)) < 0) return KC_ERROR;
    return automaton_start(s, c, *first);
}

/* What the rule says of a sum; modulo `length` when that is not 0. */
KC_NATIVE double follow_rule(const kc_table *rule, double sum, int length)
{
    int64_t i = fabs(sum) < 1e15 ? (int64_t)sum : 0;
    if (length) i %= length;
    return i >= 0 && i <= rule->len ? rule->data[i] : 0.0;
}

KC_NATIVE double classic_sum(const double *line, int j, int n)
{
    return line[j < 1 ? n - 1 : j - 1] * 4 + line[j] * 2 + line[(j + 1) % n];
}
KC_NATIVE double near_sum(const double *line, int j, int n)
{
    return line[j < 1 ? n - 1 : j - 1] + line[j] + line[(j + 1) % n];
}
/* The second cell has the same second neighbour to the left as the first, as in the reference. */
KC_NATIVE double wide_sum(const double *line, int j, int n)
{
    int far = j < 2 ? n - 2 : j - 2;
    return line[far < 0 ? 0 : far] + line[j < 1 ? n - 1 : j - 1] + line[j] + line[(j + 1) % n] +
           line[(j + 2) % n];
}

KC_NATIVE int automaton_step(automaton_st *s, kc_ctx *c, num trig, num again, num out, num first, num rule,
                             int length, double (*sum)(const double *, int, int))
{
    if (*again != 0 && automaton_start(s, c, *first) < 0) return KC_ERROR;
    kc_table *t = cells(c, *out, s->elements, "output"), *r = cells(c, *rule, 1, "rule");
    if (!t || !r) return KC_ERROR;
    double *now = (double *)s->memory.p + (size_t)s->current * (size_t)s->elements;
    double *other = (double *)s->memory.p + (size_t)!s->current * (size_t)s->elements;
    if (*trig == 0) {
        memcpy(t->data, other, (size_t)s->elements * sizeof(double));
        return KC_OK;
    }
    for (int j = 0; j < s->elements; j++) {
        t->data[j] = now[j];
        other[j] = follow_rule(r, sum(now, j, s->elements), length);
    }
    s->current = !s->current;
    return KC_OK;
}

/* Opcode: cell
 * Synopsis: cell ktrig, kreinit, ioutFunc, initStateFunc, iRuleFunc, ielements
 *
 * The classical automaton: two states, and a rule for each of the eight patterns of a cell and its
 * neighbours.
 * In:  ktrig          non-zero goes one step on
 *      kreinit        non-zero goes back to the start
 *      ioutFunc       table that gets the cells
 *      initStateFunc  table of the cells at the start, 0 or 1
 *      iRuleFunc      table of eight new states; the number of a pattern has the left neighbour first
 *      ielements      how many cells
 * Fails: at init when there is no such table, or it is shorter
 */
KC_NATIVE int cell_init(automaton_st *s, kc_ctx *c, num trig, num again, num out, num first, num rule,
                        num elements)
{
    (void)trig, (void)again;
    return automaton_init(s, c, out, first, rule, elements);
}
KC_NATIVE int cell_perf(automaton_st *s, kc_ctx *c, num trig, num again, num out, num first, num rule,
                        num elements)
{
    (void)elements;
    return automaton_step(s, c, trig, again, out, first, rule, 0, classic_sum);
}
KC_OP(cell, "", "kkiiii", .state = automaton_st, .init = cell_init, .perf = cell_perf, .fx = tab_r | tab_w)

/* Opcode: vcella
 * Synopsis: vcella ktrig, kreinit, ioutFunc, initStateFunc, iRuleFunc, ielements, irulelen [, iradius]
 *
 * An automaton of any states: the new one is read from the rule at the sum of a cell and its neighbours.
 * In:  as cell, and
 *      irulelen  length of the rule; sums wrap around at it
 *      iradius   1: one neighbour on each side, else two (default 1)
 * Fails: at init as cell, or when irulelen is not positive
 */
KC_NATIVE int vcella_init(automaton_st *s, kc_ctx *c, num trig, num again, num out, num first, num rule,
                          num elements, num length, num radius)
{
    (void)trig, (void)again, (void)radius;
    if (!(*length >= 1 && *length < 1e9)) return kc_fail(c, "vcella: the rule must have a length");
    return automaton_init(s, c, out, first, rule, elements);
}
KC_NATIVE int vcella_perf(automaton_st *s, kc_ctx *c, num trig, num again, num out, num first, num rule,
                          num elements, num length, num radius)
{
    (void)elements;
    return automaton_step(s, c, trig, again, out, first, rule, (int)*length,
                          *radius == 1 ? near_sum : wide_sum);
}
KC_OP(vcella, "", "kkiiiiip", .state = automaton_st, .init = vcella_init, .perf = vcella_perf,
      .fx = tab_r | tab_w)
