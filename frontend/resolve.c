/* Overload resolution: entries of a name are tried in table order, the first that fits is taken. */
#include "frontend/sema.h"
#include <ctype.h>
#include <string.h>

/* Do the x inputs have the rates that the entry wants (one letter per x code)? */
static int rates_fit(const kc_entry *e, const kc_type *ins, int nin)
{
    const char *rates = e->desc ? e->desc->rates : NULL, *sig = e->ins;
    kc_type code;
    for (int i = 0; rates && *rates && i < nin && kc_sig_next(&sig, &code); i++) {
        if (code.t != 'x') continue;
        int audio = ins[i].t == 'a';
        if (*rates != '*' && (*rates == 'a') != audio) return 0;
        rates++;
    }
    return 1;
}

static const kc_entry *by_rates(const kc_entries *es, const kc_entry *first, const kc_type *ins, int nin)
{
    const kc_entry *end = es->v.v + es->v.n;
    for (const kc_entry *e = first; e < end; e++)
        if (!strcmp(e->outs, first->outs) && !strcmp(e->ins, first->ins) && rates_fit(e, ins, nin)) return e;
    return first;
}

const kc_entry *kc_resolve(const kc_entries *es, const kc_type *outs, int nout, const kc_type *ins, int nin)
{
    for (int i = 0; i < es->v.n; i++) {
        const kc_entry *e = &es->v.v[i];
        if (kc_types_fit_in(ins, nin, e->ins) && kc_types_fit_out(outs, nout, e->outs))
            return by_rates(es, e, ins, nin);
    }
    return NULL;
}

const kc_entry *kc_resolve_inputs(const kc_entries *es, const kc_type *ins, int nin)
{
    for (int i = 0; i < es->v.n; i++)
        if (kc_types_fit_in(ins, nin, es->v.v[i].ins)) return &es->v.v[i];
    return NULL;
}

/* ---- did you mean ------------------------------------------------------------------------------ */

#define NEAR_MAX 32

/* Letters to insert, remove or replace; NEAR_MAX when either name is too long to bother. */
static int edit_distance(const char *a, const char *b)
{
    int na = (int)strlen(a), nb = (int)strlen(b), row[NEAR_MAX + 1];
    if (na > NEAR_MAX || nb > NEAR_MAX) return NEAR_MAX;
    for (int j = 0; j <= nb; j++) row[j] = j;
    for (int i = 1; i <= na; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= nb; j++) {
            int same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
            int best = diagonal + !same;
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[nb];
}

void kc_nearest_try(kc_nearest *s, const char *candidate)
{
    int n = (int)strlen(s->name), limit = n <= 3 ? 1 : n <= 6 ? 2 : 3;
    int longer = (int)strlen(candidate) - n;
    if (longer > limit || -longer > limit) return;
    int d = edit_distance(s->name, candidate);
    if (d > limit || (s->best && d >= s->distance)) return;
    s->best = candidate;
    s->distance = d;
}
