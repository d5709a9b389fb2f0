/* SPDX-License-Identifier: Apache-2.0 */
/* Text on its way out: line ends become one character, other control characters go. */
#include "formats/mime_priv.h"

#include "base/alloc.h"

#include <string.h>

enum { TEXT_MAX = 1 << 20 };

void ls_mime_out_init(struct ls_mime_out *out)
{
    *out = (struct ls_mime_out){.text = {.limit = TEXT_MAX}};
    ls_map_init(&out->map, LS_MIME_SEGS_MAX);
}

void ls_mime_out_clear(struct ls_mime_out *out)
{
    LS_VEC_CLEAR(&out->text);
    ls_map_clear(&out->map);
    out->base = 0;
    out->cr = false;
}

void ls_mime_out_fini(struct ls_mime_out *out)
{
    LS_VEC_FINI(&out->text);
    ls_map_fini(&out->map);
}

static bool belongs(uint8_t c)
{
    return (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n';
}

/* Bytes of at[0..n) up to the first that may not belong, eight at a time. */
static size_t clean_run(const uint8_t *at, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    size_t i = 0;
    for (uint64_t word; n - i >= sizeof word; i += sizeof word) {
        memcpy(&word, at + i, sizeof word);
        uint64_t del = word ^ ones * 0x7F;
        if ((((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & highs)
            break;
    }
    return i;
}

/* A line end where there was another control character. */
static struct ls_result add_line_end(struct ls_mime_out *out)
{
    LS_TRY(ls_buf_char(&out->text, '\n'));
    return ls_map_add(&out->map, 1, 0, 1, 0);
}

struct ls_result ls_mime_out_add(struct ls_mime_out *out, const struct ls_buf *utf8,
                                 const struct ls_map *map, const struct ls_map *inner)
{
    const uint8_t *at = (const uint8_t *)utf8->at;
    for (size_t i = 0; i < utf8->n;) {
        size_t from = i;
        if (out->cr && at[i] != '\n' && at[i] != '\r')
            LS_TRY(add_line_end(out));
        out->cr = false;
        for (size_t n; i < utf8->n && belongs(at[i]); i += n) {
            n = clean_run(at + i, utf8->n - i);
            n += n == 0;
        }
        LS_TRY(ls_buf_add(&out->text, at + from, i - from));
        LS_TRY(ls_map_through(&out->map, map, from, i, inner));
        if (i == utf8->n)
            break;
        if (at[i] == '\r')
            out->cr = true;
        else if (at[i] == '\v' || at[i] == '\f')
            LS_TRY(add_line_end(out));
        i++;
    }
    return ls_ok();
}

struct ls_result ls_mime_out_emit(struct ls_mime *m, struct ls_mime_out *out)
{
    struct ls_str text = {out->text.at, out->text.n};
    if (text.len == 0)
        return ls_ok();
    LS_TRY(ls_emit_text(m->job, text, &out->map, out->base));
    LS_VEC_CLEAR(&out->text);
    ls_map_clear(&out->map);
    out->base = 0;
    return ls_ok();
}
