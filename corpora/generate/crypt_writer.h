/* SPDX-License-Identifier: Apache-2.0 */
/* Encrypts as Office does, with RC4 and a password ([MS-OFFCRYPTO] 2.3.5). */
#ifndef LS_GENERATE_CRYPT_WRITER_H
#define LS_GENERATE_CRYPT_WRITER_H

#include "base/buf.h"
#include "base/cipher.h"

struct ls_crypt_writer {
    uint8_t digest[LS_HASH_MAX]; /* of salt and password */
};

/* Appends to `info` what says how it is encrypted. */
void ls_crypt_begin(struct ls_crypt_writer *writer, const char *password, struct ls_buf *info);

/* Encrypts bytes that begin a block. */
void ls_crypt_block(const struct ls_crypt_writer *writer, uint32_t block, void *bytes, size_t len);

#endif
