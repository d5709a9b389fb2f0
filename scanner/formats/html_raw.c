/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements without markup inside (HTML Living Standard, 13.2.5.2 to 13.2.5.31): everything up to
 * the end tag of the same name is text. Of style sheets (CSS Syntax 3) only the strings of
 * `content` are, with their escapes undone.
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
    if (html->text.level != LS_HTML_PIECE || ls_html_line(&html->text)->text.n < PIECE_FULL)
        return ls_ok();
    return ls_html_pass_on(&html->text);
}

/* What a run of text stopped at, other than an end tag. */
static struct ls_result read_stop(struct ls_html *html, char c, unsigned flags)
{
    struct ls_html_source *s = &html->source;
    bool was = false;
    bool pre = flags & LS_HTML_PRE || !(flags & LS_HTML_RCDATA);
    if (c == '&' && flags & LS_HTML_RCDATA)
        return ls_html_reference(html, false, pre);
    if (c == ':')
        LS_TRY(ls_html_data(html, &was));
    if (was)
        return ls_ok();
    if (c == '\n' && pre && html->text.level != LS_HTML_PIECE) {
        s->at++;
        return ls_html_break(&html->text, LS_BREAK_LINE);
    }
    if (ls_html_is_space(c) && !pre) {
        uint64_t off = ls_html_offset(s), lo, hi;
        ls_html_span(s, off, off + 1, &lo, &hi);
        ls_html_put_space(&html->text, c == ' ', lo, hi);
        s->at++;
        return ls_ok();
    }
    if (((unsigned char)c >= ' ' && c != 0x7F) || c == '\n' || c == '\t')
        return ls_html_put(&html->text, s, 1);
    s->at++;
    return ls_ok();
}

static struct ls_result read_text(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    static const bool stops[256] = {
        [0 ... 32] = true, ['<'] = true, ['&'] = true, [':'] = true, [127] = true};
    struct ls_html_source *s = &html->source;
    bool endless = ls_html_name_is(&tag->name, "plaintext");
    while (ls_html_want(s, 1)) {
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops);
        if (n)
            LS_TRY(ls_html_put(&html->text, s, n));
        char c = ls_html_left(s) ? *ls_html_here(s) : '\0';
        if (c == '<' && !endless && at_end_tag(s, &tag->name))
            break;
        if (ls_html_left(s))
            LS_TRY(read_stop(html, c, tag->known->flags));
        LS_TRY(keep_small(html));
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

static struct ls_result read_string(struct ls_html *html, char quote)
{
    static const bool stops[256] = {
        [0 ... 31] = true, ['"'] = true, ['\''] = true, ['\\'] = true, ['<'] = true, [127] = true};
    struct ls_html_source *s = &html->source;
    static const struct ls_html_name style = {"style", 5};
    while (ls_html_want(s, 1)) {
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops);
        if (n) {
            LS_TRY(ls_html_put(&html->text, s, n));
            LS_TRY(keep_small(html));
            continue;
        }
        char c = *ls_html_here(s);
        if (c == '\n' || (c == '<' && at_end_tag(s, &style)))
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
static struct ls_result read_content(struct ls_html *html, enum ls_part part)
{
    struct ls_html_source *s = &html->source;
    ls_html_open(&html->text, LS_HTML_PIECE, part);
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

static struct ls_result read_style(struct ls_html *html, const struct ls_html_open_tag *tag)
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
        if (c == '<' && at_end_tag(s, &tag->name))
            break;
        if ((c | 0x20) == 'c' && at_content(s, before, &taken)) {
            s->at += taken;
            LS_TRY(read_content(html, tag->known->part));
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
    enum ls_part part = tag->known->part;
    if (part == LS_PART_WATERMARK)
        return read_style(html, tag);
    if (part == LS_PART_NONE)
        return read_text(html, tag);
    ls_html_open(&html->text, LS_HTML_PIECE, part);
    LS_TRY(read_text(html, tag));
    return ls_html_close(&html->text, LS_HTML_PIECE);
}
