/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tar: old (v7), ustar and pax (POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header
 * Block"), GNU with long names and sparse files.
 *
 * Archives behind the end mark of the first are read as well: some readers do, and so would whoever
 * wants what is hidden there.
 */
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>
#include <string.h>

enum {
    BLOCK = 512,
    /* Fields of a header: offset and length in bytes. */
    NAME = 0,
    MODE = 100,
    UID = 108,
    GID = 116,
    SIZE = 124,
    MTIME = 136,
    SUM = 148,
    SUM_LEN = 8,
    TYPE = 156,
    MAGIC = 257,
};

/* Octal digits between blanks and NULs, or a number in base 256 (GNU), or nothing at all. */
static bool is_number(const uint8_t *field, size_t len)
{
    size_t i = 0;
    if (field[0] & 0x80)
        return true;
    while (i < len && field[i] == ' ')
        i++;
    while (i < len && field[i] >= '0' && field[i] <= '7')
        i++;
    while (i < len && (field[i] == ' ' || field[i] == '\0'))
        i++;
    return i == len;
}

/* The sum of all bytes of the header, its own field taken as blanks; some summed signed bytes. */
static bool is_sum_right(const uint8_t *header)
{
    uint32_t said = 0, sum = 0;
    int32_t signed_sum = 0;
    size_t digits = 0;
    for (size_t i = SUM; i < SUM + SUM_LEN; i++) {
        if (header[i] >= '0' && header[i] <= '7') {
            said = said * 8 + (header[i] - '0');
            digits++;
        } else if (digits || header[i] != ' ') {
            break;
        }
    }
    for (size_t i = 0; i < BLOCK; i++) {
        uint8_t byte = i >= SUM && i < SUM + SUM_LEN ? ' ' : header[i];
        sum += byte;
        signed_sum += (int8_t)byte;
    }
    return digits > 0 && (said == sum || (int64_t)said == signed_sum);
}

static unsigned bid(const struct ls_probe *probe)
{
    const uint8_t *h = probe->head;
    if (probe->head_len < BLOCK || h[NAME] == '\0' || !is_number(h + SUM, SUM_LEN))
        return 0;
    if (!is_number(h + MODE, 8) || !is_number(h + UID, 8) || !is_number(h + GID, 8) ||
        !is_number(h + SIZE, 12) || !is_number(h + MTIME, 12) || !is_sum_right(h))
        return 0;
    if (memcmp(h + MAGIC, "ustar", 5) == 0)
        return 64;
    /* Old ones: the type is a digit or NUL, and there is nothing behind the name of the link. */
    return h[TYPE] == '\0' || (h[TYPE] >= '0' && h[TYPE] <= '7') ? 40 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {
        .enable = archive_read_support_format_tar,
        .options = "tar:read_concatenated_archives",
        .flags = LS_ARCHIVE_IN_ORDER | LS_ARCHIVE_STORED | LS_ARCHIVE_ZEROS,
    };
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_tar = {
    .name = "tar",
    .what = "tar archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
