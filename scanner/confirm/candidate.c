/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a block was found to hold: candidates, and their texts as they stand there and folded.
 */
#include "confirm/confirm_priv.h"

#include "base/alloc.h"
#include "base/escape.h"
#include "base/utf8.h"

#include <string.h>

enum {
    CANDIDATES_MAX = 4 << 20,
    STRINGS_MAX = 512 << 20,
};

void ls_found_init(struct ls_found *found)
{
    LS_VEC_INIT(&found->candidates, CANDIDATES_MAX);
    LS_VEC_INIT(&found->strings, STRINGS_MAX);
    memset(found->numbers, 0, sizeof found->numbers);
    found->limits_hit = 0;
}

void ls_found_clear(struct ls_found *found)
{
    LS_VEC_CLEAR(&found->candidates);
    LS_VEC_CLEAR(&found->strings);
    memset(found->numbers, 0, sizeof found->numbers);
    found->limits_hit = 0;
}

void ls_found_fini(struct ls_found *found)
{
    LS_VEC_FINI(&found->candidates);
    LS_VEC_FINI(&found->strings);
}

static struct ls_result add_utf8(struct ls_found *found, const uint32_t *cps, size_t n,
                                 struct ls_span32 *span)
{
    span->at = (uint32_t)found->strings.n;
    LS_TRY(ls_utf8_add_all(&found->strings, cps, n));
    span->len = (uint32_t)found->strings.n - span->at;
    return ls_ok();
}

/* The same of a match in escaped text, which is at hand: what its characters were before folding.
 */
static struct ls_result add_unescaped(const struct ls_work *work, unsigned escape, size_t off,
                                      size_t len, struct ls_span32 *span)
{
    struct ls_found *found = work->found;
    struct ls_text *text = &work->ctx->text;
    size_t n = ls_unescape(escape, work->block->bytes + off, len, 0, text->inner, text->inner_off,
                           text->inner_end);
    span->at = (uint32_t)found->strings.n;
    for (size_t at = 0; at < n;) {
        uint32_t cp;
        at += ls_decode_char(ls_escape_inner(escape), text->inner + at, n - at, &cp);
        LS_TRY(ls_utf8_add(&found->strings, cp));
    }
    span->len = (uint32_t)found->strings.n - span->at;
    return ls_ok();
}

/* The bytes as they stand there, only brought to UTF-8. */
struct ls_result ls_confirm_original(const struct ls_work *work, enum ls_encoding enc, size_t off,
                                     size_t len, struct ls_span32 *span)
{
    struct ls_found *found = work->found;
    if (ls_is_escape(enc))
        return add_unescaped(work, enc, off, len, span);
    span->at = (uint32_t)found->strings.n;
    if (enc == LS_ENC_UTF8 && ls_utf8_valid(work->block->bytes + off, len)) {
        LS_TRY(ls_buf_add(&found->strings, work->block->bytes + off, len));
        span->len = (uint32_t)len;
        return ls_ok();
    }
    for (size_t at = off; at < off + len;) {
        uint32_t cp;
        at += ls_decode_char(enc, work->block->bytes + at, off + len - at, &cp);
        LS_TRY(ls_utf8_add(&found->strings, cp));
    }
    span->len = (uint32_t)found->strings.n - span->at;
    return ls_ok();
}

struct ls_result ls_confirm_add(const struct ls_work *work, const struct ls_event *e, size_t from,
                                size_t to, const struct ls_spans *spans)
{
    const struct ls_text *text = &work->ctx->text;
    struct ls_found *found = work->found;
    size_t off = text->off[from], len = text->end[to - 1] - off;
    struct ls_candidate c = {.off = work->block->off + off,
                             .seen = work->seen,
                             .len = (uint32_t)len,
                             .rule = e->rule,
                             .enc = e->enc,
                             .labelled = true};
    if (ls_escape_is_base64(e->enc)) /* which cannot be read from the middle */
        LS_TRY(add_utf8(found, text->cps + from, to - from, &c.text));
    else
        LS_TRY(ls_confirm_original(work, (enum ls_encoding)e->enc, off, len, &c.text));
    LS_TRY(add_utf8(found, text->cps + from, to - from, &c.folded));
    if (spans) {
        size_t g = spans->from[LS_GROUP_GRADE], t = spans->from[LS_GROUP_TERM];
        LS_TRY(add_utf8(found, text->cps + g, spans->to[LS_GROUP_GRADE] - g, &c.grade));
        LS_TRY(add_utf8(found, text->cps + t, spans->to[LS_GROUP_TERM] - t, &c.term));
    }
    LS_VEC_PUSH(&found->candidates, c);
    return ls_ok();
}
