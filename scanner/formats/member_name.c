/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/member_name.h"

#include "base/utf8.h"
#include "decode/charset.h"

static struct ls_result decode(struct ls_str raw, const struct ls_charset *charset,
                               struct ls_buf *room, struct ls_str *name)
{
    struct ls_charset_reader reading;
    LS_VEC_CLEAR(room);
    ls_charset_begin(&reading, charset, 0);
    LS_TRY(ls_charset_feed(&reading, raw.at, raw.len, true, room, NULL));
    *name = (struct ls_str){room->at, room->n};
    return ls_ok();
}

struct ls_result ls_member_name(struct ls_str raw, struct ls_buf *room, struct ls_str *name)
{
    *name = raw;
    if (raw.len > LS_MEMBER_NAME_MAX || ls_utf8_valid(raw.at, raw.len))
        return ls_ok();
    const struct ls_charset *charset = ls_charset_guess(raw.at, raw.len);
    return ls_charset_fits(charset, raw.at, raw.len) ? decode(raw, charset, room, name) : ls_ok();
}

struct ls_result ls_member_text(struct ls_str raw, struct ls_buf *room, struct ls_str *text)
{
    static const char latin[] = "windows-1252";
    raw.len = raw.len < LS_MEMBER_NAME_MAX ? raw.len : LS_MEMBER_NAME_MAX;
    LS_TRY(ls_member_name(raw, room, text));
    return ls_utf8_valid(text->at, text->len)
               ? ls_ok()
               : decode(raw, ls_charset_find(latin, sizeof latin - 1), room, text);
}
