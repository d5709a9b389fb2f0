/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members as children of the archive, or as gaps, with what their bytes have against the lists: a
 * stream that ends early or late, what hides behind its end, a flag that lies.
 */
#include "formats/zip_member.h"

#include "base/reason.h"

#include <stdio.h>
#include <string.h>

enum {
    OVERLAPS_MAX = 2,     /* readings of all the archive, when members that overlap are read … */
    OVERLAPS_TOLD = 1000, /* … and so many of them are told, each by its name */
    WORDS = 96,
    PROBE = 16 << 10,
};

static const char *method_name(uint16_t method)
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
    const char *detail = NULL, *method = method_name(entry->method);
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
    const char *why;
    size_t got;
    *plain = item->pub.method == ZIP_STORED && item->pub.packed == item->pub.size;
    if (item->pub.method != ZIP_DEFLATED || item->pub.data_off == 0 ||
        zip_exhausted(m->zip, OVERLAPS_MAX))
        return ls_ok();
    struct zip_item as_plain = *item;
    as_plain.pub.encrypted = false;
    LS_TRY(ls_zip_member_open(m, &as_plain.pub, &blob, &why));
    if (!blob)
        return ls_ok();
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
    bool there, whole;
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
    *end = zip_member_end(m, &whole);
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
    while (!zip_exhausted(m->zip, OVERLAPS_MAX)) {
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
    bool whole;
    uint64_t end = zip_member_end(m, &whole), said, claimed;
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
        if (item.same || zip_exhausted(member->zip, OVERLAPS_MAX))
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
