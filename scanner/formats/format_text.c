/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text in a charset that raw bytes are not searched in: UTF-32, and what packs everything
 * into seven bits, UTF-7, HZ and ISO-2022. It bids where the first bytes leave no doubt; a
 * container that knows the charset of a text may also hand it here.
 */
#include "formats/format.h"

#include "base/alloc.h"
#include "decode/charset.h"

#include <string.h>

enum {
    LOOK = 16 << 10,
    CHUNK = 16 << 10,
    TEXT_MAX = 4 * CHUNK, /* more than a chunk can become */
    SEGS_MAX = CHUNK + 16,
    BITS_WIDE = 32,
    BITS_ESCAPES = 24,
};

/* Charsets that bytes alone can speak for. */
static bool is_unsearched(const struct ls_charset *charset)
{
    static const char *const names[] = {"utf-32", "utf-7", "hz-", "iso-2022"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(ls_charset_name(charset), names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* All in seven bits. */
static bool is_packed(const uint8_t *b, size_t len)
{
    uint64_t word, all = 0;
    size_t i = 0;
    for (; len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, b + i, sizeof word);
        all |= word;
        if (i % 256 == 0 && all & 0x8080808080808080U)
            return false;
    }
    for (; i < len; i++)
        all |= b[i];
    return (all & 0x8080808080808080U) == 0;
}

static unsigned bid(const struct ls_probe *probe)
{
    size_t len = probe->head_len < LOOK ? probe->head_len : LOOK;
    if (len < 4)
        return 0;
    const uint8_t *b = probe->head;
    bool wide = (b[0] | b[1]) == 0 || (b[2] | b[3]) == 0;
    bool escapes = !wide && is_packed(b, len) && !memchr(b, 0, len) &&
                   (memchr(b, 0x1B, len) || memchr(b, '+', len) || memmem(b, len, "~{", 2));
    if (!wide && !escapes)
        return 0;
    const struct ls_charset *charset = ls_charset_guess(b, len);
    if (!is_unsearched(charset) || (wide && !ls_charset_fits(charset, b, len & ~(size_t)3)))
        return 0;
    return wide ? BITS_WIDE : BITS_ESCAPES;
}

/* A reading. */
struct text {
    struct ls_format_job *job;
    struct ls_charset_reader reader;
    struct ls_buf out;
    struct ls_map map;
    uint8_t *chunk;
    bool after_cr;
};

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

/* Emits what was decoded. Control characters but those that end lines and pages are dropped. */
static struct ls_result emit_decoded(struct text *t)
{
    size_t at = 0;
    while (at < t->out.n) {
        const char *from = t->out.at + at;
        size_t n = 0;
        while (at + n < t->out.n && !is_control(from[n]))
            n++;
        if (t->after_cr && *from != '\n')
            LS_TRY(ls_emit_break(t->job, LS_BREAK_LINE));
        t->after_cr = false;
        if (n)
            LS_TRY(ls_emit_text(t->job, (struct ls_str){from, n}, &t->map, at));
        at += n;
        if (at == t->out.n)
            break;
        t->after_cr = t->out.at[at] == '\r';
        if (t->out.at[at] == '\f')
            LS_TRY(ls_emit_break(t->job, LS_BREAK_PAGE));
        at++;
    }
    LS_VEC_CLEAR(&t->out);
    ls_map_clear(&t->map);
    return ls_ok();
}

static struct ls_result read_all(struct text *t)
{
    uint64_t off = 0;
    size_t got = CHUNK;
    while (got == CHUNK) {
        struct ls_result r = ls_blob_read(t->job->blob, off, t->chunk, CHUNK, &got);
        bool last = ls_failed(r) || got < CHUNK;
        if (ls_failed(r) && (r.reach == LS_STOP || r.code == LS_E_LIMIT))
            return r;
        LS_TRY(ls_charset_feed(&t->reader, t->chunk, got, last, &t->out, &t->map));
        LS_TRY(emit_decoded(t));
        LS_TRY(r);
        off += got;
    }
    return ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    const struct ls_probe *probe = job->probe;
    const struct ls_charset *said =
        job->charset ? ls_charset_find(job->charset, strlen(job->charset)) : NULL;
    bool refuted;
    const struct ls_charset *charset =
        ls_charset_believe(said, probe->head, probe->head_len, &refuted);
    if (refuted)
        LS_TRY(ls_emit_ambiguous(job, "it is not in the charset that it says"));
    struct ls_part_info info = {
        .encoding = ls_charset_name(charset), .raw_off = 0, .link_off = LS_OFF_UNKNOWN};
    LS_TRY(ls_emit_part(job, &info));
    struct text t = {.job = job, .out.limit = TEXT_MAX, .chunk = ls_calloc(CHUNK, 1)};
    ls_map_init(&t.map, SEGS_MAX);
    ls_charset_begin(&t.reader, charset, 0);
    struct ls_result r = t.chunk ? read_all(&t) : ls_stop(LS_E_MEMORY);
    ls_free(t.chunk);
    LS_VEC_FINI(&t.out);
    ls_map_fini(&t.map);
    return r;
}

const struct ls_format ls_format_text = {
    .name = "text",
    .what = "plain text in a charset of its own",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
