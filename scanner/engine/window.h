/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of an object around one block, in a buffer that slides along.
 *
 *        base                                     base + n
 *          |<-before->|<------- block ------->|<-after->|  pad
 *   file: ..............................................................
 *
 * Going forward, what two neighbouring views share is moved within the buffer, so every byte is
 * read once and a stream can be looked at like a file. Memory of the caller is looked at in place
 * where it may be read far enough past the view.
 *
 * Reading is pread(2): a file that shrinks meanwhile is a short read, not a signal.
 */
#ifndef LS_ENGINE_WINDOW_H
#define LS_ENGINE_WINDOW_H

#include "base/blob.h"
#include "base/result.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_input_kind {
    LS_INPUT_FILE,   /* a regular file */
    LS_INPUT_DEVICE, /* a block device */
    LS_INPUT_STREAM, /* read(2) only: a pipe, a terminal, a socket */
    LS_INPUT_MEMORY, /* bytes of the caller */
    LS_INPUT_BLOB,   /* base/blob.h, forward only */
};

/* What a thread is doing with an object, for somebody who watches from outside. */
enum ls_phase {
    LS_PHASE_RAW,    /* scans its raw bytes: may take as long as there are bytes */
    LS_PHASE_FORMAT, /* a format takes it apart: must come to an end */
    LS_PHASE_WAIT,   /* waits for others: for bytes to come, for records to be taken */
};

/* What is to be read. Any number of threads may read one file at the same time. */
struct ls_input {
    enum ls_input_kind kind;
    int fd;
    const uint8_t *memory;
    struct ls_blob *blob;
    uint64_t size; /* bytes when it was opened; streams: 0 */
    bool sparse;   /* holes may be skipped */
    bool raw_only; /* no format may look at it: its own bytes are all that is scanned */
    uint64_t id;   /* tells it from others that are scanned at the same time */
    const uint8_t *read_before; /* of a stream: bytes that were read from it already … */
    size_t read_before_len;     /* … and come first */
    const atomic_int *cancel;   /* a stream is given up when this is not 0; may be NULL */
    uint8_t inject;             /* enum ls_injection */
    _Atomic uint32_t *phase;    /* enum ls_phase is noted here by whoever scans it; may be NULL */
};

/* Bytes that could not be read; zeros stand for them in the view. */
struct ls_loss {
    uint64_t first; /* offset of the first one */
    uint64_t bytes;
    int error; /* errno value; with `bytes` 0: nothing more could be read at all */
};

struct ls_view {
    const uint8_t *bytes; /* readable LS_MATCH_PAD past `len` */
    uint64_t off;         /* of bytes[0] in the object */
    size_t len;
    bool last; /* the object ends at bytes[len] */
};

struct ls_window {
    uint8_t *bytes;
    size_t cap;
    uint64_t base; /* offset of bytes[0] */
    size_t n;
    bool ended;       /* nothing comes after base + n */
    uint64_t scanned; /* for the lane: up to here it went over the bytes; 0 when they are new */
};

struct ls_result ls_window_init(struct ls_window *window, size_t cap) LS_MUST_USE;
void ls_window_fini(struct ls_window *window);

/* Forgets what it holds: another object comes. */
void ls_window_reset(struct ls_window *window);

/*
 * Shows bytes [lo, hi) of the input, fewer where it ends; hi - lo must be at most the capacity. A
 * stream only goes forward: lo must lie within or just behind the last view. What could not be read
 * is added to `loss`. Fails with STOP/LS_E_CANCELLED only. The view is valid until the next call.
 */
struct ls_result ls_window_show(struct ls_window *window, const struct ls_input *input, uint64_t lo,
                                uint64_t hi, struct ls_view *view,
                                struct ls_loss *loss) LS_MUST_USE;

/*
 * Up to `len` bytes of a stream that come next, 0 at its end: waits for them. BAD/LS_E_IO when it
 * cannot be read, STOP/LS_E_CANCELLED when it was given up.
 */
struct ls_result ls_input_read_stream(const struct ls_input *input, void *out, size_t len,
                                      size_t *got) LS_MUST_USE;

/* Whether nothing was ever written to bytes [lo, hi) of a sparse file: they are zeros. */
bool ls_input_is_hole(const struct ls_input *input, uint64_t lo, uint64_t hi);

/* The first offset >= at that may hold data; `at` itself when that is not known. */
uint64_t ls_input_skip_hole(const struct ls_input *input, uint64_t at);

#endif
