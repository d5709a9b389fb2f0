/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a character begins, seen from the middle of a text. What holds for any bytes, and why it is
 * enough, stands at the top of encoding.c.
 */
#include "base/encoding.h"

#include <string.h>

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Four bytes back is the farthest that a character can begin which goes on at `at`. */
static size_t sync_utf8(const uint8_t *bytes, size_t at, bool *certain)
{
    size_t limit = at < LS_CHAR_BYTES_MAX ? 0 : at - LS_CHAR_BYTES_MAX;
    for (size_t i = at; i > limit; i--) {
        if (!is_continuation(bytes[i - 1])) {
            *certain = true;
            return bytes[i - 1] < 0x80 ? i : i - 1;
        }
    }
    *certain = at >= LS_CHAR_BYTES_MAX;
    return *certain ? at : 0;
}

static size_t sync_utf16(const uint8_t *bytes, size_t at, bool big, bool *certain)
{
    *certain = true;
    bool pair = at >= 2 && (bytes[at - (big ? 2 : 1)] & 0xFC) == 0xD8;
    return pair ? at - 2 : at;
}

/* Whether a character surely ends with this byte; see the top of encoding.c. */
static bool ends_char(uint8_t byte, bool digits_too)
{
    return byte < 0x80 && (digits_too || byte - 0x30U >= 10);
}

static bool any_below_0x80(const uint8_t *eight)
{
    uint64_t word;
    memcpy(&word, eight, sizeof word);
    return (~word & 0x8080808080808080U) != 0;
}

/* The index behind the last byte of [limit, at) that ends a character, or `limit` if there is none.
 */
static size_t after_last_end(const uint8_t *bytes, size_t limit, size_t at, bool digits_too)
{
    while (at > limit) {
        while (at - limit >= 8 && !any_below_0x80(bytes + at - 8))
            at -= 8;
        size_t stop = at - limit < 8 ? limit : at - 8;
        for (; at > stop; at--) {
            if (ends_char(bytes[at - 1], digits_too))
                return at;
        }
    }
    return limit;
}

/*
 * Reads on from each of the first bytes and takes the start that makes most sense: fewest bad
 * characters up to `at`, where a character that does not end at `at` counts as bad. A start that an
 * earlier one came by reads the same, so it is not tried again.
 */
size_t ls_encoding_guess(enum ls_encoding enc, const uint8_t *bytes, size_t lo, size_t at)
{
    size_t best = lo;
    size_t best_bad = SIZE_MAX;
    unsigned passed = 0; /* bit i: lo + i */
    for (size_t k = 0; k < LS_CHAR_BYTES_MAX && lo + k <= at; k++) {
        if (passed >> k & 1)
            continue;
        size_t bad = 0;
        for (size_t i = lo + k; i < at;) {
            if (i - lo < LS_CHAR_BYTES_MAX)
                passed |= 1U << (i - lo);
            uint32_t cp;
            i += ls_decode_char(enc, bytes + i, at - i, &cp);
            bad += cp == LS_CHAR_BAD;
        }
        if (bad < best_bad) {
            best_bad = bad;
            best = lo + k;
        }
    }
    return best;
}

static size_t sync_dbcs(enum ls_encoding enc, const uint8_t *bytes, size_t at, bool *certain)
{
    bool digits_too = enc != LS_ENC_GB18030;
    size_t limit = at < LS_SYNC_BYTES_MAX ? 0 : at - LS_SYNC_BYTES_MAX;
    size_t found = after_last_end(bytes, limit, at, digits_too);
    *certain = found > limit;
    return *certain || limit == 0 ? found : ls_encoding_guess(enc, bytes, limit, at);
}

size_t ls_encoding_sync(enum ls_encoding enc, const uint8_t *bytes, size_t at, bool *certain)
{
    switch (enc) {
    case LS_ENC_UTF8:
        return sync_utf8(bytes, at, certain);
    case LS_ENC_GB18030:
    case LS_ENC_BIG5:
    case LS_ENC_SHIFT_JIS:
    case LS_ENC_EUC_JP:
    case LS_ENC_EUC_KR:
        return sync_dbcs(enc, bytes, at, certain);
    case LS_ENC_UTF16LE:
        return sync_utf16(bytes, at, false, certain);
    case LS_ENC_UTF16BE:
        return sync_utf16(bytes, at, true, certain);
    case LS_ENC_WINDOWS_1251:
    case LS_ENC_KOI8_R:
    case LS_ENC_CP866:
    case LS_ENC_WINDOWS_1258:
    case LS_ENC_WINDOWS_1252:
        *certain = true;
        return at;
    case LS_ENC_COUNT:
        break;
    }
    *certain = false;
    return at;
}
