#include "runtime/base/near.h"
#include <ctype.h>
#include <string.h>

#define NEAR_MAX 32

/* What it costs to make one name of the other. A letter too many or too few is the likelier slip. */
enum { GAP = 2, REPLACE = 3, FAR = 1000 };

static int edit_distance(const char *a, const char *b)
{
    int na = (int)strlen(a), nb = (int)strlen(b), row[NEAR_MAX + 1];
    if (na > NEAR_MAX || nb > NEAR_MAX) return FAR;
    for (int j = 0; j <= nb; j++) row[j] = j * GAP;
    for (int i = 1; i <= na; i++) {
        int diagonal = row[0];
        row[0] = i * GAP;
        for (int j = 1; j <= nb; j++) {
            int same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
            int best = diagonal + (same ? 0 : REPLACE);
            if (row[j] + GAP < best) best = row[j] + GAP;
            if (row[j - 1] + GAP < best) best = row[j - 1] + GAP;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[nb];
}

void kc_near_try(kc_near *s, const char *candidate)
{
    int n = (int)strlen(s->name), limit = n <= 3 ? 3 : n <= 6 ? 5 : 7;
    int longer = (int)strlen(candidate) - n;
    if (longer * GAP > limit || -longer * GAP > limit) return;
    int d = edit_distance(s->name, candidate);
    if (d > limit || (s->best && d > s->distance)) return;
    /* Of equally near names the first in the alphabet, whatever order they come in. */
    if (s->best && d == s->distance && strcmp(candidate, s->best) > 0) return;
    s->best = candidate;
    s->distance = d;
}
