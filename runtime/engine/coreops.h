/* Native functions of the core operations (ir/ops.def), as tier 0 calls them: kc_native with st unused, a[0]
 * the output and a[1], a[2] the inputs. */
#ifndef KC_ENGINE_COREOPS_H
#define KC_ENGINE_COREOPS_H
#include "runtime/abi.h"

/* op: text of the operation ("mul"); types: output, '<', inputs: "a<ak". 'a' is a block, any of i k b B p c r
 * a scalar. NULL when there is no such combination. [any thread] */
kc_native kc_coreop(const char *op, const char *types);
#endif
