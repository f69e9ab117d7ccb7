/* Create, clean up, reset, destroy. */
#include "api/csound/cscore.h"
#include "api/csound/env.h"
#include "api/csound/graphs.h"
#include "api/csound/instance.h"
#include "runtime/channels/channels.h"
#include <sndfile.h>
#include <stdlib.h>

enum { RELEASE = 6181, INTERFACE = 400 };

int csoundGetVersion(void) { return RELEASE; }
int csoundGetAPIVersion(void) { return INTERFACE; }

/* There is nothing to set up for the process: no signal or exit handler is ever installed. */
int csoundInitialize(int flags)
{
    static atomic_flag done = ATOMIC_FLAG_INIT;
    (void)flags;
    return atomic_flag_test_and_set(&done);
}

static char *rewrite_score(void *user, const char *sorted) { return kc_cs_cscore_run(user, sorted); }

static void on_text(void *user, kc_say_kind kind, const char *text)
{
    static const int attrs[] = {[KC_SAY_TEXT] = CSOUNDMSG_DEFAULT,
                                [KC_SAY_ERROR] = CSOUNDMSG_ERROR,
                                [KC_SAY_WARNING] = CSOUNDMSG_WARNING};
    kc_cs_message(user, attrs[kind], "%s", text);
}

static void on_file(void *user, const char *path, int type, bool writes)
{
    void (*hook)(CSOUND *, const char *, int, int, int) = atomic_load(&kc_cs_of(user)->hooks->file_opened);
    if (hook) hook(user, path, type, writes, 0);
}

/* What a fresh instance has, and one after a reset. */
static void begin(kc_cs *cs)
{
    kc_perf_init(cs->performance);
    kc_cs_seed_env(cs->performance);
    cs->performance->con = (kc_console){.fn = on_text, .user = kc_cs_public(cs)};
    cs->channels = kc_channels_create(0);
    cs->performance->channels = cs->channels;
    cs->performance->on_file = on_file;
    cs->performance->on_file_user = kc_cs_public(cs);
    cs->performance->rewrite_score = rewrite_score;
    cs->performance->rewrite_user = kc_cs_public(cs);
    cs->cycling = cs->have_files = cs->started = cs->failed = cs->cleaned = cs->score_muted = cs->debug =
        false;
    cs->ended = cs->stop = false;
    cs->score_offset = 0;
    cs->system_sr = -1;
    atomic_store(&cs->message, NULL);
    atomic_store(&cs->message_string, NULL);
}

static void end(kc_cs *cs)
{
    csoundUDPServerClose(kc_cs_public(cs)); /* its thread calls in */
    kc_calls_clear(cs);
    kc_calls_performing(cs, false);
    kc_cs_clear_sense(cs);
    kc_perf_free(cs->performance);
    kc_cs_end_parts(cs, KC_UNTIL_RESET); /* opcodes among them: after the engine */
    kc_channels_destroy(cs->channels);
    kc_io_free(cs);
    kc_cs_free_blocks(cs);
}

static void free_instance(kc_cs *cs)
{
    kc_calls_destroy(cs->calls);
    pthread_mutex_destroy(&cs->parts_lock);
    pthread_mutex_destroy(&cs->blocks_lock);
    free(cs->performance);
    free(cs->io);
    free(cs->hooks);
    free(cs);
}

CSOUND *csoundCreate(void *host_data)
{
    csoundInitialize(0);
    kc_cs *cs = calloc(1, sizeof *cs);
    if (!cs) return NULL;
    cs->host_data = host_data;
    cs->default_message = kc_cs_default_message();
    pthread_mutex_init(&cs->parts_lock, NULL);
    pthread_mutex_init(&cs->blocks_lock, NULL);
    cs->performance = calloc(1, sizeof *cs->performance);
    cs->calls = kc_calls_create();
    cs->io = calloc(1, sizeof *cs->io);
    cs->hooks = calloc(1, sizeof *cs->hooks);
    if (!cs->performance || !cs->calls || !cs->io || !cs->hooks) {
        free_instance(cs);
        return NULL;
    }
    kc_plugin_table(cs);
    begin(cs);
    kc_cs_load_default_plugins(cs);
    return kc_cs_public(cs);
}

/* The engine cannot go away under a k-cycle that has called the host. */
static bool refuse_in_cycle(kc_cs *cs)
{
    if (cs->cycling)
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR,
                      "not possible from a callback inside of a k-cycle\n");
    return cs->cycling;
}

static void clean_up(kc_cs *cs, void *arg)
{
    int *result = arg;
    if (refuse_in_cycle(cs)) {
        if (result) *result = CSOUND_ERROR;
        return;
    }
    if (!cs->started || cs->cleaned) return;
    cs->cleaned = true;
    kc_calls_performing(cs, false);
    kc_perf_finish(cs->performance, false);
    kc_io_close(cs);
    kc_midi_close(cs);
    kc_cs_end_graphs(kc_cs_public(cs));
}

int csoundCleanup(CSOUND *csound)
{
    if (!csound) return CSOUND_ERROR;
    int result = CSOUND_SUCCESS;
    kc_cs_call(kc_cs_of(csound), clean_up, &result);
    return result;
}

static void reset(kc_cs *cs, void *arg)
{
    (void)arg;
    if (refuse_in_cycle(cs)) return;
    clean_up(cs, NULL);
    end(cs);
    begin(cs);
    kc_cs_load_default_plugins(cs);
}

void csoundReset(CSOUND *csound)
{
    if (csound) kc_cs_call(kc_cs_of(csound), reset, NULL);
}

void csoundDestroy(CSOUND *csound)
{
    if (!csound) return;
    kc_cs *cs = kc_cs_of(csound);
    clean_up(cs, NULL);
    end(cs);
    kc_cs_end_parts(cs, KC_UNTIL_DESTROY);
    free_instance(cs);
}

void *csoundGetHostData(CSOUND *cs) { return cs ? atomic_load(&kc_cs_of(cs)->host_data) : NULL; }

void csoundSetHostData(CSOUND *cs, void *host_data)
{
    if (cs) atomic_store(&kc_cs_of(cs)->host_data, host_data);
}
