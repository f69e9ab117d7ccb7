/* Elementary functions over the value type V: include this one.
 *
 * All of it is straight-line code: every lane computes every case and the right one is selected, so a kernel
 * costs the same whatever its data, and W lanes give the bits of W scalars. The exceptions are v_sin, v_cos
 * and v_tan of huge arguments and v_fmod with a huge quotient, which leave the straight line by one
 * never-taken branch. Errors and special values: README.md. Coefficients: coeffs.py.
 */
#ifndef KC_MATH_VMATH_H
#define KC_MATH_VMATH_H

#include "runtime/math/vtypes.h"
#include "runtime/math/vexp.h"
#include "runtime/math/vlog.h"
#include "runtime/math/vpow.h"
#include "runtime/math/vtrig.h"
#include "runtime/math/varc.h"
#include "runtime/math/vmisc.h"

#endif
