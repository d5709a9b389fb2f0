/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests and ciphers that documents are encrypted with, for those whose password everybody knows.
 * Pure functions, any thread; one cipher belongs to one thread at a time.
 */
#ifndef LS_BASE_CIPHER_H
#define LS_BASE_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_hash {
    LS_HASH_MD5,  /* RFC 1321 */
    LS_HASH_SHA1, /* FIPS 180-4, and the following */
    LS_HASH_SHA256,
    LS_HASH_SHA384,
    LS_HASH_SHA512,
};

enum { LS_HASH_MAX = 64, LS_AES_BLOCK = 16, LS_AES_KEY_MAX = 32, LS_RC4_KEY_MAX = 64 };

/* Bytes of a digest. */
size_t ls_hash_len(enum ls_hash hash);

/* The digest of a[0..a_len) and then b[0..b_len); `out` may be one of them. */
void ls_hash(enum ls_hash hash, const void *a, size_t a_len, const void *b, size_t b_len,
             uint8_t out[LS_HASH_MAX]);

/*
 * AES (FIPS 197), in place, `len` a multiple of LS_AES_BLOCK. `iv`: of CBC, LS_AES_BLOCK bytes;
 * NULL: each block alone (ECB). False: no such length of a key (16, 24, 32).
 */
bool ls_aes_decrypt(const uint8_t *key, size_t key_len, const uint8_t *iv, uint8_t *bytes,
                    size_t len);

/* RC4 ("arcfour"), a stream: the same both ways. */
struct ls_rc4 {
    uint8_t s[256], i, j;
};
void ls_rc4_init(struct ls_rc4 *rc4, const uint8_t *key, size_t key_len); /* 1 … LS_RC4_KEY_MAX */
void ls_rc4_apply(struct ls_rc4 *rc4, uint8_t *bytes, size_t len);
void ls_rc4_skip(struct ls_rc4 *rc4, size_t len);

#endif
