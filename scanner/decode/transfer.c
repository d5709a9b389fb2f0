/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64 is the one that must be fast: most bytes of mail are. Whole groups of four characters go
 * together, and a line gives one segment of the map. The others go byte by byte.
 */
#include "decode/transfer.h"

#include <string.h>

enum {
    NOT_BASE64 = 0xFF,
    BASE64_LINE_MAX = 1 << 10, /* RFC 2045 has 76; some have a line of all */
};

/* clang-format off */
static const uint8_t base64_value[256] = {
#define BAD16 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255
    BAD16, BAD16,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 62, 255, 255, 255, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 255, 255, 255, 255, 255, 255,
    255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 255,
    255, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 255, 255, 255, 255, 255,
    BAD16, BAD16, BAD16, BAD16, BAD16, BAD16, BAD16, BAD16,
#undef BAD16
};
/* clang-format on */

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void ls_decoder_begin(struct ls_decoder *d, enum ls_transfer kind)
{
    memset(d, 0, sizeof *d);
    d->kind = kind;
}

/* ---- base64 ---- */

/* Whole groups from the start of bytes[0..len); returns the bytes taken. `out` has the room. */
static size_t base64_groups(const uint8_t *bytes, size_t len, uint8_t *out)
{
    size_t at = 0;
    for (; len - at >= 4; at += 4, out += 3) {
        uint32_t a = base64_value[bytes[at]], b = base64_value[bytes[at + 1]];
        uint32_t c = base64_value[bytes[at + 2]], e = base64_value[bytes[at + 3]];
        if ((a | b | c | e) & 0x80)
            break;
        uint32_t group = a << 18 | b << 12 | c << 6 | e;
        out[0] = (uint8_t)(group >> 16);
        out[1] = (uint8_t)(group >> 8);
        out[2] = (uint8_t)group;
    }
    return at;
}

/* A step of a map cannot be wider than this; a wider one is told shorter than it is. */
static uint16_t step_of(uint64_t bytes)
{
    return bytes < UINT16_MAX ? (uint16_t)bytes : UINT16_MAX;
}

/* Writes the bytes of the group at hand, which ended before `end`. */
static struct ls_result base64_flush(struct ls_decoder *d, uint64_t end, struct ls_buf *out,
                                     struct ls_map *map)
{
    size_t n = d->hold_n * 6 / 8; /* 2, 3, 4 characters: 1, 2, 3 bytes */
    uint32_t bits = d->bits << (24 - 6 * d->hold_n);
    for (size_t i = 0; i < n; i++)
        LS_TRY(ls_buf_char(out, (char)(bits >> (16 - 8 * i))));
    if (map && n)
        LS_TRY(ls_map_add(map, n, d->hold_in, (uint16_t)n, step_of(end - d->hold_in)));
    d->hold_n = 0;
    d->bits = 0;
    return ls_ok();
}

/* '=' closes a group; what follows is another run of base64, as of programs that join pieces. */
static struct ls_result base64_other(struct ls_decoder *d, uint8_t c, uint64_t in,
                                     struct ls_buf *out, struct ls_map *map)
{
    if (is_blank(c))
        return ls_ok();
    if (c != '=') {
        d->junk++;
        return ls_ok();
    }
    d->padded = true;
    return base64_flush(d, in + 1, out, map);
}

static struct ls_result feed_base64(struct ls_decoder *d, const uint8_t *bytes, size_t len,
                                    uint64_t in, struct ls_buf *out, struct ls_map *map)
{
    LS_TRY(LS_VEC_RESERVE(out, len + 3));
    for (size_t at = 0; at < len;) {
        if (d->hold_n == 0 && len - at >= 4) {
            size_t taken = base64_groups(bytes + at, len - at, (uint8_t *)out->at + out->n);
            size_t made = taken / 4 * 3;
            d->resumed |= d->padded && taken;
            if (map && taken)
                LS_TRY(ls_map_add(map, made, in + at, 3, 4));
            out->n += made;
            d->taken += taken;
            at += taken;
            if (at == len)
                break;
        }
        uint8_t c = bytes[at], value = base64_value[c];
        if (value == NOT_BASE64) {
            LS_TRY(base64_other(d, c, in + at, out, map));
            at++;
            continue;
        }
        if (d->hold_n++ == 0)
            d->hold_in = in + at;
        d->resumed |= d->padded;
        d->bits = d->bits << 6 | value;
        d->taken++;
        at++;
        if (d->hold_n == 4)
            LS_TRY(base64_flush(d, in + at, out, map));
    }
    return ls_ok();
}

unsigned ls_base64_likeness(const void *bytes, size_t len)
{
    const uint8_t *at = bytes;
    size_t good = 0, all = 0, line = 0;
    for (size_t i = 0; i < len; i++) {
        line = at[i] == '\n' || at[i] == '\r' ? 0 : line + 1;
        if (line > BASE64_LINE_MAX)
            return 0;
        if (is_blank(at[i]))
            continue;
        all++;
        good += base64_value[at[i]] != NOT_BASE64 || at[i] == '=';
    }
    return all ? (unsigned)(good * 100 / all) : 0;
}

/* ---- quoted-printable ---- */

/* clang-format off */
static const int16_t hex_values[256] = {
#define NOT16 -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
    NOT16, NOT16, NOT16,
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1,
    -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    NOT16,
    -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    NOT16, NOT16, NOT16, NOT16, NOT16, NOT16, NOT16, NOT16, NOT16,
#undef NOT16
};
/* clang-format on */

static int hex_value(uint8_t c)
{
    return hex_values[c];
}

static struct ls_result verbatim(const uint8_t *bytes, size_t len, uint64_t in, struct ls_buf *out,
                                 struct ls_map *map)
{
    LS_TRY(ls_buf_add(out, bytes, len));
    return map ? ls_map_add(map, len, in, 1, 1) : ls_ok();
}

/* What was held turned out to be no escape. */
static struct ls_result qp_give_up(struct ls_decoder *d, struct ls_buf *out, struct ls_map *map)
{
    size_t n = d->hold_n;
    d->hold_n = 0;
    d->junk++;
    return verbatim(d->hold, n, d->hold_in, out, map);
}

/*
 * The byte behind a '=' and whatever was held with it. *taken is false when it is none of the
 * escape and has to be looked at again.
 */
static struct ls_result qp_escape(struct ls_decoder *d, uint8_t c, bool *taken, struct ls_buf *out,
                                  struct ls_map *map)
{
    uint8_t last = d->hold[d->hold_n - 1];
    *taken = true;
    if (d->hold_n == 2 && hex_value(last) >= 0 && hex_value(c) >= 0) {
        d->hold_n = 0;
        d->taken++;
        LS_TRY(ls_buf_char(out, (char)(hex_value(last) << 4 | hex_value(c))));
        return map ? ls_map_add(map, 1, d->hold_in, 1, 3) : ls_ok();
    }
    if (last == '\r' || c == '\n') { /* a soft line end, with or without blanks before it */
        *taken = c == '\n' && hex_value(last) < 0;
        if (!*taken && last != '\r')
            return qp_give_up(d, out, map);
        d->hold_n = 0;
        d->taken++;
        return ls_ok();
    }
    bool goes_on = (d->hold_n == 1 && hex_value(c) >= 0) ||
                   (is_blank(c) && hex_value(last) < 0 && d->hold_n < sizeof d->hold);
    if (goes_on) {
        d->hold[d->hold_n++] = c;
        return ls_ok();
    }
    *taken = false;
    return qp_give_up(d, out, map);
}

/* Bytes of the soft line end at bytes[0], without blanks before it; 0: there is none, or not yet.
 */
static size_t soft_line_end(const uint8_t *bytes, size_t len)
{
    if (len >= 2 && memcmp(bytes, "=\n", 2) == 0)
        return 2;
    return len >= 3 && memcmp(bytes, "=\r\n", 3) == 0 ? 3 : 0;
}

/*
 * Escapes that stand whole from the start of bytes[0..len), one behind the other, as those of a
 * character do, and soft line ends between them; returns the bytes taken.
 */
static struct ls_result qp_run(struct ls_decoder *d, const uint8_t *bytes, size_t len, uint64_t in,
                               struct ls_buf *out, struct ls_map *map, size_t *taken)
{
    size_t at = 0;
    LS_TRY(LS_VEC_RESERVE(out, len / 3));
    while (at < len && bytes[at] == '=') {
        size_t from = at, n = 0;
        for (; len - at >= 3 && bytes[at] == '='; at += 3, n++) {
            int high = hex_values[bytes[at + 1]], low = hex_values[bytes[at + 2]];
            if ((high | low) < 0)
                break;
            out->at[out->n + n] = (char)(high << 4 | low);
        }
        out->n += n;
        d->taken += n;
        if (map && n)
            LS_TRY(ls_map_add(map, n, in + from, 1, 3));
        size_t line_end = soft_line_end(bytes + at, len - at);
        at += line_end;
        d->taken += line_end > 0;
        if (at == from)
            break;
    }
    *taken = at;
    return ls_ok();
}

static struct ls_result feed_qp(struct ls_decoder *d, const uint8_t *bytes, size_t len, uint64_t in,
                                struct ls_buf *out, struct ls_map *map)
{
    for (size_t at = 0; at < len;) {
        if (d->hold_n == 0) {
            const uint8_t *next = memchr(bytes + at, '=', len - at);
            size_t plain = next ? (size_t)(next - bytes) - at : len - at;
            LS_TRY(verbatim(bytes + at, plain, in + at, out, map));
            at += plain;
            if (at == len)
                break;
            LS_TRY(qp_run(d, bytes + at, len - at, in + at, out, map, &plain));
            at += plain;
            if (plain > 0)
                continue;
            d->hold_in = in + at;
            d->hold[d->hold_n++] = bytes[at++];
            continue;
        }
        bool taken;
        LS_TRY(qp_escape(d, bytes[at], &taken, out, map));
        at += taken;
    }
    return ls_ok();
}

/* ---- uuencode ---- */

enum { BEFORE, INSIDE, BEHIND, LONG_LINE = 4 };

static bool starts_with(const struct ls_decoder *d, const char *word)
{
    size_t len = strlen(word);
    return d->hold_n >= len && memcmp(d->hold, word, len) == 0;
}

static bool is_word(const struct ls_decoder *d, const char *word)
{
    return starts_with(d, word) && d->hold_n == strlen(word);
}

/* One line of data: its length, then groups of four characters; blanks at its end may be gone. */
static struct ls_result uu_data(struct ls_decoder *d, struct ls_buf *out, struct ls_map *map)
{
    size_t n = (d->hold[0] - 32u) & 63, chars = d->hold_n - 1;
    size_t mapped = chars / 4 * 3 < n ? chars / 4 * 3 : n;
    if (d->hold[0] < ' ' || d->hold[0] > '`') {
        d->junk += d->hold_n;
        return ls_ok();
    }
    for (size_t i = 0; i < n; i += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 4; k++) {
            size_t at = 1 + i / 3 * 4 + k;
            group = group << 6 | (((at < d->hold_n ? d->hold[at] : ' ') - 32u) & 63);
        }
        for (size_t k = 0; k < 3 && i + k < n; k++)
            LS_TRY(ls_buf_char(out, (char)(group >> (16 - 8 * k))));
    }
    d->taken += d->hold_n;
    if (!map)
        return ls_ok();
    LS_TRY(ls_map_add(map, mapped, d->hold_in + 1, 3, 4));
    return ls_map_add(map, n - mapped, d->hold_in + d->hold_n, 1, 0);
}

static struct ls_result uu_line(struct ls_decoder *d, struct ls_buf *out, struct ls_map *map)
{
    struct ls_result r = ls_ok();
    if (d->stage == BEFORE && starts_with(d, "begin "))
        d->stage = INSIDE;
    else if (d->stage == INSIDE && is_word(d, "end"))
        d->stage = BEHIND;
    else if (d->stage == INSIDE && d->hold_n)
        r = uu_data(d, out, map);
    d->hold_n = 0;
    return r;
}

static struct ls_result feed_uu(struct ls_decoder *d, const uint8_t *bytes, size_t len, uint64_t in,
                                struct ls_buf *out, struct ls_map *map)
{
    for (size_t at = 0; at < len; at++) {
        uint8_t c = bytes[at];
        if (c == '\n' || c == '\r') {
            if (d->stage & LONG_LINE)
                d->junk++;
            else
                LS_TRY(uu_line(d, out, map));
            d->stage &= ~(unsigned)LONG_LINE;
            d->hold_n = 0;
            continue;
        }
        if (d->hold_n == 0)
            d->hold_in = in + at;
        if (d->hold_n < sizeof d->hold)
            d->hold[d->hold_n++] = c;
        else
            d->stage |= LONG_LINE;
    }
    return ls_ok();
}

/* ---- yEnc ---- */

/* `hold` has the first bytes of a line for as long as it may be one of yEnc's own. */
static struct ls_result feed_yenc(struct ls_decoder *d, const uint8_t *bytes, size_t len,
                                  struct ls_buf *out)
{
    for (size_t at = 0; at < len; at++) {
        uint8_t c = bytes[at];
        bool own = d->hold_n >= 2 && d->hold[0] == '=' && d->hold[1] == 'y';
        if (c == '\n' || c == '\r') {
            if (own && starts_with(d, "=ybegin") && d->stage == BEFORE)
                d->stage = INSIDE;
            if (own && starts_with(d, "=yend"))
                d->stage = BEHIND;
            d->hold_n = 0;
            d->bits = 0;
            continue;
        }
        if (d->hold_n < sizeof d->hold)
            d->hold[d->hold_n++] = c;
        if (own || d->stage != INSIDE || (d->hold_n == 2 && d->hold[0] == '=' && c == 'y')) {
            d->bits = 0;
            continue;
        }
        if (c == '=' && !d->bits) {
            d->bits = 1;
            continue;
        }
        LS_TRY(ls_buf_char(out, (char)(c - 42 - (d->bits ? 64 : 0))));
        d->bits = 0;
        d->taken++;
    }
    return ls_ok();
}

/* ---- */

void ls_decoder_begin_inside(struct ls_decoder *d, enum ls_transfer kind)
{
    ls_decoder_begin(d, kind);
    d->stage = INSIDE;
}

bool ls_decoder_ended(const struct ls_decoder *d)
{
    return (d->kind == LS_TRANSFER_UU || d->kind == LS_TRANSFER_YENC) && d->stage == BEHIND;
}

struct ls_result ls_decoder_feed(struct ls_decoder *d, const void *bytes, size_t len, uint64_t in,
                                 struct ls_buf *out, struct ls_map *map)
{
    switch (d->kind) {
    case LS_TRANSFER_BASE64:
        return feed_base64(d, bytes, len, in, out, map);
    case LS_TRANSFER_QP:
        return feed_qp(d, bytes, len, in, out, map);
    case LS_TRANSFER_UU:
        return feed_uu(d, bytes, len, in, out, map);
    case LS_TRANSFER_YENC:
        return feed_yenc(d, bytes, len, out);
    case LS_TRANSFER_NONE:
    case LS_TRANSFER_COUNT:
        break;
    }
    return verbatim(bytes, len, in, out, map);
}

struct ls_result ls_decoder_end(struct ls_decoder *d, struct ls_buf *out, struct ls_map *map)
{
    bool escape_open = d->kind == LS_TRANSFER_QP && d->hold_n;
    if (d->kind == LS_TRANSFER_BASE64)
        return base64_flush(d, d->hold_in + d->hold_n, out, map);
    if (d->kind == LS_TRANSFER_UU && !(d->stage & LONG_LINE))
        return uu_line(d, out, map);
    if (escape_open && d->hold_n == 2 && hex_value(d->hold[1]) >= 0)
        return qp_give_up(d, out, map);
    d->hold_n = 0; /* a soft line end that ends it all */
    return ls_ok();
}
