/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/base64_child.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "decode/transfer.h"

#include <string.h>

enum { PIECE = 16 << 10 };

struct decoded {
    struct ls_blob blob;
    struct ls_blob *from;
    uint64_t at, hi; /* what is not yet decoded */
    struct ls_decoder decoder;
    struct ls_buf out;
    size_t given; /* bytes of `out` that have been read */
    bool ended;
    bool in_ref; /* between '&' and ';': line ends may be written so */
    char piece[PIECE];
};

static size_t drop_references(struct decoded *d, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        char c = d->piece[i];
        d->in_ref |= c == '&';
        if (!d->in_ref)
            d->piece[kept++] = c;
        d->in_ref &= c != ';';
    }
    return kept;
}

/* Decodes some more, until there is something to give or nothing left. */
static struct ls_result fill(struct decoded *d)
{
    while (d->given == d->out.n && !d->ended) {
        uint64_t left = d->hi - d->at;
        size_t want = left < PIECE ? (size_t)left : PIECE, got;
        LS_VEC_CLEAR(&d->out);
        d->given = 0;
        LS_TRY(ls_blob_read(d->from, d->at, d->piece, want, &got));
        size_t kept = drop_references(d, got);
        LS_TRY(ls_decoder_feed(&d->decoder, d->piece, kept, d->at, &d->out, NULL));
        d->at += got;
        d->ended = got == 0 || d->at == d->hi;
        if (d->ended)
            LS_TRY(ls_decoder_end(&d->decoder, &d->out, NULL));
    }
    return ls_ok();
}

static struct ls_result read_decoded(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct decoded *d = LS_CONTAINER(blob, struct decoded, blob);
    (void)off; /* forward only */
    *got = 0;
    LS_TRY(fill(d));
    *got = d->out.n - d->given < len ? d->out.n - d->given : len;
    if (*got)
        memcpy(out, d->out.at + d->given, *got);
    d->given += *got;
    return ls_ok();
}

struct ls_result ls_base64_child(struct ls_format_job *job, struct ls_str name, uint64_t lo,
                                 uint64_t hi)
{
    if (hi <= lo)
        return ls_ok();
    if (!job->blob->random)
        return ls_emit_gap(job, name, LS_REASON_MEMORY_LIMIT,
                           "base64 in an object that is not held in memory");
    struct decoded *d = ls_calloc(1, sizeof *d);
    if (!d)
        return ls_stop(LS_E_MEMORY);
    d->blob = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_decoded};
    d->from = job->blob;
    d->at = lo;
    d->hi = hi;
    d->out.limit = PIECE + LS_TRANSFER_HOLD;
    ls_decoder_begin(&d->decoder, LS_TRANSFER_BASE64);
    struct ls_child child = {.name = name, .blob = &d->blob, .off = lo, .raw_lo = lo, .raw_hi = hi};
    struct ls_result r = ls_emit_child(job, &child);
    LS_VEC_FINI(&d->out);
    ls_free(d);
    return r;
}
