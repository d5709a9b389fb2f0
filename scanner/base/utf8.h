/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8, the encoding of everything that leaves leakscan. Pure functions, any thread.
 */
#ifndef LS_BASE_UTF8_H
#define LS_BASE_UTF8_H

#include "base/buf.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Appends a code point; what is none (a surrogate, beyond U+10FFFF) becomes U+FFFD. */
struct ls_result ls_utf8_add(struct ls_buf *buf, uint32_t cp) LS_MUST_USE;

/* The same of cps[0..n); needs room for the longest forms of all of them. */
struct ls_result ls_utf8_add_all(struct ls_buf *buf, const uint32_t *cps, size_t n) LS_MUST_USE;

/* Whether all of bytes[0..len) is UTF-8: shortest forms, no surrogates, nothing cut off. */
bool ls_utf8_valid(const void *bytes, size_t len);

/*
 * How many of the last bytes of bytes[0..len) hold `chars` characters: len when there are fewer.
 * Bytes that continue no character count for none.
 */
size_t ls_utf8_bytes_back(const uint8_t *bytes, size_t len, size_t chars);

#endif
