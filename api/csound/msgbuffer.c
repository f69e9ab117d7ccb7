/* The message queue of csoundCreateMessageBuffer: a message callback that keeps texts until the host fetches
 * them. The queue outlives a reset, which takes the callback away; so a host can still read what was said
 * before. Any thread. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound.h"
#include <stdlib.h>

typedef struct message {
    struct message *next;
    int attr;
    char text[];
} message;

typedef struct {
    pthread_mutex_t lock; /* zeroed is unlocked */
    bool open, print;
    int count;
    message *first, **last;
} queue;

/* Under the lock. */
static void pop(queue *q)
{
    message *m = q->first;
    if (!m) return;
    q->first = m->next;
    if (!q->first) q->last = &q->first;
    q->count--;
    free(m);
}

static void end(CSOUND *cs, void *part)
{
    (void)cs;
    queue *q = part;
    while (q->first) pop(q);
    pthread_mutex_destroy(&q->lock);
}

static queue *find(CSOUND *cs)
{
    queue *q = cs ? kc_cs_part_find(cs, "message queue") : NULL;
    if (q) pthread_mutex_lock(&q->lock);
    if (q && !q->open) {
        pthread_mutex_unlock(&q->lock);
        q = NULL;
    }
    return q;
}

static message *printed(int attr, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    message *m = n < 0 ? NULL : malloc(sizeof *m + (size_t)n + 1);
    if (m) {
        m->next = NULL;
        m->attr = attr;
        vsnprintf(m->text, (size_t)n + 1, format, again);
    }
    va_end(again);
    return m;
}

static void keep(CSOUND *cs, int attr, const char *format, va_list args)
{
    message *m = printed(attr, format, args);
    queue *q = m ? find(cs) : NULL;
    if (!q) {
        free(m);
        return;
    }
    if (q->print) kc_cs_message(NULL, attr, "%s", m->text);
    *q->last = m;
    q->last = &m->next;
    q->count++;
    pthread_mutex_unlock(&q->lock);
}

void csoundCreateMessageBuffer(CSOUND *cs, int print)
{
    if (!cs) return;
    queue *q = kc_cs_part(cs, "message queue", sizeof *q, KC_UNTIL_DESTROY, end);
    pthread_mutex_lock(&q->lock);
    while (q->first) pop(q);
    q->last = &q->first;
    q->open = true;
    q->print = print != 0;
    pthread_mutex_unlock(&q->lock);
    csoundSetMessageCallback(cs, keep);
}

void csoundDestroyMessageBuffer(CSOUND *cs)
{
    queue *q = find(cs);
    if (!q) {
        if (cs) kc_cs_warning(cs, "csoundDestroyMessageBuffer: there is no message buffer");
        return;
    }
    while (q->first) pop(q);
    q->open = false;
    pthread_mutex_unlock(&q->lock);
    csoundSetMessageCallback(cs, NULL);
}

const char *csoundGetFirstMessage(CSOUND *cs)
{
    queue *q = find(cs);
    if (!q) return NULL;
    const char *text = q->first ? q->first->text : NULL;
    pthread_mutex_unlock(&q->lock);
    return text;
}

int csoundGetFirstMessageAttr(CSOUND *cs)
{
    queue *q = find(cs);
    if (!q) return 0;
    int attr = q->first ? q->first->attr : 0;
    pthread_mutex_unlock(&q->lock);
    return attr;
}

void csoundPopFirstMessage(CSOUND *cs)
{
    queue *q = find(cs);
    if (!q) return;
    pop(q);
    pthread_mutex_unlock(&q->lock);
}

int csoundGetMessageCnt(CSOUND *cs)
{
    queue *q = find(cs);
    if (!q) return -1;
    int count = q->count;
    pthread_mutex_unlock(&q->lock);
    return count;
}
