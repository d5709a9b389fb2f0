/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text that is read a second time, in another way: only lines that were not there the first time
 * are told. Lines are known by their digests; when there are more than are kept, some are told
 * twice, and none gets lost.
 */
#include "formats/mime_text.h"

#include "base/fnv.h"

#include <stdlib.h>
#include <string.h>

enum {
    LINE_MAX_KEPT = 64 << 10, /* a longer line is sifted in pieces */
    BASE64_LINE_MIN = 24,
};

static int compare(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

void ls_mime_text_sort_lines(struct ls_mime_text *t)
{
    if (t->lines.n > 1)
        qsort(t->lines.at, t->lines.n, sizeof *t->lines.at, compare);
}

static bool was_told(const struct ls_mime_text *t, uint64_t line)
{
    return t->lines.n &&
           bsearch(&line, t->lines.at, t->lines.n, sizeof *t->lines.at, compare) != NULL;
}

static bool is_base64(const char *at, size_t n)
{
    bool upper = false, lower = false;
    for (size_t i = 0; i < n; i++) {
        upper |= at[i] >= 'A' && at[i] <= 'Z';
        lower |= at[i] >= 'a' && at[i] <= 'z';
        if (at[i] == ' ')
            return false;
    }
    return n >= BASE64_LINE_MIN && upper && lower && ls_base64_likeness(at, n) == 100;
}

static struct ls_result sift_line(struct ls_mime_text *t, size_t from, size_t to)
{
    const char *at = t->out.text.at + from;
    size_t n = to - from;
    size_t end = n && at[n - 1] == '\n' ? n - 1 : n;
    uint64_t line = ls_fnv(LS_FNV_START, at, end);
    if (end == 0)
        return ls_ok();
    if (t->mode == LS_MIME_TEXT_COLLECT) {
        if (t->lines.n < t->lines.limit)
            LS_VEC_PUSH(&t->lines, line);
        return ls_ok();
    }
    if (was_told(t, line) || (t->skip_base64 && is_base64(at, end)))
        return ls_ok();
    LS_TRY(ls_mime_text_tell_part(t));
    return ls_emit_text(t->m->job, (struct ls_str){at, n}, &t->out.map, t->out.base + from);
}

struct ls_result ls_mime_text_sift(struct ls_mime_text *t, bool last)
{
    struct ls_buf *text = &t->out.text;
    size_t from = 0;
    while (from < text->n) {
        const char *lf = memchr(text->at + from, '\n', text->n - from);
        size_t to = lf ? (size_t)(lf - text->at) + 1 : text->n;
        if (!lf && !last && text->n - from < LINE_MAX_KEPT)
            break;
        LS_TRY(sift_line(t, from, to));
        from = to;
    }
    if (from == text->n) {
        LS_VEC_CLEAR(text);
        ls_map_clear(&t->out.map);
        t->out.base = 0;
    } else if (from) {
        memmove(text->at, text->at + from, text->n - from);
        text->n -= from;
        t->out.base += from;
    }
    return ls_ok();
}
