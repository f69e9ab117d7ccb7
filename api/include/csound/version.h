/* The version of the Csound 6 interface that this library implements, not that of kcycle itself. */
#ifndef CSOUND_VERSION_H
#define CSOUND_VERSION_H

#define CS_VERSION    6
#define CS_SUBVER     18
#define CS_PATCHLEVEL 1

/** Version of the plugin and host interface; plugins carry it in csoundModuleInfo(). */
#define CS_APIVERSION 4
#define CS_APISUBVER  0

#define VERSION            "6.18"
#define CS_PACKAGE_NAME    "Csound"
#define CS_PACKAGE_TARNAME "csound"
#define CS_PACKAGE_VERSION VERSION
#define CS_PACKAGE_STRING  CS_PACKAGE_NAME " " VERSION
#ifndef CS_PACKAGE_DATE
#define CS_PACKAGE_DATE __DATE__
#endif
#endif
