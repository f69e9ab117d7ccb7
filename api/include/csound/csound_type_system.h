/* Types of variables, variables, and pools of them: how the memory of an instrument's variables is laid out.
   In front of every variable's value lies the address of its type. */
#ifndef CSOUND_TYPE_SYSTEM_H
#define CSOUND_TYPE_SYSTEM_H
#include "csound_data_structures.h"
#ifdef __cplusplus
extern "C" {
#endif

/* where a type may stand: CS_TYPE.argtype */
#define CS_ARG_TYPE_BOTH 0
#define CS_ARG_TYPE_IN   1
#define CS_ARG_TYPE_OUT  2

struct csvariable;

/** A type. */
typedef struct cstype {
    char *varTypeName;    /**< "k" */
    char *varDescription; /**< one line */
    int argtype;          /**< CS_ARG_TYPE_... */
    struct csvariable *(*createVariable)(void *cs, void *arg);
    void (*copyValue)(void *cs, void *target, void *source);
    struct cstype **unionTypes; /**< the types it stands for, ended by NULL; NULL for a type of its own */
    void (*freeVariableMemory)(void *cs, void *value);
} CS_TYPE;

/** A value with its type in front. */
typedef struct csvarmem {
    CS_TYPE *varType;
    MYFLT value;
} CS_VAR_MEM;

/** Bytes from the type to the value. */
#define CS_VAR_TYPE_OFFSET offsetof(CS_VAR_MEM, value)

/** A variable. */
typedef struct csvariable {
    char *varName;
    CS_TYPE *varType;
    int memBlockSize;  /**< bytes of the value */
    int memBlockIndex; /**< where it lies in its pool's block, in MYFLTs */
    int dimensions;    /**< of an array */
    int refCount;
    struct csvariable *next;
    CS_TYPE *subType; /**< of an array's members */
    void (*updateMemBlockSize)(void *cs, struct csvariable *variable);
    void (*initializeVariableMemory)(void *cs, struct csvariable *variable, MYFLT *memory);
    CS_VAR_MEM *memBlock; /**< its own block, in global pools */
} CS_VARIABLE;

typedef struct cstypeitem {
    CS_TYPE *cstype;
    struct cstypeitem *next;
} CS_TYPE_ITEM;

typedef struct typepool {
    CS_TYPE_ITEM *head;
} TYPE_POOL;

/** The variables of an instrument, or the global ones. */
typedef struct csvarpool {
    CS_HASH_TABLE *table; /**< by name */
    CS_VARIABLE *head, *tail;
    int poolSize; /**< bytes of all values */
    struct csvarpool *parent;
    int varCount;
    int synthArgCount;
} CS_VAR_POOL;

/** Adds a type: 1; 0 when one of that name is there. */
CS_API int csoundAddVariableType(CSOUND *cs, TYPE_POOL *pool, CS_TYPE *type);
/** A variable of a type of the pool, NULL when the pool lacks it. `arg` is handed to the type's
 * createVariable. */
CS_API CS_VARIABLE *csoundCreateVariable(void *cs, TYPE_POOL *pool, CS_TYPE *type, char *name, void *arg);
/** The type of a name ("k"), or of a variable by the letter its name begins with ("gkFreq"); NULL when
 * unknown. */
CS_API CS_TYPE *csoundGetTypeWithVarTypeName(TYPE_POOL *pool, char *type_name);
CS_API CS_TYPE *csoundGetTypeForVarName(TYPE_POOL *pool, char *variable_name);

/** An empty pool; free it with its variables. */
CS_API CS_VAR_POOL *csoundCreateVarPool(CSOUND *cs);
CS_API void csoundFreeVarPool(CSOUND *cs, CS_VAR_POOL *pool);
/** A variable's name without the brackets of arrays, in new engine memory. */
CS_API char *getVarSimpleName(CSOUND *cs, const char *name);
/** By name, here or in a parent pool; NULL when unknown. */
CS_API CS_VARIABLE *csoundFindVariableWithName(CSOUND *cs, CS_VAR_POOL *pool, const char *name);
/** Appends a variable and gives it its place: 0, -1 for NULL. */
CS_API int csoundAddVariable(CSOUND *cs, CS_VAR_POOL *pool, CS_VARIABLE *variable);
/** Asks every type for its sizes again (ksmps has changed) and lays the pool out anew. */
CS_API void recalculateVarPoolMemory(void *cs, CS_VAR_POOL *pool);
/** The same where each variable has a block of its own: grows the blocks that have become too small. */
CS_API void reallocateVarPoolMemory(void *cs, CS_VAR_POOL *pool);
/** Writes types and initial values into a block of memory for the pool. */
CS_API void initializeVarPool(void *cs, MYFLT *memory, CS_VAR_POOL *pool);

#ifdef __cplusplus
}
#endif
#include <stddef.h>
#endif
