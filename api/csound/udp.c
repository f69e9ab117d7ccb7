/* A UDP server that takes code and events, and messages sent as datagrams.
 *
 * Packets: "&line" a score line, "$text" score text, "@name value" and "%name text" set channels, ":@name
 * host port" and
 * ":%name host port" ask for one ("name::value" comes back), "{" ... "}" orchestra text over several packets,
 * "##close##" or "!!close!!" ends the performance; all other text is orchestra code. A thread of its own
 * receives and hands everything to the asynchronous calls. */
#include "api/csound/instance.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PACKET_MAX = 65536, POLL_MS = 50, GATHER_MAX = 1 << 24 };

typedef struct {
    CSOUND *cs;
    int port, socket;
    pthread_t thread;
    atomic_bool stop;
    kc_sbuf gathered; /* between { and } */
    bool gathering;
    char packet[PACKET_MAX];
} server;

typedef struct {
    server *server; /* NULL: none */
    int console;    /* socket, or 0 */
    struct sockaddr_in to;
    bool mirror;
    kc_cs_message_fn *before;
    kc_cs_string_fn *before_string;
} udp;

/* ---- sockets ---------------------------------------------------------------------------------- */

static int resolve(const char *host, int port, struct sockaddr_in *to)
{
    struct addrinfo want = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM}, *found = NULL;
    if (port < 1 || port > 65535 || getaddrinfo(host, NULL, &want, &found) || !found) return -1;
    memcpy(to, found->ai_addr, sizeof *to);
    to->sin_port = htons((uint16_t)port);
    freeaddrinfo(found);
    return 0;
}

/* ---- server ----------------------------------------------------------------------------------- */

/* Answers a question: "name host port". */
static void reply(server *s, char kind, char *question)
{
    char *save, *name = strtok_r(question, " \t\n", &save), *host = strtok_r(NULL, " \t\n", &save),
                *port = strtok_r(NULL, " \t\n", &save);
    struct sockaddr_in to;
    if (!port || resolve(host, atoi(port), &to)) return;
    kc_sbuf answer = {0};
    if (kind == '@')
        kc_sbuf_printf(&answer, "%s::%f", name, csoundGetControlChannel(s->cs, name, NULL));
    else {
        int room = csoundGetChannelDatasize(s->cs, name);
        char *text = calloc(1, (size_t)(room > 0 ? room : 0) + PACKET_MAX);
        if (text) csoundGetStringChannel(s->cs, name, text);
        kc_sbuf_printf(&answer, "%s::%s", name, text ? text : "");
        free(text);
    }
    sendto(s->socket, answer.s, answer.n + 1, MSG_NOSIGNAL, (struct sockaddr *)&to, sizeof to);
    kc_sbuf_free(&answer);
}

static void set_channel(server *s, char kind, char *text)
{
    text += strspn(text, " \t");
    size_t n = strcspn(text, " \t");
    char *value = text + n;
    if (!n || !*value) return;
    *value++ = 0;
    if (kind == '@')
        csoundSetControlChannel(s->cs, text, strtod(value, NULL));
    else
        csoundSetStringChannel(s->cs, text, value);
}

static void gather(server *s, const char *text)
{
    const char *end = strrchr(text, '}');
    size_t n = end ? (size_t)(end - text) : strlen(text);
    if (s->gathered.n + n < GATHER_MAX) kc_sbuf_write(&s->gathered, text, n);
    kc_sbuf_putc(&s->gathered, '\n');
    if (!end) return;
    csoundCompileOrcAsync(s->cs, s->gathered.s);
    kc_sbuf_free(&s->gathered);
    s->gathering = false;
}

/* One packet; true when it ends the performance. */
static bool obey(server *s, char *text)
{
    if (!strncmp(text, "##close##", 9) || !strncmp(text, "!!close!!", 9)) {
        static const MYFLT now[3];
        csoundScoreEventAsync(s->cs, 'e', now, 3);
        return true;
    }
    if (s->gathering)
        gather(s, text);
    else if (*text == '{') {
        s->gathering = true;
        gather(s, text + 1);
    } else if (*text == '&')
        csoundInputMessageAsync(s->cs, text + 1);
    else if (*text == '$')
        csoundReadScoreAsync(s->cs, text + 1);
    else if (*text == '@' || *text == '%')
        set_channel(s, *text, text + 1);
    else if (*text == ':' && (text[1] == '@' || text[1] == '%'))
        reply(s, text[1], text + 2);
    else if (strlen(text) > 1)
        csoundCompileOrcAsync(s->cs, text);
    return false;
}

static void *serve(void *arg)
{
    server *s = arg;
    while (!s->stop) {
        ssize_t n = recv(s->socket, s->packet, sizeof s->packet - 1, 0);
        if (n <= 0) continue; /* nothing within the time-out */
        s->packet[n] = 0;
        if (obey(s, s->packet)) break;
    }
    return NULL;
}

static void stop_server(server *s)
{
    if (!s) return;
    s->stop = true;
    pthread_join(s->thread, NULL);
    close(s->socket);
    kc_sbuf_free(&s->gathered);
    free(s);
}

static void end(CSOUND *cs, void *part)
{
    (void)cs;
    udp *u = part;
    stop_server(u->server);
    if (u->console > 0) close(u->console);
}

static udp *udp_of(CSOUND *cs) { return kc_cs_part(cs, "UDP", sizeof(udp), KC_UNTIL_RESET, end); }

int csoundUDPServerStart(CSOUND *cs, unsigned int port)
{
    if (!cs || port > 65535 || udp_of(cs)->server) return CSOUND_ERROR;
    server *s = calloc(1, sizeof *s);
    if (!s) return CSOUND_ERROR;
    s->cs = cs;
    s->port = (int)port;
    s->socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval wait = {.tv_usec = POLL_MS * 1000};
    bool bad = s->socket < 0 || setsockopt(s->socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) ||
               bind(s->socket, (struct sockaddr *)&here, sizeof here) ||
               pthread_create(&s->thread, NULL, serve, s);
    if (bad) {
        kc_cs_warning(cs, "UDP server on port %u: %s", port, strerror(errno));
        if (s->socket >= 0) close(s->socket);
        free(s);
        return CSOUND_ERROR;
    }
    udp_of(cs)->server = s;
    return CSOUND_SUCCESS;
}

int csoundUDPServerStatus(CSOUND *cs)
{
    const server *s = cs ? udp_of(cs)->server : NULL;
    return s ? s->port : CSOUND_ERROR;
}

int csoundUDPServerClose(CSOUND *cs)
{
    udp *u = cs ? udp_of(cs) : NULL;
    if (!u || !u->server) return CSOUND_ERROR;
    stop_server(u->server);
    u->server = NULL;
    return CSOUND_SUCCESS;
}

/* ---- console ---------------------------------------------------------------------------------- */

static void send_message(CSOUND *cs, int attr, const char *format, va_list args)
{
    udp *u = kc_cs_part_find(cs, "UDP");
    char text[4096];
    va_list again;
    va_copy(again, args);
    vsnprintf(text, sizeof text, format, args);
    if (u && u->console > 0)
        sendto(u->console, text, strlen(text) + 1, MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&u->to,
               sizeof u->to);
    if (u && u->mirror && u->before_string)
        u->before_string(cs, attr, text);
    else if (u && u->mirror)
        u->before(cs, attr, format, again);
    va_end(again);
}

int csoundUDPConsole(CSOUND *csound, const char *address, int port, int mirror)
{
    struct sockaddr_in to;
    if (!csound || !address || resolve(address, port, &to)) return CSOUND_ERROR;
    kc_cs *cs = kc_cs_of(csound);
    udp *u = udp_of(csound);
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (s < 0) return CSOUND_ERROR;
    csoundStopUDPConsole(csound);
    kc_cs_message_fn *fn = atomic_load(&cs->message);
    u->before = fn ? fn : cs->default_message;
    u->before_string = atomic_load(&cs->message_string);
    u->to = to;
    u->mirror = mirror != 0;
    u->console = s;
    csoundSetMessageCallback(csound, send_message);
    return CSOUND_SUCCESS;
}

void csoundStopUDPConsole(CSOUND *csound)
{
    udp *u = csound ? kc_cs_part_find(csound, "UDP") : NULL;
    if (!u || u->console <= 0) return;
    if (u->before_string)
        csoundSetMessageStringCallback(csound, u->before_string);
    else
        csoundSetMessageCallback(csound, u->before);
    close(u->console);
    u->console = 0;
}
