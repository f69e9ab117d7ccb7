/* Files on search paths: folders that variables of the environment list (SSDIR, SFDIR, ...). */
#ifndef KC_IO_PATHS_H
#define KC_IO_PATHS_H

/* The value of a variable, or NULL. */
typedef const char *kc_env_fn(const void *user, const char *name);

/* The file itself if it can be read, else in the folders of the variables of `env_list` ("SSDIR;SFDIR"), each
 * a list with ';' or ':' between. malloc'd; NULL when it is nowhere. */
char *kc_path_input(const char *name, const char *env_list, kc_env_fn *env, const void *user);
/* Where to write: the name, in the first folder of the first variable when neither holds a folder. malloc'd;
 * NULL for "". */
char *kc_path_output(const char *name, const char *env_list, kc_env_fn *env, const void *user);
#endif
