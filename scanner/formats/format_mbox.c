/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many messages in one file (RFC 4155): before each a line "From sender date", and before that,
 * usually, an empty one. Lines of messages that begin so have a '>' put before them by some
 * writers; it stays, since offsets count.
 *
 * What looks like the beginning of a message is one: cutting a message in two shows all of it,
 * joining two may hide the second.
 */
#include "formats/mime_priv.h"

#include "formats/format.h"

#include <string.h>

enum { POSTMARK_MAX = 1 << 10 };

static unsigned bid(const struct ls_probe *probe)
{
    struct ls_mime_header_look look;
    if (!ls_probe_is(probe, 0, "From ", 5))
        return 0;
    ls_mime_look_at_header(probe->head, probe->head_len, &look);
    return look.postmark ? 40 : ls_mime_bid(&look);
}

/* The message at hand. */
struct message {
    struct ls_blob blob;
    struct ls_mime_reader *reader;
    struct ls_child child;
    uint8_t before[4]; /* the bytes before the reader's */
    bool ended;
};

/* Length of the line at at[0..n) with its end; n when it has none. */
static size_t line_len(const uint8_t *at, size_t n, size_t *text)
{
    const uint8_t *lf = memchr(at, '\n', n);
    size_t len = lf ? (size_t)(lf - at) + 1 : n;
    *text = len;
    while (*text && (at[*text - 1] == '\n' || at[*text - 1] == '\r'))
        --*text;
    return len;
}

/* "From " stands at at[0]; `before`: the four bytes before it. */
static bool begins_message(const uint8_t *at, size_t n, const uint8_t before[4])
{
    size_t text, max = n < POSTMARK_MAX ? n : POSTMARK_MAX, len = line_len(at, max, &text);
    bool blank =
        before[3] == '\n' && (before[2] == '\n' || (before[2] == '\r' && before[1] == '\n'));
    bool header = len < n && ls_mime_is_field(at + len, n - len);
    return ls_mime_is_postmark(at, text) ? blank || header : blank && header;
}

/* The last four bytes before at[i]. */
static void look_back(const struct message *msg, const uint8_t *at, size_t i, uint8_t out[4])
{
    size_t here = i < 4 ? i : 4;
    memcpy(out, msg->before + here, 4 - here);
    memcpy(out + 4 - here, at + i - here, here);
}

/* Bytes of the reader that surely belong to the message; *found when another one begins there. */
static size_t own_bytes(const struct message *msg, bool *found)
{
    const struct ls_mime_reader *r = msg->reader;
    size_t n = r->n < LS_MIME_PIECE ? r->n : LS_MIME_PIECE;
    const uint8_t *at = r->at, *from;
    bool all = r->eof && n == r->n;
    *found = false;
    for (size_t i = 0; i < n && (from = memmem(at + i, n - i, "From ", 5)); i++) {
        uint8_t before[4];
        i = (size_t)(from - at);
        look_back(msg, at, i, before);
        if (before[3] != '\n')
            continue;
        if (!begins_message(at + i, r->n - i, before))
            continue;
        *found = true;
        return i;
    }
    return all || n < 5 ? n : n - 4; /* half of a "From " may stand at the end */
}

static void take(struct message *msg, size_t n)
{
    uint8_t before[4];
    look_back(msg, msg->reader->at, n, before);
    memcpy(msg->before, before, sizeof before);
    ls_mime_skip(msg->reader, n);
}

static struct ls_result read_message(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct message *msg = LS_CONTAINER(blob, struct message, blob);
    struct ls_mime_reader *r = msg->reader;
    bool found;
    (void)off;
    *got = 0;
    if (msg->ended)
        return ls_ok();
    LS_TRY(ls_mime_fill(r, LS_MIME_PIECE + LS_MIME_LOOK));
    size_t own = own_bytes(msg, &found);
    *got = own < len ? own : len;
    if (*got)
        memcpy(out, r->at, *got);
    take(msg, *got);
    msg->ended = *got == 0 && len > 0;
    msg->child.raw_hi = r->off;
    return ls_ok();
}

/* Passes over a postmark. */
static struct ls_result take_postmark(struct message *msg)
{
    size_t text;
    LS_TRY(ls_mime_fill(msg->reader, LS_MIME_PIECE));
    size_t n = msg->reader->n < POSTMARK_MAX ? msg->reader->n : POSTMARK_MAX;
    take(msg, line_len(msg->reader->at, n, &text));
    return ls_ok();
}

static struct ls_result emit_message(struct ls_format_job *job, struct message *msg,
                                     uint64_t number)
{
    char name_bytes[24];
    struct ls_buf name = {.at = name_bytes, .cap = sizeof name_bytes, .limit = sizeof name_bytes};
    char rest[4096];
    size_t got;
    LS_TRY(ls_buf_u64(&name, number));
    msg->ended = false;
    msg->child = (struct ls_child){
        .name = {name.at, name.n},
        .blob = &msg->blob,
        .off = msg->reader->off,
        .raw_lo = msg->reader->off,
        .verbatim = true,
        .as = "eml",
    };
    LS_TRY(ls_emit_child(job, &msg->child));
    do { /* what nobody wanted of it */
        LS_TRY(ls_blob_read(&msg->blob, 0, rest, sizeof rest, &got));
        LS_TRY(ls_charge(job, 0, 0));
    } while (got);
    return ls_ok();
}

static struct ls_result read_messages(struct ls_format_job *job, struct ls_mime_reader *reader)
{
    struct message msg = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_message},
        .reader = reader,
        .before = "\n\n\n\n",
    };
    LS_TRY(ls_mime_fill(reader, LS_MIME_PIECE));
    for (uint64_t number = 1; reader->n; number++) {
        LS_TRY(take_postmark(&msg));
        LS_TRY(emit_message(job, &msg, number));
        LS_TRY(ls_mime_fill(reader, LS_MIME_PIECE));
    }
    return reader->broken ? ls_bad(LS_E_MALFORMED) : ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    struct ls_mime_reader reader;
    struct ls_result r = ls_mime_reader_init(&reader, job->blob, 0, LS_SIZE_UNKNOWN);
    if (!ls_failed(r))
        r = read_messages(job, &reader);
    ls_mime_reader_fini(&reader);
    return r;
}

const struct ls_format ls_format_mbox = {
    .name = "mbox",
    .what = "mailbox (mbox)",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
