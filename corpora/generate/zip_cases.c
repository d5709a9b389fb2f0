/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/zip_cases.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/wrap.h"
#include "generate/zip_writer.h"

#include <string.h>

static const char marked[] = "机密★10年\n\n关于调整办公用房的请示\n";
static const char clean[] = "会议定于星期三下午召开。\n";

static void add(struct ls_zip_writer *zip, const char *name, uint16_t method, uint16_t flags,
                const char *text)
{
    struct ls_zip_record as = {.name = name, .method = method, .flags = flags};
    ls_zip_writer_add(zip, &as, text, strlen(text));
}

static void plain(struct ls_zip_writer *zip)
{
    add(zip, "readme.txt", 0, 0, clean);
    add(zip, "请示/", 0, LS_ZIP_FLAG_UTF8, "");
    add(zip, "请示/正文.txt", 8, LS_ZIP_FLAG_UTF8, marked);
    ls_zip_writer_end(zip, "an archive");
}

static void stored(struct ls_zip_writer *zip)
{
    add(zip, "memo.txt", 0, 0, marked);
    ls_zip_writer_end(zip, NULL);
}

/* The name is 请示.txt without the flag. */
static void gb18030_names(struct ls_zip_writer *zip)
{
    add(zip, "\xC7\xEB\xCA\xBE.txt", 8, 0, marked);
    ls_zip_writer_end(zip, NULL);
}

static void streamed(struct ls_zip_writer *zip)
{
    add(zip, "a.txt", 8, LS_ZIP_FLAG_DESCRIPTOR, clean);
    add(zip, "b.txt", 8, LS_ZIP_FLAG_DESCRIPTOR, marked);
    ls_zip_writer_end(zip, NULL);
}

static void zip64(struct ls_zip_writer *zip)
{
    struct ls_zip_record as = {.name = "memo.txt", .method = 8, .zip64 = true};
    zip->zip64 = true;
    ls_zip_writer_add(zip, &as, marked, sizeof marked - 1);
    ls_zip_writer_end(zip, NULL);
}

static void self_extracting(struct ls_zip_writer *zip)
{
    static const char program[] = "MZ\x90\0 a program that unpacks what follows";
    ls_zip_writer_raw(zip, program, sizeof program);
    zip->base = zip->out.n;
    add(zip, "memo.txt", 8, 0, marked);
    ls_zip_writer_end(zip, NULL);
}

static void hidden(struct ls_zip_writer *zip)
{
    add(zip, "a.txt", 8, 0, clean);
    add(zip, "hidden.txt", 8, 0, marked);
    add(zip, "c.txt", 8, 0, clean);
    zip->records.at[1].omitted = true;
    ls_zip_writer_end(zip, NULL);
}

static void two_names(struct ls_zip_writer *zip)
{
    add(zip, "memo.txt", 8, 0, marked);
    zip->records.at[0].name = "picture.jpg";
    ls_zip_writer_end(zip, NULL);
}

static void two_archives(struct ls_zip_writer *zip)
{
    add(zip, "a.txt", 8, 0, marked);
    ls_zip_writer_end(zip, NULL);
    zip->records.at[0].omitted = true;
    zip->base = zip->out.n;
    add(zip, "b.txt", 8, 0, clean);
    ls_zip_writer_end(zip, NULL);
}

static void lying_sizes(struct ls_zip_writer *zip)
{
    add(zip, "a.txt", 8, 0, marked);
    add(zip, "b.txt", 0, 0, marked);
    zip->records.at[0].packed = 7;
    zip->records.at[0].size = 1;
    zip->records.at[1].packed = 3;
    zip->records.at[1].size = 3;
    ls_zip_writer_end(zip, NULL);
}

static void overlapping(struct ls_zip_writer *zip)
{
    add(zip, "a.txt", 8, 0, marked);
    must(LS_VEC_RESERVE(&zip->records, 1));
    zip->records.at[zip->records.n++] = zip->records.at[0];
    zip->records.at[1].name = "b.txt";
    ls_zip_writer_end(zip, NULL);
}

static void encrypted(struct ls_zip_writer *zip)
{
    static const char noise[] = "\x93\x11\xA5\xC0\xFE\x17\x88\x21\x5A\x5B\x33\xD1\xEE\x01\x7F\x6A";
    static const char aes[] = {1, (char)0x99, 7, 0, 2, 0, 'A', 'E', 3, 8, 0};
    struct ls_zip_record as = {
        .name = "old.txt", .method = 8, .flags = LS_ZIP_FLAG_ENCRYPTED, .size = 20, .crc = 4711};
    ls_zip_writer_add_packed(zip, &as, noise, sizeof noise - 1);
    as.name = "new.txt";
    as.method = 99;
    as.extra = aes;
    as.extra_len = sizeof aes;
    ls_zip_writer_add_packed(zip, &as, noise, sizeof noise - 1);
    add(zip, "plain.txt", 8, 0, marked);
    ls_zip_writer_end(zip, NULL);
}

static void not_encrypted(struct ls_zip_writer *zip)
{
    add(zip, "memo.txt", 8, LS_ZIP_FLAG_ENCRYPTED, marked);
    ls_zip_writer_end(zip, NULL);
}

/* LZMA in ZIP has another header than in a file of its own (APPNOTE 5.8.8). */
static void add_lzma(struct ls_zip_writer *zip, struct ls_zip_record *as,
                     const struct ls_buf *packed)
{
    struct ls_buf data = {.limit = 1 << 20};
    must(ls_buf_add(&data, "\x09\x14\5\0", 4));
    must(ls_buf_add(&data, packed->at, 5));
    must(ls_buf_add(&data, packed->at + 13, packed->n - 13));
    as->flags = 1 << 1; /* there is an end mark */
    ls_zip_writer_add_packed(zip, as, data.at, data.n);
    LS_VEC_FINI(&data);
}

static void methods(struct ls_zip_writer *zip)
{
    static const struct {
        const char *filter, *name;
        uint16_t method;
    } all[] = {
        {"bzip2", "bzip2.txt", 12},
        {"lzma", "lzma.txt", 14},
        {"zstd", "zstd.txt", 93},
        {"xz", "xz.txt", 95},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct ls_buf packed = {.limit = 1 << 20};
        struct ls_zip_record as = {
            .name = all[i].name, .method = all[i].method, .size = sizeof marked - 1};
        MUST(ls_pack_bytes(all[i].filter, marked, sizeof marked - 1, &packed));
        if (all[i].method == 14)
            add_lzma(zip, &as, &packed);
        else
            ls_zip_writer_add_packed(zip, &as, packed.at, packed.n);
        LS_VEC_FINI(&packed);
    }
    add(zip, "deflate64.txt", 9, 0, marked);
    ls_zip_writer_end(zip, NULL);
}

static void cut(struct ls_zip_writer *zip)
{
    add(zip, "a.txt", 8, 0, marked);
    add(zip, "b.txt", 0, 0, marked);
    zip->out.n -= 20;
}

void ls_zip_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                  void *user)
{
    static const struct {
        const char *name;
        void (*write)(struct ls_zip_writer *zip);
    } all[] = {
        {"plain.zip", plain},
        {"stored.zip", stored},
        {"names-gb18030.zip", gb18030_names},
        {"streamed.zip", streamed},
        {"zip64.zip", zip64},
        {"self-extracting.exe", self_extracting},
        {"hidden.zip", hidden},
        {"two-names.zip", two_names},
        {"two-archives.zip", two_archives},
        {"lying-sizes.zip", lying_sizes},
        {"overlapping.zip", overlapping},
        {"encrypted.zip", encrypted},
        {"not-encrypted.zip", not_encrypted},
        {"methods.zip", methods},
        {"cut.zip", cut},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct ls_zip_writer zip;
        ls_zip_writer_init(&zip);
        all[i].write(&zip);
        take(user, all[i].name, zip.out.at, zip.out.n);
        ls_zip_writer_fini(&zip);
    }
}
