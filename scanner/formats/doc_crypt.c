/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word documents that are encrypted with a password that everybody knows ([MS-DOC] 2.2.6): RC4 in
 * blocks of 512 bytes, each with a key of its number. The first bytes of the main stream are as
 * they are, and so is what says how it is encrypted, in front of the table.
 */
#include "formats/doc_priv.h"

enum { BLOCK = 512, MAIN_PLAIN = 68, KEY_SIZE_AT = 14, INFO_MAX = 4096 };

static size_t plain_bytes(const struct doc *doc, const struct doc_stream *stream)
{
    if (stream == &doc->main)
        return MAIN_PLAIN;
    if (stream == &doc->data || doc->main.bytes.n < MAIN_PLAIN)
        return 0;
    return doc_u32(doc->main.bytes.at + KEY_SIZE_AT);
}

void doc_decrypt(struct doc *doc, struct doc_stream *stream)
{
    uint64_t plain = plain_bytes(doc, stream), end = stream->base + stream->bytes.n;
    for (uint64_t at = stream->base, next; at < end; at = next) {
        struct ls_rc4 rc4;
        next = at - at % BLOCK + BLOCK < end ? at - at % BLOCK + BLOCK : end;
        at = at > plain ? at : plain;
        if (at >= next)
            continue;
        ls_office_rc4(&doc->key, (uint32_t)(at / BLOCK), &rc4);
        ls_rc4_skip(&rc4, (size_t)(at % BLOCK));
        ls_rc4_apply(&rc4, (uint8_t *)stream->bytes.at + (at - stream->base), (size_t)(next - at));
    }
    stream->decrypted = true;
}

struct ls_result doc_unlock(struct doc *doc)
{
    const struct ls_buf *table = &doc->table.bytes;
    size_t len = table->n < INFO_MAX ? table->n : INFO_MAX;
    if (doc->fib.old || doc->fib.flags & DOC_FIB_OBFUSCATED)
        return ls_ok();
    LS_TRY(ls_office_unlock(doc->job, (const uint8_t *)table->at, len, &doc->key));
    doc->unlocked = doc->key.cipher == LS_OFFICE_RC4 || doc->key.cipher == LS_OFFICE_RC4_CRYPTO;
    return ls_ok();
}
