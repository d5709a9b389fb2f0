/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTF as mail programs keep it in messages ([MS-OXRTFCP]): a header of 16 bytes, then the text as
 * it is ("MELA"), or packed ("LZFu"): single bytes, and references into the last 4,096 bytes, which
 * begin as a text of the standard's.
 *
 * The unpacked bytes are a blob that goes forward only. A text that is not a whole one ends as
 * BAD/LS_E_MALFORMED, after what there is of it. One thread at a time; `from` outlives it.
 */
#ifndef LS_DECODE_LZFU_H
#define LS_DECODE_LZFU_H

#include "base/blob.h"

enum { LS_LZFU_WINDOW = 4096, LS_LZFU_CHUNK = 4096 };

struct ls_lzfu {
    struct ls_blob blob;
    struct ls_blob *from;
    bool begun, packed, ended, broken;
    uint64_t in;        /* offset of the next chunk … */
    uint64_t left;      /* … and bytes that the header says are there from it on */
    uint64_t made, raw; /* bytes that came out; that the header says will */
    uint8_t chunk[LS_LZFU_CHUNK];
    size_t at, n; /* next byte in it, bytes in it */
    uint8_t window[LS_LZFU_WINDOW];
    uint32_t write;        /* place of the next byte in it */
    uint32_t copy, copy_n; /* of a reference that is not yet copied */
    unsigned control, control_n;
};

void ls_lzfu_init(struct ls_lzfu *lzfu, struct ls_blob *from);

#endif
