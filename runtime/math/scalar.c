/* One-lane instances of the kernel functions. */
#undef KC_W
#define KC_W 1
#include "runtime/math/vmath.h"
#include "runtime/math/scalar.h"

double kc_math_exp(double x) { return v_exp(x); }
double kc_math_exp2(double x) { return v_exp2(x); }
double kc_math_expm1(double x) { return v_expm1(x); }
double kc_math_sinh(double x) { return v_sinh(x); }
double kc_math_cosh(double x) { return v_cosh(x); }
double kc_math_tanh(double x) { return v_tanh(x); }
double kc_math_log(double x) { return v_log(x); }
double kc_math_log2(double x) { return v_log2(x); }
double kc_math_log10(double x) { return v_log10(x); }
double kc_math_pow(double x, double y) { return v_pow(x, y); }
double kc_math_sin(double x) { return v_sin(x); }
double kc_math_cos(double x) { return v_cos(x); }
double kc_math_tan(double x) { return v_tan(x); }
double kc_math_asin(double x) { return v_asin(x); }
double kc_math_acos(double x) { return v_acos(x); }
double kc_math_atan(double x) { return v_atan(x); }
double kc_math_atan2(double y, double x) { return v_atan2(y, x); }
double kc_math_fmod(double x, double y) { return v_fmod(x, y); }
double kc_math_hypot(double x, double y) { return v_hypot(x, y); }
double kc_math_cbrt(double x) { return v_cbrt(x); }
