/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTF (Rich Text Format Specification 1.9.1), forward only, whatever its size.
 *
 *   {\rtf1 机\'c3\'dc{\footnote 注}{\v 隐}★{\*\objdata 0105…}}
 *        body       "机密★"
 *        footnote   "注"
 *        hidden     "隐"
 *        child      the object
 *
 * Where a mail's HTML was packed into RTF ([MS-OXRTFEX]), it is unpacked, and its text told as that
 * of an HTML document only. What stands behind the end is told as hidden when it is RTF once more,
 * and is a child when it is anything else.
 */
#include "formats/rtf_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/carve.h"

#include <string.h>

enum { BITS_RTF = 40, BITS_LENIENT = 32, BLANKS_MAX = 64 };

/* Word reads everything that begins with {\rt. */
static unsigned bid(const struct ls_probe *probe)
{
    size_t at = ls_probe_is(probe, 0, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < probe->head_len && at < BLANKS_MAX && strchr(" \t\r\n", probe->head[at]))
        at++;
    if (ls_probe_is(probe, at, "{\\rtf", 5))
        return BITS_RTF;
    return ls_probe_is(probe, at, "{\\rt", 4) ? BITS_LENIENT : 0;
}

/* ---- HTML that was packed into RTF --------------------------------------------------------- */

struct html {
    struct ls_blob blob;
    struct ls_rtf *rtf;
    size_t taken;
};

static struct ls_result read_html(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct html *html = LS_CONTAINER(blob, struct html, blob);
    struct ls_rtf *rtf = html->rtf;
    struct ls_buf *made = &rtf->out.html;
    (void)off; /* forward only */
    *got = 0;
    while (html->taken == made->n) {
        html->taken = 0;
        LS_VEC_CLEAR(made);
        if (rtf->ended && !rtf->out.where.html)
            return ls_ok();
        LS_TRY(rtf->ended ? ls_rtf_out_to(&rtf->out, (struct ls_rtf_where){.html = false})
                          : ls_rtf_step(rtf));
    }
    *got = made->n - html->taken < len ? made->n - html->taken : len;
    memcpy(out, made->at + html->taken, *got);
    html->taken += *got;
    return ls_ok();
}

/* All that is left of the document. */
static struct ls_result emit_html(struct ls_rtf *rtf)
{
    static const struct ls_link whole = {.off = LS_OFF_UNKNOWN};
    struct html html = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_html}, .rtf = rtf};
    struct ls_child child = {
        .name = ls_str_of("html"),
        .blob = &html.blob,
        .off = LS_OFF_UNKNOWN,
        .as = "html",
        .charset = "utf-8",
        .again = &whole, /* in a message, this may be the form of a form of its text */
    };
    uint8_t unread[1024];
    size_t got = 1;
    rtf->html = true;
    rtf->html_due = false;
    LS_TRY(ls_emit_child(rtf->job, &child));
    LS_TRY(rtf->result);
    while (got)
        LS_TRY(read_html(&html.blob, 0, unread, sizeof unread, &got));
    rtf->html = false;
    return ls_rtf_data_emit_waiting(rtf);
}

/* ---- behind the end ------------------------------------------------------------------------ */

struct tail {
    struct ls_blob blob;
    struct ls_rtf *rtf;
};

static struct ls_result read_tail(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct tail *tail = LS_CONTAINER(blob, struct tail, blob);
    struct ls_rtf_source *source = &tail->rtf->source;
    (void)off; /* forward only */
    *got = ls_rtf_take(source, out, len);
    return *got < len ? source->result : ls_ok();
}

static struct ls_result emit_tail(struct ls_rtf *rtf)
{
    struct tail tail = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_tail}, .rtf = rtf};
    uint64_t off = ls_rtf_offset(&rtf->source), size = rtf->job->blob->size;
    bool known = size != LS_SIZE_UNKNOWN && size > off;
    struct ls_child child = {
        .name = ls_str_of("behind the end"),
        .blob = &tail.blob,
        .off = off,
        .raw_lo = off,
        .raw_hi = known ? size : off,
        .verbatim = known,
        .part = LS_PART_HIDDEN,
    };
    return ls_emit_child(rtf->job, &child);
}

/* The document does not end: an archive behind it was read as text. */
static struct ls_result end_cut(struct ls_format_job *job)
{
    struct ls_carve_range range = {1, UINT64_MAX};
    unsigned found;
    LS_TRY(ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_TRUNCATED, "groups are left open"));
    return job->blob->random && ls_carve_ends_as_archive(job->probe)
               ? ls_carve(job, &range, 1, LS_CARVE_ZIP, &found)
               : ls_ok();
}

/* ---- the document -------------------------------------------------------------------------- */

/* A byte order mark and blanks. */
static void skip_front(struct ls_rtf_source *source)
{
    for (int c = ls_rtf_peek(source); c >= 0 && strchr("\xEF\xBB\xBF \t\r\n", c) && c;
         c = ls_rtf_peek(source))
        source->at++;
}

static struct ls_result read_document(struct ls_rtf *rtf)
{
    skip_front(&rtf->source);
    while (!rtf->ended) {
        LS_TRY(ls_rtf_step(rtf));
        if (rtf->html_due)
            LS_TRY(emit_html(rtf));
        LS_TRY(ls_rtf_data_emit(rtf));
    }
    LS_TRY(ls_rtf_out_end(&rtf->out));
    if (rtf->has_tail)
        return emit_tail(rtf);
    LS_TRY(rtf->source.result);
    return rtf->cut ? end_cut(rtf->job) : ls_ok();
}

static void init(struct ls_rtf *rtf, struct ls_format_job *job)
{
    rtf->job = job;
    rtf->round = 1;
    rtf->groups[0] = (struct ls_rtf_group){
        .part = LS_PART_BODY,
        .font = LS_RTF_FONT_NONE,
        .wide = LS_RTF_FONT_NONE,
        .fallback = 1,
    };
    ls_rtf_fonts_init(&rtf->fonts);
    ls_rtf_data_init(rtf);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct ls_rtf *rtf = ls_calloc(1, sizeof *rtf);
    if (!rtf)
        return ls_stop(LS_E_MEMORY);
    init(rtf, job);
    struct ls_result r = ls_rtf_source_init(&rtf->source, job->blob);
    if (!ls_failed(r))
        r = ls_rtf_out_init(&rtf->out, job, &rtf->fonts);
    if (!ls_failed(r))
        r = read_document(rtf);
    ls_rtf_source_fini(&rtf->source);
    ls_rtf_out_fini(&rtf->out);
    ls_rtf_data_fini(rtf);
    ls_rtf_fonts_fini(&rtf->fonts);
    ls_free(rtf);
    return r;
}

const struct ls_format ls_format_rtf = {
    .name = "rtf",
    .what = "RTF document",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = run,
};
