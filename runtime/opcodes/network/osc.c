/* OSCinit, OSClisten, OSCsend and their kin: Open Sound Control by liblo.
 *
 * A port is asked for messages, without waiting, by the first OSClisten or OSCcount of each k-cycle. What
 * comes in goes to the listener that began last of those with the same address and types, where it waits in a
 * queue. */
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#ifdef KC_HAVE_LIBLO
#include <lo/lo.h>
#include <stdio.h>
#include <stdlib.h>

enum { PORTS = 64, WAITING = 4096, AT_MOST = 4096, ARGS = 64 }; /* AT_MOST: messages taken in a k-cycle */

/* A value of a message: a number, or a text or blob (malloc'd). */
typedef struct {
    double number;
    void *data;
    size_t size;
} osc_value;

typedef struct osc_message {
    struct osc_message *next;
    osc_value v[];
} osc_message;

typedef struct osc_listener {
    struct osc_listener *next; /* on the same port */
    struct osc_port *port;     /* NULL: not listening */
    char *path, types[ARGS + 1];
    lo_method method;
    osc_message *first, *last;
    int waiting;
} osc_listener;

typedef struct osc_port {
    lo_server server;
    osc_listener *listeners; /* newest first */
    uint64_t polled;         /* k-cycle, from 1 */
} osc_port;

typedef struct {
    osc_port port[PORTS];
    int n;
    int64_t waiting; /* messages in all queues */
} osc_state;

KC_NATIVE void osc_free(void *p)
{
    osc_state *s = p;
    for (int i = 0; i < s->n; i++)
        if (s->port[i].server) lo_server_free(s->port[i].server);
}
KC_NATIVE osc_state *osc_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "osc", sizeof(osc_state), osc_free);
}

KC_NATIVE void message_free(osc_message *m, size_t n)
{
    for (size_t i = 0; i < n; i++) free(m->v[i].data);
    free(m);
}

/* ---- receiving -------------------------------------------------------------------------------- */

KC_NATIVE osc_value value_of(char type, lo_arg *a)
{
    switch (type) {
    case 'i': return (osc_value){.number = a->i};
    case 'h': return (osc_value){.number = (double)a->h};
    case 'f': return (osc_value){.number = a->f};
    case 'd': return (osc_value){.number = a->d};
    case 'c': return (osc_value){.number = a->c};
    case 's': return (osc_value){0, kc_xstrdup(&a->s), strlen(&a->s)};
    case 'b': {
        size_t n = lo_blob_datasize((lo_blob)a);
        void *copy = kc_xmalloc(n + 1);
        memcpy(copy, lo_blob_dataptr((lo_blob)a), n);
        return (osc_value){0, copy, n};
    }
    default: return (osc_value){0};
    }
}

/* Called by liblo while the port is asked. */
KC_NATIVE int osc_handler(const char *path, const char *types, lo_arg **argv, int argc, lo_message msg,
                          void *user)
{
    (void)msg;
    osc_listener *l = ((osc_port *)user)->listeners;
    while (l && (strcmp(l->path, path) || strcmp(l->types, types))) l = l->next;
    if (!l) return 1;
    if (l->waiting >= WAITING) return 0; /* nobody takes them: lost */
    osc_message *m = kc_xcalloc(1, sizeof *m + (size_t)argc * sizeof *m->v);
    for (int i = 0; i < argc && types[i]; i++) m->v[i] = value_of(types[i], argv[i]);
    if (l->last)
        l->last->next = m;
    else
        l->first = m;
    l->last = m;
    l->waiting++;
    return 0;
}

KC_NATIVE void osc_poll(kc_ctx *c, osc_port *p)
{
    if (!p->server || p->polled == c->kcount + 1) return;
    p->polled = c->kcount + 1;
    for (int i = 0; i < AT_MOST && lo_server_recv_noblock(p->server, 0) > 0; i++) {
    }
}

KC_NATIVE int64_t osc_waiting(const osc_state *s)
{
    int64_t n = 0;
    for (int i = 0; i < s->n; i++)
        for (const osc_listener *l = s->port[i].listeners; l; l = l->next) n += l->waiting;
    return n;
}

KC_NATIVE int osc_open(kc_ctx *c, double *handle, const char *group, double port)
{
    osc_state *s = osc_of(c);
    char text[32];
    snprintf(text, sizeof text, "%d", fabs(port) < 1e9 ? (int)port : -1);
    if (s->n >= PORTS) return kc_fail(c, "too many OSC listeners");
    lo_server server = group ? lo_server_new_multicast(group, text, NULL) : lo_server_new(text, NULL);
    if (!server) return kc_fail(c, "cannot start OSC listener on port %s\n", text);
    kc_warn(c, "OSC %slistener #%d started on port %s\n", group ? "multicast " : "", s->n, text);
    s->port[s->n] = (osc_port){.server = server};
    *handle = s->n++;
    return KC_OK;
}

/* Opcode: OSCinit OSCinitM
 * Synopsis: ihandle OSCinit iport
 *           ihandle OSCinitM Sgroup, iport
 *
 * Begins to listen on a UDP port, or to a multicast group; until the engine ends.
 * In:  iport   port
 *      Sgroup  address of the group
 * Out: handle for OSClisten
 * Fails: when the port can't be opened
 */
KC_NATIVE int oscinit_init(void *st, kc_ctx *c, double *handle, const double *port)
{
    (void)st;
    return osc_open(c, handle, NULL, *port);
}
KC_NATIVE int oscinitm_init(void *st, kc_ctx *c, double *handle, const kc_str *group, const double *port)
{
    (void)st;
    return osc_open(c, handle, kc_str_get(group), *port);
}

KC_NATIVE int listener_leave(osc_listener *l, kc_ctx *c)
{
    (void)c;
    if (!l->port) return KC_OK;
    for (osc_listener **p = &l->port->listeners; *p; p = &(*p)->next)
        if (*p == l) {
            *p = l->next;
            break;
        }
    lo_server_del_lo_method(l->port->server, l->method);
    for (osc_message *m = l->first, *next; m; m = next) {
        next = m->next;
        message_free(m, strlen(l->types));
    }
    free(l->path);
    *l = (osc_listener){0};
    return KC_OK;
}

KC_NATIVE int listener_join(osc_listener *l, kc_ctx *c, double handle, const char *path, const char *types)
{
    osc_state *s = osc_of(c);
    listener_leave(l, c);
    if (!s->n) return kc_fail(c, "OSC not running");
    if (!(handle > -1 && handle < s->n)) return kc_fail(c, "invalid handle");
    if (strlen(types) > ARGS) return kc_fail(c, "invalid number of arguments");
    osc_port *p = &s->port[(int)handle];
    for (int i = 0; types[i]; i++) {
        if (!strchr("GaScdfhis", types[i])) return kc_fail(c, "invalid type");
        l->types[i] = strchr("GaS", types[i]) ? 'b' : types[i];
    }
    l->path = kc_xstrdup(path);
    l->port = p;
    l->next = p->listeners;
    p->listeners = l;
    l->method = lo_server_add_method(p->server, l->path, l->types, osc_handler, p);
    return KC_OK;
}

/* The next message, or NULL; to be freed. */
KC_NATIVE osc_message *listener_take(osc_listener *l, kc_ctx *c)
{
    if (!l->port) return NULL;
    osc_poll(c, l->port);
    osc_message *m = l->first;
    if (!m) return NULL;
    l->first = m->next;
    if (!l->first) l->last = NULL;
    l->waiting--;
    return m;
}

/* A blob as doubles. */
KC_NATIVE int take_blob(kc_ctx *c, char type, const osc_value *v, void *to)
{
    const char *bytes = v->data;
    size_t n = v->size / sizeof(double);
    if (type == 'G') {
        kc_table *t = kc_table_need(c, *(double *)to);
        if (!t) return KC_ERROR;
        memcpy(t->data, bytes, (n < (size_t)t->len ? n : (size_t)t->len) * sizeof(double));
    } else if (type == 'a') { /* a count of samples, then these */
        double count = 0;
        if (n) memcpy(&count, bytes, sizeof count);
        size_t most = n ? n - 1 : 0;
        if (most > (size_t)c->ksmps) most = (size_t)c->ksmps;
        if (count >= 0 && count < (double)most) most = (size_t)count;
        memcpy(to, bytes + sizeof count, most * sizeof(double));
    }
    return KC_OK;
}

KC_NATIVE int osclisten_init(osc_listener *l, kc_ctx *c, void **a)
{
    const char *types = kc_str_get(a[3]);
    int n = c->site->nin - 3;
    if ((int)strlen(types) != n) return kc_fail(c, "argument list inconsistent with format string");
    for (int i = 0; i < n; i++) {
        int have = kc_arg_type(c, 4 + i);
        if (types[i] == 's' ? have != 'S' : strchr("cdfhi", types[i]) && have != 'k')
            return kc_fail(c, "argument list inconsistent with format string");
        if (types[i] == 'a' && have != 'a')
            return kc_fail(c, "argument list inconsistent with format string");
    }
    return listener_join(l, c, *(double *)a[1], kc_str_get(a[2]), types);
}
KC_NATIVE int osclisten_perf(osc_listener *l, kc_ctx *c, void **a)
{
    const char *types = kc_str_get(a[3]);
    osc_message *m = listener_take(l, c);
    int r = KC_OK;
    *(double *)a[0] = m != NULL;
    if (!m) return KC_OK;
    for (int i = 0; l->types[i] && i < c->site->nin - 3 && types[i] && r >= 0; i++) {
        if (l->types[i] == 's')
            r = kc_str_set(c, a[4 + i], m->v[i].data ? m->v[i].data : "");
        else if (l->types[i] == 'b')
            r = take_blob(c, types[i], &m->v[i], a[4 + i]);
        else
            *(double *)a[4 + i] = m->v[i].number;
    }
    message_free(m, strlen(l->types));
    return r;
}
KC_NATIVE int osclisten_plain_init(osc_listener *l, kc_ctx *c, double *out, const double *handle,
                                   const kc_str *path, const kc_str *types)
{
    (void)out;
    if (*kc_str_get(types)) return kc_fail(c, "argument list inconsistent with format string");
    return listener_join(l, c, *handle, kc_str_get(path), "");
}
KC_NATIVE int osclisten_plain_perf(osc_listener *l, kc_ctx *c, double *out, const double *handle,
                                   const kc_str *path, const kc_str *types)
{
    (void)handle, (void)path, (void)types;
    osc_message *m = listener_take(l, c);
    *out = m != NULL;
    if (m) message_free(m, 0);
    return KC_OK;
}
KC_NATIVE int osclisten_array_init(osc_listener *l, kc_ctx *c, double *out, kc_array *arr,
                                   const double *handle, const kc_str *path, const kc_str *types)
{
    (void)out;
    const char *t = kc_str_get(types);
    if (strspn(t, "cdfhi") != strlen(t) || !*t) return kc_fail(c, "invalid type");
    if (listener_join(l, c, *handle, kc_str_get(path), t) < 0) return KC_ERROR;
    return kc_array_make1(c, arr, 'k', (int32_t)strlen(t));
}
KC_NATIVE int osclisten_array_perf(osc_listener *l, kc_ctx *c, double *out, kc_array *arr,
                                   const double *handle, const kc_str *path, const kc_str *types)
{
    (void)handle, (void)path, (void)types;
    osc_message *m = listener_take(l, c);
    *out = m != NULL;
    for (int i = 0; m && l->types[i] && i < kc_array_count(arr); i++) arr->data[i] = m->v[i].number;
    if (m) message_free(m, strlen(l->types));
    return KC_OK;
}

/* Opcode: OSCcount
 * Synopsis: kcount OSCcount
 *
 * Messages that have come in and were not taken yet.
 * Out: number
 * Fails: never
 */
KC_NATIVE int osccount_perf(void *st, kc_ctx *c, double *out)
{
    (void)st;
    osc_state *s = osc_of(c);
    for (int i = 0; i < s->n; i++) osc_poll(c, &s->port[i]);
    *out = (double)osc_waiting(s);
    return KC_OK;
}

/* ---- sending ---------------------------------------------------------------------------------- */

typedef struct {
    double last;
    int32_t sent;
} oscsend_st;

KC_NATIVE void add_doubles(lo_message m, const void *head, size_t head_size, const double *x, size_t n)
{
    char *bytes = kc_xmalloc(head_size + n * sizeof *x + 1);
    memcpy(bytes, head, head_size);
    memcpy(bytes + head_size, x, n * sizeof *x);
    lo_blob b = lo_blob_new((int32_t)(head_size + n * sizeof *x), bytes);
    if (b) lo_message_add_blob(m, b);
    if (b) lo_blob_free(b);
    free(bytes);
}

KC_NATIVE int add_argument(kc_ctx *c, lo_message m, char type, void *arg, int have)
{
    int text = have == 'S';
    double x = text ? 0 : *(double *)arg;
    int64_t whole = fabs(x) < 9e18 ? (int64_t)rint(x) : 0;
    if (type == 's' ? !text : type == 'a' ? have != 'a' : text)
        return kc_fail(c, "OSCsend: an argument is not of type '%c'", type);
    switch (type) {
    case 'i': lo_message_add_int32(m, (int32_t)whole); break;
    case 'l':
    case 'h': lo_message_add_int64(m, whole); break;
    case 'c': lo_message_add_char(m, (char)(x + 0.5)); break;
    case 'f': lo_message_add_float(m, (float)x); break;
    case 'd': lo_message_add_double(m, x); break;
    case 's': lo_message_add_string(m, kc_str_get(arg)); break;
    case 'b':
        (x == 0 ? lo_message_add_true : lo_message_add_false)(m);
        break; /* the wrong way round, as the reference */
    case 'm': {
        uint32_t bits = (uint32_t)whole;
        uint8_t bytes[4];
        memcpy(bytes, &bits, 4);
        lo_message_add_midi(m, bytes);
        break;
    }
    case 'G': {
        const kc_table *t = kc_table_find(c, x);
        if (!t) return kc_fail(c, "ftable %.2f does not exist", x);
        add_doubles(m, "", 0, t->data, (size_t)t->len);
        break;
    }
    case 'a': {
        double count = c->ksmps;
        add_doubles(m, &count, sizeof count, arg, (size_t)c->ksmps);
        break;
    }
    default: return kc_fail(c, "Unknown OSC type %c\n", type);
    }
    return KC_OK;
}

KC_NATIVE int oscsend_init(oscsend_st *s, kc_ctx *c, void **a)
{
    (void)c, (void)a;
    s->sent = 0;
    return KC_OK;
}
KC_NATIVE int oscsend_perf(oscsend_st *s, kc_ctx *c, void **a)
{
    double when = *(double *)a[0], port = *(double *)a[2];
    if (s->sent && when == s->last) return KC_OK;
    s->sent = 1;
    s->last = when;
    const char *host = kc_str_get(a[1]), *types = c->site->nin > 4 ? kc_str_get(a[4]) : "";
    char text[32];
    snprintf(text, sizeof text, "%d", fabs(port) < 1e9 ? (int)lrint(port) : -1);
    if ((int)strlen(types) > c->site->nin - 5 && *types)
        return kc_fail(c, "OSCsend: there are fewer arguments than types");
    lo_message m = lo_message_new();
    lo_address to = lo_address_new(*host ? host : NULL, port < 0 ? NULL : text);
    int r = m && to ? KC_OK : kc_fail(c, "OSCsend: out of memory");
    int first = *host >= '0' && *host <= '9' ? atoi(host) : 0;
    if (to && first >= 224 && first <= 239) lo_address_set_ttl(to, 1);
    for (int i = 0; types[i] && r >= 0; i++)
        r = add_argument(c, m, types[i], a[5 + i], kc_arg_type(c, 5 + i));
    if (r >= 0 && lo_send_message(to, kc_str_get(a[3]), m) < 0)
        kc_warn(c, "OSCsend failed to send message to %s: %s", host, lo_address_errstr(to));
    if (m) lo_message_free(m);
    if (to) lo_address_free(to);
    return r;
}
#else
typedef struct {
    int32_t none;
} osc_listener;
typedef osc_listener oscsend_st;

#define NO_OSC(fn, ...)                                                                                      \
    KC_NATIVE int fn(void *s, kc_ctx *c, __VA_ARGS__)                                                        \
    {                                                                                                        \
        (void)s;                                                                                             \
        return kc_fail(c, "%s: this program was built without OSC (liblo)", c->site->desc->name);            \
    }
#define P(x) __attribute__((unused)) const void *x
#ifndef KC_BITCODE
NO_OSC(oscinit_init, P(a), P(b))
NO_OSC(oscinitm_init, P(a), P(b), P(d))
NO_OSC(osclisten_init, P(a))
NO_OSC(osclisten_perf, P(a))
NO_OSC(osclisten_plain_init, P(a), P(b), P(d), P(e))
NO_OSC(osclisten_plain_perf, P(a), P(b), P(d), P(e))
NO_OSC(osclisten_array_init, P(a), P(b), P(d), P(e), P(f))
NO_OSC(osclisten_array_perf, P(a), P(b), P(d), P(e), P(f))
NO_OSC(osccount_perf, P(a))
NO_OSC(oscsend_init, P(a))
NO_OSC(oscsend_perf, P(a))
static int listener_leave(osc_listener *l, kc_ctx *c) { return (void)l, (void)c, KC_OK; }
#endif
#endif

KC_OP(OSCinit, "i", "i", .init = oscinit_init, .fx = event)
KC_OP(OSCinitM, "i", "Si", .init = oscinitm_init, .fx = event)
KC_OP(OSCcount, "k", "", .perf = osccount_perf, .fx = event)

/* Opcode: OSClisten
 * Synopsis: kans OSClisten ihandle, Sdest, Stype [, xdata1, xdata2, ...]
 *           kans, kdata[] OSClisten ihandle, Sdest, Stype
 *
 * Takes the next message to an address that has these types, one a k-cycle.
 * In:  ihandle  of OSCinit
 *      Sdest    address, such as "/foo/bar"
 *      Stype    a letter per value: i h f d c numbers, s a text, G a table, a audio
 *      xdata    variables that get the values; the table is given by its number
 * Out: kans   1 when there was a message, else 0
 *      kdata  the values, all numbers
 * Fails: at init when nothing listens, or types and variables do not agree
 */
KC_OP(OSClisten, "k", "iSSN", .state = osc_listener, .init = osclisten_init, .perf = osclisten_perf,
      .deinit = listener_leave, .fx = event | tab_w)
KC_OP(OSClisten, "k", "iSS", .state = osc_listener, .init = osclisten_plain_init,
      .perf = osclisten_plain_perf, .deinit = listener_leave, .fx = event)
KC_OP(OSClisten, "kk[]", "iSS", .state = osc_listener, .init = osclisten_array_init,
      .perf = osclisten_array_perf, .deinit = listener_leave, .fx = event)

/* Opcode: OSCsend OSCsend_lo
 * Synopsis: OSCsend kwhen, ihost, iport, idestination [, itype, xdata1, xdata2, ...]
 *           OSCsend_lo kwhen, ihost, iport, idestination [, itype, xdata1, xdata2, ...]
 *
 * Sends a message in the first k-cycle, and whenever kwhen has changed.
 * In:  kwhen                    any number
 *      ihost                    name or address of the machine; empty: this one
 *      iport                    port
 *      idestination             address, such as "/foo/bar"
 *      itype                    a letter per value: i l h f d c numbers, s a text, m MIDI, b true or false,
 *                               G a table, A an array, a audio
 *      xdata                    the values
 * Fails: when types and values do not agree; that it could not be sent gives a warning
 */
KC_OP(OSCsend, "", "kSkSN", .state = oscsend_st, .init = oscsend_init, .perf = oscsend_perf,
      .fx = event | tab_r)
KC_OP(OSCsend_lo, "", "kSkSN", .state = oscsend_st, .init = oscsend_init, .perf = oscsend_perf,
      .fx = event | tab_r)
