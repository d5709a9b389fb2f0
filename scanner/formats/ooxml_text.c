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
#include "formats/ooxml_text.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <string.h>

enum {
    ALTERNATES_MAX = 32, /* nested; what is deeper is read in all its forms */
    AUTHORS_MAX = 64,    /* that are told once */
};

enum elem {
    E_OTHER,
    E_ALTERNATE,
    E_ANCHOR,
    E_AUTHOR, /* a change or comment, its author */
    E_BOOKMARK,
    E_BR,
    E_CACHE,
    E_CHOICE,
    E_DELETED,
    E_DELTEXT,
    E_DIV,
    E_FALLBACK,
    E_HYPHEN,
    E_INSTR,
    E_LABEL, /* of a numbered list */
    E_NOTE,  /* nothing but its attributes */
    E_P,
    E_PPR,
    E_PSTYLE,
    E_PT,
    E_R,
    E_RPR,
    E_RSTYLE,
    E_RT,
    E_SHAPE,    /* VML */
    E_SHAPE_NV, /* DrawingML: name, description; speaks of the shape around it … */
    E_SHAPE_PR, /* … or of the one around that */
    E_SYM,
    E_T,
    E_TAB,
    E_TC,
    E_TEXT, /* of a comment */
    E_TEXTBOX,
    E_TEXTPATH,
    E_TR,
    E_TXBODY,
    E_TXBX,
    E_V,
    E_VANISH,
};

struct word {
    const char *name;
    enum elem elem;
    enum ls_part part; /* of its attributes */
    const char *attrs[2];
};

/* Ascending by strcmp(). */
static const struct word words[] = {
    {"AlternateContent", E_ALTERNATE, 0, {0}},
    {"Choice", E_CHOICE, 0, {0}},
    {"Fallback", E_FALLBACK, 0, {0}},
    {"alias", E_NOTE, LS_PART_FIELD, {"val"}},
    {"anchor", E_ANCHOR, 0, {0}},
    {"arc", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"bookmarkStart", E_BOOKMARK, LS_PART_NAME, {0}},
    {"br", E_BR, 0, {0}},
    {"cNvPr", E_SHAPE_PR, LS_PART_ALT_TEXT, {"descr", "title"}},
    {"cSld", E_NOTE, LS_PART_NAME, {"name"}},
    {"cellDel", E_AUTHOR, LS_PART_PROPERTY, {0}},
    {"cellIns", E_AUTHOR, LS_PART_PROPERTY, {0}},
    {"comment", E_AUTHOR, LS_PART_PROPERTY, {0}},
    {"connectString", E_NOTE, LS_PART_FIELD, {"val"}},
    {"cr", E_BR, 0, {0}},
    {"curve", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"default", E_NOTE, LS_PART_FIELD, {"val"}},
    {"del", E_DELETED, LS_PART_PROPERTY, {0}},
    {"delInstrText", E_DELTEXT, 0, {0}},
    {"delText", E_DELTEXT, 0, {0}},
    {"div", E_DIV, 0, {0}},
    {"docPr", E_SHAPE_NV, LS_PART_ALT_TEXT, {"descr", "title"}},
    {"docVar", E_NOTE, LS_PART_PROPERTY, {"name", "val"}},
    {"fldSimple", E_NOTE, LS_PART_FIELD, {"instr"}},
    {"group", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"helpText", E_NOTE, LS_PART_FIELD, {"val"}},
    {"hlinkClick", E_NOTE, LS_PART_ALT_TEXT, {"tooltip"}},
    {"hlinkHover", E_NOTE, LS_PART_ALT_TEXT, {"tooltip"}},
    {"hyperlink", E_NOTE, LS_PART_ALT_TEXT, {"tooltip"}},
    {"image", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"imagedata", E_NOTE, LS_PART_ALT_TEXT, {"title"}},
    {"ins", E_AUTHOR, LS_PART_PROPERTY, {0}},
    {"instrText", E_INSTR, 0, {0}},
    {"line", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"listEntry", E_NOTE, LS_PART_FIELD, {"val"}},
    {"listItem", E_NOTE, LS_PART_FIELD, {"displayText", "value"}},
    {"lvl", E_CACHE, 0, {0}},
    {"lvlText", E_LABEL, LS_PART_FIELD, {0}},
    {"moveFrom", E_DELETED, LS_PART_PROPERTY, {0}},
    {"moveTo", E_AUTHOR, LS_PART_PROPERTY, {0}},
    {"multiLvlStrCache", E_CACHE, 0, {0}},
    {"name", E_NOTE, LS_PART_NAME, {"val"}},
    {"noBreakHyphen", E_HYPHEN, 0, {0}},
    {"numCache", E_CACHE, 0, {0}},
    {"oval", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"p", E_P, 0, {0}},
    {"pPr", E_PPR, 0, {0}},
    {"pStyle", E_PSTYLE, 0, {0}},
    {"polyline", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"pt", E_PT, 0, {0}},
    {"ptab", E_TAB, 0, {0}},
    {"query", E_NOTE, LS_PART_FIELD, {"val"}},
    {"r", E_R, 0, {0}},
    {"rPr", E_RPR, 0, {0}},
    {"rStyle", E_RSTYLE, 0, {0}},
    {"rect", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"roundrect", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"rt", E_RT, 0, {0}},
    {"section", E_NOTE, LS_PART_NAME, {"name"}},
    {"shape", E_SHAPE, LS_PART_ALT_TEXT, {"alt"}},
    {"statusText", E_NOTE, LS_PART_FIELD, {"val"}},
    {"strCache", E_CACHE, 0, {0}},
    {"sym", E_SYM, 0, {0}},
    {"t", E_T, 0, {0}},
    {"tab", E_TAB, 0, {0}},
    {"tag", E_NOTE, LS_PART_FIELD, {"val"}},
    {"tblCaption", E_NOTE, LS_PART_ALT_TEXT, {"val"}},
    {"tblDescription", E_NOTE, LS_PART_ALT_TEXT, {"val"}},
    {"tc", E_TC, 0, {0}},
    {"text", E_TEXT, 0, {0}},
    {"textbox", E_TEXTBOX, 0, {0}},
    {"textpath", E_TEXTPATH, 0, {0}},
    {"tr", E_TR, 0, {0}},
    {"txBody", E_TXBODY, 0, {0}},
    {"txbxContent", E_TXBX, 0, {0}},
    {"v", E_V, 0, {0}},
    {"vanish", E_VANISH, 0, {0}},
    {"webHidden", E_VANISH, 0, {0}},
};

enum flag {
    F_DELETED = 1 << 0,
    F_P_HIDDEN = 1 << 1, /* the paragraph's style hides its runs */
    F_R_HIDDEN = 1 << 2, /* the run */
    F_SHAPE_HIDDEN = 1 << 3,
    F_IN_PPR = 1 << 4,
    F_RUBY = 1 << 5,
    F_BEHIND = 1 << 6,    /* behind the text */
    F_WATERMARK = 1 << 7, /* called so */
    F_MUTE_TEXT = 1 << 8,
    F_MUTE_NOTES = 1 << 9,
};

enum capture {
    C_NONE,
    C_TEXT,
    C_DELETED,
    C_FIELD,
    C_WORDS, /* text but no white space between elements */
};

struct context {
    uint16_t flags;
    uint8_t capture;
    uint8_t elem;
    bool opened; /* a flow, which ends with the element */
};

/* An AlternateContent: what has been said when its present Choice began, and whether one spoke. */
struct alternate {
    uint64_t texts, notes;
    bool spoke, noted;
};

struct reader {
    struct ls_story *story;
    const struct ls_ooxml_text_options *options;
    enum ls_part main;
    struct context now;
    struct context frames[LS_XML_DEPTH_MAX]; /* what is put back */
    size_t depth;
    uint64_t too_deep;
    struct alternate alternates[ALTERNATES_MAX];
    size_t alternates_n, alternates_deeper;
    uint64_t texts, notes; /* said so far */
    uint64_t last_note;
    uint64_t authors[AUTHORS_MAX];
    size_t authors_n;
};

/* The context that is put back `levels` ends from now. */
static struct context *outer(struct reader *r, size_t levels)
{
    return r->depth >= levels ? &r->frames[r->depth - levels] : &r->now;
}

static enum ls_part aside_of(const struct reader *r)
{
    enum ls_part part = LS_PART_NONE;
    if (r->now.flags & F_DELETED || r->now.capture == C_DELETED)
        part = LS_PART_DELETION;
    else if (r->now.flags & (F_R_HIDDEN | F_SHAPE_HIDDEN))
        part = LS_PART_HIDDEN;
    else if (r->now.capture == C_FIELD)
        part = LS_PART_FIELD;
    else if (r->now.flags & F_RUBY)
        return ls_story_part(r->story);
    return part == ls_story_part(r->story) ? LS_PART_NONE : part;
}

static bool is_blank(struct ls_str text)
{
    size_t i = 0;
    while (i < text.len && memchr(" \t\r\n", text.at[i], 4))
        i++;
    return i == text.len;
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    bool blank;
    if (r->now.capture == C_NONE || r->now.flags & F_MUTE_TEXT)
        return ls_ok();
    blank = is_blank(text);
    if (blank && r->now.capture == C_WORDS)
        return ls_ok();
    r->texts += !blank;
    return ls_story_text(r->story, aside_of(r), text, map, base);
}

/* Text that stands there as an element. */
static struct ls_result say(struct reader *r, const char *text)
{
    if (r->now.flags & F_MUTE_TEXT)
        return ls_ok();
    return ls_story_text(r->story, aside_of(r), ls_str_of(text), NULL, 0);
}

/* Comments of the file, which nothing shows. */
static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct reader *r = user;
    return ls_story_text(r->story, LS_PART_HIDDEN, text, map, base);
}

static struct ls_result note(struct reader *r, enum ls_part part, const struct ls_xml_attr *attr)
{
    uint64_t hash = ls_ooxml_hash(attr->value);
    if (is_blank(attr->value) || r->now.flags & F_MUTE_NOTES || hash == r->last_note)
        return ls_ok();
    r->last_note = hash; /* a picture and its frame often say the same */
    r->notes++;
    return ls_story_note(r->story, part, attr->value, attr->plain ? attr->off : LS_OFF_UNKNOWN);
}

static const struct ls_xml_attr *find_attr(const struct ls_xml_tag *tag, const char *local)
{
    for (size_t i = 0; i < tag->attrs_n; i++)
        if (ls_str_is(tag->attrs[i].local, local))
            return &tag->attrs[i];
    return NULL;
}

static struct ls_result note_attr(struct reader *r, enum ls_part part, const struct ls_xml_tag *tag,
                                  const char *local)
{
    const struct ls_xml_attr *attr = find_attr(tag, local);
    return attr ? note(r, part, attr) : ls_ok();
}

static struct ls_result note_author(struct reader *r, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *attr = find_attr(tag, "author");
    uint64_t hash = attr ? ls_ooxml_hash(attr->value) : 0;
    size_t known = r->authors_n < AUTHORS_MAX ? r->authors_n : AUTHORS_MAX;
    for (size_t i = 0; i < known; i++)
        if (r->authors[i] == hash)
            return ls_ok();
    if (!attr)
        return ls_ok();
    r->authors[r->authors_n++ % AUTHORS_MAX] = hash;
    return note(r, LS_PART_PROPERTY, attr);
}

/* Labels of lists that have words in them; the usual ones are figures and bullets. */
static struct ls_result note_label(struct reader *r, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *attr = find_attr(tag, "val");
    size_t letters = 0;
    for (size_t i = 0; attr && i < attr->value.len; i++) {
        unsigned char c = (unsigned char)attr->value.at[i];
        letters +=
            (c >= 0xE3 && c <= 0xED) || (unsigned)((c | 0x20) - 'a') < 26; /* U+3000 to U+DFFF */
    }
    return letters > 1 ? note(r, LS_PART_FIELD, attr) : ls_ok();
}

/* Does `s` hold `word`, given in small letters, in either case? */
static bool holds(struct ls_str s, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.len; i++) {
        size_t k = 0;
        while (k < n &&
               (s.at[i + k] | ((unsigned char)(s.at[i + k] - 'A') < 26 ? 0x20 : 0)) == word[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

static enum ls_part box_part(const struct reader *r)
{
    bool margin = r->main == LS_PART_HEADER || r->main == LS_PART_FOOTER;
    bool behind = r->now.flags & F_WATERMARK || (margin && r->now.flags & F_BEHIND);
    return behind ? LS_PART_WATERMARK : LS_PART_TEXT_BOX;
}

/* A hidden run hides what is anchored in it; the paragraphs in there begin anew. */
static struct ls_result open_box(struct reader *r)
{
    if (r->now.flags & F_R_HIDDEN)
        r->now.flags |= F_SHAPE_HIDDEN;
    r->now.flags &= (uint16_t) ~(F_R_HIDDEN | F_P_HIDDEN | F_IN_PPR | F_RUBY);
    r->now.capture = C_NONE;
    r->now.opened = true;
    return ls_story_open(r->story, box_part(r));
}

static struct ls_result textpath(struct reader *r, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *attr = find_attr(tag, "string");
    bool margin = r->main == LS_PART_HEADER || r->main == LS_PART_FOOTER;
    enum ls_part part = margin ? LS_PART_WATERMARK : box_part(r), aside = aside_of(r);
    if (!attr || is_blank(attr->value) || r->now.flags & F_MUTE_TEXT)
        return ls_ok();
    r->texts++;
    return ls_story_note(r->story, aside ? aside : part, attr->value,
                         attr->plain ? attr->off : LS_OFF_UNKNOWN);
}

/* A character of a symbol font (17.3.3.30). Stars are what marks are made of. */
static struct ls_result symbol(struct reader *r, const struct ls_xml_tag *tag)
{
    struct ls_str font = ls_xml_attr(tag, "font"), hex = ls_xml_attr(tag, "char");
    char bytes[8];
    struct ls_buf utf8 = {.at = bytes, .cap = sizeof bytes, .limit = sizeof bytes};
    uint32_t cp = 0;
    for (size_t i = 0; i < hex.len && i < 6; i++) {
        unsigned char c = (unsigned char)hex.at[i];
        unsigned letter = (unsigned)((c | 0x20) - 'a'), figure = (unsigned)(c - '0');
        unsigned digit = figure < 10 ? figure : letter < 6 ? letter + 10 : 16;
        if (digit > 15)
            return ls_ok();
        cp = cp * 16 + digit;
    }
    if (ls_str_is(font, "Wingdings") && (cp | 0xF000) == 0xF0AB)
        return say(r, "★");
    if (cp < 0x20)
        return ls_ok();
    LS_TRY(ls_utf8_add(&utf8, cp));
    LS_TRY(ls_buf_char(&utf8, '\0'));
    return say(r, bytes);
}

static struct ls_result line(struct reader *r)
{
    bool in_text = r->now.elem == E_R || r->now.elem == E_P || r->now.capture == C_WORDS;
    if (!in_text || r->now.flags & F_MUTE_TEXT)
        return ls_ok();
    return aside_of(r) == LS_PART_NONE ? ls_story_break(r->story, LS_BREAK_LINE) : say(r, "\n");
}

/* w:vanish and styles: they speak of the run, two ends from now. */
static void hide_run(struct reader *r, const struct ls_xml_tag *tag, enum elem elem)
{
    struct context *run = outer(r, 2);
    struct ls_str val = ls_xml_attr(tag, "val");
    const struct ls_ooxml_styles *styles = r->options->styles;
    if (r->depth < 2 || outer(r, 1)->elem != E_RPR || r->now.flags & F_IN_PPR)
        return;
    if (elem == E_RSTYLE) {
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
    struct context *p = outer(r, 2);
    p->flags &= (uint16_t)~F_P_HIDDEN;
    if (ls_ooxml_style_hides(styles, ls_xml_attr(tag, "val")))
        p->flags |= F_P_HIDDEN;
}

static void begin_alternate(struct reader *r)
{
    if (r->alternates_n == ALTERNATES_MAX)
        r->alternates_deeper++;
    else
        r->alternates[r->alternates_n++] = (struct alternate){.texts = r->texts, .notes = r->notes};
}

static void begin_choice(struct reader *r)
{
    if (r->alternates_n == 0 || r->alternates_deeper)
        return;
    struct alternate *at = &r->alternates[r->alternates_n - 1];
    at->spoke |= r->texts != at->texts;
    at->noted |= r->notes != at->notes;
    if (at->spoke)
        r->now.flags |= F_MUTE_TEXT;
    if (at->noted)
        r->now.flags |= F_MUTE_NOTES;
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
    if (holds(style, "visibility:hidden"))
        r->now.flags |= F_SHAPE_HIDDEN;
    if (holds(ls_xml_attr(tag, "id"), "watermark") || holds(ls_xml_attr(tag, "spid"), "watermark"))
        r->now.flags |= F_WATERMARK;
    if (holds(style, "z-index:-"))
        r->now.flags |= F_BEHIND;
}

/* The name of a shape of DrawingML, `levels` inside it. */
static void name_shape(struct reader *r, const struct ls_xml_tag *tag, size_t levels)
{
    struct ls_str hidden = ls_xml_attr(tag, "hidden");
    struct context *shape = outer(r, levels);
    if (hidden.at && ls_ooxml_yes(hidden))
        shape->flags |= F_SHAPE_HIDDEN;
    if (holds(ls_xml_attr(tag, "name"), "watermark"))
        shape->flags |= F_WATERMARK;
}

/* Elements that change the context or begin to take text. */
static struct ls_result enter(struct reader *r, enum elem elem, const struct ls_xml_tag *tag)
{
    enum elem parent = (enum elem)outer(r, 1)->elem;
    switch ((int)elem) {
    case E_P:
        r->now.flags &= (uint16_t) ~(F_P_HIDDEN | F_R_HIDDEN | F_IN_PPR);
        if (r->options->styles && r->options->styles->paragraphs_hidden)
            r->now.flags |= F_P_HIDDEN;
        break;
    case E_R:
        r->now.flags &= (uint16_t)~F_R_HIDDEN;
        if (r->now.flags & F_P_HIDDEN)
            r->now.flags |= F_R_HIDDEN;
        break;
    case E_PPR:
        r->now.flags |= F_IN_PPR;
        break;
    case E_DELETED:
        r->now.flags |= F_DELETED;
        break;
    case E_RT:
        r->now.flags |= F_RUBY;
        break;
    case E_T:
        r->now.capture = parent == E_PT ? C_NONE : C_TEXT;
        break;
    case E_DELTEXT:
        r->now.capture = C_DELETED;
        break;
    case E_INSTR:
        r->now.capture = C_FIELD;
        break;
    case E_TEXT:
        r->now.capture = r->options->comments ? C_TEXT : C_NONE;
        break;
    case E_PT:
    case E_V:
        r->now.capture = r->options->chart ? C_WORDS : C_NONE;
        break;
    case E_TEXTBOX:
        LS_TRY(open_box(r));
        r->now.capture = C_WORDS;
        break;
    case E_TXBX:
        if (parent != E_TEXTBOX)
            return open_box(r);
        r->now.capture = C_NONE;
        break;
    case E_TXBODY:
        return r->options->word ? open_box(r) : ls_ok();
    case E_ANCHOR:
        if (ls_ooxml_yes(ls_xml_attr(tag, "behindDoc")) && find_attr(tag, "behindDoc"))
            r->now.flags |= F_BEHIND;
        break;
    case E_SHAPE:
        begin_shape(r, tag);
        break;
    case E_SHAPE_NV:
        name_shape(r, tag, 1);
        break;
    case E_SHAPE_PR:
        name_shape(r, tag, 2);
        break;
    case E_ALTERNATE:
        begin_alternate(r);
        break;
    case E_CHOICE:
    case E_FALLBACK:
        if (parent == E_ALTERNATE)
            begin_choice(r);
        break;
    default:
        break;
    }
    return ls_ok();
}

/* Elements that say something by themselves. */
static struct ls_result speak(struct reader *r, const struct word *word,
                              const struct ls_xml_tag *tag)
{
    switch ((int)word->elem) {
    case E_TAB:
        return outer(r, 1)->elem == E_R ? say(r, "\t") : ls_ok();
    case E_HYPHEN:
        return say(r, "-");
    case E_SYM:
        return outer(r, 1)->elem == E_R ? symbol(r, tag) : ls_ok();
    case E_TEXTPATH:
        return textpath(r, tag);
    case E_VANISH:
    case E_RSTYLE:
        hide_run(r, tag, word->elem);
        return ls_ok();
    case E_PSTYLE:
        hide_paragraph(r, tag);
        return ls_ok();
    case E_AUTHOR:
    case E_DELETED:
        return note_author(r, tag);
    case E_LABEL:
        return note_label(r, tag);
    case E_BOOKMARK: {
        const struct ls_xml_attr *name = find_attr(tag, "name");
        bool own = name && name->value.len && name->value.at[0] != '_'; /* the program's */
        return own ? note(r, LS_PART_NAME, name) : ls_ok();
    }
    default:
        break;
    }
    for (size_t i = 0; i < 2 && word->attrs[i]; i++)
        LS_TRY(note_attr(r, word->part, tag, word->attrs[i]));
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    static const struct word other = {"", E_OTHER, LS_PART_NONE, {0}};
    struct reader *r = user;
    const struct word *word =
        ls_ooxml_word(words, sizeof words / sizeof *words, sizeof *words, tag->local);
    word = word ? word : &other;
    if (word->elem == E_BR)
        LS_TRY(line(r));
    if (r->depth == LS_XML_DEPTH_MAX) {
        r->too_deep++;
        return ls_ok();
    }
    r->frames[r->depth++] = r->now;
    r->now.elem = (uint8_t)word->elem;
    r->now.opened = false;
    LS_TRY(enter(r, word->elem, tag));
    return word->elem == E_OTHER ? ls_ok() : speak(r, word, tag);
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
    switch (ended.elem) {
    case E_P:
    case E_DIV:
    case E_TEXT:
        return ls_story_break(r->story, LS_BREAK_LINE);
    case E_TC:
        return ls_story_break(r->story, LS_BREAK_CELL);
    case E_PT:
        return ls_story_break(r->story, r->options->chart ? LS_BREAK_CELL : LS_BREAK_LINE);
    case E_TR:
    case E_CACHE:
        return ls_story_break(r->story, LS_BREAK_ROW);
    case E_ALTERNATE:
        end_alternate(r);
        return ls_ok();
    default:
        return ls_ok();
    }
}

struct ls_result ls_ooxml_read_text(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                    const struct ls_ooxml_text_options *options)
{
    struct reader *r = ls_calloc(1, sizeof *r);
    if (!r)
        return ls_stop(LS_E_MEMORY);
    *r = (struct reader){.story = package->story, .options = options, .main = part->info.part};
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
