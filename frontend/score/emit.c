/* The sorted score as text: what score.srt holds. Both time columns, in beats and warped, are written. */
#include "frontend/score/internal.h"
#include <math.h>

static void number(kc_sbuf *out, double v, kc_score_number_form form)
{
    kc_sbuf_printf(out, form == KC_SCORE_HEX ? "%a" : "%.15g", v);
}

static void quoted(kc_sbuf *out, const char *s)
{
    static const char from[] = "\n\t\a\b\f\r\v\"\\", to[] = "ntabfrv\"\\";
    kc_sbuf_putc(out, '"');
    for (; *s; s++) {
        const char *k = from;
        while (*k && *k != *s) k++;
        if (*k) kc_sbuf_putc(out, '\\');
        kc_sbuf_putc(out, *k ? to[k - from] : *s);
    }
    kc_sbuf_putc(out, '"');
}

static void field(kc_sbuf *out, const kc_score_event *e, int index, kc_score_number_form form)
{
    kc_sbuf_putc(out, ' ');
    const char *s = kc_score_event_string(e, index);
    if (s)
        quoted(out, s);
    else
        number(out, e->p[index], form);
}

static void event(kc_sbuf *out, const kc_score_event *e, kc_score_number_form form)
{
    kc_sbuf_putc(out, e->op);
    for (int k = 1; k <= e->n; k++) {
        if (k == 2 || k == 3) {
            kc_sbuf_putc(out, ' ');
            number(out, k == 2 ? e->p2_beats : e->p3_beats, form);
        }
        field(out, e, k, form);
    }
    kc_sbuf_putc(out, '\n');
}

static void tempo_line(kc_sbuf *out, const kc_score_section *s)
{
    kc_sbuf_putc(out, 'w');
    if (!s->ntempo) kc_sbuf_puts(out, " 0 60");
    for (int i = 0; i < s->ntempo; i++)
        kc_sbuf_printf(out, " %.15g %.15g", s->tempo[i].beat, s->tempo[i].bpm);
    kc_sbuf_putc(out, '\n');
}

void kc_score_write(const kc_score *s, kc_score_number_form form, kc_sbuf *out)
{
    for (int i = 0; i < s->n; i++) {
        const kc_score_section *sec = &s->sections[i];
        if (s->forever) {
            kc_sbuf_puts(out, "f0 800000000000.0\n");
        } else if (sec->n || sec->ntempo) {
            tempo_line(out, sec);
            for (int k = 0; k < sec->n; k++) event(out, &sec->events[k], form);
        }
        kc_sbuf_puts(out, i + 1 < s->n ? "s\n" : "e\n");
    }
}
