#include "runtime/engine/strset.h"
#include "runtime/base/arena.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_STRINGS = 1 << 20 };

typedef struct {
    char **v;
    int n;
} strings;

static void destroy(void *data)
{
    strings *s = data;
    for (int i = 0; i < s->n; i++) free(s->v[i]);
    free(s->v);
}

static strings *list(kc_engine *e) { return kc_engine_store(e, "strset", sizeof(strings), destroy); }

int kc_strset_put(kc_engine *e, int number, const char *text)
{
    strings *s = list(e);
    if (number < 0 || number >= MAX_STRINGS) return -1;
    if (number >= s->n) {
        int n = number + 64;
        s->v = kc_xrealloc(s->v, (size_t)n * sizeof *s->v);
        memset(s->v + s->n, 0, (size_t)(n - s->n) * sizeof *s->v);
        s->n = n;
    }
    char *copy = kc_xstrdup(text);
    free(s->v[number]);
    s->v[number] = copy;
    return 0;
}

const char *kc_strset_get(kc_engine *e, int number)
{
    strings *s = list(e);
    return number >= 0 && number < s->n ? s->v[number] : NULL;
}
