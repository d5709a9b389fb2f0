/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that has the shape of UTF-8: behind each lead byte as many continuation bytes as it
 * announces, and none of F8 to FF (Unicode 15, table 3-7, without its rules for shortest forms and
 * surrogates).
 *
 * Most strings of other encodings cannot stand in bytes of that shape, whatever they mean, so there
 * they need not be searched for. That is no guess at an encoding: what could stand there still is.
 */
#ifndef LS_MATCH_UTF8_SHAPE_H
#define LS_MATCH_UTF8_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Has bytes[0..len) that shape? It may begin and end in the middle of a character. Readable 64
 * bytes further.
 */
bool ls_utf8_shaped(const uint8_t *bytes, size_t len);

/* Can bytes[0..len) be a part of bytes that have it? */
bool ls_utf8_shape_holds(const uint8_t *bytes, size_t len);

/* The ways to look at 64 bytes that run on this processor, the fastest first; for tests. */
typedef bool ls_utf8_shape_fn(const uint8_t *bytes, size_t len);
enum { LS_UTF8_SHAPE_WAYS_MAX = 3 };
size_t ls_utf8_shape_ways(ls_utf8_shape_fn *ways[LS_UTF8_SHAPE_WAYS_MAX]);

#endif
