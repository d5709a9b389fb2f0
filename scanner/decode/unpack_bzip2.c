/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/unpack_priv.h"

#include "base/alloc.h"

#include <bzlib.h>
#include <limits.h>
#include <string.h>

struct bzip2 {
    bz_stream z;
    bool ready;
};

static void *bz_alloc(void *opaque, int n, int size)
{
    size_t bytes;
    (void)opaque;
    if (n < 0 || size < 0 || __builtin_mul_overflow((size_t)n, (size_t)size, &bytes))
        return NULL;
    return ls_foreign_malloc(bytes);
}

static void bz_free(void *opaque, void *p)
{
    (void)opaque;
    ls_free(p);
}

/* "BZh", level, and the 48 bits that begin a block or end a stream without one. */
static bool begins(const uint8_t *bytes, size_t len)
{
    static const uint8_t block[] = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
    static const uint8_t end[] = {0x17, 0x72, 0x45, 0x38, 0x50, 0x90};
    return len >= 10 && memcmp(bytes, "BZh", 3) == 0 && bytes[3] >= '1' && bytes[3] <= '9' &&
           (memcmp(bytes + 4, block, sizeof block) == 0 || memcmp(bytes + 4, end, sizeof end) == 0);
}

static void fini(void *state)
{
    struct bzip2 *b = state;
    if (b->ready)
        BZ2_bzDecompressEnd(&b->z);
    b->ready = false;
}

static enum ls_unpack_step begin(void *state)
{
    struct bzip2 *b = state;
    fini(b);
    b->z = (bz_stream){.bzalloc = bz_alloc, .bzfree = bz_free};
    b->ready = BZ2_bzDecompressInit(&b->z, 0, 0) == BZ_OK;
    return b->ready ? LS_STEP_MORE : LS_STEP_NO_MEMORY;
}

static enum ls_unpack_step step(void *state, struct ls_unpack_io *io)
{
    struct bzip2 *b = state;
    /* The library has no const in its interface, but does not write to its input. */
    union {
        const uint8_t *ours;
        char *theirs;
    } in = {.ours = io->in};
    b->z.next_in = in.theirs;
    b->z.avail_in = io->in_len < UINT_MAX ? (unsigned)io->in_len : UINT_MAX;
    b->z.next_out = (char *)io->out;
    b->z.avail_out = io->out_len < UINT_MAX ? (unsigned)io->out_len : UINT_MAX;
    unsigned in_len = b->z.avail_in, out_len = b->z.avail_out;
    int status = BZ2_bzDecompress(&b->z);
    io->taken = in_len - b->z.avail_in;
    io->made = out_len - b->z.avail_out;
    if (status == BZ_OK)
        return LS_STEP_MORE;
    if (status == BZ_STREAM_END)
        return LS_STEP_END;
    return status == BZ_MEM_ERROR ? LS_STEP_NO_MEMORY : LS_STEP_BROKEN;
}

const struct ls_unpack_codec ls_unpack_bzip2 = {
    .state_size = sizeof(struct bzip2),
    .begins = begins,
    .begin = begin,
    .step = step,
    .fini = fini,
};
