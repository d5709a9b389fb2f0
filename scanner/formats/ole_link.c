/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stream "\1Ole" says whether an object is a link, and by monikers where it leads to: a file's
 * path, an address, one of them in another. "\1CompObj" beside it has names of the object's class,
 * which are nobody's text.
 */
#include "formats/ole_link.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "formats/member_name.h"
#include "formats/ole_view.h"
#include "formats/story.h"

#include <string.h>

enum {
    LINK_MAX = 16384, /* bytes of the stream that are looked at, and of an address */
    HEAD = 8,         /* before the monikers: version, flags */
    CLSID = 16,
    PATH_BYTES = 1024, /* of a path */
    UTF16 = 1200,
};

struct link {
    struct ls_format_job *job;
    struct ls_story *story;
    struct ls_ole_view view;
    struct ls_ole_text text;
    struct ls_buf room;
};

static struct ls_result read_u32(struct link *l, uint64_t off, uint32_t *value, bool *read)
{
    const uint8_t *bytes;
    struct ls_cursor c;
    LS_TRY(ls_ole_view_at(&l->view, off, 4, &bytes));
    ls_cursor_init(&c, bytes, bytes ? 4 : 0);
    *value = ls_cursor_u32le(&c);
    *read = bytes != NULL;
    return ls_ok();
}

/* UTF-16, up to a zero. */
static struct ls_result tell_wide(struct link *l, uint64_t off, uint32_t len)
{
    const struct ls_map *map = &l->text.map;
    if (len == 0)
        return ls_ok();
    len = len < LINK_MAX ? len : LINK_MAX;
    LS_TRY(ls_ole_view_text(&l->view, off, len, ls_ole_code_page(UTF16), &l->text));
    struct ls_str text = {l->text.utf8.at, l->text.utf8.n};
    const char *zero = text.len ? memchr(text.at, 0, text.len) : NULL;
    text.len = zero ? (size_t)(zero - text.at) : text.len;
    LS_TRY(ls_story_text(l->story, LS_PART_NONE, text, l->text.mapped ? map : NULL, 0));
    return ls_story_break(l->story, LS_BREAK_LINE);
}

/* A file moniker ([MS-OSHARED] 2.3.7.8): a path in bytes, and mostly again in UTF-16. */
static struct ls_result tell_file(struct link *l, uint64_t off)
{
    enum { BETWEEN = 24 };
    uint32_t n, more = 0, wide = 0;
    bool read;
    const uint8_t *bytes = NULL;
    LS_TRY(read_u32(l, off + 2, &n, &read));
    if (!read || n == 0 || n > PATH_BYTES)
        return ls_ok();
    uint64_t behind = off + 6 + n + BETWEEN;
    LS_TRY(read_u32(l, behind, &more, &read));
    if (read && more > 6)
        LS_TRY(read_u32(l, behind + 4, &wide, &read));
    if (wide)
        return tell_wide(l, behind + 10, wide);
    LS_TRY(ls_ole_view_at(&l->view, off + 6, n, &bytes));
    if (!bytes)
        return ls_ok();
    struct ls_str path = {(const char *)bytes, strnlen((const char *)bytes, n)};
    LS_VEC_CLEAR(&l->room);
    LS_TRY(ls_member_text(path, &l->room, &path));
    return ls_story_note(l->story, ls_story_part(l->story), path, LS_OFF_UNKNOWN);
}

/* A URL moniker ([MS-OSHARED] 2.3.7.6). */
static struct ls_result tell_address(struct link *l, uint64_t off)
{
    uint32_t n;
    bool read;
    LS_TRY(read_u32(l, off, &n, &read));
    return read ? tell_wide(l, off + 4, n) : ls_ok();
}

/* Monikers wherever they stand: alone, or one in the other. */
static struct ls_result read_monikers(struct link *l)
{
    static const uint8_t file[CLSID] = {3, 3, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};
    static const uint8_t address[CLSID] = {0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11,
                                           0x8C, 0x82, 0,    0xAA, 0,    0x4B, 0xA9, 0x0B};
    uint64_t size = l->view.blob->size < LINK_MAX ? l->view.blob->size : LINK_MAX;
    for (uint64_t off = HEAD; off + CLSID <= size; off++) {
        const uint8_t *id;
        LS_TRY(ls_ole_view_at(&l->view, off, CLSID, &id));
        if (!id)
            break;
        if (memcmp(id, address, CLSID) == 0)
            LS_TRY(tell_address(l, off + CLSID));
        else if (memcmp(id, file, CLSID) == 0)
            LS_TRY(tell_file(l, off + CLSID));
    }
    return ls_charge(l->job, 0, size);
}

static struct ls_result read_stream(struct link *l, struct ls_cfb *cfb, uint32_t i)
{
    struct ls_cfb_stream stream;
    struct ls_part_info info = {
        .part = LS_PART_PROPERTY, .encoding = "utf-16le", .link_off = LS_OFF_UNKNOWN};
    struct ls_result r = ls_cfb_stream_open(cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&l->view, &stream);
    ls_story_begin(l->story, &info);
    if (!ls_failed(r))
        r = read_monikers(l);
    if (!ls_failed(r))
        r = ls_story_end(l->story);
    ls_ole_view_fini(&l->view);
    ls_cfb_stream_close(&stream);
    ls_cfb_take(cfb, i);
    return r;
}

static uint32_t find(const struct ls_cfb *cfb, uint32_t storage, const char *name)
{
    uint32_t i = ls_cfb_find_stream(cfb, storage, name);
    return i != LS_CFB_NONE && !ls_cfb_entry(cfb, i)->taken ? i : LS_CFB_NONE;
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    return find(cfb, storage, "\1Ole") != LS_CFB_NONE ||
           find(cfb, storage, "\1CompObj") != LS_CFB_NONE;
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct link l = {.job = job, .room.limit = LS_MEMBER_NAME_ROOM};
    uint32_t link = find(cfb, storage, "\1Ole"), names = find(cfb, storage, "\1CompObj");
    if (names != LS_CFB_NONE)
        ls_cfb_take(cfb, names);
    if (link == LS_CFB_NONE)
        return ls_ok();
    ls_ole_text_init(&l.text);
    struct ls_result r = ls_story_new(job, &l.story);
    if (!ls_failed(r))
        r = read_stream(&l, cfb, link);
    ls_story_free(l.story);
    ls_ole_text_fini(&l.text);
    LS_VEC_FINI(&l.room);
    return r;
}

const struct ls_ole_reader ls_ole_link = {.knows = knows, .read = read, .in_place = true};
