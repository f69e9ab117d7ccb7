/* Between the engine and the compile thread. */
#include "api/render.h"

kc_jit_link *kc_jit_link_create(const kc_options *o, kc_engine *e, const kc_console *con)
{
    (void)o, (void)e, (void)con;
    return 0;
}
void kc_jit_link_forget(kc_jit_link *j, kc_program *p) { (void)j, (void)p; }
void kc_jit_link_destroy(kc_jit_link *j) { (void)j; }
