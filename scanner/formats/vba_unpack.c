/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/vba_unpack.h"

#include "base/cursor.h"

#include <string.h>

enum {
    SIGNATURE = 1,
    CHUNK_SIGNATURE = 3,
    TOKENS = 8, /* behind each byte of flags */
    COPY_MIN = 3,
    OFFSET_BITS_MIN = 4,
};

struct ls_result ls_vba_unpack_begin(struct ls_vba_unpack *unpack, struct ls_ole_view *view,
                                     uint64_t off, uint64_t end, bool *begins)
{
    const uint8_t *first;
    *unpack = (struct ls_vba_unpack){.view = view, .off = off + 1, .end = end};
    LS_TRY(ls_ole_view_at(view, off, 1, &first));
    *begins = first && off < end && *first == SIGNATURE;
    return ls_ok();
}

/* A copy token (2.4.1.3.19.1): how many bits are the offset depends on what there is to refer to.
 */
static bool copy(struct ls_vba_unpack *unpack, unsigned token)
{
    unsigned bits = OFFSET_BITS_MIN;
    while (bits < 12 && (1u << bits) < unpack->n)
        bits++;
    size_t len = (token & (0xFFFFu >> bits)) + COPY_MIN, back = (token >> (16 - bits)) + 1;
    if (back > unpack->n)
        return false;
    for (; len && unpack->n < LS_VBA_CHUNK; len--, unpack->n++)
        unpack->bytes[unpack->n] = unpack->bytes[unpack->n - back];
    return len == 0;
}

static void unpack_chunk(struct ls_vba_unpack *unpack, const uint8_t *bytes, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, len);
    while (c.left && !unpack->broken) {
        unsigned flags = ls_cursor_u8(&c);
        for (int i = 0; i < TOKENS && c.left && !unpack->broken; i++, flags >>= 1) {
            if (flags & 1) {
                unpack->broken = !copy(unpack, ls_cursor_u16le(&c)) || c.failed;
            } else if (unpack->n < LS_VBA_CHUNK) {
                unpack->bytes[unpack->n++] = ls_cursor_u8(&c);
            } else {
                unpack->broken = true;
            }
        }
    }
}

static bool is_over(const struct ls_vba_unpack *unpack)
{
    return unpack->broken || unpack->off + LS_VBA_CHUNK_HEAD > unpack->end;
}

static struct ls_result next_chunk(struct ls_vba_unpack *unpack)
{
    const uint8_t *bytes;
    struct ls_cursor c;
    LS_TRY(ls_ole_view_at(unpack->view, unpack->off, LS_VBA_CHUNK_HEAD, &bytes));
    if (!bytes) {
        unpack->broken = true;
        return ls_ok();
    }
    ls_cursor_init(&c, bytes, LS_VBA_CHUNK_HEAD);
    unsigned head = ls_cursor_u16le(&c);
    size_t len = (head & 0xFFF) + 3 - LS_VBA_CHUNK_HEAD;
    uint64_t left = unpack->end - unpack->off - LS_VBA_CHUNK_HEAD;
    bool cut = len > left;
    if (((head >> 12) & 7) != CHUNK_SIGNATURE) {
        unpack->broken = true;
        return ls_ok();
    }
    len = cut ? (size_t)left : len;
    LS_TRY(ls_ole_view_at(unpack->view, unpack->off + LS_VBA_CHUNK_HEAD, len, &bytes));
    if (!bytes) {
        unpack->broken = true;
        return ls_ok();
    }
    unpack->off += LS_VBA_CHUNK_HEAD + len;
    if (head & 0x8000) {
        unpack_chunk(unpack, bytes, len);
    } else {
        unpack->n = len < LS_VBA_CHUNK ? len : LS_VBA_CHUNK;
        memcpy(unpack->bytes, bytes, unpack->n);
    }
    unpack->broken |= cut;
    return ls_ok();
}

/* A chunk may hold nothing, and others follow it. */
struct ls_result ls_vba_unpack_next(struct ls_vba_unpack *unpack)
{
    unpack->n = 0;
    while (unpack->n == 0 && !is_over(unpack))
        LS_TRY(next_chunk(unpack));
    return ls_ok();
}
