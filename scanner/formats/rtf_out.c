/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/rtf_out.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <string.h>

enum {
    BYTES_FULL = 4 << 10,
    BYTES_MAX = 64 << 10, /* more than a token and what waits */
    TEXT_FULL = 16 << 10,
    TEXT_MAX = 1 << 20, /* more than all of that can become */
    SEGS_FULL = 8 << 10,
    SEGS_MAX = 128 << 10,
    HTML_MAX = 8 << 20,
    SHOWN_MAX = 4 << 10,
    GUESS_LEAST = 4, /* bytes beyond ASCII that speak for a charset */
    STEP_MAX = UINT16_MAX,
};

struct ls_result ls_rtf_out_init(struct ls_rtf_out *out, struct ls_format_job *job,
                                 const struct ls_rtf_fonts *fonts)
{
    *out = (struct ls_rtf_out){.fonts = fonts,
                               .bytes.limit = BYTES_MAX,
                               .text.limit = TEXT_MAX,
                               .html.limit = HTML_MAX,
                               .shown.limit = SHOWN_MAX};
    ls_map_init(&out->shown_map, SEGS_MAX);
    ls_map_init(&out->bytes_map, SEGS_MAX);
    ls_map_init(&out->map, SEGS_MAX);
    ls_map_init(&out->step, SEGS_MAX);
    return ls_story_new(job, &out->story);
}

void ls_rtf_out_fini(struct ls_rtf_out *out)
{
    ls_story_free(out->story);
    LS_VEC_FINI(&out->bytes);
    LS_VEC_FINI(&out->text);
    LS_VEC_FINI(&out->html);
    LS_VEC_FINI(&out->shown);
    ls_map_fini(&out->shown_map);
    ls_map_fini(&out->bytes_map);
    ls_map_fini(&out->map);
    ls_map_fini(&out->step);
}

/* The document's charset is known when there is something to tell. */
static void begin(struct ls_rtf_out *out)
{
    struct ls_part_info info = {
        .part = LS_PART_BODY,
        .encoding = ls_charset_name(ls_rtf_fonts_document(out->fonts)),
        .link_off = LS_OFF_UNKNOWN,
    };
    if (out->begun)
        return;
    out->begun = true;
    ls_story_begin(out->story, &info);
}

/* ---- text, on its way out ------------------------------------------------------------------ */

static struct ls_result put_html(struct ls_rtf_out *out)
{
    for (size_t i = 0; i < out->text.n; i++) {
        char c = out->text.at[i];
        if (c == '<' && !out->where.tag)
            LS_TRY(ls_buf_str(&out->html, "&lt;"));
        else
            LS_TRY(ls_buf_char(&out->html, c));
    }
    return ls_ok();
}

static struct ls_result hold(struct ls_rtf_out *out, struct ls_str text, const struct ls_map *map)
{
    out->holds = true;
    return ls_story_hold(out->story, text, map, 0);
}

/* An instruction, but for those of its letters that people read in the line. */
static struct ls_result tell_instruction(struct ls_rtf_out *out)
{
    bool shown = false;
    for (size_t at = 0, n; at < out->text.n; at += n) {
        const char *text = out->text.at + at;
        n = ls_word_eq_run(&out->eq, text, out->text.n - at, &shown);
        if (shown && out->shown.limit - out->shown.n >= n) {
            LS_TRY(ls_buf_add(&out->shown, text, n));
            LS_TRY(ls_map_append(&out->shown_map, &out->map, at, at + n));
        } else {
            LS_TRY(
                ls_story_text(out->story, LS_PART_NONE, (struct ls_str){text, n}, &out->map, at));
        }
    }
    return ls_ok();
}

/* Hands over what was decoded. */
static struct ls_result hand_over(struct ls_rtf_out *out)
{
    struct ls_str text = {out->text.at, out->text.n};
    if (text.len == 0)
        return ls_ok();
    begin(out);
    if (out->where.html)
        LS_TRY(put_html(out));
    else if (out->where.held)
        LS_TRY(hold(out, text, &out->map));
    else if (out->in_field && out->where.aside == LS_PART_NONE)
        LS_TRY(tell_instruction(out));
    else
        LS_TRY(ls_story_text(out->story, out->where.aside, text, &out->map, 0));
    out->handed = true;
    LS_VEC_CLEAR(&out->text);
    ls_map_clear(&out->map);
    return ls_ok();
}

static struct ls_result hand_over_if_much(struct ls_rtf_out *out)
{
    bool much = out->text.n >= TEXT_FULL || out->map.segs.n >= SEGS_FULL;
    return much ? hand_over(out) : ls_ok();
}

/* ---- bytes to characters ------------------------------------------------------------------- */

static size_t count_high(const struct ls_buf *bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes->n; i++)
        n += (unsigned char)bytes->at[i] >= 0x80;
    return n;
}

/* Whether what is beyond ASCII are single letters of Western languages among others. */
static bool is_latin(const struct ls_buf *bytes)
{
    enum { LETTERS = 0xC0 };
    bool high = false;
    for (size_t i = 0; i < bytes->n; i++) {
        unsigned char c = (unsigned char)bytes->at[i];
        if (c >= 0x80 && (high || c < LETTERS))
            return false;
        high = c >= 0x80;
    }
    return true;
}

/* What the bytes at hand are in: as it was said, unless something else is more likely. */
static const struct ls_charset *choose(const struct ls_rtf_out *out)
{
    const struct ls_charset *said = out->charset.said;
    const struct ls_buf *bytes = &out->bytes;
    if (ls_rtf_is_wide(said))
        return said;
    size_t high = count_high(bytes);
    if (high == 0)
        return said;
    if (out->stands && ls_utf8_valid(bytes->at, bytes->n))
        return ls_charset_find("utf-8", 5);
    if (out->charset.other && !is_latin(bytes) &&
        ls_charset_fits(out->charset.other, bytes->at, bytes->n))
        return out->charset.other;
    if (!out->charset.guess || high < GUESS_LEAST)
        return said;
    const struct ls_charset *guess = ls_charset_guess(bytes->at, bytes->n);
    bool likely = (ls_rtf_is_wide(guess) || strcmp(ls_charset_name(guess), "utf-8") == 0) &&
                  ls_charset_fits(guess, bytes->at, bytes->n);
    return likely ? guess : said;
}

/* Keeps the last n bytes, which are the beginning of a character. */
static struct ls_result keep_bytes(struct ls_rtf_out *out, size_t n)
{
    struct ls_map rest;
    ls_map_init(&rest, SEGS_MAX);
    struct ls_result r = ls_map_append(&rest, &out->bytes_map, out->bytes.n - n, out->bytes.n);
    ls_map_fini(&out->bytes_map);
    out->bytes_map = rest;
    if (n)
        memmove(out->bytes.at, out->bytes.at + (out->bytes.n - n), n);
    out->bytes.n = n;
    return r;
}

/* `last`: no more bytes of the character that is cut off at the end will come. */
static struct ls_result decode(struct ls_rtf_out *out, bool last)
{
    struct ls_charset_reader reader;
    if (out->bytes.n == 0)
        return ls_ok();
    size_t before = out->text.n;
    ls_charset_begin(&reader, choose(out), 0);
    reader.begun = true; /* a byte order mark is a character like any other */
    ls_map_clear(&out->step);
    LS_TRY(ls_charset_feed(&reader, out->bytes.at, out->bytes.n, last, &out->text, &out->step));
    LS_TRY(ls_map_through(&out->map, &out->step, 0, out->text.n - before, &out->bytes_map));
    if (!last && reader.pending_n) {
        LS_TRY(keep_bytes(out, reader.pending_n));
    } else {
        LS_VEC_CLEAR(&out->bytes);
        ls_map_clear(&out->bytes_map);
        out->stands = false;
    }
    return ls_ok();
}

static struct ls_result put_char(struct ls_rtf_out *out, uint32_t cp, uint64_t lo, uint64_t hi)
{
    size_t before = out->text.n;
    LS_TRY(ls_utf8_add(&out->text, cp));
    uint16_t len = (uint16_t)(out->text.n - before);
    uint16_t span = (uint16_t)(hi - lo < STEP_MAX ? hi - lo : STEP_MAX);
    LS_TRY(ls_map_add(&out->map, len, lo, len, span));
    return hand_over_if_much(out);
}

/* The other half of a pair does not come any more. */
static struct ls_result end_pair(struct ls_rtf_out *out)
{
    uint32_t high = out->high;
    out->high = 0;
    return high ? put_char(out, 0xFFFD, out->high_lo, out->high_hi) : ls_ok();
}

static struct ls_result end_text(struct ls_rtf_out *out)
{
    LS_TRY(end_pair(out));
    return decode(out, true);
}

/* ---- in ------------------------------------------------------------------------------------ */

static bool is_same(struct ls_rtf_where a, struct ls_rtf_where b)
{
    return a.aside == b.aside && a.html == b.html && a.tag == b.tag && a.held == b.held;
}

struct ls_result ls_rtf_out_to(struct ls_rtf_out *out, struct ls_rtf_where where)
{
    if (is_same(out->where, where))
        return ls_ok();
    LS_TRY(end_text(out));
    LS_TRY(hand_over(out));
    out->where = where;
    return ls_ok();
}

static bool is_ascii(const unsigned char *bytes, size_t len)
{
    unsigned char all = 0;
    for (size_t i = 0; i < len; i++)
        all |= bytes[i];
    return all < 0x80;
}

static bool same_charset(const struct ls_rtf_charset *a, const struct ls_rtf_charset *b)
{
    return a->said == b->said && a->other == b->other && a->guess == b->guess;
}

struct ls_result ls_rtf_out_bytes(struct ls_rtf_out *out, const struct ls_rtf_charset *charset,
                                  const void *bytes, size_t len, uint64_t off, uint16_t span)
{
    if (len == 0)
        return ls_ok();
    LS_TRY(end_pair(out));
    if (out->bytes.n && !same_charset(&out->charset, charset))
        LS_TRY(decode(out, true));
    bool ascii = is_ascii(bytes, len);
    if (ascii && out->bytes.n == 0 && span == 1) {
        LS_TRY(ls_buf_add(&out->text, bytes, len));
        LS_TRY(ls_map_add(&out->map, len, off, 1, 1));
        return hand_over_if_much(out);
    }
    out->charset = *charset;
    out->stands |= !ascii && span == 1;
    LS_TRY(ls_buf_add(&out->bytes, bytes, len));
    LS_TRY(ls_map_add(&out->bytes_map, len, off, 1, span));
    if (out->bytes.n < BYTES_FULL)
        return ls_ok();
    LS_TRY(decode(out, false));
    return hand_over_if_much(out);
}

struct ls_result ls_rtf_out_char(struct ls_rtf_out *out, uint32_t cp, uint64_t lo, uint64_t hi)
{
    LS_TRY(decode(out, true));
    if (out->high && cp >= 0xDC00 && cp <= 0xDFFF) {
        uint32_t whole = 0x10000 + ((out->high - 0xD800) << 10) + (cp - 0xDC00);
        out->high = 0;
        return put_char(out, whole, out->high_lo, hi);
    }
    LS_TRY(end_pair(out));
    if (cp >= 0xD800 && cp <= 0xDBFF) {
        out->high = cp;
        out->high_lo = lo;
        out->high_hi = hi;
        return ls_ok();
    }
    return put_char(out, cp, lo, hi);
}

struct ls_result ls_rtf_out_break(struct ls_rtf_out *out, enum ls_break what)
{
    begin(out);
    LS_TRY(end_text(out));
    LS_TRY(hand_over(out));
    if (out->where.html)
        return ls_buf_str(&out->html, "\r\n");
    if (!out->where.held)
        return ls_story_break(out->story, what);
    return out->holds ? hold(out, (struct ls_str){"\n", 1}, NULL) : ls_ok();
}

/* ---- flows --------------------------------------------------------------------------------- */

struct ls_result ls_rtf_out_open(struct ls_rtf_out *out, enum ls_part part)
{
    begin(out);
    LS_TRY(end_text(out));
    LS_TRY(hand_over(out));
    LS_TRY(ls_rtf_out_shown(out, (struct ls_rtf_where){.aside = LS_PART_NONE}));
    out->handed = false;
    out->in_field = part == LS_PART_FIELD;
    out->eq = (struct ls_word_eq){0};
    return ls_story_open(out->story, part);
}

static bool is_worth(struct ls_str text, enum ls_rtf_keep keep)
{
    size_t characters = 0, letters = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        characters += c > ' ' && (c & 0xC0) != 0x80;
        letters += c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }
    if (keep == LS_RTF_KEEP_TWO)
        return characters > 1;
    return keep != LS_RTF_KEEP_LETTERS || letters > 0;
}

struct ls_result ls_rtf_out_close(struct ls_rtf_out *out, enum ls_rtf_keep keep)
{
    LS_TRY(end_text(out));
    if (!out->handed && !is_worth((struct ls_str){out->text.at, out->text.n}, keep)) {
        LS_VEC_CLEAR(&out->text);
        ls_map_clear(&out->map);
    }
    LS_TRY(hand_over(out));
    out->handed = true; /* of the flow around nobody knows */
    out->in_field = false;
    return ls_story_close(out->story);
}

struct ls_result ls_rtf_out_shown(struct ls_rtf_out *out, struct ls_rtf_where where)
{
    if (out->shown.n == 0)
        return ls_ok();
    LS_TRY(ls_rtf_out_to(out, where));
    struct ls_result r = ls_story_text(
        out->story, where.aside, (struct ls_str){out->shown.at, out->shown.n}, &out->shown_map, 0);
    LS_VEC_CLEAR(&out->shown);
    ls_map_clear(&out->shown_map);
    return r;
}

struct ls_result ls_rtf_out_settle(struct ls_rtf_out *out, enum ls_part part)
{
    begin(out);
    if (out->where.held) {
        LS_TRY(end_text(out));
        LS_TRY(hand_over(out));
    }
    out->holds = false;
    return ls_story_settle(out->story, part);
}

struct ls_result ls_rtf_out_note(struct ls_rtf_out *out, enum ls_part part, struct ls_str text)
{
    begin(out);
    LS_TRY(end_text(out));
    LS_TRY(hand_over(out));
    return ls_story_note(out->story, part, text, LS_OFF_UNKNOWN);
}

struct ls_result ls_rtf_out_end(struct ls_rtf_out *out)
{
    LS_TRY(end_text(out));
    LS_TRY(hand_over(out));
    return out->begun ? ls_story_end(out->story) : ls_ok();
}
