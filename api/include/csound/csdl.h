/* What an opcode or GEN library includes. It defines a table `localops` (or `localfgens`) and ends with
   LINKAGE (or FLINKAGE); or it defines csoundModuleCreate, csoundModuleInit and csoundModuleDestroy and
   registers by itself.

       static OENTRY localops[] = {{"gain", sizeof(GAIN), 0, 3, "a", "ak", (SUBR)init, (SUBR)run, NULL,
   NULL}}; LINKAGE
*/
#ifndef CSOUND_CSDL_H
#define CSOUND_CSDL_H
#include "csoundCore.h"
#ifdef __cplusplus
extern "C" {
#endif

#undef Str
#define Str(text) (csound->LocalizeString(text))

/** Opcode library: stores the address of its table and gives its size in bytes; negative: cannot be used. */
PUBLIC int64_t csound_opcode_init(CSOUND *cs, OENTRY **table);
/** GEN library: its table, ended by an entry without a name. */
PUBLIC NGFENS *csound_fgen_init(CSOUND *cs);
/** Module: run when it is loaded, when all are loaded and again at the start, and at reset: 0, or an error
 * code. */
PUBLIC int csoundModuleCreate(CSOUND *cs);
PUBLIC int csoundModuleInit(CSOUND *cs);
PUBLIC int csoundModuleDestroy(CSOUND *cs);
/** Text for such a code. */
PUBLIC const char *csoundModuleErrorCodeToString(int code);
/** The interface version it was built for, and the size of MYFLT. */
PUBLIC int csoundModuleInfo(void);

#define CSOUND_MODULE_INFO                                                                                   \
    PUBLIC int csoundModuleInfo(void)                                                                        \
    {                                                                                                        \
        return CS_APIVERSION * 0x10000 + CS_APISUBVER * 0x100 + (int)sizeof(MYFLT);                          \
    }

#define LINKAGE_BUILTIN(table)                                                                               \
    PUBLIC int64_t csound_opcode_init(CSOUND *cs, OENTRY **entries)                                          \
    {                                                                                                        \
        (void)cs;                                                                                            \
        *entries = table;                                                                                    \
        return (int64_t)sizeof table;                                                                        \
    }                                                                                                        \
    CSOUND_MODULE_INFO
#define LINKAGE LINKAGE_BUILTIN(localops)

#define FLINKAGE_BUILTIN(table)                                                                              \
    PUBLIC NGFENS *csound_fgen_init(CSOUND *cs)                                                              \
    {                                                                                                        \
        (void)cs;                                                                                            \
        return table;                                                                                        \
    }                                                                                                        \
    CSOUND_MODULE_INFO
#define FLINKAGE FLINKAGE_BUILTIN(localfgens)

#ifdef __cplusplus
}
#endif
#endif
