/* joystick: a game controller of Linux. Its events, 8 bytes each, are read without waiting; axes and buttons
 * have their places in a table. */
#include "runtime/opcodes/op.h"
#include <stdio.h>

typedef struct {
    double device, table;    /* the last ones */
    int32_t begun, fd, wait; /* wait: k-cycles before the next try */
    int32_t axes, buttons;
    int32_t have; /* bytes of an event that is not complete */
    unsigned char event[8];
} joystick_st;

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/joystick.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { RETRY = 10000 };

KC_NATIVE int joystick_open(kc_ctx *c, int device)
{
    static const char *const places[] = {"/dev/js%d", "/dev/input/js%d"};
    char path[64];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, places[i], device);
        int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0) return fd;
    }
    kc_warn(c, "linuxjoystick: could not open device /dev/input/js%d for reason: %s\n", device,
            strerror(errno));
    kc_warn(c, "linuxjoystick: could not open device /dev/js%d for reason: %s\n", device, strerror(errno));
    return -1;
}

/* What has changed, as bits of the places in the table; the first places hold the number of axes and buttons.
 */
KC_NATIVE int64_t joystick_connect(joystick_st *s, kc_ctx *c, kc_table *t)
{
    unsigned char axes = 0, buttons = 0;
    s->fd = joystick_open(c, (int)s->device);
    s->have = 0;
    if (s->fd < 0) {
        s->wait = RETRY;
        return -1;
    }
    ioctl(s->fd, JSIOCGAXES, &axes);
    ioctl(s->fd, JSIOCGBUTTONS, &buttons);
    s->axes = axes;
    s->buttons = buttons;
    if (t->len >= 2) t->data[0] = axes, t->data[1] = buttons;
    if (t->len < 2 + axes + buttons)
        kc_warn(c, "linuxjoystick: table %d of size %d too small for data size %d", t->number, t->len,
                2 + axes + buttons);
    return 3;
}

KC_NATIVE int64_t joystick_event(const joystick_st *s, kc_table *t)
{
    struct js_event e;
    memcpy(&e, s->event, sizeof e);
    int at = e.type & JS_EVENT_AXIS ? 2 + e.number : e.type & JS_EVENT_BUTTON ? 2 + s->axes + e.number : -1;
    if (at < 0 || at >= t->len) return 0;
    t->data[at] = e.value;
    return at < 63 ? (int64_t)1 << at : 0;
}

KC_NATIVE int64_t joystick_read(joystick_st *s, kc_ctx *c, kc_table *t)
{
    int64_t changed = 0;
    for (int events = 0; events < 1000;) {
        ssize_t n = read(s->fd, s->event + s->have, sizeof s->event - (size_t)s->have);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) break;
        if (n <= 0) {
            kc_warn(c, "linuxjoystick: read %d closing joystick", (int)n);
            close(s->fd);
            s->fd = -1;
            break;
        }
        s->have += (int32_t)n;
        if (s->have < (int32_t)sizeof s->event) continue;
        changed |= joystick_event(s, t);
        s->have = 0;
        events++;
    }
    return changed;
}

KC_NATIVE void joystick_shut(joystick_st *s)
{
    if (s->begun && s->fd >= 0) close(s->fd);
    s->begun = 0;
}

KC_NATIVE int joystick_use(joystick_st *s, kc_ctx *c, double *out, double device, kc_table *t)
{
    int64_t changed = 0;
    if (s->begun && device != s->device) joystick_shut(s);
    if (!s->begun) *s = (joystick_st){.device = device, .table = s->table, .begun = 1, .fd = -1};
    if (s->fd < 0) {
        if (s->wait-- > 0) return KC_OK;
        if ((changed = joystick_connect(s, c, t)) < 0) return KC_OK;
    }
    *out = (double)(changed | joystick_read(s, c, t));
    return KC_OK;
}
#else
KC_NATIVE void joystick_shut(joystick_st *s) { (void)s; }
KC_NATIVE int joystick_use(joystick_st *s, kc_ctx *c, double *out, double device, kc_table *t)
{
    (void)s, (void)out, (void)device, (void)t;
    return kc_fail(c, "joystick: game controllers are read on Linux alone");
}
#endif

/* Opcode: joystick
 * Synopsis: kmask joystick kdevice, ktab
 *
 * Reads a game controller of Linux, /dev/jsN or /dev/input/jsN.
 * In:  kdevice  number of the device
 *      ktab     table: number of axes, number of buttons, the axes, the buttons
 * Out: places of the table that have changed, as bits; left as it was while there is no such device, which is
 *      tried again every 10000 k-cycles
 * Fails: on systems without such devices
 */
KC_NATIVE int joystick_init(joystick_st *s, kc_ctx *c, double *out, const double *device, const double *table)
{
    (void)c, (void)out, (void)device, (void)table;
    s->begun = 0;
    s->table = 0;
    return KC_OK;
}
KC_NATIVE int joystick_perf(joystick_st *s, kc_ctx *c, double *out, const double *device, const double *table)
{
    kc_table *t = kc_table_find(c, *table);
    if (!t) {
        if (s->table != *table) kc_warn(c, "linuxjoystick: No such table %f", *table);
        s->table = *table;
        return KC_OK;
    }
    double number = rint(*device);
    return joystick_use(s, c, out, number >= 0 && number < 256 ? number : 0, t);
}
KC_NATIVE int joystick_deinit(joystick_st *s, kc_ctx *c)
{
    (void)c;
    joystick_shut(s);
    return KC_OK;
}
KC_OP(joystick, "k", "kk", .state = joystick_st, .init = joystick_init, .perf = joystick_perf,
      .deinit = joystick_deinit, .fx = tab_w | file)
