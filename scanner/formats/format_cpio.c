/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cpio: new ASCII with and without checksum (SVR4), old ASCII (POSIX.1-2017, pax, "cpio
 * Interchange Format"), and the binary of old Unix in both byte orders.
 */
#include "base/cursor.h"
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>
#include <string.h>

enum {
    NEW_LEN = 110, /* magic of 6 and 13 fields of 8 hexadecimal digits */
    OLD_LEN = 76,  /* magic of 6 and 70 octal digits */
    BINARY_LEN = 26,
    BINARY_MAGIC = 0x71C7, /* octal 070707 */
    NAME_MAX_LEN = 4096,
};

static bool are_digits(const uint8_t *at, size_t len, unsigned base)
{
    for (size_t i = 0; i < len; i++) {
        uint8_t lower = at[i] | 0x20;
        bool hexadecimal = base == 16 && lower >= 'a' && lower <= 'f';
        if (!hexadecimal && !(at[i] >= '0' && at[i] <= (base == 8 ? '7' : '9')))
            return false;
    }
    return true;
}

/* Sixteen-bit words: magic, device, inode, mode, …, length of the name with its NUL at 20. */
static bool is_binary(const struct ls_probe *probe)
{
    const uint8_t *h = probe->head;
    bool little = h[0] == (BINARY_MAGIC & 0xFF) && h[1] == BINARY_MAGIC >> 8;
    bool big = h[1] == (BINARY_MAGIC & 0xFF) && h[0] == BINARY_MAGIC >> 8;
    if (!little && !big)
        return false;
    struct ls_cursor header;
    ls_cursor_init(&header, h, BINARY_LEN);
    ls_cursor_bytes(&header, 6);
    uint16_t mode = little ? ls_cursor_u16le(&header) : ls_cursor_u16be(&header);
    ls_cursor_bytes(&header, 12);
    size_t name = little ? ls_cursor_u16le(&header) : ls_cursor_u16be(&header);
    uint16_t type = mode >> 12;
    if (type != 1 && type != 2 && type != 4 && type != 6 && type != 8 && type != 9 && type != 10 &&
        type != 12)
        return false;
    return name >= 2 && name <= NAME_MAX_LEN && probe->head_len - BINARY_LEN >= name &&
           h[BINARY_LEN + name - 1] == '\0' && h[BINARY_LEN + name - 2] != '\0';
}

static unsigned bid(const struct ls_probe *probe)
{
    const uint8_t *h = probe->head;
    if (probe->head_len >= NEW_LEN && (memcmp(h, "070701", 6) == 0 || memcmp(h, "070702", 6) == 0))
        return are_digits(h + 6, NEW_LEN - 6, 16) ? 64 : 0;
    if (probe->head_len >= OLD_LEN && memcmp(h, "070707", 6) == 0)
        return are_digits(h + 6, OLD_LEN - 6, 8) ? 64 : 0;
    return probe->head_len > BINARY_LEN && is_binary(probe) ? 32 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {
        .enable = archive_read_support_format_cpio,
        .flags = LS_ARCHIVE_IN_ORDER | LS_ARCHIVE_STORED | LS_ARCHIVE_TAIL,
    };
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_cpio = {
    .name = "cpio",
    .what = "cpio archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
