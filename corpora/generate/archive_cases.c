/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/archive_cases.h"

#include "base/alloc.h"
#include "generate/archive_writer.h"
#include "generate/must.h"
#include "generate/wrap.h"

#include <archive.h>
#include <archive_entry.h>

#include <locale.h>
#include <string.h>

enum { LIMIT = 4 << 20, WHEN = 1704110400, TAR_BLOCK = 512 };

static const char marked[] = "机密★10年\n\n关于调整办公用房的请示\n";
static const char clean[] = "会议定于星期三下午召开。\n";

static const struct ls_archive_file two[] = {
    {.name = "notice.txt", .bytes = clean, .len = sizeof clean - 1},
    {.name = "请示.txt", .bytes = marked, .len = sizeof marked - 1},
};

/* Who takes the cases, and the one that is being made. */
struct maker {
    void (*take)(void *user, const char *name, const void *bytes, size_t len);
    void *user;
    struct ls_buf out;
};

static void done(struct maker *m, const char *name)
{
    m->take(m->user, name, m->out.at, m->out.n);
    LS_VEC_CLEAR(&m->out);
}

static void put(struct maker *m, const void *bytes, size_t len)
{
    must(ls_buf_add(&m->out, bytes, len));
}

/* ---- by libarchive ------------------------------------------------------------------------- */

static la_ssize_t on_write(struct archive *archive, void *user, const void *bytes, size_t len)
{
    (void)archive;
    must(ls_buf_add(user, bytes, len));
    return (la_ssize_t)len;
}

/* Appends an archive with the files in it; names are bytes where `locale` is "C". */
static void add_archive(struct maker *m, const char *format, const char *options,
                        const struct ls_archive_file *files, size_t n, const char *locale)
{
    struct archive *a = archive_write_new();
    locale_t names = newlocale(LC_CTYPE_MASK, locale, (locale_t)0);
    MUST(a && names);
    locale_t before = uselocale(names);
    MUST(archive_write_set_format_by_name(a, format) == ARCHIVE_OK);
    MUST(!options || archive_write_set_options(a, options) == ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(a, 1);
    MUST(archive_write_open2(a, &m->out, NULL, on_write, NULL, NULL) == ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *e = archive_entry_new();
        MUST(e);
        archive_entry_set_pathname(e, files[i].name);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_mtime(e, WHEN, 0);
        archive_entry_set_size(e, (la_int64_t)files[i].len);
        MUST(archive_write_header(a, e) >= ARCHIVE_WARN);
        MUST(archive_write_data(a, files[i].bytes, files[i].len) == (la_ssize_t)files[i].len);
        archive_entry_free(e);
    }
    MUST(archive_write_close(a) == ARCHIVE_OK);
    archive_write_free(a);
    uselocale(before);
    freelocale(names);
}

static void add_two(struct maker *m, const char *format, const char *options)
{
    add_archive(m, format, options, two, 2, "C.UTF-8");
}

static void make(struct maker *m, const char *format, const char *options, const char *name)
{
    add_two(m, format, options);
    done(m, name);
}

static void make_tars(struct maker *m)
{
    static const struct ls_archive_file in_gb18030[] = {
        {.name = "\xC7\xEB\xCA\xBE.txt", .bytes = marked, .len = sizeof marked - 1}};
    static const struct ls_archive_file deep[] = {
        {.name = "a-folder-whose-name-alone-takes-more-than-half-of-the-bytes/"
                 "and-another-one-that-takes-the-rest-of-what-an-old-header-has/"
                 "请示.txt",
         .bytes = marked,
         .len = sizeof marked - 1}};
    make(m, "ustar", NULL, "tar/ustar.tar");
    make(m, "pax", NULL, "tar/pax.tar");
    make(m, "gnutar", NULL, "tar/gnu.tar");
    make(m, "v7tar", NULL, "tar/v7.tar");
    add_archive(m, "gnutar", NULL, deep, 1, "C.UTF-8");
    done(m, "tar/long-name.tar");
    add_archive(m, "v7tar", NULL, in_gb18030, 1, "C");
    done(m, "tar/names-gb18030.tar");
    add_archive(m, "ustar", NULL, two, 1, "C.UTF-8"); /* and one behind its end */
    add_archive(m, "ustar", NULL, two + 1, 1, "C.UTF-8");
    done(m, "tar/two-archives.tar");
    add_two(m, "ustar", NULL); /* the second header is damaged */
    m->out.at[2 * TAR_BLOCK + 1] ^= 1;
    done(m, "tar/damaged.tar");
    add_two(m, "ustar", NULL);
    m->out.n = 3 * TAR_BLOCK + 20;
    done(m, "tar/cut.tar");
}

static void make_others(struct maker *m)
{
    static const struct ls_archive_file script[] = {
        {.name = "notice.txt", .bytes = clean, .len = sizeof clean - 1},
        {.name = "memo.txt", .bytes = marked, .len = sizeof marked - 1}};
    make(m, "7zip", "compression=lzma1", "7z/lzma.7z");
    make(m, "7zip", "compression=lzma2", "7z/lzma2.7z");
    make(m, "7zip", "compression=bzip2", "7z/bzip2.7z");
    make(m, "7zip", "compression=ppmd", "7z/ppmd.7z");
    make(m, "7zip", "compression=store", "7z/stored.7z");
    add_two(m, "7zip", "compression=lzma2");
    m->out.n -= 20;
    done(m, "7z/cut.7z");
    make(m, "newc", NULL, "cpio/new.cpio");
    make(m, "odc", NULL, "cpio/old.cpio");
    make(m, "bin", NULL, "cpio/binary.cpio");
    add_two(m, "newc", NULL);
    m->out.n -= 200;
    done(m, "cpio/cut.cpio");
    add_archive(m, "argnu", NULL, script, 2, "C.UTF-8");
    done(m, "ar/gnu.ar");
    add_archive(m, "arbsd", NULL, script, 2, "C.UTF-8");
    done(m, "ar/bsd.ar");
    add_archive(m, "argnu", NULL, script, 2, "C.UTF-8");
    m->out.n -= 20;
    done(m, "ar/cut.ar");
    make(m, "iso9660", "!pad,joliet,!rockridge", "iso9660/joliet.iso");
    make(m, "iso9660", "!pad,!joliet,rockridge", "iso9660/rock-ridge.iso");
    make(m, "xar", "compression=gzip", "xar/gzip.xar");
    make(m, "xar", "compression=none", "xar/stored.xar");
}

/* ---- by hand ------------------------------------------------------------------------------- */

static void make_by_hand(struct maker *m)
{
    struct ls_archive_file secret[] = {two[0], two[1]};
    secret[0].encrypted = true;
    ls_write_rar4(&m->out, two, 2, false);
    done(m, "rar/four.rar");
    ls_write_rar5(&m->out, two, 2, false);
    done(m, "rar/five.rar");
    ls_write_rar4(&m->out, secret, 2, false);
    done(m, "rar/four-encrypted.rar");
    ls_write_rar5(&m->out, secret, 2, false);
    done(m, "rar/five-encrypted.rar");
    ls_write_rar4(&m->out, two, 2, true);
    done(m, "rar/four-sealed.rar");
    ls_write_rar5(&m->out, two, 2, true);
    done(m, "rar/five-sealed.rar");
    ls_write_rar5(&m->out, two, 2, false);
    m->out.n -= 20;
    done(m, "rar/cut.rar");
    ls_write_cab(&m->out, two, 2, false);
    done(m, "cab/stored.cab");
    ls_write_cab(&m->out, two, 2, true);
    done(m, "cab/mszip.cab");
    ls_write_cab(&m->out, two, 2, false);
    m->out.n -= 20;
    done(m, "cab/cut.cab");
    ls_write_lha(&m->out, two, 2, 0, false);
    done(m, "lha/level0.lzh");
    ls_write_lha(&m->out, two, 2, 1, false);
    done(m, "lha/level1.lzh");
    ls_write_lha(&m->out, two, 2, 2, true);
    done(m, "lha/lh5.lzh");
    ls_write_lha(&m->out, two, 2, 2, false);
    m->out.n -= 20;
    done(m, "lha/cut.lzh");
}

/* ---- packed files -------------------------------------------------------------------------- */

static void add_gzip(struct maker *m, const char *name, const char *text)
{
    ls_wrap_bytes(LS_WRAP_GZIP, name, text, strlen(text), &m->out);
}

static void make_gzips(struct maker *m)
{
    add_gzip(m, "请示.txt", marked);
    done(m, "gzip/named.gz");
    add_gzip(m, "notice.txt", clean);
    add_gzip(m, "memo.txt", marked);
    done(m, "gzip/joined.gz");
    add_gzip(m, "memo.txt", marked);
    put(m, "and more", 8);
    done(m, "gzip/tail.gz");
    add_gzip(m, "memo.txt", marked);
    m->out.n -= 12;
    done(m, "gzip/cut.gz");
}

static void make_packed(struct maker *m)
{
    static const struct {
        const char *filter, *folder, *ending;
    } kinds[] = {
        {"bzip2", "bzip2", "bz2"},     {"xz", "xz", "xz"},      {"lzma", "lzma", "lzma"},
        {"lzip", "lzip", "lz"},        {"zstd", "zstd", "zst"}, {"lz4", "lz4", "lz4"},
        {"compress", "compress", "Z"},
    };
    char name[64];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool end = strcmp(kinds[i].filter, "compress") != 0;
        bool joined = end && strcmp(kinds[i].filter, "lzma") != 0;
        MUST(ls_pack_bytes(kinds[i].filter, marked, sizeof marked - 1, &m->out));
        snprintf(name, sizeof name, "%s/plain.%s", kinds[i].folder, kinds[i].ending);
        done(m, name);
        if (joined) {
            MUST(ls_pack_bytes(kinds[i].filter, clean, sizeof clean - 1, &m->out));
            MUST(ls_pack_bytes(kinds[i].filter, marked, sizeof marked - 1, &m->out));
            snprintf(name, sizeof name, "%s/joined.%s", kinds[i].folder, kinds[i].ending);
            done(m, name);
        }
        if (end) {
            MUST(ls_pack_bytes(kinds[i].filter, marked, sizeof marked - 1, &m->out));
            put(m, "and more", 8);
            snprintf(name, sizeof name, "%s/tail.%s", kinds[i].folder, kinds[i].ending);
            done(m, name);
            MUST(ls_pack_bytes(kinds[i].filter, marked, sizeof marked - 1, &m->out));
            m->out.n -= 3;
            snprintf(name, sizeof name, "%s/cut.%s", kinds[i].folder, kinds[i].ending);
            done(m, name);
        }
    }
}

/* ---- known and not read -------------------------------------------------------------------- */

enum { SECTOR = 512, ENTRY = 128 };

static void put_entry(struct maker *m, size_t off, const char *name, uint8_t type, uint32_t start)
{
    char *at = m->out.at + off;
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++)
        at[2 * i] = name[i];
    at[64] = (char)(2 * (n + 1));
    at[66] = (char)type;
    for (size_t i = 0; i < 4; i++)
        at[116 + i] = (char)(start >> (8 * i));
}

/* A compound file of four sectors with one stream, as far as its header and directory go. */
static void make_compound(struct maker *m, const char *stream, const void *bytes, size_t len,
                          const char *name)
{
    static const char zeros[4 * SECTOR];
    put(m, zeros, sizeof zeros);
    memcpy(m->out.at, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    memcpy(m->out.at + 24, "\x3E\x00\x03\x00\xFE\xFF\x09\x00\x06\x00", 10);
    m->out.at[44] = 1; /* sectors of the table, first of the directory */
    m->out.at[48] = 1;
    put_entry(m, 2 * SECTOR, "Root Entry", 5, 0xFFFFFFFE);
    put_entry(m, 2 * SECTOR + ENTRY, stream, 2, 2);
    memcpy(m->out.at + 3 * SECTOR, bytes, len);
    done(m, name);
}

static void make_unsupported(struct maker *m)
{
    make_compound(m, "VisioDocument", "Visio (TM) Drawing", 18, "unsupported/visio.vsd");
    make_compound(m, "WordDocument", "\xEC\xA5\xC1\x00\x00\x00\x04\x08\x00\x00\xF0\x13", 12,
                  "unsupported/word-encrypted.doc");
    make_compound(m, "EncryptedPackage", "", 0, "unsupported/encrypted.docx");
}

/* The headers of a program with one section, and an archive behind that. */
static void make_program(struct maker *m, struct ls_buf *archive, const char *name)
{
    enum { PE = 0x80, SECTIONS = PE + 24 + 0xE0, END = 0x400 };
    static const char zeros[END];
    put(m, zeros, sizeof zeros);
    memcpy(m->out.at, "MZ", 2);
    m->out.at[0x3C] = (char)PE;
    memcpy(m->out.at + PE, "PE\0\0\x4C\x01\x01\x00", 8);
    m->out.at[PE + 20] = (char)0xE0;
    memcpy(m->out.at + SECTIONS, ".text\0\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x02\0\0", 24);
    put(m, archive->at, archive->n);
    done(m, name);
    LS_VEC_FINI(archive);
}

static void make_programs(struct maker *m)
{
    struct ls_buf rar = {.limit = LIMIT}, cab = {.limit = LIMIT}, none = {.limit = LIMIT};
    ls_write_rar5(&rar, two, 2, false);
    make_program(m, &rar, "exe/rar.exe");
    ls_write_cab(&cab, two, 2, true);
    make_program(m, &cab, "exe/cab.exe");
    make_program(m, &none, "exe/none.exe");
    put(m, "\x89PNG\r\n\x1A\n no picture \0\0\0\0IEND\xAE\x42\x60\x82", 32);
    ls_write_rar5(&m->out, two, 2, false);
    done(m, "picture/rar.png");
    put(m, "\xFF\xD8\xFF\xE0\0\x10JFIF\0 no picture \xFF\xD9", 26);
    ls_write_rar4(&m->out, two, 2, false);
    done(m, "picture/rar.jpg");
}

void ls_archive_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                      void *user)
{
    struct maker m = {.take = take, .user = user, .out.limit = LIMIT};
    make_tars(&m);
    make_others(&m);
    make_by_hand(&m);
    make_gzips(&m);
    make_packed(&m);
    make_unsupported(&m);
    make_programs(&m);
    LS_VEC_FINI(&m.out);
}
