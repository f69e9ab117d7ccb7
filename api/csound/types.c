/* The twelve types of the language as the API shows them (csound_standard_types.h): how a variable of each is
 * made, where its memory begins, how a value is copied. Opcode libraries call these through the types of
 * their arguments. Memory comes from the instance. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound_standard_types.h"
#include "api/include/csound/pstream.h"

/* Bytes of a value, in whole MYFLTs. */
#define BYTES(type) CS_FLOAT_ALIGN(sizeof(type))

static void zeroed(void *cs, CS_VARIABLE *v, MYFLT *memory)
{
    (void)cs;
    memset(memory, 0, (size_t)v->memBlockSize);
}

static CS_VARIABLE *variable(void *cs, int bytes)
{
    CS_VARIABLE *v = kc_cs_alloc(cs, sizeof *v, true);
    v->memBlockSize = bytes;
    v->initializeVariableMemory = zeroed;
    return v;
}

/* ---- numbers ---------------------------------------------------------------------------------- */

static CS_VARIABLE *make_number(void *cs, void *arg)
{
    (void)arg;
    return variable(cs, BYTES(MYFLT));
}

static void copy_number(void *cs, void *target, void *source)
{
    (void)cs;
    *(MYFLT *)target = *(MYFLT *)source;
}

/* ---- audio ------------------------------------------------------------------------------------ */

static int audio_bytes(CSOUND *cs) { return (int)(csoundGetKsmps(cs) * sizeof(MYFLT)); }

static void measure_audio(void *cs, CS_VARIABLE *v) { v->memBlockSize = audio_bytes(cs); }

static CS_VARIABLE *make_audio(void *cs, void *arg)
{
    (void)arg;
    CS_VARIABLE *v = variable(cs, audio_bytes(cs));
    v->updateMemBlockSize = measure_audio;
    return v;
}

static void copy_audio(void *cs, void *target, void *source)
{
    memmove(target, source, (size_t)audio_bytes(cs));
}

/* ---- spectra ---------------------------------------------------------------------------------- */

static CS_VARIABLE *make_spectrum(void *cs, void *arg)
{
    (void)arg;
    return variable(cs, BYTES(PVSDAT));
}

/* The frame's memory belongs to the instance until reset, as that of strings and arrays. */
static void copy_spectrum(void *cs, void *target, void *source)
{
    PVSDAT *to = target;
    const PVSDAT *from = source;
    if (to == from) return;
    AUXCH frame = to->frame;
    size_t bytes = ((size_t)from->N + 2) * sizeof(float);
    if (from->sliding) bytes = from->frame.size;
    if (frame.size < bytes) {
        frame.auxp = kc_cs_realloc(cs, frame.auxp, bytes);
        frame.size = bytes;
        frame.endp = (char *)frame.auxp + bytes;
    }
    *to = *from;
    to->frame = frame;
    if (from->frame.auxp)
        memcpy(frame.auxp, from->frame.auxp, bytes < from->frame.size ? bytes : from->frame.size);
}

static CS_VARIABLE *make_old_spectrum(void *cs, void *arg)
{
    (void)arg;
    return variable(cs, BYTES(SPECDAT));
}

static void copy_old_spectrum(void *cs, void *target, void *source)
{
    (void)cs;
    memmove(target, source, sizeof(SPECDAT));
}

/* ---- strings ---------------------------------------------------------------------------------- */

enum { FIRST_STRING_BYTES = 8 };

static void empty_string(void *cs, CS_VARIABLE *v, MYFLT *memory)
{
    (void)v;
    *(STRINGDAT *)memory = (STRINGDAT){kc_cs_alloc(cs, FIRST_STRING_BYTES, true), FIRST_STRING_BYTES};
}

static CS_VARIABLE *make_string(void *cs, void *arg)
{
    (void)arg;
    CS_VARIABLE *v = variable(cs, BYTES(STRINGDAT));
    v->initializeVariableMemory = empty_string;
    return v;
}

static void copy_string(void *cs, void *target, void *source)
{
    STRINGDAT *to = target;
    const STRINGDAT *from = source;
    if (!to || !from || to == from) return;
    const char *text = from->data ? from->data : "";
    size_t bytes = strlen(text) + 1;
    if (!to->data || bytes > (size_t)to->size) {
        to->data = kc_cs_realloc(cs, to->data, bytes);
        to->size = (int)bytes;
    }
    memcpy(to->data, text, bytes);
}

static void free_string(void *cs, void *value)
{
    kc_cs_free(cs, ((STRINGDAT *)value)->data);
    *(STRINGDAT *)value = (STRINGDAT){NULL, 0};
}

/* ---- arrays ----------------------------------------------------------------------------------- */

static void empty_array(void *cs, CS_VARIABLE *v, MYFLT *memory)
{
    zeroed(cs, v, memory);
    ((ARRAYDAT *)memory)->arrayType = v->subType;
}

static CS_VARIABLE *make_array(void *cs, void *arg)
{
    const ARRAY_VAR_INIT *init = arg;
    CS_VARIABLE *v = variable(cs, BYTES(ARRAYDAT));
    v->initializeVariableMemory = empty_array;
    if (init) {
        v->subType = init->type;
        v->dimensions = init->dimensions;
    }
    return v;
}

static size_t members(const ARRAYDAT *a)
{
    size_t n = a->dimensions > 0;
    for (int d = 0; d < a->dimensions; d++) n *= a->sizes[d] > 0 ? (size_t)a->sizes[d] : 0;
    return n;
}

static void *member(const ARRAYDAT *a, size_t n) { return (char *)a->data + n * (size_t)a->arrayMemberSize; }

static void free_array(void *cs, void *value)
{
    ARRAYDAT *a = value;
    size_t n = a->data ? members(a) : 0;
    for (size_t i = 0; i < n && a->arrayType && a->arrayType->freeVariableMemory; i++)
        a->arrayType->freeVariableMemory(cs, member(a, i));
    kc_cs_free(cs, a->data);
    kc_cs_free(cs, a->sizes);
    a->data = NULL;
    a->sizes = NULL;
    a->dimensions = 0;
    a->allocated = 0;
}

static bool alike(const ARRAYDAT *a, const ARRAYDAT *b)
{
    return a->data && a->arrayType == b->arrayType && a->arrayMemberSize == b->arrayMemberSize &&
           a->dimensions == b->dimensions &&
           !memcmp(a->sizes, b->sizes, (size_t)a->dimensions * sizeof *a->sizes);
}

static void copy_array(void *cs, void *target, void *source)
{
    ARRAYDAT *to = target;
    const ARRAYDAT *from = source;
    if (to == from) return;
    size_t n = members(from);
    if (!alike(to, from)) {
        free_array(cs, to);
        *to = *from;
        to->allocated = n * (size_t)from->arrayMemberSize;
        to->data = kc_cs_alloc(cs, to->allocated, true);
        to->sizes = kc_cs_alloc(cs, (size_t)from->dimensions * sizeof *to->sizes, true);
        if (to->sizes) memcpy(to->sizes, from->sizes, (size_t)from->dimensions * sizeof *to->sizes);
    }
    for (size_t i = 0; i < n; i++) to->arrayType->copyValue(cs, member(to, i), member(from, i));
}

/* ---- the types -------------------------------------------------------------------------------- */

#define TYPE(symbol, letter, text, where, make, copy, release)                                               \
    const CS_TYPE symbol = {(char *)letter, (char *)text, where, make, copy, NULL, release};

TYPE(CS_VAR_TYPE_A, "a", "audio signal", CS_ARG_TYPE_BOTH, make_audio, copy_audio, NULL)
TYPE(CS_VAR_TYPE_K, "k", "control signal", CS_ARG_TYPE_BOTH, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_I, "i", "init-time value", CS_ARG_TYPE_BOTH, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_S, "S", "string", CS_ARG_TYPE_BOTH, make_string, copy_string, free_string)
TYPE(CS_VAR_TYPE_P, "p", "p-field", CS_ARG_TYPE_BOTH, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_R, "r", "value of the engine", CS_ARG_TYPE_BOTH, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_C, "c", "constant", CS_ARG_TYPE_IN, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_W, "w", "spectrum of the old kind", CS_ARG_TYPE_BOTH, make_old_spectrum, copy_old_spectrum,
     NULL)
TYPE(CS_VAR_TYPE_F, "f", "spectral frames", CS_ARG_TYPE_BOTH, make_spectrum, copy_spectrum, NULL)
TYPE(CS_VAR_TYPE_B, "B", "comparison in performance", CS_ARG_TYPE_BOTH, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_b, "b", "comparison at init time", CS_ARG_TYPE_BOTH, make_number, copy_number, NULL)
TYPE(CS_VAR_TYPE_ARRAY, "[", "array", CS_ARG_TYPE_BOTH, make_array, copy_array, free_array)

void csoundAddStandardTypes(CSOUND *cs, TYPE_POOL *pool)
{
    static const CS_TYPE *const all[] = {&CS_VAR_TYPE_A, &CS_VAR_TYPE_K, &CS_VAR_TYPE_I, &CS_VAR_TYPE_S,
                                         &CS_VAR_TYPE_P, &CS_VAR_TYPE_R, &CS_VAR_TYPE_C, &CS_VAR_TYPE_W,
                                         &CS_VAR_TYPE_F, &CS_VAR_TYPE_B, &CS_VAR_TYPE_b, &CS_VAR_TYPE_ARRAY};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) csoundAddVariableType(cs, pool, (CS_TYPE *)all[i]);
}
