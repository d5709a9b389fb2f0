# SPDX-License-Identifier: Apache-2.0
# Warnings, hardening and sanitizers, the same for every target.

add_library(ls_flags INTERFACE)
target_compile_options(ls_flags INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wvla -Wundef -Wcast-qual -Wstrict-prototypes
    -Wmissing-prototypes -Wswitch-enum -Wformat=2
    $<$<BOOL:${LS_WERROR}>:-Werror>)
target_compile_definitions(ls_flags INTERFACE _GNU_SOURCE)
target_include_directories(ls_flags INTERFACE ${PROJECT_SOURCE_DIR}/scanner
                                              ${PROJECT_SOURCE_DIR}/include)

if(LS_SANITIZE)
    target_compile_options(ls_flags INTERFACE -fsanitize=${LS_SANITIZE} -fno-omit-frame-pointer
                                              -fno-sanitize-recover=all)
    target_link_options(ls_flags INTERFACE -fsanitize=${LS_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(ls_flags INTERFACE -fstack-protector-strong -U_FORTIFY_SOURCE
                                              -D_FORTIFY_SOURCE=2)
    target_link_options(ls_flags INTERFACE -Wl,-z,relro,-z,now)
endif()

if(LS_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "LS_FUZZ needs clang: cmake --preset fuzz")
    endif()
    # Counts the branches taken; the targets in tests/fuzz bring who looks at the counters.
    target_compile_options(ls_flags INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(ls_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
