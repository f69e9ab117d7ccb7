/* Stands in for libFuzzer: feeds every file of the folders on the command line to the target, in the order of
 * their names. What once crashed stays covered in builds without a fuzzer. */
#include "runtime/base/sbuf.h"
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int feed(const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort), fed = 0;
    for (int i = 0; i < n; i++) {
        kc_sbuf path = {0}, text = {0};
        kc_sbuf_printf(&path, "%s/%s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && !kc_sbuf_read_file(&text, path.s, 1 << 20)) {
            printf("%s\n", names[i]->d_name);
            fflush(stdout);
            /* an exact block, so that a sanitizer sees reads past the end */
            uint8_t *copy = malloc(text.n ? text.n : 1);
            for (size_t k = 0; copy && k < text.n; k++) copy[k] = (uint8_t)text.s[k];
            if (copy) LLVMFuzzerTestOneInput(copy, text.n);
            free(copy);
            fed++;
        }
        kc_sbuf_free(&path);
        kc_sbuf_free(&text);
        free(names[i]);
    }
    if (n >= 0) free(names);
    return fed;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (!feed(argv[i])) {
            fprintf(stderr, "%s: no files\n", argv[i]);
            return 1;
        }
    return argc < 2;
}
