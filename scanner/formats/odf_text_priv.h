/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What odf_text.c, odf_cells.c and odf_binary.c share.
 */
#ifndef LS_FORMATS_ODF_TEXT_PRIV_H
#define LS_FORMATS_ODF_TEXT_PRIV_H

#include "decode/transfer.h"
#include "formats/odf_elements.h"
#include "formats/odf_styles.h"
#include "formats/odf_text.h"

enum {
    SHEET_NAME_MAX = 4096,
    VALUE_MAX = 3 * LS_XML_TAG_MAX, /* no attribute is longer */
    VALUE_DIGITS = 8,               /* digits in a row that make it worth a word */
    HIDDEN_COLUMNS_MAX = 256,
    SPACES_MAX = 64,     /* of one <text:s/> */
    NUMBER_TEXT_MIN = 6, /* bytes of what formats and labels put beside numbers, to be told */
    BINARY_MAX = 16 << 20,
};

enum document_kind { KIND_OTHER, KIND_TEXT, KIND_SHEETS, KIND_SLIDES, KIND_DRAWING };

/* What the end of an element does. */
enum end {
    END_NOTHING,
    END_PARAGRAPH,
    END_FLOW,
    END_TABLE,
    END_ROW,
    END_CELL,
    END_SHEET,
    END_PAGE,
    END_BODY,
    END_BINARY,
};

struct things {
    enum ls_part aside;
    bool in_text, skip, in_meta, is_program;
    bool apart; /* of what the cell shows: in a comment, a box */
};

struct frame {
    enum ls_odf_element element;
    enum end end;
    bool lines; /* text outside paragraphs stood in it */
    struct things before;
};

struct columns {
    uint32_t from, to;
};

/* The sheet that is being read. */
struct sheet {
    bool open;
    uint32_t row, column;     /* 0-based, of the next row and cell */
    uint32_t rows_n, cells_n; /* how often the row and cell at hand repeat */
    bool row_hidden;
    uint32_t columns_n;
    LS_VEC(struct columns) hidden;
};

struct ls_odf_text {
    struct ls_format_job *job;
    struct ls_story *story;
    struct ls_odf_styles styles;
    struct ls_part_info info; /* of the whole part */
    enum document_kind kind;
    struct things now;
    struct frame frames[LS_XML_DEPTH_MAX];
    size_t depth;
    uint32_t bodies, tables, pages;
    struct sheet sheet;
    struct ls_buf sheet_name;
    enum ls_part note_part;

    struct ls_buf value; /* of the cell at hand … */
    bool value_is_text;
    size_t shown_n; /* … of which so much has been shown */
    bool differs;

    ls_odf_binary_fn binary;
    void *binary_user;
    uint64_t binary_lo, binary_hi;
    struct ls_decoder decoder; /* without `binary` */
    struct ls_buf binary_bytes;
    bool binary_cut;
};

/* odf_text.c */
/* A line of its own in another part; `attr` may be NULL. */
struct ls_result odf_note(struct ls_odf_text *t, enum ls_part part,
                          const struct ls_xml_attr *attr) LS_MUST_USE;
/* The part at hand is over, another one begins. */
struct ls_result odf_restart(struct ls_odf_text *t, const struct ls_part_info *info) LS_MUST_USE;

/* odf_cells.c */
bool odf_in_sheet(const struct ls_odf_text *t);
struct ls_result odf_begin_sheet(struct ls_odf_text *t, const struct ls_xml_tag *tag) LS_MUST_USE;
struct ls_result odf_add_columns(struct ls_odf_text *t, const struct ls_xml_tag *tag) LS_MUST_USE;
void odf_begin_row(struct ls_odf_text *t, const struct ls_xml_tag *tag);
struct ls_result odf_end_row(struct ls_odf_text *t) LS_MUST_USE;
struct ls_result odf_begin_cell(struct ls_odf_text *t, const struct ls_xml_tag *tag) LS_MUST_USE;
struct ls_result odf_end_cell(struct ls_odf_text *t) LS_MUST_USE;
/* A comment that was just opened belongs to the cell at hand. */
struct ls_result odf_place_comment(struct ls_odf_text *t) LS_MUST_USE;
/* Text of the cell at hand. */
void odf_compare_value(struct ls_odf_text *t, struct ls_str text);

/* odf_binary.c */
void odf_begin_binary(struct ls_odf_text *t);
struct ls_result odf_take_binary(struct ls_odf_text *t, struct ls_str text,
                                 const struct ls_map *map, uint64_t base) LS_MUST_USE;
struct ls_result odf_end_binary(struct ls_odf_text *t) LS_MUST_USE;

#endif
