/* Attributes of messages: one type in the high bits, optionally colours. A message callback gets them as one
   int. */
#ifndef CSOUND_MSG_ATTR_H
#define CSOUND_MSG_ATTR_H

/* what kind of message it is; only STDOUT goes to the standard output by default */
#define CSOUNDMSG_DEFAULT   0x0000
#define CSOUNDMSG_ERROR     0x1000
#define CSOUNDMSG_ORCH      0x2000
#define CSOUNDMSG_REALTIME  0x3000
#define CSOUNDMSG_WARNING   0x4000
#define CSOUNDMSG_STDOUT    0x5000
#define CSOUNDMSG_TYPE_MASK 0x7000

/* colour of the text */
#define CSOUNDMSG_FG_BLACK      0x0100
#define CSOUNDMSG_FG_RED        0x0101
#define CSOUNDMSG_FG_GREEN      0x0102
#define CSOUNDMSG_FG_YELLOW     0x0103
#define CSOUNDMSG_FG_BLUE       0x0104
#define CSOUNDMSG_FG_MAGENTA    0x0105
#define CSOUNDMSG_FG_CYAN       0x0106
#define CSOUNDMSG_FG_WHITE      0x0107
#define CSOUNDMSG_FG_COLOR_MASK 0x0107

/* weight and underline */
#define CSOUNDMSG_FG_BOLD      0x0008
#define CSOUNDMSG_FG_UNDERLINE 0x0080
#define CSOUNDMSG_FG_ATTR_MASK 0x0088

/* colour behind the text */
#define CSOUNDMSG_BG_BLACK      0x0200
#define CSOUNDMSG_BG_RED        0x0210
#define CSOUNDMSG_BG_GREEN      0x0220
#define CSOUNDMSG_BG_ORANGE     0x0230
#define CSOUNDMSG_BG_BLUE       0x0240
#define CSOUNDMSG_BG_MAGENTA    0x0250
#define CSOUNDMSG_BG_CYAN       0x0260
#define CSOUNDMSG_BG_GREY       0x0270
#define CSOUNDMSG_BG_COLOR_MASK 0x0270
#endif
