/* SPDX-License-Identifier: Apache-2.0 */
/* What a format may look at before it bids (formats/format.h). */
#ifndef LS_FORMATS_PROBE_H
#define LS_FORMATS_PROBE_H

#include "base/blob.h"

enum { LS_PROBE_HEAD = 64 << 10, LS_PROBE_TAIL = 64 << 10 };

/* What a format may look at before it bids. */
struct ls_probe {
    const uint8_t *head; /* the first bytes: LS_PROBE_HEAD, fewer only when there are no more */
    size_t head_len;
    const uint8_t *tail; /* the last bytes of an object with random access, else empty */
    size_t tail_len;
    uint64_t size;        /* or LS_SIZE_UNKNOWN */
    struct ls_blob *blob; /* where it can be read at random, for a look elsewhere; else NULL */
};

/* Whether the head begins with these bytes, or has them at an offset. */
bool ls_probe_is(const struct ls_probe *probe, size_t off, const void *bytes, size_t len);

#endif
