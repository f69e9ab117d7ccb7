/* See plugin_files.h. */
#include "api/csound/plugin_files.h"
#include "api/csound/instance.h"
#include "api/include/csound/soundio.h"
#include "runtime/engine/strset.h"
#include "runtime/io/paths.h"
#include <limits.h>
#include <stdlib.h>

char *kc_pl_strset(CSOUND *cs, long n)
{
    kc_engine *e = kc_cs_of(cs)->performance->engine;
    return e && n >= 0 && n <= INT_MAX ? (char *)(uintptr_t)kc_strset_get(e, (int)n) : NULL;
}

char *kc_pl_file_type(int type)
{
    static const char *const names[] = {
        [TYP_WAV] = "WAV",     [TYP_AIFF] = "AIFF",   [TYP_AU] = "AU",     [TYP_RAW] = "RAW",
        [TYP_PAF] = "PAF",     [TYP_SVX] = "SVX",     [TYP_NIST] = "NIST", [TYP_VOC] = "VOC",
        [TYP_IRCAM] = "IRCAM", [TYP_W64] = "W64",     [TYP_MAT4] = "MAT4", [TYP_MAT5] = "MAT5",
        [TYP_PVF] = "PVF",     [TYP_XI] = "XI",       [TYP_HTK] = "HTK",   [TYP_SDS] = "SDS",
        [TYP_SD2] = "SD2",     [TYP_FLAC] = "FLAC",   [TYP_CAF] = "CAF",   [TYP_WVE] = "WVE",
        [TYP_OGG] = "OGG",     [TYP_MPC2K] = "MPC2K", [TYP_RF64] = "RF64", [TYP_MPEG] = "MPEG",
    };
    int known = type >= 0 && type < (int)(sizeof names / sizeof *names) && names[type];
    return (char *)(uintptr_t)(known ? names[type] : "unknown");
}

static const struct {
    const char *name;
    int bytes;
} formats[] = {
    [AE_CHAR] = {"signed chars", 1},    [AE_SHORT] = {"shorts", 2},        [AE_24INT] = {"24bit ints", 3},
    [AE_LONG] = {"longs", 4},           [AE_UNCH] = {"unsigned bytes", 1}, [AE_FLOAT] = {"floats", 4},
    [AE_DOUBLE] = {"double floats", 8}, [AE_ULAW] = {"ulaw bytes", 1},     [AE_ALAW] = {"alaw bytes", 1},
};
static bool known_format(int f)
{
    return f >= 0 && f < (int)(sizeof formats / sizeof *formats) && formats[f].name;
}

char *kc_pl_sample_format(int format)
{
    return (char *)(uintptr_t)(known_format(format) ? formats[format].name : "unknown");
}
int kc_pl_sample_bytes(int format)
{
    format &= SF_FORMAT_SUBMASK;
    return known_format(format) ? formats[format].bytes : 1;
}

int kc_pl_strset_max(CSOUND *cs)
{
    int n = 0;
    while (kc_pl_strset(cs, n + 1)) n++;
    return n;
}

static const char *env_of(const void *performance, const char *name)
{
    return kc_perf_env(performance, name);
}

/* Moves a malloc'd text to the instance's memory. */
static char *kept(CSOUND *cs, char *text)
{
    char *own = text ? kc_cs_strdup(cs, text) : NULL;
    free(text);
    return own;
}
char *kc_pl_find_input(CSOUND *cs, const char *name, const char *variables)
{
    return name ? kept(cs, kc_path_input(name, variables, env_of, kc_cs_of(cs)->performance)) : NULL;
}
char *kc_pl_find_output(CSOUND *cs, const char *name, const char *variables)
{
    return name ? kept(cs, kc_path_output(name, variables, env_of, kc_cs_of(cs)->performance)) : NULL;
}
