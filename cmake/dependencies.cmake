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
ls_require(DEFLATE libdeflate libdeflate-dev)
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

# PDF by MuPDF, whose headers and archive have no pkg-config file. Its interface changes from one
# minor version to the next, so this is the one that is known.
set(asked AUTO) # the environment says what the cache says first, for `make`
if(DEFINED ENV{LEAKSCAN_PDF})
    set(asked $ENV{LEAKSCAN_PDF})
endif()
set(LEAKSCAN_PDF ${asked} CACHE STRING "Read PDF through MuPDF (AGPL): ON, OFF, AUTO: where it is there")
set_property(CACHE LEAKSCAN_PDF PROPERTY STRINGS AUTO ON OFF)
set(LS_PDF OFF)
set(LS_PDF_LIBRARY "not read")
if(LEAKSCAN_PDF)
    pkg_check_modules(FREETYPE IMPORTED_TARGET GLOBAL QUIET freetype2)
    find_path(MUPDF_INCLUDE mupdf/pdf.h)
    find_library(MUPDF_LIBRARY libmupdf.a)
    find_library(MUPDF_THIRD_LIBRARY libmupdf-third.a)
    mark_as_advanced(MUPDF_INCLUDE MUPDF_LIBRARY MUPDF_THIRD_LIBRARY)
    set(version "")
    if(MUPDF_INCLUDE)
        file(STRINGS ${MUPDF_INCLUDE}/mupdf/fitz/version.h version REGEX "FZ_VERSION \"1\\.21\\.")
    endif()
    if(version AND FREETYPE_FOUND AND MUPDF_LIBRARY AND MUPDF_THIRD_LIBRARY)
        set(LS_PDF ON)
        string(REGEX REPLACE ".*\"(.*)\".*" "MuPDF \\1 (AGPL)"
               LS_PDF_LIBRARY "${version}")
    elseif(LEAKSCAN_PDF STREQUAL AUTO)
        message(STATUS "PDF is not read: install libmupdf-dev (1.21) and libfreetype-dev")
    else()
        if(NOT version OR NOT MUPDF_LIBRARY OR NOT MUPDF_THIRD_LIBRARY)
            string(APPEND LS_MISSING " libmupdf-dev (1.21)")
        endif()
        if(NOT FREETYPE_FOUND)
            string(APPEND LS_MISSING " libfreetype-dev")
        endif()
    endif()
endif()

if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
    ls_require(CMOCKA cmocka libcmocka-dev)
    pkg_check_modules(LIBXML2 IMPORTED_TARGET GLOBAL QUIET libxml-2.0) # to compare with
endif()

if(LS_MISSING)
    message(FATAL_ERROR "Missing Debian packages:${LS_MISSING}\n"
                        "Install them all with: packaging/install-deps")
endif()
