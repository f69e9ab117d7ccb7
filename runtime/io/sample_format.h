/* Sample formats by the numbers that opcodes and GEN01 use: 1 signed 8 bits, 2 A-law, 3 u-law, 4 16 bits, 5
 * 32 bits, 6 float, 7 unsigned 8 bits, 8 24 bits, 9 double. */
#ifndef KC_IO_SAMPLE_FORMAT_H
#define KC_IO_SAMPLE_FORMAT_H
#include <sndfile.h>

/* libsndfile's sample format of code 1 .. 9, else 0. */
static inline int kc_sample_format(int code)
{
    static const int formats[] = {0,
                                  SF_FORMAT_PCM_S8,
                                  SF_FORMAT_ALAW,
                                  SF_FORMAT_ULAW,
                                  SF_FORMAT_PCM_16,
                                  SF_FORMAT_PCM_32,
                                  SF_FORMAT_FLOAT,
                                  SF_FORMAT_PCM_U8,
                                  SF_FORMAT_PCM_24,
                                  SF_FORMAT_DOUBLE};
    return code >= 1 && code <= 9 ? formats[code] : 0;
}
#endif
