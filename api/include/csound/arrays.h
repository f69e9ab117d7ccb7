/* Helpers for opcodes with array arguments. */
#ifndef CSOUND_ARRAYS_H
#define CSOUND_ARRAYS_H
#include "csoundCore.h"

/** Makes room for `members` members, zeroed where new; memory is only ever grown. */
static inline void csound_array_room(CSOUND *csound, ARRAYDAT *array, size_t members)
{
    if (!array->data) {
        CS_VARIABLE *model = array->arrayType->createVariable(csound, NULL);
        array->arrayMemberSize = model->memBlockSize;
        array->allocated = 0;
    }
    size_t bytes = members * (size_t)array->arrayMemberSize;
    if (array->data && bytes <= array->allocated) return;
    char *grown = (char *)csound->ReAlloc(csound, array->data, bytes);
    memset(grown + array->allocated, 0, bytes - array->allocated);
    array->data = (MYFLT *)grown;
    array->allocated = bytes;
}

/** At init time: an array of one dimension with `size` members. */
static inline void tabinit(CSOUND *csound, ARRAYDAT *array, int size)
{
    if (!array->dimensions) {
        array->sizes = (int *)csound->Calloc(csound, sizeof *array->sizes);
        array->dimensions = 1;
    }
    csound_array_room(csound, array, (size_t)size);
    if (array->dimensions == 1) array->sizes[0] = size;
}

/** At init time: an array with the dimensions of another. */
static inline void tabinit_like(CSOUND *csound, ARRAYDAT *array, const ARRAYDAT *model)
{
    if (array->data && array->data == model->data) return;
    if (array->dimensions != model->dimensions) {
        size_t bytes = (size_t)model->dimensions * sizeof *array->sizes;
        array->sizes = (int *)csound->ReAlloc(csound, array->sizes, bytes);
        array->dimensions = model->dimensions;
    }
    size_t members = 1;
    for (int d = 0; d < model->dimensions; d++) members *= (size_t)(array->sizes[d] = model->sizes[d]);
    csound_array_room(csound, array, members);
}

/** In performance: sets the size if there is room for it, else reports an error. */
static inline int tabcheck(CSOUND *csound, ARRAYDAT *array, int size, OPDS *opcode)
{
    if (!array->data || !array->dimensions)
        return csound->PerfError(csound, opcode, "array has no value yet");
    if ((size_t)size * (size_t)array->arrayMemberSize > array->allocated)
        return csound->PerfError(csound, opcode, "array of %d members needed, larger than at init time",
                                 size);
    array->sizes[0] = size;
    return OK;
}
#endif
