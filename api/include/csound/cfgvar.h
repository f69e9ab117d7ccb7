/* Configuration variables: named, typed places outside of the engine that the option -+name=value stores to,
   with a range and two lines of description. Drivers and hosts register their settings with them. */
#ifndef CSOUND_CFGVAR_H
#define CSOUND_CFGVAR_H
#include "csound.h"
#ifdef __cplusplus
extern "C" {
#endif

/* types */
#define CSOUNDCFG_INTEGER 1
#define CSOUNDCFG_BOOLEAN 2 /* an int of 0 or 1 */
#define CSOUNDCFG_FLOAT   3
#define CSOUNDCFG_DOUBLE  4
#define CSOUNDCFG_MYFLT   5
#define CSOUNDCFG_STRING  6 /* a char array; its size is given as the maximum */

/** Flag of an integer that only takes powers of two. */
#define CSOUNDCFG_POWOFTWO 1

/* results */
#define CSOUNDCFG_SUCCESS         0
#define CSOUNDCFG_INVALID_NAME    (-1)
#define CSOUNDCFG_INVALID_TYPE    (-2)
#define CSOUNDCFG_INVALID_FLAG    (-3)
#define CSOUNDCFG_NULL_POINTER    (-4)
#define CSOUNDCFG_TOO_HIGH        (-5)
#define CSOUNDCFG_TOO_LOW         (-6)
#define CSOUNDCFG_NOT_POWOFTWO    (-7)
#define CSOUNDCFG_INVALID_BOOLEAN (-8)
#define CSOUNDCFG_MEMORY          (-9)
#define CSOUNDCFG_STRING_LENGTH   (-10)
#define CSOUNDCFG_LASTERROR       (-10)

/* Every record starts alike; only the type of the place and the range differ. */
#define CSOUNDCFG_RECORD(place)                                                                              \
    union csCfgVariable_u *nxt; /* the engine's own */                                                       \
    unsigned char *name;                                                                                     \
    place *p; /* where the value is; belongs to whoever registered it */                                     \
    int type, flags;                                                                                         \
    unsigned char *shortDesc, *longDesc

typedef struct csCfgVariableHead_s {
    CSOUNDCFG_RECORD(void);
} csCfgVariableHead_t;
typedef struct csCfgVariableInt_s {
    CSOUNDCFG_RECORD(int);
    int min, max;
} csCfgVariableInt_t;
typedef struct csCfgVariableBoolean_s {
    CSOUNDCFG_RECORD(int);
} csCfgVariableBoolean_t;
typedef struct csCfgVariableFloat_s {
    CSOUNDCFG_RECORD(float);
    float min, max;
} csCfgVariableFloat_t;
typedef struct csCfgVariableDouble_s {
    CSOUNDCFG_RECORD(double);
    double min, max;
} csCfgVariableDouble_t;
typedef struct csCfgVariableMYFLT_s {
    CSOUNDCFG_RECORD(MYFLT);
    MYFLT min, max;
} csCfgVariableMYFLT_t;
typedef struct csCfgVariableString_s {
    CSOUNDCFG_RECORD(char);
    int maxlen;
} csCfgVariableString_t;

/** A record, by its type. */
typedef union csCfgVariable_u {
    csCfgVariableHead_t h;
    csCfgVariableInt_t i;
    csCfgVariableBoolean_t b;
    csCfgVariableFloat_t f;
    csCfgVariableDouble_t d;
    csCfgVariableMYFLT_t m;
    csCfgVariableString_t s;
} csCfgVariable_t;

/** Registers the place `p` under `name` (letters, digits, underscores). `min` and `max` point at values of
    the variable's type, NULL for no bound; a string takes its size in bytes (an int) from `max`. The place
    must outlive the variable. CSOUNDCFG_SUCCESS or an error code above: a name that is bad or taken is
    INVALID_NAME. Not while performing. */
CS_API int csoundCreateConfigurationVariable(CSOUND *cs, const char *name, void *p, int type, int flags,
                                             void *min, void *max, const char *shortDesc,
                                             const char *longDesc);

/** Stores the value that `value` points at (of the variable's type), if it lies in the range; else the error
    code. */
CS_API int csoundSetConfigurationVariable(CSOUND *cs, const char *name, void *value);

/** Stores a value given as text. Booleans are 0/1, no/yes, off/on, false/true; text that is no number counts
    as 0. */
CS_API int csoundParseConfigurationVariable(CSOUND *cs, const char *name, const char *value);

/** The record of a name, NULL if there is none. It belongs to the engine and lives until deleted or until
    reset. */
CS_API csCfgVariable_t *csoundQueryConfigurationVariable(CSOUND *cs, const char *name);

/** All records, sorted by name, ended by NULL; release the array with csoundDeleteCfgVarList(). NULL without
    memory. */
CS_API csCfgVariable_t **csoundListConfigurationVariables(CSOUND *cs);
CS_API void csoundDeleteCfgVarList(CSOUND *cs, csCfgVariable_t **list);

/** Forgets a variable: 0, or INVALID_NAME. The place itself is not touched. */
CS_API int csoundDeleteConfigurationVariable(CSOUND *cs, const char *name);

/** One line of text for a code; never freed. */
CS_API const char *csoundCfgErrorCodeToString(int code);

#ifdef __cplusplus
}
#endif
#endif
