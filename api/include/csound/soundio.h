/* Sound files as the engine describes them: libsndfile's codes under short names, and the state of a file
   that is read for analysis. */
#ifndef CSOUND_SOUNDIO_H
#define CSOUND_SOUNDIO_H
#include "sysdep.h"
#include <sndfile.h>

/* codes that older versions of libsndfile lack */
#ifndef SNDFILE_MP3
#define SF_FORMAT_MPEG           0x230000
#define SF_FORMAT_MPEG_LAYER_III 0x0082
#endif

/* buffers, in samples, and the bytes of a file name */
#define IOBUFSAMPS  256
#define IODACSAMPS  1024
#define SNDINBUFSIZ 4096
#define MAXSNDNAME  1024

/* sample formats */
#define AE_CHAR      SF_FORMAT_PCM_S8
#define AE_SHORT     SF_FORMAT_PCM_16
#define AE_24INT     SF_FORMAT_PCM_24
#define AE_LONG      SF_FORMAT_PCM_32
#define AE_UNCH      SF_FORMAT_PCM_U8
#define AE_FLOAT     SF_FORMAT_FLOAT
#define AE_DOUBLE    SF_FORMAT_DOUBLE
#define AE_ULAW      SF_FORMAT_ULAW
#define AE_ALAW      SF_FORMAT_ALAW
#define AE_IMA_ADPCM SF_FORMAT_IMA_ADPCM
#define AE_MS_ADPCM  SF_FORMAT_MS_ADPCM
#define AE_GSM610    SF_FORMAT_GSM610
#define AE_VOX       SF_FORMAT_VOX_ADPCM
#define AE_G721_32   SF_FORMAT_G721_32
#define AE_G723_24   SF_FORMAT_G723_24
#define AE_G723_40   SF_FORMAT_G723_40
#define AE_DWVW_12   SF_FORMAT_DWVW_12
#define AE_DWVW_16   SF_FORMAT_DWVW_16
#define AE_DWVW_24   SF_FORMAT_DWVW_24
#define AE_DWVW_N    SF_FORMAT_DWVW_N
#define AE_DPCM_8    SF_FORMAT_DPCM_8
#define AE_DPCM_16   SF_FORMAT_DPCM_16
#define AE_VORBIS    SF_FORMAT_VORBIS
#define AE_MPEG      (SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III)
#define AE_LAST      SF_FORMAT_DPCM_16

/* file types: libsndfile's without the low half */
#define CSOUND_FILE_TYPE(code) ((code) >> 16)
#define TYP_WAV                CSOUND_FILE_TYPE(SF_FORMAT_WAV)
#define TYP_AIFF               CSOUND_FILE_TYPE(SF_FORMAT_AIFF)
#define TYP_AU                 CSOUND_FILE_TYPE(SF_FORMAT_AU)
#define TYP_RAW                CSOUND_FILE_TYPE(SF_FORMAT_RAW)
#define TYP_PAF                CSOUND_FILE_TYPE(SF_FORMAT_PAF)
#define TYP_SVX                CSOUND_FILE_TYPE(SF_FORMAT_SVX)
#define TYP_NIST               CSOUND_FILE_TYPE(SF_FORMAT_NIST)
#define TYP_VOC                CSOUND_FILE_TYPE(SF_FORMAT_VOC)
#define TYP_IRCAM              CSOUND_FILE_TYPE(SF_FORMAT_IRCAM)
#define TYP_W64                CSOUND_FILE_TYPE(SF_FORMAT_W64)
#define TYP_MAT4               CSOUND_FILE_TYPE(SF_FORMAT_MAT4)
#define TYP_MAT5               CSOUND_FILE_TYPE(SF_FORMAT_MAT5)
#define TYP_PVF                CSOUND_FILE_TYPE(SF_FORMAT_PVF)
#define TYP_XI                 CSOUND_FILE_TYPE(SF_FORMAT_XI)
#define TYP_HTK                CSOUND_FILE_TYPE(SF_FORMAT_HTK)
#define TYP_SDS                CSOUND_FILE_TYPE(SF_FORMAT_SDS)
#define TYP_AVR                CSOUND_FILE_TYPE(SF_FORMAT_AVR)
#define TYP_WAVEX              CSOUND_FILE_TYPE(SF_FORMAT_WAVEX)
#define TYP_SD2                CSOUND_FILE_TYPE(SF_FORMAT_SD2)
#define TYP_FLAC               CSOUND_FILE_TYPE(SF_FORMAT_FLAC)
#define TYP_CAF                CSOUND_FILE_TYPE(SF_FORMAT_CAF)
#define TYP_WVE                CSOUND_FILE_TYPE(SF_FORMAT_WVE)
#define TYP_OGG                CSOUND_FILE_TYPE(SF_FORMAT_OGG)
#define TYP_MPEG               CSOUND_FILE_TYPE(SF_FORMAT_MPEG)
#define TYP_MPC2K              CSOUND_FILE_TYPE(SF_FORMAT_MPC2K)
#define TYP_RF64               CSOUND_FILE_TYPE(SF_FORMAT_RF64)

/* between the two */
#define FORMAT2SF(format) ((int)(format))
#define SF2FORMAT(code)   ((int)(code)&0xFFFF)
#define TYPE2SF(type)     ((int)(type) << 16)
#define SF2TYPE(code)     ((int)((code)&SF_FORMAT_TYPEMASK) >> 16)

#define sf_read_MYFLT   sf_read_double
#define sf_write_MYFLT  sf_write_double
#define sf_writef_MYFLT sf_writef_double

/** A sound file that SAsndgetset or sndgetset opened. */
typedef struct {
    SNDFILE *sinfd;
    MYFLT *inbufp, *bufend;
    void *fd;
    int bufsmps, format, channel, nchanls, sampframsiz, filetyp, analonly, endfile, sr, do_floatscaling;
    int64_t audrem, framesrem, getframes;
    MYFLT fscalefac, skiptime;
    char sfname[MAXSNDNAME];
    MYFLT inbuf[SNDINBUFSIZ];
} SOUNDIN;
#endif
