/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document is a compound file (Hancom, "Hwp Document File Formats 5.0", revision 1.3):
 *
 *   FileHeader          signature, version, flags: packed, with a password …
 *   BodyText/Section0   records, packed: paragraphs, and what stands in them one level deeper
 *   BinData/BIN0001.png pictures and objects
 *   PrvText             the first page again, for previews
 *
 * A paragraph's text has characters that stand for headers, notes, boxes and tables; their own
 * paragraphs follow it.
 */
#include "formats/hwp.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "decode/inflate.h"
#include "formats/hwp_records.h"
#include "formats/ole_view.h"
#include "formats/story.h"

#include <stdio.h>
#include <string.h>

enum {
    HEADER_BYTES = 40, /* of FileHeader: up to the flags */
    SECTIONS_MAX = 10000,
    PROBE = 64, /* bytes of a packed stream that are tried */
    PACKED = 1, /* flags (3.2.1) */
    PASSWORD = 2,
    DISTRIBUTION = 4,
    RIGHTS = 0x10,
};

struct hwp {
    struct ls_format_job *job;
    struct ls_cfb *cfb;
    uint32_t storage;
    struct ls_inflate *inflate;
    bool packed;
    const char *broken;
};

/* ---- streams --------------------------------------------------------------------------------- */

/* Where what is packed in a stream begins; *out NULL: it is not packed after all. */
static struct ls_result open_packed(struct hwp *h, struct ls_cfb_stream *stream,
                                    struct ls_blob **out)
{
    uint8_t probe[PROBE];
    size_t got;
    *out = NULL;
    ls_inflate_open(h->inflate, &stream->blob, 0, stream->blob.size);
    LS_TRY(ls_inflate_begin(h->inflate, LS_INFLATE_RAW, out));
    struct ls_result r = ls_blob_read(*out, 0, probe, sizeof probe, &got);
    if (r.reach == LS_BAD && r.code == LS_E_MALFORMED && got == 0) {
        *out = NULL;
        return ls_ok();
    }
    if (ls_failed(r) && !(r.reach == LS_BAD && r.code == LS_E_MALFORMED))
        return r;
    ls_inflate_open(h->inflate, &stream->blob, 0, stream->blob.size);
    return ls_inflate_begin(h->inflate, LS_INFLATE_RAW, out);
}

/* An object stands behind its size. */
struct object {
    struct ls_blob blob;
    struct ls_blob *from;
    uint64_t skip;
};

static struct ls_result read_object(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    struct object *o = LS_CONTAINER(blob, struct object, blob);
    uint8_t size[4];
    *got = 0;
    if (off == 0 && o->skip)
        LS_TRY(ls_blob_read_all(o->from, 0, size, sizeof size));
    return o->from->read(o->from, off + o->skip, out, len, got);
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), len = strlen(end);
    return n >= len && strcmp(name + n - len, end) == 0;
}

/* A stream that is packed, under its path. One that is not is told as any stream. */
static struct ls_result tell_packed(struct hwp *h, uint32_t i)
{
    struct ls_cfb_stream stream;
    struct ls_blob *out = NULL;
    struct ls_buf room = {.limit = 4 * LS_CFB_NAME};
    struct ls_child child = {.part = LS_PART_NONE};
    struct ls_result r = ls_cfb_stream_open(h->cfb, i, &stream);
    if (!ls_failed(r))
        r = open_packed(h, &stream, &out);
    if (!ls_failed(r) && out)
        r = ls_ole_path(h->cfb, h->storage, i, &room, &child.name);
    if (!ls_failed(r) && out) {
        struct object object = {
            .blob = {.size = LS_SIZE_UNKNOWN, .read = read_object},
            .from = out,
            .skip = ends_with(ls_cfb_entry(h->cfb, i)->name, ".OLE") ? 4 : 0,
        };
        child.blob = &object.blob;
        child.off = ls_cfb_stream_at(&stream);
        ls_cfb_take(h->cfb, i);
        r = ls_emit_child(h->job, &child);
        child.blob = NULL;
    }
    ls_cfb_stream_close(&stream);
    LS_VEC_FINI(&room);
    return r;
}

/* Pictures and objects, scripts, earlier versions, and the names of styles. */
static struct ls_result tell_beside(struct hwp *h)
{
    static const char *const storages[] = {"BinData", "Scripts", "DocHistory"};
    uint32_t info = ls_cfb_find_stream(h->cfb, h->storage, "DocInfo");
    if (!h->packed)
        return ls_ok();
    for (size_t k = 0; k < sizeof storages / sizeof *storages; k++) {
        uint32_t storage = ls_cfb_find(h->cfb, h->storage, storages[k]);
        if (storage == LS_CFB_NONE)
            continue;
        for (uint32_t i = ls_cfb_entry(h->cfb, storage)->first; i != LS_CFB_NONE;
             i = ls_cfb_entry(h->cfb, i)->next)
            if (ls_cfb_entry(h->cfb, i)->type == LS_CFB_STREAM && !ls_cfb_entry(h->cfb, i)->taken)
                LS_TRY(tell_packed(h, i));
    }
    return info == LS_CFB_NONE ? ls_ok() : tell_packed(h, info);
}

/* ---- sections -------------------------------------------------------------------------------- */

static struct ls_result read_section(struct hwp *h, struct ls_hwp_records *records, uint32_t i)
{
    struct ls_cfb_stream stream;
    struct ls_blob *out = NULL;
    struct ls_result r = ls_cfb_stream_open(h->cfb, i, &stream);
    if (!ls_failed(r) && h->packed)
        r = open_packed(h, &stream, &out);
    if (!ls_failed(r))
        r = ls_hwp_read(records, out ? out : &stream.blob);
    if (h->packed && (!out || ls_inflate_state(h->inflate) > LS_INFLATE_WHOLE))
        h->broken = "a section that is damaged";
    ls_cfb_stream_close(&stream);
    ls_cfb_take(h->cfb, i);
    return r;
}

/* Sections behind one that is missing, in the order of the directory. */
static struct ls_result read_late_sections(struct hwp *h, struct ls_hwp_records *records,
                                           uint32_t storage)
{
    static const char section[] = "Section";
    for (uint32_t i = ls_cfb_entry(h->cfb, storage)->first; i != LS_CFB_NONE;
         i = ls_cfb_entry(h->cfb, i)->next) {
        const struct ls_cfb_entry *entry = ls_cfb_entry(h->cfb, i);
        if (entry->type != LS_CFB_STREAM || entry->taken ||
            strncmp(entry->name, section, sizeof section - 1) != 0)
            continue;
        h->broken = h->broken ? h->broken : "a section that is missing";
        LS_TRY(read_section(h, records, i));
    }
    return ls_ok();
}

static struct ls_result read_sections(struct hwp *h, struct ls_hwp_records *records)
{
    uint32_t storage = ls_cfb_find(h->cfb, h->storage, "BodyText");
    for (unsigned section = 0; storage != LS_CFB_NONE && section < SECTIONS_MAX; section++) {
        char name[32];
        int n = snprintf(name, sizeof name, "Section%u", section);
        uint32_t i = n > 0 ? ls_cfb_find_stream(h->cfb, storage, name) : LS_CFB_NONE;
        if (i == LS_CFB_NONE)
            break;
        LS_TRY(read_section(h, records, i));
    }
    if (storage != LS_CFB_NONE)
        LS_TRY(read_late_sections(h, records, storage));
    if (records->damaged && !h->broken)
        h->broken = "records that are damaged";
    return ls_ok();
}

/* The preview is what the body says: the raw pass need not tell it again. */
static struct ls_result pass_over_preview(struct hwp *h)
{
    struct ls_cfb_stream stream;
    uint32_t i = ls_cfb_find_stream(h->cfb, h->storage, "PrvText");
    if (i == LS_CFB_NONE)
        return ls_ok();
    struct ls_result r = ls_cfb_stream_open(h->cfb, i, &stream);
    for (uint64_t off = 0; !ls_failed(r) && off < stream.blob.size;) {
        uint64_t run, at = ls_cfb_stream_off(&stream, off, &run);
        r = ls_emit_seen(h->job, at, at + run);
        off += run;
    }
    ls_cfb_stream_close(&stream);
    ls_cfb_take(h->cfb, i);
    return r;
}

static struct ls_result read_document(struct hwp *h)
{
    struct ls_hwp_records records;
    LS_TRY(ls_inflate_new(&h->inflate));
    struct ls_result r = ls_hwp_records_init(&records, h->job);
    if (!ls_failed(r))
        r = read_sections(h, &records);
    ls_hwp_records_fini(&records);
    LS_TRY(r);
    if (!h->broken)
        LS_TRY(pass_over_preview(h));
    LS_TRY(tell_beside(h));
    return h->broken ? ls_emit_gap(h->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, h->broken)
                     : ls_ok();
}

static struct ls_result read_flags(struct hwp *h, uint32_t *flags)
{
    struct ls_buf header = {.limit = HEADER_BYTES};
    struct ls_cursor c;
    uint32_t i = ls_cfb_find_stream(h->cfb, h->storage, "FileHeader");
    struct ls_result r = ls_cfb_load(h->cfb, i, &header, NULL);
    ls_cursor_init(&c, header.at, header.n);
    (void)ls_cursor_bytes(&c, 36); /* signature, version */
    *flags = ls_cursor_u32le(&c);
    if (!ls_failed(r) && c.failed)
        h->broken = "a header that is cut short";
    ls_cfb_take(h->cfb, i);
    LS_VEC_FINI(&header);
    return r;
}

static void take(struct hwp *h, const char *name)
{
    uint32_t i = ls_cfb_find(h->cfb, h->storage, name);
    if (i != LS_CFB_NONE)
        ls_cfb_take(h->cfb, i);
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    uint32_t body = ls_cfb_find(cfb, storage, "BodyText");
    return body != LS_CFB_NONE && ls_cfb_entry(cfb, body)->type == LS_CFB_STORAGE &&
           ls_cfb_find_stream(cfb, storage, "FileHeader") != LS_CFB_NONE;
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct hwp h = {.job = job, .cfb = cfb, .storage = storage};
    uint32_t flags;
    LS_TRY(read_flags(&h, &flags));
    h.packed = flags & PACKED;
    if (flags & (PASSWORD | RIGHTS | DISTRIBUTION)) {
        take(&h, "BodyText");
        take(&h, "ViewText");
        return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED,
                           flags & DISTRIBUTION ? "Hangul document for distribution"
                                                : "Hangul document (HWP)");
    }
    struct ls_result r = read_document(&h);
    ls_inflate_free(h.inflate);
    return r;
}

const struct ls_ole_reader ls_hwp_reader = {.knows = knows, .read = read};
