/* Overload resolution: entries of a name are tried in table order, the first that fits is taken. */
#include "frontend/sema.h"
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
