/* SPDX-License-Identifier: Apache-2.0 */
/* ZIP archives: as they should be, and in every way that makes readers disagree. */
#include "generate/zip_writer.h"
#include "transcript.h"

#include "base/alloc.h"
#include "formats/zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char secret[] = "机密★10年";
enum { SECRET_LEN = sizeof secret - 1 };

#define SECRET_CHILD(name) "child \"" name "\" 14 bytes \"机密★10年\""

static void add(struct ls_zip_writer *zip, const char *name, uint16_t method)
{
    ls_zip_writer_add(zip, &(struct ls_zip_record){.name = name, .method = method}, secret,
                      SECRET_LEN);
}

/* Any bytes against a transcript; the archive is done with. */
static void check_bytes(const void *bytes, size_t len, const char *expected)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, bytes, len), expected);
    ls_transcript_free(&t);
}

static void check(struct ls_zip_writer *zip, const char *expected)
{
    check_bytes(zip->out.at, zip->out.n, expected);
    ls_zip_writer_fini(zip);
}

static void members_of_both_kinds(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "stored.txt", 0);
    ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "folder/"}, NULL, 0);
    add(&zip, "folder/deflated.txt", 8);
    ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "empty"}, NULL, 0);
    ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "", .method = 8}, "x", 1);
    ls_zip_writer_end(&zip, "a comment, PK\5\6 in it");
    check(&zip, SECRET_CHILD("stored.txt") "\n" SECRET_CHILD(
                    "folder/deflated.txt") "\n"
                                           "child \"empty\" 0 bytes \"\"\n"
                                           "child \"\" 1 bytes \"x\"\n"
                                           "end\n");
}

/* The directory says that it is a folder and empty, the local header has a member there. */
static void a_folder_with_bytes(void **state)
{
    (void)state;
    for (uint16_t method = 0; method <= 8; method = (uint16_t)(method + 8))
        for (int same = 0; same <= 1; same++) {
            struct ls_zip_writer zip;
            ls_zip_writer_init(&zip);
            add(&zip, same ? "a/" : "b.txt", method);
            zip.records.at[0].name = "a/";
            zip.records.at[0].packed = zip.records.at[0].size = 0;
            ls_zip_writer_end(&zip, NULL);
            struct ls_transcript t = {.check_verbatim = true};
            const char *text = ls_transcript_run(&t, NULL, zip.out.at, zip.out.n);
            assert_non_null(strstr(text, "sizes differ"));
            assert_non_null(strstr(text, SECRET_CHILD("a/")));
            ls_transcript_free(&t);
            ls_zip_writer_fini(&zip);
        }
}

static void an_archive_of_nothing(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "end\n");
}

static void sizes_behind_the_data(void **state)
{
    (void)state;
    for (int bare = 0; bare <= 1; bare++)
        for (int wide = 0; wide <= 1; wide++)
            for (uint16_t method = 0; method <= 8; method = (uint16_t)(method + 8))
                for (int cut = 0; cut <= 1; cut++) {
                    struct ls_zip_writer zip;
                    struct ls_zip_record as = {
                        .name = "a",
                        .method = method,
                        .flags = LS_ZIP_FLAG_DESCRIPTOR,
                        .zip64 = wide,
                    };
                    ls_zip_writer_init(&zip);
                    zip.bare_descriptors = bare;
                    ls_zip_writer_add(&zip, &as, secret, SECRET_LEN);
                    as.name = "b";
                    ls_zip_writer_add(&zip, &as, secret, SECRET_LEN);
                    if (!cut)
                        ls_zip_writer_end(&zip, NULL);
                    check(&zip, cut ? "gap \"\" truncated (no central directory)\n" SECRET_CHILD(
                                          "a") "\n" SECRET_CHILD("b") "\nend\n"
                                    : SECRET_CHILD("a") "\n" SECRET_CHILD("b") "\nend\n");
                }
}

static void zip64_fields_and_records(void **state)
{
    (void)state;
    for (int prefix = 0; prefix <= 100; prefix += 100) {
        struct ls_zip_writer zip;
        ls_zip_writer_init(&zip);
        for (int i = 0; i < prefix; i++)
            ls_zip_writer_raw(&zip, "p", 1);
        zip.base = (uint64_t)prefix;
        zip.zip64 = true;
        ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "a", .zip64 = true}, secret,
                          SECRET_LEN);
        add(&zip, "b", 8);
        ls_zip_writer_end(&zip, NULL);
        check(&zip, SECRET_CHILD("a") "\n" SECRET_CHILD("b") "\nend\n");
    }
}

/* Self-extracting programs and pictures: offsets count from the archive, or from the file. */
static void something_in_front(void **state)
{
    (void)state;
    for (int counted = 0; counted <= 1; counted++)
        for (int tail = 0; tail <= 1; tail++) {
            struct ls_zip_writer zip;
            ls_zip_writer_init(&zip);
            ls_zip_writer_raw(&zip, "MZ a program", 12);
            zip.base = counted ? 0 : 12;
            add(&zip, "a", 8);
            add(&zip, "b", 0);
            ls_zip_writer_end(&zip, tail ? "comment" : NULL);
            check(&zip, SECRET_CHILD("a") "\n" SECRET_CHILD("b") "\nend\n");
        }
}

/* A signature behind a self-extracting program; something in front alone is no archive. */
static void something_around(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    ls_zip_writer_raw(&zip, "MZ a program", 12);
    zip.base = 12;
    add(&zip, "a", 8);
    ls_zip_writer_end(&zip, NULL);
    ls_zip_writer_raw(&zip, "signed by nobody", 16);
    check(&zip, SECRET_CHILD("a") "\nend\n");

    ls_zip_writer_init(&zip);
    ls_zip_writer_raw(&zip, "MZ a program", 12);
    add(&zip, "a", 8);
    check(&zip, "no format\n");
}

static void something_behind(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    static const char zeros[1000];
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    ls_zip_writer_end(&zip, NULL);
    for (int i = 0; i < 100; i++)
        ls_zip_writer_raw(&zip, zeros, sizeof zeros);
    check(&zip, "gap \"\" ambiguous (no end record leads to the directory)\n" SECRET_CHILD(
                    "a") "\nend\n");
}

static void a_member_that_the_directory_leaves_out(void **state)
{
    (void)state;
    for (uint16_t flags = 0; flags <= 8; flags = (uint16_t)(flags + 8))
        for (size_t hidden = 0; hidden < 3; hidden++) {
            struct ls_zip_writer zip;
            ls_zip_writer_init(&zip);
            for (size_t i = 0; i < 3; i++) {
                const char *name = i == 0 ? "a" : i == 1 ? "b" : "c";
                ls_zip_writer_add(
                    &zip, &(struct ls_zip_record){.name = name, .method = 8, .flags = flags},
                    secret, SECRET_LEN);
            }
            zip.records.at[hidden].omitted = true;
            ls_zip_writer_end(&zip, NULL);
            check(&zip, "gap \"\" ambiguous (members outside the directory)\n" SECRET_CHILD(
                            "a") "\n" SECRET_CHILD("b") "\n" SECRET_CHILD("c") "\nend\n");
        }
}

static void a_member_behind_the_end(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    ls_zip_writer_end(&zip, NULL);
    add(&zip, "b", 8);
    check(&zip, "gap \"\" ambiguous (members outside the directory)\n" SECRET_CHILD(
                    "a") "\n" SECRET_CHILD("b") "\nend\n");
}

/* Two archives in one file: readers take the first, the last, or the one whose comment fits. */
static void two_archives_in_a_row(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    ls_zip_writer_end(&zip, NULL);
    zip.records.at[0].omitted = true;
    zip.base = zip.out.n;
    add(&zip, "b", 0);
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "gap \"\" ambiguous (several central directories)\n" SECRET_CHILD(
                    "a") "\n" SECRET_CHILD("b") "\nend\n");
}

static void a_directory_that_leads_astray(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    add(&zip, "b", 8);
    zip.records.at[1].local += 3;
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "gap \"\" ambiguous (the directory leads to wrong places)\n" SECRET_CHILD(
                    "a") "\n" SECRET_CHILD("b") "\nend\n");

    /* Of something that is not there at all. */
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    add(&zip, "b", 8);
    zip.records.at[1].name = "c";
    zip.records.at[1].local += 3;
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "gap \"\" ambiguous (members outside the directory; members in the directory "
                "only)\n" SECRET_CHILD("a") "\n" SECRET_CHILD(
                    "b") "\ngap \"c\" malformed (no local header)\nend\n");
}

static void two_names_for_one_member(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "plan.docx", 8);
    zip.records.at[0].name = "picture.jpg";
    ls_zip_writer_end(&zip, NULL);
    check(&zip,
          "gap \"\" ambiguous (names differ between directory and local header)\n"
          "gap \"plan.docx\" ambiguous (the local header's name of the next member)\n" SECRET_CHILD(
              "picture.jpg") "\nend\n");
}

static void sizes_that_lie(void **state)
{
    (void)state;
    static const uint64_t lies[] = {0, 1, 5, 1000, UINT32_MAX - 1, UINT64_MAX - 1};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        for (uint16_t method = 0; method <= 8; method = (uint16_t)(method + 8)) {
            struct ls_zip_writer zip;
            ls_zip_writer_init(&zip);
            add(&zip, "a", method);
            zip.records.at[0].packed = zip.records.at[0].size = lies[i];
            ls_zip_writer_end(&zip, NULL);
            struct ls_transcript t = {0};
            const char *text = ls_transcript_run(&t, NULL, zip.out.at, zip.out.n);
            assert_non_null(strstr(text, "ambiguous (sizes differ)"));
            assert_non_null(strstr(text, method ? SECRET_CHILD("a") "\n" : "\"机密★10年"));
            assert_non_null(strstr(text, "\nend\n"));
            ls_transcript_free(&t);
            ls_zip_writer_fini(&zip);
        }
}

/* Both lists agree on a length; the stream ends before, and something else hides in the rest. */
static void bytes_behind_a_stream(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    struct ls_buf packed = {.limit = 4096};
    ls_zip_writer_init(&zip);
    ls_deflate(&packed, secret, SECRET_LEN);
    assert_false(ls_failed(ls_buf_str(&packed, "PK\3\4 and the like")));
    ls_zip_writer_add_packed(&zip,
                             &(struct ls_zip_record){.name = "a", .method = 8, .size = SECRET_LEN},
                             packed.at, packed.n);
    ls_zip_writer_end(&zip, NULL);
    check(&zip, SECRET_CHILD("a") "\ngap \"a\" malformed (17 bytes behind the end of the "
                                  "data)\nend\n");

    /* The other way round: the stream goes on. */
    LS_VEC_CLEAR(&packed);
    ls_deflate(&packed, secret, SECRET_LEN);
    ls_zip_writer_init(&zip);
    struct ls_zip_record as = {.name = "a", .method = 8, .size = SECRET_LEN, .packed = 3};
    ls_zip_writer_local(&zip, &as);
    ls_zip_writer_raw(&zip, packed.at, packed.n);
    assert_false(ls_failed(LS_VEC_RESERVE(&zip.records, 1)));
    zip.records.at[zip.records.n++] = as;
    ls_zip_writer_end(&zip, NULL);
    check(&zip, SECRET_CHILD("a") "\ngap \"a\" ambiguous (more data than the lists say)\nend\n");
    LS_VEC_FINI(&packed);
}

static void two_methods_for_one_member(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    zip.records.at[0].method = 0;
    ls_zip_writer_end(&zip, NULL);
    struct ls_transcript t = {0};
    const char *text = ls_transcript_run(&t, NULL, zip.out.at, zip.out.n);
    assert_non_null(strstr(text, "methods differ"));
    assert_non_null(strstr(text, SECRET_CHILD("a") "\n"));
    ls_transcript_free(&t);
    ls_zip_writer_fini(&zip);
}

static void encrypted_members(void **state)
{
    (void)state;
    /* WinZip's AES: version 2, "AE", 256 bits, deflated. */
    static const uint8_t aes[] = {0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 3, 8, 0};
    static const char noise[] = "\x93\x11\xA5\xC0\xFE\x17\x88\x21\x5A\x5B\x33\xD1\xEE\x01\x7F\x6A"
                                "\x93\x11\xA5\xC0\xFE\x17\x88\x21\x5A\x5B";
    struct ls_zip_writer zip;
    struct ls_zip_record as = {.flags = LS_ZIP_FLAG_ENCRYPTED, .method = 8, .size = SECRET_LEN};
    ls_zip_writer_init(&zip);
    as.name = "classic.txt";
    ls_zip_writer_add_packed(&zip, &as, noise, 26);
    as.method = 0;
    as.name = "classic-stored.txt";
    ls_zip_writer_add_packed(&zip, &as, noise, 26);
    as.name = "strong.txt";
    as.flags |= 1 << 6;
    ls_zip_writer_add_packed(&zip, &as, noise, 26);
    as.name = "aes.txt";
    as.flags = LS_ZIP_FLAG_ENCRYPTED;
    as.method = 99;
    as.extra = aes;
    as.extra_len = sizeof aes;
    ls_zip_writer_add_packed(&zip, &as, noise, 26);
    add(&zip, "plain.txt", 8);
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "gap \"classic.txt\" encrypted (ZipCrypto)\n"
                "gap \"classic-stored.txt\" encrypted (ZipCrypto)\n"
                "gap \"strong.txt\" encrypted (strong encryption)\n"
                "gap \"aes.txt\" encrypted (AES-256)\n" SECRET_CHILD("plain.txt") "\n"
                                                                                  "end\n");
}

/* The flag is there, the cipher is not: in one of the lists, or in both. */
static void encrypted_in_name_only(void **state)
{
    (void)state;
    for (uint16_t method = 0; method <= 8; method = (uint16_t)(method + 8)) {
        struct ls_zip_writer zip;
        ls_zip_writer_init(&zip);
        add(&zip, "a", method);
        zip.records.at[0].flags |= LS_ZIP_FLAG_ENCRYPTED;
        ls_zip_writer_end(&zip, NULL);
        check(&zip, "gap \"\" ambiguous (encryption flags differ)\n" SECRET_CHILD("a") "\nend\n");

        ls_zip_writer_init(&zip);
        ls_zip_writer_add(
            &zip,
            &(struct ls_zip_record){.name = "a", .method = method, .flags = LS_ZIP_FLAG_ENCRYPTED},
            secret, SECRET_LEN);
        ls_zip_writer_end(&zip, NULL);
        check(&zip, "gap \"a\" ambiguous (flagged as encrypted, and is not)\n" SECRET_CHILD(
                        "a") "\nend\n");
    }
}

static void methods_that_nobody_has(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 6);
    add(&zip, "b", 9);
    add(&zip, "c", 98);
    add(&zip, "d", 4711);
    add(&zip, "e", 8);
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "gap \"a\" unsupported (method 6 (implode))\n"
                "gap \"b\" unsupported (method 9 (deflate64))\n"
                "gap \"c\" unsupported (method 98 (PPMd))\n"
                "gap \"d\" unsupported (method 4711)\n" SECRET_CHILD("e") "\nend\n");
}

static void names_in_other_words(void **state)
{
    (void)state;
    /* "\xC3\xDC\xBC\xB6" is 密级 in GB18030; the extra field says 通知 for that name. */
    static const uint8_t unicode_path[] = {0x75, 0x70, 11,   0,    1,    0xE1, 0xF4, 0x7F,
                                           0x62, 0xE9, 0x80, 0x9A, 0xE7, 0x9F, 0xA5};
    uint8_t right[sizeof unicode_path];
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "\xC3\xDC\xBC\xB6.txt", 8);
    add(&zip, "\xE5\xAF\x86", 8);
    add(&zip, "\xFF\xFE\x80", 8);
    ls_zip_writer_add(&zip,
                      &(struct ls_zip_record){.name = "\xC3\xDC\xBC\xB6",
                                              .extra = unicode_path,
                                              .extra_len = sizeof unicode_path},
                      secret, SECRET_LEN);
    memcpy(right, unicode_path, sizeof right);
    uint32_t crc = 0xFFFFFFFF; /* of the name, bit by bit */
    for (const char *p = "\xC3\xDC\xBC\xB6"; *p; p++) {
        crc ^= (uint8_t)*p;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    crc ^= 0xFFFFFFFF;
    for (size_t i = 0; i < 4; i++)
        right[5 + i] = (uint8_t)(crc >> (8 * i));
    ls_zip_writer_add(&zip,
                      &(struct ls_zip_record){
                          .name = "\xC3\xDC\xBC\xB6", .extra = right, .extra_len = sizeof right},
                      secret, SECRET_LEN);
    ls_zip_writer_end(&zip, NULL);
    check(&zip, SECRET_CHILD("密级.txt") "\n" SECRET_CHILD("密") "\n" SECRET_CHILD(
                    "\xFF\xFE\x80") "\n" SECRET_CHILD("密级") "\n" SECRET_CHILD("通知") "\nend\n");
}

/* As D. Fifield has it: each header is quoted by the member before, all end in one kernel. */
static void members_that_overlap(void **state)
{
    (void)state;
    enum { MEMBERS = 40, HEADER = 31, KERNEL = 200000 };
    struct ls_zip_writer zip;
    struct ls_buf kernel = {.limit = 1 << 20};
    uint32_t crc;
    ls_zip_writer_init(&zip);
    ls_deflate_run(&kernel, 'a', KERNEL, &crc);
    for (size_t i = 0; i < MEMBERS; i++) {
        /* All of the rest: the quoted headers and the kernel. */
        size_t quoted = MEMBERS - 1 - i;
        struct ls_zip_record as = {
            .name = i % 2 ? "b" : "a",
            .method = 8,
            .local = zip.out.n,
            .packed = quoted * (HEADER + 5) + kernel.n,
            .size = quoted * HEADER + KERNEL,
        };
        ls_zip_writer_local(&zip, &as);
        assert_false(ls_failed(LS_VEC_RESERVE(&zip.records, 1)));
        zip.records.at[zip.records.n++] = as;
        if (quoted > 0) /* a stored block as long as a header */
            ls_zip_writer_raw(&zip, "\0\x1F\0\xE0\xFF", 5);
    }
    ls_zip_writer_raw(&zip, kernel.at, kernel.n);
    ls_zip_writer_end(&zip, NULL);

    struct ls_transcript t = {0};
    const char *text = ls_transcript_run(&t, NULL, zip.out.at, zip.out.n);
    size_t gaps = 0, children = 0;
    for (const char *p = text; (p = strstr(p, "malformed (members overlap)")); p++)
        gaps++;
    for (const char *p = text; (p = strstr(p, "child ")); p++)
        children++;
    assert_int_equal(gaps, MEMBERS - 1);
    assert_in_range(children, 1, MEMBERS);
    assert_non_null(strstr(text, "child \"a\" 201209 bytes"));
    ls_transcript_free(&t);
    ls_zip_writer_fini(&zip);
    LS_VEC_FINI(&kernel);
}

/* So many that it is told how many they are not. */
static void very_many_members_that_overlap(void **state)
{
    (void)state;
    enum { MEMBERS = 1500, TOLD = 1000 };
    struct ls_zip_writer zip;
    struct ls_transcript t = {0};
    size_t gaps = 0;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    for (int i = 0; i < MEMBERS; i++) {
        assert_false(ls_failed(LS_VEC_RESERVE(&zip.records, 1)));
        zip.records.at[zip.records.n++] = zip.records.at[0];
        zip.records.at[zip.records.n - 1].name = i % 2 ? "b" : "c";
    }
    ls_zip_writer_end(&zip, NULL);
    const char *text = ls_transcript_run(&t, NULL, zip.out.at, zip.out.n);
    for (const char *p = text; (p = strstr(p, "malformed (members overlap)")); p++)
        gaps++;
    assert_int_equal(gaps, TOLD);
    assert_non_null(strstr(text, "gap \"\" malformed (more members overlap than are told)"));
    ls_transcript_free(&t);
    ls_zip_writer_fini(&zip);
}

/* One extent under many names is read once. */
static void one_member_many_times(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    for (int i = 0; i < 3; i++) {
        assert_false(ls_failed(LS_VEC_RESERVE(&zip.records, 1)));
        zip.records.at[zip.records.n++] = zip.records.at[0];
    }
    zip.records.at[3].name = "b";
    ls_zip_writer_end(&zip, NULL);
    check(&zip, "gap \"\" ambiguous (names differ between directory and local header; members "
                "overlap)\n" SECRET_CHILD("a") "\ngap \"b\" malformed (members overlap)\nend\n");
}

static void a_count_that_lies(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    add(&zip, "b", 8);
    ls_zip_writer_end(&zip, NULL);
    zip.out.at[zip.out.n - 12] = zip.out.at[zip.out.n - 14] = 1;
    check(&zip, "gap \"\" ambiguous (the directory has another number of members than it "
                "says)\n" SECRET_CHILD("a") "\n" SECRET_CHILD("b") "\nend\n");
}

static void cut_anywhere(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "b", .flags = LS_ZIP_FLAG_DESCRIPTOR},
                      secret, SECRET_LEN);
    add(&zip, "c", 0);
    size_t whole = zip.out.n;
    ls_zip_writer_end(&zip, NULL);
    for (size_t len = 0; len < zip.out.n; len++) {
        struct ls_transcript t = {0};
        uint8_t *copy = malloc(len + 1);
        assert_non_null(copy);
        memcpy(copy, zip.out.at, len);
        const char *text = ls_transcript_run(&t, NULL, copy, len);
        if (len >= whole) {
            assert_non_null(strstr(text, SECRET_CHILD("a") "\n"));
            assert_non_null(strstr(text, SECRET_CHILD("b") "\n"));
            assert_non_null(strstr(text, SECRET_CHILD("c") "\n"));
        }
        ls_transcript_free(&t);
        free(copy);
    }
    ls_zip_writer_fini(&zip);
}

static void volumes_of_a_split_archive(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    ls_zip_writer_raw(&zip, "PK\7\10", 4);
    add(&zip, "first", 8);
    check(&zip, "gap \"\" truncated (no central directory)\n" SECRET_CHILD("first") "\nend\n");

    /* The last of two: "a" is in the other one. */
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    size_t gone = zip.out.n;
    add(&zip, "b", 8);
    zip.records.at[1].local -= gone;
    size_t directory = zip.out.n;
    ls_zip_writer_end(&zip, NULL);
    uint8_t *p = (uint8_t *)zip.out.at;
    size_t record_len = 46 + 1;
    p[directory + record_len + 34] = 1; /* disk of "b" */
    p[directory + 34] = 0;              /* disk of "a" */
    p[directory + 42] = 0;
    p[zip.out.n - 22 + 4] = p[zip.out.n - 22 + 6] = 1; /* this disk, that of the directory */
    size_t off = directory - gone;
    p[zip.out.n - 6] = (uint8_t)off;
    p[zip.out.n - 5] = (uint8_t)(off >> 8);
    memmove(p, p + gone, zip.out.n - gone);
    zip.out.n -= gone;
    /* The name of "a" must not lead to "b", which stands at its offset. */
    check(&zip, "gap \"a\" truncated (in another volume)\n" SECRET_CHILD("b") "\nend\n");
}

static void what_is_none(void **state)
{
    (void)state;
    check_bytes("PK\3\4", 4, "end malformed\n");
    check_bytes("PK, he said", 11, "no format\n");
    static const char text[70000] = "just a text";
    check_bytes(text, sizeof text, "no format\n");
    /* An end record in the middle of something else. */
    char almost[200] = "noise noise noise PK\5\6";
    check_bytes(almost, sizeof almost, "no format\n");
}

static struct ls_result charge_nothing(void *user, uint64_t entries, uint64_t bytes)
{
    (void)user, (void)entries, (void)bytes;
    return ls_ok();
}

static void found_by_name(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    struct ls_transcript t = {0};
    ls_zip_writer_init(&zip);
    add(&zip, "word/document.xml", 8);
    add(&zip, "[Content_Types].xml", 8);
    ls_zip_writer_end(&zip, NULL);
    struct ls_probe probe = {.head = (const uint8_t *)zip.out.at,
                             .head_len = zip.out.n,
                             .tail = (const uint8_t *)zip.out.at,
                             .tail_len = zip.out.n,
                             .size = zip.out.n};
    assert_true(ls_zip_probe(&probe, "word/document.xml"));
    assert_true(ls_zip_probe(&probe, "[Content_Types].xml"));
    assert_false(ls_zip_probe(&probe, "word/document"));
    assert_false(ls_zip_probe(&probe, "xl/workbook.xml"));
    probe.head_len = 4;
    assert_true(ls_zip_probe(&probe, "word/document.xml"));
    probe.tail_len = 0;
    assert_false(ls_zip_probe(&probe, "word/document.xml"));

    static const struct ls_emit none = {.charge = charge_nothing};
    struct ls_blob blob;
    struct ls_zip *archive;
    ls_blob_memory(&blob, zip.out.at, zip.out.n);
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &none, .user = &t};
    assert_false(ls_failed(ls_zip_open(&job, &archive)));
    assert_int_equal(ls_zip_count(archive), 2);
    assert_null(ls_zip_trouble(archive));
    assert_int_equal(ls_zip_find(archive, ls_str_of("WORD/Document.XML")), 0);
    assert_int_equal(ls_zip_find(archive, ls_str_of("word\\document.xml")), 0);
    assert_int_equal(ls_zip_find(archive, ls_str_of("[Content_Types].xml")), 1);
    assert_int_equal(ls_zip_find(archive, ls_str_of("word")), SIZE_MAX);
    assert_int_equal(ls_zip_find(archive, ls_str_of("zzz")), SIZE_MAX);
    ls_zip_close(archive);
    ls_zip_writer_fini(&zip);
}

/* An archive is not the document that is stored in it. */
static void not_found_in_a_stored_member(void **state)
{
    (void)state;
    for (uint16_t flags = 0; flags <= 8; flags = (uint16_t)(flags + 8)) {
        struct ls_zip_writer inner, outer;
        ls_zip_writer_init(&inner);
        ls_zip_writer_init(&outer);
        add(&inner, "word/document.xml", 8);
        ls_zip_writer_end(&inner, NULL);
        struct ls_zip_record as = {.name = "a.docx", .flags = flags};
        ls_zip_writer_add(&outer, &as, inner.out.at, inner.out.n);
        add(&outer, "xl/workbook.xml", 0);
        ls_zip_writer_end(&outer, "a comment");
        struct ls_probe probe = {.head = (const uint8_t *)outer.out.at,
                                 .head_len = outer.out.n,
                                 .tail = (const uint8_t *)outer.out.at,
                                 .tail_len = outer.out.n,
                                 .size = outer.out.n};
        assert_false(ls_zip_probe(&probe, "word/document.xml"));
        assert_false(ls_zip_probe(&probe, "word/"));
        assert_true(ls_zip_probe(&probe, "xl/workbook.xml"));
        assert_true(ls_zip_probe(&probe, "xl/"));
        assert_true(ls_zip_probe(&probe, "a.docx"));
        ls_zip_writer_fini(&inner);
        ls_zip_writer_fini(&outer);
    }
}

static struct ls_result read_child(void *user, const struct ls_child *child)
{
    uint8_t bytes[100];
    size_t got;
    (void)user;
    struct ls_result r = ls_blob_read(child->blob, 0, bytes, sizeof bytes, &got);
    return r.reach == LS_STOP ? r : ls_ok();
}

static struct ls_result take_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)user, (void)member, (void)gap;
    return ls_ok();
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const struct ls_emit emit = {
        .child = read_child, .gap = take_gap, .charge = charge_nothing};
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    add(&zip, "\xC3\xDC\xBC\xB6", 0);
    add(&zip, "hidden", 8);
    zip.records.at[2].omitted = true;
    ls_zip_writer_end(&zip, NULL);
    for (uint64_t nth = 1;; nth++) {
        struct ls_probe probe = {.size = zip.out.n};
        struct ls_blob blob;
        ls_blob_memory(&blob, zip.out.at, zip.out.n);
        struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit};
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_format_find("zip")->run(&job);
        bool reached = ls_alloc_count() >= nth;
        ls_alloc_fail_nth(0);
        assert_int_equal(r.code, reached ? LS_E_MEMORY : LS_E_NONE);
        if (!reached)
            break;
    }
    ls_zip_writer_fini(&zip);
}

/* An archive that is not in memory reads the same. */
/* Both lists say of each member that it reaches to the end: what is behind is looked at twice. */
static void members_that_all_reach_to_the_end(void **state)
{
    (void)state;
    enum { MEMBERS = 20000 };
    static const struct ls_emit emit = {
        .child = read_child, .gap = take_gap, .charge = charge_nothing};
    struct ls_zip_writer zip;
    struct ls_buf packed = {.limit = 100};
    ls_zip_writer_init(&zip);
    ls_deflate(&packed, secret, SECRET_LEN);
    for (size_t i = 0; i < MEMBERS; i++) {
        struct ls_zip_record as = {.name = "a", .method = 8, .local = zip.out.n};
        as.packed = (MEMBERS - i) * (31 + packed.n) - 31;
        ls_zip_writer_local(&zip, &as);
        ls_zip_writer_raw(&zip, packed.at, packed.n);
        assert_false(ls_failed(LS_VEC_RESERVE(&zip.records, 1)));
        zip.records.at[zip.records.n++] = as;
    }
    ls_zip_writer_end(&zip, NULL);
    struct ls_probe probe = {.size = zip.out.n};
    struct ls_blob blob;
    ls_blob_memory(&blob, zip.out.at, zip.out.n);
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit};
    assert_false(ls_failed(ls_format_find("zip")->run(&job)));
    ls_zip_writer_fini(&zip);
    LS_VEC_FINI(&packed);
}

static struct ls_result count_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    size_t *limits = user;
    (void)member;
    *limits += strcmp(gap->reason, "entry_limit") == 0;
    return ls_ok();
}

static void more_names_than_memory(void **state)
{
    (void)state;
    enum { NAMES = 1200, NAME_LEN = 60000 };
    static const struct ls_emit emit = {
        .child = read_child, .gap = count_gap, .charge = charge_nothing};
    struct ls_zip_writer zip;
    char *name = malloc(NAME_LEN + 1);
    assert_non_null(name);
    memset(name, 'n', NAME_LEN);
    name[NAME_LEN] = '\0';
    ls_zip_writer_init(&zip);
    add(&zip, "a", 8);
    for (size_t i = 0; i < NAMES; i++) {
        assert_false(ls_failed(LS_VEC_RESERVE(&zip.records, 1)));
        zip.records.at[zip.records.n++] = (struct ls_zip_record){.name = name, .local = 1000 + i};
    }
    ls_zip_writer_end(&zip, NULL);
    free(name);
    size_t limits = 0;
    struct ls_probe probe = {.size = zip.out.n};
    struct ls_blob blob;
    ls_blob_memory(&blob, zip.out.at, zip.out.n);
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit, .user = &limits};
    assert_false(ls_failed(ls_format_find("zip")->run(&job)));
    assert_int_equal(limits, 1);
    ls_zip_writer_fini(&zip);
}

static void through_a_window(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    struct ls_transcript t = {0};
    static char noise[300000];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * i >> 7);
    ls_zip_writer_init(&zip);
    ls_zip_writer_raw(&zip, noise, sizeof noise);
    for (int i = 0; i < 3000; i++)
        ls_zip_writer_add(&zip,
                          &(struct ls_zip_record){.name = i % 2 ? "odd" : "even",
                                                  .method = 8,
                                                  .flags = i % 3 ? LS_ZIP_FLAG_DESCRIPTOR : 0},
                          noise, (size_t)i * 7);
    for (size_t i = 0; i < zip.records.n; i += 5)
        zip.records.at[i].omitted = true;
    ls_zip_writer_end(&zip, NULL);
    char *expected = strdup(ls_transcript_run(&t, ls_format_find("zip"), zip.out.at, zip.out.n));
    assert_non_null(expected);
    size_t children = 0;
    for (const char *p = expected; (p = strstr(p, "child ")); p++)
        children++;
    assert_int_equal(children, 3000);

    struct ls_transcript far = {.away = true};
    assert_string_equal(ls_transcript_run(&far, ls_format_find("zip"), zip.out.at, zip.out.n),
                        expected);
    ls_transcript_free(&t);
    ls_transcript_free(&far);
    ls_zip_writer_fini(&zip);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_both_kinds),
        cmocka_unit_test(a_folder_with_bytes),
        cmocka_unit_test(an_archive_of_nothing),
        cmocka_unit_test(sizes_behind_the_data),
        cmocka_unit_test(zip64_fields_and_records),
        cmocka_unit_test(something_in_front),
        cmocka_unit_test(something_around),
        cmocka_unit_test(something_behind),
        cmocka_unit_test(a_member_that_the_directory_leaves_out),
        cmocka_unit_test(a_member_behind_the_end),
        cmocka_unit_test(two_archives_in_a_row),
        cmocka_unit_test(a_directory_that_leads_astray),
        cmocka_unit_test(two_names_for_one_member),
        cmocka_unit_test(sizes_that_lie),
        cmocka_unit_test(bytes_behind_a_stream),
        cmocka_unit_test(two_methods_for_one_member),
        cmocka_unit_test(encrypted_members),
        cmocka_unit_test(encrypted_in_name_only),
        cmocka_unit_test(methods_that_nobody_has),
        cmocka_unit_test(names_in_other_words),
        cmocka_unit_test(members_that_overlap),
        cmocka_unit_test(very_many_members_that_overlap),
        cmocka_unit_test(one_member_many_times),
        cmocka_unit_test(a_count_that_lies),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(volumes_of_a_split_archive),
        cmocka_unit_test(what_is_none),
        cmocka_unit_test(found_by_name),
        cmocka_unit_test(not_found_in_a_stored_member),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(members_that_all_reach_to_the_end),
        cmocka_unit_test(more_names_than_memory),
        cmocka_unit_test(through_a_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
