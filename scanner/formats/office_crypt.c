/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A password becomes a key by hashing it with a salt, thousands of times in newer documents.
 * Whether it is the right one tells a verifier: encrypted bytes, and the encrypted hash of these.
 */
#include "formats/office_crypt.h"

#include "base/cursor.h"
#include "formats/office_agile.h"

#include <string.h>

enum {
    SALT = 16,
    VERIFIER = 16,
    SHA1_BYTES = 20,
    STANDARD_SPINS = 50000,
    SPIN_BYTES = 64, /* what a round of hashing is charged as */
    RC4_40_KEY = 5,
    ALG_RC4 = 0x6801, /* 2.3.2 */
    ALG_AES_128 = 0x660E,
    ALG_AES_192 = 0x660F,
    ALG_AES_256 = 0x6610,
    PASSWORD_BYTES = 64,
};

/* Excel's and Word's; PowerPoint's. */
static const char *const passwords[] = {"VelvetSweatshop", "/01Hannes Ruescher/01"};
enum { PASSWORDS_N = sizeof passwords / sizeof *passwords };

static size_t in_utf16(const char *password, uint8_t out[PASSWORD_BYTES])
{
    size_t n = 0;
    for (; *password; password++) {
        out[n++] = (uint8_t)*password;
        out[n++] = 0;
    }
    return n;
}

static void put32(uint8_t out[4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> 8 * i);
}

void ls_office_spin(enum ls_hash hash, const uint8_t *salt, size_t salt_len,
                    const uint8_t *password, size_t password_len, uint32_t spins,
                    uint8_t out[LS_HASH_MAX])
{
    size_t len = ls_hash_len(hash);
    ls_hash(hash, salt, salt_len, password, password_len, out);
    for (uint32_t i = 0; i < spins; i++) {
        uint8_t number[4];
        put32(number, i);
        ls_hash(hash, number, sizeof number, out, len, out);
    }
}

/* ---- RC4 ------------------------------------------------------------------------------------- */

void ls_office_rc4(const struct ls_office_key *key, uint32_t block, struct ls_rc4 *rc4)
{
    uint8_t number[4], digest[LS_HASH_MAX];
    put32(number, block);
    if (key->cipher == LS_OFFICE_RC4) {
        ls_hash(LS_HASH_MD5, key->key, RC4_40_KEY, number, sizeof number, digest);
        ls_rc4_init(rc4, digest, 16);
        return;
    }
    ls_hash(LS_HASH_SHA1, key->key, SHA1_BYTES, number, sizeof number, digest);
    size_t len = key->key_len;
    if (len == RC4_40_KEY) { /* padded with zeros (2.3.5.2) */
        memset(digest + len, 0, 16 - len);
        len = 16;
    }
    ls_rc4_init(rc4, digest, len);
}

/* The verifier, and behind it in the same stream its hash. */
static bool rc4_agrees(const struct ls_office_key *key, const uint8_t *verifier,
                       const uint8_t *verifier_hash, enum ls_hash hash)
{
    struct ls_rc4 rc4;
    uint8_t plain[VERIFIER], said[LS_HASH_MAX], digest[LS_HASH_MAX];
    size_t len = ls_hash_len(hash);
    memcpy(plain, verifier, sizeof plain);
    memcpy(said, verifier_hash, len);
    ls_office_rc4(key, 0, &rc4);
    ls_rc4_apply(&rc4, plain, sizeof plain);
    ls_rc4_apply(&rc4, said, len);
    ls_hash(hash, plain, sizeof plain, NULL, 0, digest);
    return memcmp(said, digest, len) == 0;
}

/* Office 97 (2.3.6.1): salt, verifier, its hash by MD5. */
static void unlock_rc4(struct ls_cursor *c, const char *password, struct ls_office_key *key)
{
    enum { TIMES = 16 };
    uint8_t wide[PASSWORD_BYTES], digest[LS_HASH_MAX], many[TIMES * (RC4_40_KEY + SALT)];
    const uint8_t *salt = ls_cursor_bytes(c, SALT), *verifier = ls_cursor_bytes(c, VERIFIER);
    const uint8_t *hash = ls_cursor_bytes(c, 16);
    if (!hash) {
        key->cipher = LS_OFFICE_UNKNOWN;
        return;
    }
    ls_hash(LS_HASH_MD5, wide, in_utf16(password, wide), NULL, 0, digest);
    for (size_t i = 0; i < TIMES; i++) {
        memcpy(many + i * (RC4_40_KEY + SALT), digest, RC4_40_KEY);
        memcpy(many + i * (RC4_40_KEY + SALT) + RC4_40_KEY, salt, SALT);
    }
    ls_hash(LS_HASH_MD5, many, sizeof many, NULL, 0, key->key);
    key->cipher = LS_OFFICE_RC4;
    key->key_len = RC4_40_KEY;
    if (!rc4_agrees(key, verifier, hash, LS_HASH_MD5))
        key->cipher = LS_OFFICE_LOCKED;
}

/* ---- CryptoAPI and standard ------------------------------------------------------------------ */

/* What 2.3.3 makes of a hash that is shorter than the key. */
static void stretch(const uint8_t digest[SHA1_BYTES], uint8_t out[2 * SHA1_BYTES])
{
    static const uint8_t pads[] = {0x36, 0x5C};
    for (size_t k = 0; k < sizeof pads; k++) {
        uint8_t block[64], longer[LS_HASH_MAX];
        memset(block, pads[k], sizeof block);
        for (size_t i = 0; i < SHA1_BYTES; i++)
            block[i] ^= digest[i];
        ls_hash(LS_HASH_SHA1, block, sizeof block, NULL, 0, longer);
        memcpy(out + k * SHA1_BYTES, longer, SHA1_BYTES);
    }
}

static bool aes_agrees(const struct ls_office_key *key, const uint8_t *verifier,
                       const uint8_t *hash)
{
    uint8_t plain[VERIFIER], said[32], digest[LS_HASH_MAX];
    memcpy(plain, verifier, sizeof plain);
    memcpy(said, hash, sizeof said);
    if (!ls_aes_decrypt(key->key, key->key_len, NULL, plain, sizeof plain) ||
        !ls_aes_decrypt(key->key, key->key_len, NULL, said, sizeof said))
        return false;
    ls_hash(LS_HASH_SHA1, plain, sizeof plain, NULL, 0, digest);
    return memcmp(said, digest, SHA1_BYTES) == 0;
}

/* EncryptionHeader and EncryptionVerifier (2.3.2, 2.3.3). */
struct standard {
    uint32_t algorithm, key_bits;
    const uint8_t *salt, *verifier, *hash;
};

static bool read_standard(struct ls_cursor *c, struct standard *s)
{
    struct ls_cursor header;
    (void)ls_cursor_u32le(c); /* flags */
    size_t len = ls_cursor_u32le(c);
    const uint8_t *bytes = ls_cursor_bytes(c, len);
    ls_cursor_init(&header, bytes, bytes ? len : 0);
    (void)ls_cursor_u64le(&header);
    s->algorithm = ls_cursor_u32le(&header);
    (void)ls_cursor_u32le(&header); /* SHA-1 */
    s->key_bits = ls_cursor_u32le(&header);
    bool salt = ls_cursor_u32le(c) == SALT;
    s->salt = ls_cursor_bytes(c, SALT);
    s->verifier = ls_cursor_bytes(c, VERIFIER);
    (void)ls_cursor_u32le(c);
    s->hash = ls_cursor_bytes(c, s->algorithm == ALG_RC4 ? SHA1_BYTES : 32);
    return salt && s->hash && !header.failed;
}

static void unlock_standard(const struct standard *s, const char *password,
                            struct ls_office_key *key)
{
    uint8_t wide[PASSWORD_BYTES], digest[LS_HASH_MAX], longer[2 * SHA1_BYTES], zero[4] = {0};
    size_t wide_len = in_utf16(password, wide);
    bool rc4 = s->algorithm == ALG_RC4;
    ls_office_spin(LS_HASH_SHA1, s->salt, SALT, wide, wide_len, rc4 ? 0 : STANDARD_SPINS, digest);
    key->hash = LS_HASH_SHA1;
    if (rc4) {
        uint32_t bits = s->key_bits ? s->key_bits : 40;
        key->cipher = LS_OFFICE_RC4_CRYPTO;
        key->key_len = bits / 8 < SHA1_BYTES ? bits / 8 : 16;
        memcpy(key->key, digest, SHA1_BYTES);
        if (key->key_len < RC4_40_KEY || !rc4_agrees(key, s->verifier, s->hash, LS_HASH_SHA1))
            key->cipher = LS_OFFICE_LOCKED;
        return;
    }
    ls_hash(LS_HASH_SHA1, digest, SHA1_BYTES, zero, sizeof zero, digest);
    stretch(digest, longer);
    key->cipher = LS_OFFICE_AES;
    key->key_len = s->algorithm == ALG_AES_128 ? 16 : s->algorithm == ALG_AES_192 ? 24 : 32;
    memcpy(key->key, longer, key->key_len);
    if (!aes_agrees(key, s->verifier, s->hash))
        key->cipher = LS_OFFICE_LOCKED;
}

static const char *name_of(uint32_t algorithm)
{
    switch (algorithm) {
    case ALG_RC4:
        return "RC4, CryptoAPI";
    case ALG_AES_128:
        return "AES-128";
    case ALG_AES_192:
        return "AES-192";
    case ALG_AES_256:
        return "AES-256";
    default:
        return NULL;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static struct ls_result try_password(struct ls_format_job *job, const uint8_t *info, size_t len,
                                     const char *password, struct ls_office_key *key)
{
    struct ls_cursor c;
    struct standard s;
    uint8_t wide[PASSWORD_BYTES];
    ls_cursor_init(&c, info, len);
    unsigned major = ls_cursor_u16le(&c), minor = ls_cursor_u16le(&c);
    key->cipher = LS_OFFICE_UNKNOWN;
    if (major == 1 && minor == 1) {
        key->what = "RC4, 40 bits";
        unlock_rc4(&c, password, key);
    } else if (minor == 2 && major >= 2 && major <= 4 && read_standard(&c, &s)) {
        key->what = name_of(s.algorithm);
        if (!key->what)
            return ls_ok();
        LS_TRY(ls_charge(job, 0, s.algorithm == ALG_RC4 ? 0 : STANDARD_SPINS * SPIN_BYTES));
        unlock_standard(&s, password, key);
    } else if (major == 4 && minor == 4) {
        uint32_t spins;
        struct ls_office_agile agile;
        key->what = "AES, agile";
        (void)ls_cursor_u32le(&c);
        if (!ls_office_agile_read(c.at, c.left, &agile, &spins))
            return ls_ok();
        LS_TRY(ls_charge(job, 0, (uint64_t)spins * SPIN_BYTES));
        ls_office_agile_unlock(&agile, wide, in_utf16(password, wide), key);
    }
    return ls_ok();
}

struct ls_result ls_office_unlock(struct ls_format_job *job, const uint8_t *info, size_t len,
                                  struct ls_office_key *key)
{
    *key = (struct ls_office_key){.cipher = LS_OFFICE_UNKNOWN};
    for (size_t i = 0; i < PASSWORDS_N; i++) {
        LS_TRY(try_password(job, info, len, passwords[i], key));
        if (key->cipher != LS_OFFICE_LOCKED)
            break;
    }
    return ls_ok();
}

/* ---- packages -------------------------------------------------------------------------------- */

enum { SIZE = 8 };

static struct ls_result fill(struct ls_office_package *p, uint64_t segment)
{
    const struct ls_office_key *key = p->key;
    uint8_t number[4], iv[LS_HASH_MAX];
    p->segment = LS_OFF_UNKNOWN;
    LS_TRY(ls_blob_read(p->from, SIZE + segment * LS_OFFICE_SEGMENT, p->bytes, LS_OFFICE_SEGMENT,
                        &p->n));
    p->n -= p->n % LS_AES_BLOCK;
    put32(number, (uint32_t)segment);
    bool agile = key->cipher == LS_OFFICE_AGILE;
    if (agile)
        ls_hash(key->hash, key->salt, key->salt_len, number, sizeof number, iv);
    if (!ls_aes_decrypt(key->key, key->key_len, agile ? iv : NULL, p->bytes, p->n))
        return ls_bad(LS_E_MALFORMED);
    p->segment = segment;
    return ls_ok();
}

static struct ls_result read_package(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct ls_office_package *p = LS_CONTAINER(blob, struct ls_office_package, blob);
    uint8_t *to = out;
    *got = 0;
    while (len && off < blob->size) {
        uint64_t segment = off / LS_OFFICE_SEGMENT;
        size_t at = (size_t)(off % LS_OFFICE_SEGMENT);
        if (segment != p->segment)
            LS_TRY(fill(p, segment));
        if (at >= p->n)
            return ls_bad(LS_E_MALFORMED);
        size_t n = p->n - at < len ? p->n - at : len;
        n = blob->size - off < n ? (size_t)(blob->size - off) : n;
        memcpy(to + *got, p->bytes + at, n);
        *got += n;
        off += n;
        len -= n;
    }
    return ls_ok();
}

struct ls_result ls_office_package_init(struct ls_office_package *p, struct ls_blob *from,
                                        const struct ls_office_key *key)
{
    uint8_t size[SIZE];
    struct ls_cursor c;
    *p = (struct ls_office_package){.from = from, .key = key, .segment = LS_OFF_UNKNOWN};
    LS_TRY(ls_blob_read_all(from, 0, size, sizeof size));
    ls_cursor_init(&c, size, sizeof size);
    /* The size that it says, or what is there: less than a block is padding. */
    uint64_t said = ls_cursor_u64le(&c), room = from->size - SIZE;
    p->blob =
        (struct ls_blob){.size = said < room ? said : room, .random = true, .read = read_package};
    return ls_ok();
}
