/* Debugger: breakpoints at lines and instruments, stepping, and a look at running instances. While an engine
   is stopped the perform calls answer 0 and time stands still. Commands may come from any thread; the rest
   belongs to the performing one. */
#ifndef CSDEBUG_H
#define CSDEBUG_H
#include "csound.h"
#include "csound_type_system.h"
#ifdef __cplusplus
extern "C" {
#endif

/** A running instance. */
typedef struct debug_instr_s {
    CS_VARIABLE *varPoolHead;
    MYFLT *lclbas;
    void *instrptr; /**< the instance itself */
    MYFLT p1, p2, p3;
    uint64_t kcounter; /**< cycles it has run */
    int line;          /**< of the instrument */
    struct debug_instr_s *next;
} debug_instr_t;

/** The opcode at which an instance stopped. */
typedef struct debug_opcode_s {
    char opname[16];
    int line;
    struct debug_opcode_s *next, *prev;
} debug_opcode_t;

/** A variable of an instance; `data` is its value. */
typedef struct debug_variable_s {
    const char *name, *typeName;
    void *data;
    struct debug_variable_s *next;
} debug_variable_t;

/** What a breakpoint's callback gets; good until it returns. */
typedef struct {
    debug_instr_t *breakpointInstr;
    debug_variable_t *instrVarList;
    debug_instr_t *instrListHead;
    debug_opcode_t *currentOpcode;
} debug_bkpt_info_t;

typedef enum {
    CSDEBUG_BKPT_LINE,
    CSDEBUG_BKPT_INSTR,
    CSDEBUG_BKPT_DELETE,
    CSDEBUG_BKPT_CLEAR_ALL
} bkpt_mode_t;
typedef enum { CSDEBUG_STATUS_RUNNING, CSDEBUG_STATUS_STOPPED, CSDEBUG_STATUS_NEXT } debug_status_t;
typedef enum {
    CSDEBUG_CMD_NONE,
    CSDEBUG_CMD_STEPOVER,
    CSDEBUG_CMD_STEPINTO,
    CSDEBUG_CMD_NEXT,
    CSDEBUG_CMD_CONTINUE,
    CSDEBUG_CMD_STOP
} debug_command_t;
typedef enum { CSDEBUG_OFF, CSDEBUG_K, CSDEBUG_INIT } debug_mode_t;

typedef void (*breakpoint_cb_t)(CSOUND *cs, debug_bkpt_info_t *where, void *user);

/** Makes the engine stoppable, and takes that back. */
CS_API void csoundDebuggerInit(CSOUND *cs);
CS_API void csoundDebuggerClean(CSOUND *cs);
/** Stop at a line of the orchestra (of instrument `instr` alone, if not 0), or when an instance of a number
   runs (a fraction counts); each time after passing there `skip` times. */
CS_API void csoundSetBreakpoint(CSOUND *cs, int line, int instr, int skip);
CS_API void csoundRemoveBreakpoint(CSOUND *cs, int line, int instr);
CS_API void csoundSetInstrumentBreakpoint(CSOUND *cs, MYFLT instr, int skip);
CS_API void csoundRemoveInstrumentBreakpoint(CSOUND *cs, MYFLT instr);
CS_API void csoundClearBreakpoints(CSOUND *cs);
/** Called on the performance thread whenever the engine stops. */
CS_API void csoundSetBreakpointCallback(CSOUND *cs, breakpoint_cb_t hook, void *user);
/** To the next opcode; on; stop at the next cycle. The two steps are commands of the interface that act like
 * Next. */
CS_API void csoundDebugNext(CSOUND *cs);
CS_API void csoundDebugContinue(CSOUND *cs);
CS_API void csoundDebugStop(CSOUND *cs);
CS_API void csoundDebugStart(CSOUND *cs);
CS_API void csoundDebugStepOver(CSOUND *cs);
CS_API void csoundDebugStepInto(CSOUND *cs);
/** Lists of the running instances, and of one's variables; the caller frees them. Only while stopped. */
CS_API debug_instr_t *csoundDebugGetInstrInstances(CSOUND *cs);
CS_API void csoundDebugFreeInstrInstances(CSOUND *cs, debug_instr_t *list);
CS_API debug_variable_t *csoundDebugGetVariables(CSOUND *cs, debug_instr_t *instance);
CS_API void csoundDebugFreeVariables(CSOUND *cs, debug_variable_t *list);

#ifdef __cplusplus
}
#endif
#endif
