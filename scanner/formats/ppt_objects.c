/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in a presentation and is none: embedded objects and macros, as compound files that
 * are packed or not ([MS-PPT] 2.10.34), packages of newer programs, pictures ([MS-ODRAW] 2.2.22).
 */
#include "formats/ppt_priv.h"

#include "decode/inflate.h"
#include "formats/ole.h"

#include <stdio.h>

enum {
    NAME_MAX_BYTES = 64,
    ART_PICTURES = 0xF018,     /* types of pictures begin here … */
    ART_PICTURES_END = 0xF118, /* … and end before this one */
    ART_EMF = 0xF01A,
    ART_PICT = 0xF01C,
    ART_ENTRY = 0xF007,
    METAFILE_HEAD = 34,
};

/* What unpacks to the size that it says is whole: PowerPoint leaves the end of the stream out. */
struct unpacked {
    struct ls_blob blob;
    struct ls_blob *from;
    struct ls_inflate *inflate;
    uint64_t at, said;
};

static struct ls_result read_unpacked(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                      size_t *got)
{
    struct unpacked *u = LS_CONTAINER(blob, struct unpacked, blob);
    struct ls_result r = u->from->read(u->from, off, out, len, got);
    u->at += *got;
    bool whole = u->at == u->said && ls_inflate_state(u->inflate) == LS_INFLATE_TRUNCATED;
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED && whole ? ls_ok() : r;
}

static struct ls_result emit_packed(struct ls_ppt *ppt, uint64_t off, uint64_t end, uint64_t said,
                                    struct ls_child *child)
{
    struct ls_inflate *inflate;
    struct unpacked unpacked = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_unpacked},
                                .said = said};
    LS_TRY(ls_inflate_new(&inflate));
    unpacked.inflate = inflate;
    ls_inflate_open(inflate, ppt->view.blob, off, end);
    struct ls_result r = ls_inflate_begin(inflate, LS_INFLATE_ZLIB, &unpacked.from);
    child->blob = &unpacked.blob;
    if (!ls_failed(r))
        r = ls_emit_child(ppt->job, child);
    child->blob = NULL;
    ls_inflate_free(inflate);
    return r;
}

static struct ls_result emit_inside(struct ls_ppt *ppt, const char *name, uint64_t off,
                                    uint64_t end, const uint32_t *packed)
{
    struct ls_child child = {.name = ls_str_of(name),
                             .part = ppt->old ? LS_PART_DELETION : LS_PART_NONE};
    struct ls_blob_range range;
    if (off >= end)
        return ls_ok();
    ls_ole_view_child(&ppt->view, off, end, &range, &child);
    if (!packed)
        return ls_emit_child(ppt->job, &child);
    child.verbatim = false;
    return emit_packed(ppt, off, end, *packed, &child);
}

struct ls_result ls_ppt_inside(struct ls_ppt *ppt, const char *name, uint64_t off, uint64_t end)
{
    return emit_inside(ppt, name, off, end, NULL);
}

/* ExOleObjStg: packed when the instance is 1, behind the size that it unpacks to. */
struct ls_result ls_ppt_object(struct ls_ppt *ppt, const struct ppt_record *record, uint32_t number)
{
    enum { SIZE = 4 };
    char name[NAME_MAX_BYTES];
    struct ls_cursor c;
    LS_TRY(ls_ppt_bytes(ppt, record, 0, SIZE, &c));
    uint32_t size = ls_cursor_u32le(&c);
    bool packed = record->instance == 1 && !c.failed;
    int n = number ? snprintf(name, sizeof name, "object %u", number)
                   : snprintf(name, sizeof name, "object");
    return n < 0 ? ls_ok()
                 : emit_inside(ppt, name, record->off + (packed ? SIZE : 0), record->end,
                               packed ? &size : NULL);
}

/* Bytes before the picture itself: one or two identifiers, then a byte, or the head of a metafile.
 */
static uint64_t picture_head(const struct ppt_record *record)
{
    bool metafile = record->type >= ART_EMF && record->type <= ART_PICT;
    return (record->instance & 1 ? 32u : 16u) + (metafile ? METAFILE_HEAD : 1u);
}

static struct ls_result tell_picture(struct ls_ppt *in, const struct ppt_record *record,
                                     uint32_t number)
{
    char name[NAME_MAX_BYTES];
    uint64_t head = picture_head(record);
    bool metafile = record->type >= ART_EMF && record->type <= ART_PICT, packed = false;
    uint32_t size = 0;
    if (record->end - record->off <= head || snprintf(name, sizeof name, "Pictures/%u", number) < 0)
        return ls_ok();
    if (metafile) { /* begins with the size that it unpacks to, ends with how it is packed */
        struct ls_cursor c;
        LS_TRY(ls_ppt_bytes(in, record, head - METAFILE_HEAD, METAFILE_HEAD, &c));
        size = ls_cursor_u32le(&c);
        (void)ls_cursor_bytes(&c, METAFILE_HEAD - 4 - 2);
        packed = c.left == 2 && ls_cursor_u8(&c) == 0;
    }
    return emit_inside(in, name, record->off + head, record->end, packed ? &size : NULL);
}

static struct ls_result tell_pictures(struct ls_ppt *in)
{
    struct ppt_record record;
    bool found;
    uint32_t n = 0;
    for (uint64_t off = 0;; off = record.end) {
        LS_TRY(ls_ppt_record(in, off, in->view.blob->size, &record, &found));
        if (!found)
            return ls_ok();
        if (record.type == ART_ENTRY && record.end - record.off >= 36)
            record.end = record.off + 36; /* the picture stands in it */
        else if (record.type >= ART_PICTURES && record.type < ART_PICTURES_END)
            LS_TRY(tell_picture(in, &record, ++n));
    }
}

/* The stream beside the document that holds its pictures. */
struct ls_result ls_ppt_pictures(struct ls_ppt *ppt)
{
    uint32_t i = ls_cfb_find_stream(ppt->cfb, ppt->storage, "Pictures");
    struct ls_ppt in = {.job = ppt->job};
    struct ls_cfb_stream stream;
    if (i == LS_CFB_NONE)
        return ls_ok();
    struct ls_result r = ls_cfb_stream_open(ppt->cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&in.view, &stream);
    if (!ls_failed(r))
        r = tell_pictures(&in);
    ls_ole_view_fini(&in.view);
    ls_cfb_stream_close(&stream);
    if (!in.broken)
        ls_cfb_take(ppt->cfb, i);
    return r;
}
