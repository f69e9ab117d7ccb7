/* The passes over a unit, in order. Stages that --dump-ir can show:
 *
 *     lower     as the front end built it
 *     final     after the last pass, as tier 0 runs it
 *     schedule  the sample loops which fused code would have */
#include "ir/internal.h"
#include <string.h>

static void show(kc_ir_unit *u, const char *stage, const char *dump, kc_sbuf *out)
{
    if (!dump || strcmp(stage, dump)) return;
    if (strcmp(stage, "schedule")) {
        kc_ir_print(u, out);
        return;
    }
    kc_schedule *s = kc_ir_schedule(u);
    kc_ir_schedule_print(u, s, out);
    kc_ir_schedule_destroy(s);
}

int kc_ir_pipeline(kc_ir_unit *u, const char *dump, kc_sbuf *out, kc_diags *d)
{
    show(u, "lower", dump, out);
    if (kc_ir_verify(u, d) < 0) return -1;
    kc_ir_forward(u);
    if (kc_ir_verify(u, d) < 0) return -1;
    show(u, "final", dump, out);
    show(u, "schedule", dump, out);
    return 0;
}
