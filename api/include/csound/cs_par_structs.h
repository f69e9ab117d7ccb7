/* Kept because sources name it: dispatch to several cores is the engine's own business. */
#ifndef CSOUND_CS_PAR_STRUCTS_H
#define CSOUND_CS_PAR_STRUCTS_H
#include "sysdep.h"
#endif
