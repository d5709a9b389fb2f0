/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the bytes of another blob, a few at a time and not in memory, as those of a stream.
 * Whoever goes back or skips ends the program, unless the blob was made random.
 */
#ifndef LS_TESTS_FORWARD_H
#define LS_TESTS_FORWARD_H

#include "base/blob.h"

#include <stdio.h>
#include <stdlib.h>

struct forward {
    struct ls_blob blob; /* to be read */
    struct ls_blob *from;
    size_t piece; /* bytes that come at once, at most */
    uint64_t at;
};

static inline struct ls_result forward_read(struct ls_blob *blob, uint64_t off, void *out,
                                            size_t len, size_t *got)
{
    struct forward *f = LS_CONTAINER(blob, struct forward, blob);
    if (off != f->at && !blob->random) {
        fprintf(stderr, "read at %llu, behind %llu\n", (unsigned long long)off,
                (unsigned long long)f->at);
        abort();
    }
    struct ls_result r = f->from->read(f->from, off, out, len < f->piece ? len : f->piece, got);
    f->at = off + *got;
    return r;
}

static inline struct forward forward_of(struct ls_blob *from, size_t piece)
{
    return (struct forward){
        .blob = {.size = LS_SIZE_UNKNOWN, .read = forward_read}, .from = from, .piece = piece};
}

#endif
