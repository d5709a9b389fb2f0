/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each open element is a frame: what to do at its end, and how things were around it. "Things" are
 * whether text counts (in a paragraph), which part it goes to beside the flow at hand (a hidden
 * span), and whether all of it is to be passed over.
 *
 * Slides and sheets end the part at hand and begin another one; everything else is a story
 * (formats/story.h): paragraphs go out as they come, what interrupts them is collected.
 */
#include "formats/odf_text_priv.h"

#include "base/alloc.h"

#include <string.h>
#include <strings.h>

struct ls_result ls_odf_text_new(struct ls_format_job *job, struct ls_odf_text **text)
{
    struct ls_odf_text *t = *text = ls_calloc(1, sizeof *t);
    if (!t)
        return ls_stop(LS_E_MEMORY);
    t->job = job;
    t->sheet_name.limit = SHEET_NAME_MAX;
    t->value.limit = VALUE_MAX;
    t->binary_bytes.limit = BINARY_MAX;
    LS_VEC_INIT(&t->sheet.hidden, HIDDEN_COLUMNS_MAX);
    ls_odf_styles_init(&t->styles);
    return ls_story_new(job, &t->story);
}

void ls_odf_text_free(struct ls_odf_text *text)
{
    if (!text)
        return;
    ls_story_free(text->story);
    ls_odf_styles_fini(&text->styles);
    LS_VEC_FINI(&text->sheet.hidden);
    LS_VEC_FINI(&text->sheet_name);
    LS_VEC_FINI(&text->value);
    LS_VEC_FINI(&text->binary_bytes);
    ls_free(text);
}

void ls_odf_text_on_binary(struct ls_odf_text *text, ls_odf_binary_fn binary, void *user)
{
    text->binary = binary;
    text->binary_user = user;
}

static bool has_prefix(const struct ls_xml_tag *tag, const char *prefix)
{
    size_t n = strlen(prefix);
    return tag->name.len == n + 1 + tag->local.len && memcmp(tag->name.at, prefix, n) == 0;
}

struct ls_result odf_note(struct ls_odf_text *t, enum ls_part part, const struct ls_xml_attr *attr)
{
    if (!attr || attr->value.len == 0)
        return ls_ok();
    return ls_story_note(t->story, part, attr->value, attr->plain ? attr->off : LS_OFF_UNKNOWN);
}

struct ls_result odf_restart(struct ls_odf_text *t, const struct ls_part_info *info)
{
    LS_TRY(ls_story_end(t->story));
    ls_story_begin(t->story, info);
    return ls_ok();
}

static struct ls_result open_flow(struct ls_odf_text *t, struct frame *frame, enum ls_part part)
{
    frame->end = END_FLOW;
    t->now.aside = LS_PART_NONE;
    t->now.in_text = false;
    t->now.apart = true;
    return ls_story_open(t->story, part);
}

static struct ls_result begin_page(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                   struct frame *frame)
{
    struct ls_part_info info = t->info;
    const struct ls_xml_attr *name = ls_xml_find_attr(tag, "name");
    if (t->bodies != 1 || (t->kind != KIND_SLIDES && t->kind != KIND_DRAWING))
        return ls_ok();
    t->pages++;
    if (t->kind == KIND_SLIDES)
        info.slide = t->pages;
    else
        info.page = t->pages;
    if (ls_odf_styles_hide(&t->styles, "drawing-page", ls_xml_attr(tag, "style-name")))
        info.part = LS_PART_HIDDEN;
    frame->end = END_PAGE;
    LS_TRY(odf_restart(t, &info));
    bool by_itself = name && name->value.len > 4 && memcmp(name->value.at, "page", 4) == 0;
    return by_itself ? ls_ok() : odf_note(t, LS_PART_NAME, name);
}

static bool is_watermark(struct ls_str name)
{
    static const char word[] = "watermark";
    for (size_t i = 0; i + sizeof word - 1 <= name.len; i++)
        if (strncasecmp(name.at + i, word, sizeof word - 1) == 0)
            return true;
    return false;
}

static struct ls_result begin_shape(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                    struct frame *frame)
{
    t->now.in_text = false;
    if (is_watermark(ls_xml_attr(tag, "name")))
        return open_flow(t, frame, LS_PART_WATERMARK);
    if (t->kind == KIND_TEXT || t->kind == KIND_SHEETS)
        return open_flow(t, frame, LS_PART_TEXT_BOX);
    return ls_ok();
}

static struct ls_result begin_table(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                    struct frame *frame)
{
    frame->end = END_TABLE;
    t->tables++;
    if (t->kind != KIND_SHEETS || t->bodies != 1 || t->tables != 1)
        return ls_story_break(t->story, LS_BREAK_LINE);
    frame->end = END_SHEET;
    return odf_begin_sheet(t, tag);
}

static void begin_kind(struct ls_odf_text *t, const struct ls_xml_tag *tag)
{
    bool in_body = t->depth > 1 && t->frames[t->depth - 2].element == LS_ODF_BODY;
    if (!in_body || t->bodies != 1)
        return;
    t->kind = ls_str_is(tag->local, "text")           ? KIND_TEXT
              : ls_str_is(tag->local, "spreadsheet")  ? KIND_SHEETS
              : ls_str_is(tag->local, "presentation") ? KIND_SLIDES
                                                      : KIND_DRAWING;
}

static struct ls_result put_spaces(struct ls_odf_text *t, const struct ls_xml_tag *tag)
{
    static const char spaces[SPACES_MAX + 1] =
        "                                                                ";
    uint32_t n = ls_xml_number(ls_xml_attr(tag, "c"), 1);
    struct ls_str text = {spaces, n < SPACES_MAX ? n : SPACES_MAX};
    return t->now.in_text ? ls_story_text(t->story, t->now.aside, text, NULL, 0) : ls_ok();
}

static struct ls_result begin_line(struct ls_odf_text *t, struct frame *frame)
{
    t->now.in_text = true;
    frame->end = END_PARAGRAPH;
    return ls_ok();
}

static struct ls_result begin_section(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                      struct frame *frame)
{
    struct ls_str display = ls_xml_attr(tag, "display");
    bool hidden = ls_str_is(display, "none") || ls_str_is(display, "condition") ||
                  ls_str_is(ls_xml_attr(tag, "is-hidden"), "true");
    return hidden ? open_flow(t, frame, LS_PART_HIDDEN) : ls_ok();
}

static struct ls_result begin_span(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                   const char *family)
{
    if (ls_odf_styles_hide(&t->styles, family, ls_xml_attr(tag, "style-name")))
        t->now.aside = LS_PART_HIDDEN;
    return ls_ok();
}

/* Elements that are a paragraph or stand in one. */
static struct ls_result begin_inline(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                     const struct ls_odf_word *word, struct frame *frame)
{
    static const struct ls_str tab = {"\t", 1};
    switch ((int)word->element) {
    case LS_ODF_PARAGRAPH:
        LS_TRY(begin_span(t, tag, "paragraph"));
        return begin_line(t, frame);
    case LS_ODF_SPAN:
        return begin_span(t, tag, "text");
    case LS_ODF_SPACES:
        return put_spaces(t, tag);
    case LS_ODF_TAB:
        return t->now.in_text ? ls_story_text(t->story, t->now.aside, tab, NULL, 0) : ls_ok();
    case LS_ODF_LINE_BREAK:
        return ls_story_break(t->story, LS_BREAK_LINE);
    case LS_ODF_ASIDE:
        t->now.aside = word->part;
        return ls_ok();
    default:
        return ls_ok();
    }
}

/* Elements with paragraphs of their own, or none. */
static struct ls_result begin_outer(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                    const struct ls_odf_word *word, struct frame *frame)
{
    switch ((int)word->element) {
    case LS_ODF_NOTE:
        t->note_part = ls_str_is(ls_xml_attr(tag, "note-class"), "endnote") ? LS_PART_ENDNOTE
                                                                            : LS_PART_FOOTNOTE;
        return ls_ok();
    case LS_ODF_NOTE_BODY:
        return open_flow(t, frame, t->note_part ? t->note_part : LS_PART_FOOTNOTE);
    case LS_ODF_FLOW:
        LS_TRY(open_flow(t, frame, word->part));
        return word->part == LS_PART_COMMENT ? odf_place_comment(t) : ls_ok();
    case LS_ODF_DECL:
    case LS_ODF_SCRIPT:
        LS_TRY(open_flow(t, frame, word->part));
        t->now.is_program = word->element == LS_ODF_SCRIPT;
        t->now.in_text = true;
        return ls_ok();
    case LS_ODF_ALT_TEXT:
        if (t->now.in_text || t->now.in_meta || has_prefix(tag, "chart"))
            return ls_ok();
        LS_TRY(open_flow(t, frame, word->part));
        t->now.in_text = true;
        return ls_ok();
    case LS_ODF_TEXT_BOX:
        if (t->kind == KIND_TEXT || t->kind == KIND_SHEETS)
            return open_flow(t, frame, word->part);
        t->now.in_text = false;
        return ls_ok();
    case LS_ODF_SHAPE:
        return begin_shape(t, tag, frame);
    case LS_ODF_FRAME:
        t->now.in_text = false;
        return ls_ok();
    case LS_ODF_SECTION:
        return begin_section(t, tag, frame);
    case LS_ODF_META:
        t->now.in_meta = !t->now.in_text;
        return t->now.in_meta && t->info.part != word->part ? open_flow(t, frame, word->part)
                                                            : ls_ok();
    case LS_ODF_BODY:
        t->bodies++;
        frame->end = END_BODY;
        return ls_ok();
    case LS_ODF_KIND:
        begin_kind(t, tag);
        return ls_ok();
    case LS_ODF_PAGE:
        return begin_page(t, tag, frame);
    default:
        return ls_ok();
    }
}

static struct ls_result begin_other(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                    const struct ls_odf_word *word, struct frame *frame)
{
    switch ((int)word->element) {
    case LS_ODF_TABLE:
        return begin_table(t, tag, frame);
    case LS_ODF_COLUMN:
        return odf_add_columns(t, tag);
    case LS_ODF_ROW:
        frame->end = END_ROW;
        odf_begin_row(t, tag);
        return ls_ok();
    case LS_ODF_CELL:
        frame->end = END_CELL;
        return odf_begin_cell(t, tag);
    case LS_ODF_LEAF:
        return t->now.in_text ? ls_ok() : begin_line(t, frame);
    case LS_ODF_DATE:
        t->now.skip = !t->now.in_text && !t->now.in_meta;
        return ls_ok();
    case LS_ODF_SILENT:
        t->now.skip = true;
        return ls_ok();
    case LS_ODF_BINARY:
        t->now.skip = true;
        frame->end = END_BINARY;
        odf_begin_binary(t);
        return ls_ok();
    default:
        return ls_ok();
    }
}

/* Formulas do with text in them, and what stands beside numbers when it is more than "(" or "§". */
static bool says_something(const struct ls_odf_word *word, struct ls_str value)
{
    if (word->element == LS_ODF_LABEL)
        return value.len >= NUMBER_TEXT_MIN;
    return word->part != LS_PART_FORMULA || (value.len && memchr(value.at, '"', value.len));
}

/* Attributes that say something: those of the table, and what a form shows. */
static struct ls_result note_attrs(struct ls_odf_text *t, const struct ls_xml_tag *tag,
                                   const struct ls_odf_word *word)
{
    static const char *const form[] = {"label", "value", "current-value", "title", "string-value"};
    for (size_t i = 0; i < sizeof word->attrs / sizeof *word->attrs && word->attrs[i]; i++) {
        const struct ls_xml_attr *attr = ls_xml_find_attr(tag, word->attrs[i]);
        if (attr && says_something(word, attr->value))
            LS_TRY(odf_note(t, word->part, attr));
    }
    if (ls_str_is(ls_xml_attr(tag, "display"), "none")) /* a variable that is set unseen */
        LS_TRY(odf_note(t, LS_PART_HIDDEN, ls_xml_find_attr(tag, "string-value")));
    if (!has_prefix(tag, "form"))
        return ls_ok();
    for (size_t i = 0; i < sizeof form / sizeof *form; i++)
        LS_TRY(odf_note(t, LS_PART_FIELD, ls_xml_find_attr(tag, form[i])));
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct ls_odf_text *t = user;
    if (t->depth++ >= LS_XML_DEPTH_MAX)
        return ls_ok();
    const struct ls_odf_word *word = ls_odf_word(tag->local);
    struct frame *frame = &t->frames[t->depth - 1];
    *frame = (struct frame){.element = word->element, .before = t->now};
    if (t->now.skip)
        return ls_ok();
    if (!t->now.in_text)
        LS_TRY(ls_odf_styles_start(&t->styles, tag));
    LS_TRY(note_attrs(t, tag, word));
    LS_TRY(begin_inline(t, tag, word, frame));
    LS_TRY(begin_outer(t, tag, word, frame));
    return begin_other(t, tag, word, frame);
}

static struct ls_result finish(struct ls_odf_text *t, const struct frame *frame)
{
    switch (frame->end) {
    case END_NOTHING:
        return frame->lines ? ls_story_break(t->story, LS_BREAK_LINE) : ls_ok();
    case END_PARAGRAPH:
        return ls_story_break(t->story, LS_BREAK_LINE);
    case END_FLOW:
        return ls_story_close(t->story);
    case END_TABLE:
        t->tables--;
        return ls_story_break(t->story, LS_BREAK_LINE);
    case END_ROW:
        return odf_end_row(t);
    case END_CELL:
        return odf_end_cell(t);
    case END_SHEET:
        t->tables--;
        t->sheet.open = false;
        return odf_restart(t, &t->info);
    case END_PAGE:
        return odf_restart(t, &t->info);
    case END_BODY:
        t->bodies--;
        return ls_ok();
    case END_BINARY:
        return odf_end_binary(t);
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct ls_odf_text *t = user;
    if (t->depth-- > LS_XML_DEPTH_MAX)
        return ls_ok();
    const struct frame *frame = &t->frames[t->depth];
    ls_odf_styles_end(&t->styles, tag);
    struct ls_result r = finish(t, frame);
    t->now = frame->before;
    return r;
}

/* Line ends in a paragraph's XML are blanks (ODF 1.3 part 3, 6.1.2). */
static struct ls_result put_paragraph(struct ls_odf_text *t, enum ls_part aside, struct ls_str text,
                                      const struct ls_map *map, uint64_t base)
{
    static const struct ls_str blank = {" ", 1};
    size_t at = 0;
    while (at < text.len) {
        size_t from = at;
        while (at < text.len && text.at[at] != '\n' && text.at[at] != '\t')
            at++;
        struct ls_str piece = {text.at + from, at - from};
        if (piece.len)
            LS_TRY(ls_story_text(t->story, aside, piece, map, base + from));
        if (at == text.len)
            break;
        while (at < text.len && ls_xml_is_blank(text.at[at]))
            at++;
        LS_TRY(ls_story_text(t->story, aside, blank, NULL, 0));
    }
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ls_odf_text *t = user;
    size_t depth = t->depth < LS_XML_DEPTH_MAX ? t->depth : LS_XML_DEPTH_MAX;
    struct frame *frame = depth ? &t->frames[depth - 1] : NULL;
    if (frame && frame->element == LS_ODF_BINARY)
        LS_TRY(odf_take_binary(t, text, map, base));
    if (t->now.skip)
        return ls_ok();
    if (t->now.is_program && ls_xml_all_blank(text))
        return ls_ok();
    if (t->now.is_program)
        return ls_story_text(t->story, t->now.aside, text, map, base);
    if (t->now.in_text) {
        if (!t->now.apart)
            odf_compare_value(t, text);
        return put_paragraph(t, t->now.aside, text, map, base);
    }
    if (!frame || ls_xml_all_blank(text))
        return ls_ok();
    if (frame->element == LS_ODF_KIND && text.len < NUMBER_TEXT_MIN)
        return ls_ok(); /* number:text, which parts the digits of numbers */
    frame->lines = true;
    bool property = ls_story_part(t->story) == LS_PART_PROPERTY;
    return put_paragraph(t, property ? LS_PART_NONE : LS_PART_PROPERTY, text, map, base);
}

/* Comments in the XML: nobody is shown them. */
static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct ls_odf_text *t = user;
    return ls_xml_all_blank(text) ? ls_ok() : put_paragraph(t, LS_PART_HIDDEN, text, map, base);
}

static struct ls_result on_style_start(void *user, const struct ls_xml_tag *tag)
{
    struct ls_odf_text *t = user;
    return ls_odf_styles_start(&t->styles, tag);
}

static struct ls_result on_style_end(void *user, const struct ls_xml_tag *tag)
{
    struct ls_odf_text *t = user;
    ls_odf_styles_end(&t->styles, tag);
    return ls_ok();
}

struct ls_xml_handler ls_odf_text_styles(struct ls_odf_text *text)
{
    return (struct ls_xml_handler){.start = on_style_start, .end = on_style_end, .user = text};
}

struct ls_xml_handler ls_odf_text_begin(struct ls_odf_text *text, const struct ls_part_info *info)
{
    text->info = *info;
    text->kind = KIND_OTHER;
    text->now = (struct things){.aside = LS_PART_NONE};
    text->depth = 0;
    text->bodies = text->tables = text->pages = 0;
    text->sheet.open = false;
    text->note_part = LS_PART_NONE;
    LS_VEC_CLEAR(&text->value);
    ls_story_begin(text->story, &text->info);
    return (struct ls_xml_handler){
        .start = on_start, .end = on_end, .text = on_text, .comment = on_comment, .user = text};
}

struct ls_result ls_odf_text_end(struct ls_odf_text *text)
{
    return ls_story_end(text->story);
}
