/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deflated data (RFC 1951), alone or in its zlib (RFC 1950) and gzip (RFC 1952) wrapping, as a blob
 * that is decoded while it is read.
 *
 *   in    [header of somebody's own][deflate stream][trailer][deflate stream]…
 *          peek, skip                begin, read     peek …
 *
 * No size that stands anywhere is believed: output ends where the stream says so, or where its
 * input ends or breaks, and the good bytes before that place are given first. One decoder, about
 * 110 KiB, serves any number of streams, one after the other. One thread at a time.
 */
#ifndef LS_DECODE_INFLATE_H
#define LS_DECODE_INFLATE_H

#include "base/blob.h"
#include "base/result.h"

#include <stddef.h>
#include <stdint.h>

enum { LS_INFLATE_PEEK_MAX = 4096 };

enum ls_inflate_kind {
    LS_INFLATE_RAW,  /* RFC 1951: no header, no checksum */
    LS_INFLATE_ZLIB, /* RFC 1950 */
    LS_INFLATE_GZIP, /* RFC 1952: one member with its header and trailer */
};

enum ls_inflate_state {
    LS_INFLATE_OPEN,      /* not yet read to its end */
    LS_INFLATE_WHOLE,     /* ended as it should, checksums right */
    LS_INFLATE_TRUNCATED, /* the input ended first */
    LS_INFLATE_BROKEN,    /* no deflate stream from here on, or a wrong checksum behind it */
    LS_INFLATE_FAILED,    /* the input could not be read: I/O, budget, end of the job */
};

struct ls_inflate;

/* STOP/LS_E_MEMORY. Free also takes NULL. */
struct ls_result ls_inflate_new(struct ls_inflate **inflate) LS_MUST_USE;
void ls_inflate_free(struct ls_inflate *inflate);

/*
 * From now on reads in[off..end), or to the end of `in` where that comes first. `in` outlives the
 * reading; without random access it must stand at `off`, and whole blocks are taken from it.
 */
void ls_inflate_open(struct ls_inflate *inflate, struct ls_blob *in, uint64_t off, uint64_t end);

/*
 * The next min(want, LS_INFLATE_PEEK_MAX) bytes of input, fewer only at its end, without taking
 * them. They stay until the next call. Failures are those of `in`.
 */
struct ls_result ls_inflate_peek(struct ls_inflate *inflate, size_t want, const uint8_t **at,
                                 size_t *len) LS_MUST_USE;

/* Takes `n` bytes of input that were peeked at. */
void ls_inflate_skip(struct ls_inflate *inflate, size_t n);

/*
 * A stream begins at the next byte of input. *out belongs to the decoder, goes forward only and
 * lives until the next stream. Its reads fail with BAD/LS_E_MALFORMED behind the last good byte of
 * a stream that is broken or truncated, and as `in` does.
 */
struct ls_result ls_inflate_begin(struct ls_inflate *inflate, enum ls_inflate_kind kind,
                                  struct ls_blob **out) LS_MUST_USE;

/*
 * The same for a stream that is said to be `packed` bytes long and to come to `size`. Where that is
 * little and true, it is decoded at once, which is faster; in every other case, and with the same
 * output, state and failures in all, while it is read. What was decoded at once is not decoded
 * again when it is the next stream to begin as well, at the same offset of the same `in`, whose
 * bytes must be the same.
 */
struct ls_result ls_inflate_begin_sized(struct ls_inflate *inflate, enum ls_inflate_kind kind,
                                        uint64_t packed, uint64_t size,
                                        struct ls_blob **out) LS_MUST_USE;

enum ls_inflate_state ls_inflate_state(const struct ls_inflate *inflate);

/*
 * Offset in `in` of the next byte that is not taken: behind a stream that ended. Before its end, of
 * one that was decoded at once, the part of its input that makes the part of its output.
 */
uint64_t ls_inflate_in_off(const struct ls_inflate *inflate);

/* CRC-32 (ISO 3309, as in gzip and ZIP) of bytes that follow those of `crc`; 0 begins. */
uint32_t ls_inflate_crc(uint32_t crc, const void *bytes, size_t len);

#endif
