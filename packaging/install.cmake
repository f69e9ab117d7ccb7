# Installation. libcsound64.so.6.0 goes to a folder of its own, LIBDIR/kcycle: it never takes the place of a system Csound.
# kcycle-exec puts that folder in front for one program. libkcycle-jit.so lies beside it; the others look for it there.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(KC_OWN_DIR ${CMAKE_INSTALL_LIBDIR}/kcycle)

install(TARGETS kcycle RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS kcycle-shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET kcycle-jit)
  install(TARGETS kcycle-jit LIBRARY DESTINATION ${KC_OWN_DIR})
endif()
install(TARGETS csound64 LIBRARY DESTINATION ${KC_OWN_DIR})
# what -lcsound64 finds
install(CODE "file(CREATE_LINK libcsound64.so.6.0 \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${KC_OWN_DIR}/libcsound64.so\" SYMBOLIC)")

install(FILES api/include/kcycle/kcycle.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kcycle)
install(DIRECTORY api/include/csound/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kcycle/csound)
install(FILES packaging/kcycle.1 packaging/kcycle-exec.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# from LIBDIR/pkgconfig back to the prefix
file(RELATIVE_PATH KC_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
foreach(n kcycle kcycle-csound)
  configure_file(packaging/${n}.pc.in ${CMAKE_BINARY_DIR}/${n}.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/${n}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
file(RELATIVE_PATH KC_OWN_FROM_BIN /${CMAKE_INSTALL_BINDIR} /${KC_OWN_DIR})
configure_file(packaging/kcycle-exec.in ${CMAKE_BINARY_DIR}/kcycle-exec @ONLY)
install(PROGRAMS ${CMAKE_BINARY_DIR}/kcycle-exec DESTINATION ${CMAKE_INSTALL_BINDIR})

configure_package_config_file(packaging/kcycleConfig.cmake.in ${CMAKE_BINARY_DIR}/kcycleConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kcycle PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR KC_OWN_DIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/kcycleConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/kcycleConfig.cmake ${CMAKE_BINARY_DIR}/kcycleConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kcycle)
