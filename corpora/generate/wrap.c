/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/wrap.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>
#include <zlib.h>

enum { LINE = 76, WHEN = 1704110400 };

static const char *const names[] = {"zip", "stored", "tar", "tar.gz", "7z", "gz", "eml"};
_Static_assert(sizeof names / sizeof *names == LS_WRAPS, "one for each");

const char *ls_wrap_name(enum ls_wrap wrap)
{
    return names[wrap];
}

bool ls_wrap_parse(const char *name, enum ls_wrap *wrap)
{
    for (int i = 0; i < LS_WRAPS; i++)
        if (strcmp(names[i], name) == 0) {
            *wrap = (enum ls_wrap)i;
            return true;
        }
    return false;
}

static la_ssize_t take(struct archive *archive, void *user, const void *bytes, size_t len)
{
    (void)archive;
    must(ls_buf_add(user, bytes, len));
    return (la_ssize_t)len;
}

/* One file, by libarchive. */
static void write_archive(const char *format, const char *filter, const char *name,
                          const void *bytes, size_t len, struct ls_buf *out)
{
    struct archive *a = archive_write_new();
    struct archive_entry *e = archive_entry_new();
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    MUST(a && e && utf8);
    locale_t before = uselocale(utf8); /* names are UTF-8 */
    MUST(archive_write_set_format_by_name(a, format) == ARCHIVE_OK);
    if (filter)
        MUST(archive_write_add_filter_by_name(a, filter) == ARCHIVE_OK);
    if (filter && strcmp(filter, "gzip") == 0)
        MUST(archive_write_set_filter_option(a, "gzip", "timestamp", NULL) == ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(a, 1);
    MUST(archive_write_open2(a, out, NULL, take, NULL, NULL) == ARCHIVE_OK);
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_mtime(e, WHEN, 0);
    archive_entry_set_size(e, (la_int64_t)len);
    MUST(archive_write_header(a, e) >= ARCHIVE_WARN);
    MUST(archive_write_data(a, bytes, len) == (la_ssize_t)len);
    MUST(archive_write_close(a) == ARCHIVE_OK);
    archive_entry_free(e);
    archive_write_free(a);
    uselocale(before);
    freelocale(utf8);
}

bool ls_pack_bytes(const char *filter, const void *bytes, size_t len, struct ls_buf *out)
{
    struct archive *a = archive_write_new();
    MUST(a);
    bool there = archive_write_add_filter_by_name(a, filter) == ARCHIVE_OK;
    archive_write_free(a);
    if (there)
        write_archive("raw", filter, "data", bytes, len, out);
    return there;
}

static void write_zip(uint16_t method, const char *name, const void *bytes, size_t len,
                      struct ls_buf *out)
{
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    ls_zip_writer_add(
        &zip, &(struct ls_zip_record){.name = name, .method = method, .flags = LS_ZIP_FLAG_UTF8},
        bytes, len);
    ls_zip_writer_end(&zip, NULL);
    must(ls_buf_add(out, zip.out.at, zip.out.n));
    ls_zip_writer_fini(&zip);
}

/* RFC 1952. */
static void write_gzip(const char *name, const void *bytes, size_t len, struct ls_buf *out)
{
    const uint32_t ends[] = {(uint32_t)crc32_z(0, bytes, len), (uint32_t)len};
    must(ls_buf_add(out, "\x1F\x8B\x08\x08\0\0\0\0\0\3", 10));
    must(ls_buf_add(out, name, strlen(name) + 1));
    ls_deflate(out, bytes, len);
    for (size_t i = 0; i < 8; i++)
        must(ls_buf_char(out, (char)(ends[i / 4] >> (8 * (i % 4)))));
}

/* RFC 2045 6.8. */
static void write_base64(const uint8_t *bytes, size_t len, struct ls_buf *out)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t column = 0;
    for (size_t i = 0; i < len; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16;
        size_t n = len - i < 3 ? len - i : 3;
        group |= n > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= n > 2 ? bytes[i + 2] : 0;
        for (size_t k = 0; k < 4; k++)
            must(ls_buf_char(out, k <= n ? alphabet[group >> (18 - 6 * k) & 63] : '='));
        column += 4;
        if (column == LINE || i + 3 >= len) {
            must(ls_buf_str(out, "\r\n"));
            column = 0;
        }
    }
}

static void write_mail(const char *name, const void *bytes, size_t len, struct ls_buf *out)
{
    must(ls_buf_str(out, "From: office@example.org\r\nTo: press@example.org\r\n"
                         "Subject: a file\r\nDate: Mon, 1 Jan 2024 12:00:00 +0000\r\n"
                         "MIME-Version: 1.0\r\n"
                         "Content-Type: multipart/mixed; boundary=\"=_part\"\r\n\r\n"
                         "--=_part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                         "See the file.\r\n"
                         "--=_part\r\nContent-Type: application/octet-stream\r\n"
                         "Content-Transfer-Encoding: base64\r\n"
                         "Content-Disposition: attachment; filename*=utf-8''"));
    for (const char *p = name; *p; p++) { /* RFC 2231 */
        unsigned char c = (unsigned char)*p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '.' || c == '-' || c == '_';
        must(plain ? ls_buf_char(out, *p) : ls_buf_printf(out, "%%%02X", c));
    }
    must(ls_buf_str(out, "\r\n\r\n"));
    write_base64(bytes, len, out);
    must(ls_buf_str(out, "--=_part--\r\n"));
}

void ls_wrap_bytes(enum ls_wrap wrap, const char *name, const void *bytes, size_t len,
                   struct ls_buf *out)
{
    switch (wrap) {
    case LS_WRAP_ZIP:
        write_zip(8, name, bytes, len, out);
        break;
    case LS_WRAP_STORED:
        write_zip(0, name, bytes, len, out);
        break;
    case LS_WRAP_TAR:
        write_archive("pax", NULL, name, bytes, len, out);
        break;
    case LS_WRAP_TAR_GZ:
        write_archive("pax", "gzip", name, bytes, len, out);
        break;
    case LS_WRAP_7Z:
        write_archive("7zip", NULL, name, bytes, len, out);
        break;
    case LS_WRAP_GZIP:
        write_gzip(name, bytes, len, out);
        break;
    case LS_WRAP_MAIL:
        write_mail(name, bytes, len, out);
        break;
    case LS_WRAPS:
        break;
    }
}
