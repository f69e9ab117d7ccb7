/* What a plugin sees of the engine: constants, structs (csound_structs.h) and the functions at the head of
   the instance (csound_struct.h). Plugins include csdl.h, which includes this. */
#ifndef CSOUNDCORE_H
#define CSOUNDCORE_H
#include "csound_struct.h"

/** Results of init and perform functions. */
#define OK    0
#define NOTOK (-1)

/* kinds of files for FileOpen2 */
#define CSFILE_FD_R  1
#define CSFILE_FD_W  2
#define CSFILE_STD   3
#define CSFILE_SND_R 4
#define CSFILE_SND_W 5

/* kinds of arguments: ARG.type */
#define ARG_CONSTANT 0
#define ARG_STRING   1
#define ARG_PFIELD   2
#define ARG_GLOBAL   3
#define ARG_LOCAL    4
#define ARG_LABEL    5

/* inside an opcode whose block is `p`: its line, and how many arguments and results it has */
#define ORTXT     h.optext->t
#define INCOUNT   ORTXT.inlist->count
#define OUTCOUNT  ORTXT.outlist->count
#define INOCOUNT  ORTXT.inArgCount
#define OUTOCOUNT ORTXT.outArgCount

/* and what its instance runs with */
#define CS_OF_INSTANCE(member) (p->h.insdshead->member)
#define CS_KSMPS               CS_OF_INSTANCE(ksmps)
#define CS_KCNT                CS_OF_INSTANCE(kcounter)
#define CS_EKR                 CS_OF_INSTANCE(ekr)
#define CS_ONEDKSMPS           CS_OF_INSTANCE(onedksmps)
#define CS_ONEDKR              CS_OF_INSTANCE(onedkr)
#define CS_KICVT               CS_OF_INSTANCE(kicvt)
#define CS_PDS                 CS_OF_INSTANCE(pds)
#define CS_SPIN                CS_OF_INSTANCE(spin)
#define CS_SPOUT               CS_OF_INSTANCE(spout)

/* the type of an argument */
#define IS_ASIG_ARG(arg) (csound->GetTypeForArg(arg) == &CS_VAR_TYPE_A)
#define IS_STR_ARG(arg)  (csound->GetTypeForArg(arg) == &CS_VAR_TYPE_S)

/* phases of table oscillators: MAXLEN is a cycle */
#define MAXLEN       0x10000000
#define FMAXLEN      ((MYFLT)MAXLEN)
#define PHMASK       0x0fffffff
#define PFRAC(phase) ((MYFLT)((phase)&ftp->lomask) * ftp->lodiv)
#define MAXPOS       0x7FFFFFFFL

/* limits */
#define MAXINSNO 200
#define MAXCHNLS 256
#define MAXCHAN  16
#define MAXNAME  256
#define ALLCHNLS 0x7fff

#define MAX_STRING_CHANNEL_DATASIZE 16384

/* what an engine begins with */
#define DFLT_SR     FL(44100.0)
#define DFLT_KR     FL(4410.0)
#define DFLT_KSMPS  10
#define DFLT_NCHNLS 1
#define DFLT_DBFS   FL(32768.0)

/** A value that stands for a string; ISSTRCOD of the instance tells. */
#define SSTRCOD ((double)NAN)

/* bits of the message level */
#define CS_AMPLMSG 0x01
#define CS_RNGEMSG 0x02
#define CS_WARNMSG 0x04
#define CS_NOMSG   0x10
#define CS_RAWMSG  0x40
#define CS_TIMEMSG 0x80
#define CS_NOQQ    0x400

/* transforms */
enum { FFT_LIB, PFFT_LIB, VDSP_LIB };
enum { FFT_FWD, FFT_INV };

/* asynchronous files: ASYNC_GLOBAL has a thread for all */
#define ASYNC_GLOBAL 1
#define ASYNC_LOCAL  2

/* numbers */
#ifndef PI
#define PI 3.14159265358979323846
#endif
#define TWOPI    6.28318530717958647692
#define HALFPI   1.57079632679489661923
#define PI_F     ((MYFLT)PI)
#define TWOPI_F  ((MYFLT)TWOPI)
#define HALFPI_F ((MYFLT)HALFPI)
#define ROOT2    1.41421356237309504880
#define INF      2147483647.0
#define LOG10D20 0.11512925
#define DV32768  FL(0.000030517578125)
#define OCTRES   8192

/** Marks a parameter as unused. */
#define IGN(unused) (void)unused
#endif
