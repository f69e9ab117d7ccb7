/* What a host's graph callbacks get: one curve to draw (WINDAT), one pointer device (XYINDAT). */
#ifndef CWINDOW_H
#define CWINDOW_H
#include "csound.h"

/** Bytes of a caption, its end included. */
#define CAPSIZE 60

/** How the values of a curve lie around zero. */
enum { NOPOL, NEGPOL, POSPOL, BIPOL };

/** A curve. Belongs to the engine; windid is the host's, which may keep its window's address or number there.
 */
struct windat_ {
    uintptr_t windid;      /**< set by the host's make callback */
    MYFLT *fdata;          /**< the values */
    int32 npts;            /**< how many */
    char caption[CAPSIZE]; /**< what it shows */
    int16 waitflg;         /**< not 0: wait for a key after drawing */
    int16 polarity;        /**< NOPOL, NEGPOL, POSPOL, BIPOL */
    MYFLT max, min;        /**< of the values now shown */
    MYFLT absmax, oabsmax; /**< largest magnitude now, and the one used for scaling */
    int danflag, absflag;  /**< draw a marker at zero; keep the scale over all drawings */
};

/** Where the pointer is, in window units, and as 0 to 1. */
struct xyindat_ {
    uintptr_t windid;
    int m_x, m_y;
    MYFLT x, y;
    int down;
};
#endif
