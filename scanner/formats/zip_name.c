/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of members. Flag bit 11 says UTF-8 (APPNOTE appendix D); without it the name is in whatever
 * code page its writer had, here mostly GB18030. A Unicode Path extra field (4.6.9) says the name
 * again in UTF-8, and counts when its checksum is that of the name beside it.
 */
#include "formats/zip_priv.h"

#include "base/cursor.h"
#include "base/utf8.h"
#include "decode/inflate.h"
#include "formats/member_name.h"

#include <string.h>

enum {
    EXTRA_UNICODE_PATH = 0x7075,
    NAME_COST = 32, /* of an allocation */
};

bool zip_next_extra(struct ls_str *extra, uint16_t *id, struct ls_str *field)
{
    struct ls_cursor c;
    ls_cursor_init(&c, extra->at, extra->len);
    *id = ls_cursor_u16le(&c);
    uint16_t len = ls_cursor_u16le(&c);
    const uint8_t *bytes = ls_cursor_bytes(&c, len);
    if (c.failed) {
        extra->len = 0;
        return false;
    }
    *field = (struct ls_str){(const char *)bytes, len};
    *extra = (struct ls_str){(const char *)c.at, c.left};
    return true;
}

/* Names that both lists say the same way are kept once. */
static struct ls_result keep(struct ls_zip *zip, struct ls_str s, struct ls_str known,
                             struct ls_str *name)
{
    if (known.len > 0 && s.len == known.len && memcmp(s.at, known.at, s.len) == 0) {
        *name = known;
        return ls_ok();
    }
    size_t cost = s.len + NAME_COST;
    *name = (struct ls_str){"", 0};
    if (cost > ZIP_NAMES_MAX - zip->names_n)
        zip->cut = true;
    if (zip->cut || s.len == 0)
        return ls_ok();
    char *copy = ls_arena_strndup(zip->names, s.at, s.len);
    if (!copy)
        return ls_stop(LS_E_MEMORY);
    zip->names_n += cost;
    *name = (struct ls_str){copy, s.len};
    return ls_ok();
}

static bool unicode_path(struct ls_str raw, struct ls_str extra, struct ls_str *path)
{
    uint16_t id;
    struct ls_str field;
    while (zip_next_extra(&extra, &id, &field)) {
        struct ls_cursor c;
        if (id != EXTRA_UNICODE_PATH)
            continue;
        ls_cursor_init(&c, field.at, field.len);
        uint8_t version = ls_cursor_u8(&c);
        uint32_t crc = ls_cursor_u32le(&c);
        if (c.failed || version != 1 || crc != ls_inflate_crc(0, raw.at, raw.len))
            continue;
        *path = (struct ls_str){(const char *)c.at, c.left};
        return path->len > 0 && ls_utf8_valid(path->at, path->len);
    }
    return false;
}

struct ls_result zip_name(struct ls_zip *zip, struct ls_str raw, struct ls_str extra,
                          uint16_t flags, struct ls_str known, struct ls_str *name)
{
    struct ls_str path;
    if (!(flags & ZIP_FLAG_UTF8) && unicode_path(raw, extra, &path))
        return keep(zip, path, known, name);
    LS_TRY(ls_member_name(raw, &zip->scratch, &path));
    return keep(zip, path, known, name);
}
