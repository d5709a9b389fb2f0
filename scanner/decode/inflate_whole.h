/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deflated data in one call, by a decoder that is two to three times as fast as zlib and knows
 * nothing but whole streams. A part of inflate.c.
 *
 * One thread at a time.
 */
#ifndef LS_DECODE_INFLATE_WHOLE_H
#define LS_DECODE_INFLATE_WHOLE_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_INFLATE_WHOLE_MAX = 1 << 20 }; /* bytes, packed or unpacked */

struct libdeflate_decompressor;

struct ls_inflate_whole {
    struct libdeflate_decompressor *decoder; /* made when first needed */
    struct ls_buf in;                        /* of a blob that is not in memory */
    struct ls_buf out;
    const struct ls_blob *from; /* what `out` was decoded from … */
    uint64_t off;               /* … at this offset … */
    size_t packed;              /* … so many bytes; 0: it is nothing */
};

void ls_inflate_whole_init(struct ls_inflate_whole *whole);
void ls_inflate_whole_fini(struct ls_inflate_whole *whole);

/*
 * Decodes the raw stream (RFC 1951) at in[off..off + packed), which is said to come to `size`
 * bytes. *done: whole->out has them all. It is no failure if they cannot be had, whatever the
 * reason; LS_E_MEMORY with STOP when there is no memory.
 */
struct ls_result ls_inflate_whole(struct ls_inflate_whole *whole, struct ls_blob *in, uint64_t off,
                                  uint64_t packed, uint64_t size, bool *done) LS_MUST_USE;

#endif
