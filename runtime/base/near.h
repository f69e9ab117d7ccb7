/* "Did you mean": the nearest of the names that are known.
 *
 *     kc_near near = {.name = "oscilli"};
 *     for (...) kc_near_try(&near, candidate);
 *     if (near.best) ... */
#ifndef KC_BASE_NEAR_H
#define KC_BASE_NEAR_H

typedef struct {
    const char *name; /* what was written */
    const char *best; /* the nearest candidate so far, NULL when none is near */
    int distance;
} kc_near;

/* Case does not count; names of more than 32 bytes are never near. The candidate must outlive s. */
void kc_near_try(kc_near *s, const char *candidate);
#endif
