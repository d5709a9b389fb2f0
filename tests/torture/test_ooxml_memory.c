/* SPDX-License-Identifier: Apache-2.0 */
/* Each allocation fails once while an Office document is read: the run stops, and leaves nothing.
 */
#include "each_allocation.h"

#include "generate/cfb_writer.h"
#include "generate/hwp_writer.h"
#include "generate/package.h"
#include "generate/ppt_writer.h"
#include "generate/props_writer.h"
#include "generate/vba_writer.h"

#include <string.h>

#define ZIP_MAX (1 << 20)
#define RELS(rels) "<Relationships>" rels "</Relationships>\n"
#define REL(id, type, target)                                                                      \
    "<Relationship Id=\"" id "\" Type=\"x/" type "\" Target=\"" target "\"/>"

/* zlib asks for its own memory, and calls a member broken when there is none. */
static void check_file(const char *format, const struct ls_buf *file)
{
    fail_each_allocation(format, file, true, "a file");
}

static void check(const char *format, const char *package)
{
    struct ls_buf zip = {.limit = ZIP_MAX};
    ls_package_zip(package, strlen(package), 8, &zip);
    check_file(format, &zip);
    LS_VEC_FINI(&zip);
}

static void test_documents(void **state)
{
    (void)state;
    check("docx",
          "=== word/document.xml\n<w:document><w:p><w:pPr><w:pStyle w:val='h'/></w:pPr><w:r>"
          "<w:t>a</w:t></w:r><w:del w:author='b'><w:r><w:delText>c</w:delText></w:r></w:del>"
          "<v:textbox><w:txbxContent><w:p><w:r><w:t>d</w:t></w:r></w:p></w:txbxContent>"
          "</v:textbox></w:p></w:document>\n"
          "=== word/styles.xml\n<w:styles><w:style w:styleId='h'><w:rPr><w:vanish/></w:rPr>"
          "</w:style></w:styles>\n"
          "=== word/_rels/document.xml.rels\n" RELS(
              REL("a", "aFChunk",
                  "b.htm")) "=== word/b.htm\n<p>e\n=== customXml/item1.xml\n<f g='h'>i</f>");
    check(
        "pptx",
        "=== ppt/presentation.xml\n<p:presentation><p:sldId r:id='a'/></p:presentation>\n"
        "=== ppt/_rels/presentation.xml.rels\n" RELS(REL(
            "a", "slide",
            "slides/s.xml")) "=== "
                             "ppt/slides/s.xml\n<p:sld><a:p><a:r><a:t>a</a:t></a:r></a:p></p:sld>\n"
                             "=== "
                             "ppt/diagrams/d.xml\n<dgm:dataModel><a:p><a:t>b</a:t></a:p></"
                             "dgm:dataModel>");
    check("xlsx", "=== xl/workbook.xml\n<workbook><sheet name='a' r:id='a'/></workbook>\n"
                  "=== xl/_rels/workbook.xml.rels\n" RELS(REL(
                      "a", "worksheet",
                      "s.xml")) "=== xl/s.xml\n<worksheet><row hidden='1'><c "
                                "t='s'><f>\"b\"</f><v>0</v></c><c><v>1"
                                "</v></c></row></worksheet>\n"
                                "=== xl/_rels/s.xml.rels\n" RELS(REL(
                                    "a", "comments",
                                    "c.xml")) "=== xl/c.xml\n<comments><author>d</author><comment "
                                              "ref='A1'><t>e</t></comment>"
                                              "</comments>\n=== "
                                              "xl/sharedStrings.xml\n<sst><si><t>f</t></si></sst>");
}

/* Presentations of 97 to 2003, also encrypted; Hangul documents; macros, properties, links. */
static void test_compound_files(void **state)
{
    (void)state;
    static const char text[] = "Attribute VB_Name = \"M\"\n", title[] = "title";
    static const char link[] =
        "\1\0\0\2\1\0\0\0\xe0\xc9\xea\x79\xf9\xba\xce\x11\x8c\x82\0\xaa\0\x4b"
        "\xa9\x0b\4\0\0\0u\0\0\0";
    struct ls_buf file = {.limit = ZIP_MAX}, set = {.limit = ZIP_MAX};
    struct ls_ppt_texts texts = {.text = "a",
                                 .outline = "b",
                                 .cell = "c",
                                 .comment = "d",
                                 .author = "e",
                                 .footer = "f",
                                 .before = "g",
                                 .notes = "h",
                                 .object = "object",
                                 .object_len = 6,
                                 .picture = "PNG!",
                                 .picture_len = 4};
    ls_ppt_make(&texts, &file);
    check_file("ppt", &file);
    texts.password = "VelvetSweatshop";
    LS_VEC_CLEAR(&file);
    ls_ppt_make(&texts, &file);
    check_file("ppt", &file);
    LS_VEC_CLEAR(&file);
    ls_hwp_make(&(struct ls_hwp_texts){.text = "a", .header = "b", .object = "c", .object_len = 1},
                &file);
    check_file("hwp", &file);
    LS_VEC_CLEAR(&file);
    struct ls_props_writer props;
    struct ls_cfb_writer w;
    ls_props_begin(&props, 936);
    ls_props_string(&props, 2, title, sizeof title - 1);
    ls_props_name(&props, 2, title, sizeof title - 1);
    ls_props_end(&props, &set);
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "\005SummaryInformation", set.at, set.n);
    ls_cfb_stream(&w, 0, "\001Ole", link, sizeof link - 1);
    ls_vba_write(&w, 0,
                 &(struct ls_vba_module){
                     .code_page = 1252, .name = "M", .text = text, .len = sizeof text - 1});
    ls_cfb_end(&w, &file);
    check_file("ole", &file);
    LS_VEC_FINI(&file);
    LS_VEC_FINI(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_compound_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
