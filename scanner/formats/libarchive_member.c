/* SPDX-License-Identifier: Apache-2.0 */
/* Members of archives that libarchive reads, as blobs that ask it for their next block. */
#include "formats/libarchive_priv.h"

#include "base/reason.h"
#include "formats/member_name.h"

#include <archive.h>
#include <archive_entry.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EMPTY_MAX = 1000 }; /* blocks without bytes in a row */

struct member {
    struct ls_blob blob;
    struct reader *reader;
    uint64_t at;          /* offset of the next byte for the engine */
    uint64_t block_off;   /* of block[0] in the member */
    const uint8_t *block; /* the library's */
    size_t block_len;
    int status;        /* of the library's last answer */
    struct ls_gap why; /* it is no good */
    char detail[DETAIL_MAX];
};

static bool is_block_left(const struct member *m)
{
    return m->at < m->block_off || m->at - m->block_off < m->block_len;
}

/* The next block with bytes in it, or another status than OK. */
static void next_block(struct member *m)
{
    la_int64_t off = 0;
    const void *block = NULL;
    unsigned empty = 0;
    do {
        m->block_len = 0;
        m->status = archive_read_data_block(m->reader->archive, &block, &m->block_len, &off);
        if (m->status == ARCHIVE_WARN && m->block_len)
            m->status = ARCHIVE_OK;
    } while (m->status == ARCHIVE_OK && m->block_len == 0 && ++empty < EMPTY_MAX);
    if (m->status == ARCHIVE_OK && m->block_len == 0)
        m->status = ARCHIVE_FATAL;
    if (m->status != ARCHIVE_OK)
        m->block_len = 0;
    m->block = block;
    /* Holes are in front of blocks; a block that would go back stands behind what was there. */
    m->block_off = off > 0 && (uint64_t)off > m->at ? (uint64_t)off : m->at;
}

static struct ls_result read_member(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    struct member *m = LS_CONTAINER(blob, struct member, blob);
    *got = 0;
    if (off != m->at)
        return ls_stop(LS_E_INTERNAL);
    if (m->status == ARCHIVE_OK && !is_block_left(m))
        next_block(m);
    if (m->status == ARCHIVE_EOF)
        return ls_ok();
    if (m->status != ARCHIVE_OK) {
        LS_TRY(reader_trouble(m->reader));
        m->why.reason = reader_reason(m->reader);
        snprintf(m->detail, sizeof m->detail, "%s", reader_detail(m->reader, m->why.reason));
        m->why.detail = m->detail;
        return ls_bad(LS_E_MALFORMED);
    }
    uint64_t hole = m->block_off > m->at ? m->block_off - m->at : 0;
    if (hole) {
        *got = hole < len ? (size_t)hole : len;
        memset(out, 0, *got);
    } else {
        size_t from = (size_t)(m->at - m->block_off);
        *got = m->block_len - from < len ? m->block_len - from : len;
        memcpy(out, m->block + from, *got);
    }
    m->at += *got;
    return ls_ok();
}

static struct ls_result name_of(struct reader *r, struct archive_entry *entry, struct ls_str *name)
{
    locale_t before = reader_enter_utf8();
    const char *raw = archive_entry_pathname(entry);
    if (!raw)
        raw = archive_entry_pathname_utf8(entry);
    reader_leave_utf8(before);
    return ls_member_name(ls_str_of(raw ? raw : ""), &r->name, name);
}

/* Where the member stands in the object, as far as that is certain. */
static void place_child(const struct reader *r, struct archive_entry *entry, struct ls_child *child)
{
    child->off = LS_OFF_UNKNOWN;
    if (!(r->way->flags & LS_ARCHIVE_IN_ORDER))
        return;
    child->off = (uint64_t)archive_read_header_position(r->archive);
    if (!(r->way->flags & LS_ARCHIVE_STORED) || archive_entry_sparse_count(entry) > 0)
        return;
    uint64_t size = (uint64_t)archive_entry_size(entry), end;
    uint64_t from = (uint64_t)archive_filter_bytes(r->archive, -1);
    if (__builtin_add_overflow(from, size, &end))
        return;
    child->raw_lo = from;
    child->raw_hi = end < r->job->blob->size ? end : r->job->blob->size;
    child->verbatim = child->raw_hi > child->raw_lo;
}

static bool has_bytes(const struct reader *r, struct archive_entry *entry)
{
    mode_t type = archive_entry_filetype(entry);
    if (archive_entry_symlink(entry)) /* cpio: the size is that of the target */
        return false;
    if (type == AE_IFDIR && !(r->way->flags & LS_ARCHIVE_IN_ORDER)) /* the size is of the list */
        return false;
    if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0)
        return true;
    return (type == AE_IFREG || type == 0) && !archive_entry_hardlink(entry);
}

/* Whether a list that was read before has this member; if not, it is remembered. */
static struct ls_result is_known(struct reader *r, struct archive_entry *entry, bool *known)
{
    struct extent extent = {
        .off = (uint64_t)archive_filter_bytes(r->archive, -1),
        .size = (uint64_t)archive_entry_size(entry),
    };
    *known = false;
    if (!r->way->other_lists)
        return ls_ok();
    *known = r->other_list &&
             (extent.size == 0 || (r->known_n && bsearch(&extent, r->extents.at, r->known_n,
                                                         sizeof extent, reader_by_extent)));
    if (!*known && r->extents.n < EXTENTS_MAX)
        LS_VEC_PUSH(&r->extents, extent);
    return ls_ok();
}

struct ls_result reader_emit_member(struct reader *r, struct archive_entry *entry, bool *dead,
                                    bool *cut)
{
    struct ls_str name;
    struct member m = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_member}, .reader = r, .status = ARCHIVE_OK};
    struct ls_child child = {.blob = &m.blob, .why = &m.why};
    LS_TRY(name_of(r, entry, &name));
    child.name = name;
    bool encrypted = archive_entry_is_encrypted(entry);
    if (r->way->watch)
        encrypted |= r->way->watch->is_encrypted(r->watch, r->members);
    if (encrypted) {
        LS_TRY(ls_charge(r->job, 1, 0));
        return ls_emit_gap(r->job, name, LS_REASON_ENCRYPTED, "a password is needed");
    }
    bool known = !has_bytes(r, entry);
    if (!known)
        LS_TRY(is_known(r, entry, &known));
    if (known)
        return ls_charge(r->job, 1, 0);
    place_child(r, entry, &child);
    LS_TRY(ls_emit_child(r->job, &child));
    LS_TRY(reader_trouble(r));
    *dead = m.status == ARCHIVE_FATAL;
    *cut = m.why.reason == reader_truncated;
    return ls_ok();
}
