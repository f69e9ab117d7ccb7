/* Scores from stream to stream: sorted, with tempo applied, and picked by an extraction file. What is written
 * is the sorted form that score.srt has, numbers as C hex floats. No engine is needed. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound.h"
#include "api/performance/performance.h"
#include <stdlib.h>

enum { MAX_BYTES = 256 << 20, BLOCK = 65536 };

/* All of a stream: 0, or -1 (reported). */
static int slurp(CSOUND *cs, FILE *from, kc_sbuf *to)
{
    char *block = malloc(BLOCK);
    size_t n = 0;
    while (block && to->n < MAX_BYTES && (n = fread(block, 1, BLOCK, from)) > 0) kc_sbuf_write(to, block, n);
    free(block);
    if (block && !ferror(from) && to->n < MAX_BYTES) return 0;
    kc_cs_message(cs, CSOUNDMSG_ERROR, "cannot read the score\n");
    return -1;
}

static int sort(CSOUND *cs, const kc_sbuf *text, const kc_sbuf *extract, FILE *out)
{
    kc_performance p;
    kc_perf_init(&p);
    p.con = kc_cs_of(cs)->performance->con;
    int32_t seed = 1;
    kc_score score = {0};
    kc_score_input in = {.text = text->s ? text->s : "", .len = text->n, .first_line = 1, .seed31 = &seed};
    int bad = kc_score_read(&in, &p.arena, &p.diags, &score);
    if (!bad && extract)
        bad = kc_score_extract(&score, extract->s ? extract->s : "", extract->n, &p.arena, &p.diags);
    kc_perf_flush(&p); /* to where the instance's own problems go */
    kc_sbuf sorted = {0};
    if (!bad) kc_score_write(&score, KC_SCORE_HEX, &sorted);
    if (!bad && sorted.n && fwrite(sorted.s, 1, sorted.n, out) != sorted.n) bad = -1;
    if (!bad && fflush(out)) bad = -1;
    kc_sbuf_free(&sorted);
    kc_perf_free(&p);
    return bad ? CSOUND_ERROR : CSOUND_SUCCESS;
}

int csoundScoreSort(CSOUND *cs, FILE *in, FILE *out)
{
    if (!cs || !in || !out) return CSOUND_ERROR;
    kc_sbuf text = {0};
    int result = slurp(cs, in, &text) ? CSOUND_ERROR : sort(cs, &text, NULL, out);
    kc_sbuf_free(&text);
    return result;
}

int csoundScoreExtract(CSOUND *cs, FILE *in, FILE *out, FILE *extract)
{
    if (!cs || !in || !out || !extract) return CSOUND_ERROR;
    kc_sbuf text = {0}, spec = {0};
    int result = CSOUND_ERROR;
    if (!slurp(cs, in, &text) && !slurp(cs, extract, &spec)) result = sort(cs, &text, &spec, out);
    kc_sbuf_free(&text);
    kc_sbuf_free(&spec);
    return result;
}
