/* Environment variables of an engine: the list of the process goes into every new one. */
#ifndef KC_API_CSOUND_ENV_H
#define KC_API_CSOUND_ENV_H
struct kc_performance;

/* Gives a new performance what csoundSetGlobalEnv has stored. */
void kc_cs_seed_env(struct kc_performance *p);
#endif
