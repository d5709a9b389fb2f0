/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects on sheets, and the texts in them.
 *
 *   MSODRAWING  OBJ 7, a comment  TXO  CONTINUE "text"        … then, behind all of them:
 *   NOTE  row, column, object 7, author
 *
 * So texts of comments are passed over, and read when it is known which cell they belong to.
 */
#include "formats/office_art.h"
#include "base/fnv.h"
#include "formats/xls_priv.h"

/* Types of records (2.3.1). */
enum {
    NOTE = 0x01C,
    OBJECT = 0x05D,
    DRAWINGS = 0x0EB,
    DRAWING = 0x0EC,
    TEXT = 0x1B6,
    MARGIN_PICTURE = 0x866,
};

enum {
    COMMON = 0x15,
    IS_LIST = 0x12, /* kinds of objects */
    IS_NOTE = 0x19,
    IS_MENU = 0x14,
    NO_CELL = 0,
    GOES_ON = 0xFFFF,
    ART_FIRST = 0xF000, /* types of records of drawings */
    ART_LAST = 0xF1FF,
};

/* Obj (2.4.181): its first part says what it is. A list may have its items in it. */
static struct ls_result read_object(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    bool common = ls_xls_u16(r) == COMMON;
    ls_xls_skip(r, 2);
    x->object_kind = ls_xls_u16(r);
    x->object = ls_xls_u16(r);
    if (r->failed || !common || x->version < 8)
        x->object_kind = 0;
    bool items = x->object_kind == IS_LIST || x->object_kind == IS_MENU;
    return items ? ls_xls_mine(x, LS_PART_TEXT_BOX) : ls_ok();
}

/* TxO (2.4.329): lengths, then the characters in a CONTINUE. */
static struct ls_result read_text(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 10);
    size_t n = ls_xls_u16(r);
    ls_xls_skip(r, r->left);
    return ls_xls_chars(r, n, &x->text);
}

static struct ls_result tell_note(struct ls_xls *x, struct ls_xls_note *note, uint32_t row,
                                  uint32_t column)
{
    struct ls_xls_records *r = &x->records;
    uint64_t back = r->next;
    bool any;
    if (note->told)
        return ls_ok();
    note->told = true;
    ls_xls_seek(r, note->off);
    LS_TRY(ls_xls_next(r, &any));
    if (any) {
        LS_TRY(read_text(x));
        LS_TRY(row == NO_CELL ? ls_xls_tell_line(x, LS_PART_COMMENT, &x->text)
                              : ls_xls_tell_cell(x, LS_PART_COMMENT, row, column, &x->text));
    }
    ls_xls_seek(r, back);
    return ls_ok();
}

/* A text belongs to the object before it. */
static struct ls_result take_text(struct ls_xls *x)
{
    bool is_note = x->object_kind == IS_NOTE;
    x->object_kind = 0;
    if (!is_note || x->notes.n == x->notes.limit) {
        LS_TRY(read_text(x));
        return ls_xls_tell_line(x, is_note ? LS_PART_COMMENT : LS_PART_TEXT_BOX, &x->text);
    }
    uint64_t off = x->records.start;
    uint32_t known = x->note_of[x->object];
    if (known)
        LS_TRY(tell_note(x, &x->notes.at[known - 1], NO_CELL, 0));
    LS_VEC_PUSH(&x->notes, ((struct ls_xls_note){.off = off, .object = x->object}));
    x->note_of[x->object] = (uint32_t)x->notes.n;
    return ls_ok();
}

struct ls_result ls_xls_end_objects(struct ls_xls *x)
{
    for (size_t i = 0; i < x->notes.n; i++) {
        LS_TRY(tell_note(x, &x->notes.at[i], NO_CELL, 0));
        x->note_of[x->notes.at[i].object] = 0;
    }
    LS_VEC_CLEAR(&x->notes);
    return ls_ok();
}

/* Each author once, as far as they are remembered. */
static struct ls_result take_author(struct ls_xls *x)
{
    LS_TRY(ls_xls_string(&x->records, 2, &x->text));
    uint64_t hash = ls_fnv_str(ls_xls_str(&x->text));
    size_t known = x->authors_n < LS_XLS_AUTHORS ? x->authors_n : LS_XLS_AUTHORS;
    for (size_t i = 0; i < known; i++)
        if (x->authors[i] == hash)
            return ls_ok();
    x->authors[x->authors_n++ % LS_XLS_AUTHORS] = hash;
    return ls_xls_tell_line(x, LS_PART_PROPERTY, &x->text);
}

/* Before BIFF8 (an older NoteSh): the text itself, in records of 2,048 bytes. */
static struct ls_result read_old_note(struct ls_xls *x, uint32_t row, uint32_t column)
{
    struct ls_xls_records *r = &x->records;
    const struct ls_map *way;
    (void)ls_xls_u16(r); /* of the whole text */
    LS_TRY(ls_xls_chars(r, r->left, &x->text));
    if (row != GOES_ON)
        return ls_xls_tell_cell(x, LS_PART_COMMENT, row + 1, column + 1, &x->text);
    LS_TRY(ls_xls_way(x, &x->text.map, x->text.utf8.n, &way));
    return ls_story_text(x->story, LS_PART_COMMENT, ls_xls_str(&x->text), way, 0);
}

/* NoteSh (2.5.186). */
static struct ls_result read_note(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    uint32_t row = ls_xls_u16(r), column = ls_xls_u16(r);
    if (x->version < 8)
        return read_old_note(x, row, column);
    ls_xls_skip(r, 2);
    uint32_t known = x->note_of[ls_xls_u16(r)];
    if (r->failed)
        return ls_ok();
    LS_TRY(take_author(x));
    return known ? tell_note(x, &x->notes.at[known - 1], row + 1, column + 1) : ls_ok();
}

static struct ls_result read_options(struct ls_xls *x, const struct ls_office_art_record *record)
{
    struct ls_xls_records *r = &x->records;
    struct ls_office_art_texts texts;
    struct ls_office_art_text text;
    if (record->len == 0 || !ls_xls_more(r))
        return ls_ok();
    size_t len = record->len < r->left ? record->len : r->left;
    uint64_t off = r->off;
    ls_office_art_texts_init(&texts, ls_xls_bytes(r, len), len, record->instance);
    const struct ls_charset *charset = x->text.charset;
    x->text.charset = NULL;
    struct ls_result result = ls_ok();
    while (!ls_failed(result) && ls_office_art_next_text(&texts, &text)) {
        result = ls_xls_decode(&x->text, text.units, text.len, off + text.off, true);
        if (!ls_failed(result))
            result = ls_xls_tell_line(x, text.part, &x->text);
    }
    x->text.charset = charset;
    ls_xls_skip(r, record->len - len);
    return result;
}

/* Records of a drawing; containers are entered as if they were not there. */
static struct ls_result read_drawing(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    while (ls_xls_more(r) && !r->failed) {
        uint8_t header[LS_OFFICE_ART_HEADER];
        for (size_t i = 0; i < sizeof header; i++)
            header[i] = ls_xls_u8(r);
        struct ls_office_art_record record = ls_office_art_record(header);
        if (r->failed)
            break;
        if (record.version == LS_OFFICE_ART_CONTAINER)
            continue;
        if (ls_office_art_is_options(record.type))
            LS_TRY(read_options(x, &record));
        else
            ls_xls_skip(r, record.len);
    }
    return ls_ok();
}

/* Behind the text of a shape the drawing may go on, without a record of its own. */
static struct ls_result read_continued(struct ls_xls *x)
{
    const struct ls_xls_records *r = &x->records;
    unsigned type = r->left >= LS_OFFICE_ART_HEADER ? r->at[2] | (unsigned)r->at[3] << 8 : 0;
    return type >= ART_FIRST && type <= ART_LAST ? read_drawing(x) : ls_ok();
}

struct ls_result ls_xls_read_object(struct ls_xls *x, bool *taken)
{
    *taken = true;
    switch (x->records.type) {
    case OBJECT:
        return read_object(x);
    case TEXT:
        return x->version >= 8 ? take_text(x) : ls_ok();
    case NOTE:
        return read_note(x);
    case DRAWING:
    case DRAWINGS:
        return read_drawing(x);
    case LS_XLS_CONTINUE:
        return read_continued(x);
    case MARGIN_PICTURE:
        ls_xls_skip(&x->records, 14);
        return read_drawing(x);
    default:
        *taken = false;
        return ls_ok();
    }
}
