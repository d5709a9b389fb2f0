/* SPDX-License-Identifier: Apache-2.0 */
/* The three files around LZMA: .xz, .lz and .lzma. */
#include "decode/unpack_priv.h"

#include "base/alloc.h"

#include <lzma.h>
#include <string.h>

struct lzma {
    lzma_stream z;
    lzma_allocator allocator;
    bool ready;
};

static void *lz_alloc(void *opaque, size_t n, size_t size)
{
    size_t bytes;
    (void)opaque;
    return __builtin_mul_overflow(n, size, &bytes) ? NULL : ls_foreign_malloc(bytes);
}

static void lz_free(void *opaque, void *p)
{
    (void)opaque;
    ls_free(p);
}

static void fini(void *state)
{
    struct lzma *l = state;
    if (l->ready)
        lzma_end(&l->z);
    l->ready = false;
}

static enum ls_unpack_step begun(struct lzma *l, lzma_ret status)
{
    l->ready = status == LZMA_OK;
    return l->ready ? LS_STEP_MORE : LS_STEP_NO_MEMORY;
}

static void reset(struct lzma *l)
{
    fini(l);
    l->allocator = (lzma_allocator){.alloc = lz_alloc, .free = lz_free};
    l->z = (lzma_stream)LZMA_STREAM_INIT;
    l->z.allocator = &l->allocator;
}

static enum ls_unpack_step step(void *state, struct ls_unpack_io *io)
{
    struct lzma *l = state;
    l->z.next_in = io->in;
    l->z.avail_in = io->in_len;
    l->z.next_out = io->out;
    l->z.avail_out = io->out_len;
    lzma_ret status = lzma_code(&l->z, LZMA_RUN);
    io->taken = io->in_len - l->z.avail_in;
    io->made = io->out_len - l->z.avail_out;
    if (status == LZMA_OK || status == LZMA_BUF_ERROR)
        return LS_STEP_MORE;
    if (status == LZMA_STREAM_END)
        return LS_STEP_END;
    if (status == LZMA_MEMLIMIT_ERROR || status == LZMA_MEM_ERROR)
        return LS_STEP_MEMORY;
    return status == LZMA_OPTIONS_ERROR ? LS_STEP_UNSUPPORTED : LS_STEP_BROKEN;
}

/* ---- .xz ----------------------------------------------------------------------------------- */

static bool xz_begins(const uint8_t *bytes, size_t len)
{
    return len >= 6 && memcmp(bytes,
                              "\xFD"
                              "7zXZ\0",
                              6) == 0;
}

static enum ls_unpack_step xz_begin(void *state)
{
    struct lzma *l = state;
    reset(l);
    return begun(l, lzma_stream_decoder(&l->z, LS_UNPACK_MEMORY_MAX, 0));
}

const struct ls_unpack_codec ls_unpack_xz = {
    .state_size = sizeof(struct lzma),
    .padded = true,
    .begins = xz_begins,
    .begin = xz_begin,
    .step = step,
    .fini = fini,
};

/* ---- .lz ----------------------------------------------------------------------------------- */

static bool lzip_begins(const uint8_t *bytes, size_t len)
{
    return len >= 6 && memcmp(bytes, "LZIP", 4) == 0 && bytes[4] <= 1;
}

static enum ls_unpack_step lzip_begin(void *state)
{
    struct lzma *l = state;
    reset(l);
    return begun(l, lzma_lzip_decoder(&l->z, LS_UNPACK_MEMORY_MAX, 0));
}

const struct ls_unpack_codec ls_unpack_lzip = {
    .state_size = sizeof(struct lzma),
    .begins = lzip_begins,
    .begin = lzip_begin,
    .step = step,
    .fini = fini,
};

/* ---- .lzma --------------------------------------------------------------------------------- */

/* Properties below 9 * 5 * 5; the rest of the 13 bytes may be anything. */
static bool lzma_begins(const uint8_t *bytes, size_t len)
{
    return len >= 13 && bytes[0] < 225;
}

static enum ls_unpack_step lzma_begin(void *state)
{
    struct lzma *l = state;
    reset(l);
    return begun(l, lzma_alone_decoder(&l->z, LS_UNPACK_MEMORY_MAX));
}

const struct ls_unpack_codec ls_unpack_lzma = {
    .state_size = sizeof(struct lzma),
    .begins = lzma_begins,
    .begin = lzma_begin,
    .step = step,
    .fini = fini,
};
