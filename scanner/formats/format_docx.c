/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word documents, templates and their kinds with macros: WordprocessingML (ECMA-376 Part 1, 17).
 */
#include "formats/ooxml_rels.h"
#include "formats/ooxml_styles.h"
#include "formats/ooxml_text.h"

/* Styles hold for all parts, so they are read before the first. */
struct docx {
    struct ls_ooxml_styles styles;
    bool styles_read;
};

static struct ls_result read_styles(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct docx *docx = package->own;
    struct ls_ooxml_rels rels;
    size_t at = 0;
    if (docx->styles_read)
        return ls_ok();
    docx->styles_read = true;
    ls_ooxml_rels_init(&rels);
    struct ls_result r = ls_ooxml_rels_load(package, part->entry->name, &rels);
    size_t index = ls_ooxml_rels_next(&rels, "styles", &at)
                       ? rels.at.at[at].index
                       : ls_ooxml_find(package, ls_str_of("word/styles.xml"));
    ls_ooxml_rels_fini(&rels);
    LS_TRY(r);
    return ls_ooxml_styles_load(package, index, &docx->styles);
}

static struct ls_result read_story(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct docx *docx = package->own;
    struct ls_ooxml_text_options options = {.styles = &docx->styles, .word = true};
    LS_TRY(read_styles(package, part));
    return ls_ooxml_read_text(package, part, &options);
}

static const struct ls_ooxml_root roots[] = {
    {"document", LS_PART_BODY, read_story},
    {"hdr", LS_PART_HEADER, read_story},
    {"ftr", LS_PART_FOOTER, read_story},
    {"footnotes", LS_PART_FOOTNOTE, read_story},
    {"endnotes", LS_PART_ENDNOTE, read_story},
    {"comments", LS_PART_COMMENT, read_story},
    {"glossaryDocument", LS_PART_TEMPLATE, read_story},
    {"settings", LS_PART_PROPERTY, ls_ooxml_read_drawing},
    {"numbering", LS_PART_FIELD, ls_ooxml_read_drawing},
    {"styles", LS_PART_NONE, NULL},
    {"fonts", LS_PART_NONE, NULL},
    {"webSettings", LS_PART_NONE, NULL},
    {"commentsEx", LS_PART_NONE, NULL},
    {"commentsIds", LS_PART_NONE, NULL},
    {"commentsExtensible", LS_PART_NONE, NULL},
};

static const struct ls_ooxml_kind kind = {
    .roots = roots,
    .roots_n = sizeof roots / sizeof *roots,
    .main = {"word/document.xml"},
};

static struct ls_result run(struct ls_format_job *job)
{
    struct docx docx = {.styles_read = false};
    ls_ooxml_styles_init(&docx.styles);
    struct ls_result r = ls_ooxml_run(job, &kind, &docx);
    ls_ooxml_styles_fini(&docx.styles);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ooxml_bid(probe, "word/");
}

const struct ls_format ls_format_docx = {
    .name = "docx",
    .what = "Word document (Office Open XML)",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
