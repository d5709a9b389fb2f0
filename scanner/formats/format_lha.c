/* SPDX-License-Identifier: Apache-2.0 */
/* LHA and LZH ("LHA header specification", levels 0 to 3): methods lh0 and lh5 to lh7, lzs, lz5. */
#include "base/cursor.h"
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

enum { SHORTEST = 22, METHOD = 2, LEVEL = 20 };

/* Levels 0 and 1: byte 0 is the length of the header behind byte 1, byte 1 the sum of it. */
static bool is_sum_right(const struct ls_probe *probe)
{
    size_t len = probe->head[0];
    uint8_t sum = 0;
    if (len < SHORTEST - 2 || probe->head_len - 2 < len)
        return false;
    for (size_t i = 2; i < 2 + len; i++)
        sum = (uint8_t)(sum + probe->head[i]);
    return sum == probe->head[1];
}

static unsigned bid(const struct ls_probe *probe)
{
    const uint8_t *h = probe->head;
    if (probe->head_len < SHORTEST || h[METHOD] != '-' || h[METHOD + 1] != 'l' ||
        h[METHOD + 4] != '-')
        return 0;
    uint8_t family = h[METHOD + 2], number = h[METHOD + 3];
    if ((family != 'h' && family != 'z') ||
        !((number >= '0' && number <= '9') || number == 'd' || number == 's'))
        return 0;
    if (h[LEVEL] <= 1)
        return is_sum_right(probe) ? 48 : 0;
    return h[LEVEL] <= 3 ? 48 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {
        .enable = archive_read_support_format_lha,
        .flags = LS_ARCHIVE_IN_ORDER | LS_ARCHIVE_TAIL,
    };
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_lha = {
    .name = "lha",
    .what = "LHA archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
