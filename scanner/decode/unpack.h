/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packed streams other than deflate (decode/inflate.h), as a blob that is decoded while it is read.
 *
 *   in    [stream][stream][padding][stream]…        out    what they say, one after the other
 *
 * Streams that follow each other are one, as their own tools have it. No size that stands anywhere
 * is believed: output ends where the last stream says so, or where the input ends or breaks, and
 * all good bytes before that place are given. Memory is bounded, whatever window a stream asks for.
 * One thread at a time.
 */
#ifndef LS_DECODE_UNPACK_H
#define LS_DECODE_UNPACK_H

#include "base/blob.h"
#include "base/result.h"

#include <stddef.h>
#include <stdint.h>

enum {
    LS_UNPACK_WINDOW_LOG = 27,        /* 128 MiB: what the highest levels of xz and zstd take */
    LS_UNPACK_MEMORY_MAX = 160 << 20, /* bytes, with tables and buffers */
    LS_UNPACK_PREFIX_MAX = 16,
};

enum ls_unpack_kind {
    LS_UNPACK_BZIP2,
    LS_UNPACK_XZ,       /* The .xz File Format, 1.1.0 */
    LS_UNPACK_LZMA,     /* LZMA SDK, lzma-specification.txt: the .lzma file ("LZMA alone") */
    LS_UNPACK_LZIP,     /* draft-diaz-lzip, versions 0 and 1 */
    LS_UNPACK_ZSTD,     /* RFC 8878 */
    LS_UNPACK_LZ4,      /* LZ4 Frame Format 1.6.3 */
    LS_UNPACK_COMPRESS, /* .Z of old Unix: LZW of 9 to 16 bits */
};

enum ls_unpack_state {
    LS_UNPACK_OPEN,        /* not yet read to its end */
    LS_UNPACK_WHOLE,       /* all streams ended as they should, at the end of the input */
    LS_UNPACK_TAIL,        /* they did, but bytes follow that are no stream */
    LS_UNPACK_TRUNCATED,   /* the input ended first */
    LS_UNPACK_BROKEN,      /* no stream from here on, or a wrong checksum behind it */
    LS_UNPACK_MEMORY,      /* its window is larger than we give */
    LS_UNPACK_UNSUPPORTED, /* needs a dictionary, a filter or a version that we do not have */
    LS_UNPACK_FAILED,      /* the input could not be read: I/O, budget, end of the job */
};

struct ls_unpack;

/* STOP/LS_E_MEMORY. Free also takes NULL. */
struct ls_result ls_unpack_new(enum ls_unpack_kind kind, struct ls_unpack **unpack) LS_MUST_USE;
void ls_unpack_free(struct ls_unpack *unpack);

/*
 * From now on decodes in[off..end), or to the end of `in` where that comes first. `in` outlives the
 * reading; without random access it must stand at `off`, and whole blocks are taken from it. *out
 * belongs to the decoder, goes forward only and lives until the next call. Its reads fail with
 * BAD/LS_E_MALFORMED behind the last good byte in the states TRUNCATED to UNSUPPORTED, and as `in`
 * does.
 */
void ls_unpack_open(struct ls_unpack *unpack, struct ls_blob *in, uint64_t off, uint64_t end,
                    struct ls_blob **out);

/* Puts bytes in front of the input, right after ls_unpack_open(): a header that `in` leaves out. */
void ls_unpack_prefix(struct ls_unpack *unpack, const void *bytes, size_t len);

enum ls_unpack_state ls_unpack_state(const struct ls_unpack *unpack);

/* Offset in `in` of the next byte that is not taken: behind the last stream that ended. */
uint64_t ls_unpack_in_off(const struct ls_unpack *unpack);

/* Whether a stream of this kind, or a frame that is to be skipped before one, begins here. */
bool ls_unpack_begins(enum ls_unpack_kind kind, const void *bytes, size_t len);

#endif
