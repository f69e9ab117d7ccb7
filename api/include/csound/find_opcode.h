/* Looks opcodes up by name and argument types. */
#ifndef CSOUND_FIND_OPCODE_H
#define CSOUND_FIND_OPCODE_H
#include "csoundCore.h"
#ifdef __cplusplus
extern "C" {
#endif
/** The entry that takes such arguments ("a", "kk"), with optional ones and unions; or exactly these strings.
 * NULL if none. */
CS_API OENTRY *find_opcode_new(CSOUND *cs, char *name, char *out_types, char *in_types);
CS_API OENTRY *find_opcode_exact(CSOUND *cs, char *name, char *out_types, char *in_types);
#ifdef __cplusplus
}
#endif
#endif
