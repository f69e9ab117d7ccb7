/* State layouts for the JIT: see layout.c. */
#ifndef KC_TOOLS_LAYOUT_H
#define KC_TOOLS_LAYOUT_H
#include <stdio.h>

/* Overwrites comments with blanks, newlines stay. */
void kc_blank_comments(char *text);
/* The } that closes the { at `open`, or NULL. Strings and comments must not hold braces. */
char *kc_close_brace(char *open);
/* Writes the layout tables of the state types as C text. text: the family and the headers of its own, without
 * comments. */
void kc_layout_write(FILE *out, char *text, const char *const *types, int ntypes);
#endif
