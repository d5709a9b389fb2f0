/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a message.
 *
 *   message --transfer encoding--> bytes --lines--> bytes --charset--> UTF-8 --> out
 *             map: bytes                     |        map: utf8
 *                                            +-- uuencode: a child; PGP: a gap;
 *                                                parts: to be read again
 *
 * Lines are looked at before the charset is read, since what is looked for is ASCII. Both maps
 * together lead from the text to the message.
 */
#include "formats/mime_text.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <string.h>

enum {
    DOUBTS_MAX = 8, /* so often another charset is looked for */
    BYTES_MAX = 4 << 20,
    UTF8_MAX = 256 << 10,
    FEED = 8 << 10,     /* bytes read by the charset at a time */
    FLUSH = 8 << 10,    /* of text that are emitted together */
    UU_PIECE = 4 << 10, /* uuencode may grow 32 times */
    GARBAGE = 64,       /* a text of which one in so many bytes is no character is none */
    SAMPLE = 16 << 10,  /* what a charset is known by */
};

void ls_mime_text_free(struct ls_mime_text *t)
{
    if (!t)
        return;
    LS_VEC_FINI(&t->bytes);
    LS_VEC_FINI(&t->utf8);
    LS_VEC_FINI(&t->lines);
    ls_map_fini(&t->bytes_map);
    ls_map_fini(&t->utf8_map);
    ls_mime_out_fini(&t->out);
    ls_free(t);
}

static struct ls_result text_new(struct ls_mime_text **text)
{
    struct ls_mime_text *t = ls_calloc(1, sizeof *t);
    *text = t;
    if (!t)
        return ls_stop(LS_E_MEMORY);
    t->bytes.limit = BYTES_MAX;
    t->utf8.limit = UTF8_MAX;
    LS_VEC_INIT(&t->lines, LS_MIME_LINES_MAX);
    ls_map_init(&t->bytes_map, LS_MIME_SEGS_MAX);
    ls_map_init(&t->utf8_map, LS_MIME_SEGS_MAX);
    ls_mime_out_init(&t->out);
    return ls_ok();
}

static void text_begin(struct ls_mime_text *t, struct ls_mime *m,
                       const struct ls_mime_reading *reading, enum ls_mime_text_mode mode)
{
    t->m = m;
    t->reading = reading;
    t->mode = mode;
    ls_decoder_begin(&t->decoder, reading->transfer);
    LS_VEC_CLEAR(&t->bytes);
    ls_map_clear(&t->bytes_map);
    ls_mime_out_clear(&t->out);
    t->run.n = t->at = t->quote = 0;
    t->bytes_off = t->total = 0;
    t->reader.pending_n = 0;
    t->ended = t->part_told = t->pgp_told = t->soft = false;
    t->parts_lo = LS_OFF_UNKNOWN;
    t->doubts = 0;
    t->charset = t->other = NULL;
    t->line_start = true;
}

/* Bytes that are done go, and when nothing is left of them, the way back to them. */
static void forget(struct ls_mime_text *t)
{
    t->total += t->at;
    t->bytes_off += t->at;
    t->bytes.n -= t->at;
    if (t->bytes.n)
        memmove(t->bytes.at, t->bytes.at + t->at, t->bytes.n);
    t->at = 0;
    if (t->bytes.n || t->reader.pending_n || !t->charset)
        return;
    ls_map_clear(&t->bytes_map);
    t->bytes_off = t->reader.in = 0;
}

struct ls_result ls_mime_text_refill(struct ls_mime_text *t)
{
    size_t max = t->decoder.kind == LS_TRANSFER_UU ? UU_PIECE : LS_MIME_PIECE;
    forget(t);
    if (t->run.n == 0)
        LS_TRY(ls_mime_next(t->m, &t->run));
    LS_TRY(ls_charge(t->m->job, 0, t->mode == LS_MIME_TEXT_EMIT ? 0 : t->run.n));
    if (t->run.n == 0) {
        t->ended = true;
        return ls_decoder_end(&t->decoder, &t->bytes, &t->bytes_map);
    }
    size_t n = t->run.n < max ? t->run.n : max;
    LS_TRY(ls_decoder_feed(&t->decoder, t->run.at, n, t->run.off, &t->bytes, &t->bytes_map));
    t->run.at += n;
    t->run.n -= n;
    t->run.off += n;
    return ls_ok();
}

/* ---- charset --------------------------------------------------------------------------------- */

static bool is_ascii(const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] > 0x7F || at[i] == 0x1B || at[i] == '~' || at[i] == 0)
            return false;
    return true;
}

/* A sample that ends between characters, as far as that can be seen. */
static size_t whole_sample(const uint8_t *at, size_t n)
{
    size_t max = n < SAMPLE ? n : SAMPLE, end = max;
    if (max == n)
        return n;
    while (end > max / 2 && at[end - 1] != '\n')
        end--;
    return end > max / 2 ? end : max & ~(size_t)3;
}

static void choose_charset(struct ls_mime_text *t)
{
    const struct ls_mime_reading *reading = t->reading;
    const uint8_t *at = (const uint8_t *)t->bytes.at + t->at;
    size_t n = whole_sample(at, t->bytes.n - t->at);
    const struct ls_charset *said =
        reading->charset[0] ? ls_charset_find(reading->charset, strlen(reading->charset)) : NULL;
    const struct ls_charset *guess = ls_charset_guess(at, n);
    if (said && strcmp(ls_charset_name(said), "us-ascii") == 0)
        said = NULL; /* says nothing about what is more */
    t->charset = said ? said : guess;
    t->other = NULL;
    t->guessing = !said && is_ascii(at, n);
    if (said && !reading->forced && guess != said) {
        bool fits = ls_charset_fits(said, at, n), guess_fits = ls_charset_fits(guess, at, n);
        bool doubt = ls_mime_doubtful(said, guess, at, n);
        if (!fits && guess_fits) {
            t->charset = guess;
            t->other = said;
        } else if (doubt) {
            t->other = guess;
        }
    }
    const char *name = ls_charset_name(t->charset);
    t->wide = strncmp(name, "utf-16", 6) == 0 || strncmp(name, "utf-32", 6) == 0;
    ls_charset_begin(&t->reader, t->charset, t->bytes_off + t->at);
}

/* A text that was ASCII up to here, and nobody says what else it is. */
static void guess_later(struct ls_mime_text *t, const uint8_t *at, size_t n)
{
    if (is_ascii(at, n))
        return;
    t->guessing = false;
    t->charset = ls_charset_guess(at, whole_sample(at, n));
    ls_charset_begin(&t->reader, t->charset, t->reader.in);
    t->part_told = false;
}

/* Bytes that the charset does not have: somebody else will know them. */
static void doubt_charset(struct ls_mime_text *t, const uint8_t *at, size_t n)
{
    if (t->other || t->reading->forced || t->reader.bad == 0 || t->doubts == DOUBTS_MAX ||
        is_ascii(at, n))
        return;
    t->doubts++;
    const struct ls_charset *guess = ls_charset_guess(at, whole_sample(at, n));
    if (guess != t->charset && ls_charset_fits(guess, at, whole_sample(at, n)))
        t->other = guess;
}

/* ---- out ------------------------------------------------------------------------------------- */

struct ls_result ls_mime_text_tell_part(struct ls_mime_text *t)
{
    struct ls_part_info info = {
        .part = LS_PART_BODY,
        .encoding = ls_charset_name(t->charset),
        .raw_off = 0,
        .link_off = LS_OFF_UNKNOWN,
    };
    if (t->part_told)
        return ls_ok();
    t->part_told = true;
    return ls_emit_part(t->m->job, &info);
}

struct ls_result ls_mime_text_flush(struct ls_mime_text *t, bool last)
{
    if (t->mode != LS_MIME_TEXT_EMIT)
        return ls_mime_text_sift(t, last);
    if (t->out.text.n == 0)
        return ls_ok();
    LS_TRY(ls_mime_text_tell_part(t));
    return ls_mime_out_emit(t->m, &t->out);
}

static struct ls_result feed_some(struct ls_mime_text *t, const uint8_t *at, size_t n, bool last)
{
    LS_VEC_CLEAR(&t->utf8);
    ls_map_clear(&t->utf8_map);
    LS_TRY(ls_charset_feed(&t->reader, at, n, last, &t->utf8, &t->utf8_map));
    LS_TRY(ls_mime_out_add(&t->out, &t->utf8, &t->utf8_map, &t->bytes_map));
    return t->out.text.n >= FLUSH ? ls_mime_text_flush(t, false) : ls_ok();
}

struct ls_result ls_mime_text_feed(struct ls_mime_text *t, size_t from, size_t to)
{
    if (from == to)
        return ls_ok();
    const uint8_t *at = (const uint8_t *)t->bytes.at;
    if (t->reader.in != t->bytes_off + from) { /* something between them was no text */
        if (t->reader.pending_n)
            LS_TRY(feed_some(t, NULL, 0, true));
        t->reader.in = t->bytes_off + from;
    }
    if (t->guessing)
        guess_later(t, at + from, to - from);
    for (size_t i = from; i < to; i += FEED)
        LS_TRY(feed_some(t, at + i, to - i < FEED ? to - i : FEED, false));
    doubt_charset(t, at + from, to - from);
    return ls_ok();
}

/* ---- reading --------------------------------------------------------------------------------- */

/* What there is of whole lines, or of anything when they are too long. */
static struct ls_result take_lines(struct ls_mime_text *t)
{
    if (!t->wide && t->reading->flowed)
        return ls_mime_text_flow(t);
    if (!t->wide)
        return ls_mime_text_lines(t);
    LS_TRY(ls_mime_text_feed(t, t->at, t->bytes.n));
    t->at = t->bytes.n;
    return ls_ok();
}

static struct ls_result read_all(struct ls_mime_text *t)
{
    while (!t->ended) {
        LS_TRY(ls_mime_text_refill(t));
        if (!t->charset && t->bytes.n && (t->bytes.n >= SAMPLE || t->ended))
            choose_charset(t);
        if (t->charset)
            LS_TRY(take_lines(t));
    }
    if (t->charset)
        LS_TRY(feed_some(t, NULL, 0, true));
    return ls_mime_text_flush(t, true);
}

static void set_charset(struct ls_mime_reading *reading, const struct ls_charset *charset)
{
    const char *name = ls_charset_name(charset);
    size_t n = strlen(name);
    n = n < sizeof reading->charset - 1 ? n : sizeof reading->charset - 1;
    memcpy(reading->charset, name, n);
    reading->charset[n] = '\0';
    reading->forced = true;
}

static bool is_tried_plain(const struct ls_mime *m)
{
    for (size_t i = 0; i < m->readings_n; i++)
        if (m->readings[i].transfer == LS_TRANSFER_NONE)
            return true;
    return false;
}

/* What has turned out while the body at `lo` was read. */
static struct ls_result note_doubts(struct ls_mime_text *t, uint64_t lo)
{
    struct ls_mime *m = t->m;
    struct ls_mime_reading before = *t->reading, other = *t->reading;
    bool base64 = t->decoder.kind == LS_TRANSFER_BASE64;
    if (t->charset)
        set_charset(&before, t->charset);
    if (t->decoder.resumed)
        LS_TRY(ls_mime_note(m, LS_MIME_BASE64_GOES_ON));
    if (base64 && t->decoder.junk)
        LS_TRY(ls_mime_note(m, LS_MIME_BASE64_JUNK));
    if (t->other) {
        set_charset(&other, t->other);
        LS_TRY(ls_mime_note(m, LS_MIME_WRONG_CHARSET));
        LS_TRY(ls_mime_read_again(m, lo, m->body_end, &other, &before));
    }
    bool garbage = t->reader.bad > (t->total + t->bytes.n) / GARBAGE;
    if (base64 && (t->decoder.junk || garbage) && !is_tried_plain(m)) {
        other = *t->reading;
        other.transfer = LS_TRANSFER_NONE;
        LS_TRY(ls_mime_read_again(m, lo, m->body_end, &other, &before));
    }
    if (t->parts_lo == LS_OFF_UNKNOWN)
        return ls_ok();
    other = (struct ls_mime_reading){.kind = LS_MIME_MULTIPART, .bounds_n = 1};
    other.bounds[0] = t->parts_bound;
    LS_TRY(ls_mime_note(m, LS_MIME_PARTS_IN_TEXT));
    return ls_mime_read_again(m, t->parts_lo, m->body_end, &other, &before);
}

/* The lines of the body as it was read before, so that they are not told twice. */
static struct ls_result collect_lines(struct ls_mime *m, const struct ls_mime_again *again)
{
    struct ls_mime_reading before = again->before;
    LS_VEC_CLEAR(&m->text->lines);
    if (before.kind == LS_MIME_MULTIPART) /* its texts stand there as they are, or nearly */
        before = (struct ls_mime_reading){.kind = LS_MIME_TEXT};
    if (before.kind != LS_MIME_TEXT)
        return ls_ok();
    text_begin(m->text, m, &before, LS_MIME_TEXT_COLLECT);
    LS_TRY(read_all(m->text));
    ls_mime_text_sort_lines(m->text);
    ls_mime_reader_fini(&m->reader);
    m->at_delim = false;
    return ls_mime_reader_init(&m->reader, m->job->blob, again->lo, again->hi);
}

struct ls_result ls_mime_read_text(struct ls_mime *m, const struct ls_mime_reading *reading,
                                   const struct ls_mime_again *again)
{
    uint64_t lo = ls_mime_body_off(m);
    if (!m->text)
        LS_TRY(text_new(&m->text));
    if (again)
        LS_TRY(collect_lines(m, again));
    text_begin(m->text, m, reading, again ? LS_MIME_TEXT_FILTER : LS_MIME_TEXT_EMIT);
    m->text->skip_base64 = again && again->before.transfer == LS_TRANSFER_BASE64 &&
                           reading->transfer == LS_TRANSFER_NONE;
    LS_TRY(read_all(m->text));
    return again ? ls_ok() : note_doubts(m->text, lo);
}
