/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 in the flat form: where it stands, or, in a part that cannot be gone back to, what it
 * says. */
#include "formats/odf_text_priv.h"

#include "base/alloc.h"
#include "base/reason.h"

void odf_begin_binary(struct ls_odf_text *t)
{
    t->binary_lo = t->binary_hi = 0;
    t->binary_cut = false;
    ls_decoder_begin(&t->decoder, LS_TRANSFER_BASE64);
}

struct ls_result odf_take_binary(struct ls_odf_text *t, struct ls_str text,
                                 const struct ls_map *map, uint64_t base)
{
    struct ls_buf *bytes = &t->binary_bytes;
    uint64_t lo, hi;
    bool verbatim;
    if (!t->binary) {
        t->binary_cut |= bytes->limit - bytes->n < text.len + 2 * LS_TRANSFER_HOLD;
        return t->binary_cut ? ls_ok()
                             : ls_decoder_feed(&t->decoder, text.at, text.len, 0, bytes, NULL);
    }
    if (!map || !ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim))
        return ls_ok();
    if (t->binary_hi == 0)
        t->binary_lo = lo;
    t->binary_hi = hi;
    return ls_ok();
}

static struct ls_result emit_bytes(struct ls_odf_text *t)
{
    struct ls_buf *bytes = &t->binary_bytes;
    struct ls_blob blob;
    LS_TRY(ls_decoder_end(&t->decoder, bytes, NULL));
    ls_blob_memory(&blob, bytes->at, bytes->n);
    struct ls_child child = {.name = t->info.name, .blob = &blob, .off = t->info.link_off};
    if (t->binary_cut)
        LS_TRY(ls_emit_gap(t->job, t->info.name, LS_REASON_MEMORY_LIMIT, "base64 in a part"));
    struct ls_result r = bytes->n ? ls_emit_child(t->job, &child) : ls_ok();
    LS_VEC_FINI(bytes);
    return r;
}

struct ls_result odf_end_binary(struct ls_odf_text *t)
{
    if (!t->binary)
        return emit_bytes(t);
    return t->binary_hi > t->binary_lo ? t->binary(t->binary_user, t->binary_lo, t->binary_hi)
                                       : ls_ok();
}
