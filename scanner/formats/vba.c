/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A VBA project ([MS-OVBA] 2.2) is a storage with a storage "VBA" in it. There, the stream "dir"
 * lists the modules; each is a stream with its compiled form and, from an offset on, its text.
 *
 *     Macros/VBA/dir          -> code page; ThisDocument @1023, Module1 @877
 *     Macros/VBA/Module1      [compiled …][text, compressed]
 *     Macros/UserForm1/f, o   told as bytes, as everything that is not taken
 *
 * Where the list is broken, the text of a module is looked for: it begins with "Attribut".
 */
#include "formats/vba.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/ole_view.h"
#include "formats/story.h"
#include "formats/vba_unpack.h"

#include <string.h>

enum {
    LIST_MAX = 4 << 20, /* bytes of the list, unpacked */
    PATH_MAX_BYTES = 4096,
    NAME_BYTES = 256, /* of a module's stream, in UTF-16 */
};

/* Records of the list (2.3.4.2). */
enum {
    CODE_PAGE = 0x0003,
    VERSION = 0x0009,
    STREAM_NAME = 0x001A,
    STREAM_NAME_UTF16 = 0x0032,
    OFFSET = 0x0031,
    MODULE_END = 0x002B,
};

struct vba {
    struct ls_format_job *job;
    struct ls_cfb *cfb;
    uint32_t storage; /* "VBA" */
    struct ls_story *story;
    const struct ls_charset *charset;
    struct ls_buf list, name, text;
    bool broken;
};

static uint32_t find_storage(const struct ls_cfb *cfb, uint32_t storage)
{
    uint32_t vba = ls_cfb_find(cfb, storage, "VBA");
    bool is = vba != LS_CFB_NONE && ls_cfb_entry(cfb, vba)->type == LS_CFB_STORAGE &&
              ls_cfb_find_stream(cfb, vba, "dir") != LS_CFB_NONE;
    return is ? vba : LS_CFB_NONE;
}

static struct ls_result tell_chunk(struct vba *v, struct ls_charset_reader *reader,
                                   const struct ls_vba_unpack *unpack)
{
    LS_VEC_CLEAR(&v->text);
    LS_TRY(ls_charset_feed(reader, unpack->bytes, unpack->n, unpack->n == 0, &v->text, NULL));
    return ls_story_text(v->story, LS_PART_NONE, (struct ls_str){v->text.at, v->text.n}, NULL, 0);
}

/* The text of a module, from `off` of its stream on. */
static struct ls_result tell_text(struct vba *v, uint32_t i, struct ls_ole_view *view, uint64_t off,
                                  bool *told)
{
    struct ls_vba_unpack unpack;
    struct ls_charset_reader reader;
    struct ls_part_info info = {.part = LS_PART_SCRIPT,
                                .encoding = ls_charset_name(v->charset),
                                .raw_off = LS_OFF_UNKNOWN,
                                .link_off = ls_cfb_stream_at(view->stream)};
    LS_TRY(ls_vba_unpack_begin(&unpack, view, off, view->blob->size, told));
    if (!*told)
        return ls_ok();
    LS_VEC_CLEAR(&v->name);
    LS_TRY(ls_ole_path(v->cfb, 0, i, &v->name, &info.name));
    ls_story_begin(v->story, &info);
    ls_charset_begin(&reader, v->charset, 0);
    do {
        LS_TRY(ls_vba_unpack_next(&unpack));
        LS_TRY(tell_chunk(v, &reader, &unpack));
    } while (unpack.n);
    v->broken |= unpack.broken;
    return ls_story_end(v->story);
}

/* A container whose first bytes say what the text of every module begins with. */
static struct ls_result find_text(struct vba *v, struct ls_ole_view *view, uint64_t *off,
                                  bool *found)
{
    static const char begin[] = "\0Attribut"; /* behind flags: eight bytes as they are */
    enum { BEFORE = 3, LEN = sizeof begin - 1, STEP = LS_OLE_VIEW_WINDOW - 64 };
    *found = false;
    for (uint64_t at = 0; at < view->blob->size && !*found; at += STEP) {
        uint64_t left = view->blob->size - at;
        size_t len = left < LS_OLE_VIEW_WINDOW ? (size_t)left : LS_OLE_VIEW_WINDOW;
        const uint8_t *bytes;
        LS_TRY(ls_ole_view_at(view, at, len, &bytes));
        LS_TRY(ls_charge(v->job, 0, len));
        for (size_t i = BEFORE; bytes && i + LEN <= len && !*found; i++) {
            *found = bytes[i] == 0 && memcmp(bytes + i, begin, LEN) == 0 && bytes[i - BEFORE] == 1;
            *off = at + i - BEFORE;
        }
    }
    return ls_ok();
}

/* `off`: where the list says that its text is, or LS_OFF_UNKNOWN. */
static struct ls_result read_module(struct vba *v, uint32_t i, uint64_t off)
{
    struct ls_cfb_stream stream;
    struct ls_ole_view view = {.blob = NULL};
    bool told = false;
    struct ls_result r = ls_cfb_stream_open(v->cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&view, &stream);
    if (!ls_failed(r) && off != LS_OFF_UNKNOWN)
        r = tell_text(v, i, &view, off, &told);
    if (!ls_failed(r) && !told) {
        r = find_text(v, &view, &off, &told);
        if (!ls_failed(r) && told)
            r = tell_text(v, i, &view, off, &told);
    }
    if (told)
        ls_cfb_take(v->cfb, i);
    ls_ole_view_fini(&view);
    ls_cfb_stream_close(&stream);
    return r;
}

/* ---- the list of modules --------------------------------------------------------------------- */

static struct ls_result unpack_list(struct vba *v, struct ls_ole_view *view)
{
    struct ls_vba_unpack unpack;
    bool begins;
    LS_TRY(ls_vba_unpack_begin(&unpack, view, 0, view->blob->size, &begins));
    v->broken |= !begins;
    while (begins) {
        LS_TRY(ls_vba_unpack_next(&unpack));
        LS_TRY(ls_charge(v->job, 0, unpack.n));
        if (unpack.n == 0 || v->list.limit - v->list.n < unpack.n)
            break;
        LS_TRY(ls_buf_add(&v->list, unpack.bytes, unpack.n));
    }
    v->broken |= unpack.broken;
    return ls_ok();
}

static struct ls_result load_list(struct vba *v)
{
    struct ls_cfb_stream stream;
    struct ls_ole_view view = {.blob = NULL};
    uint32_t i = ls_cfb_find_stream(v->cfb, v->storage, "dir");
    struct ls_result r = ls_cfb_stream_open(v->cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&view, &stream);
    if (!ls_failed(r))
        r = unpack_list(v, &view);
    ls_ole_view_fini(&view);
    ls_cfb_stream_close(&stream);
    if (v->list.n)
        ls_cfb_take(v->cfb, i);
    return r;
}

/* The stream that a record of the list names, or LS_CFB_NONE. */
static struct ls_result find_stream(struct vba *v, const struct ls_charset *charset,
                                    const uint8_t *name, size_t len, uint32_t *i)
{
    struct ls_charset_reader reader;
    LS_VEC_CLEAR(&v->name);
    ls_charset_begin(&reader, charset, 0);
    if (len < NAME_BYTES)
        LS_TRY(ls_charset_feed(&reader, name, len, true, &v->name, NULL));
    LS_TRY(ls_buf_char(&v->name, '\0'));
    uint32_t found = ls_cfb_find_stream(v->cfb, v->storage, v->name.at);
    if (found != LS_CFB_NONE)
        *i = found;
    return ls_ok();
}

static struct ls_result read_list(struct vba *v)
{
    uint32_t module = LS_CFB_NONE;
    uint64_t off = LS_OFF_UNKNOWN;
    struct ls_cursor c, value;
    ls_cursor_init(&c, v->list.at, v->list.n);
    while (c.left) {
        unsigned id = ls_cursor_u16le(&c);
        size_t len = ls_cursor_u32le(&c);
        len = id == VERSION ? 6 : len; /* 2.3.4.2.1.11: the size is another one */
        const uint8_t *bytes = ls_cursor_bytes(&c, len);
        ls_cursor_init(&value, bytes, bytes ? len : 0);
        if (!bytes)
            break;
        if (id == CODE_PAGE) {
            const struct ls_charset *charset = ls_ole_code_page(ls_cursor_u16le(&value));
            v->charset = charset ? charset : v->charset;
        } else if (id == STREAM_NAME) {
            LS_TRY(find_stream(v, v->charset, bytes, len, &module));
        } else if (id == STREAM_NAME_UTF16) {
            LS_TRY(find_stream(v, ls_ole_code_page(1200), bytes, len, &module));
        } else if (id == OFFSET) {
            off = ls_cursor_u32le(&value);
        } else if (id == MODULE_END) {
            if (module != LS_CFB_NONE && !ls_cfb_entry(v->cfb, module)->taken)
                LS_TRY(read_module(v, module, off));
            module = LS_CFB_NONE;
            off = LS_OFF_UNKNOWN;
        }
    }
    return ls_ok();
}

/* Modules that the list does not have, and what the compiler keeps for itself. */
static struct ls_result read_others(struct vba *v)
{
    for (uint32_t i = ls_cfb_entry(v->cfb, v->storage)->first; i != LS_CFB_NONE;
         i = ls_cfb_entry(v->cfb, i)->next) {
        const struct ls_cfb_entry *entry = ls_cfb_entry(v->cfb, i);
        if (entry->type != LS_CFB_STREAM || entry->taken)
            continue;
        /* 2.2.6, 2.3.4.1: words of the modules again. The raw pass looks at them. */
        if (strcmp(entry->name, "_VBA_PROJECT") == 0 || strncmp(entry->name, "__SRP_", 6) == 0)
            ls_cfb_take(v->cfb, i);
        else
            LS_TRY(read_module(v, i, LS_OFF_UNKNOWN));
    }
    return ls_ok();
}

static struct ls_result read_project(struct vba *v)
{
    LS_TRY(ls_story_new(v->job, &v->story));
    LS_TRY(load_list(v));
    LS_TRY(read_list(v));
    LS_TRY(read_others(v));
    return v->broken ? ls_emit_gap(v->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED,
                                   "macros that are damaged")
                     : ls_ok();
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    uint32_t vba = find_storage(cfb, storage);
    return vba != LS_CFB_NONE && !ls_cfb_entry(cfb, vba)->taken;
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct vba v = {.job = job,
                    .cfb = cfb,
                    .storage = find_storage(cfb, storage),
                    .charset = ls_ole_code_page(1252),
                    .list.limit = LIST_MAX,
                    .name.limit = PATH_MAX_BYTES,
                    .text.limit = 4 * LS_VBA_CHUNK};
    struct ls_result r = read_project(&v);
    ls_story_free(v.story);
    LS_VEC_FINI(&v.list);
    LS_VEC_FINI(&v.name);
    LS_VEC_FINI(&v.text);
    return r;
}

const struct ls_ole_reader ls_vba_reader = {
    .knows = knows, .read = read, .in_place = true, .suffices = true};
