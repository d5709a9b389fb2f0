/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/inflate_whole.h"

#include "base/alloc.h"

#include <libdeflate.h>
#include <pthread.h>

static pthread_once_t allocator_once = PTHREAD_ONCE_INIT;

static void set_allocator(void)
{
    libdeflate_set_memory_allocator(ls_foreign_malloc, ls_free);
}

void ls_inflate_whole_init(struct ls_inflate_whole *whole)
{
    *whole = (struct ls_inflate_whole){.decoder = NULL};
    whole->in.limit = whole->out.limit = LS_INFLATE_WHOLE_MAX;
}

void ls_inflate_whole_fini(struct ls_inflate_whole *whole)
{
    if (whole->decoder)
        libdeflate_free_decompressor(whole->decoder);
    LS_VEC_FINI(&whole->in);
    LS_VEC_FINI(&whole->out);
}

/* The bytes where they stand, or copied; *at is NULL when they cannot be had. */
static struct ls_result input_of(struct ls_inflate_whole *whole, struct ls_blob *in, uint64_t off,
                                 size_t packed, const uint8_t **at)
{
    size_t got;
    *at = NULL;
    if (in->memory) {
        *at = off <= in->size && in->size - off >= packed ? in->memory + off : NULL;
        return ls_ok();
    }
    LS_VEC_CLEAR(&whole->in);
    LS_TRY(LS_VEC_RESERVE(&whole->in, packed));
    struct ls_result r = ls_blob_read(in, off, whole->in.at, packed, &got);
    if (!ls_failed(r) && got == packed)
        *at = (const uint8_t *)whole->in.at;
    return r.reach == LS_STOP ? r : ls_ok();
}

struct ls_result ls_inflate_whole(struct ls_inflate_whole *whole, struct ls_blob *in, uint64_t off,
                                  uint64_t packed, uint64_t size, bool *done)
{
    const uint8_t *at;
    size_t took, made;
    *done = false;
    if (!in->random || packed == 0 || packed > LS_INFLATE_WHOLE_MAX || size == 0 ||
        size > LS_INFLATE_WHOLE_MAX)
        return ls_ok();
    *done = whole->packed && whole->from == in && whole->off == off;
    if (*done)
        return ls_ok();
    whole->packed = 0;
    if (!whole->decoder) {
        pthread_once(&allocator_once, set_allocator);
        whole->decoder = libdeflate_alloc_decompressor();
    }
    if (!whole->decoder)
        return ls_stop(LS_E_MEMORY);
    LS_VEC_CLEAR(&whole->out);
    LS_TRY(LS_VEC_RESERVE(&whole->out, (size_t)size));
    LS_TRY(input_of(whole, in, off, (size_t)packed, &at));
    if (!at || libdeflate_deflate_decompress_ex(whole->decoder, at, (size_t)packed, whole->out.at,
                                                (size_t)size, &took, &made) != LIBDEFLATE_SUCCESS)
        return ls_ok();
    whole->out.n = made;
    whole->from = in;
    whole->off = off;
    whole->packed = took;
    *done = true;
    return ls_ok();
}
