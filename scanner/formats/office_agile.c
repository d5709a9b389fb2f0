/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   <keyData … saltValue hashAlgorithm/>                    how the package is encrypted
 *   <p:encryptedKey spinCount saltValue encryptedVerifierHashInput … encryptedKeyValue/>
 *
 * The password, hashed, opens the verifier and the key of the package. The attributes are looked
 * for by their names: no program writes anything else into this part.
 */
#include "formats/office_agile.h"

#include <string.h>

static const struct {
    const char *name;
    enum ls_hash hash;
} hashes[] = {
    {"SHA1", LS_HASH_SHA1},      {"SHA-1", LS_HASH_SHA1},     {"SHA256", LS_HASH_SHA256},
    {"SHA-256", LS_HASH_SHA256}, {"SHA384", LS_HASH_SHA384},  {"SHA-384", LS_HASH_SHA384},
    {"SHA512", LS_HASH_SHA512},  {"SHA-512", LS_HASH_SHA512},
};

static bool is(struct ls_str text, const char *what)
{
    return text.len == strlen(what) && memcmp(text.at, what, text.len) == 0;
}

/* Where `what` begins in text[from..], or its end. */
static size_t find(struct ls_str text, size_t from, const char *what)
{
    size_t len = strlen(what);
    for (; from + len <= text.len; from++)
        if (memcmp(text.at + from, what, len) == 0)
            return from;
    return text.len;
}

/* The tag that ends with this name, with its attributes. */
static struct ls_str find_tag(struct ls_str xml, const char *name)
{
    size_t len = strlen(name);
    for (size_t at = 0; (at = find(xml, at, name)) < xml.len; at += len) {
        bool begins = at > 0 && (xml.at[at - 1] == '<' || xml.at[at - 1] == ':');
        bool ends = at + len < xml.len && (xml.at[at + len] == ' ' || xml.at[at + len] == '\n' ||
                                           xml.at[at + len] == '\r' || xml.at[at + len] == '\t');
        if (begins && ends)
            return (struct ls_str){xml.at + at, find(xml, at, ">") - at};
    }
    return (struct ls_str){NULL, 0};
}

static struct ls_str find_value(struct ls_str tag, const char *name)
{
    size_t len = strlen(name);
    for (size_t at = 0; (at = find(tag, at, name)) < tag.len; at += len) {
        const char *behind = tag.at + at + len, *end = tag.at + tag.len;
        if (at == 0 || (tag.at[at - 1] != ' ' && tag.at[at - 1] != '\n' && tag.at[at - 1] != '\t'))
            continue;
        if (end - behind < 2 || behind[0] != '=' || (behind[1] != '"' && behind[1] != '\''))
            continue;
        const char *from = behind + 2;
        const char *quote = memchr(from, behind[1], (size_t)(end - from));
        return quote ? (struct ls_str){from, (size_t)(quote - from)} : (struct ls_str){NULL, 0};
    }
    return (struct ls_str){NULL, 0};
}

static bool read_number(struct ls_str tag, const char *name, uint32_t most, uint32_t *number)
{
    struct ls_str text = find_value(tag, name);
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || *number > most / 10)
            return false;
        *number = *number * 10 + (uint32_t)(text.at[i] - '0');
    }
    return text.len > 0 && *number <= most;
}

static bool read_hash(struct ls_str tag, enum ls_hash *hash)
{
    struct ls_str name = find_value(tag, "hashAlgorithm");
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (is(name, hashes[i].name)) {
            *hash = hashes[i].hash;
            return true;
        }
    return false;
}

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Base64 (RFC 4648 4). */
static bool read_bytes(struct ls_str tag, const char *name, struct ls_agile_bytes *bytes)
{
    struct ls_str text = find_value(tag, name);
    uint32_t bits = 0;
    unsigned n = 0;
    bytes->n = 0;
    for (size_t i = 0; i < text.len && text.at[i] != '='; i++) {
        int digit = digit_of(text.at[i]);
        if (digit < 0)
            return false;
        bits = bits << 6 | (uint32_t)digit;
        n += 6;
        if (n < 8)
            continue;
        n -= 8;
        if (bytes->n == LS_AGILE_VALUE_MAX)
            return false;
        bytes->at[bytes->n++] = (uint8_t)(bits >> n);
    }
    return bytes->n > 0;
}

static bool is_aes_cbc(struct ls_str tag)
{
    uint32_t block;
    return is(find_value(tag, "cipherAlgorithm"), "AES") &&
           is(find_value(tag, "cipherChaining"), "ChainingModeCBC") &&
           read_number(tag, "blockSize", LS_AES_BLOCK, &block) && block == LS_AES_BLOCK;
}

bool ls_office_agile_read(const void *bytes, size_t len, struct ls_office_agile *agile,
                          uint32_t *spins)
{
    struct ls_str xml = {bytes, len};
    struct ls_str data = find_tag(xml, "keyData"), key = find_tag(xml, "encryptedKey");
    uint32_t bits;
    *spins = 0;
    bool all = is_aes_cbc(data) && is_aes_cbc(key) && read_hash(data, &agile->data_hash) &&
               read_hash(key, &agile->hash) && read_bytes(data, "saltValue", &agile->data_salt) &&
               read_bytes(key, "saltValue", &agile->salt) &&
               read_bytes(key, "encryptedVerifierHashInput", &agile->verifier) &&
               read_bytes(key, "encryptedVerifierHashValue", &agile->verifier_hash) &&
               read_bytes(key, "encryptedKeyValue", &agile->key) &&
               read_number(key, "keyBits", 8 * LS_AES_KEY_MAX, &bits) &&
               read_number(key, "spinCount", LS_OFFICE_SPINS_MAX, spins);
    agile->spins = *spins;
    agile->key_len = all ? bits / 8 : 0;
    return all && agile->data_salt.n <= LS_OFFICE_SALT_MAX;
}

/* Cut, or filled up with 0x36 (2.3.4.11, 2.3.4.12). */
static void fit(uint8_t *bytes, size_t have, size_t want)
{
    if (have < want)
        memset(bytes + have, 0x36, want - have);
}

/* One of the three values that the password opens. */
static bool open_value(const struct ls_office_agile *agile, const uint8_t *spun,
                       const uint8_t block[8], const struct ls_agile_bytes *value,
                       struct ls_agile_bytes *plain)
{
    uint8_t key[LS_HASH_MAX], iv[LS_AGILE_VALUE_MAX];
    ls_hash(agile->hash, spun, ls_hash_len(agile->hash), block, 8, key);
    fit(key, ls_hash_len(agile->hash), LS_AES_KEY_MAX);
    memcpy(iv, agile->salt.at, sizeof iv);
    fit(iv, agile->salt.n, LS_AES_BLOCK);
    *plain = *value;
    plain->n -= plain->n % LS_AES_BLOCK;
    return ls_aes_decrypt(key, agile->key_len, iv, plain->at, plain->n);
}

void ls_office_agile_unlock(const struct ls_office_agile *agile, const uint8_t *password,
                            size_t password_len, struct ls_office_key *key)
{
    static const uint8_t input[] = {0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79};
    static const uint8_t value[] = {0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E};
    static const uint8_t secret[] = {0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6};
    uint8_t spun[LS_HASH_MAX], digest[LS_HASH_MAX];
    struct ls_agile_bytes verifier, said, plain;
    size_t len = ls_hash_len(agile->hash);
    ls_office_spin(agile->hash, agile->salt.at, agile->salt.n, password, password_len, agile->spins,
                   spun);
    key->cipher = LS_OFFICE_UNKNOWN;
    if (!open_value(agile, spun, input, &agile->verifier, &verifier) ||
        !open_value(agile, spun, value, &agile->verifier_hash, &said) ||
        !open_value(agile, spun, secret, &agile->key, &plain) || said.n < len ||
        plain.n < agile->key_len)
        return;
    /* It is as long as the salt (2.3.4.13). */
    size_t input_len = agile->salt.n < verifier.n ? agile->salt.n : verifier.n;
    ls_hash(agile->hash, verifier.at, input_len, NULL, 0, digest);
    if (memcmp(digest, said.at, len) != 0) {
        key->cipher = LS_OFFICE_LOCKED;
        return;
    }
    key->cipher = LS_OFFICE_AGILE;
    key->hash = agile->data_hash;
    key->key_len = agile->key_len;
    memcpy(key->key, plain.at, agile->key_len);
    key->salt_len = agile->data_salt.n;
    memcpy(key->salt, agile->data_salt.at, agile->data_salt.n);
}
