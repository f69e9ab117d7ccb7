/* The functions of vmath.h for one double, as ordinary functions.
 *
 * For code that is not a kernel but must agree with kernels to the bit, such as the folding of constants.
 * Domains, special values and errors are those of README.md; no function sets errno, fails or has side
 * effects.
 */
#ifndef KC_MATH_SCALAR_H
#define KC_MATH_SCALAR_H

double kc_math_exp(double x);
double kc_math_exp2(double x);
double kc_math_expm1(double x);
double kc_math_sinh(double x);
double kc_math_cosh(double x);
double kc_math_tanh(double x);
double kc_math_log(double x);
double kc_math_log2(double x);
double kc_math_log10(double x);
double kc_math_pow(double x, double y);
double kc_math_sin(double x);
double kc_math_cos(double x);
double kc_math_tan(double x);
double kc_math_asin(double x);
double kc_math_acos(double x);
double kc_math_atan(double x);
double kc_math_atan2(double y, double x);
double kc_math_fmod(double x, double y);
double kc_math_hypot(double x, double y);
double kc_math_cbrt(double x);

#endif
