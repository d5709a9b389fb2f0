# SPDX-License-Identifier: Apache-2.0
# cmake --install: program, library, header, pkg-config file, packs, man page, completions.

include(GNUInstallDirs)

install(TARGETS leakscan RUNTIME)
if(TARGET leakscan_shared)
    install(TARGETS leakscan_shared LIBRARY)
    install(FILES ${PROJECT_SOURCE_DIR}/include/leakscan.h TYPE INCLUDE)
    # --prefix may be given at install time, so the file is written then.
    install(CODE "
        set(PROJECT_VERSION \"${PROJECT_VERSION}\")
        set(PROJECT_DESCRIPTION \"${PROJECT_DESCRIPTION}\")
        set(CMAKE_INSTALL_LIBDIR \"${CMAKE_INSTALL_LIBDIR}\")
        set(CMAKE_INSTALL_INCLUDEDIR \"${CMAKE_INSTALL_INCLUDEDIR}\")
        configure_file(\"${PROJECT_SOURCE_DIR}/packaging/leakscan.pc.in\"
                       \"${PROJECT_BINARY_DIR}/leakscan.pc\" @ONLY)")
    install(FILES ${PROJECT_BINARY_DIR}/leakscan.pc
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/patterns DESTINATION ${CMAKE_INSTALL_DATADIR}/leakscan
        FILES_MATCHING PATTERN "*.yaml")
install(FILES ${PROJECT_SOURCE_DIR}/packaging/leakscan.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/completions/leakscan.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME leakscan)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/completions/_leakscan
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/completions/leakscan.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
