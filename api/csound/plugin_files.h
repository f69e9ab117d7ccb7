/* Files, sound formats and numbered strings, for plugins. */
#ifndef KC_API_CSOUND_PLUGIN_FILES_H
#define KC_API_CSOUND_PLUGIN_FILES_H
#include "api/csound/csound_int.h"

/* The string that strset gave a number, NULL; the last of those numbered from 1 without a gap. */
char *kc_pl_strset(CSOUND *cs, long n);
int kc_pl_strset_max(CSOUND *cs);
/* Words for a file type and a sample format of soundio.h, and the bytes of a sample. */
char *kc_pl_file_type(int type);
char *kc_pl_sample_format(int format);
int kc_pl_sample_bytes(int format);
/* A file on the search path of variables ("SFDIR;SSDIR"), in the instance's memory; NULL when it is nowhere.
 */
char *kc_pl_find_input(CSOUND *cs, const char *name, const char *variables);
char *kc_pl_find_output(CSOUND *cs, const char *name, const char *variables);
#endif
