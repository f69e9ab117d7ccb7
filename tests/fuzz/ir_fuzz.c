/* Fuzzes the reader of IR text, and all that works on a unit it accepts. What a sound unit prints must read
 * back. */
#include "ir/ir.h"
#include <string.h>

static kc_native no_core(const char *op, const char *types) { return (void)op, (void)types, NULL; }

static void round_trip(const kc_ir_unit *u, kc_diags *d)
{
    kc_sbuf once = {0}, twice = {0};
    kc_ir_print(u, &once);
    kc_ir_unit *again = kc_ir_parse(once.s, "printed", d);
    if (!again) __builtin_trap();
    kc_ir_print(again, &twice);
    if (strcmp(once.s, twice.s)) __builtin_trap();
    kc_ir_unit_destroy(again);
    kc_sbuf_free(&once);
    kc_sbuf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kc_diags d = {0};
    kc_sbuf text = {0}, out = {0};
    kc_sbuf_write(&text, (const char *)data, size);
    kc_ir_unit *u = kc_ir_parse(text.s ? text.s : "", "fuzz", &d);
    if (u && kc_ir_pipeline(u, "schedule", &out, &d) == 0) {
        round_trip(u, &d);
        kc_program *p = kc_ir_program(u, no_core, &d);
        kc_ir_program_destroy(p);
        if (p) u = NULL;
    }
    kc_ir_unit_destroy(u);
    kc_sbuf_free(&text);
    kc_sbuf_free(&out);
    kc_diags_free(&d);
    return 0;
}
