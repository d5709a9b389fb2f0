/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include "base/alloc.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>

_Static_assert((int)LS_SHA256_BYTES == (int)SHA256_DIGEST_SIZE, "one size of SHA-256");

struct ls_sha256 {
    struct sha256_ctx ctx;
};

struct ls_sha256 *ls_sha256_new(void)
{
    struct ls_sha256 *hash = ls_calloc(1, sizeof *hash);
    if (hash)
        sha256_init(&hash->ctx);
    return hash;
}

void ls_sha256_free(struct ls_sha256 *hash)
{
    ls_free(hash);
}

void ls_sha256_update(struct ls_sha256 *hash, const void *bytes, size_t len)
{
    sha256_update(&hash->ctx, len, bytes);
}

void ls_sha256_final(struct ls_sha256 *hash, uint8_t digest[LS_SHA256_BYTES])
{
    sha256_digest(&hash->ctx, SHA256_DIGEST_SIZE, digest); /* resets the context */
}

static void to_hex(const uint8_t digest[LS_SHA256_BYTES], char hex[LS_SHA256_HEX])
{
    for (size_t i = 0; i < LS_SHA256_BYTES; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[LS_SHA256_HEX - 1] = '\0';
}

void ls_sha256_final_hex(struct ls_sha256 *hash, char hex[LS_SHA256_HEX])
{
    uint8_t digest[LS_SHA256_BYTES];
    ls_sha256_final(hash, digest);
    to_hex(digest, hex);
}

void ls_sha256_of(const void *bytes, size_t len, uint8_t digest[LS_SHA256_BYTES])
{
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    sha256_update(&ctx, len, bytes);
    sha256_digest(&ctx, SHA256_DIGEST_SIZE, digest);
}

void ls_hmac_sha256_hex(const void *key, size_t key_len, const void *bytes, size_t len,
                        char hex[LS_SHA256_HEX])
{
    struct hmac_sha256_ctx ctx;
    uint8_t digest[LS_SHA256_BYTES];
    hmac_sha256_set_key(&ctx, key_len, key);
    hmac_sha256_update(&ctx, len, bytes);
    hmac_sha256_digest(&ctx, SHA256_DIGEST_SIZE, digest);
    to_hex(digest, hex);
}
