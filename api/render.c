/* The command line: options, files, compile, perform, report. `run` is their order; the steps are in performance/. */
#include "api/batch/batch.h"
#include "api/include/kcycle/kcycle.h"
#include "api/performance/performance.h"
#include <signal.h>
#include <string.h>

static volatile sig_atomic_t interrupted;
void kc_interrupt(void) { interrupted = 1; }
int kc_interrupted(void) { return interrupted; }

/* Orchestra text that came between braces in line events: joins what is there. */
static void more_orchestra(void *user, const char *text, size_t len)
{
    kc_performance *p = user;
    kc_built b;
    if (!kc_perf_build(p, text, len, "line events", 1, &b)) {
        kc_perf_merge(p, &b);
        return;
    }
    kc_say(&p->con, "cannot compile orchestra\n");
    p->extra_errors++;
}

/* Returns 0 when the score is finished, -1 when the sound file could not take more. */
static int perform(kc_performance *p)
{
    const double *block;
    kc_perf_begin(p);
    for (int r = KC_ENGINE_GO; !interrupted && r == KC_ENGINE_GO;)
        if ((r = kc_perf_cycle(p, &block)) < 0) return -1;
    kc_say(&p->con, "%s\n",
           interrupted                   ? "csoundPerform(): stopped."
           : kc_engine_exited(p->engine) ? "Early return from csoundPerform()."
                                         : "Score finished in csoundPerform().");
    return 0;
}

static int no_files(kc_performance *p)
{
    kc_sbuf help = {0};
    kc_options_help(&help);
    kc_say(&p->con, "%skcycle: insufficient arguments\n", help.s);
    kc_sbuf_free(&help);
    return 1;
}

static int compile(kc_performance *p)
{
    int bad = kc_perf_compile(p, p->orc.s ? p->orc.s : "", p->orc.n, p->orc_name, p->orc_line);
    if (!bad) kc_perf_elapsed(p, "orchestra compile");
    return bad;
}

static int run(kc_performance *p, int argc, char **argv)
{
    if (kc_options_parse_args(&p->opt, argc, argv, KC_OPT_ARGS, &p->diags)) {
        kc_say(&p->con,
               "Usage: kcycle [flags] file.csd | file.orc file.sco | --orc file.orc; kcycle --help lists "
               "the flags\n");
        kc_perf_flush(p);
        return 1;
    }
    int status;
    if (kc_render_action(&p->opt, &p->con, &status)) return status;
    if (!p->opt.files.n) return no_files(p);
    if (kc_perf_open_log(p)) return 1;
    /* An editor wants the objects and nothing else. */
    p->con.quiet = p->opt.syntax_check && p->opt.diagnostics_json;
    const char *log = p->opt.logfile;
    if (kc_perf_read_args(p, argc, argv)) {
        kc_perf_flush(p);
        return kc_perf_finish(p, true), 1;
    }
    kc_perf_flush(p);
    if ((!log || strcmp(log, p->opt.logfile)) && kc_perf_open_log(p)) return 1;
    kc_perf_apply_env(p);
    if (compile(p) || kc_perf_read_score(p)) return kc_perf_finish(p, true), 1;
    if (p->opt.syntax_check) {
        kc_say(&p->con, "Syntax check completed.\n");
        return kc_perf_finish(p, false);
    }
    p->ahead = true;
    p->interrupted = &interrupted;
    if (kc_perf_start(p)) return kc_perf_finish(p, !p->engine || !kc_engine_errors(p->engine)), 1;
    if (p->opt.score_in && !(p->lines = kc_lines_open(p->opt.score_in, p->engine, &p->con, more_orchestra, p)))
        return kc_perf_finish(p, true), 1;
    if (kc_perf_open_sound(p, 0)) return kc_perf_finish(p, true), 1;
    int bad = perform(p);
    return kc_perf_finish(p, false) || bad;
}

int kc_main(int argc, char **argv)
{
    kc_performance p;
    interrupted = 0;
    if (argc > 1 && !strcmp(argv[1], "batch")) return kc_batch_main(argc - 1, argv + 1);
    kc_perf_init(&p);
    int status = run(&p, argc, argv);
    kc_perf_free(&p);
    return status;
}
