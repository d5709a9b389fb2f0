/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Self-extracting archives: a Windows program (Microsoft, "PE Format") with a RAR, 7z or cabinet
 * file behind its last section, or with a cabinet among its resources. (With a ZIP archive in it,
 * format_zip.c knows better.) Programs without one are nothing to take apart.
 *
 *   MZ … PE [headers] [sections … .rsrc …] | ;!@Install@!UTF-8! …  7z … | signature
 */
#include "base/cursor.h"
#include "formats/carve.h"
#include "formats/format.h"

#include <string.h>

enum {
    SECTIONS_MAX = 96,    /* as the loader has it */
    BEHIND_MAX = 1 << 20, /* bytes behind the sections that an archive may begin in */
};

struct layout {
    struct ls_carve_range resources; /* of the section .rsrc; empty when there is none */
    uint64_t end;                    /* of the last section */
};

static bool read_layout(const struct ls_probe *probe, struct layout *layout)
{
    enum { LFANEW = 0x3C, SECTION = 40 };
    struct ls_cursor c;
    *layout = (struct layout){.end = 0};
    if (!ls_probe_is(probe, 0, "MZ", 2))
        return false;
    ls_cursor_init(&c, probe->head, probe->head_len);
    ls_cursor_bytes(&c, LFANEW);
    uint32_t pe = ls_cursor_u32le(&c);
    if (c.failed || !ls_probe_is(probe, pe, "PE\0\0", 4))
        return false;
    ls_cursor_init(&c, probe->head + pe + 4, probe->head_len - pe - 4);
    ls_cursor_bytes(&c, 2);
    unsigned sections = ls_cursor_u16le(&c);
    ls_cursor_bytes(&c, 12);
    size_t optional = ls_cursor_u16le(&c);
    ls_cursor_bytes(&c, 2 + optional);
    for (unsigned i = 0; i < sections && i < SECTIONS_MAX && !c.failed; i++) {
        const uint8_t *section = ls_cursor_bytes(&c, 16);
        uint64_t size = ls_cursor_u32le(&c), off = ls_cursor_u32le(&c);
        ls_cursor_bytes(&c, SECTION - 24);
        if (c.failed || size == 0)
            continue;
        if (off + size > layout->end)
            layout->end = off + size;
        if (memcmp(section, ".rsrc\0\0", 8) == 0)
            layout->resources = (struct ls_carve_range){off, off + size};
    }
    return !c.failed && layout->end > 0;
}

static unsigned bid(const struct ls_probe *probe)
{
    enum { MZ_AND_PE = 16, RESOURCES_MIN = 4096 };
    struct layout layout;
    if (!read_layout(probe, &layout))
        return 0;
    bool resources = layout.resources.hi - layout.resources.lo > RESOURCES_MIN;
    return resources || probe->size > layout.end ? MZ_AND_PE : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    struct layout layout;
    unsigned found;
    if (!read_layout(job->probe, &layout))
        return ls_bad(LS_E_MALFORMED);
    struct ls_carve_range ranges[] = {layout.resources, {layout.end, layout.end + BEHIND_MAX}};
    return ls_carve(job, ranges, 2, 0, &found);
}

const struct ls_format ls_format_exe = {
    .name = "exe",
    .what = "self-extracting archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
