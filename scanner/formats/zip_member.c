/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of members. Deflated data ends where its stream ends, whatever the lists say; stored
 * data is as long as the longest number they give. What is taken from the archive is counted, so
 * members that share bytes cost no more than a few readings of the whole.
 */
#include "formats/zip_member.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/packed.h"

#include <string.h>

enum {
    TAKEN_MAX = 16,       /* readings of all the archive: documents go back to their parts */
    TAKEN_FREE = 1 << 20, /* bytes that are not counted, for small archives */
    LZMA_PROPERTIES = 5,
    LZMA_HEADER = 13,
    LZMA_END_MARK = 1 << 1, /* flag, 4.4.4 */
};

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
    if (m->state == MEMBER_INFLATING)
        return ls_inflate_state(m->inflate) == LS_INFLATE_TRUNCATED ? LS_REASON_TRUNCATED
                                                                    : LS_REASON_MALFORMED;
    return ls_packed_why(ls_unpack_state(m->unpack)).reason;
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
    m->state = MEMBER_STORED;
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
    case MEMBER_CLOSED:
        break;
    case MEMBER_STORED: /* what is in memory is read behind our back */
        m->zip->taken += m->stored.memory ? m->hi - m->lo : m->reached;
        break;
    case MEMBER_INFLATING:
        m->zip->taken += ls_inflate_in_off(m->inflate) - m->lo;
        break;
    case MEMBER_UNPACKING:
        m->zip->taken += ls_unpack_in_off(m->unpack) - m->lo;
        break;
    }
    m->state = MEMBER_CLOSED;
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

bool zip_exhausted(const struct ls_zip *zip, unsigned readings)
{
    return zip->taken > TAKEN_FREE && (zip->taken - TAKEN_FREE) / readings > zip->size;
}

static const char *cannot(const struct ls_zip *zip, const struct zip_item *item)
{
    if (item->pub.data_off == 0)
        return item->elsewhere ? LS_REASON_TRUNCATED : LS_REASON_MALFORMED;
    if (item->pub.encrypted)
        return LS_REASON_ENCRYPTED;
    if (zip_exhausted(zip, TAKEN_MAX))
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
    m->state = MEMBER_UNPACKING;
    return ls_ok();
}

static struct ls_result open_deflated(struct ls_zip_member *m, const struct zip_item *item,
                                      struct ls_blob **blob)
{
    if (!m->inflate)
        LS_TRY(ls_inflate_new(&m->inflate));
    ls_inflate_open(m->inflate, m->zip->blob, item->pub.data_off, m->zip->size);
    m->state = MEMBER_INFLATING;
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

uint64_t zip_member_end(const struct ls_zip_member *m, bool *whole)
{
    *whole = (m->state == MEMBER_INFLATING && ls_inflate_state(m->inflate) == LS_INFLATE_WHOLE) ||
             (m->state == MEMBER_UNPACKING && ls_unpack_state(m->unpack) == LS_UNPACK_TAIL);
    return m->state == MEMBER_INFLATING   ? ls_inflate_in_off(m->inflate)
           : m->state == MEMBER_UNPACKING ? ls_unpack_in_off(m->unpack)
                                          : m->hi;
}
