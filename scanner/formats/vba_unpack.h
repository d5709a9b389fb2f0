/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compression of macros ([MS-OVBA] 2.4.1): a byte 1, then chunks that hold up to 4,096 bytes
 * each and refer to nothing but themselves. One thread at a time.
 */
#ifndef LS_FORMATS_VBA_UNPACK_H
#define LS_FORMATS_VBA_UNPACK_H

#include "formats/ole_view.h"

enum { LS_VBA_CHUNK = 4096, LS_VBA_CHUNK_HEAD = 2 };

struct ls_vba_unpack {
    struct ls_ole_view *view;
    uint64_t off, end; /* of what is not yet unpacked */
    bool broken;       /* it ended early, or in the middle of nonsense */
    size_t n;
    uint8_t bytes[LS_VBA_CHUNK]; /* n of them, until the next call */
};

/* `begins`: there is such a container at `off` of the view. It ends at `end` at the latest. */
struct ls_result ls_vba_unpack_begin(struct ls_vba_unpack *unpack, struct ls_ole_view *view,
                                     uint64_t off, uint64_t end, bool *begins) LS_MUST_USE;

/* The next bytes; none: the end. */
struct ls_result ls_vba_unpack_next(struct ls_vba_unpack *unpack) LS_MUST_USE;

#endif
