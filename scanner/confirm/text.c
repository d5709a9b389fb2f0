/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/text.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/escape.h"
#include "base/fold.h"
#include "base/fold_run.h"

#include <string.h>

struct ls_result ls_text_init(struct ls_text *text)
{
    memset(text, 0, sizeof *text);
    text->cap = LS_TEXT_BYTES_MAX + 2 * LS_SYNC_BYTES_MAX;
    text->all_cps = ls_reallocarray(NULL, text->cap + LS_FOLD_MAX, sizeof(uint32_t));
    text->all_off = ls_reallocarray(NULL, text->cap + LS_FOLD_MAX, sizeof(uint32_t));
    text->all_end = ls_reallocarray(NULL, text->cap + LS_FOLD_MAX, sizeof(uint32_t));
    text->raw = ls_reallocarray(NULL, text->cap + 1, sizeof(uint32_t));
    text->raw_off = ls_reallocarray(NULL, text->cap + 2, sizeof(uint32_t));
    text->inner = ls_calloc(text->cap + LS_INNER_PAD, 1);
    text->inner_off = ls_reallocarray(NULL, text->cap, sizeof(uint32_t));
    text->inner_end = ls_reallocarray(NULL, text->cap, sizeof(uint32_t));
    bool all = text->all_cps && text->all_off && text->all_end && text->raw && text->raw_off &&
               text->inner && text->inner_off && text->inner_end;
    return all ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_text_fini(struct ls_text *text)
{
    ls_free(text->all_cps);
    ls_free(text->all_off);
    ls_free(text->all_end);
    ls_free(text->raw);
    ls_free(text->raw_off);
    ls_free(text->inner);
    ls_free(text->inner_off);
    ls_free(text->inner_end);
}

/* Rows and pages end lines too, so that ^ and $ of a pattern are the same in tables. */
static void put(struct ls_text *text, uint32_t cp, size_t off, size_t end)
{
    text->all_cps[text->all_n] = ls_text_is_line_end(cp) ? '\n' : cp;
    text->all_off[text->all_n] = (uint32_t)off;
    text->all_end[text->all_n] = (uint32_t)end;
    text->all_n++;
}

/* Walks the gapped anchors in step with the characters: is this byte inside one of them? */
struct gaps {
    const struct ls_event *at, *end;
    enum ls_encoding enc;
};

/* From the first to the last of the encoding; most texts have none. */
static struct gaps gaps_among(const struct ls_event *events, size_t n, enum ls_encoding enc)
{
    while (n > 0 && !(events[n - 1].gapped && events[n - 1].enc == enc))
        n--;
    size_t first = 0;
    while (first < n && !(events[first].gapped && events[first].enc == enc))
        first++;
    return n ? (struct gaps){events + first, events + n, enc} : (struct gaps){.enc = enc};
}

static bool in_gap(struct gaps *gaps, size_t byte)
{
    while (gaps->at < gaps->end && gaps->at->off + gaps->at->len <= byte)
        gaps->at++;
    for (const struct ls_event *e = gaps->at; e < gaps->end; e++)
        if (e->gapped && e->enc == gaps->enc && e->off <= byte && byte < e->off + e->len)
            return true;
        else if (e->off > byte + 256)
            return false;
    return false;
}

static bool is_separator(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n';
}

/*
 * The next characters, as far as each folds to one that is neither a blank nor the end of a line:
 * nearly all of a text. Gives the index of the one behind them.
 */
static size_t fold_plain(struct ls_text *text, size_t base, size_t i, size_t raw_n)
{
    const uint32_t *raw = text->raw, *raw_off = text->raw_off;
    uint32_t *cps = text->all_cps, *off = text->all_off, *end = text->all_end;
    size_t n = text->all_n, most = raw_n - i < text->cap - n ? raw_n - i : text->cap - n;
    size_t to = i + most;
    for (; i < to; i++, n++) {
        uint32_t one = ls_fold_simple(raw[i]);
        if (one <= ' ')
            break;
        cps[n] = one;
        off[n] = (uint32_t)base + raw_off[i];
        end[n] = (uint32_t)base + raw_off[i + 1];
    }
    text->all_n = n;
    return i;
}

/* Any character, whose bytes are [off, end) of the block. */
static void fold_one(struct ls_text *text, uint32_t raw, size_t off, size_t end, struct gaps *gaps)
{
    uint32_t folded[LS_FOLD_MAX];
    size_t n = ls_fold_char(raw, folded);
    for (size_t k = 0; k < n; k++)
        if (!is_separator(folded[k]) || !in_gap(gaps, off))
            put(text, folded[k], off, end);
}

/* Folds the decoded characters, which begin at byte `base`, from the first one that counts. */
static void fold(struct ls_text *text, size_t base, size_t raw_n, struct gaps gaps)
{
    size_t i = 0;
    while (i < raw_n && base + text->raw_off[i] < text->lo)
        i++;
    for (; (i = fold_plain(text, base, i, raw_n)) < raw_n && text->all_n < text->cap; i++)
        fold_one(text, text->raw[i], base + text->raw_off[i], base + text->raw_off[i + 1], &gaps);
}

/* Decodes and folds bytes [start, hi) of the block, from the first character that counts. */
static void fold_utf8(struct ls_text *text, size_t start, size_t hi, struct gaps gaps)
{
    size_t at = start;
    uint32_t raw;
    while (at < hi && at < text->lo)
        at += ls_decode_char(LS_ENC_UTF8, text->bytes + at, hi - at, &raw);
    while (at < hi && text->all_n < text->cap) {
        size_t n = text->all_n;
        const struct ls_folded to = {text->all_cps + n, text->all_off + n, text->all_end + n,
                                     text->cap - n, gaps.at == gaps.end};
        text->all_n += ls_fold_run_utf8(text->bytes + at, hi - at, (uint32_t)at, &to);
        if (text->all_n > n)
            at = text->all_end[text->all_n - 1];
        if (at == hi || text->all_n == text->cap)
            break;
        size_t end = at + ls_decode_char(LS_ENC_UTF8, text->bytes + at, hi - at, &raw);
        fold_one(text, raw, at, end, &gaps);
        at = end;
    }
}

/*
 * Where to begin in 8-bit text, so that a character starts at `lo` or before. Where that cannot be
 * seen from the bytes before `lo`, a later place may tell: the reading has to come out there.
 */
static size_t start_near(const struct ls_block *block, enum ls_encoding enc,
                         const struct ls_text_range *range, bool *certain)
{
    size_t start = ls_encoding_sync(enc, block->bytes, range->lo, certain);
    *certain = *certain || (start == 0 && block->off == 0);
    if (*certain || enc == LS_ENC_UTF8)
        return start;
    bool sure = false;
    size_t later = ls_encoding_sync(enc, block->bytes, range->at, &sure);
    return ls_encoding_guess(enc, block->bytes, range->lo,
                             sure && later >= range->lo ? later : range->at);
}

struct ls_result ls_text_read(struct ls_text *text, const struct ls_block *block,
                              enum ls_encoding enc, const struct ls_text_range *range,
                              const struct ls_event *events, size_t n)
{
    size_t lo = range->lo, at = range->at, hi = range->hi;
    bool wide = ls_encoding_is_wide(enc), certain = wide;
    /* UTF-16 has no border but the parity of what was found. */
    size_t start = wide ? lo + ((lo ^ at) & 1) : start_near(block, enc, range, &certain);
    if (hi > block->len || start > hi || hi - start > text->cap)
        return ls_stop(LS_E_INTERNAL);
    text->bytes = block->bytes;
    text->enc = enc;
    text->certain = certain;
    text->shown_lo = SIZE_MAX;
    text->lo = start < lo ? lo : start;
    text->hi = hi;
    text->begins_object = block->off == 0 && start < (wide ? 2 : 1) && text->lo == start;
    text->all_n = 0;
    struct gaps gaps = gaps_among(events, n, enc);
    if (enc == LS_ENC_UTF8) {
        fold_utf8(text, start, hi, gaps);
    } else {
        size_t raw_n = ls_decode_run(enc, block->bytes + start, hi - start, text->raw,
                                     text->raw_off, text->cap);
        fold(text, start, raw_n, gaps);
    }
    ls_text_show(text, block, lo, hi);
    return ls_ok();
}

void ls_text_show(struct ls_text *text, const struct ls_block *block, size_t lo, size_t hi)
{
    if (text->shown_hi == hi && text->shown_lo == lo) /* several rules have one window */
        return;
    text->shown_lo = lo;
    text->shown_hi = hi;
    text->last.known = false;
    text->off = text->all_off;
    text->n = text->all_n;
    size_t from = ls_text_at(text, lo), to = ls_text_at(text, hi);
    while (to > from && text->all_end[to - 1] > hi)
        to--;
    text->cps = text->all_cps + from;
    text->off = text->all_off + from;
    text->end = text->all_end + from;
    text->n = to - from;
    text->starts = text->begins_object && lo <= text->lo;
    text->ends = block->last && hi == block->len;
}

/* The bytes below are a small block of their own; then the places are brought back. */
struct ls_result ls_text_read_escaped(struct ls_text *text, const struct ls_block *block,
                                      unsigned escape, const struct ls_text_range *range)
{
    size_t len = range->hi - range->lo, at = 0;
    if (len > text->cap)
        return ls_stop(LS_E_INTERNAL);
    size_t n = ls_unescape(escape, block->bytes + range->lo, len, range->at - range->lo,
                           text->inner, text->inner_off, text->inner_end);
    while (at < n && range->lo + text->inner_off[at] < range->at)
        at++;
    struct ls_block below = {.bytes = text->inner,
                             .len = n,
                             .off = block->off == 0 && range->lo == 0 ? 0 : 1,
                             .last = block->last && range->hi == block->len};
    struct ls_text_range all = {.lo = 0, .at = at, .hi = n};
    LS_TRY(ls_text_read(text, &below, ls_escape_inner(escape), &all, NULL, 0));
    for (size_t i = 0; i < text->n; i++) {
        size_t first = text->off[i], last = text->end[i] - 1;
        text->off[i] = (uint32_t)range->lo + text->inner_off[first];
        text->end[i] = (uint32_t)range->lo + text->inner_end[last];
    }
    text->bytes = block->bytes;
    text->lo = range->lo;
    text->hi = range->hi;
    text->certain = false;
    text->shown_lo = SIZE_MAX;
    return ls_ok();
}

size_t ls_text_at(const struct ls_text *text, size_t byte)
{
    LS_BISECT(lo, text->n, i, text->off[i] < byte);
    return lo;
}

bool ls_text_find(struct ls_text *text, size_t off, size_t len, size_t *from, size_t *to)
{
    if (!text->last.known || text->last.off != off || text->last.len != len) {
        size_t first = ls_text_at(text, off), end = ls_text_at(text, off + len);
        bool found = first < end && text->off[first] == off && text->end[end - 1] == off + len;
        text->last.off = off;
        text->last.len = len;
        text->last.from = first;
        text->last.to = end;
        text->last.found = found;
        text->last.known = true;
    }
    *from = text->last.from;
    *to = text->last.to;
    return text->last.found;
}

bool ls_text_is_line_end(uint32_t cp)
{
    return cp == '\n' || cp == '\f' || cp == 0x1E;
}

uint32_t ls_text_raw(const struct ls_text *text, size_t i)
{
    uint32_t raw;
    ls_decode_char(text->enc, text->bytes + text->off[i], text->end[i] - text->off[i], &raw);
    return raw;
}

bool ls_text_is(const struct ls_text *text, size_t i, uint32_t cp)
{
    return text->cps[i] == cp && ls_text_raw(text, i) == cp;
}

bool ls_text_parts(const struct ls_text *text, size_t i, uint32_t separator)
{
    return separator == '|' ? text->cps[i] == '|' : ls_text_is(text, i, separator);
}

/* A bar may stand between words as well, a drawn line only between cells. */
static bool is_border(const struct ls_text *text, size_t i, bool fields)
{
    uint32_t cp = text->cps[i];
    if (!ls_text_may_border(cp))
        return false;
    if (ls_text_is_line_end(cp) || cp == '\t' || cp == 0x1F)
        return true;
    if (cp == '|')
        return fields || ls_text_is_drawn(ls_text_raw(text, i));
    return fields && (cp == ',' || cp == ';') && ls_text_is(text, i, cp);
}

bool ls_text_begins(const struct ls_text *text, size_t i, bool fields)
{
    return i ? is_border(text, i - 1, fields) : text->starts;
}

bool ls_text_ends(const struct ls_text *text, size_t i, bool fields)
{
    return i < text->n ? is_border(text, i, fields) : text->ends;
}
