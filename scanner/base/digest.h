/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), as the bytes come or in one call. Any thread;
 * one hash belongs to one thread at a time.
 */
#ifndef LS_BASE_DIGEST_H
#define LS_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum {
    LS_SHA256_BYTES = 32,
    LS_SHA256_HEX = 2 * LS_SHA256_BYTES + 1, /* lower-case hexadecimal and NUL */
};

struct ls_sha256;

/* An empty hash, or NULL when there is no memory. */
struct ls_sha256 *ls_sha256_new(void);
void ls_sha256_free(struct ls_sha256 *hash);

void ls_sha256_update(struct ls_sha256 *hash, const void *bytes, size_t len);

/* Gives the digest of what was added, and is empty again. */
void ls_sha256_final(struct ls_sha256 *hash, uint8_t digest[LS_SHA256_BYTES]);
void ls_sha256_final_hex(struct ls_sha256 *hash, char hex[LS_SHA256_HEX]);

/* All in one. */
void ls_sha256_of(const void *bytes, size_t len, uint8_t digest[LS_SHA256_BYTES]);
void ls_hmac_sha256_hex(const void *key, size_t key_len, const void *bytes, size_t len,
                        char hex[LS_SHA256_HEX]);

#endif
