/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The character encodings that text is found in, and one character at a time in each of them.
 *
 * Lowering (character -> bytes) and decoding (bytes -> character) use the same generated tables, so
 * what is searched for and what is read can never disagree. Tables: glibc's GB18030 and BIG5-HKSCS
 * (and BIG5 where that is free), CP932, EUC-JP-MS, CP949 and the single-byte code pages, taken over
 * by tools/gen_tables.c at build time; GB18030's 0x80 is the euro sign of code page 936. Pure
 * functions, any thread.
 */
#ifndef LS_BASE_ENCODING_H
#define LS_BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_encoding {
    LS_ENC_UTF8,
    LS_ENC_GB18030,
    LS_ENC_BIG5, /* with HKSCS */
    LS_ENC_UTF16LE,
    LS_ENC_UTF16BE,
    LS_ENC_COMMON, /* so many are searched for every rule; the others for those that name them */

    LS_ENC_SHIFT_JIS = LS_ENC_COMMON, /* code page 932 */
    LS_ENC_EUC_JP,
    LS_ENC_EUC_KR, /* code page 949 */
    LS_ENC_WINDOWS_1251,
    LS_ENC_KOI8_R,
    LS_ENC_CP866,
    LS_ENC_WINDOWS_1258,
    LS_ENC_WINDOWS_1252, /* with ISO 8859-1 */
    LS_ENC_COUNT,
};

enum {
    LS_CHAR_BYTES_MAX = 4,    /* no character takes more bytes than this in any encoding */
    LS_CHAR_BAD = 0xFFFD,     /* stands for bytes that are no character */
    LS_SYNC_BYTES_MAX = 1024, /* how far ls_encoding_sync() looks back */
};

/* A character is made of units of two bytes. */
static inline bool ls_encoding_is_wide(enum ls_encoding enc)
{
    return enc == LS_ENC_UTF16LE || enc == LS_ENC_UTF16BE;
}

/* "utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "shift_jis" ...; of escapes see
 * base/escape.h. */
const char *ls_encoding_name(enum ls_encoding enc);

/*
 * Writes the bytes of code point `cp` to `out` (room for LS_CHAR_BYTES_MAX). Returns their number,
 * or 0 where the encoding has no such character (surrogates and cp > 0x10FFFF included).
 */
size_t ls_encode_char(enum ls_encoding enc, uint32_t cp, uint8_t *out);

/*
 * Reads one character from bytes[0..len), len >= 1. Returns the bytes taken (>= 1, <= len) and the
 * code point. Bytes that are no character give LS_CHAR_BAD and one byte taken (UTF-16: two, or the
 * single last byte), so a byte below 0x30 (GB18030) or 0x40 (the others) always starts a character.
 * Big5's four codes that stand for a pair of code points give the first one.
 */
size_t ls_decode_char(enum ls_encoding enc, const uint8_t *bytes, size_t len, uint32_t *cp);

/*
 * Reads many characters from bytes[0..len), len < 2^32, as ls_decode_char() would one by one: the
 * i-th is cps[i], its bytes begin at offs[i] and end at offs[i + 1]. Stops at the end of the bytes
 * or after `max` characters, max >= 1; returns their number n. `cps` has room for max, `offs` for
 * max + 1; offs[n] is where reading stopped.
 */
size_t ls_decode_run(enum ls_encoding enc, const uint8_t *bytes, size_t len, uint32_t *cps,
                     uint32_t *offs, size_t max);

/*
 * Walks back from bytes[at] to a place where a character certainly starts, at most
 * LS_SYNC_BYTES_MAX bytes. Returns its index (<= at). Reads no byte at or behind `at`, so `at` may
 * equal the length of the buffer.
 *
 *   UTF-8            at the last lead byte or behind the last ASCII byte, four bytes back at most;
 *                    `at` when there is neither (stray continuation bytes stand alone)
 *   double-byte      behind the last byte below 0x80 (GB18030: that is no digit)
 *   single-byte      `at`
 *   UTF-16           `at`, or the high surrogate before it: takes the parity of `at`
 *
 * `*certain` is false when none was found. When index 0 was reached, it is 0 (right when a
 * character starts there, as at the beginning of an object); else it is a guess that keeps `at` on
 * a character boundary where that is possible.
 */
size_t ls_encoding_sync(enum ls_encoding enc, const uint8_t *bytes, size_t at, bool *certain);

/*
 * Where a character is likely to start at or just behind bytes[lo], lo <= at, in double-byte text:
 * of the readings that begin there, the one that meets the fewest bytes that are no character on
 * its way to `at`, where a character is known to start.
 */
size_t ls_encoding_guess(enum ls_encoding enc, const uint8_t *bytes, size_t lo, size_t at);

#endif
