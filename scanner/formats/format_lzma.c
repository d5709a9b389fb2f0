/* SPDX-License-Identifier: Apache-2.0 */
/* LZMA alone: the .lzma file of LZMA SDK (lzma-specification.txt). */
#include "base/cursor.h"
#include "formats/format.h"
#include "formats/packed.h"

enum { PROPERTIES = 0x5D }; /* lc 3, lp 0, pb 2: what everybody writes */

/*
 * There is no magic number: properties, size of the dictionary (2^n or 2^n + 2^(n-1)), size of the
 * data or all ones, and the first byte of the range coder, which is 0.
 */
static unsigned bid(const struct ls_probe *probe)
{
    struct ls_cursor c;
    ls_cursor_init(&c, probe->head, probe->head_len);
    uint8_t properties = ls_cursor_u8(&c);
    uint32_t dictionary = ls_cursor_u32le(&c);
    uint64_t size = ls_cursor_u64le(&c);
    uint8_t first = ls_cursor_u8(&c);
    if (c.failed || properties != PROPERTIES || first != 0 || (dictionary & 0xFFF) != 0)
        return 0;
    uint32_t lowest = dictionary & (~dictionary + 1), rest = dictionary - lowest;
    if (dictionary == 0 || (dictionary != UINT32_MAX && rest != 0 && rest != lowest << 1))
        return 0;
    return size == UINT64_MAX || size < UINT64_C(1) << 38 ? 40 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_LZMA);
}

const struct ls_format ls_format_lzma = {
    .name = "lzma",
    .what = "LZMA file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
