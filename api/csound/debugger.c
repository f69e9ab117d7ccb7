/* Debugger: breakpoints at instruments and lines, and a look at running notes. The engine stops between
 * k-cycles: before the one in which a note of the instrument, or one whose program has the line, would
 * perform. While it stands still the perform calls answer 0 and the output is silent. Instruments are not
 * compiled while somebody debugs, so that variables are where the native tier has them.
 *
 * A breakpoint counts down from its `skip` with every visit, and stops when fewer than 2 are left, as the
 * reference does. */
#include "api/csound/debugger.h"
#include "api/csound/instance.h"
#include "api/include/csound/csdebug.h"
#include <stdlib.h>
#include <string.h>

enum { INSTR_ONLY = -1 };

typedef struct breakpoint {
    struct breakpoint *next;
    int line; /* INSTR_ONLY: the instrument as such */
    MYFLT instr;
    int skip, count;
} breakpoint;

typedef struct {
    pthread_mutex_t lock; /* zeroed is unlocked; nobody debugs in real time */
    breakpoint *points, *hit;
    debug_command_t command;
    debug_status_t status;
    breakpoint_cb_t hook;
    void *user;
} debugger;

static void clear(debugger *d)
{
    for (breakpoint *b = d->points, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    d->points = d->hit = NULL;
}

static void end(CSOUND *csound, void *part)
{
    debugger *d = part;
    clear(d);
    pthread_mutex_destroy(&d->lock);
    kc_cs_of(csound)->debugging = false;
}

/* The debugger, locked; NULL (reported) when it is not on. */
static debugger *enter(CSOUND *csound, const char *call)
{
    if (!csound) return NULL;
    debugger *d = kc_cs_part_find(csound, "debugger");
    if (!d || !kc_cs_of(csound)->debugging) {
        kc_cs_warning(csound, "%s: csoundDebuggerInit() has not been called", call);
        return NULL;
    }
    pthread_mutex_lock(&d->lock);
    return d;
}
static void leave(debugger *d) { pthread_mutex_unlock(&d->lock); }

void csoundDebuggerInit(CSOUND *csound)
{
    if (!csound) return;
    kc_cs *cs = kc_cs_of(csound);
    debugger *d = kc_cs_part(csound, "debugger", sizeof *d, KC_UNTIL_RESET, end);
    pthread_mutex_lock(&d->lock);
    d->status = CSDEBUG_STATUS_RUNNING;
    d->command = CSDEBUG_CMD_NONE;
    pthread_mutex_unlock(&d->lock);
    if (!cs->started) cs->performance->opt.jit = KC_JIT_OFF;
    cs->debugging = true;
}

void csoundDebuggerClean(CSOUND *csound)
{
    debugger *d = enter(csound, "csoundDebuggerClean");
    if (!d) return;
    kc_cs_of(csound)->debugging = false;
    clear(d);
    d->hook = NULL;
    leave(d);
}

/* ---- breakpoints and commands ----------------------------------------------------------------- */

static void add(CSOUND *csound, const char *call, int line, MYFLT instr, int skip)
{
    debugger *d = enter(csound, call);
    if (!d) return;
    breakpoint *b = malloc(sizeof *b);
    if (b) {
        *b = (breakpoint){d->points, line, instr, skip, skip};
        d->points = b;
    }
    leave(d);
}

static void take(CSOUND *csound, const char *call, int line, MYFLT instr)
{
    debugger *d = enter(csound, call);
    if (!d) return;
    for (breakpoint **at = &d->points, *b; (b = *at);) {
        if (b->line != line || b->instr != instr) {
            at = &b->next;
            continue;
        }
        if (d->hit == b) d->hit = NULL;
        *at = b->next;
        free(b);
    }
    leave(d);
}

void csoundSetBreakpoint(CSOUND *cs, int line, int instr, int skip)
{
    if (line > 0)
        add(cs, "csoundSetBreakpoint", line, instr, skip);
    else if (cs)
        kc_cs_warning(cs, "csoundSetBreakpoint: line %d: lines count from 1", line);
}
void csoundRemoveBreakpoint(CSOUND *cs, int line, int instr)
{
    take(cs, "csoundRemoveBreakpoint", line, instr);
}
void csoundSetInstrumentBreakpoint(CSOUND *cs, MYFLT instr, int skip)
{
    add(cs, "csoundSetInstrumentBreakpoint", INSTR_ONLY, instr, skip);
}
void csoundRemoveInstrumentBreakpoint(CSOUND *cs, MYFLT instr)
{
    take(cs, "csoundRemoveInstrumentBreakpoint", INSTR_ONLY, instr);
}

void csoundClearBreakpoints(CSOUND *cs)
{
    debugger *d = enter(cs, "csoundClearBreakpoints");
    if (!d) return;
    clear(d);
    leave(d);
}

void csoundSetBreakpointCallback(CSOUND *cs, breakpoint_cb_t hook, void *user)
{
    debugger *d = enter(cs, "csoundSetBreakpointCallback");
    if (!d) return;
    d->hook = hook;
    d->user = user;
    leave(d);
}

static void tell(CSOUND *cs, const char *call, debug_command_t command)
{
    debugger *d = enter(cs, call);
    if (!d) return;
    d->command = command;
    leave(d);
}

void csoundDebugNext(CSOUND *cs) { tell(cs, "csoundDebugNext", CSDEBUG_CMD_NEXT); }
void csoundDebugStepOver(CSOUND *cs) { tell(cs, "csoundDebugStepOver", CSDEBUG_CMD_NEXT); }
void csoundDebugStepInto(CSOUND *cs) { tell(cs, "csoundDebugStepInto", CSDEBUG_CMD_NEXT); }
void csoundDebugContinue(CSOUND *cs) { tell(cs, "csoundDebugContinue", CSDEBUG_CMD_CONTINUE); }
void csoundDebugStop(CSOUND *cs) { tell(cs, "csoundDebugStop", CSDEBUG_CMD_STOP); }
void csoundDebugStart(CSOUND *cs) { tell(cs, "csoundDebugStart", CSDEBUG_CMD_CONTINUE); }

/* ---- looking ---------------------------------------------------------------------------------- */

static const kc_site *site_of(const kc_program *p, int step) { return &p->sites[p->perf[step].site]; }

static bool is_call(const kc_program *p, int step) { return p->perf[step].kind == KC_STEP_CALL; }

/* The first call of the program at a line, or at all (line 0); NULL when there is none. */
static const kc_site *call_at(const kc_program *p, int line)
{
    for (int i = 0; i < p->nperf; i++)
        if (is_call(p, i) && (!line || site_of(p, i)->line == line)) return site_of(p, i);
    return NULL;
}

static debug_instr_t *describe(CSOUND *cs, const kc_note *n)
{
    const kc_site *first = call_at(n->prog, 0);
    debug_instr_t *i = kc_cs_alloc(cs, sizeof *i, true);
    *i = (debug_instr_t){.instrptr = (void *)(uintptr_t)n,
                         .p1 = n->p[1],
                         .p2 = n->p[2],
                         .p3 = n->p[3],
                         .kcounter = n->kcounter,
                         .line = first ? first->line : 0};
    return i;
}

static kc_note *first_note(CSOUND *csound)
{
    kc_engine *e = kc_cs_of(csound)->performance->engine;
    return e ? kc_engine_notes(e) : NULL;
}

debug_instr_t *csoundDebugGetInstrInstances(CSOUND *cs)
{
    debug_instr_t *list = NULL, **at = &list;
    for (kc_note *n = cs ? first_note(cs) : NULL; n; n = n->next, at = &(*at)->next) *at = describe(cs, n);
    return list;
}

void csoundDebugFreeInstrInstances(CSOUND *cs, debug_instr_t *list)
{
    for (debug_instr_t *next; cs && list; list = next) {
        next = list->next;
        kc_cs_free(cs, list);
    }
}

/* The name of a type that can be shown, NULL for others. */
static const char *type_name(char letter)
{
    static const char *const names[] = {"i", "k", "a", "S"};
    for (int n = 0; n < 4; n++)
        if (*names[n] == letter) return names[n];
    return NULL;
}

static bool listed(const debug_variable_t *list, const char *name)
{
    for (; list; list = list->next)
        if (!strcmp(list->name, name)) return true;
    return false;
}

/* Variables are found where calls use them: the address of every argument stands in the instance. Only the
 * instrument's own. */
static void collect(CSOUND *cs, kc_note *n, const kc_step *s, debug_variable_t **list)
{
    const kc_site *site = &n->prog->sites[s->site];
    void **args = (void **)(void *)((char *)n + s->args);
    for (int i = 0; site->argnames && i < site->nout + site->nin; i++) {
        const char *name = site->argnames[i];
        if (!name || site->types[i] != (unsigned char)*name || !type_name(*name) || listed(*list, name))
            continue;
        debug_variable_t *v = kc_cs_alloc(cs, sizeof *v, true);
        void *data = *name == 'S' ? ((kc_str *)args[i])->data : args[i];
        *v = (debug_variable_t){name, type_name(*name), data, *list};
        *list = v;
    }
}

static debug_variable_t *variables(CSOUND *cs, kc_note *n)
{
    debug_variable_t *list = NULL;
    for (int i = 0; i < n->prog->ninit; i++)
        if (n->prog->init[i].kind == KC_STEP_CALL) collect(cs, n, &n->prog->init[i], &list);
    for (int i = 0; i < n->prog->nperf; i++)
        if (is_call(n->prog, i)) collect(cs, n, &n->prog->perf[i], &list);
    return list;
}

debug_variable_t *csoundDebugGetVariables(CSOUND *cs, debug_instr_t *instance)
{
    for (kc_note *n = cs && instance ? first_note(cs) : NULL; n; n = n->next)
        if (n == instance->instrptr) return variables(cs, n);
    return NULL;
}

void csoundDebugFreeVariables(CSOUND *cs, debug_variable_t *list)
{
    for (debug_variable_t *next; cs && list; list = next) {
        next = list->next;
        kc_cs_free(cs, list);
    }
}

/* ---- in the k-cycle --------------------------------------------------------------------------- */

static void report(CSOUND *cs, breakpoint_cb_t hook, void *user, kc_note *n, const kc_site *at)
{
    if (!hook) {
        kc_cs_message(cs, CSOUNDMSG_DEFAULT, "Breakpoint reached; no callback is set\n");
        return;
    }
    debug_opcode_t opcode = {.line = at ? at->line : 0};
    if (at && at->name) strncpy(opcode.opname, at->name, sizeof opcode.opname - 1);
    opcode.opname[strcspn(opcode.opname, ".")] = 0;
    debug_bkpt_info_t info = {.breakpointInstr = n ? describe(cs, n) : NULL,
                              .instrVarList = n ? variables(cs, n) : NULL,
                              .instrListHead = csoundDebugGetInstrInstances(cs),
                              .currentOpcode = at ? &opcode : NULL};
    hook(cs, &info, user);
    csoundDebugFreeInstrInstances(cs, info.breakpointInstr);
    csoundDebugFreeInstrInstances(cs, info.instrListHead);
    csoundDebugFreeVariables(cs, info.instrVarList);
}

/* Whether a breakpoint concerns a note; *at gets the call with its line. */
static bool concerns(const breakpoint *b, const kc_note *n, const kc_site **at)
{
    *at = b->line == INSTR_ONLY ? NULL : call_at(n->prog, b->line);
    if (b->line == INSTR_ONLY) return b->instr == n->p[1];
    return *at && (b->instr == 0 || b->instr == n->p[1]);
}

/* Visits all breakpoints of all notes: the note at which the engine is to stop, or NULL. `passing`: only
 * counts. */
static kc_note *visit(debugger *d, kc_note *notes, bool passing, const kc_site **at)
{
    for (kc_note *n = notes; n; n = n->next)
        for (breakpoint *b = d->points; b && n->init_done; b = b->next) {
            if (!concerns(b, n, at)) continue;
            if (b->count >= 2)
                b->count--;
            else if (!passing) {
                b->count = b->skip;
                d->hit = b;
                return n;
            }
        }
    return NULL;
}

/* Carries out a command: true when the breakpoint that stopped it is to be passed now. */
static bool obey(debugger *d)
{
    debug_command_t command = d->command;
    bool stopped = d->status == CSDEBUG_STATUS_STOPPED;
    d->command = CSDEBUG_CMD_NONE;
    if (!stopped || (command != CSDEBUG_CMD_CONTINUE && command != CSDEBUG_CMD_NEXT)) return false;
    if (command == CSDEBUG_CMD_CONTINUE && d->hit && d->hit->skip <= 2) d->hit->count = 2;
    d->status = command == CSDEBUG_CMD_NEXT ? CSDEBUG_STATUS_NEXT : CSDEBUG_STATUS_RUNNING;
    return true;
}

bool kc_cs_debug_pause(kc_cs *cs)
{
    CSOUND *csound = kc_cs_public(cs);
    debugger *d = kc_cs_part_find(csound, "debugger");
    if (!d) return false;
    pthread_mutex_lock(&d->lock);
    bool was_stopped = d->status == CSDEBUG_STATUS_STOPPED, step_done = d->status == CSDEBUG_STATUS_NEXT;
    bool stop_now = d->command == CSDEBUG_CMD_STOP && !was_stopped;
    bool passing = obey(d), paused = was_stopped && !passing;
    kc_note *notes = first_note(csound), *n = NULL;
    const kc_site *at = NULL;
    if (!paused && d->status != CSDEBUG_STATUS_NEXT) n = visit(d, notes, passing, &at);
    bool reached = n || stop_now || step_done;
    if (reached) {
        d->status = CSDEBUG_STATUS_STOPPED;
        if (!n) n = notes;
        if (n && !at) at = call_at(n->prog, 0);
    }
    breakpoint_cb_t hook = d->hook;
    void *user = d->user;
    pthread_mutex_unlock(&d->lock);
    if (reached) report(csound, hook, user, n, at);
    if (paused) csoundSleep(1);
    return reached || paused;
}
