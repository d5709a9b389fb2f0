/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the files of a share. */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/rng.h"
#include "generate/must.h"

#include <string.h>

enum { MENTIONS = 10, CELL_BYTES = 45 };

void ls_share_init(struct ls_share *share, uint64_t seed)
{
    *share = (struct ls_share){.rng = seed};
    must(ls_reftext_new(seed, MENTIONS, &share->prose));
}

void ls_share_fini(struct ls_share *share)
{
    ls_reftext_free(share->prose);
    share->prose = NULL;
}

uint32_t ls_share_below(struct ls_share *share, uint32_t n)
{
    return ls_rng_below(&share->rng, n);
}

/* A power of two at random, then a number within it. */
size_t ls_share_size(struct ls_share *share, size_t min, size_t max)
{
    uint32_t doublings = 0;
    while (min << (doublings + 1) <= max)
        doublings++;
    size_t from = min << ls_share_below(share, doublings + 1);
    size_t to = from * 2 < max ? from * 2 : max;
    return from + ls_share_below(share, (uint32_t)(to - from + 1));
}

bool ls_share_line(const char **at, const char **line, size_t *len)
{
    if (!**at)
        return false;
    *line = *at;
    *len = strcspn(*at, "\n");
    *at += *len + ((*at)[*len] == '\n');
    return true;
}

bool ls_share_cell(const char **at, const char *end, const char **cell, size_t *len)
{
    if (*at > end)
        return false;
    const char *tab = memchr(*at, '\t', (size_t)(end - *at));
    *cell = *at;
    *len = (size_t)((tab ? tab : end) - *at);
    *at += *len + 1;
    return true;
}

size_t ls_share_char(const char *text, size_t len, uint32_t *cp)
{
    return ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text, len, cp);
}

/* Where in a text of so many bytes the mark comes; marks mostly stand at its beginning. */
static size_t mark_place(struct ls_share *share, size_t bytes)
{
    return ls_share_below(share, 2) ? 0 : ls_share_below(share, (uint32_t)(bytes / 2 + 1));
}

void ls_share_prose(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    size_t place = mark_place(share, brief->bytes), from = out->n;
    const char *mark = brief->mark, *line;
    while (out->n - from < brief->bytes || mark) {
        if (mark && out->n - from >= place) {
            must(ls_buf_printf(out, "%s\n", mark));
            mark = NULL;
            continue;
        }
        size_t n = ls_reftext_line(share->prose, &line);
        if (n > 1) /* the empty line behind an article */
            must(ls_buf_add(out, line, n));
    }
    must(ls_buf_char(out, '\0'));
    out->n--;
}

/* So many bytes of a line, up to the end of a character. */
static size_t cut(const char *line, size_t n, size_t bytes)
{
    while (bytes < n && ((unsigned char)line[bytes] & 0xC0) == 0x80)
        bytes++;
    return bytes < n ? bytes : n;
}

void ls_share_table(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    size_t place = mark_place(share, brief->bytes), from = out->n, left = 0;
    const char *mark = brief->mark, *line = NULL;
    for (unsigned row = 1; out->n - from < brief->bytes || mark; row++) {
        if (mark && out->n - from >= place) {
            must(ls_buf_printf(out, "%s\n", mark));
            mark = NULL;
        }
        must(ls_buf_printf(out, "%u\t", row));
        for (int cell = 0; cell < 2; cell++) {
            while (left < 2) {
                left = ls_reftext_line(share->prose, &line);
                left -= left > 0; /* its line feed */
            }
            size_t n = cut(line, left, 9 + ls_share_below(share, CELL_BYTES));
            must(ls_buf_add(out, line, n));
            must(ls_buf_char(out, '\t'));
            line += n;
            left -= n;
        }
        must(ls_buf_printf(out, "20%02u-%02u-%02u\t%u.%02u\t%u\n", 10 + ls_share_below(share, 16),
                           1 + ls_share_below(share, 12), 1 + ls_share_below(share, 28),
                           ls_share_below(share, 1000000), ls_share_below(share, 100),
                           ls_share_below(share, 500)));
    }
    must(ls_buf_char(out, '\0'));
    out->n--;
}

void ls_share_picture(struct ls_share *share, size_t bytes, struct ls_buf *out)
{
    must(ls_buf_add(out, "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\x48\0\x48\0\0", 20));
    for (size_t i = 0; i < bytes / 8; i++) {
        uint64_t random = ls_rng_next(&share->rng);
        must(ls_buf_add(out, &random, sizeof random));
    }
    must(ls_buf_add(out, "\xFF\xD9", 2));
}

void ls_share_jpg(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    ls_share_picture(share, brief->pictures, out);
}
