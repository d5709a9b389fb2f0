# SPDX-License-Identifier: Apache-2.0
# Finds every library; a missing one is named with its Debian package, all of them at once.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

set(LS_MISSING "")
function(ls_require target module package)
    pkg_check_modules(${target} IMPORTED_TARGET GLOBAL QUIET ${module})
    if(NOT ${target}_FOUND)
        set(LS_MISSING "${LS_MISSING} ${package}" PARENT_SCOPE)
    endif()
endfunction()

ls_require(HS libhs "libhyperscan-dev (or libvectorscan-dev)")
ls_require(PCRE2 libpcre2-32 libpcre2-dev)
ls_require(CYAML libcyaml libcyaml-dev)
ls_require(YAML yaml-0.1 libyaml-dev)
ls_require(NETTLE nettle nettle-dev)
ls_require(ZLIB zlib zlib1g-dev)
ls_require(LZMA liblzma liblzma-dev)
ls_require(ZSTD libzstd libzstd-dev)
ls_require(LZ4 liblz4 liblz4-dev)
find_package(BZip2 QUIET)
if(NOT BZIP2_FOUND)
    string(APPEND LS_MISSING " libbz2-dev")
endif()
ls_require(ARCHIVE libarchive libarchive-dev)
ls_require(SECCOMP libseccomp libseccomp-dev)
ls_require(ICU icu-i18n libicu-dev) # build time only: character tables
if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
    ls_require(CMOCKA cmocka libcmocka-dev)
    pkg_check_modules(LIBXML2 IMPORTED_TARGET GLOBAL QUIET libxml-2.0) # to compare with
endif()

if(LS_MISSING)
    message(FATAL_ERROR "Missing Debian packages:${LS_MISSING}\n"
                        "Install them all with: packaging/install-deps")
endif()
