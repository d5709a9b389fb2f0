/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A storage as a compound file of its own ([MS-CFB], version 4: sectors of 4,096 bytes).
 *
 *     header | table | mini table | directory | mini stream | long streams, one behind the other
 *     `------------------- made, in memory -----------------´ `----- read out of the file ------´
 *
 * Each run of sectors is in one piece, so the table is a count upwards in which runs end.
 */
#include "formats/cfb_priv.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <string.h>

enum {
    SECTOR_LOG = 12,
    SECTOR = 1 << SECTOR_LOG,
    TABLE_ENTRIES = SECTOR / 4,
    HEADER_AT_VERSION = 24,
    MINI = 1 << CFB_MINI_LOG,
    MINI_MAX = 64 << 20, /* bytes of short streams */
    MADE_MAX = 256 << 20,
};

#define SECTORS_MAX ((uint64_t)CFB_HEADER_DIFAT * TABLE_ENTRIES)

/* A long stream: where it begins in the image. */
struct piece {
    uint64_t off;
    struct ls_cfb_stream stream;
};

struct ls_cfb_image {
    struct ls_blob blob;
    struct ls_cfb *cfb;
    LS_VEC(uint32_t) entries; /* of the file, in the order of the image's directory */
    LS_VEC(uint32_t) numbers; /* by entry of the file: its number in the image + 1 */
    LS_VEC(struct piece) pieces;
    struct ls_buf made; /* the first bytes, up to the first long stream */
    struct ls_buf mini; /* the mini stream */
    LS_VEC(uint32_t) table, mini_table;
    LS_VEC(uint32_t) starts; /* of each entry: its first sector or mini sector */
    bool too_large;
};

static struct ls_result read_image(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                   size_t *got)
{
    struct ls_cfb_image *image = LS_CONTAINER(blob, struct ls_cfb_image, blob);
    *got = 0;
    if (off >= blob->size || len == 0)
        return ls_ok();
    if (off < image->made.n) {
        size_t left = image->made.n - (size_t)off;
        *got = left < len ? left : len;
        memcpy(out, image->made.at + off, *got);
        return ls_ok();
    }
    LS_BISECT_LAST(lo, image->pieces.n, i, image->pieces.at[i].off <= off);
    struct piece *piece = &image->pieces.at[lo];
    uint64_t in = off - piece->off, size = piece->stream.blob.size;
    uint64_t end = lo + 1 < image->pieces.n ? image->pieces.at[lo + 1].off : blob->size;
    if (in < size) {
        size_t want = size - in < len ? (size_t)(size - in) : len;
        return ls_blob_read(&piece->stream.blob, in, out, want, got);
    }
    *got = end - off < len ? (size_t)(end - off) : len; /* the rest of its last sector */
    memset(out, 0, *got);
    return ls_ok();
}

/* All entries in the storage, each after the one that it is in. */
static struct ls_result collect(struct ls_cfb_image *image, uint32_t storage)
{
    struct ls_cfb *cfb = image->cfb;
    for (size_t i = 0; i < cfb->entries.n; i++)
        LS_VEC_PUSH(&image->numbers, 0);
    LS_VEC_PUSH(&image->entries, storage);
    for (size_t k = 0; k < image->entries.n; k++) {
        uint32_t i = image->entries.at[k];
        image->numbers.at[i] = (uint32_t)k + 1;
        for (uint32_t in = cfb->entries.at[i].first; in != LS_CFB_NONE;
             in = cfb->entries.at[in].next)
            if (cfb->entries.at[in].type != LS_CFB_UNUSED)
                LS_VEC_PUSH(&image->entries, in);
    }
    return ls_ok();
}

/* One more run of sectors: numbers from `first` on, each leading to the next one. */
static struct ls_result add_run(struct ls_cfb_image *image, uint64_t sectors, uint32_t *first)
{
    *first = sectors ? (uint32_t)image->table.n : CFB_END_OF_CHAIN;
    LS_TRY(LS_VEC_RESERVE(&image->table, (size_t)sectors));
    for (uint64_t k = 1; k <= sectors; k++) {
        uint32_t next = (uint32_t)image->table.n + 1;
        image->table.at[image->table.n++] = k < sectors ? next : CFB_END_OF_CHAIN;
    }
    return ls_ok();
}

static uint64_t sectors_of(uint64_t bytes)
{
    return bytes / SECTOR + (bytes % SECTOR != 0);
}

/* Short streams are copied; of long ones it is noted where they stand in the file. */
static struct ls_result add_stream(struct ls_cfb_image *image, size_t k)
{
    uint32_t i = image->entries.at[k];
    const struct ls_cfb_entry *entry = &image->cfb->entries.at[i];
    if (entry->type != LS_CFB_STREAM || entry->size == 0)
        return ls_ok();
    if (entry->size >= CFB_MINI_CUTOFF) {
        LS_TRY(LS_VEC_RESERVE(&image->pieces, 1));
        struct piece *piece = &image->pieces.at[image->pieces.n++];
        return ls_cfb_stream_open(image->cfb, i, &piece->stream);
    }
    image->too_large |= image->mini.n + entry->size > MINI_MAX;
    if (image->too_large)
        return ls_ok();
    image->starts.at[k] = (uint32_t)(image->mini.n >> CFB_MINI_LOG);
    LS_TRY(ls_cfb_load(image->cfb, i, &image->mini, NULL));
    size_t more = (MINI - image->mini.n % MINI) % MINI;
    LS_TRY(LS_VEC_RESERVE(&image->mini, more));
    if (more)
        memset(image->mini.at + image->mini.n, 0, more);
    image->mini.n += more;
    uint32_t at = image->starts.at[k], end = (uint32_t)(image->mini.n >> CFB_MINI_LOG);
    if (at == end) /* nothing of it is there */
        image->starts.at[k] = CFB_END_OF_CHAIN;
    for (; at < end; at++)
        LS_VEC_PUSH(&image->mini_table, at + 1 < end ? at + 1 : CFB_END_OF_CHAIN);
    return ls_ok();
}

static struct ls_result put_u16(struct ls_buf *out, uint32_t v)
{
    const uint8_t bytes[] = {(uint8_t)v, (uint8_t)(v >> 8)};
    return ls_buf_add(out, bytes, sizeof bytes);
}

static struct ls_result put_u32(struct ls_buf *out, uint32_t v)
{
    LS_TRY(put_u16(out, v & 0xFFFF));
    return put_u16(out, v >> 16);
}

static struct ls_result fill_to(struct ls_buf *out, size_t n, char with)
{
    if (n <= out->n)
        return ls_ok();
    LS_TRY(LS_VEC_RESERVE(out, n - out->n));
    memset(out->at + out->n, with, n - out->n);
    out->n = n;
    return ls_ok();
}

static size_t next_sector(size_t n)
{
    return (size_t)sectors_of(n) * SECTOR;
}

struct layout {
    uint32_t fat_sectors, mini_table, directory, mini;
};

static struct ls_result put_header(struct ls_cfb_image *image, const struct layout *at)
{
    struct ls_buf *out = &image->made;
    LS_TRY(ls_buf_add(out, ls_cfb_magic, sizeof ls_cfb_magic));
    LS_TRY(fill_to(out, HEADER_AT_VERSION, 0));
    LS_TRY(put_u32(out, 0x0004003E)); /* version 4 */
    LS_TRY(put_u32(out, SECTOR_LOG << 16 | 0xFFFE));
    LS_TRY(put_u32(out, CFB_MINI_LOG));
    LS_TRY(put_u32(out, 0));
    LS_TRY(put_u32(out, (uint32_t)sectors_of(image->entries.n * CFB_DIR_ENTRY)));
    LS_TRY(put_u32(out, at->fat_sectors));
    LS_TRY(put_u32(out, at->directory));
    LS_TRY(put_u32(out, 0));
    LS_TRY(put_u32(out, CFB_MINI_CUTOFF));
    LS_TRY(put_u32(out, at->mini_table));
    LS_TRY(put_u32(out, (uint32_t)sectors_of(image->mini_table.n * 4)));
    LS_TRY(put_u32(out, CFB_END_OF_CHAIN));
    LS_TRY(put_u32(out, 0));
    for (uint32_t i = 0; i < CFB_HEADER_DIFAT; i++)
        LS_TRY(put_u32(out, i < at->fat_sectors ? i : CFB_FREE_SECTOR));
    return fill_to(out, SECTOR, 0);
}

/* The name as it stands in the file would need it again: UTF-8 is turned back. */
static struct ls_result put_name(struct ls_buf *out, const char *name)
{
    size_t begin = out->n;
    for (const uint8_t *p = (const uint8_t *)name; *p;) {
        unsigned more = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
        uint32_t c = more ? *p & (0x3Fu >> more) : *p;
        p++;
        while (more--)
            c = c << 6 | (*p++ & 0x3Fu);
        if (c >= 0x10000) {
            LS_TRY(put_u16(out, 0xD7C0 + (c >> 10)));
            c = 0xDC00 | (c & 0x3FF);
        }
        LS_TRY(put_u16(out, c));
    }
    size_t units = (out->n - begin) / 2 + 1;
    LS_TRY(fill_to(out, begin + 64, 0));
    return put_u16(out, (uint32_t)(2 * units));
}

/* Entries of one storage are a chain to the right: a tree, if not a balanced one. */
static struct ls_result put_directory(struct ls_cfb_image *image, const struct layout *at)
{
    struct ls_buf *out = &image->made;
    for (size_t k = 0; k < image->entries.n; k++) {
        const struct ls_cfb_entry *entry = &image->cfb->entries.at[image->entries.at[k]];
        uint32_t links[2] = {k ? entry->next : LS_CFB_NONE, entry->first};
        for (size_t l = 0; l < 2; l++) {
            while (links[l] != LS_CFB_NONE && !image->numbers.at[links[l]])
                links[l] = image->cfb->entries.at[links[l]].next; /* an unused one */
            if (links[l] != LS_CFB_NONE)
                links[l] = image->numbers.at[links[l]] - 1;
        }
        LS_TRY(put_name(out, k ? entry->name : "Root Entry"));
        LS_TRY(put_u16(out, (k ? entry->type : LS_CFB_ROOT) | 1u << 8));
        LS_TRY(put_u32(out, LS_CFB_NONE));
        LS_TRY(put_u32(out, links[0]));
        LS_TRY(put_u32(out, links[1]));
        LS_TRY(ls_buf_add(out, entry->clsid, sizeof entry->clsid));
        LS_TRY(fill_to(out, out->n + 4 + 8 + 8, 0));
        bool stream = entry->type == LS_CFB_STREAM;
        LS_TRY(put_u32(out, k ? image->starts.at[k] : at->mini));
        LS_TRY(put_u32(out, (uint32_t)(k == 0 ? image->mini.n : stream ? entry->size : 0)));
        LS_TRY(put_u32(out, 0));
    }
    return fill_to(out, next_sector(out->n), 0);
}

static struct ls_result put_table(struct ls_buf *out, const uint32_t *table, size_t n)
{
    for (size_t i = 0; i < n; i++)
        LS_TRY(put_u32(out, table[i]));
    return fill_to(out, next_sector(out->n), (char)0xFF);
}

/* Sectors of everything, then the bytes of what is made. */
static struct ls_result build(struct ls_cfb_image *image)
{
    struct layout at;
    uint32_t first;
    uint64_t others = sectors_of(image->mini_table.n * 4) + sectors_of(image->mini.n) +
                      sectors_of(image->entries.n * CFB_DIR_ENTRY);
    for (size_t i = 0; i < image->pieces.n; i++)
        others += sectors_of(image->pieces.at[i].stream.blob.size);
    image->too_large |= others > SECTORS_MAX - CFB_HEADER_DIFAT;
    if (image->too_large)
        return ls_ok();
    at.fat_sectors = 1;
    while (others + at.fat_sectors > (uint64_t)at.fat_sectors * TABLE_ENTRIES)
        at.fat_sectors++;
    for (uint32_t i = 0; i < at.fat_sectors; i++)
        LS_VEC_PUSH(&image->table, CFB_FAT_SECTOR);
    LS_TRY(add_run(image, sectors_of(image->mini_table.n * 4), &at.mini_table));
    LS_TRY(add_run(image, sectors_of(image->entries.n * CFB_DIR_ENTRY), &at.directory));
    LS_TRY(add_run(image, sectors_of(image->mini.n), &at.mini));
    for (size_t k = 0, i = 0; k < image->entries.n; k++) {
        const struct ls_cfb_entry *entry = &image->cfb->entries.at[image->entries.at[k]];
        if (entry->type != LS_CFB_STREAM || entry->size < CFB_MINI_CUTOFF)
            continue;
        struct piece *piece = &image->pieces.at[i++];
        LS_TRY(add_run(image, sectors_of(piece->stream.blob.size), &first));
        image->starts.at[k] = first;
        piece->off = first == CFB_END_OF_CHAIN ? UINT64_MAX : ((uint64_t)first + 1) << SECTOR_LOG;
    }
    LS_TRY(put_header(image, &at));
    LS_TRY(put_table(&image->made, image->table.at, image->table.n));
    LS_TRY(put_table(&image->made, image->mini_table.at, image->mini_table.n));
    LS_TRY(put_directory(image, &at));
    if (image->mini.n)
        LS_TRY(ls_buf_add(&image->made, image->mini.at, image->mini.n));
    LS_TRY(fill_to(&image->made, next_sector(image->made.n), 0));
    image->blob.size = ((uint64_t)image->table.n + 1) << SECTOR_LOG;
    return ls_ok();
}

/* Pieces without a byte stand nowhere; the others are found by where they begin. */
static void drop_empty(struct ls_cfb_image *image)
{
    size_t kept = 0;
    for (size_t i = 0; i < image->pieces.n; i++)
        if (image->pieces.at[i].off != UINT64_MAX)
            image->pieces.at[kept++] = image->pieces.at[i];
        else
            ls_cfb_stream_close(&image->pieces.at[i].stream);
    image->pieces.n = kept;
}

static struct ls_result make(struct ls_cfb_image *image, uint32_t storage)
{
    LS_TRY(collect(image, storage));
    LS_TRY(LS_VEC_RESERVE(&image->starts, image->entries.n));
    for (size_t k = 0; k < image->entries.n; k++)
        image->starts.at[image->starts.n++] = CFB_END_OF_CHAIN;
    for (size_t k = 0; k < image->entries.n; k++)
        LS_TRY(add_stream(image, k));
    LS_TRY(build(image));
    if (!image->too_large)
        drop_empty(image);
    return ls_ok();
}

struct ls_result ls_cfb_image_new(struct ls_cfb *cfb, uint32_t storage, struct ls_cfb_image **image)
{
    struct ls_cfb_image *it = ls_calloc(1, sizeof *it);
    *image = NULL;
    if (!it)
        return ls_stop(LS_E_MEMORY);
    it->cfb = cfb;
    it->blob = (struct ls_blob){.random = true, .read = read_image};
    it->made.limit = MADE_MAX;
    it->mini.limit = MINI_MAX + MINI;
    LS_VEC_INIT(&it->entries, LS_CFB_ENTRIES_MAX);
    LS_VEC_INIT(&it->numbers, LS_CFB_ENTRIES_MAX);
    LS_VEC_INIT(&it->pieces, LS_CFB_ENTRIES_MAX);
    LS_VEC_INIT(&it->starts, LS_CFB_ENTRIES_MAX);
    LS_VEC_INIT(&it->table, SECTORS_MAX);
    LS_VEC_INIT(&it->mini_table, MINI_MAX / MINI + 1);
    struct ls_result r = make(it, storage);
    if (ls_failed(r) || it->too_large)
        ls_cfb_image_free(it);
    else
        *image = it;
    return r;
}

void ls_cfb_image_free(struct ls_cfb_image *image)
{
    if (!image)
        return;
    for (size_t i = 0; i < image->pieces.n; i++)
        ls_cfb_stream_close(&image->pieces.at[i].stream);
    LS_VEC_FINI(&image->entries);
    LS_VEC_FINI(&image->numbers);
    LS_VEC_FINI(&image->pieces);
    LS_VEC_FINI(&image->starts);
    LS_VEC_FINI(&image->table);
    LS_VEC_FINI(&image->mini_table);
    LS_VEC_FINI(&image->made);
    LS_VEC_FINI(&image->mini);
    ls_free(image);
}

struct ls_blob *ls_cfb_image_blob(struct ls_cfb_image *image)
{
    return &image->blob;
}
