/* SPDX-License-Identifier: Apache-2.0 */
/* The archives that libarchive reads, as its own writers make them: whole, cut short, broken. */
#include "pack.h"
#include "transcript.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <cmocka.h>

static const char *const written[] = {
    "v7tar", "ustar", "pax",   "gnutar", "7zip",    "odc",
    "newc",  "bin",   "argnu", "arbsd",  "iso9660", "xar",
};

enum { AR_START = 8, AR_MEMBER = 60 + 14 };

static bool has_folders(const char *format)
{
    return strncmp(format, "ar", 2) != 0;
}

/* What is read of an archive; the caller frees it. */
static char *read_bytes(const void *bytes, size_t len)
{
    struct ls_transcript t = {.check_verbatim = true};
    char *text = strdup(ls_transcript_run(&t, NULL, bytes, len));
    assert_non_null(text);
    ls_transcript_free(&t);
    return text;
}

/* `who`: which archive it is, when it says something else. */
static void assert_archive_says(const char *who, const struct packed *p, const char *expected)
{
    char *text = read_bytes(p->bytes, p->len);
    if (strcmp(text, expected) != 0)
        print_error("%s\n", who);
    assert_string_equal(text, expected);
    free(text);
}

static void two_members(struct packed *p, const char *format)
{
    pack_begin(p, format, ARCHIVE_FILTER_NONE);
    pack_add(p, "a.txt", "机密★10年", 14);
    pack_add(p, "b.txt", "hello", 5);
    pack_end(p);
}

static void test_members(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct packed p;
        two_members(&p, written[i]);
        assert_archive_says(written[i], &p,
                            "child \"a.txt\" 14 bytes \"机密★10年\"\n"
                            "child \"b.txt\" 5 bytes \"hello\"\n"
                            "end\n");
        pack_free(&p);
    }
}

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct packed p;
        if (!has_folders(written[i]))
            continue;
        pack_begin(&p, written[i], ARCHIVE_FILTER_NONE);
        pack_add_as(&p, "通知", AE_IFDIR, NULL, NULL, 0);
        pack_add(&p, "通知/关于会议的通知.txt", "x", 1);
        pack_add_as(&p, "通知/链接", AE_IFLNK, "关于会议的通知.txt", NULL, 0);
        pack_end(&p);
        assert_archive_says(written[i], &p,
                            "child \"通知/关于会议的通知.txt\" 1 bytes \"x\"\n"
                            "end\n");
        pack_free(&p);
    }
}

/* tar and cpio hold names as bytes, in whatever encoding the machine was set to. */
static void test_names_in_gb18030(void **state)
{
    (void)state;
    struct packed p;
    pack_begin(&p, "v7tar", ARCHIVE_FILTER_NONE);
    setlocale(LC_CTYPE, "C");
    pack_add(&p, "\xB9\xD8\xD3\xDA\xBB\xE1\xD2\xE9\xB5\xC4\xCD\xA8\xD6\xAA.txt", "x", 1);
    pack_end(&p);
    assert_archive_says("v7tar", &p, "child \"关于会议的通知.txt\" 1 bytes \"x\"\nend\n");
    pack_free(&p);
}

/* Whatever is missing at the end: never a clean end with fewer members and no gap. */
static void test_cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct packed p;
        two_members(&p, written[i]);
        char *whole = read_bytes(p.bytes, p.len);
        bool has_end = strncmp(written[i], "ar", 2) != 0; /* ar has no end mark */
        size_t step = p.len > 20000 ? 97 : 1;
        for (size_t len = 0; len < p.len; len += step) {
            char *text = read_bytes(p.bytes, len);
            bool at_border = !has_end && (len == AR_START || len == AR_START + AR_MEMBER);
            if (strcmp(text, "no format\n") != 0 && strcmp(text, whole) != 0 && !at_border &&
                !strstr(text, "gap") && !strstr(text, "broken")) {
                print_error("format %s cut at %zu of %zu: %s", written[i], len, p.len, text);
                fail();
            }
            free(text);
        }
        free(whole);
        pack_free(&p);
    }
}

/* A member that only one of the two lists of a disc has. */
static void test_hidden_in_one_list(void **state)
{
    static const char in_joliet[] = "\0b\0.\0t\0x\0t", in_primary[] = "B.TXT;1";
    enum { NAME = 33 }; /* of a directory record; its first byte is its length (ECMA-119 9.1) */
    (void)state;
    for (int which = 0; which < 2; which++) {
        struct packed p;
        pack_begin_with(&p, "iso9660", ARCHIVE_FILTER_NONE, "joliet,!rockridge");
        pack_add(&p, "a.txt", "hello", 5);
        pack_add(&p, "b.txt", "机密★10年", 14);
        pack_end(&p);
        uint8_t *name = which ? memmem(p.bytes, p.len, in_primary, sizeof in_primary - 1)
                              : memmem(p.bytes, p.len, in_joliet, sizeof in_joliet - 1);
        assert_non_null(name);
        name[-NAME] = 0;
        char *text = read_bytes(p.bytes, p.len);
        assert_string_equal(text, which ? "child \"a.txt\" 5 bytes \"hello\"\n"
                                          "child \"b.txt\" 14 bytes \"机密★10年\"\nend\n"
                                        : "child \"a.txt\" 5 bytes \"hello\"\n"
                                          "child \"B.TXT\" 14 bytes \"机密★10年\"\nend\n");
        free(text);
        pack_free(&p);
    }
}

/* The side that is read may be no more than a note that there is another. */
static void test_udf_too(void **state)
{
    (void)state;
    struct packed p;
    two_members(&p, "iso9660");
    size_t off = 16 * 2048;
    while (p.bytes[off] != 255) /* the end of the descriptors */
        off += 2048;
    memcpy(p.bytes + off + 2049, "BEA01\x01", 6);
    memcpy(p.bytes + off + 2 * 2048 + 1, "NSR02\x01", 6);
    char *text = read_bytes(p.bytes, p.len);
    assert_non_null(strstr(text, "child \"a.txt\" 14 bytes"));
    assert_non_null(strstr(text, "gap \"\" unsupported (the UDF side of the disc)\n"));
    free(text);
    pack_free(&p);
}

/* Members of a packed stream cannot be read twice, and nothing can be skipped in it. */
static void test_forward_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        struct packed p;
        struct ls_transcript t = {.forward = true, .check_verbatim = true};
        two_members(&p, written[i]);
        const struct ls_format *format = ls_transcript_bid(p.bytes, p.len);
        assert_non_null(format);
        if (format->access == LS_ACCESS_STREAM)
            assert_string_equal(ls_transcript_run(&t, NULL, p.bytes, p.len),
                                "child \"a.txt\" 14 bytes \"机密★10年\"\n"
                                "child \"b.txt\" 5 bytes \"hello\"\n"
                                "end\n");
        ls_transcript_free(&t);
        pack_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_in_gb18030),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_hidden_in_one_list),
        cmocka_unit_test(test_udf_too),
        cmocka_unit_test(test_forward_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
