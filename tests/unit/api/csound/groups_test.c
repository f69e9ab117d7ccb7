// The self-standing groups of an engine (named memory, settings, tables, lists, messages, utilities): every
// call is made on the reference and on ours, and the answers are compared as text.
#include "api/csound/csound_int.h"
#include "api/include/csound/csound.h"
#include "api/include/csound/csoundCore.h"
#include "runtime/base/sbuf.h"
#include "tests/unit/api/csound/reference.h"
#include <setjmp.h>
#include <cmocka.h>

// The functions of one library, and what they answered.
#define FUNCTIONS(X)                                                                                         \
    X(csoundCreate)                                                                                          \
    X(csoundDestroy)                                                                                         \
    X(csoundReset)                                                                                           \
    X(csoundCreateGlobalVariable)                                                                            \
    X(csoundQueryGlobalVariable)                                                                             \
    X(csoundDestroyGlobalVariable)                                                                           \
    X(csoundCreateConfigurationVariable)                                                                     \
    X(csoundSetConfigurationVariable)                                                                        \
    X(csoundParseConfigurationVariable)                                                                      \
    X(csoundQueryConfigurationVariable)                                                                      \
    X(csoundDeleteConfigurationVariable)                                                                     \
    X(csoundCreateMessageBuffer)                                                                             \
    X(csoundDestroyMessageBuffer)                                                                            \
    X(csoundGetFirstMessage)                                                                                 \
    X(csoundGetFirstMessageAttr)                                                                             \
    X(csoundPopFirstMessage)                                                                                 \
    X(csoundGetMessageCnt)                                                                                   \
    X(csoundMessage)                                                                                         \
    X(csoundMessageS)                                                                                        \
    X(cs_hash_table_create)                                                                                  \
    X(cs_hash_table_put)                                                                                     \
    X(cs_hash_table_get)                                                                                     \
    X(cs_hash_table_get_key)                                                                                 \
    X(cs_hash_table_put_key)                                                                                 \
    X(cs_hash_table_remove)                                                                                  \
    X(cs_hash_table_merge)                                                                                   \
    X(cs_hash_table_values)                                                                                  \
    X(cs_cons)                                                                                               \
    X(cs_cons_append)                                                                                        \
    X(cs_cons_length)                                                                                        \
    X(csoundAddStandardTypes)                                                                                \
    X(csoundGetTypeForVarName)                                                                               \
    X(csoundGetTypeWithVarTypeName)                                                                          \
    X(csoundAddVariableType)                                                                                 \
    X(csoundCreateVarPool)                                                                                   \
    X(csoundCreateVariable)                                                                                  \
    X(csoundAddVariable)                                                                                     \
    X(csoundFindVariableWithName)                                                                            \
    X(recalculateVarPoolMemory)                                                                              \
    X(getVarSimpleName)                                                                                      \
    X(csoundRegisterKeyboardCallback)                                                                        \
    X(csoundSetIsGraphable)                                                                                  \
    X(csoundInitializeCscore)                                                                                \
    X(csoundRunUtility)                                                                                      \
    X(csoundGetUtilityDescription)                                                                           \
    X(csoundSetMessageCallback)

typedef struct {
#define MEMBER(name) __typeof__(&name) name;
    FUNCTIONS(MEMBER)
    CSOUND *cs;
    kc_sbuf said;
} library;

static void silent(CSOUND *cs, int attr, const char *format, va_list args)
{
    (void)cs, (void)attr, (void)format, (void)args;
}

static bool open_library(library *l, bool theirs)
{
    *l = (library){0};
#define FILL(name)                                                                                           \
    l->name = theirs ? (__typeof__(&name))reference(#name) : name;                                           \
    if (!l->name) return false;
    FUNCTIONS(FILL)
    l->cs = l->csoundCreate(NULL);
    l->csoundSetMessageCallback(l->cs, silent);
    return true;
}

#define SAY(...) kc_sbuf_printf(&l->said, __VA_ARGS__)

static void globals(library *l)
{
    CSOUND *cs = l->cs;
    SAY("%d %d %d %d\n", l->csoundCreateGlobalVariable(cs, "a", 16),
        l->csoundCreateGlobalVariable(cs, "a", 16), l->csoundCreateGlobalVariable(cs, "", 4),
        l->csoundCreateGlobalVariable(cs, "b", 0));
    char *block = l->csoundQueryGlobalVariable(cs, "a");
    SAY("%d %d\n", block[0] | block[15], l->csoundQueryGlobalVariable(cs, "c") != NULL);
    SAY("%d %d %d\n", l->csoundDestroyGlobalVariable(cs, "a"), l->csoundDestroyGlobalVariable(cs, "a"),
        l->csoundQueryGlobalVariable(cs, "a") != NULL);
    SAY("%d\n", l->csoundCreateGlobalVariable(cs, "a", 8));
    l->csoundReset(cs);
    SAY("%d\n", l->csoundQueryGlobalVariable(cs, "a") != NULL);
}

static int whole = 5, flag = 0;
static float single = 0;
static double twice = 0;
static char text[64];

static void show_values(library *l) { SAY("%d %d %g %g '%s'\n", whole, flag, (double)single, twice, text); }

static void configuration_types(library *l)
{
    CSOUND *cs = l->cs;
    int low = -4, high = 16, bytes = 12;
    float flow = -1, fhigh = 1;
    whole = 5, flag = 0, single = 0, twice = 0, text[0] = 0;
    SAY("%d ",
        l->csoundCreateConfigurationVariable(cs, "kc_int", &whole, 1, 1, &low, &high, "short", "long"));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_int", &whole, 1, 0, NULL, NULL, NULL, NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_bool", &flag, 2, 1, NULL, NULL, "", NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_f", &single, 3, 0, &flow, &fhigh, NULL, NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_d", &twice, 4, 0, NULL, NULL, NULL, "x"));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_s", text, 6, 0, NULL, &bytes, NULL, NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "a b", &whole, 1, 0, NULL, NULL, NULL, NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "", &whole, 1, 0, NULL, NULL, NULL, NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_x", &whole, 7, 0, NULL, NULL, NULL, NULL));
    SAY("%d ", l->csoundCreateConfigurationVariable(cs, "kc_x", &whole, 1, 2, NULL, NULL, NULL, NULL));
    SAY("%d\n", l->csoundCreateConfigurationVariable(cs, "kc_x", NULL, 1, 0, NULL, NULL, NULL, NULL));
    static const char *const names[] = {"kc_int", "kc_bool", "kc_f", "kc_d", "kc_s"};
    for (int i = 0; i < 5; i++) {
        csCfgVariable_t *v = l->csoundQueryConfigurationVariable(cs, names[i]);
        SAY("%s %d %d %s %s\n", (char *)v->h.name, v->h.type, v->h.flags,
            v->h.shortDesc ? (char *)v->h.shortDesc : "-", v->h.longDesc ? (char *)v->h.longDesc : "-");
    }
}

static void configuration_values(library *l)
{
    CSOUND *cs = l->cs;
    static const char *const given[][2] = {
        {"kc_int", "8"},    {"kc_int", "-5"},    {"kc_int", "17"},       {"kc_int", "7"},
        {"kc_int", "2x"},   {"kc_int", "word"},  {"kc_int", ""},         {"kc_bool", "yes"},
        {"kc_bool", "Off"}, {"kc_bool", "TRUE"}, {"kc_bool", "tRue"},    {"kc_bool", "2"},
        {"kc_bool", ""},    {"kc_bool", "nO"},   {"kc_bool", "oN"},      {"kc_f", "0.5"},
        {"kc_f", "1.5"},    {"kc_f", "-2"},      {"kc_f", "z"},          {"kc_d", "1e20"},
        {"kc_d", "-1e31"},  {"kc_s", "short"},   {"kc_s", "0123456789"}, {"kc_s", "01234567890"},
        {"nothing", "1"},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        SAY("%s=%s %d: ", given[i][0], given[i][1],
            l->csoundParseConfigurationVariable(cs, given[i][0], given[i][1]));
        show_values(l);
    }
    int three = 3, four = 4;
    SAY("%d %d %d %d ", l->csoundSetConfigurationVariable(cs, "kc_int", &three),
        l->csoundSetConfigurationVariable(cs, "kc_int", &four),
        l->csoundSetConfigurationVariable(cs, "kc_bool", &four),
        l->csoundSetConfigurationVariable(cs, "kc_int", NULL));
    show_values(l);
    SAY("%d %d\n", l->csoundDeleteConfigurationVariable(cs, "kc_int"),
        l->csoundDeleteConfigurationVariable(cs, "kc_int"));
}

static void configuration(library *l)
{
    configuration_types(l);
    configuration_values(l);
}

static void messages(library *l)
{
    CSOUND *cs = l->cs;
    SAY("%d %d %d\n", l->csoundGetMessageCnt(cs), l->csoundGetFirstMessage(cs) != NULL,
        l->csoundGetFirstMessageAttr(cs));
    l->csoundPopFirstMessage(cs);
    l->csoundCreateMessageBuffer(cs, 0);
    SAY("%d\n", l->csoundGetMessageCnt(cs));
    l->csoundMessage(cs, "one %d\n", 1);
    l->csoundMessageS(cs, 0x4000, "%s", "two");
    SAY("%d '%s' %d\n", l->csoundGetMessageCnt(cs), l->csoundGetFirstMessage(cs),
        l->csoundGetFirstMessageAttr(cs));
    l->csoundPopFirstMessage(cs);
    SAY("%d '%s' %d\n", l->csoundGetMessageCnt(cs), l->csoundGetFirstMessage(cs),
        l->csoundGetFirstMessageAttr(cs));
    l->csoundPopFirstMessage(cs);
    l->csoundPopFirstMessage(cs);
    SAY("%d %d %d\n", l->csoundGetMessageCnt(cs), l->csoundGetFirstMessage(cs) != NULL,
        l->csoundGetFirstMessageAttr(cs));
    l->csoundMessage(cs, "gone");
    l->csoundCreateMessageBuffer(cs, 0); // a new one is empty
    SAY("%d\n", l->csoundGetMessageCnt(cs));
    l->csoundDestroyMessageBuffer(cs);
    SAY("%d\n", l->csoundGetMessageCnt(cs));
    l->csoundSetMessageCallback(cs, silent);
}

static void tables(library *l)
{
    CSOUND *cs = l->cs;
    CS_HASH_TABLE *a = l->cs_hash_table_create(cs), *b = l->cs_hash_table_create(cs);
    SAY("%d\n", a->table_size);
    l->cs_hash_table_put(cs, a, (char *)"one", (void *)1);
    l->cs_hash_table_put(cs, a, (char *)"two", (void *)2);
    l->cs_hash_table_put(cs, a, (char *)"one", (void *)11);
    l->cs_hash_table_put(cs, b, (char *)"two", (void *)22);
    l->cs_hash_table_put(cs, b, (char *)"three", (void *)3);
    SAY("%ld %d '%s'\n", (long)l->cs_hash_table_get(cs, a, (char *)"one"),
        l->cs_hash_table_get(cs, a, (char *)"x") != NULL, l->cs_hash_table_get_key(cs, a, (char *)"two"));
    l->cs_hash_table_remove(cs, a, (char *)"one");
    l->cs_hash_table_remove(cs, a, (char *)"one");
    SAY("%d '%s'\n", l->cs_hash_table_get(cs, a, (char *)"one") != NULL,
        l->cs_hash_table_put_key(cs, a, (char *)"key"));
    l->cs_hash_table_merge(cs, a, b);
    SAY("%ld %ld %d\n", (long)l->cs_hash_table_get(cs, a, (char *)"two"),
        (long)l->cs_hash_table_get(cs, a, (char *)"three"),
        l->cs_cons_length(l->cs_hash_table_values(cs, a)));
    CONS_CELL *list =
        l->cs_cons_append(l->cs_cons(cs, "x", NULL), l->cs_cons(cs, "y", l->cs_cons(cs, "z", NULL)));
    SAY("%d %s%s%s %d\n", l->cs_cons_length(list), (char *)list->value, (char *)list->next->value,
        (char *)list->next->next->value, l->cs_cons_length(NULL));
}

static void types(library *l)
{
    CSOUND *cs = l->cs;
    TYPE_POOL pool = {NULL};
    l->csoundAddStandardTypes(cs, &pool);
    for (CS_TYPE_ITEM *i = pool.head; i; i = i->next) {
        CS_TYPE *t = i->cstype;
        CS_VARIABLE *v = t->createVariable(cs, NULL);
        SAY("%s %d %d %d %d\n", t->varTypeName, t->argtype, v->memBlockSize, t->freeVariableMemory != NULL,
            l->csoundAddVariableType(cs, &pool, t));
    }
    SAY("%s %d\n", l->csoundGetTypeForVarName(&pool, (char *)"kName")->varTypeName,
        l->csoundGetTypeWithVarTypeName(&pool, (char *)"Q") != NULL);
    CS_VAR_POOL *vars = l->csoundCreateVarPool(cs), *inner = l->csoundCreateVarPool(cs);
    inner->parent = vars;
    static const char *const names[] = {"kOne", "aTwo", "STwo", "fFour", "iFive"};
    for (int i = 0; i < 5; i++) {
        CS_TYPE *t = l->csoundGetTypeForVarName(&pool, (char *)names[i]);
        CS_VARIABLE *v = l->csoundCreateVariable(cs, &pool, t, (char *)names[i], NULL);
        SAY("%d ", l->csoundAddVariable(cs, vars, v));
        SAY("%s %d %d | %d %d\n", v->varName, v->memBlockIndex, v->memBlockSize, vars->poolSize,
            vars->varCount);
    }
    l->recalculateVarPoolMemory(cs, vars);
    for (CS_VARIABLE *v = vars->head; v; v = v->next) SAY("%s %d\n", v->varName, v->memBlockIndex);
    SAY("%d %d %d\n", l->csoundFindVariableWithName(cs, inner, "aTwo") == vars->head->next,
        l->csoundFindVariableWithName(cs, inner, "nothing") != NULL, l->csoundAddVariable(cs, vars, NULL));
    SAY("%s %s %s\n", l->getVarSimpleName(cs, "kOne"), l->getVarSimpleName(cs, "[k]Arr"),
        l->getVarSimpleName(cs, "[[k]Arr"));
}

static void copied_values(library *l)
{
    CSOUND *cs = l->cs;
    TYPE_POOL pool = {NULL};
    l->csoundAddStandardTypes(cs, &pool);
    CS_TYPE *strings = l->csoundGetTypeWithVarTypeName(&pool, (char *)"S"),
            *arrays = l->csoundGetTypeWithVarTypeName(&pool, (char *)"[");
    CS_TYPE *numbers = l->csoundGetTypeWithVarTypeName(&pool, (char *)"k");
    CS_VARIABLE *v = strings->createVariable(cs, NULL);
    MYFLT memory[2] = {0};
    v->initializeVariableMemory(cs, v, memory);
    STRINGDAT *s = (STRINGDAT *)memory;
    SAY("'%s' %d\n", s->data, s->size);
    STRINGDAT longer = {(char *)"a longer text", 14};
    strings->copyValue(cs, s, &longer);
    SAY("'%s' %d\n", s->data, s->size);
    MYFLT values[] = {1, 2, 3, 4};
    int sizes[] = {2, 2};
    ARRAYDAT from = {2, sizes, sizeof(MYFLT), numbers, values, sizeof values}, to = {0};
    arrays->copyValue(cs, &to, &from);
    SAY("%d %d %d %g %g %d\n", to.dimensions, to.sizes[0], to.sizes[1], to.data[0], to.data[3],
        to.data == values);
    arrays->freeVariableMemory(cs, &to);
}

static int key_hook(void *user, void *key, unsigned int kind)
{
    (void)user, (void)key, (void)kind;
    return 1;
}

static void hooks(library *l)
{
    CSOUND *cs = l->cs;
    SAY("%d %d %d\n", l->csoundRegisterKeyboardCallback(cs, key_hook, NULL, 0),
        l->csoundRegisterKeyboardCallback(cs, key_hook, NULL, 4),
        l->csoundRegisterKeyboardCallback(cs, NULL, NULL, 1));
    SAY("%d %d %d\n", l->csoundSetIsGraphable(cs, 1), l->csoundSetIsGraphable(cs, 1),
        l->csoundSetIsGraphable(cs, 0));
    SAY("%d\n", l->csoundInitializeCscore(cs, NULL, NULL));
    SAY("%s\n", l->csoundGetUtilityDescription(cs, "sndinfo"));
    SAY("%d\n", l->csoundGetUtilityDescription(cs, "nothing") != NULL);
    SAY("%d\n", l->csoundRunUtility(cs, "nothing", 0, NULL));
}

// Runs a group on both and compares.
static void compare(void (*group)(library *))
{
    library ours, theirs;
    if (!open_library(&theirs, true)) skip();
    assert_true(open_library(&ours, false));
    group(&ours);
    group(&theirs);
    assert_string_equal(ours.said.s, theirs.said.s);
    ours.csoundDestroy(ours.cs);
    theirs.csoundDestroy(theirs.cs);
    kc_sbuf_free(&ours.said);
    kc_sbuf_free(&theirs.said);
}

#define COMPARED(group)                                                                                      \
    static void group##_equal_reference(void **state)                                                        \
    {                                                                                                        \
        (void)state;                                                                                         \
        compare(group);                                                                                      \
    }
COMPARED(globals)
COMPARED(configuration)
COMPARED(messages)
COMPARED(tables)
COMPARED(types)
COMPARED(copied_values)
COMPARED(hooks)

// What only ours answers: the reference crashes.
static void wrong_use(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    assert_int_equal(csoundCreateGlobalVariable(cs, NULL, 8), CSOUND_ERROR);
    assert_int_equal(csoundCreateGlobalVariable(NULL, "a", 8), CSOUND_ERROR);
    assert_null(csoundQueryGlobalVariable(cs, NULL));
    assert_null(csoundQueryGlobalVariableNoCheck(cs, "nothing"));
    assert_int_equal(csoundDeleteConfigurationVariable(cs, "nothing"), CSOUNDCFG_INVALID_NAME);
    assert_int_equal(csoundParseConfigurationVariable(cs, NULL, "1"), CSOUNDCFG_INVALID_NAME);
    csCfgVariable_t **list = csoundListConfigurationVariables(cs);
    assert_non_null(list);
    csoundDeleteCfgVarList(cs, list);
    assert_int_equal(csoundGetMessageCnt(NULL), -1);
    csoundDestroyMessageBuffer(NULL);
    assert_null(cs_hash_table_get(cs, NULL, (char *)"x"));
    assert_int_equal(csoundRunUtility(cs, NULL, 0, NULL), CSOUND_ERROR);
    assert_int_equal(csoundRunUtility(cs, "sndinfo", -1, NULL), CSOUND_ERROR);
    csoundDestroy(cs);
}

// Lists are sorted and end with NULL; messages survive a reset.
static void lists_and_resets(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    int a = 0, b = 0;
    csoundCreateConfigurationVariable(cs, "zz", &a, CSOUNDCFG_INTEGER, 0, NULL, NULL, NULL, NULL);
    csoundCreateConfigurationVariable(cs, "aa", &b, CSOUNDCFG_INTEGER, 0, NULL, NULL, NULL, NULL);
    csCfgVariable_t **list = csoundListConfigurationVariables(cs);
    size_t n = 0;
    for (; list[n]; n++)
        if (n) assert_true(strcmp((char *)list[n - 1]->h.name, (char *)list[n]->h.name) < 0);
    assert_true(n >= 2);
    csoundDeleteCfgVarList(cs, list);
    char **utilities = csoundListUtilities(cs);
    for (n = 1; utilities[n]; n++) assert_true(strcmp(utilities[n - 1], utilities[n]) < 0);
    csoundDeleteUtilityList(cs, utilities);
    csoundCreateMessageBuffer(cs, 0);
    csoundMessage(cs, "before");
    csoundReset(cs);
    assert_string_equal(csoundGetFirstMessage(cs), "before");
    assert_null(csoundQueryConfigurationVariable(cs, "aa"));
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globals_equal_reference),  cmocka_unit_test(configuration_equal_reference),
        cmocka_unit_test(messages_equal_reference), cmocka_unit_test(tables_equal_reference),
        cmocka_unit_test(types_equal_reference),    cmocka_unit_test(copied_values_equal_reference),
        cmocka_unit_test(hooks_equal_reference),    cmocka_unit_test(wrong_use),
        cmocka_unit_test(lists_and_resets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
