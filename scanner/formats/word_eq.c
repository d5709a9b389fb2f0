/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/word_eq.h"

#include "base/encoding.h"

enum { FRONT, E, NAME, OUTSIDE, QUOTED, SKIPS, WORDS, ESCAPE, OTHER_FIELD };

/* Kinds of brackets. */
enum { PLAIN, OVER, OVER_ALIGNED, SHIFT, OTHER };

static bool is_letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_ring(uint32_t c)
{
    return c == 0x25CB || c == 0x25EF || c == 0x3007 || c == 0x25A1 || c == 0x25B3 || c == 0x25C7;
}

/* The letters of an option are over: which bracket does it speak of? */
static void end_option(struct ls_word_eq *eq)
{
    bool of_over = eq->next == OVER || eq->next == OVER_ALIGNED, of_shift = eq->next == SHIFT;
    if (eq->option_n == 1)
        eq->next = eq->option == 'o' ? OVER : eq->option == 's' ? SHIFT : OTHER;
    else if (of_over && eq->option == 'a')
        eq->next = OVER_ALIGNED;
    else if (eq->option_n && !of_over && !of_shift)
        eq->next = OTHER;
    eq->option_n = 0;
}

/* Small letters over others are shifted; where letters stand in the room of one, all are. */
static bool is_shown(const struct ls_word_eq *eq, uint32_t c)
{
    bool aligned = false, over = false;
    for (unsigned i = 0; i < eq->depth; i++) {
        if (eq->kinds[i] == OTHER || (eq->kinds[i] == SHIFT && aligned))
            return false;
        aligned |= eq->kinds[i] == OVER_ALIGNED;
        over |= aligned || eq->kinds[i] == OVER;
    }
    return over && c > ' ' && !(aligned && is_ring(c));
}

static bool open_bracket(struct ls_word_eq *eq)
{
    if (eq->depth == LS_WORD_EQ_DEPTH) {
        eq->state = OTHER_FIELD;
        return false;
    }
    eq->kinds[eq->depth++] = eq->next;
    eq->next = PLAIN;
    eq->state = WORDS;
    return false;
}

static bool close_bracket(struct ls_word_eq *eq)
{
    if (eq->depth)
        eq->depth--;
    eq->next = PLAIN;
    eq->state = eq->depth ? WORDS : OUTSIDE;
    return false;
}

/* Behind a backslash: an option, or a character as it is. */
static bool on_escaped(struct ls_word_eq *eq, uint32_t c)
{
    eq->state = is_letter(c) ? SKIPS : eq->depth ? WORDS : OUTSIDE;
    if (!is_letter(c))
        return eq->depth && is_shown(eq, c);
    eq->option = (char)(c | 0x20);
    eq->option_n = 1;
    return false;
}

static bool on_any(struct ls_word_eq *eq, uint32_t c)
{
    if (eq->state == SKIPS && eq->option_n && is_letter(c)) {
        eq->option_n = 2; /* or more */
        return false;
    }
    if (eq->state == SKIPS)
        end_option(eq);
    if (c == '\\') {
        eq->state = ESCAPE;
        return false;
    }
    if (c == '(')
        return open_bracket(eq);
    if (c == ')')
        return close_bracket(eq);
    if (c == '"' && eq->depth == 0)
        eq->state = QUOTED;
    if (eq->state != WORDS || c == ',' || c == ';')
        return false;
    return is_shown(eq, c);
}

bool ls_word_eq_shows(struct ls_word_eq *eq, uint32_t c)
{
    switch (eq->state) {
    case FRONT:
        eq->state = c == ' ' ? FRONT : (c | 0x20) == 'e' ? E : OTHER_FIELD;
        return false;
    case E:
        eq->state = (c | 0x20) == 'q' ? NAME : OTHER_FIELD;
        return false;
    case NAME:
        eq->state = c == ' ' ? OUTSIDE : c == '\\' ? ESCAPE : OTHER_FIELD;
        return false;
    case QUOTED:
        eq->state = c == '"' ? OUTSIDE : QUOTED;
        return false;
    case ESCAPE:
        return on_escaped(eq, c);
    case OTHER_FIELD:
        return false;
    default:
        return on_any(eq, c);
    }
}

size_t ls_word_eq_run(struct ls_word_eq *eq, const char *text, size_t len, bool *shown)
{
    bool first = true;
    for (size_t at = 0; at < len; first = false) {
        uint32_t c = 0;
        size_t n = ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &c);
        bool shows = eq->ahead ? eq->ahead_shown : ls_word_eq_shows(eq, c);
        eq->ahead = false;
        if (first)
            *shown = shows;
        if (shows != *shown) {
            eq->ahead = true;
            eq->ahead_shown = shows;
            return at;
        }
        at += n ? n : 1;
    }
    return len;
}
