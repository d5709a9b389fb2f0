/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records of a slide, of notes, of the document: a tree, walked with a stack of our own. Texts
 * are told where they stand; what a string means is known by the record that it stands in.
 */
#include "formats/ppt_priv.h"

#include "base/fnv.h"

#include <string.h>

enum {
    DEPTH_MAX = 64,
    BINARY_TAG_NAME = 12, /* bytes of "___PPT" in UTF-16 */
};

/* ---- texts ----------------------------------------------------------------------------------- */

/* The next line of a text, without its end. */
static bool next_line(const struct ls_buf *text, size_t *at, struct ls_str *line)
{
    if (*at >= text->n)
        return false;
    const char *from = text->at + *at, *end = memchr(from, '\n', text->n - *at);
    *line = (struct ls_str){from, end ? (size_t)(end - from) : text->n - *at};
    *at += line->len + 1;
    return true;
}

static struct ls_result end_line(struct ls_ppt *ppt, enum ls_part aside)
{
    return aside == LS_PART_NONE
               ? ls_story_break(ppt->story, LS_BREAK_LINE)
               : ls_story_text(ppt->story, aside, (struct ls_str){"\n", 1}, NULL, 0);
}

/* A copy of what was told: of a line, by an older edit; of a footer that a slide shows. */
static struct ls_result pass_over(struct ls_ppt *ppt, struct ls_str line)
{
    uint64_t at = (uint64_t)(line.at - ppt->text.utf8.at), lo, hi;
    bool verbatim, found = ppt->text.mapped &&
                           ls_map_find(&ppt->text.map, at, at + line.len, &lo, &hi, &verbatim);
    /* In pieces all over the file: let it be told. */
    return found && hi - lo <= 2 * line.len ? ls_emit_seen(ppt->job, lo, hi) : ls_ok();
}

static struct ls_result tell_piece(struct ls_ppt *ppt, enum ls_part aside)
{
    const struct ls_map *map = ppt->text.mapped ? &ppt->text.map : NULL;
    struct ls_str line;
    for (size_t at = 0; next_line(&ppt->text.utf8, &at, &line);) {
        bool news;
        LS_TRY(ls_known_add(&ppt->said, ls_fnv_str(line), &news));
        if (!ppt->old || line.len == 0)
            continue;
        if (!news) {
            LS_TRY(pass_over(ppt, line));
            continue;
        }
        LS_TRY(ls_story_text(ppt->story, LS_PART_NONE, line, map,
                             (uint64_t)(line.at - ppt->text.utf8.at)));
        LS_TRY(ls_story_break(ppt->story, LS_BREAK_LINE));
    }
    if (ppt->old)
        return ls_ok();
    return ls_story_text(ppt->story, aside, (struct ls_str){ppt->text.utf8.at, ppt->text.utf8.n},
                         map, 0);
}

struct ls_result ls_ppt_tell(struct ls_ppt *ppt, enum ls_part aside, uint64_t off, uint64_t end,
                             bool wide)
{
    bool any = off < end;
    for (; off < end; off += LS_OLE_TEXT_PIECE) {
        size_t len = end - off < LS_OLE_TEXT_PIECE ? (size_t)(end - off) : LS_OLE_TEXT_PIECE;
        LS_TRY(ls_ole_view_text(&ppt->view, off, len, wide ? ppt->utf16 : ppt->latin, &ppt->text));
        LS_TRY(tell_piece(ppt, aside));
    }
    return any && !ppt->old ? end_line(ppt, aside) : ls_ok();
}

struct ls_result ls_ppt_was_said(struct ls_ppt *ppt, uint64_t off, uint64_t end, bool wide,
                                 bool *said)
{
    struct ls_str line;
    *said = off < end && end - off <= LS_OLE_TEXT_PIECE;
    if (!*said)
        return ls_ok();
    LS_TRY(ls_ole_view_text(&ppt->view, off, (size_t)(end - off), wide ? ppt->utf16 : ppt->latin,
                            &ppt->text));
    for (size_t at = 0; *said && next_line(&ppt->text.utf8, &at, &line);)
        *said = ls_known_has(&ppt->said, ls_fnv_str(line));
    return ls_ok();
}

/* The texts of a slide in the document's list of slides: each begins with a TextHeaderAtom. */
struct ls_result ls_ppt_outline(struct ls_ppt *ppt, uint32_t i, bool all)
{
    enum { SEEN_MAX = sizeof ppt->outlines * 8 };
    struct ppt_record record;
    uint32_t n = 0; /* texts that have begun */
    bool found;
    for (uint64_t off = ppt->slide->lo;; off = record.end) {
        LS_TRY(ls_ppt_record(ppt, off, ppt->slide->hi, &record, &found));
        if (!found)
            return ls_ok();
        n += record.type == PPT_TEXT_HEADER;
        if ((record.type != PPT_TEXT_CHARS && record.type != PPT_TEXT_BYTES) || n == 0)
            continue;
        uint32_t *bits = &ppt->outlines[(n - 1) / 32 % (SEEN_MAX / 32)], bit = 1u << (n - 1) % 32;
        if (all ? n <= SEEN_MAX && (*bits & bit) : n - 1 != i)
            continue;
        if (n <= SEEN_MAX)
            *bits |= bit;
        LS_TRY(
            ls_ppt_tell(ppt, LS_PART_NONE, record.off, record.end, record.type == PPT_TEXT_CHARS));
        if (!all)
            return ls_ok();
    }
}

/* ---- the tree -------------------------------------------------------------------------------- */

struct level {
    struct ppt_record record;
    uint64_t next; /* record in it */
    struct ppt_shape shape;
    bool tagged; /* PPT_BINARY_TAG: its data are records */
    bool opened; /* a flow of the story */
};

struct walk {
    struct ls_ppt *ppt;
    size_t n;
    struct level levels[DEPTH_MAX];
};

static struct level *level_of(struct walk *w, unsigned type)
{
    for (size_t i = w->n; i-- > 0;)
        if (w->levels[i].record.type == type)
            return &w->levels[i];
    return NULL;
}

/* A string, by what it stands in (2.13.24 names them). LS_PART_COUNT: it is nobody's text. */
static enum ls_part part_of_string(const struct walk *w, const struct ppt_record *string)
{
    const struct ppt_record *in = &w->levels[w->n - 1].record;
    switch (in->type) {
    case PPT_HEADERS_FOOTERS:
        return string->instance == 1 ? LS_PART_HEADER : LS_PART_FOOTER;
    case PPT_COMMENT:
        return string->instance == 1 ? LS_PART_COMMENT : LS_PART_PROPERTY;
    case PPT_COMMENT_AUTHOR:
    case PPT_STRING_TAG:
        return LS_PART_PROPERTY;
    case PPT_SLIDE:
    case PPT_NOTES:
    case PPT_MASTER:
    case PPT_NAMED_SHOW:
        return LS_PART_NAME;
    case PPT_OLE_EMBED:
    case PPT_OLE_CONTROL:
    case PPT_BINARY_TAG:
        return LS_PART_COUNT;
    default:
        return LS_PART_FIELD;
    }
}

static struct ls_result on_string(struct walk *w, const struct ppt_record *string)
{
    static const char tag[] = "_\0_\0_\0P\0P\0T";
    struct ls_ppt *ppt = w->ppt;
    struct level *in = &w->levels[w->n - 1];
    enum ls_part part = part_of_string(w, string);
    bool said = false;
    if (in->record.type == PPT_BINARY_TAG) {
        const uint8_t *name = NULL;
        if (string->end - string->off >= BINARY_TAG_NAME)
            LS_TRY(ls_ole_view_at(&ppt->view, string->off, BINARY_TAG_NAME, &name));
        in->tagged = name && memcmp(name, tag, BINARY_TAG_NAME) == 0;
    }
    if (part == LS_PART_COUNT)
        return ls_ok();
    /* Newer programs write footers into each slide as well as beside it. */
    if (in->record.type == PPT_HEADERS_FOOTERS && !ppt->old)
        LS_TRY(ls_ppt_was_said(ppt, string->off, string->end, true, &said));
    return said ? pass_over(ppt, (struct ls_str){ppt->text.utf8.at, ppt->text.utf8.n})
                : ls_ppt_tell(ppt, part, string->off, string->end, true);
}

/* A bookmark's name: 32 units of UTF-16, up to a zero (BookmarkEntityAtom, 2.4.18.4). */
static struct ls_result on_bookmark(struct ls_ppt *ppt, const struct ppt_record *bookmark)
{
    uint64_t off = bookmark->off + 4, end = off;
    for (; bookmark->end - bookmark->off >= 4 && end + 2 <= bookmark->end && end - off < 64;
         end += 2) {
        const uint8_t *unit;
        LS_TRY(ls_ole_view_at(&ppt->view, end, 2, &unit));
        if (!unit || (unit[0] == 0 && unit[1] == 0))
            break;
    }
    return ls_ppt_tell(ppt, LS_PART_NAME, off, end, true);
}

static struct ls_result on_atom(struct walk *w, const struct ppt_record *record)
{
    struct ls_ppt *ppt = w->ppt;
    struct level *shape;
    struct ls_cursor c;
    switch (record->type) {
    case PPT_TEXT_CHARS:
    case PPT_TEXT_BYTES:
        return ls_ppt_tell(ppt, LS_PART_NONE, record->off, record->end,
                           record->type == PPT_TEXT_CHARS);
    case PPT_STRING:
        return on_string(w, record);
    case PPT_OUTLINE_REF:
        LS_TRY(ls_ppt_bytes(ppt, record, 0, 4, &c));
        return ppt->slide && !c.failed && c.left ? ls_ppt_outline(ppt, ls_cursor_u32le(&c), false)
                                                 : ls_ok();
    case PPT_BOOKMARK:
        return on_bookmark(ppt, record);
    case PPT_MASTER_PACKAGE:
        return ppt->old ? ls_ok() : ls_ppt_inside(ppt, "layout", record->off, record->end);
    case LS_OFFICE_ART_OPTIONS:
    case LS_OFFICE_ART_OPTIONS_2:
    case LS_OFFICE_ART_OPTIONS_3:
        shape = level_of(w, ART_SHAPE);
        return shape ? ls_ppt_options(ppt, record, &shape->shape) : ls_ok();
    default:
        return ls_ok();
    }
}

/* Containers with names of fonts and sounds, rules of line breaking, sample texts. */
static bool is_passed_over(const struct ls_ppt *ppt, unsigned type)
{
    switch (type) {
    case PPT_ENVIRONMENT:
    case PPT_DRAWING_GROUP:
    case PPT_FONTS:
    case PPT_SOUNDS:
    case PPT_SOUND:
    case PPT_PICTURE_BULLETS:
    case PPT_KINSOKU:
        return true;
    case PPT_SLIDE_LIST: /* the slides have told it */
        return !ppt->old && !ppt->lost;
    default:
        return false;
    }
}

static struct ls_result enter(struct walk *w, const struct ppt_record *record)
{
    struct ls_ppt *ppt = w->ppt;
    struct level *shape = level_of(w, ART_SHAPE);
    if (is_passed_over(ppt, record->type))
        return ls_ok();
    if (record->type == ART_GROUP && !ppt->in_table) {
        bool table;
        LS_TRY(ls_ppt_table(ppt, record, &table));
        if (table)
            return ls_ok();
    }
    if (w->n == DEPTH_MAX) {
        ppt->broken = ppt->broken ? ppt->broken : "records too deep in others";
        return ls_ok();
    }
    struct level *level = &w->levels[w->n++];
    *level = (struct level){.record = *record, .next = record->off};
    if (record->type == ART_TEXTBOX && shape) {
        shape->shape.textbox = true;
        level->opened = shape->shape.hidden && !ppt->old;
    }
    return level->opened ? ls_story_open(ppt->story, LS_PART_HIDDEN) : ls_ok();
}

static struct ls_result leave(struct walk *w)
{
    struct ls_ppt *ppt = w->ppt;
    struct level *level = &w->levels[--w->n];
    const struct ppt_shape *shape = &level->shape;
    if (level->opened)
        return ls_story_close(ppt->story);
    /* A drawing of newer programs, kept as a picture: its text stands nowhere else. */
    if (level->record.type == ART_SHAPE && shape->package < shape->package_end && !shape->textbox &&
        !ppt->old)
        return ls_ppt_inside(ppt, "drawing", shape->package, shape->package_end);
    return ls_ok();
}

struct ls_result ls_ppt_walk(struct ls_ppt *ppt, const struct ppt_record *record)
{
    struct walk w = {.ppt = ppt};
    LS_TRY(enter(&w, record));
    while (w.n) {
        struct level *level = &w.levels[w.n - 1];
        struct ppt_record child;
        bool found;
        LS_TRY(ls_ppt_record(ppt, level->next, level->record.end, &child, &found));
        if (!found) {
            LS_TRY(leave(&w));
            continue;
        }
        level->next = child.end;
        bool holds =
            child.version == PPT_CONTAINER || (child.type == PPT_BINARY_DATA && level->tagged);
        LS_TRY(holds ? enter(&w, &child) : on_atom(&w, &child));
    }
    return ls_ok();
}
