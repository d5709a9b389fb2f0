/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text around an event, read once for all that ask about the same place: what was read last is
 * shown again, in part, as long as it covers what is wanted.
 */
#include "confirm/confirm_priv.h"

#include "base/escape.h"

/* The events that may reach into bytes [lo, hi), found from the one that is being looked at. */
static void nearby(const struct ls_work *work, size_t lo, size_t hi, const struct ls_event **from,
                   size_t *n)
{
    size_t a = 0, b = work->n;
    while (a < b) {
        size_t mid = a + (b - a) / 2;
        if (work->events[mid].off + work->events[mid].len <= lo)
            a = mid + 1;
        else
            b = mid;
    }
    size_t last = a;
    while (last < work->n && work->events[last].off < hi + LS_WORD_BYTES_MAX)
        last++;
    *from = work->events + a;
    *n = last - a;
}

struct ls_result ls_confirm_read_bytes(const struct ls_work *work, const struct ls_event *e,
                                       size_t lo, size_t hi)
{
    struct ls_confirm_ctx *ctx = work->ctx;
    ctx->texts_read[e->rule]++;
    if (ls_is_escape(e->enc)) {
        struct ls_text_range range = {.lo = lo, .at = e->off, .hi = hi};
        ctx->text_read = false;
        return ls_text_read_escaped(&ctx->text, work->block, e->enc, &range);
    }
    bool wide = ls_encoding_is_wide((enum ls_encoding)e->enc);
    bool same_text = ctx->text.enc == e->enc && (!wide || ((ctx->text.lo ^ e->off) & 1) == 0);
    if (ctx->text_read && ctx->text.certain && same_text && ctx->want_lo <= lo &&
        hi <= ctx->want_hi) {
        ls_text_show(&ctx->text, work->block, lo, hi);
        return ls_ok();
    }
    const struct ls_event *from;
    size_t n;
    nearby(work, lo, hi, &from, &n);
    ctx->text_read = false;
    size_t more = work->block->len - hi; /* a character that is cut in two there is none */
    struct ls_text_range range = {
        .lo = lo, .at = e->off, .hi = hi + (more < LS_CHAR_BYTES_MAX ? more : LS_CHAR_BYTES_MAX)};
    LS_TRY(ls_text_read(&ctx->text, work->block, (enum ls_encoding)e->enc, &range, from, n));
    ctx->text_read = true;
    ctx->want_lo = lo;
    ctx->want_hi = hi;
    ls_text_show(&ctx->text, work->block, lo, hi);
    return ls_ok();
}

struct ls_result ls_confirm_read(const struct ls_work *work, const struct ls_event *e,
                                 size_t before, size_t after)
{
    size_t back = before * LS_CHAR_BYTES_MAX, ahead = after * LS_CHAR_BYTES_MAX;
    size_t end = (size_t)e->off + e->len;
    return ls_confirm_read_bytes(work, e, e->off > back ? e->off - back : 0,
                                 work->block->len - end > ahead ? end + ahead : work->block->len);
}
