/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are encrypted with a password that everybody knows ([MS-OFFCRYPTO]): Office does
 * so when only changes are to be protected.
 *
 *   how it is encrypted --ls_office_unlock()--> key --> ls_office_package: a package as it was
 *                                                  \--> ls_office_rc4():  parts of a stream
 *
 * Any other password is not guessed.
 */
#ifndef LS_FORMATS_OFFICE_CRYPT_H
#define LS_FORMATS_OFFICE_CRYPT_H

#include "base/blob.h"
#include "base/cipher.h"
#include "formats/format.h"

enum { LS_OFFICE_SPINS_MAX = 1000000, LS_OFFICE_SEGMENT = 4096, LS_OFFICE_SALT_MAX = 64 };

enum ls_office_cipher {
    LS_OFFICE_LOCKED,     /* its password is nobody's business */
    LS_OFFICE_UNKNOWN,    /* encrypted in a way that is not known here */
    LS_OFFICE_RC4,        /* of Office 97 (2.3.6) */
    LS_OFFICE_RC4_CRYPTO, /* CryptoAPI (2.3.5) */
    LS_OFFICE_AES,        /* standard (2.3.4.5) */
    LS_OFFICE_AGILE,      /* 2.3.4.10 */
};

struct ls_office_key {
    enum ls_office_cipher cipher;
    const char *what; /* for people: "AES-256" */
    enum ls_hash hash;
    uint8_t key[LS_HASH_MAX];
    size_t key_len;
    uint8_t salt[LS_OFFICE_SALT_MAX]; /* of segments (agile) */
    size_t salt_len;
};

/*
 * Reads how it is encrypted (EncryptionInfo, or what stands in front of RC4: 2.3.6.1, 2.3.5.1) and
 * tries the known passwords. The cipher tells what came of it. Charges the job for its work.
 */
struct ls_result ls_office_unlock(struct ls_format_job *job, const uint8_t *info, size_t len,
                                  struct ls_office_key *key) LS_MUST_USE;

/* The stream "EncryptedPackage" as the package that it was (AES). */
struct ls_office_package {
    struct ls_blob blob; /* with random access */
    struct ls_blob *from;
    const struct ls_office_key *key;
    uint64_t segment; /* that is held, or LS_OFF_UNKNOWN */
    size_t n;
    uint8_t bytes[LS_OFFICE_SEGMENT];
};

/* BAD/LS_E_MALFORMED: too short. `from` and the key outlive it. */
struct ls_result ls_office_package_init(struct ls_office_package *package, struct ls_blob *from,
                                        const struct ls_office_key *key) LS_MUST_USE;

/* The cipher of one block of a stream (RC4), at its first byte. */
void ls_office_rc4(const struct ls_office_key *key, uint32_t block, struct ls_rc4 *rc4);

#endif
