/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/crypt_writer.h"

#include "generate/must.h"
#include "generate/put.h"

#include <string.h>

enum { SHA1_BYTES = 20, KEY = 16, SALT = 16, VERIFIER = 16 };

void ls_crypt_block(const struct ls_crypt_writer *writer, uint32_t block, void *bytes, size_t len)
{
    struct ls_rc4 rc4;
    uint8_t key[LS_HASH_MAX], number[4];
    for (int i = 0; i < 4; i++)
        number[i] = (uint8_t)(block >> 8 * i);
    ls_hash(LS_HASH_SHA1, writer->digest, SHA1_BYTES, number, sizeof number, key);
    ls_rc4_init(&rc4, key, KEY);
    ls_rc4_apply(&rc4, bytes, len);
}

void ls_crypt_begin(struct ls_crypt_writer *writer, const char *password, struct ls_buf *info)
{
    uint8_t wide[128], digest[LS_HASH_MAX], verifier[VERIFIER + SHA1_BYTES];
    size_t n = 0;
    for (; password[n / 2]; n += 2) {
        wide[n] = (uint8_t)password[n / 2];
        wide[n + 1] = 0;
    }
    static const uint8_t salt[SALT] = "a pinch of salt";
    ls_hash(LS_HASH_SHA1, salt, SALT, wide, n, writer->digest);
    memset(verifier, 'v', VERIFIER);
    ls_hash(LS_HASH_SHA1, verifier, VERIFIER, NULL, 0, digest);
    memcpy(verifier + VERIFIER, digest, SHA1_BYTES);
    ls_crypt_block(writer, 0, verifier, sizeof verifier);
    put_number(info, 2 | 2 << 16, 4);
    put_number(info, 4, 4);
    put_number(info, 34, 4); /* the header: */
    put_number(info, 4, 8);
    put_number(info, 0x6801, 4);
    put_number(info, 0x8004, 4);
    put_number(info, 8 * KEY, 4);
    put_number(info, 1, 4);
    put_number(info, 0, 10);
    put_number(info, SALT, 4); /* the verifier: */
    must(ls_buf_add(info, salt, SALT));
    must(ls_buf_add(info, verifier, VERIFIER));
    put_number(info, SHA1_BYTES, 4);
    must(ls_buf_add(info, verifier + VERIFIER, SHA1_BYTES));
}
