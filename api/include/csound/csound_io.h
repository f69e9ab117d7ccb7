/* Sound and MIDI in and out: names, buffers, drivers that a host supplies. Part of csound.h.
   Buffers are interleaved; a frame is one sample of every channel. */
#ifndef CSOUND_IO_H
#define CSOUND_IO_H
#include "csound_types.h"
#ifdef __cplusplus
extern "C" {
#endif

/* ---- names and formats, before the start -------------------------------------------------------- */

/** Names in use, NULL when unknown yet. */
CS_API const char *csoundGetOutputName(CSOUND *cs);
CS_API const char *csoundGetInputName(CSOUND *cs);
/** Output file or device; `type` ("wav") and `format` ("short") may be NULL; unknown words change nothing. */
CS_API void csoundSetOutput(CSOUND *cs, const char *name, const char *type, const char *format);
/** Writes the words for type and format; 6 and 8 bytes must be there. */
CS_API void csoundGetOutputFormat(CSOUND *cs, char *type, char *format);
CS_API void csoundSetInput(CSOUND *cs, const char *name);
/** MIDI devices and files, as -M, -F, -Q and --midioutfile. */
CS_API void csoundSetMIDIInput(CSOUND *cs, const char *name);
CS_API void csoundSetMIDIFileInput(CSOUND *cs, const char *name);
CS_API void csoundSetMIDIOutput(CSOUND *cs, const char *name);
CS_API void csoundSetMIDIFileOutput(CSOUND *cs, const char *name);
/** Called after each file was opened, with its path, what it is (CSFTYPE_...), and whether it is written and
    temporary. */
CS_API void csoundSetFileOpenCallback(CSOUND *cs,
                                      void (*hook)(CSOUND *, const char *, int type, int write, int temp));

/* ---- buffers ------------------------------------------------------------------------------------ */

/** Samples (frames times channels) of the -b buffers, 0 before the start; their addresses, NULL when there is
    none. */
CS_API long csoundGetInputBufferSize(CSOUND *cs);
CS_API long csoundGetOutputBufferSize(CSOUND *cs);
CS_API MYFLT *csoundGetInputBuffer(CSOUND *cs);
CS_API MYFLT *csoundGetOutputBuffer(CSOUND *cs);
/** What the next cycle hears: ksmps frames of the input channels, in units of 0dbfs. NULL before the start;
    valid until reset. The content stays from cycle to cycle. */
CS_API MYFLT *csoundGetSpin(CSOUND *cs);
CS_API void csoundClearSpin(CSOUND *cs);
/** Adds to or sets one sample of it; outside of the buffer nothing happens. */
CS_API void csoundAddSpinSample(CSOUND *cs, int frame, int channel, MYFLT sample);
CS_API void csoundSetSpinSample(CSOUND *cs, int frame, int channel, MYFLT sample);
/** What the last cycle played: ksmps frames of the output channels. */
CS_API MYFLT *csoundGetSpout(CSOUND *cs);
CS_API MYFLT csoundGetSpoutSample(CSOUND *cs, int frame, int channel);

/* ---- audio drivers ------------------------------------------------------------------------------ */

/** Chooses a module by name; a name that none has leaves the host's own callbacks in place. */
CS_API void csoundSetRTAudioModule(CSOUND *cs, const char *name);
/** Module number `n` (from 0): 0, its name and "audio" or "midi"; -1 behind the last. */
CS_API int csoundGetModule(CSOUND *cs, int n, char **name, char **type);
/** Where a driver keeps its own pointer. */
CS_API void **csoundGetRtRecordUserData(CSOUND *cs);
CS_API void **csoundGetRtPlayUserData(CSOUND *cs);
/** With `state` not 0 the host moves the sound through the buffers and no device or file is opened; a
    positive `frames` fixes the buffer, in whole cycles. Before the start. */
CS_API void csoundSetHostImplementedAudioIO(CSOUND *cs, int state, int frames);
/** Counts the devices of the module in force and, unless `list` is NULL, fills one record each. */
CS_API int csoundGetAudioDevList(CSOUND *cs, CS_AUDIODEVICE *list, int output);
CS_API void csoundSetAudioDeviceListCallback(CSOUND *cs,
                                             int (*hook)(CSOUND *, CS_AUDIODEVICE *list, int output));
/** A driver: open for playing and recording (0: done), play and record `bytes` of samples between -1 and 1,
    close. Record gives the bytes it delivered. */
CS_API void csoundSetPlayopenCallback(CSOUND *cs, int (*hook)(CSOUND *, const csRtAudioParams *));
CS_API void csoundSetRtplayCallback(CSOUND *cs, void (*hook)(CSOUND *, const MYFLT *samples, int bytes));
CS_API void csoundSetRecopenCallback(CSOUND *cs, int (*hook)(CSOUND *, const csRtAudioParams *));
CS_API void csoundSetRtrecordCallback(CSOUND *cs, int (*hook)(CSOUND *, MYFLT *samples, int bytes));
CS_API void csoundSetRtcloseCallback(CSOUND *cs, void (*hook)(CSOUND *));

/* ---- MIDI drivers ------------------------------------------------------------------------------- */

CS_API void csoundSetMIDIModule(CSOUND *cs, const char *name);
/** With `state` not 0 the host's own callbacks stay in force, whatever the module. */
CS_API void csoundSetHostImplementedMIDIIO(CSOUND *cs, int state);
CS_API int csoundGetMIDIDevList(CSOUND *cs, CS_MIDIDEVICE *list, int output);
CS_API void csoundSetMIDIDeviceListCallback(CSOUND *cs,
                                            int (*hook)(CSOUND *, CS_MIDIDEVICE *list, int output));
/** Open gives 0 and may keep a pointer of its own in *user; the others get it back. Read is asked once a
    cycle, until it gives 0, for whole messages; it answers the bytes it wrote. */
CS_API void csoundSetExternalMidiInOpenCallback(CSOUND *cs,
                                                int (*hook)(CSOUND *, void **user, const char *device));
CS_API void csoundSetExternalMidiReadCallback(CSOUND *cs,
                                              int (*hook)(CSOUND *, void *user, unsigned char *bytes, int n));
CS_API void csoundSetExternalMidiInCloseCallback(CSOUND *cs, int (*hook)(CSOUND *, void *user));
CS_API void csoundSetExternalMidiOutOpenCallback(CSOUND *cs,
                                                 int (*hook)(CSOUND *, void **user, const char *device));
CS_API void csoundSetExternalMidiWriteCallback(CSOUND *cs, int (*hook)(CSOUND *, void *user,
                                                                       const unsigned char *bytes, int n));
CS_API void csoundSetExternalMidiOutCloseCallback(CSOUND *cs, int (*hook)(CSOUND *, void *user));
/** Gives the text for a driver's error code. */
CS_API void csoundSetExternalMidiErrorStringCallback(CSOUND *cs, const char *(*hook)(int code));

#ifdef __cplusplus
}
#endif
#endif
