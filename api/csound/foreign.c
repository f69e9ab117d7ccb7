/* See foreign.h. */
#include "api/csound/foreign.h"
#include "api/csound/instance.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

enum { RUNS_INIT = 1, RUNS_PERF = 2, MAX_ARGS = 1999 };

typedef struct foreign {
    struct foreign *next;
    kc_opdesc desc;
    OENTRY entry;
    kc_cs *cs;
} foreign;

typedef struct {
    foreign *list;
} foreign_part;

enum { ON_END = 8 };

/* In the instance, for each call. */
typedef struct {
    kc_aux block, call, picture;
    SUBR on_end[ON_END];
    int32_t non_end;
    int32_t ready; /* the init pass has gone through */
} foreign_st;

/* In front of the INSDS that functions see. */
typedef struct {
    kc_note *note;
    foreign_st *st;
    _Alignas(16) INSDS seen;
} picture_head;

static picture_head *head_of(const INSDS *i)
{
    return (picture_head *)(uintptr_t)((const char *)i - offsetof(picture_head, seen));
}

static foreign *foreign_of(const kc_ctx *c)
{
    return (foreign *)(uintptr_t)((const char *)c->site->desc - offsetof(foreign, desc));
}

/* ---- what a function is told ------------------------------------------------------------------ */

/* The description of a call, and the lists it points to. */
typedef struct {
    OPTXT text;
    char letters[2];
} call_text;

static size_t list_bytes(int n) { return sizeof(ARGLST) + (size_t)(n > 0 ? n : 1) * sizeof(char *); }

static ARGLST *name_list(char *at, const kc_site *site, int from, int n)
{
    ARGLST *l = (ARGLST *)at;
    l->count = n;
    int given = site->nout + site->given;
    for (int i = 0; i < n && site->argnames; i++) /* an argument that was left out has no name */
        if (from + i < given) l->arg[i] = (char *)(uintptr_t)site->argnames[from + i];
    return l;
}

static char letter(const kc_site *s, int i)
{
    return s->types && i < s->nout + s->nin ? (char)(s->types[i] & 0x7f) : 0;
}

static OPTXT *describe(kc_ctx *c, foreign_st *s, foreign *f)
{
    const kc_site *site = c->site;
    size_t outs = list_bytes(site->nout), ins = list_bytes(site->nin);
    size_t args = (size_t)(site->nout + site->nin + 1) * sizeof(ARG);
    if (kc_aux_alloc(c, &s->call, sizeof(call_text) + outs + ins + args) < 0) return NULL;
    call_text *t = s->call.p;
    char *at = (char *)(t + 1);
    TEXT *x = &t->text.t;
    x->linenum = (uint16_t)site->line;
    x->oentry = &f->entry;
    x->opcod = f->entry.opname;
    x->outlist = name_list(at, site, 0, site->nout);
    x->inlist = name_list(at + outs, site, site->nout, site->nin);
    ARG *arg = (ARG *)(at + outs + ins);
    for (int i = 0; i < site->nout + site->nin; i++) arg[i].next = &arg[i + 1];
    x->outArgs = site->nout ? arg : NULL;
    x->inArgs = site->nin ? arg + site->nout : NULL;
    if (site->nout) arg[site->nout - 1].next = NULL;
    if (site->nin) arg[site->nout + site->nin - 1].next = NULL;
    x->outArgCount = (unsigned)site->nout;
    x->inArgCount = (unsigned)site->given;
    x->intype = letter(site, site->nout);
    x->pftype = letter(site, 0);
    return &t->text;
}

/* The note as plugins know it. */
static void paint(const kc_ctx *c, INSDS *i, OPDS *h)
{
    const kc_note *n = c->note;
    i->pds = h;
    i->xtratim = n->xtra;
    i->relesing = (char)n->releasing;
    i->actflg = (char)n->active;
    i->offtim = n->off_time;
    i->kcounter = n->kcounter + n->init_done;
    i->ksmps = (unsigned)c->ksmps;
    i->ekr = c->kr;
    i->onedkr = c->inv_kr;
    i->onedksmps = 1.0 / c->ksmps;
    i->kicvt = (double)KC_PHASE_MAX * c->inv_kr;
    i->ksmps_offset = (uint32_t)c->begin;
    i->ksmps_no_end = (uint32_t)(c->ksmps - c->end);
    i->no_end = i->ksmps_no_end;
    i->init_done = n->init_done;
    i->tieflag = n->tie;
    i->reinitflag = n->reinit;
    i->spin = n->init_done ? foreign_of(c)->cs->io->spin : NULL;
    i->spout = n->init_done ? c->out : NULL;
}

/* Room for the p-fields behind p3 as well. */
static INSDS *picture(kc_ctx *c, foreign_st *s, kc_cs *cs)
{
    const kc_note *n = c->note;
    int top = n->p && n->pcount > n->prog->pmax ? n->pcount : n->prog->pmax;
    if (top < 3) top = 3;
    if (kc_aux_alloc(c, &s->picture, sizeof(picture_head) + (size_t)(top - 3) * sizeof(CS_VAR_MEM)) < 0)
        return NULL;
    picture_head *head = s->picture.p;
    INSDS *i = &head->seen;
    head->note = c->note;
    head->st = s;
    CS_VAR_MEM *p = &i->p0;
    for (int k = 0; k <= top; k++) {
        p[k].varType = (CS_TYPE *)(uintptr_t)&CS_VAR_TYPE_P;
        p[k].value = n->p && k <= (n->pcount > n->prog->pmax ? n->pcount : n->prog->pmax) ? n->p[k] : 0;
    }
    i->csound = kc_cs_public(cs);
    i->insno = (int16)n->insno;
    i->m_pitch = (unsigned char)n->midi_key;
    i->m_veloc = (unsigned char)n->midi_vel;
    return i;
}

/* For plugins that ask with an argument alone, without their instance. */
static _Thread_local const kc_foreign_call *current;

/* ---- calls ------------------------------------------------------------------------------------ */

/* What the function has changed in the note. */
static void take_back(kc_ctx *c, const INSDS *i)
{
    if (i->xtratim > c->note->xtra) c->note->xtra = i->xtratim;
}

static int run(kc_ctx *c, foreign_st *s, SUBR fn)
{
    OPDS *h = s->block.p;
    kc_cs *cs = foreign_of(c)->cs;
    kc_foreign_call call = {c, h, cs->call};
    paint(c, h->insdshead, h);
    cs->call = &call;
    current = &call;
    int r = fn(kc_cs_public(cs), h);
    cs->call = call.outer;
    current = call.outer;
    take_back(c, h->insdshead);
    return r ? kc_fail(c, "%s has failed (%d)", c->site->name, r) : KC_OK;
}

/* The reference leaves NULL where results are not asked for; arguments follow the results. */
static int connect(kc_ctx *c, foreign_st *s, foreign *f, void **a)
{
    const kc_site *site = c->site;
    int n = site->nout + site->nin;
    if (sizeof(OPDS) + (size_t)n * sizeof(void *) > f->entry.dsblksiz)
        return kc_fail(c, "%s: %d arguments do not fit its data block", site->name, n);
    if (!s->block.p && kc_aux_alloc(c, &s->block, f->entry.dsblksiz) < 0) return KC_ERROR;
    OPDS *h = s->block.p;
    memcpy(h + 1, a, (size_t)n * sizeof(void *));
    for (int i = 0; i < n; i++) /* texts have memory from the start */
        if (site->types && site->types[i] == 'S' && !((kc_str *)a[i])->data && kc_str_set(c, a[i], "") < 0)
            return KC_ERROR;
    h->iopadr = f->entry.iopadr;
    h->opadr = f->entry.thread & RUNS_PERF ? f->entry.kopadr : NULL;
    h->optext = describe(c, s, f);
    h->insdshead = picture(c, s, f->cs);
    return h->optext && h->insdshead ? KC_OK : KC_ERROR;
}

static int foreign_init(void *st, kc_ctx *c, void **a)
{
    foreign_st *s = st;
    foreign *f = foreign_of(c);
    s->ready = s->non_end = 0;
    if (connect(c, s, f, a) < 0) return KC_ERROR;
    if (f->entry.thread & RUNS_INIT && f->entry.iopadr && run(c, s, f->entry.iopadr) < 0) return KC_ERROR;
    s->ready = 1;
    return KC_OK;
}

static int foreign_perf(void *st, kc_ctx *c, void **a)
{
    (void)a;
    foreign_st *s = st;
    if (!s->ready) return kc_fail(c, "%s: not initialised", c->site->name);
    return run(c, s, foreign_of(c)->entry.kopadr);
}

/* Functions that were registered during this note, newest first. */
static int foreign_deinit(void *st, kc_ctx *c, void **a)
{
    (void)a;
    foreign_st *s = st;
    while (s->non_end > 0) run(c, s, s->on_end[--s->non_end]);
    return KC_OK;
}

int kc_foreign_on_end(OPDS *block, SUBR fn)
{
    foreign_st *s = head_of(block->insdshead)->st;
    for (int i = 0; i < s->non_end; i++)
        if (s->on_end[i] == fn) return 0;
    if (s->non_end == ON_END) return -1;
    s->on_end[s->non_end++] = fn;
    return 0;
}

kc_note *kc_foreign_note(const void *block) { return head_of(((const OPDS *)block)->insdshead)->note; }

const CS_TYPE *kc_foreign_type(const void *arg)
{
    const kc_foreign_call *call = current;
    const kc_site *site = call ? call->ctx->site : NULL;
    void *const *args = call ? (void *const *)(call->block + 1) : NULL;
    for (int i = 0; site && site->types && i < site->nout + site->nin; i++) {
        if (args[i] != arg) continue;
        switch (site->types[i]) {
        case 'a': return &CS_VAR_TYPE_A;
        case 'k': return &CS_VAR_TYPE_K;
        case 'i': return &CS_VAR_TYPE_I;
        case 'S': return &CS_VAR_TYPE_S;
        case 'f': return &CS_VAR_TYPE_F;
        case 'w': return &CS_VAR_TYPE_W;
        case 'b': return &CS_VAR_TYPE_b;
        case 'B': return &CS_VAR_TYPE_B;
        case 'c': return &CS_VAR_TYPE_C;
        case 'p': return &CS_VAR_TYPE_P;
        case 'r': return &CS_VAR_TYPE_R;
        default: return site->types[i] & 0x80 ? &CS_VAR_TYPE_ARRAY : NULL;
        }
    }
    return NULL;
}

/* ---- registration ----------------------------------------------------------------------------- */

static void end(CSOUND *csound, void *part)
{
    (void)csound;
    for (foreign *f = ((foreign_part *)part)->list, *next; f; f = next) {
        next = f->next;
        free(f->entry.opname);
        free(f->entry.outypes);
        free(f->entry.intypes);
        free((char *)(uintptr_t)f->desc.name);
        free(f);
    }
}

/* Everything but jumps: an unknown function may do it. */
enum {
    ANYTHING = KC_FX_TAB_R | KC_FX_TAB_W | KC_FX_ZAK_R | KC_FX_ZAK_W | KC_FX_CHN_R | KC_FX_CHN_W | KC_FX_IN |
               KC_FX_OUT | KC_FX_OUT_R | KC_FX_RNG | KC_FX_PRINT | KC_FX_EVENT | KC_FX_FILE | KC_FX_MIDI
};

static char *base_name(const char *name)
{
    char *copy = kc_xstrdup(name), *dot = strchr(copy, '.');
    if (dot && dot != copy) *dot = 0;
    return copy;
}

static void add(kc_cs *cs, void *arg)
{
    foreign *f = arg;
    foreign_part *part = kc_cs_part(kc_cs_public(cs), "foreign opcodes", sizeof *part, KC_UNTIL_RESET, end);
    f->next = part->list;
    part->list = f;
    kc_perf_add_opcode(cs->performance, &f->desc);
}

int kc_foreign_add(kc_cs *cs, const OENTRY *e)
{
    bool perf = e->thread & RUNS_PERF && e->kopadr;
    if (!e->opname || !*e->opname || e->dsblksiz < sizeof(OPDS) || (!perf && !e->iopadr)) {
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR, "opcode %s: impossible entry\n",
                      e->opname ? e->opname : "(null)");
        return CSOUND_ERROR;
    }
    foreign *f = kc_xcalloc(1, sizeof *f);
    f->cs = cs;
    f->entry = *e;
    f->entry.opname = kc_xstrdup(e->opname);
    f->entry.outypes = kc_xstrdup(e->outypes ? e->outypes : "");
    f->entry.intypes = kc_xstrdup(e->intypes ? e->intypes : "");
    f->desc = (kc_opdesc){.name = base_name(e->opname),
                          .outs = f->entry.outypes,
                          .ins = f->entry.intypes,
                          .state_size = sizeof(foreign_st),
                          .state_align = _Alignof(foreign_st),
                          .init = foreign_init,
                          .perf = perf ? foreign_perf : NULL,
                          .deinit = foreign_deinit,
                          .scalar_only = 1,
                          .raw = 1,
                          .deprecated = (e->flags & 0x8000) != 0,
                          .fx = ANYTHING,
                          .file = "added at run time"};
    kc_cs_call(cs, add, f);
    return CSOUND_SUCCESS;
}

OENTRY *kc_foreign_find(kc_cs *cs, const char *name, const char *outs, const char *ins)
{
    const foreign_part *part = kc_cs_part_find(kc_cs_public(cs), "foreign opcodes");
    for (foreign *f = part ? part->list : NULL; f; f = f->next)
        if ((!strcmp(f->desc.name, name) || !strcmp(f->entry.opname, name)) &&
            (!outs || !strcmp(f->entry.outypes, outs)) && (!ins || !strcmp(f->entry.intypes, ins)))
            return &f->entry;
    return NULL;
}

int csoundAppendOpcode(CSOUND *cs, const char *name, int bytes, int flags, int thread, const char *outypes,
                       const char *intypes, int (*init)(CSOUND *, void *), int (*perform)(CSOUND *, void *),
                       int (*unused)(CSOUND *, void *))
{
    if (!cs || !name || bytes < 0 || bytes > UINT16_MAX) return CSOUND_ERROR;
    OENTRY e = {
        (char *)(uintptr_t)name,    (uint16)bytes, (uint16)flags, (uint8_t)thread, (char *)(uintptr_t)outypes,
        (char *)(uintptr_t)intypes, init,          perform,       unused,          NULL};
    return kc_foreign_add(kc_cs_of(cs), &e);
}

OENTRY *find_opcode_exact(CSOUND *cs, char *name, char *outs, char *ins)
{
    return cs && name ? kc_foreign_find(kc_cs_of(cs), name, outs ? outs : "", ins ? ins : "") : NULL;
}

/* Among opcodes that were added: the engine's own are no functions of this kind. */
OENTRY *find_opcode_new(CSOUND *cs, char *name, char *outs, char *ins)
{
    (void)outs, (void)ins;
    return cs && name ? kc_foreign_find(kc_cs_of(cs), name, NULL, NULL) : NULL;
}
