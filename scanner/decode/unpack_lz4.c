/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/unpack_priv.h"

#include <lz4frame.h>
#include <string.h>

struct lz4 {
    LZ4F_dctx *z;
};

static bool begins(const uint8_t *bytes, size_t len)
{
    static const uint8_t magic[] = {0x04, 0x22, 0x4D, 0x18};
    return ls_unpack_is_skippable(bytes, len) ||
           (len >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0);
}

static void fini(void *state)
{
    struct lz4 *l = state;
    LZ4F_freeDecompressionContext(l->z);
    l->z = NULL;
}

static enum ls_unpack_step begin(void *state)
{
    struct lz4 *l = state;
    if (l->z)
        LZ4F_resetDecompressionContext(l->z);
    else if (LZ4F_isError(LZ4F_createDecompressionContext(&l->z, LZ4F_VERSION)))
        return LS_STEP_NO_MEMORY;
    return LS_STEP_MORE;
}

static enum ls_unpack_step step(void *state, struct ls_unpack_io *io)
{
    struct lz4 *l = state;
    io->taken = io->in_len;
    io->made = io->out_len;
    size_t status = LZ4F_decompress(l->z, io->out, &io->made, io->in, &io->taken, NULL);
    if (status == 0)
        return LS_STEP_END;
    if (!LZ4F_isError(status))
        return LS_STEP_MORE;
    /* What it says of its progress is then of no meaning. */
    io->taken = io->made = 0;
    return LS_STEP_BROKEN;
}

const struct ls_unpack_codec ls_unpack_lz4 = {
    .state_size = sizeof(struct lz4),
    .begins = begins,
    .begin = begin,
    .step = step,
    .fini = fini,
};
