/* Standard input is asked without waiting, a byte at a time. A terminal keeps lines to itself until they are
 * complete, so that is turned off when the first key is asked for, and on again at the end. */
#include "api/keyboard.h"
#include "runtime/engine/hooks.h"
#include <poll.h>
#include <termios.h>
#include <unistd.h>

typedef struct {
    bool begun, changed, ended;
    struct termios before;
} keyboard;

static keyboard *keyboard_of(kc_engine *e) { return kc_engine_store(e, "keyboard", sizeof(keyboard), NULL); }

static void begin(keyboard *k)
{
    k->begun = true;
    if (tcgetattr(STDIN_FILENO, &k->before)) return; /* no terminal */
    struct termios t = k->before;
    t.c_lflag &= ~(tcflag_t)ICANON;
    k->changed = !tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

static int next_key(void *user)
{
    keyboard *k = user;
    unsigned char key;
    if (!k->begun) begin(k);
    struct pollfd p = {STDIN_FILENO, POLLIN, 0};
    if (k->ended || poll(&p, 1, 0) <= 0) return 0;
    ssize_t n = read(STDIN_FILENO, &key, 1);
    k->ended = n == 0;
    return n > 0 ? key : 0;
}

void kc_keyboard_open(kc_engine *e)
{
    kc_engine_hooks(e)->key = next_key;
    kc_engine_hooks(e)->key_user = keyboard_of(e);
}

void kc_keyboard_close(kc_engine *e)
{
    keyboard *k = keyboard_of(e);
    if (k->changed) tcsetattr(STDIN_FILENO, TCSANOW, &k->before);
    k->changed = false;
}
