/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ole_view.h"

#include "base/alloc.h"
#include "formats/cfb_priv.h"

#include <stdio.h>
#include <string.h>

enum { UTF8_MAX = 4 * LS_OLE_TEXT_PIECE, MAP_SEGS = 64 << 10 };

struct ls_result ls_ole_view_init(struct ls_ole_view *view, struct ls_blob *blob)
{
    *view = (struct ls_ole_view){.blob = blob};
    view->window = ls_calloc(LS_OLE_VIEW_WINDOW, 1);
    return view->window ? ls_ok() : ls_stop(LS_E_MEMORY);
}

struct ls_result ls_ole_view_stream(struct ls_ole_view *view, const struct ls_cfb_stream *stream)
{
    /* Reading changes nothing in it. */
    LS_TRY(ls_ole_view_init(view, (struct ls_blob *)(uintptr_t)&stream->blob));
    view->stream = stream;
    return ls_ok();
}

void ls_ole_view_fini(struct ls_ole_view *view)
{
    ls_free(view->window);
    view->window = NULL;
}

/* Where the file ends in the stream, the stream ends. */
static struct ls_result fill(struct ls_ole_view *view, uint64_t off)
{
    view->at = off;
    view->n = 0;
    if (off >= view->blob->size)
        return ls_ok();
    struct ls_result r = ls_blob_read(view->blob, off, view->window, LS_OLE_VIEW_WINDOW, &view->n);
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED ? ls_ok() : r;
}

struct ls_result ls_ole_view_at(struct ls_ole_view *view, uint64_t off, size_t len,
                                const uint8_t **bytes)
{
    bool held = off >= view->at && off - view->at <= view->n && view->n - (off - view->at) >= len;
    *bytes = NULL;
    if (!held)
        LS_TRY(fill(view, off));
    if (view->n - (size_t)(off - view->at) >= len)
        *bytes = view->window + (off - view->at);
    return ls_ok();
}

void ls_ole_text_init(struct ls_ole_text *text)
{
    *text = (struct ls_ole_text){.utf8.limit = UTF8_MAX};
    ls_map_init(&text->map, MAP_SEGS);
}

void ls_ole_text_fini(struct ls_ole_text *text)
{
    LS_VEC_FINI(&text->utf8);
    ls_map_fini(&text->map);
}

static void end_lines(struct ls_buf *utf8)
{
    for (size_t i = 0; i < utf8->n; i++)
        if (utf8->at[i] == '\r' || utf8->at[i] == '\v' || utf8->at[i] == '\f')
            utf8->at[i] = '\n';
}

struct ls_result ls_ole_view_text(struct ls_ole_view *view, uint64_t off, size_t len,
                                  const struct ls_charset *charset, struct ls_ole_text *text)
{
    struct ls_charset_reader reader;
    LS_VEC_CLEAR(&text->utf8);
    ls_map_clear(&text->map);
    text->mapped = view->stream != NULL;
    ls_charset_begin(&reader, charset, 0);
    for (size_t at = 0; at < len;) {
        uint64_t run = len - at;
        const uint8_t *bytes;
        if (off + at >= view->at + view->n || off + at < view->at)
            LS_TRY(fill(view, off + at));
        size_t have = view->n - (size_t)(off + at - view->at);
        if (have == 0)
            break;
        bytes = view->window + (off + at - view->at);
        if (view->stream)
            reader.in = ls_cfb_stream_off(view->stream, off + at, &run);
        size_t n = have < len - at ? have : len - at;
        n = run < n ? (size_t)run : n;
        LS_TRY(ls_charset_feed(&reader, bytes, n, false, &text->utf8,
                               text->mapped ? &text->map : NULL));
        at += n;
    }
    LS_TRY(ls_charset_feed(&reader, "", 0, true, &text->utf8, text->mapped ? &text->map : NULL));
    end_lines(&text->utf8);
    return ls_ok();
}

void ls_ole_view_child(const struct ls_ole_view *view, uint64_t off, uint64_t end,
                       struct ls_blob_range *range, struct ls_child *child)
{
    uint64_t run = 0;
    ls_blob_range(range, view->blob, off, end - off);
    child->blob = &range->blob;
    child->off =
        view->stream && off < end ? ls_cfb_stream_off(view->stream, off, &run) : LS_OFF_UNKNOWN;
    /* The last sector may be cut short by the end of the file. */
    uint64_t file = view->stream ? view->stream->cfb->job->blob->size : 0;
    if (off < end && run >= end - off && child->off + (end - off) <= file) {
        child->raw_lo = child->off;
        child->raw_hi = child->off + (end - off);
        child->verbatim = true;
    }
}

const struct ls_charset *ls_ole_code_page(uint32_t number)
{
    /* Those of the Macintosh are read as what they extend. */
    static const uint16_t same[][2] = {{10001, 932}, {10002, 950},   {10003, 949},  {10008, 936},
                                       {20936, 936}, {20932, 51932}, {28591, 1252}, {20127, 1252}};
    char name[16];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (same[i][0] == number)
            number = same[i][1];
    int n = snprintf(name, sizeof name, "cp%u", number);
    return n > 0 ? ls_charset_find(name, (size_t)n) : NULL;
}
