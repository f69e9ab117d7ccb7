/* Samples in and out: spin and spout, the buffers, files, and drivers that the host provides, for sound and
 * MIDI. */
#include "tests/unit/api/csound/host.h"
#include <math.h>
#include <sndfile.h>
#include <unistd.h>

static const char header[] = "sr = 10000\nksmps = 100\nnchnls = 2\nnchnls_i = 1\n0dbfs = 2\n";
static const char through[] = "instr 1\na1 in\nout a1, -a1\nendin\n";

static CSOUND *compiled(heard *h)
{
    CSOUND *cs = host(h);
    assert_int_equal(csoundCompileOrc(cs, header), 0);
    assert_int_equal(csoundCompileOrc(cs, through), 0);
    assert_int_equal(csoundReadScore(cs, "i1 0 10\n"), 0);
    return cs;
}

static void spin_and_spout(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = compiled(&h);
    csoundSetHostImplementedAudioIO(cs, 1, 0);
    assert_int_equal(csoundStart(cs), 0);
    MYFLT *in = csoundGetSpin(cs), *out = csoundGetSpout(cs);
    assert_non_null(in);
    assert_non_null(out);
    assert_null(csoundGetOutputBuffer(cs));
    for (int i = 0; i < 100; i++) in[i] = i;
    csoundAddSpinSample(cs, 3, 0, 0.5);
    csoundSetSpinSample(cs, 4, 0, 0.25);
    csoundSetSpinSample(cs, 100, 0, 9); /* outside */
    csoundSetSpinSample(cs, -1, 0, 9);
    csoundAddSpinSample(cs, 0, 1, 9);
    cycles(cs, 2); /* the content stays */
    assert_value(out[2 * 50], 50);
    assert_value(out[2 * 50 + 1], -50);
    assert_value(csoundGetSpoutSample(cs, 3, 0), 3.5);
    assert_value(csoundGetSpoutSample(cs, 4, 1), -0.25);
    assert_value(csoundGetSpoutSample(cs, 100, 0), 0);
    csoundClearSpin(cs);
    cycles(cs, 1);
    assert_value(csoundGetSpoutSample(cs, 3, 0), 0);
    csoundDestroy(cs);
}

static void host_buffers(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = compiled(&h);
    csoundSetHostImplementedAudioIO(cs, 1, 180); /* nearest: 200 */
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundGetOutputBufferSize(cs), 400);
    assert_int_equal(csoundGetInputBufferSize(cs), 200);
    MYFLT *in = csoundGetInputBuffer(cs), *out = csoundGetOutputBuffer(cs);
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 200; i++) in[i] = k + i;
        assert_int_equal(csoundPerformBuffer(cs), 0);
        for (int i = 0; i < 200; i++) {
            assert_value(out[2 * i], k + i);
            assert_value(out[2 * i + 1], -(k + i));
        }
    }
    assert_true(csoundGetCurrentTimeSamples(cs) == 600);
    csoundDestroy(cs);
}

static void sound_file(void **state)
{
    (void)state;
    char name[] = "/tmp/kcycle-api-XXXXXX";
    close(mkstemp(name));
    CSOUND *cs = csoundCreate(NULL);
    csoundSetMessageStringCallback(cs, hear);
    csoundSetOutput(cs, name, "wav", "float");
    char type[6], format[8];
    csoundGetOutputFormat(cs, type, format);
    assert_string_equal(type, "wav");
    assert_string_equal(format, "float");
    assert_string_equal(csoundGetOutputName(cs), name);
    assert_int_equal(csoundCompileOrc(cs, header), 0);
    assert_int_equal(csoundCompileOrc(cs, "instr 1\na1 init 0.5\nout a1, a1\nendin\n"), 0);
    csoundReadScore(cs, "i1 0 0.1\n");
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundPerform(cs), 2);
    csoundCleanup(cs);
    SF_INFO info = {0};
    SNDFILE *f = sf_open(name, SFM_READ, &info);
    assert_non_null(f);
    assert_int_equal(info.frames, 1000);
    assert_int_equal(info.channels, 2);
    assert_int_equal(info.format, SF_FORMAT_WAV | SF_FORMAT_FLOAT);
    double x[2];
    sf_readf_double(f, x, 1);
    assert_value(x[1], 0.25);
    sf_close(f);
    /* and read it */
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    csoundSetOption(cs, "-n");
    csoundSetInput(cs, name);
    assert_string_equal(csoundGetInputName(cs), name);
    assert_int_equal(
        csoundCompileOrc(
            cs, "sr = 10000\nksmps = 100\nnchnls = 2\n0dbfs = 4\ninstr 1\na1, a2 ins\nout a1, a2\nendin\n"),
        0);
    csoundReadScore(cs, "i1 0 0.1\n");
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 1);
    assert_value(csoundGetSpoutSample(cs, 7, 1), 1);
    csoundDestroy(cs);
    unlink(name);
}

/* ---- drivers ---------------------------------------------------------------------------------- */

typedef struct {
    heard h;
    int opened, closed, blocks, channels;
    double last;
} device;

static int open_out(CSOUND *cs, const csRtAudioParams *p)
{
    device *d = csoundGetHostData(cs);
    *csoundGetRtPlayUserData(cs) = d;
    d->opened = p->devNum;
    d->channels = p->nChannels;
    return 0;
}
static void play(CSOUND *cs, const MYFLT *samples, int bytes)
{
    device *d = *csoundGetRtPlayUserData(cs);
    d->blocks++;
    d->last = samples[bytes / (int)sizeof(MYFLT) - 2];
}
static void close_out(CSOUND *cs) { ((device *)csoundGetHostData(cs))->closed++; }
static int refuse(CSOUND *cs, const csRtAudioParams *p)
{
    (void)cs;
    (void)p;
    return -1;
}
static int record(CSOUND *cs, MYFLT *samples, int bytes)
{
    (void)cs;
    for (int i = 0; i < bytes / (int)sizeof(MYFLT); i++) samples[i] = 0.25;
    return bytes;
}

static void audio_driver(void **state)
{
    (void)state;
    static device d;
    CSOUND *cs = compiled(&d.h);
    csoundSetHostData(cs, &d);
    csoundSetMessageStringCallback(cs, hear);
    csoundSetOutput(cs, "dac3", NULL, NULL);
    csoundSetInput(cs, "adc");
    csoundSetOption(cs, "-b 200");
    csoundSetRTAudioModule(cs, "mine");
    csoundSetPlayopenCallback(cs, open_out);
    csoundSetRtplayCallback(cs, play);
    csoundSetRecopenCallback(cs, open_out);
    csoundSetRtrecordCallback(cs, record);
    csoundSetRtcloseCallback(cs, close_out);
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(d.opened, 3);
    assert_int_equal(d.channels, 2);
    cycles(cs, 4);
    assert_int_equal(d.blocks, 2);
    assert_value(d.last, 0.25); /* full scale is 1 in the driver */
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0.5);
    csoundDestroy(cs);
    assert_int_equal(d.closed, 1);
}

static void driver_that_refuses(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = compiled(&h);
    csoundSetOutput(cs, "dac", NULL, NULL);
    csoundSetPlayopenCallback(cs, refuse);
    csoundSetRtplayCallback(cs, play);
    assert_int_equal(csoundStart(cs), -1);
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    csoundSetOutput(cs, "dac", NULL, NULL);
    assert_int_equal(csoundStart(cs), -1); /* there is no driver */
    csoundDestroy(cs);
}

static int midi_cycle;
static int midi_open(CSOUND *cs, void **user, const char *device_name)
{
    *user = cs;
    return strcmp(device_name, "7") ? -1 : 0;
}
static int midi_read(CSOUND *cs, void *user, unsigned char *bytes, int n)
{
    (void)n;
    assert_ptr_equal(cs, user);
    static const unsigned char on[] = {0x90, 60, 0xf8, 100, 64, 50}, off[] = {0x80, 60, 0, 64, 0};
    if (midi_cycle == 3) {
        midi_cycle++;
        memcpy(bytes, on, sizeof on);
        return sizeof on;
    }
    if (midi_cycle == 6) {
        midi_cycle++;
        memcpy(bytes, off, sizeof off);
        return sizeof off;
    }
    midi_cycle++;
    return 0;
}
static unsigned char sent[100];
static int nsent;
static int midi_write(CSOUND *cs, void *user, const unsigned char *bytes, int n)
{
    (void)cs;
    (void)user;
    for (int i = 0; i < n && nsent < 100; i++) sent[nsent++] = bytes[i];
    return n;
}

static void midi_driver(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    csoundSetHostImplementedMIDIIO(cs, 1);
    csoundSetExternalMidiInOpenCallback(cs, midi_open);
    csoundSetExternalMidiReadCallback(cs, midi_read);
    csoundSetExternalMidiOutOpenCallback(cs, midi_open);
    csoundSetExternalMidiWriteCallback(cs, midi_write);
    csoundSetMIDIInput(cs, "7");
    csoundSetMIDIOutput(cs, "7");
    assert_int_equal(
        csoundCompileOrc(cs, "sr = 10000\nksmps = 100\n0dbfs = 1\ninstr 1\ni1 notnum\na1 init i1\nout a1\n"
                             "outic 1, 7, i1, 0, 127\nendin\n"),
        0);
    assert_int_equal(csoundStart(cs), 0);
    midi_cycle = 0;
    cycles(cs, 3);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0);
    cycles(cs, 1);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 124); /* two keys */
    assert_true(nsent >= 3);
    assert_int_equal(sent[0], 0xb0);
    cycles(cs, 4);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spin_and_spout),      cmocka_unit_test(host_buffers),
        cmocka_unit_test(sound_file),          cmocka_unit_test(audio_driver),
        cmocka_unit_test(driver_that_refuses), cmocka_unit_test(midi_driver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
