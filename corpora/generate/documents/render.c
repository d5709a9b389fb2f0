/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every package is written from a skeleton with one gap, into which goes what the lines become:
 *
 *   text --lines and rows--> open/close strings of the format --> skeleton --> ZIP
 */
#include "generate/documents/render.h"

#include "base/alloc.h"
#include "generate/documents/skeletons.h"
#include "generate/must.h"
#include "generate/wrap.h"

#include <string.h>

enum { BYTES_MAX = 1 << 22, COLUMNS_MAX = 40 };

struct format {
    const char *name, *ending;
    bool has_encoding, is_sheet;
};

static const struct format formats[LS_RENDER_FORMATS] = {
    [LS_RENDER_TXT] = {"txt", "txt", true, false},
    [LS_RENDER_CSV] = {"csv", "csv", true, true},
    [LS_RENDER_HTML] = {"html", "html", true, false},
    [LS_RENDER_DOCX] = {"docx", "docx", false, false},
    [LS_RENDER_XLSX] = {"xlsx", "xlsx", false, true},
    [LS_RENDER_PPTX] = {"pptx", "pptx", false, false},
    [LS_RENDER_ODT] = {"odt", "odt", false, false},
    [LS_RENDER_ODS] = {"ods", "ods", false, true},
    [LS_RENDER_OFD] = {"ofd", "ofd", false, false},
    [LS_RENDER_EPUB] = {"epub", "epub", false, false},
    [LS_RENDER_EML] = {"eml", "eml", true, false},
    [LS_RENDER_EML_ATTACHED] = {"eml-docx", "eml", false, false},
    [LS_RENDER_EML_ZIP] = {"eml-zip", "eml", false, false},
    [LS_RENDER_7Z] = {"7z", "7z", true, false},
};

const char *ls_render_name(enum ls_render_format format)
{
    return formats[format].name;
}

const char *ls_render_ending(enum ls_render_format format)
{
    return formats[format].ending;
}

bool ls_render_has_encoding(enum ls_render_format format)
{
    return formats[format].has_encoding;
}

bool ls_render_is_sheet(enum ls_render_format format)
{
    return formats[format].is_sheet;
}

/* ---- markup ---- */

/* What stands around paragraphs, tables, rows and cells. */
struct markup {
    const char *paragraph, *paragraph_end, *table, *table_end, *row, *row_end, *cell, *cell_end;
};

static const struct markup html = {"<p>",  "</p>\n",  "<table>\n", "</table>\n",
                                   "<tr>", "</tr>\n", "<td>",      "</td>"};
#define RUN "<w:p><w:r><w:t xml:space=\"preserve\">"
#define RUN_END "</w:t></w:r></w:p>"
static const struct markup word = {RUN,      RUN_END,   "<w:tbl>",    "</w:tbl>",
                                   "<w:tr>", "</w:tr>", "<w:tc>" RUN, RUN_END "</w:tc>"};
static const struct markup excel = {
    "<row><c t=\"inlineStr\"><is><t>", "</t></is></c></row>", "", "", "<row>", "</row>",
    "<c t=\"inlineStr\"><is><t>",      "</t></is></c>"};
#define SHAPE "<p:sp><p:txBody><a:p><a:r><a:t>"
#define SHAPE_END "</a:t></a:r></a:p></p:txBody></p:sp>"
static const struct markup powerpoint = {
    SHAPE,
    SHAPE_END,
    "<p:graphicFrame><a:graphic><a:graphicData "
    "uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>",
    "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
    "<a:tr>",
    "</a:tr>",
    "<a:tc><a:txBody><a:p><a:r><a:t>",
    "</a:t></a:r></a:p></a:txBody></a:tc>"};
#define ODF_CELL "<table:table-cell office:value-type=\"string\"><text:p>"
#define ODF_CELL_END "</text:p></table:table-cell>"
static const struct markup opentext = {
    "<text:p>",       "</text:p>",         "<table:table table:name=\"T\">",
    "</table:table>", "<table:table-row>", "</table:table-row>",
    ODF_CELL,         ODF_CELL_END};
static const struct markup opensheet = {"<table:table-row>" ODF_CELL,
                                        ODF_CELL_END "</table:table-row>",
                                        "",
                                        "",
                                        "<table:table-row>",
                                        "</table:table-row>",
                                        ODF_CELL,
                                        ODF_CELL_END};

/* Text inside markup. In Word, editors cut runs where they like: here and there, so do we. */
static void write_escaped(const char *at, size_t n, const struct markup *as, uint64_t *rng,
                          struct ls_buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (as == &word && i > 0 && ((unsigned char)at[i] & 0xC0) != 0x80 &&
            (*rng = *rng * 6364136223846793005U + 1442695040888963407U) >> 59 == 0)
            must(ls_buf_str(out, "</w:t></w:r><w:r><w:t xml:space=\"preserve\">"));
        switch (at[i]) {
        case '&':
            must(ls_buf_str(out, "&amp;"));
            break;
        case '<':
            must(ls_buf_str(out, "&lt;"));
            break;
        default:
            must(ls_buf_char(out, at[i]));
        }
    }
}

struct line {
    const char *at, *end;
};

static bool next_line(const char **at, const char *end, struct line *line)
{
    if (*at >= end)
        return false;
    const char *feed = memchr(*at, '\n', (size_t)(end - *at));
    *line = (struct line){*at, feed ? feed : end};
    *at = feed ? feed + 1 : end;
    return true;
}

static void write_row(struct line line, const struct markup *as, uint64_t *rng, struct ls_buf *out)
{
    must(ls_buf_str(out, as->row));
    for (const char *at = line.at; at <= line.end;) {
        const char *tab = memchr(at, '\t', (size_t)(line.end - at));
        const char *stop = tab ? tab : line.end;
        must(ls_buf_str(out, as->cell));
        write_escaped(at, (size_t)(stop - at), as, rng, out);
        must(ls_buf_str(out, as->cell_end));
        at = stop + 1;
    }
    must(ls_buf_str(out, as->row_end));
}

static void write_marked_up(const char *text, size_t len, const struct markup *as, uint64_t variety,
                            struct ls_buf *out)
{
    const char *at = text;
    struct line line;
    bool in_table = false;
    while (next_line(&at, text + len, &line)) {
        bool row = memchr(line.at, '\t', (size_t)(line.end - line.at));
        if (row != in_table)
            must(ls_buf_str(out, row ? as->table : as->table_end));
        in_table = row;
        if (row) {
            write_row(line, as, &variety, out);
            continue;
        }
        must(ls_buf_str(out, as->paragraph));
        write_escaped(line.at, (size_t)(line.end - line.at), as, &variety, out);
        must(ls_buf_str(out, as->paragraph_end));
    }
    if (in_table)
        must(ls_buf_str(out, as->table_end));
}

/* Where the columns of a page begin, each as wide as what stands in it. */
static void lay_out(const char *text, size_t len, unsigned *left, size_t columns)
{
    const char *at = text;
    struct line line;
    unsigned width[COLUMNS_MAX] = {0};
    while (next_line(&at, text + len, &line)) {
        size_t column = 0;
        for (const char *p = line.at; p <= line.end && column < columns; column++) {
            const char *tab = memchr(p, '\t', (size_t)(line.end - p));
            const char *stop = tab ? tab : line.end;
            bool in_table = tab || column > 0;
            if (in_table && (unsigned)(stop - p) > width[column])
                width[column] = (unsigned)(stop - p);
            p = stop + 1;
        }
    }
    left[0] = 10;
    for (size_t i = 1; i < columns; i++)
        left[i] = left[i - 1] + width[i - 1] / 3 * 4 + 48;
}

/* One text object a line or cell, at its place on the page. */
static void write_ofd(const char *text, size_t len, struct ls_buf *out)
{
    const char *at = text;
    struct line line;
    unsigned y = 10, left[COLUMNS_MAX];
    uint64_t rng = 0;
    static const struct markup plain;
    lay_out(text, len, left, COLUMNS_MAX);
    while (next_line(&at, text + len, &line)) {
        size_t column = 0;
        for (const char *p = line.at; p <= line.end;) {
            const char *tab = memchr(p, '\t', (size_t)(line.end - p));
            const char *stop = tab ? tab : line.end;
            if (stop > p) {
                must(ls_buf_printf(out,
                                   "<ofd:TextObject ID=\"5\" Boundary=\"%u %u 100 5\" Font=\"3\" "
                                   "Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\">",
                                   left[column], y));
                write_escaped(p, (size_t)(stop - p), &plain, &rng, out);
                must(ls_buf_str(out, "</ofd:TextCode></ofd:TextObject>"));
            }
            column += column + 1 < COLUMNS_MAX;
            p = stop + 1;
        }
        y += 6;
    }
}

/* ---- text in an encoding ---- */

static bool encode(enum ls_encoding enc, const char *text, size_t len, bool crlf,
                   struct ls_buf *out)
{
    size_t before = out->n;
    for (size_t at = 0; at < len;) {
        uint32_t cp;
        uint8_t bytes[LS_CHAR_BYTES_MAX];
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &cp);
        if (crlf && cp == '\n') {
            size_t cr = ls_encode_char(enc, '\r', bytes);
            must(ls_buf_add(out, bytes, cr));
        }
        size_t n = ls_encode_char(enc, cp, bytes);
        if (n == 0) {
            out->n = before;
            return false;
        }
        must(ls_buf_add(out, bytes, n));
    }
    return true;
}

/* Rows with commas (RFC 4180), or as they are, or between bars. */
static void write_plain(const char *text, size_t len, bool csv, bool bars, struct ls_buf *out)
{
    const char *at = text;
    struct line line;
    while (next_line(&at, text + len, &line)) {
        bool row = memchr(line.at, '\t', (size_t)(line.end - line.at));
        for (const char *p = line.at; p <= line.end;) {
            const char *tab = memchr(p, '\t', (size_t)(line.end - p));
            const char *stop = tab ? tab : line.end;
            bool quoted = csv && memchr(p, ',', (size_t)(stop - p));
            if (row && bars)
                must(ls_buf_str(out, "| "));
            if (quoted)
                must(ls_buf_char(out, '"'));
            must(ls_buf_add(out, p, (size_t)(stop - p)));
            if (quoted)
                must(ls_buf_char(out, '"'));
            if (row && bars)
                must(ls_buf_char(out, ' '));
            else if (tab)
                must(ls_buf_char(out, csv ? ',' : '\t'));
            p = stop + 1;
        }
        must(ls_buf_str(out, row && bars ? "|\n" : "\n"));
    }
}

static const char *charset(enum ls_encoding enc)
{
    static const char *const names[LS_ENC_COUNT] = {
        [LS_ENC_UTF8] = "utf-8",       [LS_ENC_GB18030] = "gb2312",   [LS_ENC_BIG5] = "big5",
        [LS_ENC_UTF16LE] = "utf-16le", [LS_ENC_UTF16BE] = "utf-16be",
    };
    return names[enc];
}

static void write_base64(const uint8_t *bytes, size_t len, struct ls_buf *out)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        size_t n = len - i < 3 ? len - i : 3;
        uint32_t group = (uint32_t)bytes[i] << 16 | (n > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (n > 2 ? bytes[i + 2] : 0U);
        for (size_t k = 0; k < 4; k++)
            must(ls_buf_char(out, k <= n ? alphabet[group >> (18 - 6 * k) & 63] : '='));
        if (i % 57 == 54 || i + 3 >= len) /* RFC 2045, section 6.8: 76 characters */
            must(ls_buf_str(out, "\r\n"));
    }
}

static void write_quoted(const uint8_t *bytes, size_t len, struct ls_buf *out)
{
    unsigned column = 0;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = bytes[i];
        if (c == '\n') {
            must(ls_buf_str(out, "\r\n"));
            column = 0;
            continue;
        }
        if (column > 70) {
            must(ls_buf_str(out, "=\r\n"));
            column = 0;
        }
        if (c > 32 && c < 127 && c != '=') {
            must(ls_buf_char(out, (char)c));
            column++;
        } else {
            must(ls_buf_printf(out, "=%02X", c));
            column += 3;
        }
    }
}

static void write_mail(enum ls_encoding enc, const struct ls_buf *body, uint64_t variety,
                       struct ls_buf *out)
{
    unsigned way = ls_encoding_is_wide(enc) ? 0 : (unsigned)(variety % 3);
    static const char *const ways[] = {"base64", "quoted-printable", "8bit"};
    must(ls_buf_printf(out,
                       "From: a@example.org\r\nTo: b@example.org\r\nSubject: file\r\n"
                       "Date: Mon, 2 Nov 2026 08:00:00 +0800\r\nMessage-ID: <1@example.org>\r\n"
                       "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=%s\r\n"
                       "Content-Transfer-Encoding: %s\r\n\r\n",
                       charset(enc), ways[way]));
    if (way == 0)
        write_base64((const uint8_t *)body->at, body->n, out);
    else if (way == 1)
        write_quoted((const uint8_t *)body->at, body->n, out);
    else
        must(ls_buf_add(out, body->at, body->n));
}

static bool render_text(enum ls_render_format format, enum ls_encoding enc, const char *text,
                        size_t len, uint64_t variety, struct ls_buf *out)
{
    struct ls_buf plain = {.limit = BYTES_MAX}, body = {.limit = BYTES_MAX};
    if (format == LS_RENDER_HTML) {
        must(ls_buf_printf(&plain,
                           "<!DOCTYPE html>\n<html><head><meta charset=\"%s\"></head><body>\n",
                           charset(enc)));
        write_marked_up(text, len, &html, variety, &plain);
        must(ls_buf_str(&plain, "</body></html>\n"));
    } else {
        write_plain(text, len, format == LS_RENDER_CSV, format == LS_RENDER_TXT && variety % 4 == 0,
                    &plain);
    }
    bool ok = true;
    if (ls_encoding_is_wide(enc) || (enc == LS_ENC_UTF8 && variety % 5 == 0))
        ok = encode(enc, "\xef\xbb\xbf", 3, false, &body);
    ok = ok && encode(enc, plain.at, plain.n, format == LS_RENDER_TXT && variety % 2, &body);
    if (ok && format == LS_RENDER_EML)
        write_mail(enc, &body, variety, out);
    else if (ok && format == LS_RENDER_7Z)
        ls_wrap_bytes(LS_WRAP_7Z, "a.txt", body.at, body.n, out);
    else if (ok)
        must(ls_buf_add(out, body.at, body.n));
    LS_VEC_FINI(&plain);
    LS_VEC_FINI(&body);
    return ok;
}

/* ---- packages ---- */

/* Cuts off the lines of the page head, which come first. */
static size_t header_length(const char *text, size_t len)
{
    const char *end = len > 0 && *text == LS_RENDER_HEADER ? memchr(text, '\n', len) : NULL;
    return end ? (size_t)(end - text) + 1 : 0;
}

static void render_package(enum ls_render_format format, const char *text, size_t len,
                           uint64_t variety, struct ls_buf *out)
{
    static const struct markup *const markups[LS_RENDER_FORMATS] = {
        [LS_RENDER_DOCX] = &word,    [LS_RENDER_XLSX] = &excel,    [LS_RENDER_PPTX] = &powerpoint,
        [LS_RENDER_ODT] = &opentext, [LS_RENDER_ODS] = &opensheet, [LS_RENDER_EPUB] = &html,
    };
    struct ls_buf head = {.limit = BYTES_MAX}, body = {.limit = BYTES_MAX};
    size_t skip = 0;
    if (format == LS_RENDER_DOCX || format == LS_RENDER_ODT) {
        skip = header_length(text, len);
        if (skip > 0)
            write_marked_up(text + 1, skip - 1, markups[format], variety, &head);
    }
    if (format == LS_RENDER_OFD)
        write_ofd(text, len, &body);
    else
        write_marked_up(text + skip, len - skip, markups[format], variety, &body);
    must(ls_buf_char(&body, '\0'));
    must(ls_buf_char(&head, '\0'));
    ls_skeleton_fill(format, head.at, body.at, out);
    LS_VEC_FINI(&head);
    LS_VEC_FINI(&body);
}

/* The text without the sign of the page head, where that is a line like any other. */
static void drop_header_sign(const char *text, size_t len, struct ls_buf *out)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] != LS_RENDER_HEADER)
            must(ls_buf_char(out, text[i]));
}

bool ls_render(enum ls_render_format format, enum ls_encoding enc, const char *text, size_t len,
               uint64_t variety, struct ls_buf *out)
{
    struct ls_buf file = {.limit = BYTES_MAX}, packed = {.limit = BYTES_MAX};
    bool ok = true;
    if (format == LS_RENDER_EML_ATTACHED || format == LS_RENDER_EML_ZIP) {
        render_package(LS_RENDER_DOCX, text, len, variety, &file);
        bool zip = format == LS_RENDER_EML_ZIP;
        if (zip)
            ls_wrap_bytes(LS_WRAP_ZIP, "a.docx", file.at, file.n, &packed);
        ls_wrap_bytes(LS_WRAP_MAIL, zip ? "a.zip" : "a.docx", zip ? packed.at : file.at,
                      zip ? packed.n : file.n, out);
    } else if (format == LS_RENDER_DOCX || format == LS_RENDER_ODT) {
        render_package(format, text, len, variety, out);
    } else {
        drop_header_sign(text, len, &file);
        if (formats[format].has_encoding)
            ok = render_text(format, enc, file.at, file.n, variety, out);
        else
            render_package(format, file.at, file.n, variety, out);
    }
    LS_VEC_FINI(&file);
    LS_VEC_FINI(&packed);
    return ok;
}
