/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A window of input in front of a decoder, and the walk from stream to stream:
 *
 *      begins? --begin--> step, step, … --END--> padding? --> begins? …
 *         |no                                                    |no
 *       BROKEN                                            WHOLE or TAIL
 */
#include "decode/unpack.h"

#include "base/alloc.h"
#include "decode/unpack_priv.h"

#include <string.h>

enum { WINDOW = 64 << 10 };

struct ls_unpack {
    struct ls_blob out;
    uint64_t out_off;
    struct ls_result failure; /* what further reads of `out` give */
    enum ls_unpack_state state;
    const struct ls_unpack_codec *codec;
    void *decoder;
    bool running; /* inside a stream */
    bool ended;   /* at least one stream ended */

    struct ls_blob *in;
    uint64_t off, end; /* of the next byte to be read; of the input as far as it is to be read */
    size_t at, n;      /* buf[at..n) is read and not taken */
    bool in_ended;
    struct ls_result in_failure; /* it ended so */
    uint8_t buf[WINDOW];
};

static const struct ls_unpack_codec *const codecs[] = {
    [LS_UNPACK_BZIP2] = &ls_unpack_bzip2,       [LS_UNPACK_XZ] = &ls_unpack_xz,
    [LS_UNPACK_LZMA] = &ls_unpack_lzma,         [LS_UNPACK_LZIP] = &ls_unpack_lzip,
    [LS_UNPACK_ZSTD] = &ls_unpack_zstd,         [LS_UNPACK_LZ4] = &ls_unpack_lz4,
    [LS_UNPACK_COMPRESS] = &ls_unpack_compress,
};

struct ls_result ls_unpack_new(enum ls_unpack_kind kind, struct ls_unpack **unpack)
{
    struct ls_unpack *u = ls_calloc(1, sizeof *u);
    *unpack = u;
    if (!u)
        return ls_stop(LS_E_MEMORY);
    u->codec = codecs[kind];
    u->decoder = ls_calloc(1, u->codec->state_size);
    if (u->decoder)
        return ls_ok();
    ls_free(u);
    *unpack = NULL;
    return ls_stop(LS_E_MEMORY);
}

void ls_unpack_free(struct ls_unpack *unpack)
{
    if (!unpack)
        return;
    unpack->codec->fini(unpack->decoder);
    ls_free(unpack->decoder);
    ls_free(unpack);
}

enum ls_unpack_state ls_unpack_state(const struct ls_unpack *unpack)
{
    return unpack->state;
}

uint64_t ls_unpack_in_off(const struct ls_unpack *unpack)
{
    return unpack->off - (unpack->n - unpack->at);
}

bool ls_unpack_begins(enum ls_unpack_kind kind, const void *bytes, size_t len)
{
    return codecs[kind]->begins(bytes, len);
}

bool ls_unpack_is_skippable(const uint8_t *bytes, size_t len)
{
    return len >= 4 && (bytes[0] & 0xF0) == 0x50 && bytes[1] == 0x2A && bytes[2] == 0x4D &&
           bytes[3] == 0x18;
}

/* Makes the window hold `want` bytes, unless the input ends before. */
static void fill(struct ls_unpack *u, size_t want)
{
    while (u->n - u->at < want && !u->in_ended) {
        if (u->at > 0) {
            memmove(u->buf, u->buf + u->at, u->n - u->at);
            u->n -= u->at;
            u->at = 0;
        }
        uint64_t left = u->off < u->end ? u->end - u->off : 0;
        size_t room = sizeof u->buf - u->n;
        size_t got = 0;
        if (left > 0)
            u->in_failure =
                u->in->read(u->in, u->off, u->buf + u->n, left < room ? (size_t)left : room, &got);
        u->n += got;
        u->off += got;
        u->in_ended = got == 0 || ls_failed(u->in_failure);
    }
}

static struct ls_result end_with(struct ls_unpack *u, enum ls_unpack_state state,
                                 struct ls_result failure)
{
    u->state = state;
    u->failure = failure;
    return failure;
}

/* The input ended where it should not, or could not be read. */
static struct ls_result end_of_input(struct ls_unpack *u)
{
    if (!ls_failed(u->in_failure))
        return end_with(u, LS_UNPACK_TRUNCATED, ls_bad(LS_E_MALFORMED));
    bool broken = u->in_failure.code == LS_E_MALFORMED;
    return end_with(u, broken ? LS_UNPACK_BROKEN : LS_UNPACK_FAILED, u->in_failure);
}

/* Between streams. */
static struct ls_result next_stream(struct ls_unpack *u)
{
    fill(u, LS_UNPACK_MAGIC_MAX);
    while (u->codec->padded && u->ended && u->at < u->n && u->buf[u->at] == 0) {
        u->at++;
        fill(u, LS_UNPACK_MAGIC_MAX);
    }
    if (u->at == u->n && (!u->ended || ls_failed(u->in_failure)))
        return end_of_input(u);
    if (u->at == u->n)
        return end_with(u, LS_UNPACK_WHOLE, ls_ok());
    if (!u->codec->begins(u->buf + u->at, u->n - u->at))
        return u->ended ? end_with(u, LS_UNPACK_TAIL, ls_ok())
                        : end_with(u, LS_UNPACK_BROKEN, ls_bad(LS_E_MALFORMED));
    u->running = true;
    return u->codec->begin(u->decoder) == LS_STEP_MORE
               ? ls_ok()
               : end_with(u, LS_UNPACK_FAILED, ls_stop(LS_E_MEMORY));
}

static struct ls_result after_step(struct ls_unpack *u, enum ls_unpack_step step, bool progress)
{
    switch (step) {
    case LS_STEP_MORE:
        if (progress || !u->in_ended)
            return ls_ok();
        if (u->codec->endless && !ls_failed(u->in_failure) && u->at == u->n)
            return end_with(u, LS_UNPACK_WHOLE, ls_ok());
        return end_of_input(u);
    case LS_STEP_END:
        u->running = false;
        u->ended = true;
        return ls_ok();
    case LS_STEP_MEMORY:
        return end_with(u, LS_UNPACK_MEMORY, ls_bad(LS_E_MALFORMED));
    case LS_STEP_UNSUPPORTED:
        return end_with(u, LS_UNPACK_UNSUPPORTED, ls_bad(LS_E_MALFORMED));
    case LS_STEP_NO_MEMORY:
        return end_with(u, LS_UNPACK_FAILED, ls_stop(LS_E_MEMORY));
    case LS_STEP_BROKEN:
        break;
    }
    return end_with(u, LS_UNPACK_BROKEN, ls_bad(LS_E_MALFORMED));
}

static struct ls_result read_out(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                 size_t *got)
{
    struct ls_unpack *u = LS_CONTAINER(blob, struct ls_unpack, out);
    struct ls_result r = ls_ok();
    *got = 0;
    if (off != u->out_off)
        return ls_stop(LS_E_INTERNAL);
    if (u->state != LS_UNPACK_OPEN)
        return u->failure;
    while (*got < len && u->state == LS_UNPACK_OPEN && !ls_failed(r)) {
        if (!u->running) {
            r = next_stream(u);
            continue;
        }
        fill(u, 1);
        struct ls_unpack_io io = {
            .in = u->buf + u->at,
            .in_len = u->n - u->at,
            .out = (uint8_t *)out + *got,
            .out_len = len - *got,
            .last = u->in_ended,
        };
        enum ls_unpack_step step = u->codec->step(u->decoder, &io);
        u->at += io.taken;
        *got += io.made;
        r = after_step(u, step, io.taken > 0 || io.made > 0);
    }
    u->out_off += *got;
    return r;
}

void ls_unpack_open(struct ls_unpack *unpack, struct ls_blob *in, uint64_t off, uint64_t end,
                    struct ls_blob **out)
{
    unpack->out = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_out};
    unpack->out_off = 0;
    unpack->failure = unpack->in_failure = ls_ok();
    unpack->state = LS_UNPACK_OPEN;
    unpack->running = unpack->ended = unpack->in_ended = false;
    unpack->in = in;
    unpack->off = off;
    unpack->end = end;
    unpack->at = unpack->n = 0;
    *out = &unpack->out;
}

void ls_unpack_prefix(struct ls_unpack *unpack, const void *bytes, size_t len)
{
    if (len > LS_UNPACK_PREFIX_MAX)
        return;
    memcpy(unpack->buf, bytes, len);
    unpack->n = len;
}
