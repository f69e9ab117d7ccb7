// Keys reach the engine: one that was pressed, then what callbacks give, newest first, until one serves. And
// curves reach the host.
#include "api/csound/graphs.h"
#include "api/csound/keyboard.h"
#include "api/include/csound/csound.h"
#include <setjmp.h>
#include <cmocka.h>

static int give(void *user, void *key, unsigned int kind)
{
    (void)kind;
    *(int *)key = *(int *)user;
    return 0;
}
static int decline(void *user, void *key, unsigned int kind)
{
    (void)key, (void)kind;
    ++*(int *)user;
    return 1;
}

static void keys(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_TEXT), -1);
    csoundKeyPress(cs, 'a');
    csoundKeyPress(cs, 'b'); // one is kept
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_TEXT), 'b');
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_TEXT), -1);

    int x = 'x', declined = 0;
    csoundRegisterKeyboardCallback(cs, give, &x, CSOUND_CALLBACK_KBD_TEXT);
    csoundRegisterKeyboardCallback(cs, decline, &declined, 0);
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_TEXT), 'x');
    assert_int_equal(declined, 1);
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_EVENT), -1);
    assert_int_equal(declined, 2);
    csoundReset(cs); // they stay
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_TEXT), 'x');
    csoundRemoveKeyboardCallback(cs, give);
    assert_int_equal(kc_cs_key(cs, CSOUND_CALLBACK_KBD_TEXT), -1);
    csoundDestroy(cs);
}

static int made, drawn, ended;
static void make(CSOUND *cs, WINDAT *w, const char *label)
{
    (void)cs;
    assert_string_equal(label, w->caption);
    w->windid = 5;
    made++;
}
static void draw(CSOUND *cs, WINDAT *w)
{
    (void)cs;
    assert_int_equal(w->windid, 5);
    drawn++;
}
static int end(CSOUND *cs)
{
    (void)cs;
    return ended++;
}

static void curves(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    WINDAT w = {.caption = "a table"};
    csoundSetMakeGraphCallback(cs, make);
    csoundSetDrawGraphCallback(cs, draw);
    csoundSetExitGraphCallback(cs, end);
    assert_false(kc_cs_draw(cs, &w)); // nobody has said that the host draws
    csoundSetIsGraphable(cs, 1);
    assert_true(kc_cs_draw(cs, &w));
    assert_true(kc_cs_draw(cs, &w));
    assert_int_equal(made, 1);
    assert_int_equal(drawn, 2);
    kc_cs_end_graphs(cs);
    kc_cs_end_graphs(cs);
    assert_int_equal(ended, 1);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keys), cmocka_unit_test(curves)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
