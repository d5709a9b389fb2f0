/* SPDX-License-Identifier: Apache-2.0 */
/* Plain text, tables, pages, mail, and archives with any of the other kinds in them. */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "generate/documents/render.h"
#include "generate/everyday.h"
#include "generate/must.h"
#include "generate/share/zipped.h"
#include "generate/wrap.h"

#include <string.h>

enum { NO_CHARACTER = 0x25A1, BODY_MAX = 1 << 20, ARCHIVE_FILES = 6 };

/* What files of text are in, in a house that has had computers for a while. */
static enum ls_encoding any_encoding(struct ls_share *share)
{
    static const enum ls_encoding of_twenty[20] = {
        LS_ENC_UTF8,    LS_ENC_UTF8,    LS_ENC_UTF8,    LS_ENC_UTF8,    LS_ENC_UTF8,
        LS_ENC_UTF8,    LS_ENC_UTF8,    LS_ENC_UTF8,    LS_ENC_GB18030, LS_ENC_GB18030,
        LS_ENC_GB18030, LS_ENC_GB18030, LS_ENC_GB18030, LS_ENC_GB18030, LS_ENC_GB18030,
        LS_ENC_BIG5,    LS_ENC_BIG5,    LS_ENC_UTF16LE, LS_ENC_UTF16LE, LS_ENC_UTF16BE,
    };
    return of_twenty[ls_share_below(share, 20)];
}

static void encode(enum ls_encoding enc, const char *text, size_t len, bool csv, struct ls_buf *out)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    if (ls_encoding_is_wide(enc))
        must(ls_buf_add(out, enc == LS_ENC_UTF16LE ? "\xFF\xFE" : "\xFE\xFF", 2));
    for (size_t at = 0; at < len;) {
        uint32_t cp;
        at += ls_share_char(text + at, len - at, &cp);
        if (csv && cp == '\t')
            cp = ',';
        if (enc == LS_ENC_BIG5)
            cp = ls_everyday_traditional(cp);
        size_t n = ls_encode_char(enc, cp, bytes);
        if (n == 0)
            n = ls_encode_char(enc, NO_CHARACTER, bytes);
        must(ls_buf_add(out, bytes, n));
    }
}

void ls_share_txt(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX};
    ls_share_prose(share, brief, &text);
    encode(any_encoding(share), text.at, text.n, false, out);
    LS_VEC_FINI(&text);
}

void ls_share_csv(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX};
    ls_share_table(share, brief, &text);
    encode(ls_share_below(share, 2) ? LS_ENC_UTF8 : LS_ENC_GB18030, text.at, text.n, true, out);
    LS_VEC_FINI(&text);
}

static void rendered(struct ls_share *share, const struct ls_share_brief *brief,
                     enum ls_render_format format, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_share_brief mine = *brief;
    enum ls_encoding enc = ls_share_below(share, 2) ? LS_ENC_UTF8 : LS_ENC_GB18030;
    mine.bytes = brief->bytes < BODY_MAX ? brief->bytes : BODY_MAX;
    ls_share_prose(share, &mine, &text);
    MUST(ls_render(format, enc, text.at, text.n, ls_share_below(share, 1000), out));
    LS_VEC_FINI(&text);
}

void ls_share_html(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    rendered(share, brief, LS_RENDER_HTML, out);
}

void ls_share_eml(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    rendered(share, brief, LS_RENDER_EML, out);
}

/* ---- containers ---- */

static const struct {
    const char *ending;
    ls_share_writer *write;
} inner[] = {
    {"docx", ls_share_docx}, {"pdf", ls_share_pdf}, {"xlsx", ls_share_xlsx}, {"doc", ls_share_doc},
    {"pptx", ls_share_pptx}, {"xls", ls_share_xls}, {"txt", ls_share_txt},   {"jpg", ls_share_jpg},
};
enum { INNER = sizeof inner / sizeof *inner, INNER_TEXT = INNER - 1 };

/* A message with a file attached to it, or an archive with one. */
void ls_share_attached(struct ls_share *share, const struct ls_share_brief *brief,
                       struct ls_buf *out)
{
    struct ls_buf file = {.limit = LS_SHARE_BYTES_MAX}, packed = {.limit = LS_SHARE_BYTES_MAX};
    char name[32];
    uint32_t kind = ls_share_below(share, INNER_TEXT);
    bool zipped = ls_share_below(share, 4) == 0;
    inner[kind].write(share, brief, &file);
    snprintf(name, sizeof name, "file.%s", inner[kind].ending);
    if (zipped)
        ls_wrap_bytes(LS_WRAP_ZIP, name, file.at, file.n, &packed);
    ls_wrap_bytes(LS_WRAP_MAIL, zipped ? "file.zip" : name, zipped ? packed.at : file.at,
                  zipped ? packed.n : file.n, out);
    LS_VEC_FINI(&file);
    LS_VEC_FINI(&packed);
}

/* Messages in a row, with and without files; one has the mark. */
void ls_share_mbox(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_share_brief mine = *brief;
    while (out->n < brief->bytes || mine.mark) {
        mine.bytes = ls_share_size(share, 1 << 11, 1 << 15);
        mine.pictures = ls_share_below(share, 2) * ls_share_size(share, 1 << 14, 1 << 18);
        must(ls_buf_str(out, "From a@example.org Mon Nov  2 08:00:00 2026\n"));
        (ls_share_below(share, 2) ? ls_share_eml : ls_share_attached)(share, &mine, out);
        must(ls_buf_str(out, "\n\n"));
        mine.mark = NULL;
    }
}

/* Files of every kind until there is as much as asked for; one has the mark. */
void ls_share_zip(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf file = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_share_brief mine = *brief;
    struct ls_zipped zip;
    char name[64];
    ls_zipped_init(&zip);
    for (unsigned i = 0; zip.zip.out.n < brief->bytes || mine.mark; i++) {
        uint32_t kind = ls_share_below(share, mine.mark ? INNER_TEXT : INNER);
        mine.bytes = ls_share_size(share, 1 << 12, 1 << 16);
        mine.pictures = ls_share_below(share, 3) ? 0 : ls_share_size(share, 1 << 14, 1 << 17);
        LS_VEC_CLEAR(&file);
        inner[kind].write(share, &mine, &file);
        snprintf(name, sizeof name, "files/%05u.%s", i, inner[kind].ending);
        ls_zipped_add(&zip, name, false, file.at, file.n);
        mine.mark = NULL;
    }
    ls_zipped_end(&zip, out);
    LS_VEC_FINI(&file);
}

void ls_share_7z(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf file = {.limit = LS_SHARE_BYTES_MAX};
    ls_share_docx(share, brief, &file);
    ls_wrap_bytes(LS_WRAP_7Z, "file.docx", file.at, file.n, out);
    LS_VEC_FINI(&file);
}
