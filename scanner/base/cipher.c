/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cipher.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <string.h>

size_t ls_hash_len(enum ls_hash hash)
{
    switch (hash) {
    case LS_HASH_MD5:
        return MD5_DIGEST_SIZE;
    case LS_HASH_SHA1:
        return SHA1_DIGEST_SIZE;
    case LS_HASH_SHA256:
        return SHA256_DIGEST_SIZE;
    case LS_HASH_SHA384:
        return SHA384_DIGEST_SIZE;
    case LS_HASH_SHA512:
        return SHA512_DIGEST_SIZE;
    }
    return 0;
}

void ls_hash(enum ls_hash hash, const void *a, size_t a_len, const void *b, size_t b_len,
             uint8_t out[LS_HASH_MAX])
{
    union {
        struct md5_ctx md5;
        struct sha1_ctx sha1;
        struct sha256_ctx sha256;
        struct sha512_ctx sha512; /* and of SHA-384 */
    } ctx;
    switch (hash) {
    case LS_HASH_MD5:
        md5_init(&ctx.md5);
        md5_update(&ctx.md5, a_len, a);
        md5_update(&ctx.md5, b_len, b);
        md5_digest(&ctx.md5, MD5_DIGEST_SIZE, out);
        return;
    case LS_HASH_SHA1:
        sha1_init(&ctx.sha1);
        sha1_update(&ctx.sha1, a_len, a);
        sha1_update(&ctx.sha1, b_len, b);
        sha1_digest(&ctx.sha1, SHA1_DIGEST_SIZE, out);
        return;
    case LS_HASH_SHA256:
        sha256_init(&ctx.sha256);
        sha256_update(&ctx.sha256, a_len, a);
        sha256_update(&ctx.sha256, b_len, b);
        sha256_digest(&ctx.sha256, SHA256_DIGEST_SIZE, out);
        return;
    case LS_HASH_SHA384:
        sha384_init(&ctx.sha512);
        sha512_update(&ctx.sha512, a_len, a);
        sha512_update(&ctx.sha512, b_len, b);
        sha384_digest(&ctx.sha512, SHA384_DIGEST_SIZE, out);
        return;
    case LS_HASH_SHA512:
        sha512_init(&ctx.sha512);
        sha512_update(&ctx.sha512, a_len, a);
        sha512_update(&ctx.sha512, b_len, b);
        sha512_digest(&ctx.sha512, SHA512_DIGEST_SIZE, out);
        return;
    }
}

struct aes {
    union {
        struct aes128_ctx k128;
        struct aes192_ctx k192;
        struct aes256_ctx k256;
    } key;
    nettle_cipher_func *apply;
};

static void apply_128(const void *ctx, size_t len, uint8_t *out, const uint8_t *in)
{
    aes128_decrypt(ctx, len, out, in);
}

static void apply_192(const void *ctx, size_t len, uint8_t *out, const uint8_t *in)
{
    aes192_decrypt(ctx, len, out, in);
}

static void apply_256(const void *ctx, size_t len, uint8_t *out, const uint8_t *in)
{
    aes256_decrypt(ctx, len, out, in);
}

bool ls_aes_decrypt(const uint8_t *key, size_t key_len, const uint8_t *iv, uint8_t *bytes,
                    size_t len)
{
    struct aes aes;
    uint8_t chain[LS_AES_BLOCK];
    switch (key_len) {
    case AES128_KEY_SIZE:
        aes128_set_decrypt_key(&aes.key.k128, key);
        aes.apply = apply_128;
        break;
    case AES192_KEY_SIZE:
        aes192_set_decrypt_key(&aes.key.k192, key);
        aes.apply = apply_192;
        break;
    case AES256_KEY_SIZE:
        aes256_set_decrypt_key(&aes.key.k256, key);
        aes.apply = apply_256;
        break;
    default:
        return false;
    }
    len -= len % LS_AES_BLOCK;
    if (!iv) {
        aes.apply(&aes.key, len, bytes, bytes);
        return true;
    }
    memcpy(chain, iv, sizeof chain);
    cbc_decrypt(&aes.key, aes.apply, LS_AES_BLOCK, chain, len, bytes, bytes);
    return true;
}

/* A page long, and so fast enough that no library is asked. */
void ls_rc4_init(struct ls_rc4 *rc4, const uint8_t *key, size_t key_len)
{
    rc4->i = rc4->j = 0;
    for (unsigned i = 0; i < 256; i++)
        rc4->s[i] = (uint8_t)i;
    for (unsigned i = 0, j = 0; i < 256; i++) {
        uint8_t s = rc4->s[i];
        j = (j + s + key[i % key_len]) & 0xFF;
        rc4->s[i] = rc4->s[j];
        rc4->s[j] = s;
    }
}

static uint8_t next(struct ls_rc4 *rc4)
{
    uint8_t a = rc4->s[++rc4->i];
    rc4->j = (uint8_t)(rc4->j + a);
    uint8_t b = rc4->s[rc4->j];
    rc4->s[rc4->i] = b;
    rc4->s[rc4->j] = a;
    return rc4->s[(uint8_t)(a + b)];
}

void ls_rc4_apply(struct ls_rc4 *rc4, uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        bytes[i] ^= next(rc4);
}

void ls_rc4_skip(struct ls_rc4 *rc4, size_t len)
{
    while (len--)
        (void)next(rc4);
}
