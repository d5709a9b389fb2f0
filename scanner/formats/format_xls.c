/* SPDX-License-Identifier: Apache-2.0 */
/* Excel workbooks and templates up to 2003, sheets of Excel 2 to 4, .et and .ett of WPS. */
#include "formats/ole.h"
#include "formats/xls.h"
#include "formats/xls_crypt.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/carve.h"

#include <string.h>

enum { BID_BARE = 48, PATH_MAX_BYTES = 1024 };

#define CACHES "_SX_DB_CUR" /* of pivot tables */
#define CACHES_5 "_SX_DB"
#define LOG "Revision Log"
#define USERS "User Names"

typedef struct ls_result (*stream_fn)(struct ls_format_job *job, const struct ls_xls_stream *stream,
                                      bool *encrypted);

static struct ls_result read_cache(struct ls_format_job *job, const struct ls_xls_stream *stream,
                                   bool *encrypted)
{
    (void)encrypted;
    return ls_xls_read_cache(job, stream);
}

static struct ls_result read_log(struct ls_format_job *job, const struct ls_xls_stream *stream,
                                 bool *encrypted)
{
    (void)encrypted;
    return ls_xls_read_log(job, stream);
}

/* A stream in one piece is a part of its own; one in pieces is read as bytes of the file. */
static struct ls_result read_stream(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                    enum ls_part part, stream_fn read, bool *encrypted)
{
    struct ls_cfb_stream bytes;
    struct ls_buf room = {.limit = PATH_MAX_BYTES};
    struct ls_result result = ls_cfb_stream_open(cfb, i, &bytes);
    struct ls_xls_stream stream = {.blob = &bytes.blob, .info = {.part = part}};
    uint64_t at = ls_cfb_stream_at(&bytes);
    if (at == LS_OFF_UNKNOWN)
        stream.pieces = &bytes;
    stream.info.raw_off = at == LS_OFF_UNKNOWN ? 0 : at;
    stream.info.link_off = at;
    if (!ls_failed(result) && !stream.pieces)
        result = ls_ole_path(cfb, 0, i, &room, &stream.info.name);
    if (!ls_failed(result))
        result = read(job, &stream, encrypted);
    if (!ls_failed(result))
        ls_cfb_take(cfb, i);
    ls_cfb_stream_close(&bytes);
    LS_VEC_FINI(&room);
    return result;
}

static struct ls_result read_caches(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage,
                                    bool encrypted)
{
    if (storage == LS_CFB_NONE || ls_cfb_entry(cfb, storage)->type != LS_CFB_STORAGE)
        return ls_ok();
    for (uint32_t i = ls_cfb_entry(cfb, storage)->first; i != LS_CFB_NONE && !encrypted;
         i = ls_cfb_entry(cfb, i)->next)
        if (ls_cfb_entry(cfb, i)->type == LS_CFB_STREAM)
            LS_TRY(read_stream(job, cfb, i, LS_PART_HIDDEN, read_cache, &encrypted));
    if (encrypted)
        ls_cfb_take(cfb, storage);
    return ls_ok();
}

static struct ls_result read_beside(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage,
                                    bool encrypted)
{
    static const struct {
        const char *name;
        enum ls_part part;
    } logs[] = {{LOG, LS_PART_DELETION}, {USERS, LS_PART_PROPERTY}};
    LS_TRY(read_caches(job, cfb, ls_cfb_find(cfb, storage, CACHES), encrypted));
    LS_TRY(read_caches(job, cfb, ls_cfb_find(cfb, storage, CACHES_5), encrypted));
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        uint32_t at = ls_cfb_find_stream(cfb, storage, logs[i].name);
        if (at == LS_CFB_NONE)
            continue;
        if (encrypted)
            ls_cfb_take(cfb, at);
        else
            LS_TRY(read_stream(job, cfb, at, logs[i].part, read_log, &encrypted));
    }
    return ls_ok();
}

/* Once more, as it was before it was encrypted with a password that everybody knows. */
static struct ls_result read_unlocked(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t i,
                                      bool *open)
{
    struct ls_cfb_stream bytes;
    struct ls_buf plain = {.limit = LS_XLS_PLAIN_MAX};
    struct ls_blob blob;
    bool encrypted;
    struct ls_xls_stream stream = {.blob = &blob,
                                   .info = {.part = LS_PART_BODY, .raw_off = LS_OFF_UNKNOWN},
                                   .decrypted = true};
    struct ls_result result = ls_cfb_stream_open(cfb, i, &bytes);
    stream.info.link_off = ls_cfb_stream_at(&bytes);
    if (!ls_failed(result))
        result = ls_xls_unlock(job, &bytes.blob, &plain, open);
    ls_blob_memory(&blob, plain.at, plain.n);
    if (!ls_failed(result) && *open)
        result = ls_xls_read_book(job, &stream, &encrypted);
    ls_cfb_stream_close(&bytes);
    LS_VEC_FINI(&plain);
    return result;
}

/* What is encrypted beside a workbook that could be opened. */
static struct ls_result tell_locked(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    static const char *const names[] = {CACHES, CACHES_5, LOG, USERS};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ls_cfb_find(cfb, storage, names[i]) != LS_CFB_NONE)
            LS_TRY(ls_emit_gap(job, ls_str_of(names[i]), LS_REASON_ENCRYPTED,
                               "Excel workbook (97-2003)"));
    return ls_ok();
}

/* For older programs, a file may hold the workbook once more: only what it alone says is news. */
static struct ls_result read_again(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t book,
                                   uint32_t workbook)
{
    struct ls_cfb_stream bytes;
    struct ls_buf room = {.limit = PATH_MAX_BYTES}, name = {.limit = PATH_MAX_BYTES};
    struct ls_link said = {.name = {NULL, 0}};
    struct ls_child child = {.as = "xls", .again = &said};
    struct ls_result r = ls_cfb_stream_open(cfb, workbook, &bytes);
    said.off = ls_cfb_stream_at(&bytes);
    ls_cfb_stream_close(&bytes);
    if (!ls_failed(r) && said.off != LS_OFF_UNKNOWN) /* as read_stream() has called it */
        r = ls_ole_path(cfb, 0, workbook, &name, &said.name);
    if (!ls_failed(r))
        r = ls_ole_path(cfb, 0, book, &room, &child.name);
    if (!ls_failed(r))
        r = ls_ole_child_as(job, cfb, book, &child);
    LS_VEC_FINI(&room);
    LS_VEC_FINI(&name);
    return r;
}

static struct ls_result read_workbook(struct ls_format_job *job, struct ls_cfb *cfb,
                                      uint32_t storage)
{
    uint32_t at = ls_cfb_find_stream(cfb, storage, "Workbook");
    uint32_t book = ls_cfb_find_stream(cfb, storage, "Book");
    uint32_t first = at == LS_CFB_NONE ? book : at;
    bool encrypted = false, open = false;
    LS_TRY(read_stream(job, cfb, first, LS_PART_BODY, ls_xls_read_book, &encrypted));
    if (encrypted)
        LS_TRY(read_unlocked(job, cfb, first, &open));
    if (first != book && book != LS_CFB_NONE)
        LS_TRY(read_again(job, cfb, book, first));
    if (encrypted && !open)
        LS_TRY(ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED,
                           "Excel workbook (97-2003)"));
    else if (open)
        LS_TRY(tell_locked(job, cfb, storage));
    return read_beside(job, cfb, storage, encrypted);
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    return ls_cfb_find_stream(cfb, storage, "Workbook") != LS_CFB_NONE ||
           ls_cfb_find_stream(cfb, storage, "Book") != LS_CFB_NONE;
}

const struct ls_ole_reader ls_xls_reader = {.knows = knows, .read = read_workbook};

/* ---- the format ---------------------------------------------------------------------------- */

static unsigned bid(const struct ls_probe *probe)
{
    if (ls_xls_begins(probe))
        return BID_BARE;
    unsigned bits = ls_ole_bid(probe, "Workbook"), old = ls_ole_bid(probe, "Book");
    return bits > old ? bits : old;
}

/* Records without a file around them. */
static struct ls_result run_bare(struct ls_format_job *job)
{
    struct ls_xls_stream stream = {.blob = job->blob, .info = {.link_off = LS_OFF_UNKNOWN}};
    bool encrypted;
    if (!job->blob->random)
        return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_MEMORY_LIMIT, "Excel workbook");
    LS_TRY(ls_xls_read_book(job, &stream, &encrypted));
    return encrypted
               ? ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED, "Excel workbook")
               : ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_xls_begins(job->probe) ? run_bare(job) : ls_ole_run(job);
}

const struct ls_format ls_format_xls = {
    .name = "xls",
    .what = "Excel workbook (97-2003)",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = run,
};
