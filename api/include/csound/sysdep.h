/* What all the other headers rest on: the sample type, the short integer names, visibility, and the names
   that plugin sources use for the C library's mathematics. x86-64 and arm64 with GCC or clang; MYFLT is
   double. */
#ifndef CSOUND_SYSDEP_H
#define CSOUND_SYSDEP_H

#include "float-version.h"
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif
#ifdef HAVE_PTHREAD_SPIN_LOCK
#include <pthread.h>
#endif

/** Symbols that a library offers, or that a plugin offers to the engine. */
#ifdef _WIN32
#define PUBLIC      __declspec(dllexport)
#define PUBLIC_DATA __declspec(dllimport)
#else
#define PUBLIC      __attribute__((__visibility__("default")))
#define PUBLIC_DATA __attribute__((__visibility__("default")))
#endif

/** In front of every function that the library offers. */
#define CS_API PUBLIC

/** The type of samples, table values and p-fields. */
#ifndef MYFLT
#define MYFLT double
#endif
#ifndef __MYFLT_DEF
#define __MYFLT_DEF
#endif
#ifndef B64BIT
#define B64BIT
#endif
#if defined(__linux__) && !defined(LINUX)
#define LINUX 1
#endif

typedef int_least16_t int16;
typedef int_least32_t int32;
typedef uint_least16_t uint16;
typedef uint_least32_t uint32;

/** A spin lock of four bytes, the size of a channel's lock word. Set it up with csoundSpinLockInit(). */
#ifdef HAVE_PTHREAD_SPIN_LOCK
typedef pthread_spinlock_t spin_lock_t;
#else
typedef int32_t spin_lock_t;
#endif
#if defined(__x86_64__) || defined(__i386__)
#define SPINLOCK_INIT 1
#else
#define SPINLOCK_INIT 0
#endif

/* promises to the compiler */
#define CS_DEPRECATED      __attribute__((deprecated))
#define CS_NOINLINE        __attribute__((noinline))
#define CS_NORETURN        __attribute__((noreturn))
#define CS_PURE            __attribute__((pure))
#define CS_PRINTF1         __attribute__((format(printf, 1, 2)))
#define CS_PRINTF2         __attribute__((format(printf, 2, 3)))
#define CS_PRINTF3         __attribute__((format(printf, 3, 4)))
#define LIKELY(cond)       __builtin_expect(!!(cond), 1)
#define UNLIKELY(cond)     __builtin_expect(!!(cond), 0)
#define ignore_value(expr) ((void)(expr))

/* constants and functions in the precision of MYFLT */
#define FL(number)                        ((MYFLT)(number))
#define MYRECIPLN2                        1.442695040888963407
#define LOG2(number)                      (MYRECIPLN2 * log(number))
#define ACOS                              acos
#define ACOSH                             acosh
#define ASIN                              asin
#define ASINH                             asinh
#define ATAN                              atan
#define ATAN2                             atan2
#define ATANH                             atanh
#define CEIL                              ceil
#define COS                               cos
#define COSH                              cosh
#define EXP                               exp
#define FABS                              fabs
#define FLOOR                             floor
#define FMOD                              fmod
#define HYPOT                             hypot
#define LOG                               log
#define LOG10                             log10
#define MODF                              modf
#define POWER                             pow
#define SIN                               sin
#define SINH                              sinh
#define SQRT                              sqrt
#define TAN                               tan
#define TANH                              tanh
/** Truncation, and rounding to the nearest with halves away from zero. */
#define MYFLT2LONG(number)                ((int32)(number))
#define MYFLT2LRND(number)                ((int32)((number) < 0 ? (number)-0.5 : (number) + 0.5))
#define csoundUndenormalizeFloat(number)  (number)
#define csoundUndenormalizeDouble(number) (number)
#define csoundUndenormalizeMYFLT(number)  (number)
/** A byte count rounded up to whole MYFLTs. */
#define CS_FLOAT_ALIGN(bytes)             ((int)(((bytes) + sizeof(MYFLT) - 1) & ~(sizeof(MYFLT) - 1)))

/* paths */
#ifdef _WIN32
#define DIRSEP '\\'
#define ENVSEP ';'
#else
#define DIRSEP '/'
#define ENVSEP ':'
#endif

/* atomics, sequentially consistent */
#define ATOMIC_GET(var)       __atomic_load_n(&(var), __ATOMIC_SEQ_CST)
#define ATOMIC_GET8(var)      ATOMIC_GET(var)
#define ATOMIC_SET(var, val)  __atomic_store_n(&(var), (val), __ATOMIC_SEQ_CST);
#define ATOMIC_SET8(var, val) ATOMIC_SET(var, val)
#define ATOMIC_INCR(var)      __atomic_add_fetch(&(var), 1, __ATOMIC_SEQ_CST)
#define ATOMIC_DECR(var)      __atomic_sub_fetch(&(var), 1, __ATOMIC_SEQ_CST)
#define ATOMIC_ADD(var, val)  __atomic_add_fetch(&(var), (val), __ATOMIC_SEQ_CST)
#define ATOMIC_SUB(var, val)  __atomic_sub_fetch(&(var), (val), __ATOMIC_SEQ_CST)

#define CS_SPRINTF cs_sprintf
#define CS_SSCANF  cs_sscanf
#endif
