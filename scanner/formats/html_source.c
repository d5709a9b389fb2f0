/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/html_source.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    CHUNK = 4096, /* bytes read at once */
    TEXT_MAX = 64 << 10,
    SEGS_MAX = TEXT_MAX, /* no more than a full window can have */
};

struct ls_result ls_html_source_init(struct ls_html_source *source, struct ls_blob *blob,
                                     const struct ls_charset *charset)
{
    *source = (struct ls_html_source){.blob = blob, .text.limit = TEXT_MAX};
    ls_map_init(&source->map, SEGS_MAX);
    ls_charset_begin(&source->reader, charset, 0);
    source->chunk = ls_calloc(CHUNK, 1);
    return source->chunk ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_html_source_fini(struct ls_html_source *source)
{
    ls_free(source->chunk);
    LS_VEC_FINI(&source->text);
    ls_map_fini(&source->map);
}

/* Forgets what was read, but for the last few characters. */
static void slide(struct ls_html_source *s)
{
    size_t gone = s->at > LS_HTML_BEHIND ? s->at - LS_HTML_BEHIND : 0;
    if (gone < CHUNK)
        return;
    memmove(s->text.at, s->text.at + gone, s->text.n - gone);
    s->text.n -= gone;
    s->base += gone;
    ls_map_forget(&s->map, s->base);
    s->at -= gone;
    s->end -= gone;
    s->searched = s->searched > gone ? s->searched - gone : 0;
}

static void fill(struct ls_html_source *s)
{
    size_t got = 0;
    slide(s);
    size_t before = s->text.n;
    struct ls_result r = ls_blob_read(s->blob, s->off, s->chunk, CHUNK, &got);
    s->off += got;
    s->eof = ls_failed(r) || got < CHUNK;
    struct ls_result fed = ls_charset_feed(&s->reader, s->chunk, got, s->eof, &s->text, &s->map);
    if (ls_failed(fed)) {
        s->eof = true;
        s->text.n = before; /* the map may know less */
        r = fed;
    }
    s->result = r;
}

/* Length of the end of a comment here, 0: none. */
static size_t comment_end(const char *text, size_t len)
{
    if (len >= 3 && memcmp(text, "-->", 3) == 0)
        return 3;
    return len >= 4 && memcmp(text, "--!>", 4) == 0 ? 4 : 0;
}

/* Length of what ends the text, if that is here, or 0. */
static size_t terminator_len(const struct ls_html_source *s, const char *text, size_t len)
{
    if (s->until == LS_HTML_UNTIL_COMMENT)
        return comment_end(text, len);
    size_t n = strlen(s->until_tag);
    if (len <= n || strncasecmp(text, s->until_tag, n) != 0)
        return 0;
    return strchr(" \t\n\r\f/>", text[n]) ? n : 0; /* NUL as well */
}

/* Finds out how far the text that was read in may be looked at. */
static void set_end(struct ls_html_source *s)
{
    if (s->until == LS_HTML_UNTIL_END) {
        s->end = s->text.n;
        s->ended = s->eof;
        return;
    }
    bool comment = s->until == LS_HTML_UNTIL_COMMENT;
    size_t tail = comment ? 3 : strlen(s->until_tag);
    for (; s->searched < s->text.n; s->searched++) {
        const char *from = s->text.at + s->searched;
        const char *found = memchr(from, comment ? '-' : '<', s->text.n - s->searched);
        s->searched = found ? (size_t)(found - s->text.at) : s->text.n;
        if (found && terminator_len(s, found, s->text.n - s->searched)) {
            s->end = s->searched;
            s->ended = true;
            return;
        }
    }
    /* The last characters may be its beginning. Half a character is none. */
    size_t sure = s->text.n > tail ? s->text.n - tail : 0;
    while (sure > 0 && ((unsigned char)s->text.at[sure] & 0xC0) == 0x80)
        sure--;
    s->end = s->eof ? s->text.n : sure > s->at ? sure : s->at;
    s->searched = sure > s->at ? sure : s->at;
    s->ended = s->eof;
}

bool ls_html_want_more(struct ls_html_source *s, size_t n)
{
    while (s->end - s->at < n && !s->ended) {
        if (!s->eof)
            fill(s);
        set_end(s);
    }
    return s->end - s->at >= n;
}

void ls_html_end_before_comment_end(struct ls_html_source *s)
{
    s->until = LS_HTML_UNTIL_COMMENT;
    s->searched = s->at;
    set_end(s);
}

void ls_html_end_before_tag(struct ls_html_source *s, const char *name)
{
    s->until = LS_HTML_UNTIL_TAG;
    snprintf(s->until_tag, sizeof s->until_tag, "</%s", name);
    s->searched = s->at;
    set_end(s);
}

void ls_html_go_on(struct ls_html_source *s)
{
    if (s->until == LS_HTML_UNTIL_COMMENT && s->at == s->end)
        s->at += comment_end(ls_html_here(s), s->text.n - s->at);
    s->until = LS_HTML_UNTIL_END;
    set_end(s);
}

void ls_html_span(const struct ls_html_source *s, uint64_t from, uint64_t to, uint64_t *lo,
                  uint64_t *hi)
{
    bool verbatim;
    if (!ls_map_find(&s->map, from, to, lo, hi, &verbatim))
        *lo = *hi = s->reader.in;
}
