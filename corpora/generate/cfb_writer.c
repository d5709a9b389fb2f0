/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/cfb_writer.h"

#include "base/alloc.h"
#include "generate/must.h"

#include <string.h>

enum {
    SECTOR = 512,
    MINI = 64,
    CUTOFF = 4096,
    EACH = SECTOR / 4, /* entries of the table in a sector */
    ENTRY = 128,
    HEAD_FATS = 109, /* sectors of the table that the header names; DIFAT sectors name the others */
    BYTES_MAX = 1 << 30,
};

#define NONE UINT32_C(0xFFFFFFFF)
#define END UINT32_C(0xFFFFFFFE)
#define FAT UINT32_C(0xFFFFFFFD)
#define DIFAT UINT32_C(0xFFFFFFFC)

void ls_cfb_begin(struct ls_cfb_writer *writer)
{
    *writer = (struct ls_cfb_writer){.n = 1};
    writer->entries = ls_calloc(LS_CFB_WRITER_ENTRIES, sizeof *writer->entries);
    MUST(writer->entries);
    strcpy(writer->entries[0].name, "Root Entry");
    writer->entries[0].storage = true;
}

static uint32_t add(struct ls_cfb_writer *writer, uint32_t parent, const char *name)
{
    MUST(writer->n < LS_CFB_WRITER_ENTRIES && parent < writer->n);
    struct ls_cfb_writer_entry *entry = &writer->entries[writer->n];
    MUST(strlen(name) < sizeof entry->name);
    strcpy(entry->name, name);
    entry->parent = parent;
    entry->bytes.limit = BYTES_MAX;
    return writer->n++;
}

uint32_t ls_cfb_storage(struct ls_cfb_writer *writer, uint32_t parent, const char *name)
{
    uint32_t i = add(writer, parent, name);
    writer->entries[i].storage = true;
    return i;
}

uint32_t ls_cfb_stream(struct ls_cfb_writer *writer, uint32_t parent, const char *name,
                       const void *bytes, size_t len)
{
    uint32_t i = add(writer, parent, name);
    must(ls_buf_add(&writer->entries[i].bytes, bytes, len));
    return i;
}

/* ---- the file ------------------------------------------------------------------------------ */

struct file {
    struct ls_buf sectors; /* without the header */
    LS_VEC(uint32_t) table;
    bool scattered;
};

static void put16(struct ls_buf *out, uint32_t v)
{
    const uint8_t bytes[] = {(uint8_t)v, (uint8_t)(v >> 8)};
    must(ls_buf_add(out, bytes, sizeof bytes));
}

static void put32(struct ls_buf *out, uint32_t v)
{
    put16(out, v & 0xFFFF);
    put16(out, v >> 16);
}

static void fill(struct ls_buf *out, size_t unit, char with)
{
    while (out->n % unit)
        must(ls_buf_char(out, with));
}

static void push(struct file *file, uint32_t next)
{
    must(LS_VEC_RESERVE(&file->table, 1));
    file->table.at[file->table.n++] = next;
}

/* Bytes in sectors of their own; the first of them. */
static uint32_t put_chain(struct file *file, const struct ls_buf *bytes)
{
    static const char nothing[SECTOR];
    uint32_t first = (uint32_t)file->table.n;
    uint32_t step = file->scattered ? 2 : 1;
    if (bytes->n == 0)
        return END;
    for (size_t at = 0; at < bytes->n; at += SECTOR) {
        size_t len = bytes->n - at < SECTOR ? bytes->n - at : SECTOR;
        bool last = at + len == bytes->n;
        must(ls_buf_add(&file->sectors, bytes->at + at, len));
        fill(&file->sectors, SECTOR, 0);
        push(file, last ? END : (uint32_t)file->table.n + step);
        if (file->scattered && !last) { /* a free sector between two */
            must(ls_buf_add(&file->sectors, nothing, SECTOR));
            push(file, NONE);
        }
    }
    return first;
}

static void put_name(struct ls_buf *out, const char *name)
{
    size_t begin = out->n;
    for (const uint8_t *p = (const uint8_t *)name; *p;) {
        uint32_t c = *p++;
        unsigned more = c < 0x80 ? 0 : c < 0xE0 ? 1 : 2;
        MUST(c < 0xF0);
        c &= more ? 0x3Fu >> more : 0x7F;
        while (more--)
            c = c << 6 | (*p++ & 0x3Fu);
        put16(out, c);
    }
    size_t units = (out->n - begin) / 2;
    MUST(units <= 31);
    while (out->n < begin + 64)
        must(ls_buf_char(out, 0));
    put16(out, (uint32_t)(2 * units + 2));
}

/* Entries of one storage hang in a chain to the right. */
static uint32_t next_in(const struct ls_cfb_writer *writer, uint32_t parent, uint32_t after)
{
    for (uint32_t i = after + 1; i < writer->n; i++)
        if (writer->entries[i].parent == parent)
            return i;
    return NONE;
}

static void put_entry(struct ls_buf *out, const struct ls_cfb_writer *writer, uint32_t i,
                      uint32_t start, uint64_t size)
{
    const struct ls_cfb_writer_entry *entry = &writer->entries[i];
    put_name(out, entry->name);
    put16(out, (i == 0 ? 5u : entry->storage ? 1u : 2u) | 0x100);
    put32(out, NONE);
    put32(out, i ? next_in(writer, entry->parent, i) : NONE);
    put32(out, entry->storage ? next_in(writer, i, i) : NONE);
    must(ls_buf_add(out, entry->clsid, sizeof entry->clsid));
    for (int k = 0; k < 5; k++)
        put32(out, 0);
    put32(out, start);
    put32(out, (uint32_t)size);
    put32(out, 0);
}

struct starts {
    uint32_t directory, mini_table, mini, fat_sectors, fat, difat_sectors;
};

static void put_header(struct ls_buf *out, const struct starts *at)
{
    static const uint8_t magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    must(ls_buf_add(out, magic, sizeof magic));
    for (int k = 0; k < 4; k++)
        put32(out, 0);
    put32(out, 0x0003003E);
    put32(out, 9u << 16 | 0xFFFE);
    put32(out, 6);
    put32(out, 0);
    put32(out, 0);
    put32(out, at->fat_sectors);
    put32(out, at->directory);
    put32(out, 0);
    put32(out, CUTOFF);
    put32(out, at->mini_table);
    put32(out, at->mini_table == END ? 0 : 1);
    put32(out, at->difat_sectors ? at->fat + at->fat_sectors : END);
    put32(out, at->difat_sectors);
    for (uint32_t i = 0; i < HEAD_FATS; i++)
        put32(out, i < at->fat_sectors ? at->fat + i : NONE);
}

/* Each sector: the numbers of sectors of the table, then that of the next one. */
static void put_difat(struct file *file, const struct starts *at)
{
    uint32_t i = HEAD_FATS;
    for (uint32_t k = 0; k < at->difat_sectors; k++) {
        for (uint32_t left = EACH - 1; left > 0; left--, i++)
            put32(&file->sectors, i < at->fat_sectors ? at->fat + i : NONE);
        put32(&file->sectors, k + 1 < at->difat_sectors ? at->fat + at->fat_sectors + k + 1 : END);
    }
}

static void put_table(struct file *file, struct starts *at)
{
    uint32_t used = (uint32_t)file->table.n;
    at->fat = used;
    at->fat_sectors = 1;
    at->difat_sectors = 0;
    while (used + at->fat_sectors + at->difat_sectors > at->fat_sectors * EACH) {
        at->fat_sectors++;
        if (at->fat_sectors > HEAD_FATS)
            at->difat_sectors = (at->fat_sectors - HEAD_FATS + EACH - 2) / (EACH - 1);
    }
    for (uint32_t i = 0; i < at->fat_sectors; i++)
        push(file, FAT);
    for (uint32_t i = 0; i < at->difat_sectors; i++)
        push(file, DIFAT);
    for (size_t i = 0; i < file->table.n; i++)
        put32(&file->sectors, file->table.at[i]);
    fill(&file->sectors, SECTOR, (char)0xFF);
    put_difat(file, at);
}

/* Streams shorter than CUTOFF go into the mini stream, others into sectors; where each begins. */
static void put_streams(struct file *file, const struct ls_cfb_writer *writer, uint32_t *first,
                        struct ls_buf *mini, struct ls_buf *mini_table)
{
    for (uint32_t i = 1; i < writer->n; i++) {
        const struct ls_buf *bytes = &writer->entries[i].bytes;
        first[i] = writer->entries[i].storage ? 0 : END;
        if (writer->entries[i].storage || bytes->n == 0)
            continue;
        if (bytes->n >= CUTOFF) {
            first[i] = put_chain(file, bytes);
            continue;
        }
        first[i] = (uint32_t)(mini->n / MINI);
        must(ls_buf_add(mini, bytes->at, bytes->n));
        fill(mini, MINI, 0);
        for (uint32_t at = first[i] + 1; at < mini->n / MINI; at++)
            put32(mini_table, at);
        put32(mini_table, END);
    }
}

void ls_cfb_end(struct ls_cfb_writer *writer, struct ls_buf *out)
{
    struct file file = {.sectors.limit = BYTES_MAX, .scattered = writer->scattered};
    struct ls_buf mini = {.limit = BYTES_MAX}, mini_table = {.limit = BYTES_MAX};
    struct ls_buf directory = {.limit = BYTES_MAX};
    struct starts at;
    uint32_t *first = ls_calloc(writer->n, sizeof *first);
    MUST(first);
    LS_VEC_INIT(&file.table, BYTES_MAX / SECTOR);
    put_streams(&file, writer, first, &mini, &mini_table);
    at.mini = put_chain(&file, &mini);
    fill(&mini_table, SECTOR, (char)0xFF);
    at.mini_table = put_chain(&file, &mini_table);
    put_entry(&directory, writer, 0, at.mini, mini.n);
    for (uint32_t i = 1; i < writer->n; i++)
        put_entry(&directory, writer, i, first[i], writer->entries[i].bytes.n);
    fill(&directory, SECTOR, 0);
    at.directory = put_chain(&file, &directory);
    put_table(&file, &at);
    put_header(out, &at);
    must(ls_buf_add(out, file.sectors.at, file.sectors.n));
    for (uint32_t i = 0; i < writer->n; i++)
        LS_VEC_FINI(&writer->entries[i].bytes);
    LS_VEC_FINI(&file.sectors);
    LS_VEC_FINI(&file.table);
    LS_VEC_FINI(&mini);
    LS_VEC_FINI(&mini_table);
    LS_VEC_FINI(&directory);
    ls_free(first);
    ls_free(writer->entries);
}
