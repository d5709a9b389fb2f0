/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks up to 2003 with the password that everybody knows: the stream as it was. */
#include "formats/xls_crypt.h"

#include "base/alloc.h"
#include "generate/crypt_writer.h"
#include "generate/must.h"
#include "generate/put.h"
#include "says.h"

enum { MAX = 1 << 20, BLOCK = 1024, HEAD = 4, LONG = 3000 };

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)user;
    (void)entries;
    (void)bytes;
    return ls_ok();
}

static void put_record(struct ls_buf *out, unsigned type, const void *bytes, size_t len)
{
    put_number(out, type, 2);
    put_number(out, len, 2);
    if (len)
        must(ls_buf_add(out, bytes, len));
}

/* A workbook: of some records only a part is encrypted, or nothing. */
static void make(struct ls_buf *out, unsigned version, const struct ls_buf *pass)
{
    char text[LONG];
    uint8_t begin[16] = {(uint8_t)version, (uint8_t)(version >> 8), 5};
    for (unsigned i = 0; i < LONG; i++)
        text[i] = (char)('a' + i % 26);
    put_record(out, 0x0809, begin, sizeof begin);
    put_record(out, 0x002F, pass->at, pass->n);
    put_record(out, 0x00E1, "\xb0\x04", 2);
    put_record(out, 0x0085, "\x12\x34\x56\x78sheet", 9);
    put_record(out, 0x00FC, text, LONG);
    put_record(out, 0x000A, NULL, 0);
}

static size_t plain_bytes(unsigned type, size_t len)
{
    return type == 0x0809 || type == 0x002F || type == 0x00E1 ? len : type == 0x0085 ? 4 : 0;
}

/* `writer`: by RC4, else by XOR. */
static void encrypt(struct ls_buf *stream, const struct ls_crypt_writer *writer,
                    const uint8_t array[16])
{
    uint8_t key[MAX / 64] = {0}; /* what each byte is changed by */
    uint8_t *bytes = (uint8_t *)stream->at;
    assert_true(stream->n < sizeof key);
    for (size_t at = 0; writer && at < stream->n; at += BLOCK)
        ls_crypt_block(writer, (uint32_t)(at / BLOCK), key + at, BLOCK);
    for (size_t at = 0; at < stream->n;) {
        unsigned type = bytes[at] | (unsigned)bytes[at + 1] << 8;
        size_t len = bytes[at + 2] | (size_t)bytes[at + 3] << 8;
        for (size_t i = plain_bytes(type, len); i < len; i++) {
            uint8_t *byte = &bytes[at + HEAD + i];
            uint8_t turned = (uint8_t)(*byte << 5 | *byte >> 3);
            *byte =
                writer ? *byte ^ key[at + HEAD + i] : turned ^ array[(at + HEAD + len + i) % 16];
        }
        at += HEAD + len;
    }
}

static void assert_unlocks(const struct ls_buf *encrypted, const struct ls_buf *expected)
{
    static const struct ls_emit emit = {.charge = on_charge};
    struct ls_format_job job = {.emit = &emit};
    struct ls_blob blob;
    struct ls_buf plain = {.limit = LS_XLS_PLAIN_MAX};
    bool open;
    ls_blob_memory(&blob, encrypted->at, encrypted->n);
    must(ls_xls_unlock(&job, &blob, &plain, &open));
    assert_int_equal(open, expected != NULL);
    if (expected) {
        assert_int_equal(plain.n, expected->n);
        assert_memory_equal(plain.at, expected->at, expected->n);
    }
    LS_VEC_FINI(&plain);
}

static void rc4_is_undone(void **state)
{
    (void)state;
    static const char *const passwords[] = {"VelvetSweatshop", "nobody knows it"};
    for (int i = 0; i < 2; i++) {
        struct ls_buf pass = {.limit = MAX}, plain = {.limit = MAX}, stream = {.limit = MAX};
        struct ls_crypt_writer writer;
        put_number(&pass, 1, 2);
        ls_crypt_begin(&writer, passwords[i], &pass);
        make(&plain, 0x0600, &pass);
        make(&stream, 0x0600, &pass);
        encrypt(&stream, &writer, NULL);
        assert_unlocks(&stream, i == 0 ? &plain : NULL);
        LS_VEC_FINI(&pass);
        LS_VEC_FINI(&plain);
        LS_VEC_FINI(&stream);
    }
}

/* The numbers that every workbook with this password has. */
static void xor_has_known_numbers(void **state)
{
    (void)state;
    uint16_t key, verifier;
    uint8_t array[16];
    ls_xls_xor("VelvetSweatshop", &key, &verifier, array);
    assert_int_equal(key, 0xB359);
    assert_int_equal(verifier, 0x9A0A);
}

/* Of Excel 97, and of Excel 5, whose FILEPASS says nothing but the numbers. */
static void xor_is_undone(void **state)
{
    (void)state;
    static const unsigned versions[] = {0x0600, 0x0500};
    for (int i = 0; i < 4; i++) {
        struct ls_buf pass = {.limit = MAX}, plain = {.limit = MAX}, stream = {.limit = MAX};
        uint16_t key, verifier;
        uint8_t array[16];
        ls_xls_xor(i < 2 ? "VelvetSweatshop" : "other", &key, &verifier, array);
        if (i % 2 == 0)
            put_number(&pass, 0, 2);
        put_number(&pass, key, 2);
        put_number(&pass, verifier, 2);
        make(&plain, versions[i % 2], &pass);
        make(&stream, versions[i % 2], &pass);
        encrypt(&stream, NULL, array);
        assert_unlocks(&stream, i < 2 ? &plain : NULL);
        LS_VEC_FINI(&pass);
        LS_VEC_FINI(&plain);
        LS_VEC_FINI(&stream);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rc4_is_undone),
        cmocka_unit_test(xor_has_known_numbers),
        cmocka_unit_test(xor_is_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
