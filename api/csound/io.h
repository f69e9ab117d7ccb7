/* Samples between the engine and the host: spin and spout, the -b buffers, and drivers that the host
 * provides. */
#ifndef KC_API_CSOUND_IO_H
#define KC_API_CSOUND_IO_H
#include "api/csound/csound_int.h"
#include "api/performance/performance.h"
#include "runtime/engine/host.h"

typedef struct kc_io {
    double *spin, *spout; /* interleaved, in units of 0dbfs; from start to reset */
    long nspin, nspout;   /* samples in them */
    double *in, *out;     /* buffers of -b frames, full scale is 1; NULL when nobody uses them */
    long nin, nout;       /* samples in a buffer, also when there is none */
    long in_at, out_at;   /* the next sample to read or write */
    long due;             /* samples that csoundPerformBuffer has still to perform */
    bool host;            /* the host moves the samples */
    int host_frames;
    bool device_in, device_out; /* opened by the host's driver */
    kc_devices devices;

    int (*open_out)(CSOUND *, const csRtAudioParams *);
    int (*open_in)(CSOUND *, const csRtAudioParams *);
    void (*play)(CSOUND *, const MYFLT *samples, int bytes);
    int (*record)(CSOUND *, MYFLT *samples, int bytes);
    void (*close)(CSOUND *);
    int (*list)(CSOUND *, CS_AUDIODEVICE *list, int output);
    void *play_data, *record_data;
} kc_io;

/* At start, when the engine is there. 0, or -1 (reported). */
int kc_io_open(kc_cs *cs);
void kc_io_close(kc_cs *cs); /* the driver; the buffers stay */
void kc_io_free(kc_cs *cs);  /* all */
/* Around a k-cycle. */
void kc_io_before(kc_cs *cs);
/* What is heard when there is no k-cycle. */
void kc_io_silence(kc_cs *cs);
void kc_io_after(kc_cs *cs, const double *block);
#endif
