/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two lists of an archive: the central directory, found from the end record, and the local
 * headers that it points to.
 *
 *   [prefix][local header, name, extra, data, descriptor]…[directory header]…[end64][locator][end]
 *            ^ said to be at `local`, counted from        ^ said to be at `offset`, `size` long
 *              where the archive begins: + base
 *
 * What the end record says about the directory leads to two places, one by its offset and one by
 * its size, counted back from the record. They are the same unless something stands before the
 * archive, or somebody wants readers to disagree: both are looked at.
 */
#include "formats/zip_priv.h"

#include "base/cursor.h"
#include "formats/zip_find.h"

#include <string.h>

enum {
    TAIL = ZIP_END_LEN + UINT16_MAX, /* where an end record can be: its comment has 16 bits */
    TRIES = 64,                      /* end records that lead nowhere */
    EXTRA_ZIP64 = 0x0001,            /* 4.5.3 */
    EXTRA_AES = 0x9901,              /* APPNOTE 4.5.2; its layout is WinZip's AE-1 and AE-2 */
};

/* What an end record says, 4.3.14 or 4.3.16. */
struct end_record {
    uint64_t off; /* where it stands itself */
    uint64_t entries, dir_size, dir_off;
    uint32_t disk, dir_disk;
    bool saturated; /* a field says: see the other record */
};

struct ls_result zip_view(struct ls_zip *zip, uint64_t off, size_t want, size_t ahead,
                          const uint8_t **at, size_t *got)
{
    uint64_t left = off < zip->size ? zip->size - off : 0;
    *at = zip->window;
    *got = left < want ? (size_t)left : want;
    if (*got == 0)
        return ls_ok();
    if (zip->blob->memory) {
        *at = zip->blob->memory + off;
        return ls_ok();
    }
    if (off < zip->window_off || off - zip->window_off > zip->window_n ||
        zip->window_n - (size_t)(off - zip->window_off) < *got) {
        zip->window_off = off;
        LS_TRY(ls_blob_read(zip->blob, off, zip->window, ahead, &zip->window_n));
        if (zip->window_n < *got)
            *got = zip->window_n;
    }
    *at = zip->window + (off - zip->window_off);
    return ls_ok();
}

struct ls_result zip_u32(struct ls_zip *zip, uint64_t off, uint32_t *number)
{
    const uint8_t *at;
    size_t got;
    struct ls_cursor c;
    LS_TRY(zip_view(zip, off, 4, ZIP_LOCAL_LEN, &at, &got));
    ls_cursor_init(&c, at, got);
    *number = ls_cursor_u32le(&c);
    return ls_ok();
}

bool zip_method_known(uint16_t method)
{
    return method <= 20 || (method >= 92 && method <= ZIP_AES);
}

/* Some readers look at one byte of it. */
static uint16_t read_method(struct ls_cursor *c)
{
    uint16_t method = ls_cursor_u16le(c);
    return !zip_method_known(method) && zip_method_known(method & 0xFF) ? method & 0xFF : method;
}

/* A 64-bit value of the zip64 field takes the place of one that is full (4.5.3). */
static void widen(struct ls_cursor *c, uint64_t *value)
{
    if (*value == UINT32_MAX && c->left >= 8)
        *value = ls_cursor_u64le(c);
}

static void read_extras(struct zip_header *header, struct ls_str extra, bool directory)
{
    uint16_t id;
    struct ls_str field;
    while (zip_next_extra(&extra, &id, &field)) {
        struct ls_cursor c;
        ls_cursor_init(&c, field.at, field.len);
        if (id == EXTRA_ZIP64) {
            widen(&c, &header->size);
            widen(&c, &header->packed);
            if (directory)
                widen(&c, &header->local);
            if (directory && header->disk == UINT16_MAX && c.left >= 4)
                header->disk = ls_cursor_u32le(&c);
        } else if (id == EXTRA_AES) {
            (void)ls_cursor_u16le(&c); /* version */
            (void)ls_cursor_u16le(&c); /* "AE" */
            header->aes = ls_cursor_u8(&c);
            header->aes_method = ls_cursor_u16le(&c);
        }
    }
}

/* Name and extra fields of a header whose fixed part ends at off + fixed. */
static struct ls_result read_tail(struct ls_zip *zip, uint64_t off, size_t fixed, size_t name_len,
                                  size_t extra_len, struct zip_header *header)
{
    struct ls_str known = header->name; /* or none */
    const uint8_t *at;
    size_t got, len = fixed + name_len + extra_len;
    LS_TRY(zip_view(zip, off, len, len, &at, &got));
    if (got < len) {
        header->len = 0;
        return ls_ok();
    }
    const char *name = (const char *)at + fixed;
    struct ls_str extra = {name + name_len, extra_len};
    read_extras(header, extra, fixed == ZIP_DIRECTORY_LEN);
    return zip_name(zip, (struct ls_str){name, name_len}, extra, header->flags, known,
                    &header->name);
}

/* What both kinds of headers have, from the version needed to the lengths. */
static void read_common(struct ls_cursor *c, struct zip_header *header, size_t *name_len,
                        size_t *extra_len)
{
    (void)ls_cursor_u16le(c); /* version needed */
    header->flags = ls_cursor_u16le(c);
    header->method = read_method(c);
    (void)ls_cursor_u32le(c); /* time, date */
    header->crc = ls_cursor_u32le(c);
    header->packed = ls_cursor_u32le(c);
    header->size = ls_cursor_u32le(c);
    *name_len = ls_cursor_u16le(c);
    *extra_len = ls_cursor_u16le(c);
}

struct ls_result zip_read_local(struct ls_zip *zip, uint64_t off, struct ls_str known,
                                struct zip_header *header, bool *there)
{
    const uint8_t *at;
    size_t got;
    struct ls_cursor c;
    LS_TRY(zip_view(zip, off, ZIP_LOCAL_LEN, 512, &at, &got));
    ls_cursor_init(&c, at, got);
    *header = (struct zip_header){.name = known};
    bool is_one = ls_cursor_u32le(&c) == ZIP_LOCAL;
    size_t name_len, extra_len;
    read_common(&c, header, &name_len, &extra_len);
    header->len = ZIP_LOCAL_LEN + name_len + extra_len;
    *there = is_one && !c.failed;
    if (*there) {
        LS_TRY(read_tail(zip, off, ZIP_LOCAL_LEN, name_len, extra_len, header));
        *there = header->len > 0;
    }
    return ls_ok();
}

struct ls_result zip_read_directory(struct ls_zip *zip, uint64_t off, struct zip_header *header,
                                    bool *there)
{
    const uint8_t *at;
    size_t got;
    struct ls_cursor c;
    LS_TRY(zip_view(zip, off, ZIP_DIRECTORY_LEN, ZIP_WINDOW / 2, &at, &got));
    ls_cursor_init(&c, at, got);
    *header = (struct zip_header){0};
    bool is_one = ls_cursor_u32le(&c) == ZIP_DIRECTORY;
    (void)ls_cursor_u8(&c); /* version of the writer */
    header->host = ls_cursor_u8(&c);
    size_t name_len, extra_len;
    read_common(&c, header, &name_len, &extra_len);
    size_t comment_len = ls_cursor_u16le(&c);
    header->disk = ls_cursor_u16le(&c);
    (void)ls_cursor_bytes(&c, 6); /* attributes */
    header->local = ls_cursor_u32le(&c);
    header->len = ZIP_DIRECTORY_LEN + name_len + extra_len;
    *there = is_one && !c.failed;
    if (*there) {
        LS_TRY(read_tail(zip, off, ZIP_DIRECTORY_LEN, name_len, extra_len, header));
        *there = header->len > 0;
        header->len += comment_len;
    }
    return ls_ok();
}

struct ls_result zip_add(struct ls_zip *zip, const struct zip_item *item)
{
    if (zip->items.n == zip->items.limit)
        zip->cut = true;
    if (zip->cut)
        return ls_ok();
    LS_VEC_PUSH(&zip->items, *item);
    zip->items.at[zip->items.n - 1].order = (uint32_t)zip->items.n;
    return ls_ok();
}

static bool is_folder(const struct zip_header *header)
{
    char last = header->name.len ? header->name.at[header->name.len - 1] : 0;
    return header->packed == 0 && header->size == 0 &&
           (last == '/' || (last == '\\' && header->host == 0));
}

static void item_of(const struct zip_header *header, struct zip_item *item)
{
    *item = (struct zip_item){
        .pub =
            {
                .name = header->name,
                .packed = header->packed,
                .size = header->size,
                .method = header->method,
                .encrypted = (header->flags & ZIP_FLAG_ENCRYPTED) || header->method == ZIP_AES,
                .folder = is_folder(header),
            },
        .claim = header->packed,
        .reach = header->packed > header->size ? header->packed : header->size,
        .crc = header->crc,
        .flags = header->flags,
        .aes_method = header->aes_method,
        .aes = header->aes,
        .size_known = true,
    };
}

void zip_local_item(const struct zip_header *header, uint64_t off, struct zip_item *item)
{
    item_of(header, item);
    item->pub.header_off = off;
    item->pub.data_off = off + header->len;
    item->pub.hidden = true;
    item->described = header->flags & ZIP_FLAG_DESCRIPTOR;
    item->size_known = !item->described;
}

bool zip_in_run(const struct ls_zip *zip, uint64_t off)
{
    for (size_t i = 0; i < zip->runs.n; i++)
        if (off >= zip->runs.at[i].lo && off < zip->runs.at[i].hi)
            return true;
    return false;
}

struct ls_result zip_read_run(struct ls_zip *zip, uint64_t off, uint64_t base, uint64_t *count,
                              uint64_t *end)
{
    uint64_t at = off;
    *count = 0;
    while (!zip->cut && !zip_in_run(zip, at)) {
        struct zip_header header;
        struct zip_item item;
        bool there;
        LS_TRY(zip_read_directory(zip, at, &header, &there));
        if (!there)
            break;
        if (++*count % 1024 == 0)
            LS_TRY(ls_charge(zip->job, 0, 0));
        item_of(&header, &item);
        item.in_directory = true;
        item.pub.header_off = header.local;
        item.base = base;
        item.elsewhere = header.disk != zip->disk;
        LS_TRY(zip_add(zip, &item));
        at += header.len;
    }
    *end = at < zip->size ? at : zip->size;
    zip->directories += *count > 0;
    if (*end > off && zip->runs.n < zip->runs.limit)
        LS_VEC_PUSH(&zip->runs, ((struct zip_range){off, *end}));
    return ls_ok();
}

/* Reads the directory at `off` when there is one. */
static struct ls_result try_run(struct ls_zip *zip, const struct end_record *end, uint64_t off,
                                uint64_t base, bool *found)
{
    uint32_t signature;
    uint64_t count, stop;
    LS_TRY(zip_u32(zip, off, &signature));
    if (signature != ZIP_DIRECTORY || zip_in_run(zip, off))
        return ls_ok();
    *found = true;
    LS_TRY(zip_read_run(zip, off, base, &count, &stop));
    if (count != end->entries && !(end->saturated && (count & UINT16_MAX) == end->entries))
        zip->trouble |= TROUBLE_COUNT;
    return ls_ok();
}

static struct ls_result follow(struct ls_zip *zip, const struct end_record *end, bool *found)
{
    uint32_t signature;
    if (end->disk != UINT16_MAX)
        zip->disk = end->disk;
    if (end->dir_size <= end->off) {
        uint64_t off = end->off - end->dir_size;
        LS_TRY(try_run(zip, end, off, off - end->dir_off, found));
        LS_TRY(zip_u32(zip, off, &signature));
        zip->encrypted |= signature == ZIP_EXTRA_DATA;
    }
    return try_run(zip, end, end->dir_off, 0, found);
}

/* 4.3.16 */
static void read_end(struct ls_cursor *c, struct end_record *end)
{
    (void)ls_cursor_u32le(c);
    end->disk = ls_cursor_u16le(c);
    end->dir_disk = ls_cursor_u16le(c);
    (void)ls_cursor_u16le(c); /* entries on this disk */
    end->entries = ls_cursor_u16le(c);
    end->dir_size = ls_cursor_u32le(c);
    end->dir_off = ls_cursor_u32le(c);
    end->saturated =
        end->entries == UINT16_MAX || end->dir_size == UINT32_MAX || end->dir_off == UINT32_MAX;
}

/* 4.3.14; `*there` is false when there is none at `off`. */
static struct ls_result read_end64(struct ls_zip *zip, uint64_t off, struct end_record *end,
                                   bool *there)
{
    const uint8_t *at;
    size_t got;
    struct ls_cursor c;
    LS_TRY(zip_view(zip, off, ZIP_END64_LEN, ZIP_END64_LEN, &at, &got));
    ls_cursor_init(&c, at, got);
    *there = ls_cursor_u32le(&c) == ZIP_END64;
    *end = (struct end_record){.off = off};
    uint64_t len = ls_cursor_u64le(&c);
    (void)ls_cursor_u16le(&c); /* version of the writer */
    uint16_t version = ls_cursor_u16le(&c);
    end->disk = ls_cursor_u32le(&c);
    end->dir_disk = ls_cursor_u32le(&c);
    (void)ls_cursor_u64le(&c); /* entries on this disk */
    end->entries = ls_cursor_u64le(&c);
    end->dir_size = ls_cursor_u64le(&c);
    end->dir_off = ls_cursor_u64le(&c);
    *there = *there && !c.failed;
    if (*there && version >= 62 && len > ZIP_END64_LEN - 12)
        zip->encrypted = true; /* version 2 of the record, 7.3.4: says how the directory is */
    return ls_ok();
}

/* The zip64 record that stands before the end record at `off`, by its locator or just before it. */
static struct ls_result follow64(struct ls_zip *zip, uint64_t off, bool *found)
{
    const uint8_t *at;
    size_t got;
    struct ls_cursor c;
    struct end_record end;
    bool there;
    if (off < ZIP_LOCATOR64_LEN)
        return ls_ok();
    LS_TRY(zip_view(zip, off - ZIP_LOCATOR64_LEN, ZIP_LOCATOR64_LEN, ZIP_LOCATOR64_LEN, &at, &got));
    ls_cursor_init(&c, at, got);
    bool locator = ls_cursor_u32le(&c) == ZIP_LOCATOR64;
    (void)ls_cursor_u32le(&c); /* disk */
    uint64_t places[] = {ls_cursor_u64le(&c), off - ZIP_LOCATOR64_LEN - ZIP_END64_LEN};
    for (size_t i = 0; locator && i < 2; i++) {
        if (i > 0 && (places[1] == places[0] || off < ZIP_LOCATOR64_LEN + ZIP_END64_LEN))
            continue;
        LS_TRY(read_end64(zip, places[i], &end, &there));
        if (there)
            LS_TRY(follow(zip, &end, found));
    }
    return ls_ok();
}

/* Whether the end record at tail[i] leads to a directory; reads it then. */
static struct ls_result try_end(struct ls_zip *zip, uint64_t off, bool *found)
{
    const uint8_t *at;
    size_t got;
    struct ls_cursor c;
    struct end_record end = {.off = off};
    LS_TRY(zip_view(zip, off, ZIP_END_LEN, ZIP_END_LEN, &at, &got));
    ls_cursor_init(&c, at, got);
    read_end(&c, &end);
    if (c.failed)
        return ls_ok();
    LS_TRY(follow64(zip, off, found));
    if (!end.saturated || !*found)
        LS_TRY(follow(zip, &end, found));
    *found = *found || (end.entries == 0 && end.dir_size == 0);
    if (*found && zip->runs.n < zip->runs.limit)
        LS_VEC_PUSH(&zip->runs, ((struct zip_range){off, off + ZIP_END_LEN}));
    return ls_ok();
}

struct ls_result zip_read_lists(struct ls_zip *zip)
{
    uint64_t lo = zip->size > TAIL ? zip->size - TAIL : 0;
    size_t len = (size_t)(zip->size - lo);
    const uint8_t *tail;
    size_t n;
    uint32_t offs[TRIES]; /* the last ones, in a ring */
    size_t offs_n = 0;
    bool found = false;
    LS_TRY(zip_view(zip, lo, len, len, &tail, &n));
    for (size_t i = 0; i + ZIP_END_LEN <= n; i++) {
        const uint8_t *p = zip_find(tail + i, n - i, "PK\5\6");
        if (!p)
            break;
        i = (size_t)(p - tail);
        if (i + ZIP_END_LEN <= n)
            offs[offs_n++ % TRIES] = (uint32_t)i;
    }
    for (size_t i = 0; i < TRIES && offs_n > 0 && !found; i++, offs_n--)
        LS_TRY(try_end(zip, lo + offs[(offs_n - 1) % TRIES], &found));
    zip->encrypted = zip->encrypted && zip->directories == 0;
    if (!found)
        zip->trouble |= TROUBLE_NO_END;
    return ls_ok();
}
