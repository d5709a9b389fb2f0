/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where what the reader finds goes: the flow at hand, a part aside, or, for what may be there
 * twice, on hold.
 */
#include "formats/ooxml_text_priv.h"

#include "base/fnv.h"
#include "base/utf8.h"

#include <string.h>

enum ls_part ooxml_aside(const struct reader *r)
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

/* An instruction, and those of its letters that people read in the line. */
static struct ls_result put_instruction(struct reader *r, struct ls_str text,
                                        const struct ls_map *map, uint64_t base)
{
    bool shown = false;
    for (size_t at = 0, n; at < text.len; at += n) {
        n = ls_word_eq_run(&r->eq, text.at + at, text.len - at, &shown);
        LS_TRY(ls_story_text(r->story, shown ? LS_PART_NONE : LS_PART_FIELD,
                             (struct ls_str){text.at + at, n}, map, base + at));
    }
    return ls_ok();
}

struct ls_result ooxml_put(struct reader *r, struct ls_str text, const struct ls_map *map,
                           uint64_t base)
{
    if (r->now.flags & F_MUTE) {
        ls_ooxml_trace_add(&r->held, text);
        return ls_story_hold(r->story, text, map, base);
    }
    if (r->alternates_n || r->options->diagram)
        ls_ooxml_trace_add(&r->said, text);
    enum ls_part aside = ooxml_aside(r);
    return r->now.capture == C_FIELD && aside == LS_PART_FIELD
               ? put_instruction(r, text, map, base)
               : ls_story_text(r->story, aside, text, map, base);
}

/* Text that stands there as an element. */
struct ls_result ooxml_say(struct reader *r, const char *text)
{
    return ooxml_put(r, ls_str_of(text), NULL, 0);
}

static struct ls_result note(struct reader *r, enum ls_part part, const struct ls_xml_attr *attr)
{
    uint64_t hash = ls_fnv_str(attr->value) + part;
    size_t known = r->notes_n < NOTES_MAX ? r->notes_n : NOTES_MAX;
    for (size_t i = 0; i < known; i++)
        if (r->notes[i] == hash)
            return ls_ok();
    if (ls_xml_all_blank(attr->value))
        return ls_ok();
    r->notes[r->notes_n++ % NOTES_MAX] = hash;
    return ls_story_note(r->story, part, attr->value, attr->plain ? attr->off : LS_OFF_UNKNOWN);
}

static struct ls_result note_attr(struct reader *r, enum ls_part part, const struct ls_xml_tag *tag,
                                  const char *local)
{
    const struct ls_xml_attr *attr = ls_xml_find_attr(tag, local);
    return attr ? note(r, part, attr) : ls_ok();
}

static struct ls_result note_author(struct reader *r, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *attr = ls_xml_find_attr(tag, "author");
    uint64_t hash = attr ? ls_fnv_str(attr->value) : 0;
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
    const struct ls_xml_attr *attr = ls_xml_find_attr(tag, "val");
    size_t letters = 0;
    for (size_t i = 0; attr && i < attr->value.len; i++) {
        unsigned char c = (unsigned char)attr->value.at[i];
        letters +=
            (c >= 0xE3 && c <= 0xED) || (unsigned)((c | 0x20) - 'a') < 26; /* U+3000 to U+DFFF */
    }
    return letters > 1 ? note(r, LS_PART_FIELD, attr) : ls_ok();
}

/* Does `s` hold `word`, given in small letters, in either case? */
bool ooxml_holds(struct ls_str s, const char *word)
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

enum ls_part ooxml_box(const struct reader *r)
{
    bool margin = r->main == LS_PART_HEADER || r->main == LS_PART_FOOTER;
    bool behind = r->now.flags & F_WATERMARK || (margin && r->now.flags & F_BEHIND);
    return behind ? LS_PART_WATERMARK : LS_PART_TEXT_BOX;
}

static struct ls_result textpath(struct reader *r, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *attr = ls_xml_find_attr(tag, "string");
    bool margin = r->main == LS_PART_HEADER || r->main == LS_PART_FOOTER;
    enum ls_part part = margin ? LS_PART_WATERMARK : ooxml_box(r), aside = ooxml_aside(r);
    if (!attr || ls_xml_all_blank(attr->value))
        return ls_ok();
    if (r->now.flags & F_MUTE)
        return ooxml_put(r, attr->value, NULL, 0);
    r->texts++;
    ls_ooxml_trace_add(&r->said, attr->value);
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
        return ooxml_say(r, "★");
    if (cp < 0x20)
        return ls_ok();
    LS_TRY(ls_utf8_add(&utf8, cp));
    LS_TRY(ls_buf_char(&utf8, '\0'));
    return ooxml_say(r, bytes);
}

struct ls_result ooxml_line(struct reader *r)
{
    bool in_text =
        r->now.elem == LS_OOXML_E_R || r->now.elem == LS_OOXML_E_P || r->now.capture == C_WORDS;
    bool aside = r->now.flags & F_MUTE || ooxml_aside(r) != LS_PART_NONE;
    if (!in_text)
        return ls_ok();
    return aside ? ooxml_say(r, "\n") : ls_story_break(r->story, LS_BREAK_LINE);
}

/* Elements that say something by themselves. */
struct ls_result ooxml_speak(struct reader *r, const struct ls_ooxml_elem_word *word,
                             const struct ls_xml_tag *tag)
{
    switch ((int)word->elem) {
    case LS_OOXML_E_TAB:
        return ooxml_outer(r, 1)->elem == LS_OOXML_E_R ? ooxml_say(r, "\t") : ls_ok();
    case LS_OOXML_E_HYPHEN:
        return ooxml_say(r, "-");
    case LS_OOXML_E_SYM:
        return ooxml_outer(r, 1)->elem == LS_OOXML_E_R ? symbol(r, tag) : ls_ok();
    case LS_OOXML_E_TEXTPATH:
        return textpath(r, tag);
    case LS_OOXML_E_AUTHOR:
    case LS_OOXML_E_DELETED:
        return note_author(r, tag);
    case LS_OOXML_E_LABEL:
        return note_label(r, tag);
    case LS_OOXML_E_BOOKMARK: {
        const struct ls_xml_attr *name = ls_xml_find_attr(tag, "name");
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
