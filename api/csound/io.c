/* See io.h. The engine takes channels one after the other (planar), everything here is interleaved. */
#include "api/csound/io.h"
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_DEVICE = 1024 };

/* ---- opening ---------------------------------------------------------------------------------- */

/* dac, dac3, dac:name: device number and name as a driver is told. */
static void device_name(const char *name, csRtAudioParams *p)
{
    p->devNum = DEFAULT_DEVICE;
    p->devName = NULL;
    const char *rest = name + (strncmp(name, "devaudio", 8) ? 3 : 8);
    if (*rest == ':') {
        char *end;
        long n = strtol(rest + 1, &end, 10);
        if (!*end && end != rest + 1)
            p->devNum = (int)n;
        else if (rest[1])
            p->devName = (char *)(uintptr_t)(rest + 1);
    } else if (*rest >= '0' && *rest <= '9')
        p->devNum = atoi(rest);
}

static int open_device(void *user, bool output, const char *name, const kc_engine_config *cfg, int frames)
{
    kc_cs *cs = user;
    kc_io *io = cs->io;
    int (*open)(CSOUND *, const csRtAudioParams *) = output ? io->open_out : io->open_in;
    if (!open || (output ? !io->play : !io->record)) {
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR, "real-time audio %s (-%c %s) is not supported\n",
                      output ? "output" : "input", output ? 'o' : 'i', name);
        return -1;
    }
    csRtAudioParams p = {.bufSamp_SW = (unsigned)frames,
                         .bufSamp_HW = cs->performance->opt.hw_buffer ? cs->performance->opt.hw_buffer : 1024,
                         .nChannels = output ? cfg->nchnls : cfg->nchnls_i,
                         .sampleFormat = 2, /* AE_SHORT: hint only, samples are MYFLT */
                         .sampleRate = (float)cfg->sr};
    device_name(name, &p);
    if (open(kc_cs_public(cs), &p)) {
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR, "cannot open the audio device %s\n", name);
        return -1;
    }
    *(output ? &io->device_out : &io->device_in) = true;
    return 0;
}

static double *samples(long n) { return kc_xcalloc(n > 0 ? (size_t)n : 1, sizeof(double)); }

/* In whole k-cycles, at least one. */
static int host_frames(const kc_io *io, int ksmps)
{
    if (!io->host || io->host_frames <= 0) return 0;
    long n = ((long)io->host_frames + (ksmps >> 1)) / ksmps;
    return n < 1 ? ksmps : n * ksmps > 1 << 22 ? 1 << 22 : (int)n * ksmps;
}

int kc_io_open(kc_cs *cs)
{
    kc_io *io = cs->io;
    kc_performance *p = cs->performance;
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    io->nspin = (long)cfg->ksmps * cfg->nchnls_i;
    io->nspout = (long)cfg->ksmps * cfg->nchnls;
    io->spin = samples(io->nspin);
    io->spout = samples(io->nspout);
    io->devices = (kc_devices){cs, open_device};
    p->devices = &io->devices;
    p->no_files = io->host;
    if (kc_perf_open_sound(p, host_frames(io, cfg->ksmps))) return -1;
    io->nin = (long)p->buffer_frames * cfg->nchnls_i;
    io->nout = (long)p->buffer_frames * cfg->nchnls;
    bool buffers = io->host && io->host_frames > 0;
    if (buffers || io->device_in || p->in) io->in = samples(io->nin);
    if (buffers || io->device_out || p->out) io->out = samples(io->nout);
    io->in_at = io->nin; /* a driver is asked first */
    if (buffers) io->in_at = 0;
    io->out_at = io->due = 0;
    return 0;
}

void kc_io_close(kc_cs *cs)
{
    kc_io *io = cs->io;
    if (io->device_out && io->out && io->out_at > 0 && io->play)
        io->play(kc_cs_public(cs), io->out, (int)(io->out_at * (long)sizeof(double)));
    if ((io->device_in || io->device_out) && io->close) io->close(kc_cs_public(cs));
    io->device_in = io->device_out = false;
}

void kc_io_free(kc_cs *cs)
{
    kc_io *io = cs->io;
    free(io->spin);
    free(io->spout);
    free(io->in);
    free(io->out);
    *io = (kc_io){.host = false};
}

/* ---- every k-cycle ---------------------------------------------------------------------------- */

/* Fills spin from the input buffer, whose refill is the host's or the driver's. */
static void take_input(kc_cs *cs, double scale)
{
    kc_io *io = cs->io;
    for (long i = 0; i < io->nspin; i++) {
        if (io->in_at >= io->nin) {
            io->in_at = 0;
            if (io->device_in &&
                io->record(kc_cs_public(cs), io->in, (int)(io->nin * (long)sizeof(double))) <= 0)
                memset(io->in, 0, (size_t)io->nin * sizeof(double));
        }
        io->spin[i] = io->in[io->in_at++] * scale;
    }
}

void kc_io_before(kc_cs *cs)
{
    kc_io *io = cs->io;
    kc_performance *p = cs->performance;
    if (p->in) return; /* kc_perf_cycle reads the file */
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    if (io->in) take_input(cs, cfg->zerodbfs);
    kc_engine_put_input(p->engine, io->spin);
}

void kc_io_after(kc_cs *cs, const double *block)
{
    kc_io *io = cs->io;
    kc_engine_get_output(cs->performance->engine, io->spout);
    if (!io->out) return;
    for (long i = 0; i < io->nspout; i++) {
        io->out[io->out_at++] = block[i];
        if (io->out_at < io->nout) continue;
        io->out_at = 0;
        if (io->device_out) io->play(kc_cs_public(cs), io->out, (int)(io->nout * (long)sizeof(double)));
    }
}

void kc_io_silence(kc_cs *cs)
{
    if (cs->io->spout) memset(cs->io->spout, 0, (size_t)cs->io->nspout * sizeof *cs->io->spout);
}
