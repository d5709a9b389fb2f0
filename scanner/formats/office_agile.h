/* SPDX-License-Identifier: Apache-2.0 */
/* Agile encryption ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.13): what its XML says, and the key. */
#ifndef LS_FORMATS_OFFICE_AGILE_H
#define LS_FORMATS_OFFICE_AGILE_H

#include "formats/office_crypt.h"

enum { LS_AGILE_VALUE_MAX = 128 };

struct ls_agile_bytes {
    uint8_t at[LS_AGILE_VALUE_MAX];
    size_t n;
};

struct ls_office_agile {
    enum ls_hash hash, data_hash;
    size_t key_len; /* of the package's key */
    struct ls_agile_bytes salt, data_salt, verifier, verifier_hash, key;
    uint32_t spins;
};

/* False: not all of it is there, or it asks for other ciphers or absurdly many rounds. */
bool ls_office_agile_read(const void *xml, size_t len, struct ls_office_agile *agile,
                          uint32_t *spins);

/* `password` in UTF-16. */
void ls_office_agile_unlock(const struct ls_office_agile *agile, const uint8_t *password,
                            size_t password_len, struct ls_office_key *key);

/* H(salt + password), then as often H(number of the round + the hash before). */
void ls_office_spin(enum ls_hash hash, const uint8_t *salt, size_t salt_len,
                    const uint8_t *password, size_t password_len, uint32_t spins,
                    uint8_t out[LS_HASH_MAX]);

#endif
