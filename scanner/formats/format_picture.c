/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures with a RAR, 7z or cabinet file put behind them, which viewers pass over and unpackers
 * find ("copy /b a.jpg + b.rar c.jpg"). With a ZIP archive there format_zip.c knows better. Only a
 * picture that does not end as pictures do is looked through; when there is no archive in it, there
 * is nothing to take apart and nothing to tell.
 */
#include "formats/carve.h"
#include "formats/format.h"

#include <string.h>

enum { PADDING_MAX = 4096 }; /* zeros behind the end that belong to nobody */

static const struct {
    const char *magic;
    size_t magic_len;
    const char *end; /* of a whole one */
    size_t end_len;
} kinds[] = {
    {"\xFF\xD8\xFF", 3, "\xFF\xD9", 2},                  /* JPEG (ITU-T T.81, B.1.1.3) */
    {"\x89PNG\r\n\x1A\n", 8, "IEND\xAE\x42\x60\x82", 8}, /* PNG (W3C, 11.2.5) */
    {"GIF87a", 6, "\x3B", 1},                            /* GIF (89a specification, 27) */
    {"GIF89a", 6, "\x3B", 1},
};

static bool ends_with(const struct ls_probe *probe, const char *end, size_t len)
{
    size_t n = probe->tail_len, least = n > PADDING_MAX ? n - PADDING_MAX : 0;
    for (;; n--) {
        if (n >= len && memcmp(probe->tail + n - len, end, len) == 0)
            return true;
        if (n <= least || probe->tail[n - 1] != 0)
            return false;
    }
}

static unsigned bid(const struct ls_probe *probe)
{
    enum { SOMETHING_BEHIND = 16 };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (ls_probe_is(probe, 0, kinds[i].magic, kinds[i].magic_len))
            return ends_with(probe, kinds[i].end, kinds[i].end_len) ? 0 : SOMETHING_BEHIND;
    return 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    struct ls_carve_range all = {0, UINT64_MAX};
    unsigned found;
    return ls_carve(job, &all, 1, 0, &found);
}

const struct ls_format ls_format_picture = {
    .name = "picture",
    .what = "picture with an archive behind it",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
