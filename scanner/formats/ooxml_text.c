/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an element means depends on those around it. That is a small context, which each element
 * takes over from the one around it, and which is put back at its end:
 *
 *   <w:p>                            frames        context
 *     <w:del>                        | p           deleted
 *       <w:r> <w:t> text             | p del r t   deleted, capture text
 *
 * Properties speak of the element around them: they change the context that is put back.
 */
#include "formats/ooxml_text_priv.h"

#include "base/alloc.h"

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    if (r->now.capture == C_NONE)
        return ls_ok();
    bool blank = ls_xml_all_blank(text);
    if (blank && r->now.capture == C_WORDS)
        return ls_ok();
    r->texts += !blank && !(r->now.flags & F_MUTE);
    return ooxml_put(r, text, map, base);
}

/* Comments of the file, which nothing shows. */
static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct reader *r = user;
    return ls_story_text(r->story, LS_PART_HIDDEN, text, map, base);
}

/* A hidden run hides what is anchored in it; the paragraphs in there begin anew. */
static struct ls_result open_box(struct reader *r)
{
    if (r->now.flags & F_R_HIDDEN)
        r->now.flags |= F_SHAPE_HIDDEN;
    r->now.flags &= (uint16_t) ~(F_R_HIDDEN | F_P_HIDDEN | F_IN_PPR | F_RUBY);
    r->now.capture = C_NONE;
    r->now.opened = true;
    return ls_story_open(r->story, ooxml_box(r));
}

/* w:vanish and styles: they speak of the run, two ends from now. */
static void hide_run(struct reader *r, const struct ls_xml_tag *tag, enum ls_ooxml_elem elem)
{
    struct context *run = ooxml_outer(r, 2);
    struct ls_str val = ls_xml_attr(tag, "val");
    const struct ls_ooxml_styles *styles = r->options->styles;
    if (r->depth < 2 || ooxml_outer(r, 1)->elem != LS_OOXML_E_RPR || r->now.flags & F_IN_PPR)
        return;
    if (elem == LS_OOXML_E_RSTYLE) {
        if (styles && ls_ooxml_style_hides(styles, val))
            run->flags ^= F_R_HIDDEN; /* both kinds of styles together mean no (17.7.3) */
    } else if (ls_ooxml_yes(val)) {
        run->flags |= F_R_HIDDEN;
    } else if (ls_str_is(tag->local, "vanish")) {
        run->flags &= (uint16_t)~F_R_HIDDEN;
    }
}

static void hide_paragraph(struct reader *r, const struct ls_xml_tag *tag)
{
    const struct ls_ooxml_styles *styles = r->options->styles;
    if (!styles || r->depth < 2)
        return;
    struct context *p = ooxml_outer(r, 2);
    p->flags &= (uint16_t)~F_P_HIDDEN;
    if (ls_ooxml_style_hides(styles, ls_xml_attr(tag, "val")))
        p->flags |= F_P_HIDDEN;
}

static void begin_alternate(struct reader *r)
{
    if (r->alternates_n == ALTERNATES_MAX)
        r->alternates_deeper++;
    else
        r->alternates[r->alternates_n++] = (struct alternate){.texts = r->texts, .said = r->said};
}

/* Or a Fallback. */
static void begin_choice(struct reader *r)
{
    if (r->alternates_n == 0 || r->alternates_deeper)
        return;
    struct alternate *at = &r->alternates[r->alternates_n - 1];
    if (!at->spoke && r->texts != at->texts) {
        at->spoke = true;
        at->value = ls_ooxml_trace_value(at->said, r->said);
    }
    if (at->spoke)
        r->now.flags |= F_MUTE;
    at->held = r->held;
}

/* Text that was held from the beginning of this Choice on is settled. */
static struct ls_result end_choice(struct reader *r)
{
    if (r->alternates_n == 0 || r->alternates_deeper)
        return ls_ok();
    const struct alternate *at = &r->alternates[r->alternates_n - 1];
    bool same = ls_ooxml_trace_value(at->held, r->held) == at->value;
    return ls_story_settle(r->story, same ? LS_PART_NONE : LS_PART_HIDDEN);
}

static void end_alternate(struct reader *r)
{
    if (r->alternates_deeper)
        r->alternates_deeper--;
    else if (r->alternates_n)
        r->alternates_n--;
}

/* A shape of VML; what is said of it holds inside it. */
static void begin_shape(struct reader *r, const struct ls_xml_tag *tag)
{
    struct ls_str style = ls_xml_attr(tag, "style");
    if (ooxml_holds(style, "visibility:hidden"))
        r->now.flags |= F_SHAPE_HIDDEN;
    if (ooxml_holds(ls_xml_attr(tag, "id"), "watermark") ||
        ooxml_holds(ls_xml_attr(tag, "spid"), "watermark"))
        r->now.flags |= F_WATERMARK;
    if (ooxml_holds(style, "z-index:-"))
        r->now.flags |= F_BEHIND;
}

/* The name of a shape of DrawingML, `levels` inside it. */
static void name_shape(struct reader *r, const struct ls_xml_tag *tag, size_t levels)
{
    struct ls_str hidden = ls_xml_attr(tag, "hidden");
    struct context *shape = ooxml_outer(r, levels);
    if (hidden.at && ls_ooxml_yes(hidden))
        shape->flags |= F_SHAPE_HIDDEN;
    if (ooxml_holds(ls_xml_attr(tag, "name"), "watermark"))
        shape->flags |= F_WATERMARK;
}

/* What becomes of the text in this element; of that in elements within it, too. */
static enum capture capture(const struct reader *r, enum ls_ooxml_elem elem,
                            enum ls_ooxml_elem parent)
{
    switch ((int)elem) {
    case LS_OOXML_E_T:
        return parent == LS_OOXML_E_PT ? C_NONE : C_TEXT;
    case LS_OOXML_E_DELTEXT:
        return C_DELETED;
    case LS_OOXML_E_INSTR:
        return C_FIELD;
    case LS_OOXML_E_TEXT:
        return r->options->comments ? C_TEXT : C_NONE;
    case LS_OOXML_E_PT:
    case LS_OOXML_E_V:
        return r->options->chart ? C_WORDS : C_NONE;
    default:
        return (enum capture)r->now.capture;
    }
}

/* Is what is anchored here drawn behind the text? */
static bool is_behind(const struct ls_xml_tag *tag)
{
    struct ls_str behind = ls_xml_attr(tag, "behindDoc");
    return behind.at && ls_ooxml_yes(behind);
}

/* Elements that change the context. */
static struct ls_result enter(struct reader *r, enum ls_ooxml_elem elem,
                              const struct ls_xml_tag *tag)
{
    enum ls_ooxml_elem parent = (enum ls_ooxml_elem)ooxml_outer(r, 1)->elem;
    r->now.capture = (uint8_t)capture(r, elem, parent);
    switch ((int)elem) {
    case LS_OOXML_E_P:
        r->now.flags &= (uint16_t) ~(F_P_HIDDEN | F_R_HIDDEN | F_IN_PPR);
        if (r->options->styles && r->options->styles->paragraphs_hidden)
            r->now.flags |= F_P_HIDDEN;
        break;
    case LS_OOXML_E_R:
        r->now.flags &= (uint16_t)~F_R_HIDDEN;
        if (r->now.flags & F_P_HIDDEN)
            r->now.flags |= F_R_HIDDEN;
        break;
    case LS_OOXML_E_PPR:
        r->now.flags |= F_IN_PPR;
        break;
    case LS_OOXML_E_DELETED:
        r->now.flags |= F_DELETED;
        break;
    case LS_OOXML_E_FIELD_MARK:
        r->eq = (struct ls_word_eq){0};
        break;
    case LS_OOXML_E_RT:
        r->now.flags |= F_RUBY;
        break;
    case LS_OOXML_E_TEXTBOX:
        LS_TRY(open_box(r));
        r->now.capture = C_WORDS;
        break;
    case LS_OOXML_E_TXBX:
        if (parent != LS_OOXML_E_TEXTBOX)
            return open_box(r);
        r->now.capture = C_NONE;
        break;
    case LS_OOXML_E_TXBODY:
        return r->options->word ? open_box(r) : ls_ok();
    case LS_OOXML_E_ANCHOR:
        if (is_behind(tag))
            r->now.flags |= F_BEHIND;
        break;
    case LS_OOXML_E_VANISH:
    case LS_OOXML_E_RSTYLE:
        hide_run(r, tag, elem);
        break;
    case LS_OOXML_E_PSTYLE:
        hide_paragraph(r, tag);
        break;
    case LS_OOXML_E_SHAPE:
        begin_shape(r, tag);
        break;
    case LS_OOXML_E_SHAPE_NV:
        name_shape(r, tag, 1);
        break;
    case LS_OOXML_E_SHAPE_PR:
        name_shape(r, tag, 2);
        break;
    case LS_OOXML_E_ALTERNATE:
        begin_alternate(r);
        break;
    case LS_OOXML_E_CHOICE:
    case LS_OOXML_E_FALLBACK:
        if (parent == LS_OOXML_E_ALTERNATE)
            begin_choice(r);
        break;
    default:
        break;
    }
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    const struct ls_ooxml_elem_word *word = ls_ooxml_elem_word(&r->words, tag->local);
    if (word->elem == LS_OOXML_E_BR)
        LS_TRY(ooxml_line(r));
    if (r->depth == LS_XML_DEPTH_MAX) {
        r->too_deep++;
        return ls_ok();
    }
    r->frames[r->depth++] = r->now;
    r->now.elem = (uint8_t)word->elem;
    r->now.opened = false;
    LS_TRY(enter(r, word->elem, tag));
    return word->elem == LS_OOXML_E_OTHER ? ls_ok() : ooxml_speak(r, word, tag);
}

/* A paragraph of a diagram: remembered, or compared with those that are. */
static struct ls_result end_diagram_line(struct reader *r)
{
    struct ls_known *lines = r->options->diagram;
    bool drawn = r->now.flags & F_MUTE, news;
    uint64_t value = ls_ooxml_trace_value(r->line, drawn ? r->held : r->said);
    r->line = drawn ? r->held : r->said;
    if (drawn) {
        bool known = value == 0 || ls_known_has(lines, value);
        return ls_story_settle(r->story, known ? LS_PART_NONE : r->main);
    }
    if (value)
        LS_TRY(ls_known_add(lines, value, &news));
    return ls_story_break(r->story, LS_BREAK_LINE);
}

static struct ls_result end_line(struct reader *r)
{
    if (r->options->diagram)
        return end_diagram_line(r);
    if (r->now.flags & F_MUTE)
        return ls_story_hold(r->story, (struct ls_str){"\n", 1}, NULL, 0);
    return ls_story_break(r->story, LS_BREAK_LINE);
}

static struct ls_result leave(struct reader *r, const struct context *ended)
{
    switch (ended->elem) {
    case LS_OOXML_E_P:
    case LS_OOXML_E_DIV:
    case LS_OOXML_E_TEXT:
        return end_line(r);
    case LS_OOXML_E_TC:
        return ls_story_break(r->story, LS_BREAK_CELL);
    case LS_OOXML_E_PT:
        return ls_story_break(r->story, r->options->chart ? LS_BREAK_CELL : LS_BREAK_LINE);
    case LS_OOXML_E_TR:
    case LS_OOXML_E_CACHE:
        return ls_story_break(r->story, LS_BREAK_ROW);
    case LS_OOXML_E_CHOICE:
    case LS_OOXML_E_FALLBACK: /* … that began to hold */
        return ended->flags & F_MUTE && !(r->now.flags & F_MUTE) ? end_choice(r) : ls_ok();
    case LS_OOXML_E_ALTERNATE:
        end_alternate(r);
        return ls_ok();
    default:
        return ls_ok();
    }
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    (void)tag;
    if (r->too_deep) {
        r->too_deep--;
        return ls_ok();
    }
    struct context ended = r->now;
    if (r->depth)
        r->now = r->frames[--r->depth];
    if (ended.opened)
        LS_TRY(ls_story_close(r->story));
    return leave(r, &ended);
}

struct ls_result ls_ooxml_read_text(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                    const struct ls_ooxml_text_options *options)
{
    struct reader *r = ls_calloc(1, sizeof *r);
    if (!r)
        return ls_stop(LS_E_MEMORY);
    ls_ooxml_elem_words(&r->words);
    r->story = package->story;
    r->options = options;
    r->main = part->info.part;
    if (options->drawn)
        r->now.flags = F_MUTE;
    struct ls_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .comment = on_comment, .user = r};
    ls_story_begin(package->story, &part->info);
    struct ls_result result = ls_ooxml_read(package, part, &handler);
    ls_free(r);
    LS_TRY(result);
    return ls_story_end(package->story);
}

struct ls_result ls_ooxml_read_drawing(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_text_options options = {.styles = NULL};
    return ls_ooxml_read_text(package, part, &options);
}

struct ls_result ls_ooxml_read_chart(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_text_options options = {.chart = true};
    return ls_ooxml_read_text(package, part, &options);
}
