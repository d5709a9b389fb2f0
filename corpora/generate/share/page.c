/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PDF as word processors export it: packed pages, text in pieces that a cross-reference table of
 * characters (ToUnicode) explains, and pictures. And RTF.
 */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "generate/must.h"
#include "generate/pdf_writer.h"
#include "generate/share/zipped.h"

#include <string.h>

enum {
    COLUMNS = 38, /* characters of a line */
    LINES = 40,   /* of a page */
    TOP = 780,
    LEADING = 18,
    PAGES_MAX = LS_PDF_WRITER_OBJECTS / 2 - 16,
    CATALOG = 1,
    PAGES,
    FONT,
    DESCENDANT,
    TO_UNICODE,
    PICTURE,
    FIRST_PAGE, /* and its content behind it, and so on */
};

struct pages {
    struct ls_pdf_writer w;
    struct ls_buf content, packed;
    unsigned n, lines;
    bool picture;
};

static void packed_stream(struct pages *pages, unsigned number, const char *entries,
                          const struct ls_buf *bytes)
{
    char more[160];
    snprintf(more, sizeof more, "/Filter /FlateDecode %s", entries);
    LS_VEC_CLEAR(&pages->packed);
    ls_zipped_deflate(true, bytes->at, bytes->n, &pages->packed);
    ls_pdf_writer_stream(&pages->w, number, more, pages->packed.at, pages->packed.n);
}

static void end_page(struct pages *pages)
{
    char body[256];
    unsigned page = FIRST_PAGE + 2 * pages->n++;
    if (pages->picture)
        must(ls_buf_str(&pages->content, "q 400 0 0 300 72 72 cm /Im1 Do Q\n"));
    snprintf(body, sizeof body,
             "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %u 0 R /Resources "
             "<< /Font << /F1 %d 0 R >>%s >> >>",
             PAGES, page + 1, FONT, pages->picture ? " /XObject << /Im1 6 0 R >>" : "");
    ls_pdf_writer_object(&pages->w, page, body);
    packed_stream(pages, page + 1, "", &pages->content);
    LS_VEC_CLEAR(&pages->content);
    pages->lines = 0;
}

/* A line of the page: pieces of hexadecimal codes, moved a little. */
static void put_line(struct ls_share *share, struct pages *pages, const char **at, const char *end)
{
    must(ls_buf_printf(&pages->content, "BT /F1 12 Tf 1 0 0 1 72 %u Tm [<",
                       TOP - LEADING * pages->lines++));
    for (int i = 0; i < COLUMNS && *at < end; i++) {
        uint32_t cp;
        *at += ls_share_char(*at, (size_t)(end - *at), &cp);
        if (i > 0 && ls_share_below(share, 10) == 0)
            must(ls_buf_printf(&pages->content, ">-%u<", 1 + ls_share_below(share, 20)));
        must(ls_buf_printf(&pages->content, "%04X", (unsigned)(cp & 0xFFFF)));
    }
    must(ls_buf_str(&pages->content, ">] TJ ET\n"));
    if (pages->lines == LINES)
        end_page(pages);
}

/* Codes are characters of Unicode; a table of ranges says so. */
static void put_font(struct pages *pages)
{
    struct ls_buf map = {.limit = 1 << 20};
    must(ls_buf_str(&map, "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                          "/CMapName /U def /CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\n"
                          "endcodespacerange\n"));
    for (unsigned high = 0; high < 256; high++) {
        if (high % 64 == 0)
            must(ls_buf_str(&map, high ? "endbfrange\n64 beginbfrange\n" : "64 beginbfrange\n"));
        must(ls_buf_printf(&map, "<%02X00> <%02XFF> <%02X00>\n", high, high, high));
    }
    must(ls_buf_str(&map, "endbfrange\nendcmap end end\n"));
    packed_stream(pages, TO_UNICODE, "", &map);
    LS_VEC_FINI(&map);
    ls_pdf_writer_object(&pages->w, FONT,
                         "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Song /Encoding "
                         "/Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>");
    ls_pdf_writer_object(
        &pages->w, DESCENDANT,
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Song /CIDSystemInfo << /Registry "
        "(Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /CIDToGIDMap /Identity "
        "/FontDescriptor << /Type /FontDescriptor /FontName /ABCDEF+Song /Flags 4 /FontBBox "
        "[0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> "
        ">>");
}

static void put_list(struct pages *pages)
{
    struct ls_buf list = {.limit = 1 << 20};
    must(ls_buf_str(&list, "<< /Type /Pages /Kids ["));
    for (unsigned i = 0; i < pages->n; i++)
        must(ls_buf_printf(&list, "%u 0 R ", FIRST_PAGE + 2 * i));
    must(ls_buf_printf(&list, "] /Count %u >>", pages->n));
    must(ls_buf_char(&list, '\0'));
    ls_pdf_writer_object(&pages->w, PAGES, list.at);
    LS_VEC_FINI(&list);
}

void ls_share_pdf(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX};
    static struct pages pages;
    const char *line;
    size_t len;
    pages = (struct pages){.content.limit = LS_SHARE_BYTES_MAX,
                           .packed.limit = LS_SHARE_BYTES_MAX,
                           .picture = brief->pictures > 0};
    ls_share_prose(share, brief, &text);
    ls_pdf_writer_begin(&pages.w, out);
    ls_pdf_writer_object(&pages.w, CATALOG, "<< /Type /Catalog /Pages 2 0 R >>");
    put_font(&pages);
    for (const char *at = text.at; pages.n < PAGES_MAX && ls_share_line(&at, &line, &len);)
        for (const char *c = line; pages.n < PAGES_MAX && c < line + len;)
            put_line(share, &pages, &c, line + len);
    if (pages.lines > 0)
        end_page(&pages);
    if (pages.picture) {
        LS_VEC_CLEAR(&pages.content);
        ls_share_picture(share, brief->pictures, &pages.content);
        ls_pdf_writer_stream(&pages.w, PICTURE,
                             "/Type /XObject /Subtype /Image /Width 1600 /Height 1200 "
                             "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode",
                             pages.content.at, pages.content.n);
    }
    put_list(&pages);
    ls_pdf_writer_end(&pages.w, "");
    LS_VEC_FINI(&pages.content);
    LS_VEC_FINI(&pages.packed);
    LS_VEC_FINI(&text);
}

/* A character as its two bytes of GBK, as Word writes it, or with \\u, as WordPad does. */
static void rtf_char(uint32_t cp, bool gbk, struct ls_buf *out)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    size_t n = ls_encode_char(LS_ENC_GB18030, cp, bytes);
    if (cp < 0x80) {
        if (cp == '{' || cp == '}' || cp == '\\')
            must(ls_buf_char(out, '\\'));
        must(ls_buf_char(out, (char)cp));
    } else if (gbk && n == 2) {
        must(ls_buf_printf(out, "\\'%02x\\'%02x", bytes[0], bytes[1]));
    } else {
        must(ls_buf_printf(out, "\\u%d?", (int)(int16_t)(uint16_t)cp));
    }
}

void ls_share_rtf(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX}, picture = {.limit = LS_SHARE_BYTES_MAX};
    const char *line;
    size_t len;
    bool gbk = ls_share_below(share, 2);
    ls_share_prose(share, brief, &text);
    must(ls_buf_str(out, "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 "
                         "FangSong;}}{\\colortbl;\\red0\\green0\\blue0;}\n"));
    for (const char *at = text.at; ls_share_line(&at, &line, &len);) {
        must(ls_buf_str(out, "\\pard\\plain \\ltrpar\\qj\\fi640\\sl560\\slmult0\\nowidctlpar "
                             "\\rtlch\\fcs1 \\af0\\afs20 \\ltrch\\fcs0 \\fs32\\lang2052 "
                             "{\\rtlch\\fcs1 \\af0 \\ltrch\\fcs0 \\hich\\af0\\dbch\\f0 "));
        for (size_t i = 0; i < len;) {
            uint32_t cp;
            i += ls_share_char(line + i, len - i, &cp);
            rtf_char(cp, gbk, out);
        }
        must(ls_buf_str(out, "\\par }\n"));
    }
    if (brief->pictures > 0) {
        ls_share_picture(share, brief->pictures, &picture);
        must(ls_buf_str(out, "{\\pict\\jpegblip\\picw1600\\pich1200\n"));
        for (size_t i = 0; i < picture.n; i++)
            must(ls_buf_printf(out, i % 64 == 63 ? "%02x\n" : "%02x", (uint8_t)picture.at[i]));
        must(ls_buf_str(out, "}"));
    }
    must(ls_buf_str(out, "}\n"));
    LS_VEC_FINI(&text);
    LS_VEC_FINI(&picture);
}
