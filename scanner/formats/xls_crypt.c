/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The content of records is encrypted, their types and sizes are not. RC4 runs over the whole
 * stream in blocks of 1,024 bytes, each with a key of its number; what is not encrypted is passed
 * over.
 */
#include "formats/xls_crypt.h"

#include "base/cursor.h"
#include "formats/office_crypt.h"

#include <string.h>

enum {
    HEAD = 4,
    BLOCK = 1024,
    FIRST_RECORDS = 64, /* FILEPASS stands among these */
    XOR_BYTES = 16,
    BIFF8 = 0x0600,
    FILEPASS = 0x002F,
    BOUND_SHEET = 0x0085,
    INTERFACE = 0x00E1,
    LOG_HEAD = 0x0138,
    USERS = 0x0194,
    LOCK = 0x0195,
    LOG_INFO = 0x0196,
    BOF = 0x0809,
};

/* ---- XOR ------------------------------------------------------------------------------------- */

static uint8_t turn_right(unsigned byte)
{
    return (uint8_t)(byte >> 1 | byte << 7);
}

/* 2.3.7.1: each bit of a character stands for a word of a shift register. */
static uint16_t make_key(const char *password, size_t len)
{
    static const uint16_t begin[15] = {0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C,
                                       0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139,
                                       0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3};
    /* The first word of each row of the matrix; the others follow by the polynomial 0x1021. */
    static const uint16_t rows[15] = {0xAEFC, 0x7B61, 0x4563, 0x0375, 0xD849,
                                      0x6F45, 0xEB23, 0x47D3, 0xB861, 0x45A0,
                                      0xAA51, 0x76B4, 0x3730, 0x3331, 0x1021};
    uint16_t key = begin[len - 1];
    for (size_t i = 0; i < len; i++) {
        uint16_t word = rows[15 - len + i];
        for (int bit = 0; bit < 7; bit++) {
            if (password[i] >> bit & 1)
                key ^= word;
            word = (uint16_t)(word << 1 ^ (word & 0x8000 ? 0x1021 : 0));
        }
    }
    return key;
}

static uint16_t make_verifier(const char *password, size_t len)
{
    unsigned verifier = 0;
    for (size_t i = len + 1; i-- > 0;) {
        unsigned byte = i ? (uint8_t)password[i - 1] : (unsigned)len;
        verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ byte;
    }
    return (uint16_t)(verifier ^ 0xCE4B);
}

void ls_xls_xor(const char *password, uint16_t *key, uint16_t *verifier, uint8_t array[XOR_BYTES])
{
    static const uint8_t pad[15] = {0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80,
                                    0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00};
    size_t len = strlen(password);
    *key = make_key(password, len);
    *verifier = make_verifier(password, len);
    /* 2.3.7.2: the password, then padding; even bytes with the low half of the key. */
    for (size_t i = 0; i < XOR_BYTES; i++) {
        unsigned byte = i < len ? (uint8_t)password[i] : pad[i - len];
        array[i] = turn_right((byte ^ (i % 2 ? *key >> 8 : *key & 0xFF)) & 0xFF);
    }
}

/* 2.3.7.3; where a record begins in the array depends on where it ends. */
static void apply_xor(const uint8_t array[XOR_BYTES], uint8_t *bytes, size_t at, size_t len,
                      size_t end)
{
    for (size_t i = 0; i < len; i++) {
        unsigned byte = bytes[i] ^ array[(end + at + i) % XOR_BYTES];
        bytes[i] = (uint8_t)(byte << 3 | byte >> 5);
    }
}

/* ---- RC4 ------------------------------------------------------------------------------------- */

struct rc4_stream {
    const struct ls_office_key *key;
    struct ls_rc4 rc4;
    size_t at; /* the next byte of the stream */
};

static void step(struct rc4_stream *s, uint8_t *bytes, size_t len)
{
    while (len) {
        if (s->at % BLOCK == 0)
            ls_office_rc4(s->key, (uint32_t)(s->at / BLOCK), &s->rc4);
        size_t left = BLOCK - s->at % BLOCK, n = len < left ? len : left;
        if (bytes)
            ls_rc4_apply(&s->rc4, bytes, n);
        else
            ls_rc4_skip(&s->rc4, n);
        bytes = bytes ? bytes + n : NULL;
        s->at += n;
        len -= n;
    }
}

/* ---- records --------------------------------------------------------------------------------- */

/* How many bytes of a record's content are as they are (2.2.10). */
static size_t plain_bytes(unsigned type, size_t len)
{
    switch (type) {
    case BOF:
    case FILEPASS:
    case INTERFACE:
    case LOG_HEAD:
    case LOG_INFO:
    case USERS:
    case LOCK:
        return len;
    case BOUND_SHEET: /* where the sheet is */
        return len < 4 ? len : 4;
    default:
        return 0;
    }
}

/* `key`: of RC4; NULL: XOR with the array. */
static void decrypt(struct ls_buf *plain, const struct ls_office_key *key,
                    const uint8_t array[XOR_BYTES])
{
    uint8_t *bytes = (uint8_t *)plain->at;
    struct rc4_stream stream = {.key = key};
    for (size_t at = 0; plain->n - at >= HEAD;) {
        unsigned type = bytes[at] | (unsigned)bytes[at + 1] << 8;
        size_t len = bytes[at + 2] | (size_t)bytes[at + 3] << 8, left = plain->n - at - HEAD;
        len = len < left ? len : left;
        size_t as_it_is = plain_bytes(type, len);
        at += HEAD;
        if (key) {
            step(&stream, NULL, HEAD + as_it_is);
            step(&stream, bytes + at + as_it_is, len - as_it_is);
        } else {
            apply_xor(array, bytes + at + as_it_is, at + as_it_is, len - as_it_is, len);
        }
        at += len;
    }
}

/* The content of FILEPASS, or nothing; *biff8: of which there are several kinds. */
static struct ls_cursor find_pass(const struct ls_buf *plain, bool *biff8)
{
    struct ls_cursor c, content;
    ls_cursor_init(&c, plain->at, plain->n);
    *biff8 = false;
    for (int i = 0; i < FIRST_RECORDS && c.left >= HEAD; i++) {
        unsigned type = ls_cursor_u16le(&c);
        size_t len = ls_cursor_u16le(&c);
        const uint8_t *bytes = ls_cursor_bytes(&c, len);
        ls_cursor_init(&content, bytes, bytes ? len : 0);
        if (type == FILEPASS)
            return content;
        if (type == BOF)
            *biff8 = ls_cursor_u16le(&content) == BIFF8;
    }
    ls_cursor_init(&content, NULL, 0);
    return content;
}

static struct ls_result open_plain(struct ls_format_job *job, struct ls_buf *plain, bool *open)
{
    static const char password[] = "VelvetSweatshop";
    struct ls_office_key key = {.cipher = LS_OFFICE_LOCKED};
    uint8_t array[XOR_BYTES];
    uint16_t xor_key, verifier;
    bool biff8;
    struct ls_cursor pass = find_pass(plain, &biff8);
    *open = false;
    if (pass.left == 0)
        return ls_ok();
    if (biff8 && ls_cursor_u16le(&pass) != 0) {
        LS_TRY(ls_office_unlock(job, pass.at, pass.left, &key));
        *open = key.cipher == LS_OFFICE_RC4 || key.cipher == LS_OFFICE_RC4_CRYPTO;
        if (*open)
            decrypt(plain, &key, NULL);
        return ls_ok();
    }
    ls_xls_xor(password, &xor_key, &verifier, array);
    bool same_key = ls_cursor_u16le(&pass) == xor_key;
    *open = ls_cursor_u16le(&pass) == verifier && same_key && !pass.failed;
    if (*open)
        decrypt(plain, NULL, array);
    return ls_ok();
}

struct ls_result ls_xls_unlock(struct ls_format_job *job, struct ls_blob *blob,
                               struct ls_buf *plain, bool *open)
{
    size_t got = 0;
    *open = false;
    LS_VEC_CLEAR(plain);
    if (blob->size > LS_XLS_PLAIN_MAX)
        return ls_ok();
    LS_TRY(LS_VEC_RESERVE(plain, (size_t)blob->size));
    struct ls_result r = ls_blob_read(blob, 0, plain->at, (size_t)blob->size, &got);
    if (ls_failed(r) && !(r.reach == LS_BAD && r.code == LS_E_MALFORMED))
        return r;
    plain->n = got;
    LS_TRY(ls_charge(job, 0, got));
    return open_plain(job, plain, open);
}
