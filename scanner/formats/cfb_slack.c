/* SPDX-License-Identifier: Apache-2.0 */
/* What no stream has: free sectors, and bytes behind the last one. */
#include "formats/cfb_priv.h"

void ls_cfb_mark_used(struct ls_cfb *cfb, const struct ls_cfb_stream *stream, bool once)
{
    uint64_t begin = 0;
    for (size_t i = 0; i < stream->extents.n; i++) {
        const struct ls_cfb_extent *extent = &stream->extents.at[i];
        uint64_t lo = (extent->off >> cfb->header.sector_log) - 1;
        uint64_t hi = (extent->off + (extent->end - begin) - 1) >> cfb->header.sector_log;
        for (uint64_t s = lo; s < hi && s < cfb->sectors; s++) {
            if (once && cfb->used[s / 8] >> s % 8 & 1)
                ls_cfb_note(cfb, "two streams share sectors");
            cfb->used[s / 8] |= (uint8_t)(1u << s % 8);
        }
        begin = extent->end;
    }
}

size_t ls_cfb_slack(const struct ls_cfb *cfb, struct ls_carve_range *ranges, size_t max)
{
    size_t n = 0;
    bool in = false;
    for (uint64_t s = 0; s < cfb->sectors; s++) {
        bool is_free = !(cfb->used[s / 8] >> s % 8 & 1);
        uint64_t off = (s + 1) << cfb->header.sector_log;
        if (is_free && !in && n < max)
            ranges[n++] = (struct ls_carve_range){off, off};
        in = is_free || (in && n == max); /* the last one takes in whatever follows */
        if (in)
            ranges[n - 1].hi = off + (UINT64_C(1) << cfb->header.sector_log);
    }
    uint64_t end = (cfb->sectors + 1) << cfb->header.sector_log;
    if (end < cfb->job->blob->size && n < max)
        ranges[n++] = (struct ls_carve_range){end, cfb->job->blob->size};
    return n;
}
