/* SPDX-License-Identifier: Apache-2.0 */
/* PowerPoint presentations (ECMA-376 part 1, PresentationML). */
#include "generate/cells_package.h"

#define M LS_CELL_MARK
#define XML LS_XML_ALONE
#define NS LS_OOXML_POWERPOINT
#define CT LS_OOXML_CT "presentationml."
#define SHAPES(text)                                                                               \
    "<p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>" text                                       \
    "</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>"
#define TEXT "<a:t>%s</a:t>"
#define PRESENTATION                                                                               \
    {                                                                                              \
        "ppt/presentation.xml", CT "presentation.main+xml",                                        \
            XML "<p:presentation " NS "><p:sldMasterIdLst><p:sldMasterId id=\"9\" r:id=\"rId3\"/>" \
                "</p:sldMasterIdLst><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/>"               \
                "<p:sldId id=\"257\" r:id=\"rId2\"/></p:sldIdLst></p:presentation>"                \
    }
#define PRESENTATION_RELS                                                                          \
    {                                                                                              \
        "ppt/_rels/presentation.xml.rels", NULL,                                                   \
            LS_RELS(LS_RELATION("rId1", "slide", "slides/slide1.xml")                              \
                        LS_RELATION("rId2", "slide", "slides/slide2.xml")                          \
                            LS_RELATION("rId3", "slideMaster", "slideMasters/slideMaster1.xml"))   \
    }
#define SLIDE(n, text)                                                                             \
    {                                                                                              \
        "ppt/slides/slide" n ".xml", CT "slide+xml", XML "<p:sld " NS ">" SHAPES(text) "</p:sld>"  \
    }
#define NOTES_RELS                                                                                 \
    {                                                                                              \
        "ppt/slides/_rels/slide2.xml.rels", NULL,                                                  \
            LS_RELS(LS_RELATION("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"))           \
    }
#define NOTES(text)                                                                                \
    {                                                                                              \
        "ppt/notesSlides/notesSlide1.xml", CT "notesSlide+xml",                                    \
            XML "<p:notes " NS ">" SHAPES(text) "</p:notes>"                                       \
    }
#define MASTER(text)                                                                               \
    {                                                                                              \
        "ppt/slideMasters/slideMaster1.xml", CT "slideMaster+xml",                                 \
            XML "<p:sldMaster " NS ">" SHAPES(text) "</p:sldMaster>"                               \
    }
#define PACKAGE(slide, notes, master)                                                              \
    (const struct ls_package_part[])                                                               \
    {                                                                                              \
        LS_PACKAGE_ROOT("ppt/presentation.xml"), PRESENTATION, PRESENTATION_RELS, SLIDE("1", "x"), \
            SLIDE("2", slide), NOTES_RELS, NOTES(notes), MASTER(master), LS_PACKAGE_END            \
    }

enum { SLIDE_TEXT, NOTES_TEXT, MASTER_TEXT };

static const struct ls_package_part *const packages[] = {
    [SLIDE_TEXT] = PACKAGE("%s", "y", "z"),
    [NOTES_TEXT] = PACKAGE("x", "%s", "z"),
    [MASTER_TEXT] = PACKAGE("x", "y", "%s"),
};

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    ls_package_make(out, packages[cell->option], cell->text, true);
}

#define CELL(where_, part_, name_, slide_, option_)                                                \
    {                                                                                              \
        .format = "pptx", .where = where_, .kind = "pptx", .name = name_, .part = part_,           \
        .slide = slide_, .make = make, .text = M, .option = option_                                \
    }

const struct ls_cell ls_cells_powerpoint[] = {
    CELL("slide", LS_PART_BODY, "ppt/slides/slide2.xml", 2, SLIDE_TEXT),
    CELL("notes", LS_PART_NOTES, "ppt/notesSlides/notesSlide1.xml", 2, NOTES_TEXT),
    CELL("master", LS_PART_MASTER, "ppt/slideMasters/slideMaster1.xml", 0, MASTER_TEXT),
};
const size_t ls_cells_powerpoint_n = sizeof ls_cells_powerpoint / sizeof *ls_cells_powerpoint;
