/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PowerPoint presentations, shows, templates and their kinds with macros: PresentationML (ECMA-376
 * Part 1, 19).
 *
 * The presentation lists its slides in order; what a slide leads to (notes, comments, charts,
 * diagrams) has its number. Masters and layouts belong to no slide.
 */
#include "formats/ooxml_rels.h"
#include "formats/ooxml_text.h"

#include "base/alloc.h"

enum { SLIDES_MAX = 64 << 10 };

/* Ids of relationships, in the order of the slides. */
struct slides {
    struct ls_buf text;
    LS_VEC(uint32_t) ends;
};

static struct ls_result on_slide(void *user, const struct ls_xml_tag *tag)
{
    struct slides *slides = user;
    bool room = slides->ends.n < slides->ends.limit;
    for (size_t i = 0; ls_str_is(tag->local, "sldId") && room && i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        /* "r:id" beside "id": the one with a prefix. */
        if (!ls_str_is(attr->local, "id") || attr->name.len == attr->local.len ||
            slides->text.limit - slides->text.n < attr->value.len)
            continue;
        LS_TRY(ls_buf_add(&slides->text, attr->value.at, attr->value.len));
        LS_VEC_PUSH(&slides->ends, (uint32_t)slides->text.n);
        break;
    }
    return ls_ok();
}

static struct ls_result queue_slides(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                     struct slides *slides)
{
    struct ls_xml_handler handler = {.start = on_slide, .user = slides};
    const char *why, *detail;
    LS_TRY(ls_ooxml_read_quietly(package, part->entry, &handler, &why, &detail));
    struct ls_ooxml_rels rels;
    ls_ooxml_rels_init(&rels);
    struct ls_result r = ls_ooxml_rels_load(package, part->entry->name, &rels);
    for (size_t i = 0; !ls_failed(r) && i < slides->ends.n; i++) {
        size_t from = i ? slides->ends.at[i - 1] : 0;
        struct ls_str id = ls_ooxml_slice(slides->text.at, from, slides->ends.at[i]);
        r = ls_ooxml_queue(package, ls_ooxml_rels_part(&rels, id),
                           (struct ls_ooxml_place){.slide = (uint32_t)i + 1});
    }
    ls_ooxml_rels_fini(&rels);
    return r;
}

static struct ls_result read_presentation(struct ls_ooxml *package,
                                          const struct ls_ooxml_part *part)
{
    struct slides slides = {.text.limit = 1 << 20};
    LS_VEC_INIT(&slides.ends, SLIDES_MAX);
    struct ls_result r = queue_slides(package, part, &slides);
    LS_VEC_FINI(&slides.text);
    LS_VEC_FINI(&slides.ends);
    LS_TRY(r);
    return ls_ooxml_read_drawing(package, part); /* names of sections */
}

/* Is a slide left out of the show (19.3.1.38, attribute show)? */
static struct ls_result on_shown(void *user, const struct ls_xml_tag *tag)
{
    bool *hidden = user;
    struct ls_str show = ls_xml_attr(tag, "show");
    *hidden = show.at && !ls_ooxml_yes(show);
    return ls_bad(LS_E_CANCELLED); /* the root is enough */
}

static struct ls_result read_slide(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct ls_ooxml_part slide = *part;
    bool hidden = false;
    struct ls_xml_handler handler = {.start = on_shown, .user = &hidden};
    const char *why, *detail;
    struct ls_result r = ls_ooxml_read_quietly(package, part->entry, &handler, &why, &detail);
    if (ls_failed(r) && r.code != LS_E_CANCELLED)
        return r;
    if (hidden || part->place.hidden)
        slide.info.part = LS_PART_HIDDEN;
    return ls_ooxml_read_drawing(package, &slide);
}

/* Its slide is whichever led there first. */
static struct ls_result read_master(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct ls_ooxml_part master = *part;
    master.info.slide = 0;
    return ls_ooxml_read_drawing(package, &master);
}

static struct ls_result read_comments(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_text_options options = {.comments = true};
    return ls_ooxml_read_text(package, part, &options);
}

static const struct ls_ooxml_root roots[] = {
    {"presentation", LS_PART_NAME, read_presentation},
    {"sld", LS_PART_BODY, read_slide},
    {"notes", LS_PART_NOTES, ls_ooxml_read_drawing},
    {"cmLst", LS_PART_COMMENT, read_comments},
    {"sldMaster", LS_PART_MASTER, read_master},
    {"sldLayout", LS_PART_MASTER, read_master},
    {"notesMaster", LS_PART_MASTER, read_master},
    {"handoutMaster", LS_PART_MASTER, read_master},
    {"presentationPr", LS_PART_NONE, NULL},
    {"viewPr", LS_PART_NONE, NULL},
    {"tblStyleLst", LS_PART_NONE, NULL},
    {"revInfo", LS_PART_NONE, NULL},
};

static const struct ls_ooxml_kind kind = {
    .roots = roots,
    .roots_n = sizeof roots / sizeof *roots,
    .main = {"ppt/presentation.xml"},
};

static struct ls_result run(struct ls_format_job *job)
{
    return ls_ooxml_run(job, &kind, NULL);
}

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ooxml_bid(probe, "ppt/");
}

const struct ls_format ls_format_pptx = {
    .name = "pptx",
    .what = "PowerPoint presentation (Office Open XML)",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
