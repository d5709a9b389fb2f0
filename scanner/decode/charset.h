/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text in any charset to UTF-8, with the way back to its bytes.
 *
 * UTF-8, GB18030 (also for what calls itself gb2312, gbk or cp936), Big5 with HKSCS and UTF-16 read
 * the tables of base/encoding.h, the same that the raw bytes are searched with; UTF-32, UTF-7, HZ
 * and the tables of other charsets are in charset_*.c. Bytes that are no character become U+FFFD
 * and reading goes on. One thread at a time.
 */
#ifndef LS_DECODE_CHARSET_H
#define LS_DECODE_CHARSET_H

#include "base/buf.h"
#include "base/result.h"
#include "decode/map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_charset; /* one of a fixed list; const, shared */

/* By any of its usual names, in either case, blanks and quotes around it ignored; NULL: unknown. */
const struct ls_charset *ls_charset_find(const char *name, size_t len);

/* The name that records use: "utf-8", "gb18030", "big5", "windows-1252" … */
const char *ls_charset_name(const struct ls_charset *charset);

/*
 * What a text without a word about its charset is in, by its first bytes: a byte order mark, UTF-16
 * by its zeros, UTF-8 where it is valid, else the better of GB18030 and Big5. Never NULL.
 */
const struct ls_charset *ls_charset_guess(const void *bytes, size_t len);

/*
 * What a text is in whose charset is said to be `said` (NULL: nothing is said), by its first bytes:
 * as it is said, unless they speak against it. Then, and only then, *refuted, and it is a guess.
 */
const struct ls_charset *ls_charset_believe(const struct ls_charset *said, const void *bytes,
                                            size_t len, bool *refuted);

/* Whether the bytes could well be text in this charset: no byte of them is no character. */
bool ls_charset_fits(const struct ls_charset *charset, const void *bytes, size_t len);

/* Characters that cannot be read, of bytes that may be cut off anywhere; *good counts the others
 * beyond ASCII. */
uint64_t ls_charset_count(const struct ls_charset *charset, const void *bytes, size_t len,
                          uint64_t *good);

/* A reading in progress. */
struct ls_charset_reader {
    const struct ls_charset *charset;
    uint64_t in;        /* offset of the next byte that is fed; may be set between two calls */
    uint8_t pending[8]; /* of a character that is not yet whole */
    size_t pending_n;
    uint64_t pending_in; /* offset of the first of these */
    uint32_t state;      /* shift state of charsets that have one */
    bool begun;          /* there was a character: a byte order mark is now one, too */
    uint64_t bad;        /* characters that could not be read */
};

/* `in`: the offset that the map gives the first byte. */
void ls_charset_begin(struct ls_charset_reader *reader, const struct ls_charset *charset,
                      uint64_t in);

/*
 * Appends what bytes[0..len) say to `out` and its origin to `map` (may be NULL). `last`: nothing
 * follows, a character cut short is U+FFFD; else its bytes wait for the next call. A byte order
 * mark at the start is dropped.
 */
struct ls_result ls_charset_feed(struct ls_charset_reader *reader, const void *bytes, size_t len,
                                 bool last, struct ls_buf *out, struct ls_map *map) LS_MUST_USE;

#endif
