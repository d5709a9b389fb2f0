/* SPDX-License-Identifier: Apache-2.0 */
/* PowerPoint presentations: slides in their order, and what belongs to them. */
#include "parts.h"

#define TYPES                                                                                      \
    {                                                                                              \
        "[Content_Types].xml", "<Types/>"                                                          \
    }
#define REL(id, type, target)                                                                      \
    "<Relationship Id=\"" id "\" Type=\"x/" type "\" Target=\"" target "\"/>"
#define RELS(name, rels)                                                                           \
    {                                                                                              \
        name, "<Relationships>" rels "</Relationships>"                                            \
    }
#define ROOT_RELS RELS("_rels/.rels", REL("r1", "officeDocument", "ppt/presentation.xml"))
#define T(text) "<a:p><a:r><a:t>" text "</a:t></a:r></a:p>"
#define SLIDE(more, text) "<p:sld " more "><p:cSld><p:txBody>" text "</p:txBody></p:cSld></p:sld>"

static void test_slides(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        ROOT_RELS,
        {"ppt/presentation.xml",
         "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"r9\"/><p:sldId id=\"257\" "
         "r:id=\"r8\"/></p:sldIdLst><p14:section name=\"节\"/>"
         "<p:custShowLst><p:custShow name=\"放映\"/></p:custShowLst></p:presentation>"},
        RELS("ppt/_rels/presentation.xml.rels",
             REL("r8", "slide", "slides/slide1.xml") REL("r9", "slide", "slides/slide2.xml")
                 REL("r7", "slideMaster", "slideMasters/slideMaster1.xml")),
        {"ppt/slides/slide1.xml", SLIDE("show=\"0\"", T("藏"))},
        {"ppt/slides/slide2.xml",
         "<p:sld><p:cSld "
         "name=\"名\"><p:sp><p:txBody><a:p><a:r><a:t>机</a:t></a:r><a:r><a:t>密</a:t>"
         "</a:r><a:br/><a:fld><a:t>2</a:t></a:fld></a:p></p:txBody></"
         "p:sp><a:tbl><a:tr><a:tc>" T("姓名") "</a:tc><a:tc>" T(
             "职务") "</a:tc></a:tr></a:tbl>"
                     "<p:sp><p:nvSpPr><p:cNvPr hidden=\"1\" "
                     "descr=\"说\"/></p:nvSpPr><p:txBody>" T(
                         "隐") "</p:txBody></p:sp><p:sp><p:txBody>" T("现") "</p:txBody></"
                                                                            "p:sp></p:cSld></"
                                                                            "p:sld>"},
        RELS("ppt/slides/_rels/slide2.xml.rels",
             REL("r1", "notesSlide", "../notesSlides/notesSlide1.xml")
                 REL("r2", "comments", "../comments/comment1.xml")
                     REL("r3", "chart", "../charts/chart1.xml")
                         REL("r4", "slideLayout", "../slideLayouts/slideLayout1.xml")),
        {"ppt/notesSlides/notesSlide1.xml", "<p:notes>" T("注") "</p:notes>"},
        {"ppt/comments/comment1.xml", "<p:cmLst><p:cm><p:text>批</p:text></p:cm></p:cmLst>"},
        {"ppt/comments/modernComment1.xml",
         "<p188:cmLst><p188:cm><p188:txBody>" T("新批") "</p188:txBody></p188:cm></p188:cmLst>"},
        {"ppt/authors.xml", "<p188:authorLst><p188:author name=\"甲\"/></p188:authorLst>"},
        {"ppt/tags/tag1.xml", "<p:tagLst><p:tag name=\"K\" val=\"V\"/></p:tagLst>"},
        {"ppt/charts/chart1.xml", "<c:chartSpace>" T("图") "</c:chartSpace>"},
        {"ppt/slideLayouts/slideLayout1.xml", "<p:sldLayout>" T("式") "</p:sldLayout>"},
        {"ppt/slideMasters/slideMaster1.xml", "<p:sldMaster>" T("母") "</p:sldMaster>"},
        {"ppt/slides/slide3.xml", SLIDE("", T("孤"))},
        {"ppt/media/image1.png", "PNG"},
        {0},
    };
    assert_reads(parts, "part name \"ppt/presentation.xml\"\ntext \"节\\n放映\"\n"
                        "part body \"ppt/slides/slide2.xml\" slide 1\n"
                        "text \"机密\\n2\\n姓名|职务\\r现\"\n"
                        "part hidden \"ppt/slides/slide2.xml\" slide 1\ntext \"隐\"\n"
                        "part alt-text \"ppt/slides/slide2.xml\" slide 1\ntext \"说\"\n"
                        "part name \"ppt/slides/slide2.xml\" slide 1\ntext \"名\"\n"
                        "part hidden \"ppt/slides/slide1.xml\" slide 2\ntext \"藏\"\n"
                        "part master \"ppt/slideMasters/slideMaster1.xml\"\ntext \"母\"\n"
                        "part notes \"ppt/notesSlides/notesSlide1.xml\" slide 1\ntext \"注\"\n"
                        "part comment \"ppt/comments/comment1.xml\" slide 1\ntext \"批\"\n"
                        "part chart \"ppt/charts/chart1.xml\" slide 1\ntext \"图\"\n"
                        "part master \"ppt/slideLayouts/slideLayout1.xml\"\ntext \"式\"\n"
                        "part comment \"ppt/comments/modernComment1.xml\"\ntext \"新批\"\n"
                        "part property \"ppt/authors.xml\"\ntext \"甲\"\n"
                        "part property \"ppt/tags/tag1.xml\"\ntext \"K|V\"\n"
                        "part hidden \"ppt/slides/slide3.xml\"\ntext \"孤\"\n"
                        "child \"ppt/media/image1.png\" 3 bytes \"PNG\"\nend\n");
}

static void test_legacy_drawing(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        ROOT_RELS,
        {"ppt/presentation.xml", "<p:presentation/>"},
        {"ppt/drawings/vmlDrawing1.vml", "<xml><v:shape><v:textbox><div>机<b>密</b></div><div>二</"
                                         "div></v:textbox></v:shape></xml>"},
        {0},
    };
    assert_reads(parts,
                 "part text-box \"ppt/drawings/vmlDrawing1.vml\"\ntext \"机密\\n二\"\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slides),
        cmocka_unit_test(test_legacy_drawing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
