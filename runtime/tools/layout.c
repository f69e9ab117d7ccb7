/* State layouts for the JIT. The scanner finds the members of each state type; the compiler then says where
 * they are at the width the file is compiled for. The tables stand in the bitcode as plain numbers, from
 * where bcpack takes them:
 *
 *   kc_layout_nums   per state type: size, alignment, number of fields; per field: offset, size, lane
 *   kc_layout_names  per state type: its name, then the names of its fields, each followed by a newline
 *
 * lane: 8 (V VL VU VM VP), 4 (VI), 0 (shared by all lanes), 254 (kc_aux: stays with its note), 255: the scanner
 * can't tell; a note with such a state never moves between lanes. Members which are structs of the same text are opened up. */
#include "runtime/tools/layout.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { UNKNOWN = 255, OWN = 254, MAX_DEPTH = 4 };

static int ident_char(char c) { return isalnum((unsigned char)c) || c == '_'; }

void kc_blank_comments(char *s)
{
    for (; *s; s++) {
        if (*s == '"' || (*s == '\'' && s[1] && s[2])) {
            char quote = *s;
            for (s++; *s && *s != quote && *s != '\n'; s++)
                if (*s == '\\' && s[1]) s++;
            if (!*s) return;
        } else if (s[0] == '/' && s[1] == '*') {
            for (; *s && !(s[0] == '*' && s[1] == '/'); s++)
                if (*s != '\n') *s = ' ';
            if (!*s) return;
            s[0] = s[1] = ' ';
        } else if (s[0] == '/' && s[1] == '/') {
            while (s[1] && s[1] != '\n') *s++ = ' ';
            *s = ' ';
        }
    }
}

char *kc_close_brace(char *open)
{
    int depth = 0;
    for (char *p = open; *p; p++) {
        if (*p == '{') depth++;
        if (*p == '}' && !--depth) return p;
    }
    return NULL;
}

/* Body of `typedef struct [tag] { body } name;`, or NULL. */
static char *struct_body(char *text, const char *name, char **end)
{
    size_t n = strlen(name);
    for (char *p = text; (p = strstr(p, "typedef struct")); p += 14) {
        char *open = p + 14;
        while (isspace((unsigned char)*open) || ident_char(*open)) open++;
        if (*open != '{') continue;
        char *close = kc_close_brace(open);
        if (!close) return NULL;
        char *q = close + 1;
        while (isspace((unsigned char)*q)) q++;
        if (!strncmp(q, name, n) && !ident_char(q[n])) return *end = close, open + 1;
    }
    return NULL;
}

static int lane_of(const char *type)
{
    static const char *const lanes[] = {"V", "VL", "VU", "VM", "VP"};
    static const char *const shared[] = {"int",      "double",   "float",    "char",    "unsigned", "long",
                                         "short",    "bool",     "size_t",   "int8_t",  "uint8_t",  "int16_t",
                                         "uint16_t", "int32_t",  "uint32_t", "int64_t", "uint64_t",
                                         "kc_str",   "kc_array", "kc_fsig",  "kc_rng"};
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++)
        if (!strcmp(type, lanes[i])) return 8;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (!strcmp(type, shared[i])) return 0;
    if (!strcmp(type, "kc_aux")) return OWN;
    return strcmp(type, "VI") ? UNKNOWN : 4;
}

/* Two texts grow side by side: the numbers and the names. */
typedef struct {
    char *text, *nums, *names, *last; /* last: state type whose fields are being written */
    size_t nn, ns;
    int fields;
} layout;

static void add(char **s, size_t *n, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void add(char **s, size_t *n, const char *fmt, ...)
{
    va_list ap;
    char buf[2048];
    va_start(ap, fmt);
    int len = vsnprintf(buf, sizeof buf, fmt, ap);
    va_end(ap);
    if (len < 0 || len >= (int)sizeof buf || !(*s = realloc(*s, *n + (size_t)len + 1))) exit(1);
    memcpy(*s + *n, buf, (size_t)len + 1);
    *n += (size_t)len;
}

static void unknown(layout *l, const char *name)
{
    add(&l->nums, &l->nn, "    0, 0, %d,\n", UNKNOWN);
    add(&l->names, &l->ns, "    \"%s\\n\"\n", name);
    l->fields++;
}

static void members(layout *l, const char *prefix, char *body, char *end, int depth);

static void member(layout *l, const char *prefix, const char *type, const char *decl, int depth)
{
    char name[512];
    int pointer = strchr(decl, '*') != NULL, array = strchr(decl, '[') != NULL;
    size_t at = (size_t)snprintf(name, sizeof name, "%s", prefix);
    while (*decl && !ident_char(*decl)) decl++;
    while (ident_char(*decl) && at < sizeof name - 2) name[at++] = *decl++;
    name[at] = 0;
    int lane = pointer ? 0 : lane_of(type);
    char *end,
        *body = lane == UNKNOWN && !array && depth < MAX_DEPTH ? struct_body(l->text, type, &end) : NULL;
    if (body) {
        name[at++] = '.';
        name[at] = 0;
        members(l, name, body, end, depth + 1);
        return;
    }
    add(&l->nums, &l->nn, "    offsetof(%s, %s), sizeof(((%s *)0)->%s), %d,\n", l->last, name, l->last, name,
        lane);
    add(&l->names, &l->ns, "    \"%s\\n\"\n", name);
    l->fields++;
}

/* `const T *a, b[3]`: the type is the last word before the first declarator. */
static void declaration(layout *l, const char *prefix, char *stmt, int depth)
{
    char type[128] = "", *q = stmt, *save = NULL;
    for (;;) {
        while (isspace((unsigned char)*q)) q++;
        char *word = q;
        while (ident_char(*q)) q++;
        size_t len = (size_t)(q - word);
        char *next = q;
        while (isspace((unsigned char)*next)) next++;
        if (!len || (!ident_char(*next) && *next != '*')) {
            q = word;
            break;
        }
        int qualifier = (len == 5 && !memcmp(word, "const", 5)) || (len == 6 && !memcmp(word, "struct", 6));
        if (len < sizeof type && !qualifier) {
            memcpy(type, word, len);
            type[len] = 0;
        }
        q = next;
    }
    for (char *d = strtok_r(q, ",", &save); d; d = strtok_r(NULL, ",", &save))
        member(l, prefix, type, d, depth);
}

static void members(layout *l, const char *prefix, char *body, char *end, int depth)
{
    while (body < end) {
        char stmt[2048], *p = body;
        while (isspace((unsigned char)*body)) body++;
        while (p < end && !strchr(";{(#", *p)) p++;
        if (p >= end) return;
        if (*p != ';') { /* a union, a nested struct, a function pointer, a preprocessor line */
            unknown(l, prefix);
            if (*p == '{') p = kc_close_brace(p);
            while (p && p < end && *p != ';') p++;
            body = p ? p + 1 : end;
            continue;
        }
        size_t n = (size_t)(p - body);
        if (n >= sizeof stmt) n = sizeof stmt - 1;
        memcpy(stmt, body, n);
        stmt[n] = 0;
        declaration(l, prefix, stmt, depth);
        body = p + 1;
    }
}

void kc_layout_write(FILE *out, char *text, const char *const *types, int ntypes)
{
    layout l = {.text = text};
    fputs("\n#include <stddef.h>\n__attribute__((used)) const unsigned kc_layout_nums[] = {\n", out);
    for (int i = 0; i < ntypes; i++) {
        char *end, *body = struct_body(text, types[i], &end);
        l.last = (char *)types[i];
        l.fields = 0;
        free(l.nums);
        l.nums = NULL;
        l.nn = 0;
        add(&l.nums, &l.nn, "%s", "");
        add(&l.names, &l.ns, "    \"%s\\n\"\n", types[i]);
        if (body)
            members(&l, "", body, end, 0);
        else
            unknown(&l, "?");
        fprintf(out, "    sizeof(%s), _Alignof(%s), %d,\n%s", types[i], types[i], l.fields, l.nums);
    }
    fprintf(out, "    0};\n__attribute__((used)) const char kc_layout_names[] =\n%s    \"\";\n",
            l.names ? l.names : "");
    free(l.nums);
    free(l.names);
}
