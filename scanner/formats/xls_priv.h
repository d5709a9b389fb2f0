/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the reader of workbooks share: xls.c and xls_*.c. Sections are of [MS-XLS]. */
#ifndef LS_FORMATS_XLS_PRIV_H
#define LS_FORMATS_XLS_PRIV_H

#include "formats/story.h"
#include "formats/xls.h"
#include "formats/xls_records.h"
#include "formats/xlsx_dates.h"
#include "formats/xlsx_strings.h"

enum {
    LS_XLS_ROWS_MAX = 64 << 10,
    LS_XLS_COLUMNS_MAX = 256,
    LS_XLS_NOTES_MAX = 64 << 10, /* as many as there are numbers for objects */
    LS_XLS_AUTHORS = 16,         /* that are remembered, so as not to tell them again */
};

/* Kinds of BOF (2.4.21). */
enum ls_xls_kind {
    LS_XLS_GLOBALS = 0x0005,
    LS_XLS_PROGRAM = 0x0006,
    LS_XLS_SHEET = 0x0010,
    LS_XLS_CHART = 0x0020,
    LS_XLS_MACROS = 0x0040,
    LS_XLS_WORKSPACE = 0x0100,
};

/* Of BOUNDSHEET (2.4.28). */
struct ls_xls_sheet {
    uint64_t off; /* of its BOF */
    uint32_t name, name_len;
    bool hidden, read;
};

/* Where a shared string stands: offset in the stream, 0 where that is not known, and flags. */
enum { LS_XLS_AT_WIDE = 1u << 31, LS_XLS_AT_CUT = 1u << 30, LS_XLS_AT_MAX = (1u << 30) - 1 };

/* A piece of the map of a string that a CONTINUE cuts. */
struct ls_xls_cut {
    uint32_t string;
    struct ls_map_seg seg;
};

/* An object that a comment belongs to. */
struct ls_xls_note {
    uint64_t off; /* of the record with its text */
    uint16_t object;
    bool told;
};

struct ls_xls {
    struct ls_format_job *job;
    struct ls_story *story;
    struct ls_part_info info; /* of the stream */
    bool mapped;              /* bytes of the stream are bytes of the object … */
    bool scattered;           /* … in pieces */
    bool decrypted, encrypted;
    struct ls_map pieces, through;
    struct ls_xls_records records;
    struct ls_xls_text text, phonetic;
    unsigned version; /* 2 to 8 */
    const struct ls_charset *charset;
    struct ls_xlsx_dates dates;
    uint32_t formats_n; /* of workbooks that do not number them */

    struct ls_xlsx_strings strings;
    LS_VEC(uint32_t) strings_at;
    LS_VEC(struct ls_xls_cut) cuts;

    LS_VEC(struct ls_xls_sheet) sheets; /* by `off`, once the first one is read */
    bool sorted;
    struct ls_buf names;

    /* of the sheet at hand */
    enum ls_xls_kind kind;
    struct ls_part_info here;
    unsigned inner; /* charts in it that are open */
    uint8_t hidden_rows[LS_XLS_ROWS_MAX / 8], hidden_columns[LS_XLS_COLUMNS_MAX / 8];
    uint32_t row, column; /* of the formula at hand, 1-based */
    uint16_t object, object_kind;
    LS_VEC(struct ls_xls_note) notes;
    uint32_t note_of[LS_XLS_NOTES_MAX]; /* index + 1 in `notes` */
    uint64_t authors[LS_XLS_AUTHORS];
    size_t authors_n;
};

struct ls_result ls_xls_init(struct ls_xls *x, struct ls_format_job *job,
                             const struct ls_xls_stream *stream) LS_MUST_USE;
void ls_xls_fini(struct ls_xls *x);

/* ---- telling (xls_tell.c) ------------------------------------------------------------------ */

/* The string read last: `text` is in its part, in a cell (1-based) or as a line of its own. */
struct ls_result ls_xls_tell_cell(struct ls_xls *x, enum ls_part aside, uint32_t row,
                                  uint32_t column, const struct ls_xls_text *text) LS_MUST_USE;
struct ls_result ls_xls_tell_line(struct ls_xls *x, enum ls_part aside,
                                  const struct ls_xls_text *text) LS_MUST_USE;
struct ls_result ls_xls_tell_header(struct ls_xls *x, enum ls_part aside,
                                    const struct ls_xls_text *text) LS_MUST_USE;
/* A text that stands nowhere in the stream. */
struct ls_result ls_xls_tell_made(struct ls_xls *x, enum ls_part aside, const char *text,
                                  size_t len) LS_MUST_USE;
/* What a map to bytes of the stream leads to in the object; NULL: nowhere. */
struct ls_result ls_xls_way(struct ls_xls *x, const struct ls_map *map, size_t len,
                            const struct ls_map **way) LS_MUST_USE;

/* Reads a string and tells it as a line. */
struct ls_result ls_xls_take_string(struct ls_xls *x, size_t size, enum ls_part aside) LS_MUST_USE;
struct ls_result ls_xls_take_chars(struct ls_xls *x, size_t n, enum ls_part aside) LS_MUST_USE;

/* ---- shared strings (xls_strings.c) -------------------------------------------------------- */

struct ls_result ls_xls_read_strings(struct ls_xls *x) LS_MUST_USE;
struct ls_result ls_xls_tell_shared(struct ls_xls *x, enum ls_part aside, uint32_t row,
                                    uint32_t column, uint32_t string) LS_MUST_USE;
struct ls_result ls_xls_end_strings(struct ls_xls *x) LS_MUST_USE;

/* ---- records by what they are about; *taken: it was one of them ---------------------------- */

struct ls_result ls_xls_read_cell(struct ls_xls *x, bool *taken) LS_MUST_USE;    /* xls_cells.c */
struct ls_result ls_xls_read_globals(struct ls_xls *x, bool *taken) LS_MUST_USE; /* xls_globals.c */
struct ls_result ls_xls_read_beside(struct ls_xls *x, bool *taken) LS_MUST_USE;  /* xls_beside.c */
struct ls_result ls_xls_read_object(struct ls_xls *x, bool *taken) LS_MUST_USE;  /* xls_objects.c */

/* Comments whose cell nobody has told. */
struct ls_result ls_xls_end_objects(struct ls_xls *x) LS_MUST_USE;

/* A hyperlink object ([MS-OSHARED] 2.3.7.1), up to the end of the record. */
struct ls_result ls_xls_read_link(struct ls_xls *x) LS_MUST_USE; /* xls_link.c */

/* ---- formulas (xls_formula.c) -------------------------------------------------------------- */

/*
 * The strings in `len` bytes of tokens, which are next in the record (2.5.198.25); those of arrays
 * follow behind. With a row they stand in that cell.
 */
struct ls_result ls_xls_formula(struct ls_xls *x, size_t len, enum ls_part aside, uint32_t row,
                                uint32_t column) LS_MUST_USE;

/* A value (SerAr, 2.5.223): *number is told where it is one and `numbers` asks for it. */
struct ls_result ls_xls_value(struct ls_xls *x, bool numbers, enum ls_part aside, uint32_t row,
                              uint32_t column) LS_MUST_USE;

/* What looks like a string with its length in front, in all that is left of the record. */
struct ls_result ls_xls_mine(struct ls_xls *x, enum ls_part aside) LS_MUST_USE; /* xls_log.c */

#endif
