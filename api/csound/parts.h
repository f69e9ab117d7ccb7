/* The ends of what an instance holds for others. */
#ifndef KC_API_CSOUND_PARTS_H
#define KC_API_CSOUND_PARTS_H
#include "api/csound/csound_int.h"

/* Ends the parts that live until reset, or all. */
void kc_cs_end_parts(kc_cs *cs, kc_part_life life);
/* Frees all memory that was given out (memory.c). */
void kc_cs_free_blocks(kc_cs *cs);
#endif
