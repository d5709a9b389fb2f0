/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How mail packs bytes into lines of text, undone: base64 and quoted-printable (RFC 2045
 * §6.7, 6.8), uuencode (POSIX uuencode) and yEnc (yEnc 1.3).
 *
 *   aGVsbG8gd29y\r\nbGQ=   ->   hello world, {out 0, in 0, 3:4} {out 9, in 14, 2:4}
 *
 * Tolerant, as the readers of mail are: what does not belong there is passed over and counted, a
 * missing end is no error, nothing fails but memory and the limit of the output. Input comes in
 * pieces of any size, and the pieces do not matter. One thread at a time.
 */
#ifndef LS_DECODE_TRANSFER_H
#define LS_DECODE_TRANSFER_H

#include "base/buf.h"
#include "base/result.h"
#include "decode/map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_transfer {
    LS_TRANSFER_NONE, /* 7bit, 8bit, binary: as they are */
    LS_TRANSFER_BASE64,
    LS_TRANSFER_QP,
    LS_TRANSFER_UU,   /* from the line "begin", where there is one, to the line "end" */
    LS_TRANSFER_YENC, /* from the line "=ybegin" to the line "=yend" */
    LS_TRANSFER_COUNT,
};

enum { LS_TRANSFER_HOLD = 96 };

/* A decoding in progress. */
struct ls_decoder {
    enum ls_transfer kind;
    uint8_t hold[LS_TRANSFER_HOLD]; /* input that waits for what follows it */
    size_t hold_n;
    uint64_t hold_in; /* where it began */
    uint32_t bits;    /* base64: of the group at hand */
    unsigned stage;   /* uuencode, yEnc: before, inside, behind the block, or in a line too long */
    uint64_t junk;    /* bytes that belong nowhere; blanks and line ends do not count */
    uint64_t taken;   /* bytes that did belong there */
    bool padded;      /* base64: a '=' was seen … */
    bool resumed;     /* … and more data behind it, read as another run */
};

void ls_decoder_begin(struct ls_decoder *decoder, enum ls_transfer kind);

/* A block of uuencode or yEnc whose first line has been read by somebody else. */
void ls_decoder_begin_inside(struct ls_decoder *decoder, enum ls_transfer kind);

/* The last line of a block of uuencode or yEnc was read. */
bool ls_decoder_ended(const struct ls_decoder *decoder);

/*
 * Appends what bytes[0..len), the first of which stands at `in`, say to `out`, and its origin to
 * `map` (may be NULL; yEnc knows none). Output is at most LS_TRANSFER_HOLD bytes
 * longer than the input; of uuencode, where ends of lines may be missing, 32 times as long.
 */
struct ls_result ls_decoder_feed(struct ls_decoder *decoder, const void *bytes, size_t len,
                                 uint64_t in, struct ls_buf *out, struct ls_map *map) LS_MUST_USE;

/* Nothing follows. */
struct ls_result ls_decoder_end(struct ls_decoder *decoder, struct ls_buf *out,
                                struct ls_map *map) LS_MUST_USE;

/* How far bytes look like base64, in percent: those of its alphabet among all that are no blanks;
 * 0 where a line is longer than base64 has them. */
unsigned ls_base64_likeness(const void *bytes, size_t len);

#endif
