/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A window of input, refilled when it is used up, in front of zlib:
 *
 *   in      ........|window...............|......
 *                    ^win_off   ^at        ^n
 *
 * For input in memory the window is all of it and nothing is copied. Output goes straight to who
 * reads, but for streams that are short enough to be decoded at once (inflate_whole.h).
 */
#include "decode/inflate.h"

#include "base/alloc.h"
#include "decode/inflate_whole.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

enum { WINDOW = 64 << 10 };

struct ls_inflate {
    struct ls_blob out;
    uint64_t out_off;
    struct ls_result failure; /* what further reads of `out` give */
    enum ls_inflate_state state;

    struct ls_blob *in;
    uint64_t end; /* of the input, as far as it is to be read */
    const uint8_t *win;
    uint64_t win_off;
    size_t at, n;
    bool in_ended;
    struct ls_result in_failure; /* it ended so */

    z_stream z;
    bool z_ready;
    struct ls_inflate_whole whole;
    bool at_once; /* the stream at hand was decoded into it */
    uint8_t buf[WINDOW];
};

static void *z_alloc(void *opaque, uInt n, uInt size)
{
    (void)opaque;
    size_t bytes;
    return __builtin_mul_overflow((size_t)n, (size_t)size, &bytes) ? NULL
                                                                   : ls_foreign_malloc(bytes);
}

static void z_free(void *opaque, void *p)
{
    (void)opaque;
    ls_free(p);
}

/* Makes the window hold at least `want` bytes behind `at`, unless the input ends before. */
static struct ls_result fill(struct ls_inflate *inf, size_t want)
{
    while (inf->n - inf->at < want && !inf->in_ended) {
        if (inf->at > 0) {
            memmove(inf->buf, inf->buf + inf->at, inf->n - inf->at);
            inf->win_off += inf->at;
            inf->n -= inf->at;
            inf->at = 0;
        }
        uint64_t off = inf->win_off + inf->n;
        uint64_t left = off < inf->end ? inf->end - off : 0;
        size_t room = sizeof inf->buf - inf->n;
        size_t got = 0;
        if (left > 0)
            inf->in_failure = inf->in->read(inf->in, off, inf->buf + inf->n,
                                            left < room ? (size_t)left : room, &got);
        inf->n += got;
        inf->in_ended = got == 0 || ls_failed(inf->in_failure);
    }
    return inf->n - inf->at < want ? inf->in_failure : ls_ok();
}

void ls_inflate_open(struct ls_inflate *inflate, struct ls_blob *in, uint64_t off, uint64_t end)
{
    inflate->in = in;
    inflate->end = end;
    inflate->win_off = off;
    inflate->at = inflate->n = 0;
    inflate->win = inflate->buf;
    inflate->in_ended = false;
    inflate->in_failure = ls_ok();
    inflate->state = LS_INFLATE_OPEN;
    inflate->at_once = false;
    if (in->memory) {
        uint64_t stop = end < in->size ? end : in->size;
        inflate->win = off < stop ? in->memory + off : inflate->buf;
        inflate->n = off < stop ? (size_t)(stop - off) : 0;
        inflate->in_ended = true;
    }
}

struct ls_result ls_inflate_peek(struct ls_inflate *inflate, size_t want, const uint8_t **at,
                                 size_t *len)
{
    *at = inflate->win + inflate->at;
    *len = 0;
    if (want > LS_INFLATE_PEEK_MAX)
        want = LS_INFLATE_PEEK_MAX;
    LS_TRY(fill(inflate, want));
    size_t left = inflate->n - inflate->at;
    *at = inflate->win + inflate->at;
    *len = left < want ? left : want;
    return ls_ok();
}

void ls_inflate_skip(struct ls_inflate *inflate, size_t n)
{
    size_t left = inflate->n - inflate->at;
    inflate->at += n < left ? n : left;
}

static struct ls_result end_with(struct ls_inflate *inf, enum ls_inflate_state state,
                                 struct ls_result failure)
{
    inf->state = state;
    inf->failure = failure;
    return failure;
}

static struct ls_result on_z(struct ls_inflate *inf, int status)
{
    switch (status) {
    case Z_OK:
    case Z_BUF_ERROR: /* no progress without more input */
        return ls_ok();
    case Z_STREAM_END:
        return end_with(inf, LS_INFLATE_WHOLE, ls_ok());
    case Z_MEM_ERROR:
        return end_with(inf, LS_INFLATE_FAILED, ls_stop(LS_E_MEMORY));
    default: /* Z_DATA_ERROR, Z_NEED_DICT, Z_STREAM_ERROR */
        return end_with(inf, LS_INFLATE_BROKEN, ls_bad(LS_E_MALFORMED));
    }
}

/* The input behind the last whole byte of output ended or failed. */
static struct ls_result refill(struct ls_inflate *inf)
{
    struct ls_result r = fill(inf, 1);
    if (ls_failed(r)) {
        bool broken = r.code == LS_E_MALFORMED;
        return end_with(inf, broken ? LS_INFLATE_BROKEN : LS_INFLATE_FAILED, r);
    }
    return inf->at < inf->n ? ls_ok() : end_with(inf, LS_INFLATE_TRUNCATED, ls_bad(LS_E_MALFORMED));
}

static struct ls_result read_out(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                 size_t *got)
{
    struct ls_inflate *inf = LS_CONTAINER(blob, struct ls_inflate, out);
    struct ls_result r = ls_ok();
    *got = 0;
    if (off != inf->out_off)
        return ls_stop(LS_E_INTERNAL);
    if (inf->state != LS_INFLATE_OPEN)
        return inf->failure;
    while (*got < len && inf->state == LS_INFLATE_OPEN && !ls_failed(r)) {
        size_t room = len - *got;
        size_t left = inf->n - inf->at;
        inf->z.next_in = inf->win + inf->at;
        inf->z.avail_in = left < UINT_MAX ? (uInt)left : UINT_MAX;
        inf->z.next_out = (Bytef *)out + *got;
        inf->z.avail_out = room < UINT_MAX ? (uInt)room : UINT_MAX;
        int status = inflate(&inf->z, Z_NO_FLUSH);
        inf->at = (size_t)(inf->z.next_in - inf->win);
        *got = (size_t)(inf->z.next_out - (Bytef *)out);
        r = on_z(inf, status);
        if (!ls_failed(r) && inf->state == LS_INFLATE_OPEN && *got < len && inf->at == inf->n)
            r = refill(inf);
    }
    inf->out_off += *got;
    return r;
}

/* What is decoded is read from its start; who begins says by whom. */
static struct ls_blob *begin_out(struct ls_inflate *inf)
{
    inf->out = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_out};
    inf->out_off = 0;
    inf->state = LS_INFLATE_OPEN;
    inf->failure = ls_ok();
    inf->at_once = false;
    return &inf->out;
}

struct ls_result ls_inflate_begin(struct ls_inflate *inflate, enum ls_inflate_kind kind,
                                  struct ls_blob **out)
{
    static const int bits[] = {
        [LS_INFLATE_RAW] = -MAX_WBITS,
        [LS_INFLATE_ZLIB] = MAX_WBITS,
        [LS_INFLATE_GZIP] = MAX_WBITS + 16,
    };
    inflate->z.next_in = inflate->win;
    inflate->z.avail_in = 0;
    int status = inflate->z_ready ? inflateReset2(&inflate->z, bits[kind])
                                  : inflateInit2(&inflate->z, bits[kind]);
    if (status != Z_OK)
        return ls_stop(status == Z_MEM_ERROR ? LS_E_MEMORY : LS_E_INTERNAL);
    inflate->z_ready = true;
    *out = begin_out(inflate);
    return ls_ok();
}

/* Takes a stream that was decoded at once from the input. */
static void pass(struct ls_inflate *inf)
{
    inf->at_once = false;
    if (inf->in->memory) {
        inf->at += inf->whole.packed;
        return;
    }
    inf->win_off += inf->at + inf->whole.packed;
    inf->at = inf->n = 0;
    inf->in_ended = false;
}

/* Of a stream that was decoded at once. */
static struct ls_result read_whole(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                   size_t *got)
{
    struct ls_inflate *inf = LS_CONTAINER(blob, struct ls_inflate, out);
    const struct ls_buf *whole = &inf->whole.out;
    *got = 0;
    if (off != inf->out_off)
        return ls_stop(LS_E_INTERNAL);
    if (inf->state != LS_INFLATE_OPEN)
        return inf->failure;
    size_t left = whole->n - (size_t)off;
    *got = left < len ? left : len;
    memcpy(out, whole->at + off, *got);
    inf->out_off += *got;
    if (*got < left)
        return ls_ok();
    pass(inf);
    return end_with(inf, LS_INFLATE_WHOLE, ls_ok());
}

struct ls_result ls_inflate_begin_sized(struct ls_inflate *inflate, enum ls_inflate_kind kind,
                                        uint64_t packed, uint64_t size, struct ls_blob **out)
{
    bool done = false;
    uint64_t off = ls_inflate_in_off(inflate);
    if (kind == LS_INFLATE_RAW && off <= inflate->end && inflate->end - off >= packed)
        LS_TRY(ls_inflate_whole(&inflate->whole, inflate->in, off, packed, size, &done));
    if (!done)
        return ls_inflate_begin(inflate, kind, out);
    *out = begin_out(inflate);
    inflate->out.read = read_whole;
    inflate->at_once = true;
    return ls_ok();
}

enum ls_inflate_state ls_inflate_state(const struct ls_inflate *inflate)
{
    return inflate->state;
}

uint64_t ls_inflate_in_off(const struct ls_inflate *inflate)
{
    const struct ls_inflate_whole *whole = &inflate->whole;
    uint64_t off = inflate->win_off + inflate->at;
    return inflate->at_once && whole->out.n ? off + whole->packed * inflate->out_off / whole->out.n
                                            : off;
}

uint32_t ls_inflate_crc(uint32_t crc, const void *bytes, size_t len)
{
    return (uint32_t)crc32_z(crc, bytes, len);
}

struct ls_result ls_inflate_new(struct ls_inflate **inflate)
{
    *inflate = ls_calloc(1, sizeof **inflate);
    if (!*inflate)
        return ls_stop(LS_E_MEMORY);
    (*inflate)->z.zalloc = z_alloc;
    (*inflate)->z.zfree = z_free;
    (*inflate)->win = (*inflate)->buf;
    (*inflate)->in_ended = true;
    ls_inflate_whole_init(&(*inflate)->whole);
    return ls_ok();
}

void ls_inflate_free(struct ls_inflate *inflate)
{
    if (!inflate)
        return;
    if (inflate->z_ready)
        inflateEnd(&inflate->z);
    ls_inflate_whole_fini(&inflate->whole);
    ls_free(inflate);
}
