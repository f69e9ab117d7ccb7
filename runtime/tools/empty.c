/* The shared library is the whole of the static one. */
typedef int kc_not_empty;
