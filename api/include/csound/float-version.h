/* Which floating point type signals, tables and p-fields have: always double here. */
#ifndef FLOAT_VERSION_H
#define FLOAT_VERSION_H
#ifndef USE_DOUBLE
#define USE_DOUBLE
#endif
#endif
