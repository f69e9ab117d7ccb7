/* socksend, socksends, sockrecv, sockrecvs, OSCraw: signals, texts and messages as UDP packets.
 *
 * Packets hold samples as they are in memory, or as 16 bits. A receiver is asked without waiting, whenever it
 * has nothing left to give; what does not come is silence. */
#include "runtime/opcodes/op.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PACKET = 65507, BURST = 64 }; /* most bytes of a packet; packets taken at a time */

typedef const double *num;

typedef struct {
    struct sockaddr_in to;
    kc_aux buffer;
    int32_t fd;              /* and 1; 0: none */
    int32_t size, at, bytes; /* values of a packet, those that wait, bytes of a value */
    int32_t begin, end;      /* receiving: values in the buffer */
} socket_st;

KC_NATIVE int socket_close(socket_st *s, kc_ctx *c)
{
    (void)c;
    if (s->fd) close(s->fd - 1);
    s->fd = 0;
    return KC_OK;
}

KC_NATIVE int socket_open(socket_st *s, kc_ctx *c, double port)
{
    socket_close(s, c);
    if (!(port >= 0 && port < 65536)) return kc_fail(c, "%s: no port %g", c->site->desc->name, port);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return kc_fail(c, "creating socket");
    s->fd = fd + 1;
    memset(&s->to, 0, sizeof s->to);
    s->to.sin_family = AF_INET;
    s->to.sin_port = htons((uint16_t)port);
    s->at = s->begin = s->end = 0;
    return KC_OK;
}

/* ---- sending ---------------------------------------------------------------------------------- */

KC_NATIVE int sender(socket_st *s, kc_ctx *c, const kc_str *address, num port, num size, num format,
                     int channels)
{
    s->bytes = *format != 0 ? 2 : 8;
    if (!(*size >= channels && *size * s->bytes <= PACKET))
        return kc_fail(c, "%s: a packet has %d to %d values", c->site->desc->name, channels,
                       PACKET / s->bytes);
    s->size = (int32_t)*size;
    if (s->size % channels) return kc_fail(c, "%s: the size of a packet must be even", c->site->desc->name);
    if (socket_open(s, c, *port) < 0) return KC_ERROR;
    if (inet_pton(AF_INET, kc_str_get(address), &s->to.sin_addr) != 1)
        return kc_fail(c, "%s: %s is no address of four numbers", c->site->desc->name, kc_str_get(address));
    return kc_aux_alloc(c, &s->buffer, (size_t)s->size * sizeof(double));
}

KC_NATIVE int send_packet(socket_st *s, kc_ctx *c, size_t bytes)
{
    const struct sockaddr *to = (const struct sockaddr *)&s->to;
    s->at = 0;
    if (s->fd && sendto(s->fd - 1, s->buffer.p, bytes, MSG_DONTWAIT, to, sizeof s->to) >= 0) return KC_OK;
    return kc_fail(c, "sendto failed");
}

/* A packet goes out when there is a value for the next one. */
KC_NATIVE int send_value(socket_st *s, kc_ctx *c, double x)
{
    if (s->at == s->size && send_packet(s, c, (size_t)s->size * (size_t)s->bytes) < 0) return KC_ERROR;
    if (s->bytes == 8)
        ((double *)s->buffer.p)[s->at++] = x;
    else {
        double scaled = 32768.0 * x / c->zerodbfs;
        int v = scaled > -32768 ? scaled < 32767 ? (int)scaled : 32767 : -32768;
        unsigned char *b = (unsigned char *)s->buffer.p + 2 * s->at++;
        b[0] = (unsigned char)(v & 255), b[1] = (unsigned char)(v >> 8 & 255);
    }
    return KC_OK;
}

/* Opcode: socksend socksends
 * Synopsis: socksend asig, Sipaddr, iport, ilength [, iformat]
 *           socksend ksig, Sipaddr, iport, ilength [, iformat]
 *           socksend Stext, Sipaddr, iport, ilength [, iformat]
 *           socksends asigl, asigr, Sipaddr, iport, ilength [, iformat]
 *
 * Sends a signal, or two of them in turns, as packets of ilength values; or a text in each k-cycle, as
 * ilength bytes.
 * In:  Sipaddr             address of the receiver, four numbers
 *      iport               port
 *      ilength             values of a packet
 *      iformat             0: 64 bits as they are in memory, else 16 bits, the low byte first (default 0)
 * Fails: for a length that does not fit, or another kind of address; when a packet can't be sent
 */
KC_NATIVE int socksend_init(socket_st *s, kc_ctx *c, num in, const kc_str *address, num port, num size,
                            num format)
{
    (void)in;
    return sender(s, c, address, port, size, format, 1);
}
KC_NATIVE int socksend_a(socket_st *s, kc_ctx *c, num in, const kc_str *address, num port, num size,
                         num format)
{
    (void)address, (void)port, (void)size, (void)format;
    for (int n = c->begin; n < c->end; n++)
        if (send_value(s, c, in[n]) < 0) return KC_ERROR;
    return KC_OK;
}
KC_NATIVE int socksend_k(socket_st *s, kc_ctx *c, num in, const kc_str *address, num port, num size,
                         num format)
{
    (void)address, (void)port, (void)size, (void)format;
    return send_value(s, c, *in);
}
KC_NATIVE int socksend_S_init(socket_st *s, kc_ctx *c, const kc_str *in, const kc_str *address, num port,
                              num size, num format)
{
    (void)in;
    return sender(s, c, address, port, size, format, 1);
}
KC_NATIVE int socksend_S(socket_st *s, kc_ctx *c, const kc_str *in, const kc_str *address, num port, num size,
                         num format)
{
    (void)address, (void)port, (void)size, (void)format;
    size_t n = strlen(kc_str_get(in)), room = (size_t)s->size;
    if (n >= room) {
        kc_warn(c, "string truncated in socksend");
        n = room - 1;
    }
    memset(s->buffer.p, 0, room);
    memcpy(s->buffer.p, kc_str_get(in), n);
    return send_packet(s, c, room);
}
KC_NATIVE int socksends_init(socket_st *s, kc_ctx *c, num l, num r, const kc_str *address, num port, num size,
                             num format)
{
    (void)l, (void)r;
    return sender(s, c, address, port, size, format, 2);
}
KC_NATIVE int socksends_perf(socket_st *s, kc_ctx *c, num l, num r, const kc_str *address, num port, num size,
                             num format)
{
    (void)address, (void)port, (void)size, (void)format;
    for (int n = c->begin; n < c->end; n++)
        if (send_value(s, c, l[n]) < 0 || send_value(s, c, r[n]) < 0) return KC_ERROR;
    return KC_OK;
}
KC_OP(socksend, "", "aSiio", .state = socket_st, .init = socksend_init, .perf = socksend_a,
      .deinit = socket_close, .fx = event)
KC_OP(socksend, "", "kSiio", .state = socket_st, .init = socksend_init, .perf = socksend_k,
      .deinit = socket_close, .fx = event)
KC_OP(socksend, "", "SSiio", .state = socket_st, .init = socksend_S_init, .perf = socksend_S,
      .deinit = socket_close, .fx = event)
KC_OP(socksends, "", "aaSiio", .state = socket_st, .init = socksends_init, .perf = socksends_perf,
      .deinit = socket_close, .fx = event)

/* ---- receiving -------------------------------------------------------------------------------- */

/* room: values that are kept at most; a whole packet fits in any case. */
KC_NATIVE int receiver(socket_st *s, kc_ctx *c, num port, num room)
{
    if (!(*room >= 1 && *room < 1e8))
        return kc_fail(c, "%s: the size of the buffer must be 1 or more", c->site->desc->name);
    if (socket_open(s, c, *port) < 0) return KC_ERROR;
    s->to.sin_addr.s_addr = htonl(INADDR_ANY);
    s->size = (int32_t)*room + PACKET / 8 + 1;
    if (fcntl(s->fd - 1, F_SETFL, O_NONBLOCK) < 0) return kc_fail(c, "Cannot set nonblock");
    if (bind(s->fd - 1, (const struct sockaddr *)&s->to, sizeof s->to) < 0) return kc_fail(c, "bind failed");
    return kc_aux_alloc(c, &s->buffer, (size_t)s->size * sizeof(double));
}

/* Packets go behind each other from the start of the buffer, which is empty. */
KC_NATIVE void refill(socket_st *s)
{
    s->begin = s->end = 0;
    for (int i = 0; i < BURST && s->fd && s->size - s->end > PACKET / 8; i++) {
        char *to = (char *)s->buffer.p + (size_t)s->end * sizeof(double);
        ssize_t n = recv(s->fd - 1, to, PACKET, 0);
        if (n <= 0) return;
        s->end += (int32_t)((size_t)n / sizeof(double));
    }
}

KC_NATIVE double next_value(socket_st *s)
{
    if (s->begin >= s->end) refill(s);
    return s->begin < s->end ? ((const double *)s->buffer.p)[s->begin++] : 0.0;
}

/* Opcode: sockrecv sockrecvs
 * Synopsis: asig sockrecv iport, ilength
 *           ksig sockrecv iport, ilength
 *           String sockrecv iport, ilength
 *           asigl, asigr sockrecvs iport, ilength
 *
 * Receives what socksend sends in 64 bits: values one after the other, or the text of one packet a k-cycle.
 * In:  iport    port
 *      ilength  values that are kept at most
 * Out: signal, 0 when nothing has come; the text, the last one when nothing has come
 * Fails: when the port can't be used
 */
KC_NATIVE int sockrecv_init(socket_st *s, kc_ctx *c, double *out, num port, num room)
{
    (void)out;
    return receiver(s, c, port, room);
}
KC_NATIVE int sockrecv_a(socket_st *s, kc_ctx *c, double *out, num port, num room)
{
    (void)port, (void)room;
    for (int n = c->begin; n < c->end; n++) out[n] = next_value(s);
    return KC_OK;
}
KC_NATIVE int sockrecv_k(socket_st *s, kc_ctx *c, double *out, num port, num room)
{
    (void)c, (void)port, (void)room;
    *out = next_value(s);
    return KC_OK;
}
KC_NATIVE int sockrecv_S_init(socket_st *s, kc_ctx *c, kc_str *out, num port, num room)
{
    if (receiver(s, c, port, room) < 0) return KC_ERROR;
    return kc_str_set(c, out, "");
}
KC_NATIVE int sockrecv_S(socket_st *s, kc_ctx *c, kc_str *out, num port, num room)
{
    (void)port, (void)room;
    ssize_t n = s->fd ? recv(s->fd - 1, s->buffer.p, PACKET, 0) : -1;
    if (n < 0) return KC_OK;
    return kc_str_setn(c, out, s->buffer.p, strnlen(s->buffer.p, (size_t)n));
}
KC_NATIVE int sockrecvs_init(socket_st *s, kc_ctx *c, double *l, double *r, num port, num room)
{
    (void)l, (void)r;
    return receiver(s, c, port, room);
}
KC_NATIVE int sockrecvs_perf(socket_st *s, kc_ctx *c, double *l, double *r, num port, num room)
{
    (void)port, (void)room;
    for (int n = c->begin; n < c->end; n++) {
        double x = next_value(s);
        r[n] = next_value(s);
        l[n] = x;
    }
    return KC_OK;
}
KC_OP(sockrecv, "k", "ii", .state = socket_st, .init = sockrecv_init, .perf = sockrecv_k,
      .deinit = socket_close, .fx = event)
KC_OP(sockrecv, "a", "ii", .state = socket_st, .init = sockrecv_init, .perf = sockrecv_a,
      .deinit = socket_close, .fx = event)
KC_OP(sockrecv, "S", "ii", .state = socket_st, .init = sockrecv_S_init, .perf = sockrecv_S,
      .deinit = socket_close, .fx = event)
KC_OP(sockrecvs, "aa", "ii", .state = socket_st, .init = sockrecvs_init, .perf = sockrecvs_perf,
      .deinit = socket_close, .fx = event)

/* ---- OSCraw ----------------------------------------------------------------------------------- */

/* What is left of a packet. */
typedef struct {
    const unsigned char *p, *end;
} cursor;

/* Texts of the array that are filled. */
typedef struct {
    kc_ctx *c;
    kc_str *v;
    int n, room;
} texts;

/* A padded text; NULL at the end of the packet. */
KC_NATIVE const char *cursor_text(cursor *b)
{
    const unsigned char *end = b->p < b->end ? memchr(b->p, 0, (size_t)(b->end - b->p)) : NULL;
    if (!end) return NULL;
    const char *text = (const char *)b->p;
    size_t n = ((size_t)(end - b->p) + 4) & ~(size_t)3;
    b->p += n < (size_t)(b->end - b->p) ? n : (size_t)(b->end - b->p);
    return text;
}

/* Four bytes, the high one first; 0 at the end of the packet. */
KC_NATIVE uint32_t cursor_word(cursor *b)
{
    uint32_t x = 0;
    if (b->end - b->p < 4) {
        b->p = b->end;
        return 0;
    }
    for (int i = 0; i < 4; i++) x = x << 8 | *b->p++;
    return x;
}

KC_NATIVE int put_text(texts *t, const char *s, size_t n)
{
    if (t->n >= t->room) return KC_OK;
    return kc_str_setn(t->c, &t->v[t->n++], s, n);
}

KC_NATIVE int put_argument(texts *t, cursor *b, char type)
{
    char buf[64];
    uint32_t word;
    float f;
    switch (type) {
    case 'f':
        word = cursor_word(b);
        memcpy(&f, &word, sizeof f);
        snprintf(buf, sizeof buf, "%f", f);
        return put_text(t, buf, strlen(buf));
    case 'i': snprintf(buf, sizeof buf, "%d", (int32_t)cursor_word(b)); return put_text(t, buf, strlen(buf));
    case 's': {
        const char *s = cursor_text(b);
        return put_text(t, s ? s : "", s ? strlen(s) : 0);
    }
    case 'b': {
        size_t n = cursor_word(b), left = (size_t)(b->end - b->p), padded = (n + 3) & ~(size_t)3;
        int r = put_text(t, (const char *)b->p, strnlen((const char *)b->p, n < left ? n : left));
        b->p += padded < left ? padded : left;
        return r;
    }
    default: return put_text(t, "", 0);
    }
}

/* Address, types and arguments of a message. */
KC_NATIVE int put_message(texts *t, cursor *b)
{
    const char *path = cursor_text(b), *types = path ? cursor_text(b) : NULL;
    if (path && put_text(t, path, strlen(path)) < 0) return KC_ERROR;
    if (types && put_text(t, types, strlen(types)) < 0) return KC_ERROR;
    for (int i = 1; types && types[0] && types[i] && t->n < t->room; i++)
        if (put_argument(t, b, types[i]) < 0) return KC_ERROR;
    return KC_OK;
}

/* Opcode: OSCraw
 * Synopsis: Smess[], klen OSCraw iport
 *
 * Takes any OSC message, or the messages of a bundle, one packet a k-cycle.
 * In:  iport  UDP port
 * Out: Smess  address, types and arguments, for each message; has two elements when it was not made before
 *      klen   elements that were written; 0 when nothing has come
 * Fails: when the port can't be used; when the array has fewer than two elements
 */
KC_NATIVE int oscraw_init(socket_st *s, kc_ctx *c, kc_array *out, double *n, num port)
{
    (void)n;
    double room = 1;
    if (receiver(s, c, port, &room) < 0) return KC_ERROR;
    return out->data ? KC_OK : kc_array_make1(c, out, 'S', 2);
}
KC_NATIVE int oscraw_perf(socket_st *s, kc_ctx *c, kc_array *out, double *n, num port)
{
    (void)port;
    texts t = {c, (kc_str *)out->data, 0, kc_array_count(out)};
    if (t.room < 2 || out->dimensions > 1) return kc_fail(c, "output array too small\n");
    ssize_t got = s->fd ? recv(s->fd - 1, s->buffer.p, PACKET, 0) : -1;
    const unsigned char *bytes = s->buffer.p;
    int r = KC_OK;
    if (got > 0) {
        cursor all = {bytes, bytes + got};
        if (got < 16 || memcmp(bytes, "#bundle", 8))
            r = put_message(&t, &all);
        else
            for (all.p += 16; all.p < all.end && r >= 0 && t.n < t.room;) { /* behind the time tag */
                size_t size = cursor_word(&all), left = (size_t)(all.end - all.p);
                cursor one = {all.p, all.p + (size < left ? size : left)};
                if (!size) break;
                r = put_message(&t, &one);
                all.p = one.end;
            }
    }
    *n = t.n;
    return r;
}
KC_OP(OSCraw, "S[]k", "i", .state = socket_st, .init = oscraw_init, .perf = oscraw_perf,
      .deinit = socket_close, .fx = event)
