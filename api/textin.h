/* Text that instruments hand over while they perform: score lines (scoreline) and orchestra code
 * (compilestr). Fills in the engine's hooks for them. */
#ifndef KC_API_TEXTIN_H
#define KC_API_TEXTIN_H
struct kc_performance;

typedef struct kc_textin kc_textin;
/* Close it after the last cycle. */
kc_textin *kc_textin_open(struct kc_performance *p);
void kc_textin_close(kc_textin *t); /* accepts NULL */
#endif
