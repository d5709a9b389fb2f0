/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of an object, wherever they come from: a file, memory, or a decoder that makes them
 * while they are read.
 *
 * A blob with `random` may be read anywhere and again. Any other goes forward only: each reading
 * begins where the last one ended. One thread at a time, but `shared` ones: these any number of
 * threads may read from.
 *
 * Who makes a blob embeds this struct and finds itself in `read` with LS_CONTAINER.
 */
#ifndef LS_BASE_BLOB_H
#define LS_BASE_BLOB_H

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LS_SIZE_UNKNOWN UINT64_MAX

#define LS_CONTAINER(pointer, type, member) ((type *)((char *)(pointer)-offsetof(type, member)))

struct ls_blob {
    uint64_t size;         /* bytes, or LS_SIZE_UNKNOWN (never with `random`) */
    const uint8_t *memory; /* all of them, where they are in memory; else NULL */
    bool random;
    bool shared;
    /*
     * Up to `len` bytes from offset `off` into `out`; fewer only at the end (then *got may be 0).
     * BAD/LS_E_MALFORMED: what it is decoded from is broken here, nothing more will come, *got
     * bytes are good. BAD/LS_E_IO: the system refused. BAD/LS_E_LIMIT: the budget is used up. STOP:
     * the job is over.
     */
    struct ls_result (*read)(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                             size_t *got);
};

/* Bytes of the caller, which outlive the blob. */
void ls_blob_memory(struct ls_blob *blob, const void *bytes, size_t len);

/* Bytes [lo, lo + size) of another blob with random access, which outlives it. */
struct ls_blob_range {
    struct ls_blob blob;
    struct ls_blob *from;
    uint64_t lo;
};

void ls_blob_range(struct ls_blob_range *range, struct ls_blob *from, uint64_t lo, uint64_t size);

/* Reads as struct ls_blob says. `blob->read` itself may give less than is there; this does not. */
struct ls_result ls_blob_read(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                              size_t *got) LS_MUST_USE;

/* The same, but fewer than `len` bytes are BAD/LS_E_MALFORMED: the blob ends too early. */
struct ls_result ls_blob_read_all(struct ls_blob *blob, uint64_t off, void *out,
                                  size_t len) LS_MUST_USE;

/*
 * Of `n` pieces, one behind the other, the one in which byte `off` stands: the first that ends
 * behind it; `n`: there is none. `end` is where the first one ends, the next `step` bytes on in
 * memory is where the second one does.
 */
size_t ls_blob_piece(const uint64_t *end, size_t step, size_t n, uint64_t off);

#endif
