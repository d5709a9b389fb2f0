/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/documents/documents.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "generate/documents/phrase.h"
#include "generate/must.h"

#include <string.h>

enum { KINDS_MAX = 800, TEXT_MAX = 1 << 20 };

struct variant {
    enum ls_render_format format;
    enum ls_encoding enc;
};

/* What one number after the other is written as. */
static const struct variant variants[] = {
    {LS_RENDER_TXT, LS_ENC_UTF8},          {LS_RENDER_DOCX, LS_ENC_UTF8},
    {LS_RENDER_TXT, LS_ENC_GB18030},       {LS_RENDER_ODT, LS_ENC_UTF8},
    {LS_RENDER_TXT, LS_ENC_BIG5},          {LS_RENDER_XLSX, LS_ENC_UTF8},
    {LS_RENDER_HTML, LS_ENC_UTF8},         {LS_RENDER_OFD, LS_ENC_UTF8},
    {LS_RENDER_EML, LS_ENC_GB18030},       {LS_RENDER_TXT, LS_ENC_UTF16LE},
    {LS_RENDER_EML_ATTACHED, LS_ENC_UTF8}, {LS_RENDER_CSV, LS_ENC_GB18030},
    {LS_RENDER_ODS, LS_ENC_UTF8},          {LS_RENDER_HTML, LS_ENC_GB18030},
    {LS_RENDER_EML_ZIP, LS_ENC_UTF8},      {LS_RENDER_PPTX, LS_ENC_UTF8},
    {LS_RENDER_TXT, LS_ENC_UTF16BE},       {LS_RENDER_EPUB, LS_ENC_UTF8},
    {LS_RENDER_CSV, LS_ENC_UTF8},          {LS_RENDER_7Z, LS_ENC_GB18030},
    {LS_RENDER_EML, LS_ENC_UTF8},          {LS_RENDER_HTML, LS_ENC_BIG5},
    {LS_RENDER_EML, LS_ENC_BIG5},
};

const struct ls_document_kind *const *ls_document_kinds(size_t *n)
{
    static const struct ls_document_kind *all[KINDS_MAX];
    *n = 0;
#define ADD(table)                                                                                 \
    for (size_t i = 0; i < ls_documents_##table##_n; i++) {                                        \
        MUST(*n < KINDS_MAX);                                                                      \
        all[(*n)++] = &ls_documents_##table[i];                                                    \
    }
    LS_DOCUMENT_TABLES(ADD)
    return all;
}

/* Takes the signs around marks away, and the marks down. */
static void take_marks(const struct ls_buf *from, struct ls_buf *marks, struct ls_buf *text)
{
    bool inside = false;
    for (size_t i = 0; i < from->n; i++) {
        char c = from->at[i];
        if (c == LS_PHRASE_MARK || c == LS_PHRASE_MARK_END) {
            inside = c == LS_PHRASE_MARK;
            if (!inside)
                must(ls_buf_char(marks, '|'));
            continue;
        }
        must(ls_buf_char(text, c));
        if (inside)
            must(ls_buf_char(marks, c));
    }
}

static uint64_t document_seed(const struct ls_document_kind *kind, uint64_t seed, uint32_t number)
{
    uint64_t state = seed;
    for (const char *p = kind->name; *p; p++)
        state = ls_rng_next(&state) ^ (unsigned char)*p;
    state ^= (uint64_t)number << 32;
    return ls_rng_next(&state);
}

static void make(const struct ls_document_kind *kind, uint64_t seed, uint32_t number, bool plain,
                 struct ls_document *document)
{
    static const size_t variants_n = sizeof variants / sizeof *variants;
    struct ls_buf written = {.limit = TEXT_MAX}, converted = {.limit = TEXT_MAX};
    struct ls_buf text = {.limit = TEXT_MAX};
    uint64_t rng = document_seed(kind, seed, number);
    struct variant as = variants[(number + document_seed(kind, 0, 0)) % variants_n];
    unsigned script = ls_rng_below(&rng, 8);
    bool taiwan = script == 0;
    bool traditional = script <= 1 || as.enc == LS_ENC_BIG5;

    *document = (struct ls_document){.kind = kind,
                                     .format = as.format,
                                     .enc = as.enc,
                                     .script = taiwan        ? "taiwan"
                                               : traditional ? "traditional"
                                                             : "simplified"};
    document->marks.limit = document->bytes.limit = SIZE_MAX;
    ls_phrase_write(kind->text, ls_rng_next(&rng), &written);
    /* A sheet is for what has rows, or is short. */
    if (ls_render_is_sheet(as.format) && !memchr(written.at, '\t', written.n) && written.n > 1500)
        document->format = as.format == LS_RENDER_CSV ? LS_RENDER_TXT : LS_RENDER_DOCX;
    if (traditional)
        ls_render_traditional(written.at, written.n, taiwan, &converted);
    take_marks(traditional ? &converted : &written, &document->marks, &text);

    uint64_t variety = ls_rng_next(&rng) >> 8;
    if (plain) {
        document->format = LS_RENDER_TXT;
        document->enc = as.enc = LS_ENC_UTF8;
        variety = 1; /* tabs */
    }
    if (!ls_render(document->format, as.enc, text.at, text.n, variety, &document->bytes)) {
        document->enc = LS_ENC_UTF8; /* it has a character that the encoding has not */
        MUST(
            ls_render(document->format, document->enc, text.at, text.n, variety, &document->bytes));
    }
    LS_VEC_FINI(&written);
    LS_VEC_FINI(&converted);
    LS_VEC_FINI(&text);
}

void ls_document_make(const struct ls_document_kind *kind, uint64_t seed, uint32_t number,
                      struct ls_document *document)
{
    make(kind, seed, number, false, document);
}

void ls_document_make_plain(const struct ls_document_kind *kind, uint64_t seed, uint32_t number,
                            struct ls_document *document)
{
    make(kind, seed, number, true, document);
}

void ls_document_fini(struct ls_document *document)
{
    LS_VEC_FINI(&document->marks);
    LS_VEC_FINI(&document->bytes);
}
