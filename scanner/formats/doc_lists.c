/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lists put beside the numbers of their paragraphs, "第%1号": the texts of their levels
 * ([MS-DOC] 2.9.150 LVL). The table of lists (2.9.200 PlfLst) has a head for each; their levels
 * follow it, beyond the length that the FIB gives. Paragraphs may have levels of their own (2.9.199
 * PlfLfo).
 *
 *     n  head head …  [level level …] [level]        level: head, formats of two kinds, length,
 * text
 */
#include "formats/doc_priv.h"

#include "base/cursor.h"

enum {
    LIST_BYTES = 28,  /* LSTF */
    LIST_FLAGS = 26,  /* … where its flags stand: */
    SIMPLE = 1,       /* it has one level */
    LEVELS = 9,       /* else */
    LEVEL_BYTES = 28, /* LVLF */
    LEVEL_SIZES = 24, /* … where the sizes of the formats stand */
    OVERRIDE_BYTES = 16,
    OVERRIDE_LEVELS = 12,
    HAS_LEVEL = 0x20, /* of LFOLVL */
    WORDS_MIN = 2,    /* characters; a single one is a bullet or a point */
};

/* A text, without the numbers 0 to 8, which stand for those of the levels. */
static struct ls_result tell_text(struct doc *doc, const uint8_t *units, size_t n)
{
    const struct doc_stream *table = &doc->table;
    size_t said = 0;
    for (size_t i = 0; i < n; i++)
        said += doc_u16(units + 2 * i) >= ' ';
    struct ls_str text = {(const char *)units, 2 * n};
    if (said < WORDS_MIN || doc_string_is_known(doc, text))
        return ls_ok();
    for (size_t i = 0, from; i < n; i++) {
        for (from = i; i < n && doc_u16(units + 2 * i) >= ' ';)
            i++;
        uint64_t off = (uint64_t)((const char *)units - table->bytes.at) + 2 * from;
        LS_TRY(doc_say(doc, table, off, 2 * (i - from), doc->wide, LS_PART_NONE));
    }
    return ls_story_break(doc->story, LS_BREAK_LINE);
}

static struct ls_result tell_level(struct doc *doc, struct ls_cursor *c)
{
    const uint8_t *head = ls_cursor_bytes(c, LEVEL_BYTES);
    LS_TRY(ls_charge(doc->job, 0, 1));
    if (!head)
        return ls_ok();
    (void)ls_cursor_bytes(c, (size_t)head[LEVEL_SIZES] + head[LEVEL_SIZES + 1]);
    size_t n = ls_cursor_u16le(c);
    const uint8_t *units = ls_cursor_bytes(c, 2 * n);
    return units ? tell_text(doc, units, n) : ls_ok();
}

/* A list of the FIB, and all that follows it in its stream. */
static void open_list(struct doc *doc, enum doc_list which, struct ls_cursor *c)
{
    const struct ls_buf *table = &doc->table.bytes;
    struct ls_str list = doc_list(doc, which);
    size_t at = list.len ? (size_t)(list.at - table->at) : table->n;
    ls_cursor_init(c, table->n > at ? table->at + at : NULL, table->n - at);
}

static struct ls_result tell_lists(struct doc *doc)
{
    struct ls_cursor c;
    open_list(doc, DOC_LISTS, &c);
    size_t n = ls_cursor_u16le(&c);
    const uint8_t *heads = ls_cursor_bytes(&c, n * LIST_BYTES);
    for (size_t i = 0; heads && i < n && !c.failed; i++) {
        bool simple = heads[i * LIST_BYTES + LIST_FLAGS] & SIMPLE;
        for (size_t level = 0; level < (simple ? 1 : LEVELS) && !c.failed; level++)
            LS_TRY(tell_level(doc, &c));
    }
    return ls_ok();
}

static struct ls_result tell_overrides(struct doc *doc)
{
    struct ls_cursor c;
    open_list(doc, DOC_LIST_OVERRIDES, &c);
    size_t n = ls_cursor_u32le(&c);
    const uint8_t *heads =
        n <= c.left / OVERRIDE_BYTES ? ls_cursor_bytes(&c, n * OVERRIDE_BYTES) : NULL;
    for (size_t i = 0; heads && i < n && !c.failed; i++) {
        (void)ls_cursor_u32le(&c);
        for (unsigned k = heads[i * OVERRIDE_BYTES + OVERRIDE_LEVELS]; k > 0 && !c.failed; k--) {
            (void)ls_cursor_u32le(&c);
            bool has_level = ls_cursor_u32le(&c) & HAS_LEVEL;
            LS_TRY(has_level ? tell_level(doc, &c) : ls_charge(doc->job, 0, 1));
        }
    }
    return ls_ok();
}

struct ls_result doc_lists_tell(struct doc *doc)
{
    if (doc->fib.old) /* its numbers are in the formats of paragraphs */
        return ls_ok();
    doc_begin(doc, LS_PART_FIELD, "utf-16le");
    LS_TRY(tell_lists(doc));
    LS_TRY(tell_overrides(doc));
    return doc_end(doc);
}
