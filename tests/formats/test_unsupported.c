/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds that are known and not read: none of them ends without a word. */
#include "transcript.h"

#include "base/alloc.h"
#include "generate/archive_writer.h"
#include "generate/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { SIZE = 300 << 10 };

static uint8_t bytes[SIZE];

static void clear(uint8_t with)
{
    memset(bytes, with, sizeof bytes);
}

static void put(size_t off, const void *at, size_t len)
{
    memcpy(bytes + off, at, len);
}

#define PUT(off, text) put(off, text, sizeof(text) - 1)

/* The one gap of the first `len` bytes, or "" when no format wants them; read in both ways. */
static void assert_gap_of(const struct ls_format *format, size_t len, const char *expected)
{
    for (int forward = 0; forward < 2; forward++) {
        struct ls_transcript t = {.forward = forward};
        char whole[200];
        const char *text = ls_transcript_run(&t, format, bytes, len);
        snprintf(whole, sizeof whole, "gap \"\" %s\nend\n", expected);
        assert_string_equal(text, *expected ? whole : "no format\n");
        ls_transcript_free(&t);
    }
}

static void assert_gap(size_t len, const char *expected)
{
    assert_gap_of(NULL, len, expected);
}

/* There may be a format that reads PDF, and bids more. */
static const struct ls_format *unsupported(void)
{
    return ls_format_find("unsupported");
}

static void test_magic(void **state)
{
    static const struct {
        const char *magic;
        size_t len;
        const char *gap;
    } heads[] = {
        {"ITSF\x03\0\0\0", 8, "unsupported (compiled help (CHM))"},
        {"MSWIM\0\0\0", 8, "unsupported (Windows image (WIM))"},
        {"Founder CEB 3.0", 15, "unsupported (Founder document (CEB))"},
        {"QFI\xFB", 4, "unsupported (virtual disk (QCOW))"},
        {"LUKS\xBA\xBE\0\x02", 8, "encrypted (encrypted volume (LUKS))"},
        {"\xEB\x58\x90-FVE-FS-", 11, "encrypted (encrypted volume (BitLocker))"},
        {"Salted__12345678", 16, "encrypted (file encrypted by OpenSSL)"},
        {"-----BEGIN PGP MESSAGE-----\n", 28, "encrypted (PGP message)"},
        {"age-encryption.org/v1\n-> X25519", 31, "encrypted (file encrypted by age)"},
        {"\xFFWPC\x10\0\0\0\x01\x0A\x02\x01\0\0", 14, "unsupported (WordPerfect document)"},
        {"\xFFWPC\x10\0\0\0\x01\x0A\x02\x01\x34\x12", 14,
         "encrypted (WordPerfect document with a password)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        clear(0);
        put(0, heads[i].magic, heads[i].len);
        assert_gap(1000, heads[i].gap);
    }
}

/* Texts that only begin like one of them. */
static void test_texts(void **state)
{
    static const char *const texts[] = {
        "RZIP is a program for large files.",
        "CISO: chief information security officer",
        "KDH and CAJ are formats",
        "PAR1 of the contract",
        "EGGA hatched",
        "%PDF files",
        "60 pages of -FVE-FS-",
        "ITSF is what CHM files begin with",
        "{\\tf no",
        "Obj",
        "hsqs",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        clear(' ');
        put(0, texts[i], strlen(texts[i]));
        assert_gap(1000, "");
        assert_gap(strlen(texts[i]), "");
    }
}

static void test_tails(void **state)
{
    (void)state;
    clear(0xA5);
    PUT(SIZE - 512, "koly");
    struct ls_transcript t = {0};
    assert_string_equal(ls_transcript_run(&t, NULL, bytes, SIZE),
                        "gap \"\" unsupported (disk image of macOS (DMG))\nend\n");
    PUT(SIZE - 512, "conectix");
    assert_string_equal(ls_transcript_run(&t, NULL, bytes, SIZE),
                        "gap \"\" unsupported (virtual disk (VHD))\nend\n");
    ls_transcript_free(&t);
}

static void test_pgp(void **state)
{
    /* Session key for an RSA key of 1024 bits, then encrypted data; for a password, the same. */
    (void)state;
    clear(0x77);
    PUT(0, "\x84\x8C\x03\x01\x02\x03\x04\x05\x06\x07\x08\x01");
    PUT(2 + 0x8C, "\xD2\xC0\x01");
    assert_gap(1000, "encrypted (file encrypted by PGP)");
    clear(0x77);
    PUT(0, "\x8C\x0D\x04\x09\x03\x08\x01\x02\x03\x04\x05\x06\x07\x08\xE9\xD2\x4A");
    assert_gap(1000, "encrypted (file encrypted by PGP)");
    clear(0x77);
    PUT(0, "\x84\x8C\x03\x01\x02\x03\x04\x05\x06\x07\x08\x01");
    assert_gap(1000, ""); /* nothing of the kind behind it */
}

static void test_arj(void **state)
{
    static const char header[] = "\x60\xEA\x22\x00\x1E\x06\x01\x00\x10\x00\x02\x00"
                                 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                 "\0\0\0\0";
    (void)state;
    clear(0);
    put(0, header, sizeof header - 1);
    assert_gap(1000, ""); /* the checksum is wrong */
}

static void test_pdf(void **state)
{
    (void)state;
    clear(' ');
    PUT(0, "%PDF-1.7\n");
    PUT(500, "(/EncryptMetadata and /Encrypt are keys) Tj");
    PUT(SIZE - 10, "%%EOF\n");
    assert_gap_of(unsupported(), SIZE, "unsupported (PDF)");
    static const char *const keys[] = {"/Encrypt 12 0 R", "/Encrypt\r\n5 0 R",
                                       "/Encrypt<</Filter/Standard", "/Encrypt << /V 5 "};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        for (size_t off = (64 << 10) - 20; off < (64 << 10) + 2; off++) { /* where chunks meet */
            clear(' ');
            PUT(0, "%PDF-1.7\n");
            put(off, keys[i], strlen(keys[i]));
            assert_gap_of(unsupported(), SIZE, "encrypted (PDF with a password)");
        }
    }
    /* Other bytes in front. */
    clear(' ');
    PUT(100, "%PDF-1.4\n");
    PUT(SIZE - 10, "%%EOF\n");
    struct ls_transcript t = {0};
    assert_string_equal(ls_transcript_run(&t, unsupported(), bytes, SIZE),
                        "gap \"\" unsupported (PDF)\nend\n");
    PUT(SIZE - 10, "the end");
    assert_string_equal(ls_transcript_run(&t, NULL, bytes, SIZE), "no format\n");
    ls_transcript_free(&t);
}

/* Readers of PDF files do not see it. */
static void test_archive_behind(void **state)
{
    struct ls_archive_file file = {.name = "a.txt", .bytes = "hello", .len = 5};
    struct ls_buf rar = {.limit = 4096}, zip = {.limit = 4096};
    (void)state;
    ls_write_rar5(&rar, &file, 1, false);
    ls_wrap_bytes(LS_WRAP_STORED, "a.txt", "hello", 5, &zip);
    for (int which = 0; which < 2; which++) {
        const struct ls_buf *behind = which ? &zip : &rar;
        char expected[128];
        clear(' ');
        PUT(0, "%PDF-1.7\n");
        put(SIZE - behind->n, behind->at, behind->n);
        struct ls_transcript t = {.check_verbatim = true};
        const char *text = ls_transcript_run(&t, unsupported(), bytes, SIZE);
        snprintf(expected, sizeof expected,
                 "gap \"\" unsupported (PDF)\nchild \"\" %zu bytes \"%.2s", behind->n, behind->at);
        assert_memory_equal(text, expected, strlen(expected));
        ls_transcript_free(&t);
    }
    LS_VEC_FINI(&rar);
    LS_VEC_FINI(&zip);
}

/* ---- compound files ------------------------------------------------------------------------ */

static void put_entry(size_t off, const char *name, uint8_t type, uint32_t start)
{
    size_t n = strlen(name);
    memset(bytes + off, 0, 128);
    for (size_t i = 0; i < n; i++)
        bytes[off + 2 * i] = (uint8_t)name[i];
    bytes[off + 64] = (uint8_t)(2 * (n + 1));
    bytes[off + 66] = type;
    for (size_t i = 0; i < 4; i++)
        bytes[off + 116 + i] = (uint8_t)(start >> (8 * i));
}

/* Without a directory they are malformed, but their kind is told. */
static void assert_broken(const char *expected)
{
    struct ls_transcript t = {0};
    char whole[200];
    snprintf(whole, sizeof whole, "gap \"\" %s\nend\n", expected);
    assert_string_equal(ls_transcript_run(&t, NULL, bytes, SIZE), whole);
    ls_transcript_free(&t);
}

static void begin_ole(void)
{
    clear(0xEE);
    memset(bytes, 0, 512);
    PUT(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[30] = 9;
    put_entry(1024, "Root Entry", 5, 0);
}

static void test_ole(void **state)
{
    (void)state;
    begin_ole();
    assert_broken("malformed (OLE compound file)");
    put_entry(1024 + 128, "Workbook", 2, 9);
    put_entry(1024 + 256, "WordDocument", 2, 3);
    assert_broken("malformed (Excel workbook (97-2003))"); /* the first one */
    put_entry(1024 + 256, "__substg1.0_0037001F", 2, 3);
    assert_broken("malformed (Outlook message (MSG))");
    put_entry(1024 + 256, "ENCRYPTEDPACKAGE", 2, 3);
    assert_broken("encrypted (Office document with a password)");
}

static void test_encrypted_word(void **state)
{
    (void)state;
    begin_ole();
    put_entry(1024 + 128, "WordDocument", 2, 3);
    PUT(4 * 512, "\xEC\xA5\xC1\x00\x00\x00\x04\x08\x00\x00\xF0\x12");
    assert_broken("malformed (Word document (97-2003))");
    PUT(4 * 512, "\xEC\xA5\xC1\x00\x00\x00\x04\x08\x00\x00\xF0\x13");
    assert_broken("encrypted (Word document (97-2003))");
    put_entry(1024 + 128, "WordDocument", 2, 4); /* some other stream says so */
    assert_broken("malformed (Word document (97-2003))");
}

static void test_encrypted_excel(void **state)
{
    (void)state;
    begin_ole();
    put_entry(1024 + 128, "Workbook", 2, 9);
    PUT(10 * 512, "\x09\x08\x10\x00\x00\x06\x05\x00\0\0\0\0\0\0\0\0\0\0\0\0"
                  "\x2F\x00\x36\x00\x01\x00");
    assert_broken("encrypted (Excel workbook (97-2003))");
    PUT(10 * 512, "\x09\x08\x10\x00\x00\x06\x05\x00\0\0\0\0\0\0\0\0\0\0\0\0"
                  "\xE1\x00\x02\x00\xB0\x04\x00\x00\x00\x00\xEE\xEE");
    assert_broken("malformed (Excel workbook (97-2003))");
}

static void test_encrypted_powerpoint(void **state)
{
    (void)state;
    begin_ole();
    put_entry(1024 + 128, "PowerPoint Document", 2, 9);
    PUT(10 * 512 + 64, "\x00\x00\xF6\x0F\x20\x00\x00\x00\x14\x00\x00\x00\x5F\xC0\x91\xE3");
    assert_broken("malformed (PowerPoint presentation (97-2003))");
    PUT(10 * 512 + 64, "\x00\x00\xF6\x0F\x20\x00\x00\x00\x14\x00\x00\x00\xDF\xC4\xD1\xF3");
    assert_broken("encrypted (PowerPoint presentation (97-2003))");
}

static void test_cut_short(void **state)
{
    (void)state;
    begin_ole();
    put_entry(1024 + 128, "WordDocument", 2, 3);
    for (size_t len = 8; len < 4096; len++) {
        struct ls_transcript t = {0};
        assert_non_null(strstr(ls_transcript_run(&t, NULL, bytes, len), "malformed"));
        ls_transcript_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_magic),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_tails),
        cmocka_unit_test(test_pgp),
        cmocka_unit_test(test_arj),
        cmocka_unit_test(test_pdf),
        cmocka_unit_test(test_archive_behind),
        cmocka_unit_test(test_ole),
        cmocka_unit_test(test_encrypted_word),
        cmocka_unit_test(test_encrypted_excel),
        cmocka_unit_test(test_encrypted_powerpoint),
        cmocka_unit_test(test_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
