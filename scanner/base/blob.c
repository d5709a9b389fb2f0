/* SPDX-License-Identifier: Apache-2.0 */
#include "base/blob.h"

#include "base/bisect.h"

#include <string.h>

static struct ls_result read_memory(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    uint64_t left = off < blob->size ? blob->size - off : 0;
    *got = left < len ? (size_t)left : len;
    if (*got)
        memcpy(out, blob->memory + off, *got);
    return ls_ok();
}

void ls_blob_memory(struct ls_blob *blob, const void *bytes, size_t len)
{
    *blob = (struct ls_blob){
        .size = len, .memory = bytes, .random = true, .shared = true, .read = read_memory};
}

static struct ls_result read_range(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                   size_t *got)
{
    struct ls_blob_range *range = LS_CONTAINER(blob, struct ls_blob_range, blob);
    uint64_t left = off < blob->size ? blob->size - off : 0;
    *got = 0;
    if (len > left)
        len = (size_t)left;
    return len ? range->from->read(range->from, range->lo + off, out, len, got) : ls_ok();
}

void ls_blob_range(struct ls_blob_range *range, struct ls_blob *from, uint64_t lo, uint64_t size)
{
    range->blob =
        (struct ls_blob){.size = size, .random = true, .shared = from->shared, .read = read_range};
    if (from->memory)
        range->blob.memory = from->memory + lo;
    range->from = from;
    range->lo = lo;
}

struct ls_result ls_blob_read(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                              size_t *got)
{
    *got = 0;
    while (*got < len) {
        size_t more = 0;
        struct ls_result r = blob->read(blob, off + *got, (uint8_t *)out + *got, len - *got, &more);
        *got += more;
        LS_TRY(r);
        if (more == 0)
            break;
    }
    return ls_ok();
}

struct ls_result ls_blob_read_all(struct ls_blob *blob, uint64_t off, void *out, size_t len)
{
    size_t got;
    LS_TRY(ls_blob_read(blob, off, out, len, &got));
    return got == len ? ls_ok() : ls_bad(LS_E_MALFORMED);
}

size_t ls_blob_piece(const uint64_t *end, size_t step, size_t n, uint64_t off)
{
    LS_BISECT(lo, n, i, *(const uint64_t *)(const void *)((const char *)end + i * step) <= off);
    return lo;
}
