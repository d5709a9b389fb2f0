/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes go to libarchive through callbacks that read the object; members come back as blobs that
 * ask the library for their next block when they are read.
 *
 *   job->blob  --feed()/skip()/seek()-->  library  --read_member()-->  child's blob  -->  engine
 *
 * What reading the object failed with cannot travel through the library: it is kept in
 * reader.input, and asked for after each call. What the library itself fails with are numbers and
 * words; the words tell which gap it is.
 *
 * The library turns names from UTF-16 and UTF-8 into the encoding of the locale, and gives up names
 * that this does not have: while it reads headers, the thread is in C.UTF-8. That locale is loaded
 * when the program starts, for a confined process could not.
 */
#include "formats/libarchive_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/member_name.h"

#include <archive.h>

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHUNK = 64 << 10, /* bytes handed to the library at once */
    ZERO_BLOCK = 512, /* LS_ARCHIVE_ZEROS */
    STUCK_MAX = 100,  /* failures of the library in a row without a byte read */
    READERS_MAX = 8,  /* for one archive that breaks again and again */
};

const char reader_encrypted[] = LS_REASON_ENCRYPTED;
const char reader_truncated[] = LS_REASON_TRUNCATED;

static locale_t utf8_names;

__attribute__((constructor)) static void load_locale(void)
{
    utf8_names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

__attribute__((destructor)) static void free_locale(void)
{
    if (utf8_names)
        freelocale(utf8_names);
}

locale_t reader_enter_utf8(void)
{
    return utf8_names ? uselocale(utf8_names) : (locale_t)0;
}

void reader_leave_utf8(locale_t before)
{
    if (before)
        uselocale(before);
}

/* ---- the object, for the library ----------------------------------------------------------- */

static void note_chunk(struct reader *r, size_t got)
{
    if (got) {
        r->chunk_len = got;
        r->skipped = false;
        if (r->way->watch)
            r->way->watch->feed(r->watch, r->chunk, got);
    }
    r->at += got;
}

static la_ssize_t feed(struct archive *archive, void *user, const void **out)
{
    struct reader *r = user;
    size_t got = 0;
    *out = r->chunk;
    if (ls_failed(r->input) && r->input.code != LS_E_MALFORMED) {
        archive_set_error(archive, EIO, "Reading failed");
        return ARCHIVE_FATAL;
    }
    if (!ls_failed(r->input)) /* else: what it is decoded from is broken, this is the end */
        r->input = ls_blob_read(r->job->blob, r->at, r->chunk, CHUNK, &got);
    if (got == 0 && ls_failed(r->input) && r->input.code != LS_E_MALFORMED) {
        archive_set_error(archive, EIO, "Reading failed");
        return ARCHIVE_FATAL;
    }
    note_chunk(r, got);
    r->ended = got == 0;
    return (la_ssize_t)got;
}

static la_int64_t skip(struct archive *archive, void *user, la_int64_t wanted)
{
    struct reader *r = user;
    (void)archive;
    uint64_t size = r->job->blob->size;
    uint64_t left = r->at < size ? size - r->at : 0;
    if (wanted <= 0)
        return 0;
    uint64_t step = (uint64_t)wanted < left ? (uint64_t)wanted : left;
    r->at += step;
    r->skipped |= step > 0;
    return (la_int64_t)step;
}

static la_int64_t seek(struct archive *archive, void *user, la_int64_t off, int whence)
{
    struct reader *r = user;
    uint64_t size = r->job->blob->size;
    la_int64_t from = whence == SEEK_SET   ? 0
                      : whence == SEEK_CUR ? (la_int64_t)r->at
                                           : (la_int64_t)size;
    la_int64_t to;
    if (__builtin_add_overflow(from, off, &to) || to < 0) {
        archive_set_error(archive, EINVAL, "Offset out of range");
        return ARCHIVE_FATAL;
    }
    r->at = (uint64_t)to < size ? (uint64_t)to : size;
    r->skipped = true;
    r->ended = false;
    return (la_int64_t)r->at;
}

/* *status is the library's. */
static struct ls_result reader_open(struct reader *r, int *status)
{
    bool random = r->job->blob->random && !r->way->watch; /* who watches sees all bytes */
    r->at = r->members = 0;
    r->chunk_len = 0;
    r->ended = false;
    r->input = ls_ok();
    r->watch = NULL;
    if (r->way->watch)
        LS_TRY(r->way->watch->init(&r->watch));
    r->archive = archive_read_new();
    if (!r->archive)
        return ls_stop(LS_E_MEMORY);
    /* ARCHIVE_WARN: it would start a program, or a library that it needs is not there. */
    *status = r->way->enable(r->archive);
    if (*status != ARCHIVE_OK)
        return ls_ok();
    if (r->options)
        archive_read_set_options(r->archive, r->options);
    if (random)
        archive_read_set_seek_callback(r->archive, seek);
    *status = archive_read_open2(r->archive, r, NULL, feed, random ? skip : NULL, NULL);
    return ls_ok();
}

/* ---- what the library says ----------------------------------------------------------------- */

static bool says(const char *text, const char *word)
{
    return strcasestr(text, word) != NULL;
}

const char *reader_reason(const struct reader *r)
{
    const char *text = archive_error_string(r->archive);
    if (!text)
        text = "";
    if (says(text, "encrypt") || says(text, "passphrase") || says(text, "password"))
        return reader_encrypted;
    if (archive_errno(r->archive) == ENOMEM || says(text, "memory"))
        return LS_REASON_MEMORY_LIMIT;
    if (says(text, "unsupported") || says(text, "not supported") || says(text, "unimplemented"))
        return LS_REASON_UNSUPPORTED;
    if (r->ended || says(text, "truncated") || says(text, "end of file") || says(text, "premature"))
        return reader_truncated;
    return LS_REASON_MALFORMED;
}

const char *reader_detail(const struct reader *r, const char *reason)
{
    const char *text = archive_error_string(r->archive);
    if (reason == reader_encrypted)
        return "a password is needed";
    if (reason == reader_truncated)
        return "ends too early";
    return text ? text : "the reader gave up";
}

struct ls_result reader_trouble(const struct reader *r)
{
    return r->input.code == LS_E_MALFORMED ? ls_ok() : r->input;
}

/* A gap of the archive in the library's own words, unless reading the object is what failed. */
static struct ls_result tell(struct reader *r)
{
    char detail[DETAIL_MAX];
    LS_TRY(reader_trouble(r));
    if (r->other_list) /* as with the first one */
        return ls_ok();
    const char *reason = reader_reason(r);
    snprintf(detail, sizeof detail, "%s", reader_detail(r, reason));
    LS_TRY(ls_charge(r->job, 1, 0));
    return ls_emit_gap(r->job, (struct ls_str){NULL, 0}, reason, detail);
}

static int next_header(struct reader *r, struct archive_entry **entry)
{
    locale_t before = reader_enter_utf8();
    int status = archive_read_next_header(r->archive, entry);
    reader_leave_utf8(before);
    return status;
}

int reader_by_extent(const void *a, const void *b)
{
    const struct extent *x = a, *y = b;
    if (x->off != y->off)
        return x->off < y->off ? -1 : 1;
    return (x->size > y->size) - (x->size < y->size);
}

/* ---- the archive --------------------------------------------------------------------------- */

static bool is_zero(const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i])
            return false;
    return true;
}

/* Reads what the library left; *clean: there is nothing but zeros in it. */
static struct ls_result drain(struct reader *r, bool *clean)
{
    uint64_t used = (uint64_t)archive_filter_bytes(r->archive, -1);
    uint64_t left = r->at > used ? r->at - used : 0; /* bytes of the chunk not yet consumed */
    size_t got = 1;
    *clean = left > r->chunk_len || is_zero(r->chunk + r->chunk_len - left, (size_t)left);
    while (got && (*clean || r->way->watch)) {
        struct ls_result read = ls_blob_read(r->job->blob, r->at, r->chunk, CHUNK, &got);
        if (ls_failed(read) && read.code != LS_E_MALFORMED)
            return read;
        note_chunk(r, got);
        *clean &= is_zero(r->chunk, got);
        LS_TRY(ls_charge(r->job, 0, 0));
    }
    return ls_ok();
}

/* The library has come to an end: was it the end? */
static struct ls_result check_end(struct reader *r)
{
    struct ls_str archive = {NULL, 0};
    bool clean = true;
    if ((r->way->flags & LS_ARCHIVE_ZEROS) && r->at > 0 &&
        (r->skipped || r->chunk_len < ZERO_BLOCK ||
         !is_zero(r->chunk + r->chunk_len - ZERO_BLOCK, ZERO_BLOCK)))
        return ls_emit_gap(r->job, archive, LS_REASON_TRUNCATED, "no end mark");
    if (r->way->watch || (r->way->flags & LS_ARCHIVE_TAIL))
        LS_TRY(drain(r, &clean));
    if (r->way->watch)
        return r->way->watch->end(r->watch, r->job, true);
    return clean ? ls_ok()
                 : ls_emit_gap(r->job, archive, LS_REASON_MALFORMED,
                               "more bytes behind the end of the archive");
}

/*
 * Walks the members from number `first` on; the ones before have been told of. *next: where another
 * reader might go on behind a member that this one could not leave, or 0.
 */
static struct ls_result walk(struct reader *r, uint64_t first, uint64_t *next)
{
    uint64_t stuck_at = UINT64_MAX;
    unsigned stuck = 0;
    bool dead = false, cut = false, damaged = false;
    *next = 0;
    for (uint64_t i = 1; !dead; i++) {
        struct archive_entry *entry = NULL;
        int status = next_header(r, &entry);
        LS_TRY(reader_trouble(r));
        if (status == ARCHIVE_EOF)
            return damaged ? ls_ok() : check_end(r);
        if (status == ARCHIVE_OK || status == ARCHIVE_WARN) {
            damaged = false;
            stuck = 0;
            if (i >= first)
                LS_TRY(reader_emit_member(r, entry, &dead, &cut));
            r->members++;
            *next = dead && !cut ? i + 1 : 0;
            continue;
        }
        uint64_t at = (uint64_t)archive_filter_bytes(r->archive, -1);
        stuck = at == stuck_at ? stuck + 1 : 0;
        stuck_at = at;
        dead = status == ARCHIVE_FATAL || stuck > STUCK_MAX;
        cut = cut && reader_reason(r) == reader_truncated; /* told with the member */
        if (i >= first && !damaged && !cut)                /* once for each stretch of damage */
            LS_TRY(tell(r));
        damaged = true;
        LS_TRY(ls_charge(r->job, 0, 0));
    }
    return r->way->watch && !*next ? r->way->watch->end(r->watch, r->job, false) : ls_ok();
}

static struct ls_result run_reader(struct reader *r, uint64_t first, uint64_t *next)
{
    int status;
    *next = 0;
    struct ls_result open = reader_open(r, &status);
    if (ls_failed(open)) {
        if (r->way->watch)
            r->way->watch->fini(r->watch);
        return open;
    }
    struct ls_result result = status == ARCHIVE_OK ? walk(r, first, next) : tell(r);
    archive_read_free(r->archive);
    if (r->way->watch)
        r->way->watch->fini(r->watch);
    return result;
}

/* One list of members, by as many readers as it takes. */
static struct ls_result run_list(struct reader *r)
{
    struct ls_result result = ls_ok();
    uint64_t next = 1;
    for (unsigned i = 0; i < READERS_MAX && next && !ls_failed(result); i++)
        result = i == 0 || r->job->blob->random ? run_reader(r, next, &next) : ls_ok();
    return result;
}

static struct ls_result run_lists(struct reader *r)
{
    r->options = r->way->options;
    LS_TRY(run_list(r));
    for (const char *const *more = r->way->other_lists; more && *more; more++) {
        if (r->extents.n)
            qsort(r->extents.at, r->extents.n, sizeof *r->extents.at, reader_by_extent);
        r->known_n = r->extents.n;
        r->options = *more;
        r->other_list = true;
        LS_TRY(run_list(r));
    }
    return ls_ok();
}

struct ls_result ls_archive_run(struct ls_format_job *job, const struct ls_archive_way *way)
{
    struct reader r = {
        .job = job, .way = way, .name.limit = LS_MEMBER_NAME_ROOM, .extents.limit = EXTENTS_MAX};
    r.chunk = ls_calloc(1, CHUNK);
    if (!r.chunk)
        return ls_stop(LS_E_MEMORY);
    struct ls_result result = run_lists(&r);
    LS_VEC_FINI(&r.extents);
    LS_VEC_FINI(&r.name);
    ls_free(r.chunk);
    return result;
}
