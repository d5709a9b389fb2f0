/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of members. Deflated data ends where its stream ends, whatever the lists say; stored
 * data is as long as the longest number they give. What is taken from the archive is counted, so
 * members that share bytes cost no more than a few readings of the whole.
 */
#include "formats/zip_priv.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "decode/inflate.h"
#include "decode/unpack.h"

#include <stdio.h>
#include <string.h>

enum {
    TAKEN_MAX = 16,       /* readings of all the archive: documents go back to their parts */
    TAKEN_FREE = 1 << 20, /* bytes that are not counted, for small archives */
    OVERLAPS_MAX = 2,     /* … when members that overlap are read for their own sake */
    OVERLAPS_TOLD = 1000, /* members, each by its name */
    WORDS = 96,
    PROBE = 16 << 10,
    LZMA_PROPERTIES = 5,
    LZMA_HEADER = 13,
    LZMA_END_MARK = 1 << 1, /* flag, 4.4.4 */
};

struct ls_zip_member {
    struct ls_zip *zip;
    struct ls_inflate *inflate;
    struct ls_unpack *unpack;
    enum ls_unpack_kind unpack_kind;
    enum { CLOSED, STORED, INFLATING, UNPACKING } state;
    struct ls_blob stored;
    struct ls_blob decoded; /* in front of the decoder: notes why it breaks */
    struct ls_blob *decoder;
    struct ls_gap why;
    uint64_t lo, hi;  /* the data in the archive */
    uint64_t reached; /* stored bytes that were read */
    bool cut;         /* the archive ends before they do */
};

const char *zip_method_name(uint16_t method)
{
    static const struct {
        uint16_t method;
        const char *name;
    } all[] = {
        {1, "shrink"},     {2, "reduce"},    {3, "reduce"},
        {4, "reduce"},     {5, "reduce"},    {6, "implode"},
        {7, "tokenize"},   {9, "deflate64"}, {10, "PKWARE DCL implode"},
        {12, "bzip2"},     {14, "LZMA"},     {16, "IBM CMPSC"},
        {18, "IBM TERSE"}, {19, "IBM LZ77"}, {20, "zstd (20)"},
        {92, "MP3"},       {93, "zstd"},     {94, "MP3"},
        {95, "xz"},        {96, "JPEG"},     {97, "WavPack"},
        {98, "PPMd"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].method == method)
            return all[i].name;
    return NULL;
}

static struct ls_result read_stored(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    struct ls_zip_member *m = LS_CONTAINER(blob, struct ls_zip_member, stored);
    uint64_t left = off < m->hi - m->lo ? m->hi - m->lo - off : 0;
    *got = 0;
    if (left < len)
        len = (size_t)left;
    if (len > 0)
        LS_TRY(m->zip->blob->read(m->zip->blob, m->lo + off, out, len, got));
    if (off + *got > m->reached)
        m->reached = off + *got;
    if (left > 0 || !m->cut)
        return ls_ok();
    m->why.reason = LS_REASON_TRUNCATED;
    return ls_bad(LS_E_MALFORMED);
}

/* What a decoder's end means, in words of gaps. */
static const char *break_of(const struct ls_zip_member *m)
{
    if (m->state == INFLATING)
        return ls_inflate_state(m->inflate) == LS_INFLATE_TRUNCATED ? LS_REASON_TRUNCATED
                                                                    : LS_REASON_MALFORMED;
    switch (ls_unpack_state(m->unpack)) {
    case LS_UNPACK_TRUNCATED:
        return LS_REASON_TRUNCATED;
    case LS_UNPACK_MEMORY:
        return LS_REASON_MEMORY_LIMIT;
    case LS_UNPACK_UNSUPPORTED:
        return LS_REASON_UNSUPPORTED;
    case LS_UNPACK_OPEN:
    case LS_UNPACK_WHOLE:
    case LS_UNPACK_TAIL:
    case LS_UNPACK_BROKEN:
    case LS_UNPACK_FAILED:
        break;
    }
    return LS_REASON_MALFORMED;
}

static struct ls_result read_decoded(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct ls_zip_member *m = LS_CONTAINER(blob, struct ls_zip_member, decoded);
    struct ls_result r = m->decoder->read(m->decoder, off, out, len, got);
    if (r.code == LS_E_MALFORMED)
        m->why.reason = break_of(m);
    return r;
}

static struct ls_blob *open_stored(struct ls_zip_member *m, uint64_t off, uint64_t len)
{
    uint64_t size = m->zip->size;
    m->lo = off < size ? off : size;
    m->cut = len > size - m->lo;
    m->hi = m->cut ? size : m->lo + len;
    m->reached = 0;
    m->state = STORED;
    m->stored = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_stored};
    if (!m->cut) {
        m->stored.size = len;
        m->stored.random = true;
        m->stored.memory = m->zip->blob->memory ? m->zip->blob->memory + m->lo : NULL;
    }
    return &m->stored;
}

/* Counts what the last member took. */
static void settle(struct ls_zip_member *m)
{
    switch (m->state) {
    case CLOSED:
        break;
    case STORED: /* what is in memory is read behind our back */
        m->zip->taken += m->stored.memory ? m->hi - m->lo : m->reached;
        break;
    case INFLATING:
        m->zip->taken += ls_inflate_in_off(m->inflate) - m->lo;
        break;
    case UNPACKING:
        m->zip->taken += ls_unpack_in_off(m->unpack) - m->lo;
        break;
    }
    m->state = CLOSED;
}

static bool unpack_kind(uint16_t method, enum ls_unpack_kind *kind)
{
    switch (method) {
    case ZIP_BZIP2:
        *kind = LS_UNPACK_BZIP2;
        return true;
    case ZIP_LZMA:
        *kind = LS_UNPACK_LZMA;
        return true;
    case ZIP_ZSTD:
        *kind = LS_UNPACK_ZSTD;
        return true;
    case ZIP_XZ:
        *kind = LS_UNPACK_XZ;
        return true;
    default:
        return false;
    }
}

static bool exhausted(const struct ls_zip *zip, unsigned readings)
{
    return zip->taken > TAKEN_FREE && (zip->taken - TAKEN_FREE) / readings > zip->size;
}

static const char *cannot(const struct ls_zip *zip, const struct zip_item *item)
{
    if (item->pub.data_off == 0)
        return item->elsewhere ? LS_REASON_TRUNCATED : LS_REASON_MALFORMED;
    if (item->pub.encrypted)
        return LS_REASON_ENCRYPTED;
    if (exhausted(zip, TAKEN_MAX))
        return LS_REASON_MALFORMED;
    enum ls_unpack_kind kind;
    if (item->pub.method != ZIP_STORED && item->pub.method != ZIP_DEFLATED &&
        !unpack_kind(item->pub.method, &kind))
        return LS_REASON_UNSUPPORTED;
    return NULL;
}

/*
 * LZMA data gets the header of the .lzma format in place of its own (5.8.8).
 *
 *   ZIP    [version 2][length of properties 2][properties 5][stream]
 *   .lzma  [properties 5][size 8, all ones where an end mark closes the stream][stream]
 */
static struct ls_result read_lzma_header(struct ls_zip_member *m, const struct zip_item *item,
                                         uint8_t header[LZMA_HEADER], bool *there)
{
    uint8_t own[4 + LZMA_PROPERTIES];
    struct ls_cursor c;
    size_t got;
    uint64_t size = item->flags & LZMA_END_MARK ? UINT64_MAX : item->pub.size;
    LS_TRY(ls_blob_read(m->zip->blob, m->lo, own, sizeof own, &got));
    ls_cursor_init(&c, own, got);
    (void)ls_cursor_u16le(&c);
    uint16_t properties = ls_cursor_u16le(&c);
    *there = got == sizeof own && properties == LZMA_PROPERTIES;
    memcpy(header, own + 4, LZMA_PROPERTIES);
    for (size_t i = 0; i < 8; i++)
        header[LZMA_PROPERTIES + i] = (uint8_t)(size >> (8 * i));
    return ls_ok();
}

static struct ls_result open_packed(struct ls_zip_member *m, const struct zip_item *item,
                                    struct ls_blob **blob, const char **why)
{
    enum ls_unpack_kind kind = LS_UNPACK_BZIP2;
    uint8_t header[LZMA_HEADER];
    bool there = true;
    (void)unpack_kind(item->pub.method, &kind);
    if (!m->unpack || m->unpack_kind != kind) {
        ls_unpack_free(m->unpack);
        m->unpack = NULL;
        LS_TRY(ls_unpack_new(kind, &m->unpack));
        m->unpack_kind = kind;
    }
    m->lo = item->pub.data_off;
    if (__builtin_add_overflow(m->lo, item->reach, &m->hi) || m->hi > m->zip->size)
        m->hi = m->zip->size;
    if (kind == LS_UNPACK_LZMA)
        LS_TRY(read_lzma_header(m, item, header, &there));
    *why = LS_REASON_MALFORMED;
    if (!there)
        return ls_ok();
    *why = NULL;
    ls_unpack_open(m->unpack, m->zip->blob,
                   kind == LS_UNPACK_LZMA ? m->lo + 4 + LZMA_PROPERTIES : m->lo, m->hi, blob);
    if (kind == LS_UNPACK_LZMA)
        ls_unpack_prefix(m->unpack, header, sizeof header);
    m->state = UNPACKING;
    return ls_ok();
}

static struct ls_result open_deflated(struct ls_zip_member *m, const struct zip_item *item,
                                      struct ls_blob **blob)
{
    if (!m->inflate)
        LS_TRY(ls_inflate_new(&m->inflate));
    ls_inflate_open(m->inflate, m->zip->blob, item->pub.data_off, m->zip->size);
    m->state = INFLATING;
    m->lo = item->pub.data_off;
    return ls_inflate_begin_sized(m->inflate, LS_INFLATE_RAW, item->pub.packed, item->pub.size,
                                  blob);
}

struct ls_result ls_zip_member_open(struct ls_zip_member *member, const struct ls_zip_entry *entry,
                                    struct ls_blob **blob, const char **why)
{
    const struct zip_item *item = zip_item_of(entry);
    *blob = NULL;
    settle(member);
    *why = cannot(member->zip, item);
    if (*why)
        return ls_ok();
    member->why = (struct ls_gap){.state = LS_STATE_DEGRADED};
    if (entry->method == ZIP_STORED) {
        *blob = open_stored(member, item->pub.data_off, item->reach);
        return ls_ok();
    }
    LS_TRY(entry->method == ZIP_DEFLATED ? open_deflated(member, item, &member->decoder)
                                         : open_packed(member, item, &member->decoder, why));
    member->decoded = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_decoded};
    *blob = *why ? NULL : &member->decoded;
    return ls_ok();
}

struct ls_result ls_zip_member_new(struct ls_zip *zip, struct ls_zip_member **member)
{
    *member = ls_calloc(1, sizeof **member);
    if (!*member)
        return ls_stop(LS_E_MEMORY);
    (*member)->zip = zip;
    return ls_ok();
}

void ls_zip_member_free(struct ls_zip_member *member)
{
    if (!member)
        return;
    settle(member);
    ls_inflate_free(member->inflate);
    ls_unpack_free(member->unpack);
    ls_free(member);
}

/* The cipher, in words for people (6.1, 7.2; AE-x extra field). */
static const char *cipher(const struct zip_item *item)
{
    if (item->flags & ZIP_FLAG_STRONG)
        return "strong encryption";
    if (item->pub.method != ZIP_AES)
        return "ZipCrypto";
    return item->aes == 1 ? "AES-128" : item->aes == 2 ? "AES-192" : "AES-256";
}

static struct ls_result emit_gap(struct ls_format_job *job, const struct ls_zip_entry *entry,
                                 const char *why)
{
    const struct zip_item *item = zip_item_of(entry);
    char words[WORDS];
    const char *detail = NULL, *method = zip_method_name(entry->method);
    if (strcmp(why, LS_REASON_ENCRYPTED) == 0) {
        detail = cipher(item);
    } else if (strcmp(why, LS_REASON_TRUNCATED) == 0) {
        detail = "in another volume";
    } else if (strcmp(why, LS_REASON_MALFORMED) == 0) {
        detail = entry->data_off == 0        ? "no local header"
                 : entry->method == ZIP_LZMA ? "no LZMA header"
                                             : "members overlap";
    } else {
        snprintf(words, sizeof words, "method %u%s%s%s", entry->method, method ? " (" : "",
                 method ? method : "", method ? ")" : "");
        detail = words;
    }
    LS_TRY(ls_charge(job, 1, 0));
    return ls_emit_gap(job, entry->name, why, detail);
}

/*
 * Some archives set the encryption flag and encrypt nothing. Stored data then has no room for the
 * twelve bytes of the cipher's header, and deflated data is read once to see whether it is whole.
 */
static struct ls_result is_plain(struct ls_format_job *job, struct ls_zip_member *m,
                                 const struct zip_item *item, bool *plain)
{
    uint8_t chunk[PROBE];
    uint32_t crc = 0;
    uint64_t off = 0;
    struct ls_blob *blob;
    size_t got;
    *plain = item->pub.method == ZIP_STORED && item->pub.packed == item->pub.size;
    if (item->pub.method != ZIP_DEFLATED || item->pub.data_off == 0 ||
        exhausted(m->zip, OVERLAPS_MAX))
        return ls_ok();
    settle(m);
    LS_TRY(open_deflated(m, item, &blob));
    do {
        struct ls_result r = ls_blob_read(blob, off, chunk, sizeof chunk, &got);
        if (r.code == LS_E_MALFORMED)
            return ls_ok();
        LS_TRY(r);
        LS_TRY(ls_charge(job, 0, got));
        crc = ls_inflate_crc(crc, chunk, got);
        off += got;
    } while (got > 0);
    *plain = crc == item->crc && off > 0;
    return ls_ok();
}

static struct ls_result emit_note(struct ls_format_job *job, struct ls_str name, const char *detail)
{
    struct ls_gap gap = {
        .state = LS_STATE_SCANNED, .reason = LS_REASON_AMBIGUOUS, .detail = detail};
    return job->emit->gap(job->user, name, &gap);
}

/* `seen`: what the container knows of the child. */
static struct ls_result emit_child(struct ls_format_job *job, struct ls_zip_member *m,
                                   const struct zip_item *item, struct ls_blob *blob,
                                   const struct ls_child *seen)
{
    const struct ls_zip_entry *entry = &item->pub;
    bool verbatim = blob == &m->stored;
    uint64_t hi;
    if (__builtin_add_overflow(entry->data_off, entry->packed, &hi) || hi > m->zip->size)
        hi = m->zip->size;
    struct ls_child child = *seen;
    child.name = entry->name;
    child.blob = blob;
    child.off = entry->header_off;
    child.raw_lo = verbatim ? m->lo : entry->data_off;
    child.raw_hi = verbatim ? m->hi : hi;
    child.verbatim = verbatim;
    child.why = &m->why;
    if (item->local_name.len)
        LS_TRY(emit_note(job, item->local_name, "the local header's name of the next member"));
    return ls_emit_child(job, &child);
}

/* Where in the archive the data of the member ended that was read last. */
static uint64_t end_of_data(const struct ls_zip_member *m)
{
    return m->state == INFLATING   ? ls_inflate_in_off(m->inflate)
           : m->state == UNPACKING ? ls_unpack_in_off(m->unpack)
                                   : m->hi;
}

/* A member that only its local header at `off` tells of. *end: behind its data. */
static struct ls_result emit_hidden(struct ls_format_job *job, struct ls_zip_member *m,
                                    uint64_t off, uint64_t *end)
{
    const struct ls_child nothing = {.as = NULL};
    const struct ls_str none = {NULL, 0};
    struct zip_header header;
    struct zip_item item;
    struct ls_blob *blob;
    const char *why;
    bool there;
    *end = off + 4;
    LS_TRY(zip_read_local(m->zip, off, none, &header, &there));
    if (!there || !zip_method_known(header.method))
        return ls_ok();
    zip_local_item(&header, off, &item);
    if (item.described && item.pub.packed == 0) {
        uint32_t signature;
        uint64_t next = item.pub.data_off;
        LS_TRY(zip_next_signature(m->zip, &next, m->zip->size, &signature));
        item.pub.packed = item.reach = next - item.pub.data_off;
    }
    LS_TRY(ls_zip_member_open(m, &item.pub, &blob, &why));
    if (!blob)
        return emit_gap(job, &item.pub, why);
    LS_TRY(emit_child(job, m, &item, blob, &nothing));
    *end = end_of_data(m);
    return ls_ok();
}

/* What hides behind the end of a stream, where the lists say that the member goes on. */
static struct ls_result emit_rest(struct ls_format_job *job, struct ls_zip_member *m, uint64_t lo,
                                  uint64_t hi)
{
    uint32_t signature;
    /* Its signature may end behind what the member is said to have. */
    if (__builtin_add_overflow(hi, 3, &hi) || hi > m->zip->size)
        hi = m->zip->size;
    while (!exhausted(m->zip, OVERLAPS_MAX)) {
        uint64_t from = lo, end;
        LS_TRY(zip_next_signature(m->zip, &lo, hi, &signature));
        m->zip->taken += lo - from;
        if (signature == 0)
            return ls_ok();
        end = lo + 4;
        if (signature == ZIP_LOCAL && !zip_is_listed(m->zip, m->zip->items.n, lo))
            LS_TRY(emit_hidden(job, m, lo, &end));
        lo = end;
    }
    return ls_ok();
}

/* Says where the stream did not end where the lists say. */
static struct ls_result check_end(struct ls_format_job *job, struct ls_zip_member *m,
                                  const struct zip_item *item)
{
    char words[WORDS];
    bool whole = (m->state == INFLATING && ls_inflate_state(m->inflate) == LS_INFLATE_WHOLE) ||
                 (m->state == UNPACKING && ls_unpack_state(m->unpack) == LS_UNPACK_TAIL);
    uint64_t end = end_of_data(m), said, claimed;
    if (!item->size_known || !whole)
        return ls_ok();
    if (__builtin_add_overflow(item->pub.data_off, item->pub.packed, &said))
        said = UINT64_MAX;
    if (__builtin_add_overflow(item->pub.data_off, item->claim, &claimed))
        claimed = UINT64_MAX;
    if (end > said)
        LS_TRY(emit_note(job, item->pub.name, "more data than the lists say"));
    if (end >= said)
        return end < claimed ? emit_rest(job, m, end, claimed) : ls_ok();
    snprintf(words, sizeof words, "%llu bytes behind the end of the data",
             (unsigned long long)(said - end));
    LS_TRY(ls_emit_gap(job, item->pub.name, LS_REASON_MALFORMED, words));
    return emit_rest(job, m, end, claimed);
}

/* One by one, as long as they are no more than an honest archive could have. */
static struct ls_result tell_overlap(struct ls_format_job *job, struct ls_zip *zip,
                                     const struct ls_zip_entry *entry)
{
    struct ls_str whole = {NULL, 0};
    zip->overlaps++;
    if (zip->overlaps <= OVERLAPS_TOLD)
        return ls_emit_gap(job, entry->name, LS_REASON_MALFORMED, "members overlap");
    return zip->overlaps == OVERLAPS_TOLD + 1
               ? ls_emit_gap(job, whole, LS_REASON_MALFORMED, "more members overlap than are told")
               : ls_ok();
}

struct ls_result ls_zip_emit_known(struct ls_format_job *job, struct ls_zip_member *member,
                                   const struct ls_zip_entry *entry, const struct ls_child *seen)
{
    struct zip_item item = *zip_item_of(entry);
    struct ls_blob *blob;
    const char *why;
    bool plain = false;
    if (entry->folder)
        return ls_charge(job, 1, 0);
    if (entry->overlap) {
        LS_TRY(tell_overlap(job, member->zip, entry));
        if (item.same || exhausted(member->zip, OVERLAPS_MAX))
            return ls_charge(job, 1, 0);
    }
    if (entry->encrypted && !(item.flags & ZIP_FLAG_STRONG))
        LS_TRY(is_plain(job, member, &item, &plain));
    if (plain) {
        item.pub.encrypted = false;
        LS_TRY(emit_note(job, entry->name, "flagged as encrypted, and is not"));
    }
    LS_TRY(ls_zip_member_open(member, &item.pub, &blob, &why));
    if (!blob)
        return emit_gap(job, entry, why);
    LS_TRY(emit_child(job, member, &item, blob, seen));
    return check_end(job, member, &item);
}

struct ls_result ls_zip_emit_member(struct ls_format_job *job, struct ls_zip_member *member,
                                    const struct ls_zip_entry *entry)
{
    const struct ls_child nothing = {.as = NULL};
    return ls_zip_emit_known(job, member, entry, &nothing);
}
