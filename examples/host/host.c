/* A host of the Csound interface: compiles an orchestra from text, plays a second of it without a device, turns a knob meanwhile, and
 * prints how loud it was. */
#include <csound.h>
#include <math.h>
#include <stdio.h>

static const char orchestra[] = "sr = 48000\nksmps = 64\nnchnls = 1\n0dbfs = 1\n"
                                "instr 1\n"
                                "  kGain chnget \"gain\"\n"
                                "  out oscili(kGain, 440)\n"
                                "endin\n"
                                "schedule 1, 0, 1\n";

int main(void)
{
    CSOUND *cs = csoundCreate(NULL);
    if (!cs) return 1;
    csoundSetOption(cs, "-m0");
    csoundSetHostImplementedAudioIO(cs, 1, 0); /* the samples stay here */
    if (csoundCompileOrc(cs, orchestra) || csoundStart(cs)) return 1;

    double peak = 0;
    for (int cycle = 0; cycle < 750; cycle++) {
        csoundSetControlChannel(cs, "gain", cycle < 375 ? .25 : .5);
        if (csoundPerformKsmps(cs)) break;
        const MYFLT *samples = csoundGetSpout(cs);
        for (unsigned n = 0; n < csoundGetKsmps(cs); n++) peak = fmax(peak, fabs(samples[n]));
    }
    printf("%.2f s, peak %.2f\n", csoundGetScoreTime(cs), peak);
    csoundDestroy(cs);
    return 0;
}
