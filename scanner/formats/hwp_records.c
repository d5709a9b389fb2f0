/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record has a type, a level and a size. What stands in a control (a table, a note) has higher
 * levels than its own record; the next record of its level, or a lower one, ends it.
 */
#include "formats/hwp_records.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/utf8.h"
#include "decode/charset.h"

enum {
    HEAD = 4,
    LONG = 0xFFF, /* size: four bytes more say it */
    TEXT = 67,
    CONTROL = 71,
    LIST = 72,
    FORMULA = 88,
    CELL_BYTES = 12, /* of LIST: up to where a cell stands */
    TEXT_MAX = 64 << 10,
};

/* ---- text (4.3.2) ---------------------------------------------------------------------------- */

/* Units of a character below the blank: 1, or 8 with what it stands for. */
static unsigned units_of(unsigned unit)
{
    switch (unit) {
    case 0:
    case 10:
    case 13:
    case 24:
    case 25:
    case 26:
    case 27:
    case 28:
    case 29:
    case 30:
    case 31:
        return 1;
    default:
        return 8;
    }
}

static struct ls_result add_control(struct ls_hwp_records *r, unsigned unit)
{
    r->skip = units_of(unit) - 1;
    switch (unit) {
    case 9:
        return ls_buf_char(&r->text, '\t');
    case 10:
        return ls_buf_char(&r->text, '\n');
    case 24:
        return ls_buf_char(&r->text, '-');
    case 30:
    case 31:
        return ls_buf_char(&r->text, ' ');
    default:
        return ls_ok();
    }
}

/* `high`: the first half of a pair that the chunk before ended with, or 0. */
static struct ls_result add_units(struct ls_hwp_records *r, const uint8_t *bytes, size_t len,
                                  uint32_t *high)
{
    struct ls_cursor c;
    LS_VEC_CLEAR(&r->text);
    ls_cursor_init(&c, bytes, len);
    while (c.left >= 2) {
        uint32_t unit = ls_cursor_u16le(&c);
        if (r->skip) {
            r->skip--;
        } else if (unit < ' ') {
            LS_TRY(add_control(r, unit));
        } else if (unit >= 0xD800 && unit < 0xDC00) {
            *high = unit;
            continue;
        } else if (unit >= 0xDC00 && unit < 0xE000 && *high) {
            LS_TRY(ls_utf8_add(&r->text, 0x10000 + ((*high - 0xD800) << 10) + (unit - 0xDC00)));
        } else {
            LS_TRY(ls_utf8_add(&r->text, unit));
        }
        *high = 0;
    }
    return ls_story_text(r->story, LS_PART_NONE, (struct ls_str){r->text.at, r->text.n}, NULL, 0);
}

/* ---- controls (4.3.10) ----------------------------------------------------------------------- */

#define ID(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

static enum ls_part part_of(uint32_t id)
{
    switch (id) {
    case ID('h', 'e', 'a', 'd'):
        return LS_PART_HEADER;
    case ID('f', 'o', 'o', 't'):
        return LS_PART_FOOTER;
    case ID('f', 'n', ' ', ' '):
        return LS_PART_FOOTNOTE;
    case ID('e', 'n', ' ', ' '):
        return LS_PART_ENDNOTE;
    case ID('t', 'c', 'm', 't'):
        return LS_PART_COMMENT;
    case ID('g', 's', 'o', ' '):
        return LS_PART_TEXT_BOX;
    case ID('t', 'b', 'l', ' '):
        return LS_PART_BODY;
    default:
        return LS_PART_NONE;
    }
}

static struct ls_result end_controls(struct ls_hwp_records *r, unsigned level)
{
    while (r->controls_n && r->controls[r->controls_n - 1].level >= level) {
        const struct ls_hwp_control *control = &r->controls[--r->controls_n];
        if (control->table)
            LS_TRY(ls_story_break(r->story, LS_BREAK_ROW));
        if (control->flow)
            LS_TRY(ls_story_close(r->story));
    }
    return ls_ok();
}

/* A string behind its length, a line of its own; LS_PART_NONE: of the flow at hand. */
static struct ls_result say_string(struct ls_hwp_records *r, struct ls_cursor *c,
                                   enum ls_part aside)
{
    static const char utf16[] = "utf-16le";
    struct ls_charset_reader reader;
    size_t len = ls_cursor_u16le(c) * (size_t)2;
    if (len > c->left) {
        r->damaged = true;
        len = c->left;
    }
    const uint8_t *units = ls_cursor_bytes(c, len);
    LS_VEC_CLEAR(&r->text);
    ls_charset_begin(&reader, ls_charset_find(utf16, sizeof utf16 - 1), 0);
    if (units && len)
        LS_TRY(ls_charset_feed(&reader, units, len, true, &r->text, NULL));
    if (r->text.n == 0)
        return ls_ok();
    struct ls_str text = {r->text.at, r->text.n};
    if (aside != LS_PART_NONE)
        return ls_story_line(r->story, aside, text, NULL, 0);
    LS_TRY(ls_story_break(r->story, LS_BREAK_LINE));
    LS_TRY(ls_story_text(r->story, LS_PART_NONE, text, NULL, 0));
    return ls_story_break(r->story, LS_BREAK_LINE);
}

/* Controls that have no paragraphs, but strings (4.3.10.11, 4.3.10.12, 4.3.10.15). */
static struct ls_result say_control(struct ls_hwp_records *r, uint32_t id, struct ls_cursor *c)
{
    if (id >> 24 == '%') { /* a field, and what it does or asks for */
        (void)ls_cursor_bytes(c, 5);
        return c->failed ? ls_ok() : say_string(r, c, LS_PART_FIELD);
    }
    if (id == ID('t', 'c', 'p', 's')) /* letters over each other */
        return say_string(r, c, LS_PART_NONE);
    if (id != ID('t', 'd', 'u', 't')) /* small letters over others: those, then these */
        return ls_ok();
    LS_TRY(say_string(r, c, LS_PART_NONE));
    return say_string(r, c, LS_PART_NONE);
}

/* EQEDIT (4.3.9.3): the script of a formula. */
static struct ls_result on_formula(struct ls_hwp_records *r, struct ls_cursor *c)
{
    (void)ls_cursor_u32le(c);
    return c->failed ? ls_ok() : say_string(r, c, LS_PART_FORMULA);
}

static struct ls_result on_control(struct ls_hwp_records *r, unsigned level, struct ls_cursor *c)
{
    uint32_t id = ls_cursor_u32le(c);
    enum ls_part part = part_of(id);
    if (!c->failed && part == LS_PART_NONE)
        return say_control(r, id, c);
    if (c->failed || part == LS_PART_NONE || r->controls_n == LS_HWP_DEPTH)
        return ls_ok();
    struct ls_hwp_control *control = &r->controls[r->controls_n++];
    *control = (struct ls_hwp_control){
        .level = level, .flow = part != LS_PART_BODY, .table = part == LS_PART_BODY};
    LS_TRY(control->flow ? ls_story_open(r->story, part) : ls_story_break(r->story, LS_BREAK_LINE));
    return ls_ok();
}

/* A list of paragraphs; in a table, a cell with its place. */
static struct ls_result on_list(struct ls_hwp_records *r, unsigned level, struct ls_cursor *c)
{
    struct ls_hwp_control *table = r->controls_n ? &r->controls[r->controls_n - 1] : NULL;
    if (!table || !table->table || level != table->level + 1)
        return ls_ok();
    (void)ls_cursor_u64le(c);
    (void)ls_cursor_u16le(c);
    unsigned row = ls_cursor_u16le(c);
    bool first = !table->in_row, same = table->in_row && row == table->row && !c->failed;
    table->in_row = true;
    table->row = row;
    if (first)
        return ls_ok();
    return ls_story_break(r->story, same ? LS_BREAK_CELL : LS_BREAK_ROW);
}

/* ---- records --------------------------------------------------------------------------------- */

static struct ls_result read_content(struct ls_hwp_records *r, struct ls_blob *blob, uint64_t off,
                                     uint64_t len, uint32_t head)
{
    unsigned type = head & 0x3FF, level = head >> 10 & 0x3FF;
    uint32_t high = 0;
    r->skip = 0;
    LS_TRY(end_controls(r, level));
    for (uint64_t at = 0; at < len || at == 0;) {
        size_t want = len - at < LS_HWP_CHUNK ? (size_t)(len - at) : LS_HWP_CHUNK, got = 0;
        if (want)
            LS_TRY(ls_blob_read(blob, off + at, r->chunk, want, &got));
        LS_TRY(ls_charge(r->job, 0, type == TEXT ? 0 : got));
        struct ls_cursor c;
        ls_cursor_init(&c, r->chunk, got);
        if (type == TEXT)
            LS_TRY(add_units(r, r->chunk, got, &high));
        else if (type == CONTROL && at == 0)
            LS_TRY(on_control(r, level, &c));
        else if (type == LIST && at == 0)
            LS_TRY(on_list(r, level, &c));
        else if (type == FORMULA && at == 0)
            LS_TRY(on_formula(r, &c));
        r->broken |= got < want;
        at += got;
        if (got < want || want == 0)
            break;
    }
    return type == TEXT ? ls_story_break(r->story, LS_BREAK_LINE) : ls_ok();
}

static struct ls_result read_records(struct ls_hwp_records *r, struct ls_blob *blob)
{
    for (uint64_t off = 0; !r->broken;) {
        uint8_t bytes[2 * HEAD];
        struct ls_cursor c;
        size_t got;
        LS_TRY(ls_blob_read(blob, off, bytes, HEAD, &got));
        if (got == 0)
            break;
        r->broken = got < HEAD;
        ls_cursor_init(&c, bytes, got);
        uint32_t head = ls_cursor_u32le(&c);
        uint64_t len = head >> 20;
        off += got;
        if (!r->broken && len == LONG) {
            LS_TRY(ls_blob_read(blob, off, bytes, HEAD, &got));
            r->broken = got < HEAD;
            ls_cursor_init(&c, bytes, got);
            len = ls_cursor_u32le(&c);
            off += got;
        }
        if (!r->broken)
            LS_TRY(read_content(r, blob, off, len, head));
        off += len;
        LS_TRY(ls_charge(r->job, 0, HEAD));
    }
    return ls_ok();
}

struct ls_result ls_hwp_read(struct ls_hwp_records *r, struct ls_blob *blob)
{
    static const struct ls_part_info info = {.part = LS_PART_BODY,
                                             .encoding = "utf-16le",
                                             .raw_off = LS_OFF_UNKNOWN,
                                             .link_off = LS_OFF_UNKNOWN};
    r->controls_n = 0;
    r->broken = false;
    ls_story_begin(r->story, &info);
    struct ls_result result = read_records(r, blob);
    if (result.reach == LS_BAD && result.code == LS_E_MALFORMED) {
        r->broken = true; /* it ends here; what was read is told */
        result = ls_ok();
    }
    r->damaged |= r->broken;
    LS_TRY(result);
    LS_TRY(end_controls(r, 0));
    return ls_story_end(r->story);
}

struct ls_result ls_hwp_records_init(struct ls_hwp_records *r, struct ls_format_job *job)
{
    *r = (struct ls_hwp_records){.job = job, .text.limit = TEXT_MAX};
    r->chunk = ls_calloc(LS_HWP_CHUNK, 1);
    return r->chunk ? ls_story_new(job, &r->story) : ls_stop(LS_E_MEMORY);
}

void ls_hwp_records_fini(struct ls_hwp_records *r)
{
    ls_story_free(r->story);
    LS_VEC_FINI(&r->text);
    ls_free(r->chunk);
}
