/* The program `kcycle`: a host that uses the public header alone. */
#include "api/include/kcycle/kcycle.h"
#include <signal.h>

static void on_signal(int sig)
{
    kc_interrupt();
    signal(sig, SIG_DFL); /* a second one ends the process */
}

int main(int argc, char **argv)
{
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    return kc_main(argc, argv);
}
