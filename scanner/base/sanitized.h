/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether this is a build with a sanitizer that keeps terabytes of address space for itself and
 * writes its reports to standard error.
 */
#ifndef LS_BASE_SANITIZED_H
#define LS_BASE_SANITIZED_H

#ifdef __has_feature
#define LS_HAS_FEATURE(name) __has_feature(name)
#else
#define LS_HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||                               \
    LS_HAS_FEATURE(address_sanitizer) || LS_HAS_FEATURE(thread_sanitizer)
enum { LS_SANITIZED = 1 };
#else
enum { LS_SANITIZED = 0 };
#endif

#endif
