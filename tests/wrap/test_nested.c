/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people really send: an old Word document as an object in a new one, which is attached to a
 * message of Outlook, which is in a ZIP archive. The mark in it is found once, with all that leads
 * there.
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "generate/cells.h"
#include "generate/doc_writer.h"
#include "generate/must.h"
#include "generate/office_xml.h"
#include "generate/outlook.h"
#include "generate/wrap.h"
#include "generate/zip_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define OBJECT "word/embeddings/report.doc"

enum { BYTES_MAX = 1 << 20 };

struct told {
    int hits, gaps;
    char chain[256], part[32];
};

static const struct {
    const char *name, *content;
} parts[] = {
    {"[Content_Types].xml",
     LS_XML_ALONE "<Types " LS_OOXML_TYPES ">" LS_OOXML_RELS_TYPE LS_OOXML_XML_TYPE
                  "<Default Extension=\"doc\" ContentType=\"application/msword\"/>"
                  "<Override PartName=\"/word/document.xml\" ContentType=\"" LS_OOXML_CT
                  "wordprocessingml.document.main+xml\"/></Types>"},
    {"_rels/.rels", LS_RELS(LS_RELATION("a", "officeDocument", "word/document.xml"))},
    {"word/document.xml",
     LS_XML_ALONE "<w:document " LS_OOXML_WORD ">"
                  "<w:body><w:p><w:r><w:t>abc</w:t></w:r></w:p></w:body></w:document>"},
    {"word/_rels/document.xml.rels",
     LS_RELS(LS_RELATION("b", "oleObject", "embeddings/report.doc"))},
};

static void make_doc(struct ls_buf *out)
{
    static const struct ls_doc_run runs[] = {{LS_DOC_BODY, LS_CELL_MARK "\r", 0}};
    struct ls_doc_spec spec = {.runs = runs, .runs_n = 1};
    ls_doc_write(&spec, out);
}

static void make_docx(const struct ls_buf *doc, struct ls_buf *out)
{
    struct ls_zip_writer zip;
    ls_zip_writer_init(&zip);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = parts[i].name, .method = 8},
                          parts[i].content, strlen(parts[i].content));
    ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = OBJECT, .method = 8}, doc->at, doc->n);
    ls_zip_writer_end(&zip, NULL);
    must(ls_buf_add(out, zip.out.at, zip.out.n));
    ls_zip_writer_fini(&zip);
}

static void make_msg(const struct ls_buf *docx, struct ls_buf *out)
{
    struct ls_cfb_writer w;
    ls_msg_begin(&w, NULL);
    ls_msg_numbers(&w, 0, 0);
    ls_msg_text(&w, 0, 0x0037, "the report");
    ls_msg_text(&w, 0, 0x1000, "see the attachment");
    uint32_t at = ls_msg_attachment(&w, 0, 0);
    ls_msg_text(&w, at, 0x3707, "report.docx");
    ls_msg_bytes(&w, at, 0x37010102, docx->at, docx->n);
    ls_cfb_end(&w, out);
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    struct told *told = user;
    size_t n = 0;
    told->hits++;
    snprintf(told->part, sizeof told->part, "%s", hit->place.part);
    for (size_t i = 0; i < hit->chain_n && n < sizeof told->chain; i++)
        n += (size_t)snprintf(told->chain + n, sizeof told->chain - n, "%s%s:%.*s", i ? " " : "",
                              hit->chain[i].kind, (int)hit->chain[i].name.len,
                              hit->chain[i].name.len ? hit->chain[i].name.at : "");
    return 0;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    (void)gap;
    told->gaps++;
    return 0;
}

static void a_document_in_a_document_in_a_message_in_an_archive(void **state)
{
    struct ls_buf doc = {.limit = BYTES_MAX}, docx = {.limit = BYTES_MAX};
    struct ls_buf msg = {.limit = BYTES_MAX}, zip = {.limit = BYTES_MAX};
    struct leakscan_rules *rules;
    struct leakscan_scanner *scanner;
    struct told told = {0};
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = &told};
    (void)state;
    make_doc(&doc);
    make_docx(&doc, &docx);
    make_msg(&docx, &msg);
    ls_wrap_bytes(LS_WRAP_ZIP, "mail.msg", msg.at, msg.n, &zip);
    assert_int_equal(leakscan_rules_open(NULL, &rules, NULL), LEAKSCAN_OK);
    assert_int_equal(leakscan_scanner_new(rules, NULL, &scanner), LEAKSCAN_OK);
    assert_int_equal(leakscan_scan_memory(scanner, zip.at, zip.n, &callbacks, NULL), LEAKSCAN_OK);
    assert_int_equal(told.hits, 1);
    assert_int_equal(told.gaps, 0);
    assert_string_equal(told.part, "body");
    assert_string_equal(told.chain, "zip:mail.msg msg:report.docx docx:" OBJECT);
    leakscan_scanner_free(scanner);
    leakscan_rules_close(rules);
    LS_VEC_FINI(&doc);
    LS_VEC_FINI(&docx);
    LS_VEC_FINI(&msg);
    LS_VEC_FINI(&zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_in_a_document_in_a_message_in_an_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
