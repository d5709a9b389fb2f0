/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/archive_writer.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/put.h"
#include "generate/zip_writer.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum { LIMIT = 1 << 20, DOS_TIME = 0x58216000 }; /* 2024-01-01, noon */

static void put(struct ls_buf *out, const void *bytes, size_t len)
{
    must(ls_buf_add(out, bytes, len));
}

static uint32_t crc_of(const void *bytes, size_t len)
{
    return (uint32_t)crc32_z(0, bytes, len);
}

/* ---- RAR 4 (technote.txt of RAR 4) --------------------------------------------------------- */

/* A header without its checksum, which is the lower half of a CRC-32. */
static void put_rar4(struct ls_buf *out, struct ls_buf *header)
{
    header->at[3] = (char)(header->n + 2);
    header->at[4] = (char)((header->n + 2) >> 8);
    put_number(out, crc_of(header->at, header->n), 2);
    put(out, header->at, header->n);
    LS_VEC_CLEAR(header);
}

static void begin_rar4(struct ls_buf *header, uint8_t type, uint16_t flags)
{
    put_number(header, type, 1);
    put_number(header, flags, 2);
    put_number(header, 0, 2); /* length */
}

void ls_write_rar4(struct ls_buf *out, const struct ls_archive_file *files, size_t n, bool sealed)
{
    enum {
        MAIN = 0x73,
        MEMBER = 0x74,
        END = 0x7B,
        HAS_DATA = 0x8000,
        ENCRYPTED = 4,
        SEALED = 0x80
    };
    struct ls_buf header = {.limit = LIMIT};
    put(out, "Rar!\x1A\x07\x00", 7);
    begin_rar4(&header, MAIN, sealed ? SEALED : 0);
    put_number(&header, 0, 6);
    put_rar4(out, &header);
    if (sealed)
        put(out, "salt of 8 and what is encrypted with it", 40);
    for (size_t i = 0; i < n && !sealed; i++) {
        begin_rar4(&header, MEMBER, (uint16_t)(HAS_DATA | (files[i].encrypted ? ENCRYPTED : 0)));
        put_number(&header, files[i].len, 4);
        put_number(&header, files[i].len, 4);
        put_number(&header, 3, 1); /* Unix */
        put_number(&header, crc_of(files[i].bytes, files[i].len), 4);
        put_number(&header, DOS_TIME, 4);
        put_number(&header, 29, 1);   /* version 2.9 */
        put_number(&header, 0x30, 1); /* stored */
        put_number(&header, strlen(files[i].name), 2);
        put_number(&header, 0100644, 4);
        put(&header, files[i].name, strlen(files[i].name));
        put_rar4(out, &header);
        put(out, files[i].bytes, files[i].len);
    }
    begin_rar4(&header, END, 0x4000);
    if (!sealed)
        put_rar4(out, &header);
    LS_VEC_FINI(&header);
}

/* ---- RAR 5 (RARLAB, "RAR 5.0 archive format") ---------------------------------------------- */

static void put_vint(struct ls_buf *out, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        must(ls_buf_char(out, (char)(number | 0x80)));
    must(ls_buf_char(out, (char)number));
}

/* A header behind its length and checksum. Lengths here take one byte. */
static void put_rar5(struct ls_buf *out, struct ls_buf *header)
{
    struct ls_buf whole = {.limit = LIMIT};
    put_vint(&whole, header->n);
    put(&whole, header->at, header->n);
    put_number(out, crc_of(whole.at, whole.n), 4);
    put(out, whole.at, whole.n);
    LS_VEC_FINI(&whole);
    LS_VEC_CLEAR(header);
}

static void put_rar5_member(struct ls_buf *out, const struct ls_archive_file *file)
{
    enum { MEMBER = 2, HAS_EXTRA = 1, HAS_DATA = 2, HAS_CRC = 4, ENCRYPTION = 1, KEYS = 32 };
    struct ls_buf header = {.limit = LIMIT};
    put_vint(&header, MEMBER);
    put_vint(&header, HAS_DATA | (file->encrypted ? HAS_EXTRA : 0));
    if (file->encrypted)
        put_vint(&header, 5 + KEYS);
    put_vint(&header, file->len);
    put_vint(&header, HAS_CRC);
    put_vint(&header, file->len);
    put_vint(&header, 0100644);
    put_number(&header, crc_of(file->bytes, file->len), 4);
    put_vint(&header, 0); /* stored */
    put_vint(&header, 1); /* Unix */
    put_vint(&header, strlen(file->name));
    put(&header, file->name, strlen(file->name));
    if (file->encrypted) {
        put_vint(&header, 4 + KEYS);
        put_vint(&header, ENCRYPTION);
        put(&header, "\x00\x00\x0F", 3);
        put(&header, "salt of 16 bytes vector of 16 by", KEYS);
    }
    put_rar5(out, &header);
    put(out, file->bytes, file->len);
    LS_VEC_FINI(&header);
}

void ls_write_rar5(struct ls_buf *out, const struct ls_archive_file *files, size_t n, bool sealed)
{
    struct ls_buf header = {.limit = LIMIT};
    put(out, "Rar!\x1A\x07\x01\x00", 8);
    if (sealed) {
        put(&header,
            "\x04\x00\x00\x00\x0F"
            "salt of 16 bytes",
            21);
        put_rar5(out, &header);
        put(out, "what follows is encrypted, of course", 36);
    } else {
        put(&header, "\x01\x00\x00", 3);
        put_rar5(out, &header);
    }
    for (size_t i = 0; i < n && !sealed; i++)
        put_rar5_member(out, &files[i]);
    put(&header, "\x05\x04\x00", 3);
    if (!sealed)
        put_rar5(out, &header);
    LS_VEC_FINI(&header);
}

/* ---- cabinets ([MS-CAB] 2) ----------------------------------------------------------------- */

void ls_write_cab(struct ls_buf *out, const struct ls_archive_file *files, size_t n, bool packed)
{
    enum { HEADER = 36, FOLDER = 8, UTF8 = 0x80, MSZIP = 1 };
    struct ls_buf list = {.limit = LIMIT}, data = {.limit = LIMIT}, block = {.limit = LIMIT};
    for (size_t i = 0; i < n; i++) {
        put_number(&list, files[i].len, 4);
        put_number(&list, data.n, 4);
        put_number(&list, 0, 2);
        put_number(&list, DOS_TIME >> 16, 2);
        put_number(&list, DOS_TIME & 0xFFFF, 2);
        put_number(&list, 0x20 | UTF8, 2);
        put(&list, files[i].name, strlen(files[i].name) + 1);
        put(&data, files[i].bytes, files[i].len);
    }
    if (packed) {
        put(&block, "CK", 2);
        ls_deflate(&block, data.at, data.n);
    } else {
        put(&block, data.at, data.n);
    }
    size_t data_off = HEADER + FOLDER + list.n;
    put(out, "MSCF\0\0\0\0", 8);
    put_number(out, data_off + 8 + block.n, 8);
    put_number(out, HEADER + FOLDER, 8);
    put(out, "\x03\x01\x01\x00", 4); /* version 1.3, one folder */
    put_number(out, n, 2);
    put_number(out, 0, 6);
    put_number(out, data_off, 4);
    put_number(out, 1, 2);
    put_number(out, packed ? MSZIP : 0, 2);
    put(out, list.at, list.n);
    put_number(out, 0, 4); /* no checksum */
    put_number(out, block.n, 2);
    put_number(out, data.n, 2);
    put(out, block.at, block.n);
    LS_VEC_FINI(&list);
    LS_VEC_FINI(&data);
    LS_VEC_FINI(&block);
}

/* ---- LHA ("LHA header specification" of LHa for UNIX) -------------------------------------- */

/* CRC-16 with the polynomial x^16 + x^15 + x^2 + 1, bits reversed. */
static uint16_t crc16(const uint8_t *bytes, size_t len)
{
    uint32_t crc = 0;
    for (size_t i = 0; i < len; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xA001 : 0);
    }
    return (uint16_t)crc;
}

/* Most significant bit first. */
struct bits {
    struct ls_buf *out;
    unsigned byte, n;
};

static void put_bits(struct bits *bits, unsigned number, unsigned n)
{
    while (n-- > 0) {
        bits->byte = bits->byte << 1 | (number >> n & 1);
        if (++bits->n % 8 == 0)
            put_number(bits->out, bits->byte & 0xFF, 1);
    }
}

/*
 * lh5 in its simplest form: one block, in which each byte is its own code of eight bits. The table
 * of the lengths of lengths has one entry, of no bits, for all 256 lengths: the number 8 and 2.
 */
static void put_lh5(struct ls_buf *out, const uint8_t *bytes, size_t len)
{
    struct bits bits = {.out = out};
    put_bits(&bits, (unsigned)len, 16);
    put_bits(&bits, 0, 5);
    put_bits(&bits, 8 + 2, 5);
    put_bits(&bits, 256, 9);
    put_bits(&bits, 0, 4 + 4);
    for (size_t i = 0; i < len; i++)
        put_bits(&bits, bytes[i], 8);
    put_bits(&bits, 0, 7);
}

/* The checksum of the header, in an extended header of its own, is of the bytes with 0 there. */
static void put_lha_level2(struct ls_buf *out, const struct ls_archive_file *file,
                           const char *method, size_t packed)
{
    struct ls_buf header = {.limit = LIMIT};
    size_t name = strlen(file->name);
    put_number(&header, 34 + name, 2);
    put(&header, method, 5);
    put_number(&header, packed, 4);
    put_number(&header, file->len, 4);
    put_number(&header, 1704110400, 4);
    put(&header, "\x20\x02", 2);
    put_number(&header, crc16(file->bytes, file->len), 2);
    put(&header, "U\x05\x00\x00", 4);
    size_t sum_at = header.n;
    put_number(&header, 0, 2);
    put_number(&header, 3 + name, 2);
    put_number(&header, 1, 1);
    put(&header, file->name, name);
    put_number(&header, 0, 2);
    uint16_t sum = crc16((const uint8_t *)header.at, header.n);
    header.at[sum_at] = (char)sum;
    header.at[sum_at + 1] = (char)(sum >> 8);
    put(out, header.at, header.n);
    LS_VEC_FINI(&header);
}

static void put_lha_level01(struct ls_buf *out, const struct ls_archive_file *file, int level,
                            const char *method, size_t packed)
{
    struct ls_buf header = {.limit = LIMIT};
    uint8_t sum = 0;
    put(&header, method, 5);
    put_number(&header, packed, 4);
    put_number(&header, file->len, 4);
    put_number(&header, DOS_TIME, 4);
    put_number(&header, 0x20, 1);
    put_number(&header, (uint64_t)level, 1);
    put_number(&header, strlen(file->name), 1);
    put(&header, file->name, strlen(file->name));
    put_number(&header, crc16(file->bytes, file->len), 2);
    if (level == 1)
        put(&header, "U\0\0", 3);
    for (size_t i = 0; i < header.n; i++)
        sum = (uint8_t)(sum + (uint8_t)header.at[i]);
    put_number(out, header.n, 1);
    put_number(out, sum, 1);
    put(out, header.at, header.n);
    LS_VEC_FINI(&header);
}

void ls_write_lha(struct ls_buf *out, const struct ls_archive_file *files, size_t n, int level,
                  bool packed)
{
    const char *method = packed ? "-lh5-" : "-lh0-";
    for (size_t i = 0; i < n; i++) {
        struct ls_buf data = {.limit = LIMIT};
        if (packed)
            put_lh5(&data, files[i].bytes, files[i].len);
        else
            put(&data, files[i].bytes, files[i].len);
        if (level == 2)
            put_lha_level2(out, &files[i], method, data.n);
        else
            put_lha_level01(out, &files[i], level, method, data.n);
        put(out, data.at, data.n);
        LS_VEC_FINI(&data);
    }
    put_number(out, 0, 1);
}
