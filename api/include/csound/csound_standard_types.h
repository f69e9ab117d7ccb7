/* The twelve types of the language. */
#ifndef CSOUND_STANDARD_TYPES_H
#define CSOUND_STANDARD_TYPES_H
#include "csound_type_system.h"
#ifdef __cplusplus
extern "C" {
#endif

/** Puts them in a type pool. */
CS_API void csoundAddStandardTypes(CSOUND *cs, TYPE_POOL *pool);

#define CSOUND_STANDARD_TYPE extern PUBLIC_DATA const CS_TYPE
CSOUND_STANDARD_TYPE CS_VAR_TYPE_A;     /**< audio */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_K;     /**< control */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_I;     /**< init time */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_S;     /**< strings: STRINGDAT */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_P;     /**< p-fields */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_R;     /**< sr, kr, ... */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_C;     /**< constants */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_W;     /**< spectra of the old kind: SPECDAT */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_F;     /**< spectral frames: PVSDAT */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_B;     /**< comparisons in performance */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_b;     /**< comparisons at init time */
CSOUND_STANDARD_TYPE CS_VAR_TYPE_ARRAY; /**< arrays: ARRAYDAT */
#undef CSOUND_STANDARD_TYPE

/** What createVariable of CS_VAR_TYPE_ARRAY takes as its argument. */
typedef struct arrayVarInit {
    int dimensions;
    CS_TYPE *type;
} ARRAY_VAR_INIT;

#ifdef __cplusplus
}
#endif
#endif
