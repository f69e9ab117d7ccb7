/* Spectral frames: the value of an f variable. */
#ifndef CSOUND_PSTREAM_H
#define CSOUND_PSTREAM_H
#include "csoundCore.h"

enum PVS_WINTYPE {
    PVS_WIN_HAMMING,
    PVS_WIN_HANN,
    PVS_WIN_KAISER,
    PVS_WIN_CUSTOM,
    PVS_WIN_BLACKMAN,
    PVS_WIN_BLACKMAN_EXACT,
    PVS_WIN_NUTTALLC3,
    PVS_WIN_BHARRIS_3,
    PVS_WIN_BHARRIS_MIN,
    PVS_WIN_RECT
};

/** What the pairs of a frame are; tracks also have a phase and a number. */
enum PVS_ANALFORMAT { PVS_AMP_FREQ, PVS_AMP_PHASE, PVS_COMPLEX, PVS_TRACKS };

typedef struct {
    MYFLT re, im;
} CMPLX;

/** A frame: N + 2 floats, or ksmps * NB CMPLX when sliding. framecount goes up with every new frame. */
typedef struct pvsdat {
    int32 N;
    int sliding;
    int32 NB;
    int32 overlap;
    int32 winsize;
    int wintype;
    int32 format;
    uint32 framecount;
    AUXCH frame;
} PVSDAT;
#endif
