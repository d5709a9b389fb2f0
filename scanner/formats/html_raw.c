/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements whose content is no HTML: scripts, whose text is told as it is up to the end tag, and
 * style sheets (CSS Syntax 3), of which only the strings of `content` are text, with their escapes
 * undone.
 *
 * A style sheet also ends where another tag begins. Whether browsers take that for part of it
 * depends on where the element stands (in a <select> they do not see it at all), and no style sheet
 * has tags, so the text behind is not lost to who begins one and never ends it.
 */
#include "formats/html_priv.h"

#include <string.h>
#include <strings.h>

enum { PIECE_FULL = 16 << 10 };

/* Whether the end tag that closes the element is at hand. */
static bool at_end_tag(struct ls_html_source *s, const struct ls_html_name *name)
{
    ls_html_want(s, name->len + 3);
    const char *here = ls_html_here(s);
    size_t left = ls_html_left(s);
    if (left < name->len + 2 || here[0] != '<' || here[1] != '/' ||
        strncasecmp(here + 2, name->at, name->len) != 0)
        return false;
    char next = left > name->len + 2 ? here[name->len + 2] : '>';
    return ls_html_is_space(next) || next == '/' || next == '>';
}

static struct ls_result keep_small(struct ls_html *html)
{
    if (ls_html_line(&html->text)->text.n < PIECE_FULL)
        return ls_ok();
    return ls_html_pass_on(&html->text);
}

static struct ls_result read_script(struct ls_html *html, const struct ls_html_name *name)
{
    static const bool stops[256] = {
        [0 ... 8] = true, [11 ... 31] = true, ['<'] = true, [':'] = true, [127] = true};
    struct ls_html_source *s = &html->source;
    while (ls_html_want(s, 1)) {
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops);
        bool was = false;
        if (n) {
            LS_TRY(ls_html_put(&html->text, s, n));
            LS_TRY(keep_small(html));
            continue;
        }
        char c = *ls_html_here(s);
        if (c == '<' && at_end_tag(s, name))
            break;
        if (c == ':')
            LS_TRY(ls_html_data(html, &was));
        if (was)
            continue;
        if (c == '<' || c == ':')
            LS_TRY(ls_html_put(&html->text, s, 1));
        else
            s->at++; /* a control */
    }
    return ls_ok();
}

/* ---- style sheets -------------------------------------------------------------------------- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `\` and what it escapes (CSS Syntax 3, 4.3.7). */
static struct ls_result read_escape(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    uint64_t from = ls_html_offset(s), lo, hi;
    uint32_t cp = 0;
    size_t n = 1;
    ls_html_want(s, 8);
    const char *here = ls_html_here(s);
    size_t left = ls_html_left(s);
    while (n < left && n < 7 && hex_value(here[n]) >= 0)
        cp = cp * 16 + (uint32_t)hex_value(here[n++]);
    if (n == 1) { /* a line that goes on, or a character that stands for itself */
        bool line = left > 1 && here[1] == '\n', ascii = left > 1 && here[1] >= ' ';
        s->at += line ? 2 : 1;
        return ascii ? ls_html_put(&html->text, s, 1) : ls_ok();
    }
    if (n < left && ls_html_is_space(here[n]))
        n++;
    ls_html_span(s, from, from + n, &lo, &hi);
    s->at += n;
    return ls_html_put_char(&html->text, cp ? cp : 0xFFFD, lo, hi);
}

/* Whether a tag begins here. */
static bool at_tag(struct ls_html_source *s)
{
    ls_html_want(s, 3);
    const char *here = ls_html_here(s);
    size_t n = ls_html_left(s) > 1 && here[1] == '/' ? 2 : 1;
    return ls_html_left(s) > n && here[0] == '<' && ls_html_is_letter(here[n]);
}

static struct ls_result read_string(struct ls_html *html, char quote)
{
    static const bool stops[256] = {
        [0 ... 31] = true, ['"'] = true, ['\''] = true, ['\\'] = true, ['<'] = true, [127] = true};
    struct ls_html_source *s = &html->source;
    while (ls_html_want(s, 1)) {
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops);
        if (n) {
            LS_TRY(ls_html_put(&html->text, s, n));
            LS_TRY(keep_small(html));
            continue;
        }
        char c = *ls_html_here(s);
        if (c == '\n' || (c == '<' && at_tag(s)))
            return ls_ok();
        if (c == '\\') {
            LS_TRY(read_escape(html));
        } else if (c == quote) {
            s->at++;
            return ls_ok();
        } else if ((unsigned char)c < ' ' || c == 0x7F) {
            s->at++;
        } else {
            LS_TRY(ls_html_put(&html->text, s, 1));
        }
    }
    return ls_ok();
}

/* The value of `content`: its strings, up to the end of the declaration. */
static struct ls_result read_content(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    ls_html_open(&html->text, LS_HTML_PIECE, LS_PART_WATERMARK);
    while (ls_html_want(s, 1)) {
        char c = *ls_html_here(s);
        if (c == ';' || c == '}' || c == '<')
            break;
        s->at++;
        if (c == '"' || c == '\'')
            LS_TRY(read_string(html, c));
    }
    return ls_html_close(&html->text, LS_HTML_PIECE);
}

/* Whether the name of a declaration, `content`, and its colon are at hand; *taken counts both. */
static bool at_content(struct ls_html_source *s, char before, size_t *taken)
{
    static const char word[] = "content";
    size_t n = sizeof word - 1;
    if (before != ';' && before != '{' && before != '/' && !ls_html_is_space(before))
        return false;
    ls_html_want(s, 64);
    if (ls_html_left(s) < n || strncasecmp(ls_html_here(s), word, n) != 0)
        return false;
    while (n < ls_html_left(s) && ls_html_is_space(ls_html_here(s)[n]))
        n++;
    *taken = n + 1;
    return n < ls_html_left(s) && ls_html_here(s)[n] == ':';
}

static struct ls_result read_style(struct ls_html *html)
{
    static const bool stops[256] = {['c'] = true, ['C'] = true, [':'] = true, ['<'] = true};
    struct ls_html_source *s = &html->source;
    char before = ';';
    while (ls_html_want(s, 1)) {
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops), taken;
        if (n) {
            before = ls_html_here(s)[n - 1];
            s->at += n;
            continue;
        }
        char c = *ls_html_here(s);
        bool was = false;
        if (c == '<' && at_tag(s))
            break;
        if ((c | 0x20) == 'c' && at_content(s, before, &taken)) {
            s->at += taken;
            LS_TRY(read_content(html));
            before = ';';
            continue;
        }
        if (c == ':')
            LS_TRY(ls_html_data(html, &was));
        s->at += !was;
        before = c;
    }
    return ls_ok();
}

struct ls_result ls_html_raw(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    if (ls_html_name_is(&tag->name, "style"))
        return read_style(html);
    ls_html_open(&html->text, LS_HTML_PIECE, LS_PART_SCRIPT);
    LS_TRY(read_script(html, &tag->name));
    return ls_html_close(&html->text, LS_HTML_PIECE);
}
