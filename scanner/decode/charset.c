/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds bytes of any charset through its steps into a buffer and a map.
 *
 *   bytes ──► runs of ASCII and of valid UTF-8: copied as they are
 *         └─► one step each ──► a block on the stack ──► buffer
 *                           └─► neighbours of one shape ──► one entry of the map
 *
 * Bytes are never looked at twice, but for up to seven that wait for the rest of their character:
 * they are put together with what follows in a small buffer, and read there.
 */
#include "decode/charset_priv.h"

#include "base/encoding.h"

#include <string.h>

enum {
    RUN = 256,    /* characters decoded at once */
    FEW = 4,      /* … behind what is no character */
    BLOCK = 1024, /* characters written at once */
    JOINT = 2 * sizeof(((struct ls_charset_reader *)0)->pending), /* bytes around a border */
};

/* Where the output of one call goes. */
struct writer {
    struct ls_buf *out;
    struct ls_map *map;
    char block[BLOCK * LS_CHAR_BYTES_MAX];
    size_t n;                 /* bytes in it */
    uint64_t run_in, run_out; /* a run of one shape, not yet in the map: origin and length */
    uint64_t run_next;        /* the origin that would go on with it */
    uint16_t out_step, in_step;
};

static struct ls_result end_run(struct writer *w)
{
    struct ls_result r = ls_ok();
    if (w->map && w->run_out)
        r = ls_map_add(w->map, w->run_out, w->run_in, w->out_step, w->in_step);
    w->run_out = 0;
    return r;
}

/* `out_len` bytes of output, in steps, come from `in` on. */
static struct ls_result note_run(struct writer *w, uint64_t out_len, uint64_t in, uint16_t out_step,
                                 uint16_t in_step)
{
    bool goes_on =
        w->run_out && w->out_step == out_step && w->in_step == in_step && w->run_next == in;
    if (!goes_on) {
        LS_TRY(end_run(w));
        w->run_in = in;
        w->out_step = out_step;
        w->in_step = in_step;
    }
    w->run_out += out_len;
    w->run_next = in + out_len / out_step * in_step;
    return ls_ok();
}

static struct ls_result end_block(struct writer *w)
{
    LS_TRY(ls_buf_add(w->out, w->block, w->n));
    w->n = 0;
    return ls_ok();
}

/*
 * One character that stands at `in`, where its first byte is `first`. In codes that shift, ASCII
 * may be another byte: one byte from one byte would look verbatim.
 */
static struct ls_result put(struct writer *w, const struct ls_charset_step *step, bool verbatim,
                            uint8_t first, uint64_t in)
{
    if (w->n + LS_CHAR_BYTES_MAX > sizeof w->block)
        LS_TRY(end_block(w));
    uint16_t len = (uint16_t)ls_encode_char(LS_ENC_UTF8, step->cp, (uint8_t *)w->block + w->n);
    w->n += len;
    bool one_to_one =
        step->cp < 0x80 ? step->span == 1 && step->cp == first : verbatim && !step->bad;
    if (one_to_one)
        return note_run(w, len, in, 1, 1);
    return note_run(w, len, in, len == 1 && step->span == 1 ? 2 : len, step->span);
}

/* Bytes that are UTF-8 already. */
static struct ls_result copy(struct writer *w, const uint8_t *bytes, size_t len, uint64_t in)
{
    LS_TRY(end_block(w));
    LS_TRY(ls_buf_add(w->out, bytes, len));
    return note_run(w, len, in, 1, 1);
}

/* UTF-8 of a code point that has one, up to four bytes. */
static inline size_t encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp - 0x800 < 0xF800) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    return ls_encode_char(LS_ENC_UTF8, cp, (uint8_t *)out);
}

size_t ls_charset_ascii_len(const uint8_t *bytes, size_t len)
{
    size_t n = 0;
    uint64_t word;
    for (; len - n >= sizeof word; n += sizeof word) {
        memcpy(&word, bytes + n, sizeof word);
        if (word & 0x8080808080808080U)
            break;
    }
    while (n < len && bytes[n] < 0x80)
        n++;
    return n;
}

static size_t utf8_len(const uint8_t *bytes, size_t len)
{
    size_t n = 0;
    while (n < len) {
        size_t ascii = ls_charset_ascii_len(bytes + n, len - n);
        uint32_t cp = 0;
        n += ascii;
        size_t taken = n < len ? ls_decode_char(LS_ENC_UTF8, bytes + n, len - n, &cp) : 0;
        if (taken == 0 || (cp == LS_CHAR_BAD && taken == 1))
            break;
        n += taken;
    }
    return n;
}

bool ls_charset_take(const struct ls_charset *charset, uint32_t *state, const uint8_t *bytes,
                     size_t len, bool last, struct ls_charset_step *step)
{
    uint32_t before = *state;
    *step = charset->next(charset, state, bytes, len);
    bool sure = !step->bad && step->cp != LS_CHARSET_NOTHING;
    if (sure || last || len >= charset->lookahead)
        return true;
    *state = before;
    return false;
}

/*
 * The same for charsets of base/encoding.h, many characters at a time; stops at what is no
 * character, or may not be whole. Returns the bytes done with. `*ahead`: how many characters.
 */
static struct ls_result read_run(const struct ls_charset *charset, struct writer *w,
                                 const uint8_t *bytes, size_t len, uint64_t in, size_t *ahead,
                                 size_t *done)
{
    uint32_t cps[RUN], offs[RUN + 1];
    size_t n = ls_decode_run(charset->enc, bytes, len, cps, offs, *ahead), i = 0;
    if (w->n + sizeof cps > sizeof w->block)
        LS_TRY(end_block(w));
    while (i < n && cps[i] != LS_CHAR_BAD) {
        size_t from = i, before = w->n;
        uint16_t in_step = (uint16_t)(offs[i + 1] - offs[i]);
        uint16_t out_step = (uint16_t)encode(cps[i], w->block + w->n);
        w->n += out_step;
        for (i++; i < n && offs[i + 1] - offs[i] == in_step && cps[i] != LS_CHAR_BAD; i++) {
            size_t more = encode(cps[i], w->block + w->n);
            if (more != out_step)
                break;
            w->n += more;
        }
        LS_TRY(note_run(w, w->n - before, in + offs[from], out_step, in_step));
    }
    *ahead = i < n ? FEW : RUN;
    *done = offs[i];
    return ls_ok();
}

/* One character, which begins with that byte at `in`; `whole`: its bytes stand side by side. */
static struct ls_result put_step(struct ls_charset_reader *reader, struct writer *w,
                                 const struct ls_charset_step *step, bool whole, uint8_t first,
                                 uint64_t in)
{
    bool mark = !reader->begun && step->cp == 0xFEFF;
    if (step->cp == LS_CHARSET_NOTHING)
        return ls_ok();
    reader->begun = true;
    reader->bad += step->bad;
    return mark ? ls_ok() : put(w, step, reader->charset->verbatim && whole, first, in);
}

/* Bytes at hand, the first of them at offset `in`. */
struct stretch {
    const uint8_t *bytes;
    size_t until, len; /* characters that begin in [0..until) are read; until <= len */
    uint64_t in;
    bool apart; /* bytes[until..len) stand elsewhere */
    bool last;  /* nothing follows */
};

/* Returns in *done how many bytes that took: fewer than `until` when the rest has to wait. */
static struct ls_result read_steps(struct ls_charset_reader *reader, struct writer *w,
                                   const struct stretch *s, size_t *done)
{
    const struct ls_charset *charset = reader->charset;
    size_t at = 0, ahead = RUN;
    while (at < s->until) {
        const uint8_t *here = s->bytes + at;
        size_t left = s->until - at;
        size_t plain = !charset->ascii || !reader->begun ? 0
                       : charset->verbatim               ? utf8_len(here, left)
                                                         : ls_charset_ascii_len(here, left);
        if (plain) {
            LS_TRY(copy(w, here, plain, s->in + at));
            at += plain;
            continue;
        }
        if (charset->runs && reader->begun) {
            LS_TRY(read_run(charset, w, here, left, s->in + at, &ahead, &plain));
            at += plain;
            if (plain)
                continue;
        }
        struct ls_charset_step step;
        if (!ls_charset_take(charset, &reader->state, here, s->len - at, s->last, &step))
            break;
        bool whole = !s->apart || step.taken <= left;
        LS_TRY(put_step(reader, w, &step, whole, *here, s->in + at));
        at += step.taken;
    }
    *done = at;
    return ls_ok();
}

/* Reads the bytes that wait, with the first of the new ones; *used of these are done with. */
static struct ls_result read_joint(struct ls_charset_reader *reader, struct writer *w,
                                   const uint8_t *bytes, size_t len, bool last, size_t *used)
{
    uint8_t joint[JOINT];
    size_t n = reader->pending_n, more = len < JOINT - n ? len : JOINT - n, done;
    memcpy(joint, reader->pending, n);
    if (more)
        memcpy(joint + n, bytes, more);
    struct stretch stretch = {.bytes = joint,
                              .until = n,
                              .len = n + more,
                              .in = reader->pending_in,
                              .apart = reader->pending_in + n != reader->in,
                              .last = last && more == len};
    LS_TRY(read_steps(reader, w, &stretch, &done));
    *used = done < n ? more : done - n;
    size_t rest = done < n ? n + more - done : 0;
    reader->pending_in += done;
    memcpy(reader->pending, joint + done, rest);
    reader->pending_n = rest;
    return ls_ok();
}

void ls_charset_begin(struct ls_charset_reader *reader, const struct ls_charset *charset,
                      uint64_t in)
{
    *reader = (struct ls_charset_reader){.charset = charset, .in = in, .state = charset->state};
}

static struct ls_result feed(struct ls_charset_reader *reader, struct writer *w,
                             const uint8_t *bytes, size_t len, bool last)
{
    size_t used = 0, done = 0;
    if (reader->pending_n)
        LS_TRY(read_joint(reader, w, bytes, len, last, &used));
    if (reader->pending_n == 0 && used < len) {
        struct stretch rest = {.bytes = bytes + used,
                               .until = len - used,
                               .len = len - used,
                               .in = reader->in + used,
                               .last = last};
        LS_TRY(read_steps(reader, w, &rest, &done));
        reader->pending_n = len - used - done;
        reader->pending_in = reader->in + used + done;
        memcpy(reader->pending, bytes + used + done, reader->pending_n);
    }
    reader->in += len;
    LS_TRY(end_block(w));
    return end_run(w);
}

struct ls_result ls_charset_feed(struct ls_charset_reader *reader, const void *bytes, size_t len,
                                 bool last, struct ls_buf *out, struct ls_map *map)
{
    struct writer w;
    w.out = out;
    w.map = map;
    w.n = 0;
    w.run_out = 0;
    return feed(reader, &w, bytes, len, last);
}

bool ls_charset_fits(const struct ls_charset *charset, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;
    uint32_t state = charset->state;
    while (len > 0) {
        struct ls_charset_step step;
        ls_charset_take(charset, &state, at, len, true, &step);
        bool control = step.cp < 0x20 && !(step.cp >= '\t' && step.cp <= '\r');
        if (step.bad || control)
            return false;
        at += step.taken;
        len -= step.taken;
    }
    return true;
}

uint64_t ls_charset_count(const struct ls_charset *charset, const void *bytes, size_t len,
                          uint64_t *good)
{
    const uint8_t *at = bytes;
    uint32_t state = charset->state;
    uint64_t bad = 0;
    *good = 0;
    while (len > 0) {
        struct ls_charset_step step;
        if (!ls_charset_take(charset, &state, at, len, false, &step))
            break;
        bad += step.bad;
        *good += !step.bad && step.cp >= 0x80 && step.cp != LS_CHARSET_NOTHING;
        at += step.taken;
        len -= step.taken;
    }
    return bad;
}
