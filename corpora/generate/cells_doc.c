/* SPDX-License-Identifier: Apache-2.0 */
/* Word 97-2003 documents, and those of Word 95 ([MS-DOC]). */
#include "generate/cells.h"
#include "generate/doc_writer.h"

#define M LS_CELL_MARK
#define M_GBK "\xbb\xfa\xc3\xdc\xa1\xef\x31\x30\xc4\xea"
/* 机密 and 10年, around a star of a symbol font. */
#define M_STAR "\xe2\x98\x85"
#define M_BEFORE "\xe6\x9c\xba\xe5\xaf\x86"
#define M_BEHIND "10\xe5\xb9\xb4"

struct document {
    struct ls_doc_spec spec;
    struct ls_doc_run runs[6];
    bool inside; /* the document is an object in another one */
};

enum {
    BODY,
    PIECES,
    TABLE,
    HEADER,
    FOOTER,
    FOOTNOTE,
    ENDNOTE,
    COMMENT,
    BOX,
    DELETED,
    HIDDEN,
    STYLE,
    PIECE,
    FIELD,
    OVER,
    SYMBOL,
    FORM,
    PICTURE,
    ART,
    TITLE,
    VARIABLE,
    BOOKMARK,
    GONE,
    NO_STORY,
    NARROW,
    GLOSSARY,
    OBJECT,
    OLD,
};

static const struct ls_doc_run entry_runs[] = {{LS_DOC_BODY, M "\r", 0}};
static const struct ls_doc_spec entry = {.runs = entry_runs, .runs_n = 1};

#define ABC                                                                                        \
    {                                                                                              \
        LS_DOC_BODY, "abc\r", 0                                                                    \
    }
#define IN(story, look_)                                                                           \
    {                                                                                              \
        .runs = { ABC, {story, M "\r", look_} }                                                    \
    }

static const struct document documents[] = {
    [BODY] = {.runs = {{LS_DOC_BODY, "abc\r" M "\r", 0}}},
    [PIECES] = {.runs = {{LS_DOC_BODY, "abc\r", LS_DOC_NARROW},
                         {LS_DOC_BODY, "\xe6\x9c\xba", 0},
                         {LS_DOC_BODY, "\xe5\xaf\x86\xe2\x98\x85", 0},
                         {LS_DOC_BODY, "10", LS_DOC_NARROW},
                         {LS_DOC_BODY, "\xe5\xb9\xb4\r", 0}}},
    [TABLE] = {.runs = {{LS_DOC_BODY, "x\a" M "\a", 0}, {LS_DOC_BODY, "\a", LS_DOC_ROW_END}, ABC}},
    [HEADER] = IN(LS_DOC_HEADER, 0),
    [FOOTER] = IN(LS_DOC_FOOTER, 0),
    [FOOTNOTE] = IN(LS_DOC_FOOTNOTE, 0),
    [ENDNOTE] = IN(LS_DOC_ENDNOTE, 0),
    [COMMENT] = IN(LS_DOC_COMMENT, 0),
    [BOX] = IN(LS_DOC_BOX, 0),
    [DELETED] = IN(LS_DOC_BODY, LS_DOC_DELETED),
    [HIDDEN] = IN(LS_DOC_BODY, LS_DOC_HIDDEN),
    [STYLE] = IN(LS_DOC_BODY, LS_DOC_HIDDEN_STYLE),
    [PIECE] = IN(LS_DOC_BODY, LS_DOC_HIDDEN_PIECE),
    [FIELD] = {.runs = {{LS_DOC_BODY,
                         "\x13" M "\x14"
                         "abc\x15\r",
                         0}}},
    [OVER] = {.runs = {{LS_DOC_BODY,
                        "\x13 EQ \\* jc2 \\o\\ad(\\s\\up 9(jm)," M_BEFORE ")\x15" M_STAR M_BEHIND
                        "\r",
                        0}}},
    [SYMBOL] = {.runs = {{LS_DOC_BODY, M_BEFORE, 0},
                         {LS_DOC_BODY, "(", LS_DOC_STAR},
                         {LS_DOC_BODY, M_BEHIND "\r", 0}}},
    [FORM] = {.spec = {.form_help = M}, .runs = {{LS_DOC_BODY, "\x01", LS_DOC_FORM}, ABC}},
    [PICTURE] = {.spec = {.picture_text = M}, .runs = {{LS_DOC_BODY, "\x01", LS_DOC_PICTURE}, ABC}},
    [ART] = {.spec = {.word_art = M}, .runs = {ABC}},
    [TITLE] = {.spec = {.title = M}, .runs = {ABC}},
    [VARIABLE] = {.spec = {.variable = M}, .runs = {ABC}},
    [BOOKMARK] = {.spec = {.bookmark = M}, .runs = {ABC}},
    [GONE] = IN(LS_DOC_BODY, LS_DOC_GONE),
    [NO_STORY] = IN(LS_DOC_NO_STORY, 0),
    [NARROW] = {.runs = {ABC, {LS_DOC_BODY, M_GBK "\r", LS_DOC_NARROW}}},
    [GLOSSARY] = {.spec = {.glossary = &entry}, .runs = {ABC}},
    [OBJECT] = {.runs = {{LS_DOC_BODY, M "\r", 0}}, .inside = true},
    [OLD] = {.spec = {.old = true}, .runs = {{LS_DOC_BODY, "abc\r" M_GBK "\r", 0}}},
};

/* In ObjectPool, as Word puts it there. */
static void make_around(const struct ls_doc_spec *inner, struct ls_buf *out)
{
    static const struct ls_doc_run runs[] = {ABC};
    struct ls_doc_spec outer = {.runs = runs, .runs_n = 1};
    struct ls_cfb_writer file;
    ls_cfb_begin(&file);
    ls_doc_streams(&outer, &file, 0);
    uint32_t pool = ls_cfb_storage(&file, 0, "ObjectPool");
    ls_doc_streams(inner, &file, ls_cfb_storage(&file, pool, "_1234567890"));
    ls_cfb_end(&file, out);
}

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    const struct document *document = &documents[cell->option];
    struct ls_doc_spec spec = document->spec;
    spec.runs = document->runs;
    while (spec.runs_n < sizeof document->runs / sizeof *document->runs &&
           document->runs[spec.runs_n].text)
        spec.runs_n++;
    if (document->inside)
        make_around(&spec, out);
    else
        ls_doc_write(&spec, out);
}

#define CELL(where_, part_, option_)                                                               \
    {                                                                                              \
        .format = "doc", .where = where_, .part = part_, .make = make, .option = option_           \
    }

const struct ls_cell ls_cells_doc[] = {
    CELL("body", LS_PART_BODY, BODY),
    CELL("body, cut into pieces", LS_PART_BODY, PIECES),
    CELL("body, GBK in an 8-bit piece", LS_PART_BODY, NARROW),
    CELL("body, Word 95", LS_PART_BODY, OLD),
    CELL("body, star of a symbol font", LS_PART_BODY, SYMBOL),
    CELL("body, with small letters over it", LS_PART_BODY, OVER),
    CELL("table", LS_PART_BODY, TABLE),
    CELL("header", LS_PART_HEADER, HEADER),
    CELL("footer", LS_PART_FOOTER, FOOTER),
    CELL("text box", LS_PART_TEXT_BOX, BOX),
    CELL("footnote", LS_PART_FOOTNOTE, FOOTNOTE),
    CELL("endnote", LS_PART_ENDNOTE, ENDNOTE),
    CELL("comment", LS_PART_COMMENT, COMMENT),
    CELL("tracked deletion", LS_PART_DELETION, DELETED),
    CELL("saved quickly, no longer there", LS_PART_DELETION, GONE),
    CELL("hidden text", LS_PART_HIDDEN, HIDDEN),
    CELL("hidden by a style", LS_PART_HIDDEN, STYLE),
    CELL("hidden by a piece", LS_PART_HIDDEN, PIECE),
    CELL("behind all stories", LS_PART_HIDDEN, NO_STORY),
    CELL("code of a field", LS_PART_FIELD, FIELD),
    CELL("form field", LS_PART_FIELD, FORM),
    CELL("watermark", LS_PART_WATERMARK, ART),
    CELL("alt text", LS_PART_ALT_TEXT, PICTURE),
    CELL("property", LS_PART_PROPERTY, TITLE),
    CELL("variable", LS_PART_PROPERTY, VARIABLE),
    CELL("bookmark", LS_PART_NAME, BOOKMARK),
    CELL("AutoText", LS_PART_TEMPLATE, GLOSSARY),
    {.format = "doc",
     .where = "object",
     .kind = "doc",
     .name = "ObjectPool/_1234567890",
     .part = LS_PART_BODY,
     .make = make,
     .option = OBJECT},
};
const size_t ls_cells_doc_n = sizeof ls_cells_doc / sizeof *ls_cells_doc;
