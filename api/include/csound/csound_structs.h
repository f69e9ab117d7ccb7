/* Structs that opcodes and the engine share: instruments, instances, opcodes, tables, MIDI, files. Sizes and
   offsets are fixed by plugins built against Csound 6.18; members marked (engine) mean nothing to a plugin.
 */
#ifndef CSOUND_STRUCTS_H
#define CSOUND_STRUCTS_H
#include "csound.h"
#include "csound_standard_types.h"
#include "cwindow.h"
#include "interlocks.h"

#define SSTRSIZ 1024 /**< bytes of a file name argument */
#define PMAX    1998 /**< p-fields of an event; more lie in EVTBLK.c.extra */
#define VARGMAX 1999
#define MAXOCTS 8

struct insds;
struct opds;
struct opcodinfo;

/* ---- memory and files of an instance ---- */

/** A block that lives as long as the instance; see AuxAlloc. */
typedef struct auxch {
    struct auxch *nxtchp;
    size_t size;
    void *auxp, *endp; /**< start, and one byte behind the end */
} AUXCH;

/** Called by AuxAllocAsync; gives the old block. */
typedef AUXCH *(*aux_cb)(CSOUND *, void *user, AUXCH *);

typedef struct {
    CSOUND *csound;
    size_t nbytes;
    AUXCH *auxchp;
    void *userData;
    aux_cb notify;
} AUXASYNC;

/** An open file of an instance; see FDRecord. */
typedef struct fdch {
    struct fdch *nxtchp;
    void *fd;
} FDCH;

/* ---- values of variables ---- */

typedef struct {
    char *data;
    int size; /**< bytes there are room for */
} STRINGDAT;

typedef struct {
    int dimensions;
    int *sizes;          /**< one a dimension */
    int arrayMemberSize; /**< bytes */
    CS_TYPE *arrayType;  /**< of the members */
    MYFLT *data;
    size_t allocated; /**< bytes */
} ARRAYDAT;

typedef struct {
    int size;
    MYFLT *data;
    AUXCH aux;
} TABDAT;

/** Downsampled audio and spectra of the old kind (w variables). */
typedef struct {
    MYFLT *begp, *curp, *endp, feedback[6];
    int32 scount;
} OCTDAT;
typedef struct {
    int32 npts, nocts, nsamps;
    MYFLT lofrq, hifrq, looct, srate;
    OCTDAT octdata[MAXOCTS];
    AUXCH auxch;
} DOWNDAT;
typedef struct {
    uint32_t ktimstamp, ktimprd;
    int32 npts, nfreqs, dbout;
    DOWNDAT *downsrcp;
    AUXCH auxch;
} SPECDAT;

/* ---- opcodes and instruments ---- */

/** An init or perform function: 0, or not 0 for an error. */
typedef int (*SUBR)(CSOUND *, void *);

/** An opcode. Names may carry a ".suffix" that tells overloads apart. */
typedef struct oentry {
    char *opname;
    uint16 dsblksiz; /**< bytes of the data block */
    uint16 flags;    /**< interlocks.h */
    uint8_t thread;  /**< 1 init, 2 perform, 3 both */
    char *outypes, *intypes;
    int (*iopadr)(CSOUND *, void *); /**< init */
    int (*kopadr)(CSOUND *, void *); /**< perform, k and a rate */
    int (*aopadr)(CSOUND *, void *); /**< never called */
    void *useropinfo;
} OENTRY;

typedef struct arglst {
    int count;
    char *arg[1];
} ARGLST;

typedef struct arg {
    int type; /**< ARG_... */
    void *argPtr;
    int index;
    struct arg *next;
} ARG;

/** A line of an instrument. */
typedef struct text {
    uint16_t linenum;
    uint64_t locn; /**< (engine) */
    OENTRY *oentry;
    char *opcod;
    ARGLST *inlist, *outlist; /**< the words */
    ARG *inArgs;
    unsigned int inArgCount;
    ARG *outArgs;
    unsigned int outArgCount;
    char intype, pftype;
} TEXT;

typedef struct op {
    struct op *nxtop;
    TEXT t;
} OPTXT;

/** An instrument. */
typedef struct instr {
    struct op *nxtop;
    TEXT t;
    int pmax, vmax, pextrab;
    CS_VAR_POOL *varPool;
    int16 muted;
    int32 opdstot;
    MYFLT *psetdata;
    struct insds *instance, *lst_instance, *act_instance;
    struct instr *nxtinstxt;
    int active, pending_release, maxalloc;
    MYFLT cpuload;
    struct opcodinfo *opcode_info;
    char *insname;
    int instcnt, isNew, nocheckpcnt;
} INSTRTXT;

typedef struct namedInstr {
    int32 instno;
    char *name;
    INSTRTXT *ip;
    struct namedInstr *next;
} INSTRNAME;

/** A user-defined opcode. */
typedef struct opcodinfo {
    int32 instno;
    char *name, *intypes, *outtypes;
    int16 inchns, outchns;
    CS_VAR_POOL *out_arg_pool, *in_arg_pool;
    INSTRTXT *ip;
    struct opcodinfo *prv;
} OPCODINFO;

/* ---- MIDI ---- */

typedef struct monblk {
    int16 pch;
    struct monblk *prv;
} MONPCH;
typedef struct {
    int notnum[4];
} DPEXCL;
typedef struct {
    DPEXCL dpexcl[8];
    int exclset[75];
} DPARM;
typedef struct dklst {
    struct dklst *nxtlst;
    int32 pgmno;
    MYFLT keylst[1];
} DKLST;

/** State of a MIDI channel. */
typedef struct mchnblk {
    int16 pgmno, insno, RegParNo, mono;
    MONPCH *monobas, *monocur;
    struct insds *kinsptr[128]; /**< notes that sound, by key */
    MYFLT polyaft[128];
    MYFLT ctl_val[136]; /**< controllers, 0 to 127 */
    int16 pgm2ins[128];
    MYFLT aftouch, pchbend, pbensens;
    int16 ksuscnt, sustaining;
    int dpmsb, dplsb, datenabl;
    DKLST *klists;
    DPARM *dparms;
} MCHNBLK;

typedef struct {
    int16 type, chan, dat1, dat2;
} MEVENT;

/* ---- events and instances ---- */

/** A score event. p[1] is the instrument; strings are in strarg, one after the other. */
typedef struct event {
    int scnt; /**< strings */
    char *strarg;
    void *pinstance;
    char opcod;
    int16 pcnt;
    MYFLT p2orig, p3orig; /**< in beats */
    MYFLT p[PMAX + 1];
    union {
        MYFLT *extra;
        MYFLT p[2];
    } c;
} EVTBLK;

/** An instance of an instrument. Its p-fields go on behind p3. */
typedef struct insds {
    struct opds *nxti, *nxtp; /**< first opcode to initialise, to perform */
    struct insds *nxtinstance, *prvinstance;
    struct insds *nxtact, *prvact;
    struct insds *nxtoff;
    FDCH *fdchp;
    AUXCH *auxchp;
    int xtratim; /**< cycles of release */
    MCHNBLK *m_chnbp;
    struct insds *nxtolap;
    int16 insno;
    INSTRTXT *instr;
    int16 m_sust;
    unsigned char m_pitch, m_veloc;
    char relesing, actflg;
    double offbet, offtim; /**< end, in beats and seconds */
    void *pylocal;
    CSOUND *csound;
    uint64_t kcounter;  /**< cycles performed */
    unsigned int ksmps; /**< samples a cycle, here */
    MYFLT ekr, onedksmps, onedkr, kicvt;
    struct opds *pds; /**< the opcode that runs */
    MYFLT scratchpad[4];
    void *opcod_iobufs;
    void *opcod_deact, *subins_deact;
    void *nxtd;
    uint32_t ksmps_offset; /**< samples of the cycle before the note's start */
    uint32_t no_end;
    uint32_t ksmps_no_end; /**< samples of the cycle behind its end */
    MYFLT *spin, *spout;
    int init_done, tieflag, reinitflag;
    MYFLT retval;
    MYFLT *lclbas;
    char *strarg;
    CS_VAR_MEM p0, p1, p2, p3;
} INSDS;

/** What every opcode's data block begins with; then pointers to results, pointers to arguments, and its own
 * state. */
typedef struct opds {
    struct opds *nxti, *nxtp;
    SUBR iopadr, opadr;
    OPTXT *optext;
    INSDS *insdshead;
} OPDS;

typedef struct lblblk {
    OPDS h;
    OPDS *prvi, *prvp;
} LBLBLK;

/* ---- function tables ---- */

typedef struct {
    MYFLT gen01, ifilno, iskptim, iformat, channel, sample_rate;
    char strarg[SSTRSIZ];
} GEN01ARGS;

/** A function table; ftable has flen + 1 values, the last of them the guard point. */
typedef struct {
    uint32_t flen;
    int32 lenmask, lobits, lomask; /**< for phases of MAXLEN a cycle; powers of two only */
    MYFLT lodiv;
    MYFLT cvtbas, cpscvt; /**< of a sampled sound: pitch it was played at, and to the engine's rate */
    int16 loopmode1, loopmode2;
    int32 begin1, end1, begin2, end2;
    int32 soundend, flenfrms;
    int32 nchanls, fno;
    MYFLT args[PMAX - 4];
    int argcnt;
    GEN01ARGS gen01args;
    MYFLT *ftable;
} FUNC;

/** What a GEN routine gets beside the table to fill. */
typedef struct {
    CSOUND *csound;
    int32 flen;
    int fno, guardreq;
    EVTBLK e;
} FGDATA;

typedef int (*GEN)(FGDATA *, FUNC *);

typedef struct {
    char *name;
    int (*fn)(FGDATA *, FUNC *);
} NGFENS;

/* ---- files in memory ---- */

typedef struct MEMFIL {
    char filename[256];
    char *beginp, *endp;
    int32 length;
    struct MEMFIL *next;
} MEMFIL;

typedef struct SNDMEMFILE_ {
    char *name;
    struct SNDMEMFILE_ *nxt;
    char *fullName;
    size_t nFrames;
    double sampleRate;
    int nChannels, sampleFormat, fileType, loopMode;
    double startOffs, loopStart, loopEnd, baseFreq, scaleFac;
    float data[1];
} SNDMEMFILE;

typedef struct pvx_memfile_ {
    char *filename;
    struct pvx_memfile_ *nxt;
    float *data;
    uint32 nframes;
    int format, fftsize, overlap, winsize, wintype, chans;
    MYFLT srate;
} PVOCEX_MEMFILE;

/* ---- options ---- */

/** Text in memory. */
typedef struct CORFIL {
    char *body;
    unsigned int len, p;
} CORFIL;

/** The options, as GetOParms copies them. */
typedef struct {
    int odebug;
    int sfread, sfwrite, sfheader, filetyp;
    int inbufsamps, outbufsamps;
    int informat, outformat, sfsampsize;
    int displays, graphsoff, postscript, msglevel;
    int Beatmode, oMaxLag;
    int usingcscore, Linein;
    int RTevents, Midiin, FMidiin, RMidiin;
    int ringbell, termifend;
    int rewrt_hdr, heartbeat, gen01defer;
    double cmdTempo;
    float sr_override, kr_override;
    int nchnls_override, nchnls_i_override;
    char *infilename, *outfilename;
    CORFIL *playscore;
    char *Linename, *Midiname, *FMidiname, *Midioutname, *FMidioutname;
    int midiKey, midiKeyCps, midiKeyOct, midiKeyPch;
    int midiVelocity, midiVelocityAmp;
    int noDefaultPaths, numThreads, syntaxCheckOnly, useCsdLineCounts;
    int sampleAccurate, realtime;
    MYFLT e0dbfs_override;
    int daemon;
    double quality;
    int ksmps_override, fft_lib, echo;
    MYFLT limiter;
    float sr_default, kr_default;
} OPARMS;

/** A plan of RealFFT2Setup. */
typedef struct _FFT_SETUP {
    int N, M;
    void *setup;
    MYFLT *buffer;
    int lib, d, p2;
} CSOUND_FFT_SETUP;

typedef struct {
    char module[12], type[12];
} MODULE_INFO;

#endif
