/* Flags of an opcode entry: what shared things the opcode touches. Readers and writers of the same thing must
   not run at the same time on several cores. */
#ifndef CSOUND_INTERLOCKS_H
#define CSOUND_INTERLOCKS_H
#define ZR  0x0001 /* reads the zak space */
#define ZW  0x0002 /* writes it */
#define ZB  0x0003 /* both */
#define WI  0x0004 /* writes to its input arguments */
#define TR  0x0008 /* reads function tables */
#define TW  0x0010 /* writes them */
#define TB  0x0018 /* both */
#define _CR 0x0020 /* reads named channels */
#define _CW 0x0040 /* writes them */
#define _CB 0x0060 /* both */
#define SK  0x0080 /* uses the stack */
#define WR  0x0100 /* prints */
#define IR  0x0200 /* reads the input buffers */
#define IW  0x0400 /* writes the output buffers */
#define IB  0x0600 /* both */
#define _QQ 0x8000 /* deprecated: a warning is due when it is used */
#endif
