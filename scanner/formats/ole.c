/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ole.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/carve.h"
#include "formats/doc.h"
#include "formats/hwp.h"
#include "formats/kinds.h"
#include "formats/msg.h"
#include "formats/ole_encrypted.h"
#include "formats/ole_link.h"
#include "formats/ole_package.h"
#include "formats/ole_props.h"
#include "formats/ppt.h"
#include "formats/vba.h"
#include "formats/xls.h"

#include <string.h>

enum {
    BID = 64,
    PATH_MAX_BYTES = 4096,
    RANGES_MAX = 256,
    DEPTH_MAX = 32, /* storages in a path; deeper ones are left out of it */
};

static const struct ls_ole_reader *const readers[] = {
    &ls_msg_reader,    /* Outlook messages */
    &ls_doc_reader,    /* Word documents */
    &ls_ppt_reader,    /* PowerPoint presentations */
    &ls_xls_reader,    /* Excel workbooks */
    &ls_ole_package,   /* files in objects */
    &ls_hwp_reader,    /* Hangul documents */
    &ls_ole_encrypted, /* packages with a password */
    &ls_vba_reader,    /* macros, in any storage, and the following as well */
    &ls_ole_link,      /* where objects lead to */
    &ls_ole_props,     /* properties */
    NULL,
};

unsigned ls_ole_bid(const struct ls_probe *probe, const char *name)
{
    enum ls_cfb_peeked where = ls_cfb_peek(probe, name);
    return where == LS_CFB_NOWHERE ? 0 : where == LS_CFB_INSIDE ? BID + 1 : BID + 2;
}

struct ls_result ls_ole_path(const struct ls_cfb *cfb, uint32_t storage, uint32_t i,
                             struct ls_buf *room, struct ls_str *path)
{
    uint32_t way[DEPTH_MAX];
    size_t n = 0, begin = room->n;
    for (uint32_t at = i; at != storage && at != 0 && n < DEPTH_MAX;
         at = ls_cfb_entry(cfb, at)->parent)
        way[n++] = at;
    while (n--) {
        const char *name = ls_cfb_entry(cfb, way[n])->name;
        if (room->n > begin)
            LS_TRY(ls_buf_char(room, '/'));
        for (; *name; name++)
            if ((unsigned char)*name >= ' ')
                LS_TRY(ls_buf_char(room, *name));
    }
    *path = (struct ls_str){NULL, room->n - begin};
    if (path->len) /* a name may be empty */
        path->at = room->at + begin;
    return ls_ok();
}

static struct ls_result emit_stream(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                    struct ls_child *child)
{
    struct ls_cfb_stream stream;
    struct ls_result r = ls_cfb_stream_open(cfb, i, &stream);
    uint64_t at = ls_cfb_stream_at(&stream);
    child->blob = &stream.blob;
    if (at != LS_OFF_UNKNOWN) {
        child->off = child->raw_lo = at;
        child->raw_hi = at + stream.blob.size;
        child->verbatim = true;
    }
    if (!ls_failed(r) && stream.blob.size)
        r = ls_emit_child(job, child);
    ls_cfb_stream_close(&stream);
    return r;
}

static struct ls_result emit_storage(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                     struct ls_child *child)
{
    struct ls_cfb_image *image;
    LS_TRY(ls_cfb_image_new(cfb, i, &image));
    if (!image)
        return ls_emit_gap(job, child->name, LS_REASON_MEMORY_LIMIT,
                           "an object in a compound file, too large to be taken out of it");
    child->blob = ls_cfb_image_blob(image);
    struct ls_result r = ls_emit_child(job, child);
    ls_cfb_image_free(image);
    return r;
}

struct ls_result ls_ole_child_as(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                 struct ls_child *child)
{
    bool storage = ls_cfb_entry(cfb, i)->type == LS_CFB_STORAGE;
    ls_cfb_take(cfb, i);
    child->off = LS_OFF_UNKNOWN;
    return storage ? emit_storage(job, cfb, i, child) : emit_stream(job, cfb, i, child);
}

struct ls_result ls_ole_child(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                              enum ls_part part)
{
    struct ls_buf room = {.limit = PATH_MAX_BYTES};
    struct ls_child child = {.part = part};
    struct ls_result r = ls_ole_path(cfb, 0, i, &room, &child.name);
    if (!ls_failed(r))
        r = ls_ole_child_as(job, cfb, i, &child);
    LS_VEC_FINI(&room);
    return r;
}

/* A reader that gave up has told part of it: the others go on. */
static struct ls_result read_with(const struct ls_ole_reader *reader, struct ls_format_job *job,
                                  struct ls_cfb *cfb, uint32_t storage)
{
    struct ls_result r = reader->read(job, cfb, storage);
    if (r.reach == LS_BAD && r.code == LS_E_MALFORMED)
        return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, NULL);
    return r;
}

static struct ls_result read_root(struct ls_format_job *job, struct ls_cfb *cfb, bool *known)
{
    for (const struct ls_ole_reader *const *reader = readers; *reader; reader++) {
        if (((*reader)->in_place && !(*reader)->suffices) || !(*reader)->knows(cfb, 0))
            continue;
        *known = true;
        if (!(*reader)->in_place)
            LS_TRY(read_with(*reader, job, cfb, 0));
    }
    return ls_ok();
}

static struct ls_result look_at_storage(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i)
{
    for (const struct ls_ole_reader *const *reader = readers; *reader; reader++) {
        if (ls_cfb_entry(cfb, i)->taken)
            return ls_ok();
        if (!(*reader)->knows(cfb, i))
            continue;
        if (!(*reader)->in_place)
            return ls_ole_child(job, cfb, i, LS_PART_NONE);
        LS_TRY(read_with(*reader, job, cfb, i));
    }
    return ls_ok();
}

/* In the order of the directory; a storage that becomes a child takes what is in it along. */
static struct ls_result read_rest(struct ls_format_job *job, struct ls_cfb *cfb)
{
    for (uint32_t i = 0; i < ls_cfb_count(cfb); i++) {
        uint8_t type = ls_cfb_entry(cfb, i)->type;
        if (type == LS_CFB_STORAGE && !ls_cfb_entry(cfb, i)->taken)
            LS_TRY(look_at_storage(job, cfb, i));
    }
    for (const struct ls_ole_reader *const *reader = readers; *reader; reader++)
        if ((*reader)->in_place && (*reader)->knows(cfb, 0))
            LS_TRY(read_with(*reader, job, cfb, 0));
    for (uint32_t i = 0; i < ls_cfb_count(cfb); i++) {
        uint8_t type = ls_cfb_entry(cfb, i)->type;
        if (type == LS_CFB_STREAM && !ls_cfb_entry(cfb, i)->taken)
            LS_TRY(ls_ole_child(job, cfb, i, LS_PART_NONE));
    }
    return ls_ok();
}

/* Gap for the object as a whole, which its streams' names and first bytes tell something about. */
static struct ls_result tell_kind(struct ls_format_job *job, const char *reason)
{
    const char *what = "OLE compound file";
    bool encrypted = false;
    LS_TRY(ls_kind_look_ole(job, &what, &encrypted));
    return ls_emit_gap(job, (struct ls_str){NULL, 0}, encrypted ? LS_REASON_ENCRYPTED : reason,
                       what);
}

/* Archives in free sectors or behind the file. */
static struct ls_result look_behind(struct ls_format_job *job, const struct ls_cfb *cfb)
{
    struct ls_carve_range ranges[RANGES_MAX];
    unsigned found;
    size_t n = ls_cfb_slack(cfb, ranges, RANGES_MAX);
    return n ? ls_carve(job, ranges, n, LS_CARVE_ZIP, &found) : ls_ok();
}

static struct ls_result read_all(struct ls_format_job *job, struct ls_cfb *cfb)
{
    bool known = false;
    LS_TRY(read_root(job, cfb, &known));
    if (!known)
        LS_TRY(tell_kind(job, LS_REASON_UNSUPPORTED));
    LS_TRY(read_rest(job, cfb));
    LS_TRY(look_behind(job, cfb));
    const char *trouble = ls_cfb_trouble(cfb);
    return trouble ? ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, trouble)
                   : ls_ok();
}

struct ls_result ls_ole_run(struct ls_format_job *job)
{
    struct ls_cfb *cfb;
    if (!job->blob->random || job->probe->size == LS_SIZE_UNKNOWN) /* its head at most */
        return tell_kind(job, LS_REASON_MEMORY_LIMIT);
    struct ls_result r = ls_cfb_open(job, &cfb);
    if (r.reach == LS_BAD && r.code == LS_E_MALFORMED)
        return tell_kind(job, LS_REASON_MALFORMED);
    if (!ls_failed(r))
        r = read_all(job, cfb);
    ls_cfb_close(cfb);
    return r;
}
