/* MIDI through functions of the host. They are kept by a reset when the host has said that MIDI is its own.
 */
#include "api/csound/instance.h"

typedef struct {
    CSOUND *cs;
    int (*open_in)(CSOUND *, void **user, const char *device);
    int (*read)(CSOUND *, void *user, unsigned char *bytes, int n);
    int (*close_in)(CSOUND *, void *user);
    int (*open_out)(CSOUND *, void **user, const char *device);
    int (*write)(CSOUND *, void *user, const unsigned char *bytes, int n);
    int (*close_out)(CSOUND *, void *user);
    const char *(*error_text)(int code);
    int (*list)(CSOUND *, CS_MIDIDEVICE *list, int output);
    void *in_user, *out_user;
    bool in_open, out_open, host;
    kc_midi_ports ports;
} driver;

static driver *driver_of(CSOUND *cs)
{
    driver *d = kc_cs_part(cs, "MIDI driver", sizeof(driver), KC_UNTIL_DESTROY, NULL);
    d->cs = cs;
    return d;
}

static int report(const driver *d, const char *what, const char *device, int code)
{
    const char *why = d->error_text ? d->error_text(code) : NULL;
    kc_cs_message(d->cs, CSOUNDMSG_ERROR, "cannot open MIDI %s %s (%d)%s%s\n", what, device, code,
                  why ? ": " : "", why ? why : "");
    return -1;
}

static int open_in(void *user, const char *device)
{
    driver *d = user;
    int code = d->open_in ? d->open_in(d->cs, &d->in_user, device) : 0;
    if (code) return report(d, "input", device, code);
    d->in_open = true;
    return 0;
}

static int open_out(void *user, const char *device)
{
    driver *d = user;
    int code = d->open_out ? d->open_out(d->cs, &d->out_user, device) : 0;
    if (code) return report(d, "output", device, code);
    d->out_open = true;
    return 0;
}

static int read_bytes(void *user, unsigned char *bytes, int n)
{
    driver *d = user;
    return d->read(d->cs, d->in_user, bytes, n);
}

static void write_bytes(void *user, const unsigned char *bytes, int n)
{
    driver *d = user;
    d->write(d->cs, d->out_user, bytes, n);
}

void kc_midi_connect(kc_cs *cs)
{
    driver *d = driver_of(kc_cs_public(cs));
    d->ports =
        (kc_midi_ports){d, open_in, open_out, d->read ? read_bytes : NULL, d->write ? write_bytes : NULL};
    cs->performance->midi_ports = &d->ports;
}

void kc_midi_close(kc_cs *cs)
{
    CSOUND *csound = kc_cs_public(cs);
    driver *d = driver_of(csound);
    if (d->in_open && d->close_in) d->close_in(csound, d->in_user);
    if (d->out_open && d->close_out) d->close_out(csound, d->out_user);
    d->in_open = d->out_open = false;
    d->in_user = d->out_user = NULL;
}

void csoundSetHostImplementedMIDIIO(CSOUND *cs, int state)
{
    if (cs) driver_of(cs)->host = state != 0;
}
void csoundSetExternalMidiInOpenCallback(CSOUND *cs, int (*hook)(CSOUND *, void **user, const char *device))
{
    if (cs) driver_of(cs)->open_in = hook;
}
void csoundSetExternalMidiReadCallback(CSOUND *cs,
                                       int (*hook)(CSOUND *, void *user, unsigned char *bytes, int n))
{
    if (cs) driver_of(cs)->read = hook;
}
void csoundSetExternalMidiInCloseCallback(CSOUND *cs, int (*hook)(CSOUND *, void *user))
{
    if (cs) driver_of(cs)->close_in = hook;
}
void csoundSetExternalMidiOutOpenCallback(CSOUND *cs, int (*hook)(CSOUND *, void **user, const char *device))
{
    if (cs) driver_of(cs)->open_out = hook;
}
void csoundSetExternalMidiWriteCallback(CSOUND *cs,
                                        int (*hook)(CSOUND *, void *user, const unsigned char *bytes, int n))
{
    if (cs) driver_of(cs)->write = hook;
}
void csoundSetExternalMidiOutCloseCallback(CSOUND *cs, int (*hook)(CSOUND *, void *user))
{
    if (cs) driver_of(cs)->close_out = hook;
}
void csoundSetExternalMidiErrorStringCallback(CSOUND *cs, const char *(*hook)(int code))
{
    if (cs) driver_of(cs)->error_text = hook;
}
void csoundSetMIDIDeviceListCallback(CSOUND *cs, int (*hook)(CSOUND *, CS_MIDIDEVICE *list, int output))
{
    if (cs) driver_of(cs)->list = hook;
}
int csoundGetMIDIDevList(CSOUND *cs, CS_MIDIDEVICE *list, int output)
{
    const driver *d = cs ? driver_of(cs) : NULL;
    return d && d->list ? d->list(cs, list, output) : 0;
}
/* The name that the Python module uses. */
void csoundSetMidiInput(CSOUND *cs, const char *name) { csoundSetMIDIInput(cs, name); }
