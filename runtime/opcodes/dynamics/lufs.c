/* lufs: loudness of a signal.
 *
 * Two weighting filters, then power in grains of 100 ms. Four grains make the momentary loudness, thirty the
 * short-term one; the integrated loudness is the mean of momentary powers above -70 LUFS and above their own
 * mean less 10. ITU-R BS.1770, EBU Tech 3341. Where the reference deviates we do as it does: the short-term
 * sum starts from the last mean. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
enum { LUFS_GRAINS = 4, LUFS_LONG = 30 };

typedef struct {
    double b0, b1, b2, a1, a2;
} lufs_coefs;

typedef struct {
    double w[2][2]; /* of the two filters */
    double grain[LUFS_GRAINS], old[LUFS_LONG];
    double mean, term; /* power: momentary and short-term */
} lufs_channel;

typedef struct {
    lufs_coefs f[2];
    lufs_channel ch[2];
    int channels, at, size; /* samples in the grain; of a grain */
    int loud, louder;       /* momentary values above -70, and above the gate */
    double loud_sum, louder_sum;
} lufs_st;

KC_NATIVE void lufs_design(lufs_coefs *f, double sr)
{
    const double pi = 3.14159265358979323846;
    double k = tan(pi * 1681.9744509555319 / sr), q = 0.7071752369554193;
    double high = pow(10, 3.99984385397 / 20), mid = pow(high, 0.499666774155), norm = 1 + k / q + k * k;
    f[0] = (lufs_coefs){.b0 = (high + mid * k / q + k * k) / norm,
                        .b1 = 2 * (k * k - high) / norm,
                        .b2 = (high - mid * k / q + k * k) / norm,
                        .a1 = 2 * (k * k - 1) / norm,
                        .a2 = (1 - k / q + k * k) / norm};
    k = tan(pi * 38.13547087613982 / sr);
    q = 0.5003270373253953;
    norm = 1 + k / q + k * k;
    f[1] = (lufs_coefs){
        .b0 = 1, .b1 = -2, .b2 = 1, .a1 = 2 * (k * k - 1) / norm, .a2 = (1 - k / q + k * k) / norm};
}
KC_NATIVE void lufs_filters(lufs_coefs *f, double sr)
{
    static const lufs_coefs at48[2] = {
        {1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585},
        {1, -2, 1, -1.99004745483398, 0.99007225036621}};
    static const lufs_coefs at44[2] = {
        {1.530841230049836, -2.650979995153699, 1.169079079921068, -1.663655113256020, 0.712595428073225},
        {1, -2, 1, -1.989169673629796, 0.989199035787039}};
    if (sr == 48000)
        memcpy(f, at48, sizeof at48);
    else if (sr == 44100)
        memcpy(f, at44, sizeof at44);
    else
        lufs_design(f, sr);
}
KC_NATIVE int lufs_start(lufs_st *s, kc_ctx *c, int channels, double *mom, double *inte, double *shrt)
{
    s->channels = channels;
    lufs_filters(s->f, c->sr);
    for (int i = 0; i < channels; i++) {
        memset(s->ch[i].w, 0, sizeof s->ch[i].w);
        memset(s->ch[i].grain, 0, sizeof s->ch[i].grain);
        memset(s->ch[i].old, 0, sizeof s->ch[i].old);
    }
    s->size = (int)floor(c->sr * 0.1);
    s->at = s->loud = s->louder = 0;
    s->loud_sum = s->louder_sum = 0;
    *mom = *inte = *shrt = -200;
    return s->size >= 1 ? KC_OK : kc_fail(c, "lufs: the sampling rate is too low");
}
KC_NATIVE int lufs_init(lufs_st *s, kc_ctx *c, double *mom, double *inte, double *shrt, const double *reset,
                        const double *in)
{
    (void)reset, (void)in;
    return lufs_start(s, c, 1, mom, inte, shrt);
}
KC_NATIVE int lufs2_init(lufs_st *s, kc_ctx *c, double *mom, double *inte, double *shrt, const double *reset,
                         const double *left, const double *right)
{
    (void)reset, (void)left, (void)right;
    return lufs_start(s, c, 2, mom, inte, shrt);
}
KC_NATIVE double lufs_level(double power) { return -0.691 + 10 * log10(power); }

KC_NATIVE double lufs_weigh(const lufs_coefs *f, double w[2], double x)
{
    double v = x - w[0] * f->a1 - w[1] * f->a2, y = v * f->b0 + w[0] * f->b1 + w[1] * f->b2;
    w[1] = w[0];
    w[0] = v;
    return y;
}
/* At the end of a grain: the powers of a channel. */
KC_NATIVE void lufs_grain(lufs_channel *ch, int size)
{
    ch->mean = (ch->grain[0] + ch->grain[1] + ch->grain[2] + ch->grain[3]) / (LUFS_GRAINS * size);
    for (int i = 0; i < LUFS_LONG - 1; i++) ch->term += ch->old[i];
    ch->term = (ch->term + ch->grain[3]) / (LUFS_LONG * size);
    memmove(ch->old, ch->old + 1, (LUFS_LONG - 1) * sizeof *ch->old);
    ch->old[LUFS_LONG - 2] = ch->old[LUFS_LONG - 1] = ch->grain[3];
    memmove(ch->grain, ch->grain + 1, (LUFS_GRAINS - 1) * sizeof *ch->grain);
    ch->grain[3] = 0;
}
KC_NATIVE void lufs_results(lufs_st *s, double *mom, double *inte, double *shrt)
{
    double share = 1.0 / s->channels, power = 0, term = 0;
    for (int i = 0; i < s->channels; i++) {
        lufs_grain(&s->ch[i], s->size);
        power += s->ch[i].mean;
        term += s->ch[i].term;
    }
    double level = lufs_level(power);
    if (level >= -70) {
        s->loud_sum += power;
        s->loud++;
    }
    if (level >= lufs_level(share * s->loud_sum / s->loud) - 10) {
        s->louder_sum += power;
        s->louder++;
    }
    *mom = level;
    *inte = lufs_level(share * s->louder_sum / s->louder);
    *shrt = lufs_level(term);
}
KC_NATIVE int lufs_run(lufs_st *s, kc_ctx *c, double *mom, double *inte, double *shrt, double reset,
                       const double *const *in)
{
    for (int n = c->begin; n < c->end; n++) {
        for (int i = 0; i < s->channels; i++) {
            lufs_channel *ch = &s->ch[i];
            double x = lufs_weigh(&s->f[1], ch->w[1], lufs_weigh(&s->f[0], ch->w[0], in[i][n]));
            ch->grain[3] += x * x;
        }
        if (++s->at < s->size) continue;
        s->at = 0;
        lufs_results(s, mom, inte, shrt);
    }
    if (reset != 0) {
        s->loud = s->louder = 0;
        s->loud_sum = s->louder_sum = 0;
        *inte = -200;
    }
    return KC_OK;
}
KC_NATIVE int lufs_perf(lufs_st *s, kc_ctx *c, double *mom, double *inte, double *shrt, const double *reset,
                        const double *in)
{
    return lufs_run(s, c, mom, inte, shrt, *reset, &in);
}
KC_NATIVE int lufs2_perf(lufs_st *s, kc_ctx *c, double *mom, double *inte, double *shrt, const double *reset,
                         const double *left, const double *right)
{
    return lufs_run(s, c, mom, inte, shrt, *reset, (const double *const[]){left, right});
}
#endif

/* Opcode: lufs
 * Synopsis: kmom, kint, kshort lufs krst, ain1 [, ain2]
 *
 * Loudness after EBU R 128.
 * In:  krst   not 0 restarts the integrated loudness
 *      ain    signals
 * Out: momentary (400 ms), integrated and short-term (3 s) loudness, LUFS, new each 100 ms; -200 before
 * Fails: never
 * Source: ITU-R BS.1770
 */
KC_OP(lufs, "kkk", "ka", .state = lufs_st, .init = lufs_init, .perf = lufs_perf)
KC_OP(lufs, "kkk", "kaa", .state = lufs_st, .init = lufs2_init, .perf = lufs2_perf)
