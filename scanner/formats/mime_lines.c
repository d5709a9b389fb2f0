/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of a text body that are more than text: files in uuencode or yEnc, messages of PGP, parts
 * of a multipart that nobody announced; and lines that flow (RFC 3676).
 */
#include "formats/mime_text.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <string.h>

enum {
    WAIT_MAX = 4 << 10, /* so long a line is not waited for */
    BLOCK_OUT_MAX = 1 << 20,
};

static const uint8_t *at_of(const struct ls_mime_text *t, size_t i)
{
    return (const uint8_t *)t->bytes.at + i;
}

/* The end of the line that begins at bytes[i], behind its line end; bytes.n when it has none. */
static size_t line_after(const struct ls_mime_text *t, size_t i)
{
    const uint8_t *lf = i < t->bytes.n ? memchr(at_of(t, i), '\n', t->bytes.n - i) : NULL;
    return lf ? (size_t)(lf - (const uint8_t *)t->bytes.at) + 1 : t->bytes.n;
}

/* Are the line at bytes[i] and the next one there, or as much of them as will be waited for? */
static bool has_two_lines(const struct ls_mime_text *t, size_t i)
{
    if (t->ended || t->bytes.n - i >= WAIT_MAX)
        return true;
    size_t next = line_after(t, i);
    return next < t->bytes.n && memchr(at_of(t, next), '\n', t->bytes.n - next);
}

static struct ls_str line_at(const struct ls_mime_text *t, size_t i)
{
    size_t end = line_after(t, i);
    while (end > i && (t->bytes.at[end - 1] == '\n' || t->bytes.at[end - 1] == '\r'))
        end--;
    return (struct ls_str){t->bytes.at + i, end - i};
}

static uint64_t raw_off_of(const struct ls_mime_text *t, size_t i)
{
    uint64_t lo, hi, off = t->bytes_off + i;
    bool verbatim;
    return ls_map_find(&t->bytes_map, off, off + 1, &lo, &hi, &verbatim) ? lo : LS_OFF_UNKNOWN;
}

/* ---- files in the text ----------------------------------------------------------------------- */

struct block {
    struct ls_blob blob;
    struct ls_child child;
    struct ls_mime_text *t;
    struct ls_decoder decoder;
    struct ls_buf out;
    size_t taken;
    bool ended;
};

static bool is_uu_data(struct ls_str line)
{
    if (line.len == 0 || line.at[0] < ' ' || line.at[0] > '`')
        return false;
    size_t n = ((size_t)line.at[0] - 32) & 63, whole = 1 + (n + 2) / 3 * 4;
    for (size_t i = 1; i < line.len; i++)
        if (line.at[i] < ' ' || line.at[i] > '`')
            return false;
    return line.len <= whole + 2; /* some add a check character; blanks at the end get lost */
}

/* Makes a whole line, or a long piece of one, be there at t->at. */
static struct ls_result need_line(struct ls_mime_text *t)
{
    while (!t->ended && t->bytes.n - t->at < WAIT_MAX &&
           !memchr(at_of(t, t->at), '\n', t->bytes.n - t->at))
        LS_TRY(ls_mime_text_refill(t));
    return ls_ok();
}

/* One line more; sets `ended` at the last one, or before one that does not belong there. */
static struct ls_result read_line(struct block *block)
{
    struct ls_mime_text *t = block->t;
    LS_TRY(need_line(t));
    struct ls_str line = line_at(t, t->at);
    size_t n = line_after(t, t->at) - t->at;
    bool last = false, belongs = n > 0;
    switch (block->decoder.kind) {
    case LS_TRANSFER_UU:
        last = line.len == 3 && memcmp(line.at, "end", 3) == 0;
        belongs = belongs && (last || is_uu_data(line));
        break;
    case LS_TRANSFER_BASE64:
        last = line.len == 4 && memcmp(line.at, "====", 4) == 0;
        belongs = belongs && ls_base64_likeness(line.at, line.len) == 100;
        break;
    case LS_TRANSFER_YENC:
        last = line.len >= 5 && memcmp(line.at, "=yend", 5) == 0;
        break;
    case LS_TRANSFER_NONE:
    case LS_TRANSFER_QP:
    case LS_TRANSFER_COUNT:
        belongs = false;
        break;
    }
    if (belongs && !last)
        LS_TRY(ls_decoder_feed(&block->decoder, line.at, n, 0, &block->out, NULL));
    if (belongs)
        t->at += n;
    block->ended = last || !belongs;
    if (!block->ended)
        return ls_ok();
    uint64_t end = t->at < t->bytes.n ? raw_off_of(t, t->at) : t->m->body_end;
    if (end != LS_OFF_UNKNOWN)
        block->child.raw_hi = end;
    return ls_decoder_end(&block->decoder, &block->out, NULL);
}

static struct ls_result read_block(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                   size_t *got)
{
    struct block *block = LS_CONTAINER(blob, struct block, blob);
    (void)off;
    *got = 0;
    while (block->taken == block->out.n && !block->ended) {
        LS_VEC_CLEAR(&block->out);
        block->taken = 0;
        LS_TRY(read_line(block));
    }
    size_t left = block->out.n - block->taken;
    *got = left < len ? left : len;
    if (*got)
        memcpy(out, block->out.at + block->taken, *got);
    block->taken += *got;
    return ls_ok();
}

/* What is left of a file that nobody read to its end. */
static struct ls_result pass_block(struct block *block)
{
    while (!block->ended) {
        LS_VEC_CLEAR(&block->out);
        LS_TRY(read_line(block));
    }
    return ls_ok();
}

/* The file whose first line is at t->at. That line stays text: it has the name. */
static struct ls_result emit_block(struct ls_mime_text *t, enum ls_transfer transfer,
                                   struct ls_str name)
{
    char copy[256];
    size_t n = name.len < sizeof copy ? name.len : sizeof copy;
    struct block block = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_block},
        .t = t,
        .out = {.limit = BLOCK_OUT_MAX},
    };
    size_t next = line_after(t, t->at);
    if (n)
        memcpy(copy, name.at, n); /* bytes may move while the child is read */
    LS_TRY(ls_mime_text_feed(t, t->at, next));
    LS_TRY(ls_mime_text_flush(t, false));
    t->at = next;
    block.child = (struct ls_child){
        .name = {copy, n},
        .blob = &block.blob,
        .off = next < t->bytes.n ? raw_off_of(t, next) : LS_OFF_UNKNOWN,
    };
    block.child.raw_lo = block.child.off == LS_OFF_UNKNOWN ? 0 : block.child.off;
    ls_decoder_begin_inside(&block.decoder, transfer);
    struct ls_result r = ls_emit_child(t->m->job, &block.child);
    if (!ls_failed(r))
        r = pass_block(&block);
    LS_VEC_FINI(&block.out);
    return r;
}

/* "begin 644 name": the name, or an empty string. */
static struct ls_str uu_name(struct ls_str line, const char *begin)
{
    size_t i = strlen(begin), mode = 0;
    if (line.len <= i || memcmp(line.at, begin, i) != 0)
        return (struct ls_str){NULL, 0};
    for (; i < line.len && line.at[i] >= '0' && line.at[i] <= '7'; i++)
        mode++;
    if (mode < 3 || mode > 4 || i + 1 >= line.len || line.at[i] != ' ')
        return (struct ls_str){NULL, 0};
    return (struct ls_str){line.at + i + 1, line.len - i - 1};
}

static struct ls_str yenc_name(struct ls_str line)
{
    static const char begin[] = "=ybegin ", name[] = "name=";
    if (line.len < sizeof begin || memcmp(line.at, begin, sizeof begin - 1) != 0)
        return (struct ls_str){NULL, 0};
    const char *at = memmem(line.at, line.len, name, sizeof name - 1);
    if (!at)
        return (struct ls_str){NULL, 0};
    at += sizeof name - 1;
    return (struct ls_str){at, (size_t)(line.at + line.len - at)};
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* "--boundary" with a header behind it: a part of a multipart that was not announced, or not so. */
static void note_parts(struct ls_mime_text *t, struct ls_str line, struct ls_str next)
{
    bool first = t->parts_lo == LS_OFF_UNKNOWN && t->decoder.kind == LS_TRANSFER_NONE;
    while (line.len && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\t'))
        line.len--;
    if (!first || line.len < 3 || line.at[1] != '-' || !ls_mime_begins(next, "content-"))
        return;
    size_t n = line.len - 2;
    t->parts_bound.cut = n > LS_MIME_BOUND_MAX;
    t->parts_bound.n = (uint8_t)(t->parts_bound.cut ? LS_MIME_BOUND_MAX : n);
    memcpy(t->parts_bound.at, line.at + 2, t->parts_bound.n);
    t->parts_lo = raw_off_of(t, t->at);
}

/* The line at t->at, which begins with a character that may mean something. */
static struct ls_result look_at_line(struct ls_mime_text *t, bool *taken)
{
    struct ls_str line = line_at(t, t->at), next = line_at(t, line_after(t, t->at));
    struct ls_str uu = uu_name(line, "begin "), base64 = uu_name(line, "begin-base64 ");
    struct ls_str yenc = yenc_name(line);
    *taken = true;
    if (uu.len && is_uu_data(next))
        return emit_block(t, LS_TRANSFER_UU, uu);
    if (base64.len && ls_base64_likeness(next.at, next.len) == 100)
        return emit_block(t, LS_TRANSFER_BASE64, base64);
    if (yenc.len)
        return emit_block(t, LS_TRANSFER_YENC, yenc);
    *taken = false;
    note_parts(t, line, next);
    if (t->pgp_told || !ls_mime_begins(line, "-----begin pgp message"))
        return ls_ok();
    t->pgp_told = true;
    return ls_emit_gap(t->m->job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED, "PGP message");
}

static bool may_mean_more(const struct ls_mime_text *t, size_t i)
{
    char c = t->bytes.at[i];
    return t->mode == LS_MIME_TEXT_EMIT && t->line_start && (c == 'b' || c == '-' || c == '=');
}

struct ls_result ls_mime_text_lines(struct ls_mime_text *t)
{
    size_t i = t->at;
    while (i < t->bytes.n) {
        bool taken = false;
        if (may_mean_more(t, i)) {
            LS_TRY(ls_mime_text_feed(t, t->at, i));
            t->at = i;
            if (!has_two_lines(t, i))
                return ls_ok();
            LS_TRY(look_at_line(t, &taken));
            i = t->at;
        }
        if (taken)
            continue;
        size_t next = line_after(t, i);
        t->line_start = t->bytes.at[next - 1] == '\n';
        i = next;
    }
    LS_TRY(ls_mime_text_feed(t, t->at, i));
    t->at = i;
    return ls_ok();
}

/*
 * One line of flowed text (RFC 3676 §4): '>' for each level of quoting, a blank to hide what the
 * line begins with, a blank at its end when it goes on in the next one of the same level.
 */
static struct ls_result flow_line(struct ls_mime_text *t, size_t end)
{
    struct ls_str line = line_at(t, t->at);
    size_t from = t->at, quote = 0;
    while (quote < line.len && line.at[quote] == '>')
        quote++;
    size_t text = quote + (quote < line.len && line.at[quote] == ' ');
    bool sign = line.len - text == 3 && memcmp(line.at + text, "-- ", 3) == 0;
    bool goes_on = t->soft && quote == t->quote && !sign;
    if (t->soft && !goes_on)
        t->out.cr = true; /* the line end that was left out */
    t->soft = line.len > text && line.at[line.len - 1] == ' ' && !sign;
    t->quote = quote;
    if (quote == 0 || goes_on)
        from += text;
    if (!t->soft)
        LS_TRY(ls_mime_text_feed(t, from, end));
    else
        LS_TRY(ls_mime_text_feed(t, from, t->at + line.len - t->reading->delsp));
    t->at = end;
    return ls_ok();
}

struct ls_result ls_mime_text_flow(struct ls_mime_text *t)
{
    while (t->at < t->bytes.n) {
        bool taken = false;
        if (may_mean_more(t, t->at)) {
            if (!has_two_lines(t, t->at))
                return ls_ok();
            LS_TRY(look_at_line(t, &taken));
        }
        if (taken)
            continue;
        size_t end = line_after(t, t->at);
        bool whole = t->bytes.at[end - 1] == '\n' || t->ended;
        if (!whole && t->bytes.n - t->at < WAIT_MAX)
            return ls_ok();
        if (t->line_start && whole) {
            LS_TRY(flow_line(t, end));
        } else {
            LS_TRY(ls_mime_text_feed(t, t->at, end));
            t->at = end;
        }
        t->line_start = whole;
    }
    return ls_ok();
}
