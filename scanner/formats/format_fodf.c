/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flat OpenDocument (ODF 1.3 part 3, 3.1): text, spreadsheet, presentation or drawing in one XML
 * file, pictures and embedded documents as base64 in it.
 */
#include "formats/base64_child.h"
#include "formats/odf_text.h"
#include "formats/xml_object.h"

#include <string.h>

struct fodf {
    struct ls_format_job *job;
    struct ls_odf_text *text;
    struct ls_xml_handler inner;
    struct ls_xml *xml;
    bool begun;
};

static struct ls_result begin(struct fodf *fodf)
{
    const struct ls_part_info info = {
        .part = LS_PART_BODY,
        .encoding = ls_xml_charset(fodf->xml),
        .link_off = LS_OFF_UNKNOWN,
    };
    if (!fodf->begun)
        fodf->inner = ls_odf_text_begin(fodf->text, &info);
    fodf->begun = true;
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct fodf *fodf = user;
    LS_TRY(begin(fodf));
    return fodf->inner.start(fodf->inner.user, tag);
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct fodf *fodf = user;
    return fodf->inner.end(fodf->inner.user, tag);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct fodf *fodf = user;
    LS_TRY(begin(fodf));
    return fodf->inner.text(fodf->inner.user, text, map, base);
}

static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct fodf *fodf = user;
    LS_TRY(begin(fodf));
    return fodf->inner.comment(fodf->inner.user, text, map, base);
}

static struct ls_result on_binary(void *user, uint64_t lo, uint64_t hi)
{
    struct fodf *fodf = user;
    return ls_base64_child(fodf->job, (struct ls_str){NULL, 0}, lo, hi);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct fodf fodf = {.job = job};
    const struct ls_xml_handler handler = {on_start, on_end, on_text, on_comment, &fodf};
    struct ls_result r = ls_odf_text_new(job, &fodf.text);
    if (!ls_failed(r)) {
        ls_odf_text_on_binary(fodf.text, on_binary, &fodf);
        r = ls_xml_read_object(job, &handler, &fodf.xml);
    }
    if (!ls_failed(r) && fodf.begun)
        r = ls_odf_text_end(fodf.text);
    ls_odf_text_free(fodf.text);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    static const char space[] = "urn:oasis:names:tc:opendocument:xmlns:office:";
    static const char name[] = ":document";
    const char *end, *root = ls_xml_probe_root(probe, &end);
    if (!root)
        return 0;
    const char *space_end = memchr(root, ' ', (size_t)(end - root));
    if (!space_end || space_end - root < (ptrdiff_t)sizeof name ||
        memcmp(space_end - (sizeof name - 1), name, sizeof name - 1) != 0)
        return 0;
    return memmem(root, (size_t)(end - root), space, sizeof space - 1) ? 128 : 0;
}

const struct ls_format ls_format_fodf = {
    .name = "fodf",
    .what = "Flat OpenDocument file",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
