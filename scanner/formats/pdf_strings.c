/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text strings (ISO 32000-2, 7.9.2.2) are UTF-16 or UTF-8 by a byte order mark, else
 * PDFDocEncoding. Programs that know of no such thing write what they have, mostly GBK: so bytes
 * that are text in a multi-byte charset are that.
 */
#include "formats/pdf_content.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "decode/charset.h"
#include "formats/xml.h"

#include <string.h>

enum { CHUNK = 16 << 10 };

static bool is_ascii(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

/* By name, once for a document: this is asked for each string. */
static const struct ls_charset *utf16(struct ls_pdf *pdf, bool little)
{
    if (!pdf->utf16[little])
        pdf->utf16[little] = ls_charset_find(little ? "utf-16le" : "utf-16be", 8);
    return pdf->utf16[little];
}

struct ls_str ls_pdf_text_of(struct ls_pdf *pdf, const char *bytes, size_t len)
{
    const struct ls_charset *charset = NULL;
    struct ls_charset_reader reading;
    if (len > LS_PDF_TEXT_MAX) {
        len = LS_PDF_TEXT_MAX;
        pdf->memory_lost = true;
    }
    if (len >= 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0))
        charset = utf16(pdf, bytes[0] == '\xFF');
    else if (is_ascii(bytes, len) || ls_utf8_valid(bytes, len))
        return (struct ls_str){bytes, len};
    if (!charset) {
        charset = ls_charset_guess(bytes, len);
        if (!ls_charset_fits(charset, bytes, len))
            charset = ls_charset_find("windows-1252", 12);
    }
    LS_VEC_CLEAR(&pdf->string);
    ls_charset_begin(&reading, charset, 0);
    ls_pdf_must(pdf, ls_charset_feed(&reading, bytes, len, true, &pdf->string, NULL));
    return (struct ls_str){pdf->string.at, pdf->string.n};
}

struct ls_str ls_pdf_text(struct ls_pdf *pdf, pdf_obj *string)
{
    size_t len;
    if (!pdf_is_string(pdf->ctx, string))
        return (struct ls_str){NULL, 0};
    const char *bytes = pdf_to_string(pdf->ctx, string, &len);
    return ls_pdf_text_of(pdf, bytes, len);
}

struct ls_str ls_pdf_long_text(struct ls_pdf *pdf, pdf_obj *object)
{
    uint8_t chunk[CHUNK];
    if (!pdf_is_stream(pdf->ctx, object))
        return ls_pdf_text(pdf, object);
    fz_stream *stream = pdf_open_stream(pdf->ctx, object);
    LS_VEC_CLEAR(&pdf->room);
    for (size_t got; (got = fz_read(pdf->ctx, stream, chunk, sizeof chunk)) > 0;) {
        ls_pdf_must(pdf, ls_charge(pdf->job, 0, 0));
        if (pdf->room.n + got > LS_PDF_TEXT_MAX) {
            pdf->memory_lost = true;
            break;
        }
        ls_pdf_must(pdf, ls_buf_add(&pdf->room, chunk, got));
    }
    fz_drop_stream(pdf->ctx, stream);
    return ls_pdf_text_of(pdf, pdf->room.at, pdf->room.n);
}

/* ---- rich text ------------------------------------------------------------------------------ */

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    (void)map;
    (void)base;
    return ls_buf_add(user, text.at, text.len);
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct ls_buf *out = user;
    bool ends = ls_str_is(tag->local, "p") || ls_str_is(tag->local, "br") ||
                ls_str_is(tag->local, "div") || ls_str_is(tag->local, "li") ||
                ls_str_is(tag->local, "body");
    return ends && out->n && out->at[out->n - 1] != '\n' ? ls_buf_char(out, '\n') : ls_ok();
}

struct ls_result ls_pdf_rich(struct ls_str rich, struct ls_buf *out)
{
    const struct ls_xml_handler handler = {.text = on_text, .end = on_end, .user = out};
    struct ls_blob blob;
    struct ls_xml_verdict verdict;
    size_t before = out->n;
    ls_blob_memory(&blob, rich.at, rich.len);
    LS_TRY(ls_xml_read(&blob, &handler, "utf-8", &verdict));
    if (!verdict.not_xml)
        return ls_ok();
    out->n = before;
    return ls_buf_add(out, rich.at, rich.len);
}

/* ---- telling ------------------------------------------------------------------------------- */

struct ls_result ls_pdf_part(struct ls_pdf *pdf, enum ls_part part, uint32_t page)
{
    struct ls_part_info info = {.part = part, .page = page, .link_off = LS_OFF_UNKNOWN};
    info.raw_off = LS_OFF_UNKNOWN;
    if (pdf->at_part == part && pdf->at_page == page)
        return ls_ok();
    pdf->at_part = part;
    pdf->at_page = page;
    return ls_emit_part(pdf->job, &info);
}

static bool is_text(char c)
{
    return (unsigned char)c >= 0x20 ? c != 0x7F : c == '\t';
}

struct ls_result ls_pdf_tell(struct ls_pdf *pdf, enum ls_part part, uint32_t page,
                             struct ls_str text)
{
    bool told = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && is_text(text.at[at]))
            at++;
        if (at > from && !told)
            LS_TRY(ls_pdf_part(pdf, part, page));
        if (at > from)
            LS_TRY(ls_emit_text(pdf->job, (struct ls_str){text.at + from, at - from}, NULL, 0));
        told |= at > from;
        for (; at < text.len && !is_text(text.at[at]); at++)
            if (told && (text.at[at] == '\n' || text.at[at] == '\r'))
                LS_TRY(ls_emit_break(pdf->job, LS_BREAK_LINE));
    }
    return told ? ls_emit_break(pdf->job, LS_BREAK_LINE) : ls_ok();
}
