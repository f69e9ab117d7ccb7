/* kcycle's own public interface. The Csound-compatible one is in csound.h. */
#ifndef KCYCLE_H
#define KCYCLE_H
#ifdef __cplusplus
extern "C" {
#endif

/* Runs a whole command line, as the program `kcycle` does: argv[0] is the program's name. Console text goes to standard
 * error, lists that were asked for (--help, --list-opcodes, --coverage) to standard output. Returns the exit status: 0 when
 * everything compiled and performed without errors. Call from one thread; several calls one after the other are fine. */
int kc_main(int argc, char **argv);

/* Asks a running kc_main to end the performance in good order. Safe in a signal handler. */
void kc_interrupt(void);

#ifdef __cplusplus
}
#endif
#endif
