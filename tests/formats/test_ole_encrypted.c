/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages that are encrypted ([MS-OFFCRYPTO]): with the password that everybody knows they are
 * opened. Encrypted here, step by step as the standard has it.
 */
#include "formats/ole_encrypted.h"

#include "base/alloc.h"
#include "base/cipher.h"
#include "generate/cfb_writer.h"
#include "generate/doc_writer.h"
#include "generate/must.h"
#include "generate/put.h"
#include "says.h"

#include <nettle/aes.h>
#include <nettle/base64.h>
#include <nettle/cbc.h>

enum { MAX = 1 << 20, PACKAGE = 10000, SALT = 16, SEGMENT = 4096 };

#define KNOWN "VelvetSweatshop"

static const uint8_t salt[SALT] = "a pinch of salt";
static const uint8_t verifier[16] = "is it the right";

static void number(uint8_t out[4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> 8 * i);
}

static void spin(enum ls_hash hash, const char *password, uint32_t spins, uint8_t out[LS_HASH_MAX])
{
    uint8_t wide[64] = {0}, n[4];
    size_t len = strlen(password);
    for (size_t i = 0; i < len; i++)
        wide[2 * i] = (uint8_t)password[i];
    ls_hash(hash, salt, SALT, wide, 2 * len, out);
    for (uint32_t i = 0; i < spins; i++) {
        number(n, i);
        ls_hash(hash, n, sizeof n, out, ls_hash_len(hash), out);
    }
}

/* By the CBC of AES with a key of 16 or 32 bytes. */
static void encrypt(const uint8_t *key, size_t key_len, const uint8_t *iv, uint8_t *bytes,
                    size_t len)
{
    struct aes128_ctx aes128;
    struct aes256_ctx aes256;
    uint8_t chain[16];
    memcpy(chain, iv, sizeof chain);
    if (key_len == 16) {
        aes128_set_encrypt_key(&aes128, key);
        cbc_encrypt(&aes128, (nettle_cipher_func *)aes128_encrypt, 16, chain, len, bytes, bytes);
    } else {
        aes256_set_encrypt_key(&aes256, key);
        cbc_encrypt(&aes256, (nettle_cipher_func *)aes256_encrypt, 16, chain, len, bytes, bytes);
    }
}

static void package(uint8_t *bytes)
{
    for (unsigned i = 0; i < PACKAGE; i++)
        bytes[i] = (uint8_t)(i * 7);
    memcpy(bytes, "package!", 8);
}

/* What is told of a file with these two streams; the child has all of the package. */
static void assert_file_says(const struct ls_buf *info, const struct ls_buf *bytes, bool open)
{
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    ls_cfb_storage(&w, 0, "\006DataSpaces");
    ls_cfb_stream(&w, 0, "EncryptionInfo", info->at, info->n);
    ls_cfb_stream(&w, 0, "EncryptedPackage", bytes->at, bytes->n);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    if (open)
        assert_non_null(strstr(says, "child \"EncryptedPackage\" 10000 bytes \"package!"));
    else
        assert_string_equal(says, "gap \"\" encrypted (Office document with a password)\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* ---- agile ----------------------------------------------------------------------------------- */

struct agile {
    enum ls_hash hash;
    const char *name;
    size_t key_len;
    const char *password;
    uint32_t spins;
};

static void put_base64(struct ls_buf *out, const char *name, const uint8_t *bytes, size_t len)
{
    char text[256];
    base64_encode_raw(text, len, bytes);
    must(ls_buf_printf(out, " %s=\"%.*s\"", name, (int)BASE64_ENCODE_RAW_LENGTH(len), text));
}

/* A value that the password opens (2.3.4.11). */
static void put_value(struct ls_buf *out, const char *name, const struct agile *a,
                      const uint8_t *spun, uint64_t block, const uint8_t *bytes, size_t len)
{
    uint8_t key[LS_HASH_MAX], id[8], value[96] = {0};
    for (int i = 0; i < 8; i++)
        id[i] = (uint8_t)(block >> (56 - 8 * i));
    ls_hash(a->hash, spun, ls_hash_len(a->hash), id, sizeof id, key);
    memcpy(value, bytes, len);
    len = (len + 15) / 16 * 16;
    encrypt(key, a->key_len, salt, value, len);
    put_base64(out, name, value, len);
}

static void put_ciphers(struct ls_buf *out, const struct agile *a)
{
    must(ls_buf_printf(out,
                       " saltSize=\"16\" blockSize=\"16\" keyBits=\"%zu\" hashSize=\"%zu\" "
                       "cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" "
                       "hashAlgorithm=\"%s\"",
                       a->key_len * 8, ls_hash_len(a->hash), a->name));
    put_base64(out, "saltValue", salt, SALT);
}

static void put_agile(const struct agile *a, const uint8_t *key, struct ls_buf *info)
{
    uint8_t spun[LS_HASH_MAX], digest[LS_HASH_MAX];
    spin(a->hash, a->password, a->spins < 2000 ? a->spins : 0, spun);
    ls_hash(a->hash, verifier, sizeof verifier, NULL, 0, digest);
    put_number(info, 4 | 4 << 16, 4);
    put_number(info, 0x40, 4);
    must(ls_buf_str(info, "<?xml version=\"1.0\"?>\r\n<encryption><keyData"));
    put_ciphers(info, a);
    must(ls_buf_printf(info, "/><p:encryptedKey spinCount=\"%u\"", a->spins));
    put_ciphers(info, a);
    put_value(info, "encryptedVerifierHashInput", a, spun, 0xFEA7D2763B4B9E79, verifier, 16);
    put_value(info, "encryptedVerifierHashValue", a, spun, 0xD7AA0F6D3061344E, digest,
              ls_hash_len(a->hash));
    put_value(info, "encryptedKeyValue", a, spun, 0x146E0BE7ABACD0D6, key, a->key_len);
    must(ls_buf_str(info, "/></encryption>"));
}

static void assert_agile(const struct agile *a, bool open)
{
    struct ls_buf info = {.limit = MAX}, bytes = {.limit = MAX};
    static uint8_t plain[(PACKAGE + 15) / 16 * 16];
    uint8_t key[32], iv[LS_HASH_MAX], n[4];
    memset(key, 'k', sizeof key);
    put_agile(a, key, &info);
    package(plain);
    for (uint32_t at = 0; at < sizeof plain; at += SEGMENT) {
        number(n, at / SEGMENT);
        ls_hash(a->hash, salt, SALT, n, sizeof n, iv);
        size_t left = sizeof plain - at;
        encrypt(key, a->key_len, iv, plain + at, left < SEGMENT ? left : SEGMENT);
    }
    put_number(&bytes, PACKAGE, 8);
    must(ls_buf_add(&bytes, plain, sizeof plain));
    assert_file_says(&info, &bytes, open);
    LS_VEC_FINI(&info);
    LS_VEC_FINI(&bytes);
}

static void agile_packages_are_opened(void **state)
{
    (void)state;
    assert_agile(&(struct agile){LS_HASH_SHA1, "SHA1", 16, KNOWN, 1000}, true);
    assert_agile(&(struct agile){LS_HASH_SHA256, "SHA256", 16, KNOWN, 100}, true);
    assert_agile(&(struct agile){LS_HASH_SHA384, "SHA384", 32, KNOWN, 100}, true);
    assert_agile(&(struct agile){LS_HASH_SHA512, "SHA512", 32, "/01Hannes Ruescher/01", 100}, true);
}

static void other_passwords_are_gaps(void **state)
{
    (void)state;
    assert_agile(&(struct agile){LS_HASH_SHA512, "SHA512", 32, "nobody knows it", 100}, false);
    assert_agile(&(struct agile){LS_HASH_SHA512, "SHA-3", 32, KNOWN, 100}, false);
}

/* Nobody asks for so many rounds but to keep us busy. */
static void absurd_rounds_are_not_made(void **state)
{
    (void)state;
    assert_agile(&(struct agile){LS_HASH_SHA512, "SHA512", 32, KNOWN, 4000000000}, false);
}

/* ---- standard -------------------------------------------------------------------------------- */

static void standard_key(const char *password, uint8_t key[16])
{
    uint8_t spun[LS_HASH_MAX], n[4] = {0}, block[64], digest[LS_HASH_MAX];
    spin(LS_HASH_SHA1, password, 50000, spun);
    ls_hash(LS_HASH_SHA1, spun, 20, n, sizeof n, spun);
    memset(block, 0x36, sizeof block);
    for (int i = 0; i < 20; i++)
        block[i] ^= spun[i];
    ls_hash(LS_HASH_SHA1, block, sizeof block, NULL, 0, digest);
    memcpy(key, digest, 16);
}

static void standard_packages_are_opened(void **state)
{
    (void)state;
    static const char *const asked[] = {KNOWN, "nobody knows it"};
    for (int i = 0; i < 2; i++) {
        struct ls_buf info = {.limit = MAX}, bytes = {.limit = MAX};
        static uint8_t plain[(PACKAGE + 15) / 16 * 16];
        uint8_t key[16], secret[16], digest[LS_HASH_MAX] = {0};
        struct aes128_ctx aes;
        standard_key(asked[i], key);
        aes128_set_encrypt_key(&aes, key);
        memcpy(secret, verifier, sizeof secret);
        ls_hash(LS_HASH_SHA1, verifier, sizeof verifier, NULL, 0, digest);
        aes128_encrypt(&aes, 16, secret, secret);
        aes128_encrypt(&aes, 32, digest, digest);
        put_number(&info, 3 | 2 << 16, 4);
        put_number(&info, 0x24, 4);
        put_number(&info, 34, 4);
        put_number(&info, 0x24, 8);
        put_number(&info, 0x660E, 4);
        put_number(&info, 0x8004, 4);
        put_number(&info, 128, 4);
        put_number(&info, 0x18, 4);
        put_number(&info, 0, 10);
        put_number(&info, SALT, 4);
        must(ls_buf_add(&info, salt, SALT));
        must(ls_buf_add(&info, secret, sizeof secret));
        put_number(&info, 20, 4);
        must(ls_buf_add(&info, digest, 32));
        package(plain);
        aes128_encrypt(&aes, sizeof plain, plain, plain);
        put_number(&bytes, PACKAGE, 8);
        must(ls_buf_add(&bytes, plain, sizeof plain));
        assert_file_says(&info, &bytes, i == 0);
        LS_VEC_FINI(&info);
        LS_VEC_FINI(&bytes);
    }
}

/* Rights management keeps the key elsewhere. */
static void rights_management_is_a_gap(void **state)
{
    (void)state;
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "\tDRMContent", "x", 1);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n),
                        "gap \"\" encrypted (Office document under rights management)\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* One gap, whatever the document in front of it holds: words about it, or nothing. */
static void a_document_under_rights_management_is_one_gap(void **state)
{
    static const struct ls_doc_run runs[] = {{LS_DOC_BODY, "protected\r", 0}};
    (void)state;
    for (int empty = 0; empty < 2; empty++) {
        struct ls_cfb_writer w;
        struct ls_buf file = {.limit = MAX};
        ls_cfb_begin(&w);
        if (empty)
            ls_cfb_stream(&w, 0, "WordDocument", "", 0);
        else
            ls_doc_streams(&(struct ls_doc_spec){.runs = runs, .runs_n = 1}, &w, 0);
        ls_cfb_stream(&w, 0, "\tDRMContent", "x", 1);
        ls_cfb_end(&w, &file);
        struct ls_transcript t = {.check_verbatim = true};
        const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
        const char *gap = strstr(says, "encrypted");
        assert_non_null(gap);
        assert_null(strstr(gap + 1, "encrypted"));
        assert_int_equal(strstr(says, "protected") != NULL, !empty);
        ls_transcript_free(&t);
        LS_VEC_FINI(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agile_packages_are_opened),
        cmocka_unit_test(other_passwords_are_gaps),
        cmocka_unit_test(absurd_rounds_are_not_made),
        cmocka_unit_test(standard_packages_are_opened),
        cmocka_unit_test(rights_management_is_a_gap),
        cmocka_unit_test(a_document_under_rights_management_is_one_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
