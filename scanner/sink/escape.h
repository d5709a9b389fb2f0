/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign text on its way to a reader: which characters may be shown as they stand.
 *
 * Unsafe is what a terminal acts on or what changes how its neighbours look: control characters
 * (C0, DEL, C1), line and paragraph separators, bidirectional controls (the Trojan Source set),
 * invisible characters except the joiners that names are written with, and tags. Pure functions,
 * any thread.
 */
#ifndef LS_SINK_ESCAPE_H
#define LS_SINK_ESCAPE_H

#include "base/buf.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when the character may stand in an output as it is. */
bool ls_char_safe(uint32_t cp);

/* How many characters s[0..len) begins with that are ASCII, safe, and neither '"' nor '\\'. */
size_t ls_escape_plain(const char *s, size_t len);

/*
 * Reads one UTF-8 character of s[0..len), len >= 1, and returns the bytes it takes. A byte that
 * begins no character takes one byte and sets *bad; *cp is then that byte.
 */
size_t ls_escape_next(const char *s, size_t len, uint32_t *cp, bool *bad);

/*
 * Appends text for people: safe characters as they are, the others as \n \t \xHH (bytes and
 * controls below 0x80) or \u{HHHH}.
 */
struct ls_result ls_escape_text(struct ls_buf *out, const char *s, size_t len) LS_MUST_USE;

#endif
