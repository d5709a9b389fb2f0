/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Presentations that are encrypted with a password that everybody knows ([MS-PPT] 2.3.7): each
 * object of the directory is, by a key of its number; edits, directories and how it is encrypted
 * are not.
 */
#include "formats/ppt_priv.h"

#include "base/alloc.h"
#include "formats/office_crypt.h"

enum { INFO_MAX = 4096, STREAM_MAX = 256 << 20, SESSION_AT = 28 };

/* CryptSession10Container: what the last edit names. */
static struct ls_result find_session(struct ls_ppt *ppt, uint64_t edit, struct ppt_record *session,
                                     bool *found)
{
    struct ppt_record record;
    struct ls_cursor c;
    *found = false;
    LS_TRY(ls_ppt_record(ppt, edit, ppt->view.blob->size, &record, found));
    LS_TRY(ls_ppt_bytes(ppt, &record, SESSION_AT, 4, &c));
    uint32_t number = ls_cursor_u32le(&c);
    *found = false;
    for (size_t i = 0; !c.failed && i < ppt->objects.n; i++)
        if (ppt->objects.at[i].persist == number) {
            LS_TRY(
                ls_ppt_record(ppt, ppt->objects.at[i].off, ppt->view.blob->size, session, found));
            ppt->objects.at[i].read = true;
            *found = *found && session->type == PPT_CRYPT_SESSION;
            return ls_ok();
        }
    return ls_ok();
}

/* An object, as long as it says that it is; how many bytes that were. */
static uint64_t decrypt(struct ls_buf *stream, const struct ppt_object *object,
                        const struct ls_office_key *key)
{
    struct ls_rc4 rc4;
    struct ls_cursor c;
    uint8_t *at = (uint8_t *)stream->at + object->off;
    if (object->off >= stream->n || stream->n - object->off < PPT_HEAD)
        return 0;
    ls_office_rc4(key, object->persist, &rc4);
    ls_rc4_apply(&rc4, at, PPT_HEAD);
    ls_cursor_init(&c, at + 4, 4);
    size_t len = ls_cursor_u32le(&c), left = stream->n - object->off - PPT_HEAD;
    len = len < left ? len : left;
    ls_rc4_apply(&rc4, at + PPT_HEAD, len);
    return PPT_HEAD + len;
}

static struct ls_result load(struct ls_ppt *ppt, struct ls_buf *stream)
{
    uint64_t size = ppt->view.blob->size;
    LS_TRY(LS_VEC_RESERVE(stream, (size_t)size));
    size_t got = 0;
    struct ls_result r = ls_blob_read(ppt->view.blob, 0, stream->at, (size_t)size, &got);
    stream->n = got;
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED ? ls_ok() : r;
}

static struct ls_result decrypt_all(struct ls_ppt *ppt, const struct ls_office_key *key)
{
    for (size_t i = 0; i < ppt->objects.n; i++) {
        uint64_t bytes = 0;
        if (!ppt->objects.at[i].read)
            bytes = decrypt(&ppt->plain, &ppt->objects.at[i], key);
        LS_TRY(ls_charge(ppt->job, 0, bytes)); /* they may all be the same */
    }
    return ls_ok();
}

struct ls_result ls_ppt_unlock(struct ls_ppt *ppt, uint64_t edit, bool *open)
{
    struct ppt_record session;
    struct ls_office_key key;
    const uint8_t *info;
    *open = false;
    LS_TRY(find_session(ppt, edit, &session, open));
    if (!*open)
        return ls_ok();
    size_t len = session.end - session.off < INFO_MAX ? (size_t)(session.end - session.off) : 0;
    LS_TRY(ls_ole_view_at(&ppt->view, session.off, len, &info));
    LS_TRY(ls_office_unlock(ppt->job, info, info ? len : 0, &key));
    *open = key.cipher == LS_OFFICE_RC4_CRYPTO;
    if (!*open || ppt->view.blob->size > STREAM_MAX) {
        *open = false;
        return ls_ok();
    }
    ppt->plain.limit = STREAM_MAX;
    LS_TRY(load(ppt, &ppt->plain));
    LS_TRY(decrypt_all(ppt, &key));
    ls_ole_view_fini(&ppt->view);
    ls_blob_memory(&ppt->plain_blob, ppt->plain.at, ppt->plain.n);
    return ls_ole_view_init(&ppt->view, &ppt->plain_blob);
}
