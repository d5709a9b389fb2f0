/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/unpack_priv.h"

#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

struct zstd {
    ZSTD_DStream *z;
};

static bool begins(const uint8_t *bytes, size_t len)
{
    static const uint8_t magic[] = {0x28, 0xB5, 0x2F, 0xFD};
    return ls_unpack_is_skippable(bytes, len) ||
           (len >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0);
}

static void fini(void *state)
{
    struct zstd *s = state;
    ZSTD_freeDStream(s->z);
    s->z = NULL;
}

static enum ls_unpack_step begin(void *state)
{
    struct zstd *s = state;
    if (!s->z)
        s->z = ZSTD_createDStream();
    if (!s->z || ZSTD_isError(ZSTD_initDStream(s->z)) ||
        ZSTD_isError(ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax, LS_UNPACK_WINDOW_LOG)))
        return LS_STEP_NO_MEMORY;
    return LS_STEP_MORE;
}

static enum ls_unpack_step step(void *state, struct ls_unpack_io *io)
{
    struct zstd *s = state;
    ZSTD_inBuffer in = {.src = io->in, .size = io->in_len};
    ZSTD_outBuffer out = {.dst = io->out, .size = io->out_len};
    size_t status = ZSTD_decompressStream(s->z, &out, &in);
    io->taken = in.pos;
    io->made = out.pos;
    if (status == 0)
        return LS_STEP_END;
    if (!ZSTD_isError(status))
        return LS_STEP_MORE;
    switch ((int)ZSTD_getErrorCode(status)) {
    case ZSTD_error_frameParameter_windowTooLarge:
    case ZSTD_error_memory_allocation:
        return LS_STEP_MEMORY;
    case ZSTD_error_version_unsupported:
    case ZSTD_error_frameParameter_unsupported:
    case ZSTD_error_dictionary_wrong:
        return LS_STEP_UNSUPPORTED;
    default:
        return LS_STEP_BROKEN;
    }
}

const struct ls_unpack_codec ls_unpack_zstd = {
    .state_size = sizeof(struct zstd),
    .begins = begins,
    .begin = begin,
    .step = step,
    .fini = fini,
};
