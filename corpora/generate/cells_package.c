/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/cells_package.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/zip_writer.h"

#include <string.h>

static void add_content_types(struct ls_zip_writer *zip, const struct ls_package_part *parts,
                              struct ls_buf *xml)
{
    must(ls_buf_str(xml, LS_XML_ALONE "<Types " LS_OOXML_TYPES
                                      ">" LS_OOXML_RELS_TYPE LS_OOXML_XML_TYPE));
    for (const struct ls_package_part *part = parts; part->name; part++)
        if (part->content_type)
            must(ls_buf_printf(xml, "<Override PartName=\"/%s\" ContentType=\"%s\"/>", part->name,
                               part->content_type));
    must(ls_buf_str(xml, "</Types>"));
    ls_zip_writer_add(zip, &(struct ls_zip_record){.name = "[Content_Types].xml", .method = 8},
                      xml->at, xml->n);
}

void ls_package_make(struct ls_buf *out, const struct ls_package_part *parts, const char *text,
                     bool ooxml)
{
    struct ls_zip_writer zip;
    struct ls_buf xml = {.limit = 1 << 20};
    ls_zip_writer_init(&zip);
    if (ooxml)
        add_content_types(&zip, parts, &xml);
    for (const struct ls_package_part *part = parts; part->name; part++) {
        const char *gap = strstr(part->content, "%s");
        LS_VEC_CLEAR(&xml);
        if (gap) {
            must(ls_buf_add(&xml, part->content, (size_t)(gap - part->content)));
            must(ls_buf_str(&xml, text));
            must(ls_buf_str(&xml, gap + 2));
        } else {
            must(ls_buf_str(&xml, part->content));
        }
        /* The kind of an ODF or EPUB package stands first and is not packed. */
        uint16_t method = strcmp(part->name, "mimetype") == 0 ? 0 : 8;
        ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = part->name, .method = method},
                          xml.at, xml.n);
    }
    ls_zip_writer_end(&zip, NULL);
    must(ls_buf_add(out, zip.out.at, zip.out.n));
    ls_zip_writer_fini(&zip);
    LS_VEC_FINI(&xml);
}
