/* SPDX-License-Identifier: Apache-2.0 */
/* Parts that are objects of their own: decoded while somebody reads them. */
#include "formats/mime_priv.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/reason.h"

#include <string.h>

enum {
    DECODED_MAX = 2 << 20, /* uuencode may grow 32 times */
};

struct leaf {
    struct ls_blob blob;
    struct ls_mime *m;
    struct ls_child child;
    struct ls_decoder decoder;
    struct ls_mime_run_of_bytes run; /* what is left of it, of a part that is not encoded */
    struct ls_buf out;               /* decoded … */
    size_t taken;                    /* … and read */
    bool ended;
};

static bool is_plain(const struct leaf *leaf)
{
    return leaf->decoder.kind == LS_TRANSFER_NONE;
}

/* Gets more bytes, or sets `ended`. */
static struct ls_result refill(struct leaf *leaf)
{
    LS_TRY(ls_mime_next(leaf->m, &leaf->run));
    if (leaf->run.n == 0) {
        leaf->ended = true;
        leaf->child.raw_hi = leaf->m->body_end;
        return ls_decoder_end(&leaf->decoder, &leaf->out, NULL);
    }
    if (is_plain(leaf))
        return ls_ok();
    LS_VEC_CLEAR(&leaf->out);
    leaf->taken = 0;
    return ls_decoder_feed(&leaf->decoder, leaf->run.at, leaf->run.n, leaf->run.off, &leaf->out,
                           NULL);
}

static struct ls_result read_leaf(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct leaf *leaf = LS_CONTAINER(blob, struct leaf, blob);
    (void)off;
    *got = 0;
    while (len) {
        size_t left = leaf->out.n - leaf->taken;
        if (left) {
            *got = left < len ? left : len;
            memcpy(out, leaf->out.at + leaf->taken, *got);
            leaf->taken += *got;
            return ls_ok();
        }
        if (is_plain(leaf) && leaf->run.n) {
            *got = leaf->run.n < len ? leaf->run.n : len;
            memcpy(out, leaf->run.at, *got);
            leaf->run.at += *got;
            leaf->run.n -= *got;
            return ls_ok();
        }
        if (leaf->ended)
            return ls_ok();
        LS_TRY(refill(leaf));
    }
    return ls_ok();
}

/* A multipart that was encoded as a whole has its header outside: this one goes inside. */
static struct ls_result add_head(struct ls_buf *out, const struct ls_mime_reading *reading)
{
    LS_TRY(ls_buf_str(out, "Content-Type: multipart/mixed; boundary=\""));
    for (size_t i = 0; i < reading->bounds[0].n; i++) {
        char c = (char)reading->bounds[0].at[i];
        if (c == '"' || c == '\\')
            LS_TRY(ls_buf_char(out, '\\'));
        LS_TRY(ls_buf_char(out, c));
    }
    return ls_buf_str(out, "\"\r\n\r\n");
}

/* The format that the header says it is. A text that the raw bytes are searched for needs none. */
static const char *format_of(const struct ls_mime_reading *reading)
{
    if (reading->kind == LS_MIME_HTML)
        return "html";
    if (reading->kind == LS_MIME_MESSAGE || reading->packed)
        return "eml";
    const struct ls_charset *charset =
        reading->text ? ls_charset_find(reading->charset, strlen(reading->charset)) : NULL;
    const char *name = charset ? ls_charset_name(charset) : "us-ascii";
    bool raw = strcmp(name, "us-ascii") == 0;
    for (enum ls_encoding e = LS_ENC_UTF8; e < LS_ENC_COMMON; e++)
        raw |= strcmp(name, ls_encoding_name(e)) == 0;
    return raw ? NULL : "text";
}

/* Does a page stand beside a plain text that says the same (RFC 2046, 5.1.4)? */
static bool says_again(const struct ls_mime *m, const struct ls_mime_reading *reading)
{
    bool alternative = false;
    for (size_t i = 0; i < m->levels.n; i++)
        alternative |= m->levels.at[i].alternative;
    return alternative && reading->kind == LS_MIME_HTML && !m->entity.attachment;
}

static struct ls_result emit_leaf(struct leaf *leaf, const struct ls_mime_reading *reading)
{
    static const struct ls_link text = {.off = LS_OFF_UNKNOWN}; /* of the message itself */
    struct ls_mime *m = leaf->m;
    struct ls_child *child = &leaf->child;
    LS_TRY(ls_mime_name(m));
    *child = (struct ls_child){
        .name = {m->entity.name.at, m->entity.name.n},
        .blob = &leaf->blob,
        .off = ls_mime_body_off(m),
        .raw_lo = ls_mime_body_off(m),
        .verbatim = is_plain(leaf),
        .as = format_of(reading),
        .charset = reading->charset[0] ? reading->charset : NULL,
        .again = says_again(m, reading) ? &text : NULL,
    };
    if (reading->packed)
        LS_TRY(add_head(&leaf->out, reading));
    if (reading->piece)
        LS_TRY(ls_emit_gap(m->job, child->name, LS_REASON_UNSUPPORTED,
                           "one piece of a message (message/partial)"));
    LS_TRY(ls_emit_child(m->job, child));
    if (leaf->decoder.resumed)
        LS_TRY(ls_mime_note(m, LS_MIME_BASE64_GOES_ON));
    if (leaf->decoder.kind == LS_TRANSFER_BASE64 && leaf->decoder.junk)
        LS_TRY(ls_mime_note(m, LS_MIME_BASE64_JUNK));
    return ls_ok();
}

struct ls_result ls_mime_read_leaf(struct ls_mime *m, const struct ls_mime_reading *reading)
{
    struct leaf leaf = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_leaf},
        .m = m,
        .out = {.limit = DECODED_MAX},
    };
    ls_decoder_begin(&leaf.decoder, reading->transfer);
    struct ls_result r = emit_leaf(&leaf, reading);
    LS_VEC_FINI(&leaf.out);
    return r;
}
