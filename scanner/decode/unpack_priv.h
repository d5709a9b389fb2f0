/* SPDX-License-Identifier: Apache-2.0 */
/* Between unpack.c, which owns input and output, and the decoders unpack_<library>.c. */
#ifndef LS_DECODE_UNPACK_PRIV_H
#define LS_DECODE_UNPACK_PRIV_H

#include "decode/unpack.h"

#include <stdbool.h>

enum { LS_UNPACK_MAGIC_MAX = 16 }; /* bytes that `begins` may look at */

/* A decoder takes from the front of `in` and appends to `out` what it can of both. */
struct ls_unpack_io {
    const uint8_t *in;
    size_t in_len;
    uint8_t *out;
    size_t out_len;
    bool last; /* no input follows in[0..in_len) */
    size_t taken, made;
};

enum ls_unpack_step {
    LS_STEP_MORE, /* no progress with `last`: the stream is truncated */
    LS_STEP_END,  /* the stream ended; `made` bytes of it are still to be given */
    LS_STEP_BROKEN,
    LS_STEP_MEMORY,
    LS_STEP_UNSUPPORTED,
    LS_STEP_NO_MEMORY, /* an allocation of ordinary size failed */
};

struct ls_unpack_codec {
    size_t state_size;                                /* of a zeroed block */
    bool padded;                                      /* zeros may stand behind a stream */
    bool endless;                                     /* streams end where the input does */
    bool (*begins)(const uint8_t *bytes, size_t len); /* len may be less than the magic */
    enum ls_unpack_step (*begin)(void *state);        /* a stream; MORE when it went well */
    enum ls_unpack_step (*step)(void *state, struct ls_unpack_io *io);
    void (*fini)(void *state);
};

extern const struct ls_unpack_codec ls_unpack_bzip2, ls_unpack_xz, ls_unpack_lzma, ls_unpack_lzip,
    ls_unpack_zstd, ls_unpack_lz4, ls_unpack_compress;

/* Frames that zstd and LZ4 skip: RFC 8878 3.1.2. */
bool ls_unpack_is_skippable(const uint8_t *bytes, size_t len);

#endif
