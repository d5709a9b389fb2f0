/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives and packed streams made by libarchive's writers, for the tests of what reads them.
 *
 *   struct packed p = {0};
 *   pack_begin(&p, "ustar", ARCHIVE_FILTER_NONE);
 *   pack_add(&p, "a.txt", "hello", 5);
 *   pack_end(&p);             p.bytes[0..p.len) is the archive
 *   pack_free(&p);
 */
#ifndef LS_TESTS_PACK_H
#define LS_TESTS_PACK_H

#include <archive.h>
#include <archive_entry.h>

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct packed {
    uint8_t *bytes;
    size_t len;
    struct archive *archive;
};

#define PACK_MUST(condition)                                                                       \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static inline la_ssize_t pack_write(struct archive *archive, void *user, const void *bytes,
                                    size_t len)
{
    struct packed *p = user;
    (void)archive;
    p->bytes = realloc(p->bytes, p->len + len + 1);
    PACK_MUST(p->bytes);
    memcpy(p->bytes + p->len, bytes, len);
    p->len += len;
    return (la_ssize_t)len;
}

/* `format` by the name that the library has for it; "raw": a packed stream of one member. */
static inline void pack_begin_with(struct packed *p, const char *format, int filter,
                                   const char *options)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* names are UTF-8 */
    memset(p, 0, sizeof *p);
    p->archive = archive_write_new();
    PACK_MUST(p->archive);
    PACK_MUST(archive_write_set_format_by_name(p->archive, format) == ARCHIVE_OK);
    PACK_MUST(archive_write_add_filter(p->archive, filter) == ARCHIVE_OK);
    PACK_MUST(!options || archive_write_set_options(p->archive, options) == ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(p->archive, 1);
    PACK_MUST(archive_write_open2(p->archive, p, NULL, pack_write, NULL, NULL) == ARCHIVE_OK);
}

static inline void pack_begin(struct packed *p, const char *format, int filter)
{
    pack_begin_with(p, format, filter, NULL);
}

/* `target` of a link, or NULL; `type` is AE_IFREG, AE_IFDIR … */
static inline void pack_add_as(struct packed *p, const char *name, mode_t type, const char *target,
                               const void *bytes, size_t len)
{
    struct archive_entry *entry = archive_entry_new();
    PACK_MUST(entry);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1700000000, 0);
    archive_entry_set_size(entry, (la_int64_t)len);
    if (target && type == AE_IFLNK)
        archive_entry_set_symlink(entry, target);
    else if (target)
        archive_entry_set_hardlink(entry, target);
    PACK_MUST(archive_write_header(p->archive, entry) >= ARCHIVE_WARN);
    PACK_MUST(archive_write_data(p->archive, bytes, len) == (la_ssize_t)len);
    archive_entry_free(entry);
}

static inline void pack_add(struct packed *p, const char *name, const void *bytes, size_t len)
{
    pack_add_as(p, name, AE_IFREG, NULL, bytes, len);
}

static inline void pack_end(struct packed *p)
{
    PACK_MUST(archive_write_close(p->archive) == ARCHIVE_OK);
    archive_write_free(p->archive);
    p->archive = NULL;
}

static inline void pack_free(struct packed *p)
{
    free(p->bytes);
    memset(p, 0, sizeof *p);
}

#endif
