/* SPDX-License-Identifier: Apache-2.0 */
/* From the strings of records to the story, each with the way back to its bytes. */
#include "formats/xls_priv.h"
#include "formats/xlsx_text.h"

struct ls_result ls_xls_way(struct ls_xls *x, const struct ls_map *map, size_t len,
                            const struct ls_map **way)
{
    *way = x->mapped ? map : NULL;
    if (!x->mapped || !x->scattered)
        return ls_ok();
    ls_map_clear(&x->through);
    LS_TRY(ls_map_through(&x->through, map, 0, len, &x->pieces));
    *way = &x->through;
    return ls_ok();
}

struct ls_result ls_xls_tell_cell(struct ls_xls *x, enum ls_part aside, uint32_t row,
                                  uint32_t column, const struct ls_xls_text *text)
{
    const struct ls_map *way;
    if (text->utf8.n == 0)
        return ls_ok();
    LS_TRY(ls_xls_way(x, &text->map, text->utf8.n, &way));
    LS_TRY(ls_story_cell(x->story, aside, row, column));
    return ls_story_text(x->story, aside, ls_xls_str(text), way, 0);
}

struct ls_result ls_xls_tell_line(struct ls_xls *x, enum ls_part aside,
                                  const struct ls_xls_text *text)
{
    const struct ls_map *way;
    if (text->utf8.n == 0)
        return ls_ok();
    LS_TRY(ls_xls_way(x, &text->map, text->utf8.n, &way));
    return ls_story_line(x->story, aside, ls_xls_str(text), way, 0);
}

struct ls_result ls_xls_tell_header(struct ls_xls *x, enum ls_part aside,
                                    const struct ls_xls_text *text)
{
    const struct ls_map *way;
    LS_TRY(ls_xls_way(x, &text->map, text->utf8.n, &way));
    return ls_xlsx_header(x->story, aside, ls_xls_str(text), way);
}

struct ls_result ls_xls_tell_made(struct ls_xls *x, enum ls_part aside, const char *text,
                                  size_t len)
{
    return ls_story_line(x->story, aside, (struct ls_str){text, len}, NULL, 0);
}

struct ls_result ls_xls_take_string(struct ls_xls *x, size_t size, enum ls_part aside)
{
    LS_TRY(ls_xls_string(&x->records, size, &x->text));
    return ls_xls_tell_line(x, aside, &x->text);
}

struct ls_result ls_xls_take_chars(struct ls_xls *x, size_t n, enum ls_part aside)
{
    LS_TRY(ls_xls_chars(&x->records, n, &x->text));
    return ls_xls_tell_line(x, aside, &x->text);
}
