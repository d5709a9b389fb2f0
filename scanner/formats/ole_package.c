/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   size, package of 8-bit names and the file, then, of newer packagers,
 *   the path of the temporary file, label and path once more, in UTF-16, each behind its length
 */
#include "formats/ole_package.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/member_name.h"
#include "formats/ole1.h"
#include "formats/ole_view.h"

#include <string.h>

enum { HEAD = 8 << 10, SIZE_BYTES = 4, UTF16 = 1200 };

struct package {
    struct ls_format_job *job;
    struct ls_cfb_stream stream;
    struct ls_ole_view view;
    struct ls_ole_text text;
    struct ls_buf label; /* UTF-8 */
    uint64_t file, end;  /* in the stream */
    bool told;           /* a name */
};

/* A name is a line of its own; control characters in it are none of people's. */
static struct ls_result tell(struct package *p, struct ls_str text, const struct ls_map *map)
{
    struct ls_part_info info = {
        .part = LS_PART_NAME, .encoding = "utf-16le", .link_off = LS_OFF_UNKNOWN};
    if (text.len == 0)
        return ls_ok();
    LS_TRY(p->told ? ls_emit_break(p->job, LS_BREAK_LINE) : ls_emit_part(p->job, &info));
    p->told = true;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && (uint8_t)text.at[at] >= ' ' && text.at[at] != 0x7F)
            at++;
        if (at > from)
            LS_TRY(ls_emit_text(p->job, (struct ls_str){text.at + from, at - from}, map, from));
        at++;
    }
    return ls_ok();
}

/* A name in UTF-16; *at is moved behind it. `label`: it is that. */
static struct ls_result read_wide(struct package *p, uint64_t *at, bool temporary, bool label)
{
    const uint8_t *bytes;
    struct ls_cursor c;
    LS_TRY(ls_ole_view_at(&p->view, *at, SIZE_BYTES, &bytes));
    if (!bytes)
        return ls_ok();
    ls_cursor_init(&c, bytes, SIZE_BYTES);
    uint64_t len = 2 * (uint64_t)ls_cursor_u32le(&c);
    if (len > 2 * LS_OLE1_NAME_MAX || *at + SIZE_BYTES + len > p->stream.blob.size)
        return ls_ok();
    uint64_t from = *at + SIZE_BYTES;
    *at = from + len;
    if (temporary || len == 0)
        return ls_ok();
    LS_TRY(ls_ole_view_text(&p->view, from, (size_t)len, ls_ole_code_page(UTF16), &p->text));
    if (label) {
        LS_VEC_CLEAR(&p->label);
        LS_TRY(ls_buf_add(&p->label, p->text.utf8.at, p->text.utf8.n));
    }
    return tell(p, (struct ls_str){p->text.utf8.at, p->text.utf8.n},
                p->text.mapped ? &p->text.map : NULL);
}

static struct ls_result decode_name(struct ls_str raw, struct ls_buf *out)
{
    struct ls_buf room = {.limit = LS_MEMBER_NAME_ROOM};
    struct ls_str name;
    struct ls_result r = ls_member_text(raw, &room, &name);
    if (!ls_failed(r))
        r = ls_buf_add(out, name.at, name.len);
    LS_VEC_FINI(&room);
    return r;
}

/* The names, in UTF-16 where they are, else in whatever they are in. */
static struct ls_result read_names(struct package *p, const struct ls_ole1_package *head)
{
    struct ls_buf path = {.limit = LS_MEMBER_NAME_ROOM};
    uint64_t at = p->end;
    struct ls_result r = decode_name(head->label, &p->label);
    if (!ls_failed(r))
        r = decode_name(head->path, &path);
    if (!ls_failed(r))
        r = read_wide(p, &at, true, false);
    if (!ls_failed(r))
        r = read_wide(p, &at, false, true);
    if (!ls_failed(r))
        r = read_wide(p, &at, false, false);
    if (!ls_failed(r) && !p->told)
        r = tell(p, (struct ls_str){path.at, path.n}, NULL);
    LS_VEC_FINI(&path);
    return r;
}

static struct ls_result emit_file(struct package *p)
{
    struct ls_blob_range range;
    struct ls_child child = {.name = {p->label.at, p->label.n}};
    if (p->file == p->end)
        return ls_ok();
    ls_ole_view_child(&p->view, p->file, p->end, &range, &child);
    return ls_emit_child(p->job, &child);
}

static struct ls_result read_package(struct package *p, bool *known)
{
    struct ls_ole1_package head;
    const uint8_t *bytes;
    uint64_t size = p->stream.blob.size;
    size_t len = size < HEAD ? (size_t)size : HEAD;
    *known = false;
    LS_TRY(ls_ole_view_at(&p->view, 0, len, &bytes));
    if (!bytes || len < SIZE_BYTES ||
        !ls_ole1_package_read(bytes + SIZE_BYTES, len - SIZE_BYTES, &head))
        return ls_ok();
    *known = true;
    p->file = SIZE_BYTES + head.data_off;
    p->end = size - p->file < head.data_len ? size : p->file + head.data_len;
    LS_TRY(read_names(p, &head));
    return emit_file(p);
}

static struct ls_result read_stream(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                    bool *known)
{
    struct package p = {.job = job, .label.limit = LS_MEMBER_NAME_ROOM};
    ls_ole_text_init(&p.text);
    struct ls_result r = ls_cfb_stream_open(cfb, i, &p.stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&p.view, &p.stream);
    if (!ls_failed(r))
        r = read_package(&p, known);
    ls_ole_view_fini(&p.view);
    ls_cfb_stream_close(&p.stream);
    ls_ole_text_fini(&p.text);
    LS_VEC_FINI(&p.label);
    return r;
}

static uint32_t find_native(const struct ls_cfb *cfb, uint32_t storage)
{
    return ls_cfb_find_stream(cfb, storage, "\1Ole10Native");
}

/* Whose streams are files as they are: they need no reader to become children. */
static bool holds_files(const struct ls_cfb *cfb, uint32_t storage)
{
    static const uint8_t acrobat[16] = {0x65, 0xCA, 0x01, 0xB8, 0xFC, 0xA1, 0xD0, 0x11,
                                        0x85, 0xAD, 0x44, 0x45, 0x53, 0x54, 0x00, 0x00};
    bool empty = ls_cfb_entry(cfb, storage)->first == LS_CFB_NONE;
    if ((storage == 0 && empty) || /* a document without any XML */
        ls_cfb_find_stream(cfb, storage, "Package") != LS_CFB_NONE ||
        ls_cfb_find(cfb, storage, "MsoDataStore") != LS_CFB_NONE)
        return true;
    return memcmp(ls_cfb_entry(cfb, storage)->clsid, acrobat, sizeof acrobat) == 0 &&
           ls_cfb_find_stream(cfb, storage, "CONTENTS") != LS_CFB_NONE;
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    return find_native(cfb, storage) != LS_CFB_NONE || holds_files(cfb, storage);
}

/* Data of another program is no more than bytes. */
static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    bool known;
    uint32_t i = find_native(cfb, storage);
    if (i == LS_CFB_NONE)
        return ls_ok();
    LS_TRY(read_stream(job, cfb, i, &known));
    if (!known)
        return ls_emit_gap(job, ls_str_of("Ole10Native"), LS_REASON_UNSUPPORTED,
                           "object of an OLE 1 program");
    ls_cfb_take(cfb, i);
    return ls_ok();
}

const struct ls_ole_reader ls_ole_package = {.knows = knows, .read = read};
