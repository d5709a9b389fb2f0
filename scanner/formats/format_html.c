/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML, as the HTML Living Standard reads it (13.2.5, tokenization), with what matters for text of
 * what comes after:
 *
 *   机<b>密</b><!-- c --><p hidden>h</p><img alt="a">★
 *        body      "机密" \n "★"
 *        comment   "c"
 *        hidden    "h"
 *        alt-text  "a"
 *
 * Elements do not end words, but those do that stand on lines of their own or in cells. What
 * interrupts the text goes to other parts (html_text.h), and so does what is not shown. Nothing is
 * ever an error: browsers read everything, so every byte is read as something.
 */
#include "formats/html_priv.h"

#include "base/alloc.h"

#include <string.h>
#include <strings.h>

/* ---- tags ---------------------------------------------------------------------------------- */

static struct ls_html_tables *tables_of(struct ls_html *html)
{
    return &html->tables[html->text.level];
}

static uint64_t table_bit(const struct ls_html_tables *tables)
{
    return UINT64_C(1) << (tables->depth < 63 ? tables->depth : 63);
}

static struct ls_result end_cell(struct ls_html *html)
{
    struct ls_html_tables *tables = tables_of(html);
    if (!(tables->cells & table_bit(tables)))
        return ls_ok();
    tables->cells &= ~table_bit(tables);
    return ls_html_break(&html->text, LS_BREAK_CELL);
}

static struct ls_result end_row(struct ls_html *html)
{
    struct ls_html_tables *tables = tables_of(html);
    LS_TRY(end_cell(html));
    if (!(tables->rows & table_bit(tables)))
        return ls_ok();
    tables->rows &= ~table_bit(tables);
    return ls_html_break(&html->text, LS_BREAK_ROW);
}

static struct ls_result end_table(struct ls_html *html)
{
    struct ls_html_tables *tables = tables_of(html);
    LS_TRY(end_row(html));
    tables->depth -= tables->depth > 0;
    return ls_html_break(&html->text, LS_BREAK_LINE);
}

/* What a start tag ends of a table, before its element may turn out to be hidden. */
static struct ls_result end_cells_before(struct ls_html *html, unsigned flags)
{
    if (flags & LS_HTML_CELL)
        return end_cell(html);
    return flags & LS_HTML_ROW ? end_row(html) : ls_ok();
}

/* What it begins. */
static void begin_cells(struct ls_html *html, unsigned flags)
{
    struct ls_html_tables *tables = tables_of(html);
    if (flags & LS_HTML_TABLE) {
        tables->depth++;
        tables->cells &= ~table_bit(tables);
        tables->rows &= ~table_bit(tables);
    } else if (flags & LS_HTML_ROW) {
        tables->rows |= table_bit(tables);
    } else if (flags & LS_HTML_CELL) {
        tables->cells |= table_bit(tables);
    }
}

static bool white_space_counts(const struct ls_html *html)
{
    return html->text.level == LS_HTML_INSERT ? html->insert_pre : html->pre > 0;
}

/*
 * What follows is read as HTML up to the end tag, and told apart. Browsers do not see HTML in a
 * frame, a title, a template of a script; or they do, it depends on where it stands.
 */
static void begin_insert(struct ls_html *html, enum ls_part part, bool pre)
{
    ls_html_open(&html->text, LS_HTML_INSERT, part);
    html->tables[LS_HTML_INSERT] = (struct ls_html_tables){0, 0, 0};
    html->insert_pre = pre;
}

static bool is_foreign(const struct ls_html_name *name)
{
    return ls_html_name_is(name, "svg") || ls_html_name_is(name, "math");
}

static bool is_embedding(const struct ls_html_name *name)
{
    return ls_html_name_is(name, "desc") || ls_html_name_is(name, "title") ||
           ls_html_name_is(name, "foreignobject");
}

/* An element whose content has a part of its own, or is no HTML. */
static struct ls_result enter_content(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    unsigned flags = tag->known ? tag->known->flags : 0;
    bool raw = flags & LS_HTML_RAW, script = raw && ls_html_name_is(&tag->name, "script");
    if (!(flags & (LS_HTML_RAW | LS_HTML_OPAQUE)) || (tag->closed && (html->xml || html->foreign)))
        return ls_ok();
    bool template = script && ls_html_is_template_type(tag->type, strlen(tag->type));
    if (raw && !template && !html->foreign)
        return ls_html_raw(html, tag);
    if (html->source.until != LS_HTML_UNTIL_END)
        return raw && !html->foreign ? ls_html_raw(html, tag) : ls_ok();
    enum ls_part part = template || (raw && !script) ? LS_PART_HIDDEN : tag->known->part;
    begin_insert(html, part, flags & LS_HTML_PRE);
    ls_html_end_before_tag(&html->source, tag->name.at);
    return ls_ok();
}

static struct ls_result start_tag(struct ls_html *html, struct ls_html_open_tag *tag)
{
    unsigned flags = tag->known ? tag->known->flags : 0;
    LS_TRY(ls_html_scope_enter(html, tag));
    LS_TRY(end_cells_before(html, flags));
    /* A hidden block ends no line: nothing is seen of it. */
    LS_TRY(ls_html_scope_open(html, tag));
    if (flags & (LS_HTML_BLOCK | LS_HTML_LINE))
        LS_TRY(ls_html_break(&html->text, LS_BREAK_LINE));
    begin_cells(html, flags);
    html->foreign += is_foreign(&tag->name) && !tag->closed;
    html->embedded += html->foreign && is_embedding(&tag->name) && !tag->closed;
    html->pre +=
        flags & LS_HTML_PRE && !(flags & LS_HTML_OPAQUE) && html->text.level != LS_HTML_INSERT;
    return enter_content(html, tag);
}

static struct ls_result end_tag(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    unsigned flags = tag->known ? tag->known->flags : 0;
    /* The end of a hidden block ends no line, as its beginning does not. */
    bool own = html->scope.depth && ls_html_name_is(&tag->name, html->scope.name.at);
    if (!own)
        LS_TRY(ls_html_scope_leave(html, &tag->name, flags));
    if (flags & LS_HTML_TABLE)
        LS_TRY(end_table(html));
    else if (flags & LS_HTML_CELL)
        LS_TRY(end_cell(html));
    else if (flags & LS_HTML_ROW)
        LS_TRY(end_row(html));
    else if (flags & (LS_HTML_BLOCK | LS_HTML_LINE))
        LS_TRY(ls_html_break(&html->text, LS_BREAK_LINE));
    bool pre = flags & LS_HTML_PRE && !(flags & LS_HTML_OPAQUE);
    html->pre -= pre && html->pre && html->text.level != LS_HTML_INSERT;
    html->embedded -= html->embedded && is_embedding(&tag->name);
    html->foreign -= html->foreign && !html->embedded && is_foreign(&tag->name);
    return own ? ls_html_scope_leave(html, &tag->name, flags) : ls_ok();
}

static void read_tag_name(struct ls_html_source *s, struct ls_html_name *name)
{
    while (ls_html_want(s, 1)) {
        char c = *ls_html_here(s);
        if (ls_html_is_space(c) || c == '/' || c == '>')
            return;
        ls_html_name_add(name, c);
        s->at++;
    }
}

static struct ls_result read_tag(struct ls_html *html, bool end)
{
    struct ls_html_open_tag tag = {.known = NULL};
    html->source.at += end ? 2 : 1;
    read_tag_name(&html->source, &tag.name);
    tag.known = ls_html_tag_find(&tag.name);
    LS_TRY(ls_html_attributes(html, &tag));
    return end ? end_tag(html, &tag) : start_tag(html, &tag);
}

/* ---- comments and their kind --------------------------------------------------------------- */

/* Whether the text at hand begins so, in either case. */
static bool at_word(struct ls_html_source *s, const char *word)
{
    size_t n = strlen(word);
    return ls_html_want(s, n) && strncasecmp(ls_html_here(s), word, n) == 0;
}

/* Up to and with the next `>`. `keep`: it is the text of a comment. */
static struct ls_result read_bogus(struct ls_html *html, bool keep)
{
    static const bool stops[256] = {
        [0 ... 8] = true, [11 ... 31] = true, ['>'] = true, [127] = true};
    struct ls_html_source *s = &html->source;
    if (keep)
        ls_html_open(&html->text, LS_HTML_PIECE, LS_PART_COMMENT);
    while (ls_html_want(s, 1)) {
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops);
        if (n && keep)
            LS_TRY(ls_html_put(&html->text, s, n));
        else
            s->at += n;
        if (keep)
            LS_TRY(ls_html_pass_on(&html->text));
        bool ends = ls_html_left(s) && *ls_html_here(s) == '>';
        s->at += ls_html_left(s) > 0;
        if (ends)
            break;
    }
    return keep ? ls_html_close(&html->text, LS_HTML_PIECE) : ls_ok();
}

/*
 * What stands in a comment is read as HTML, for it often is: parts of a page taken out, and what
 * conditional comments show to Office.
 */
static void begin_comment(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    s->at += 4;
    if (at_word(s, ">")) {
        s->at++;
    } else if (at_word(s, "->")) {
        s->at += 2;
    } else if (s->until == LS_HTML_UNTIL_END) {
        begin_insert(html, LS_PART_COMMENT, false);
        ls_html_end_before_comment_end(s);
        if (at_word(s, "[if")) {
            while (ls_html_want(s, 1) && *ls_html_here(s) != '>' && *ls_html_here(s) != '\n')
                s->at++;
            s->at += at_word(s, ">");
        }
    }
}

/* The end of a comment, or of an element that was read as HTML by itself. */
static struct ls_result end_insert(struct ls_html *html)
{
    LS_TRY(ls_html_close(&html->text, LS_HTML_INSERT));
    ls_html_go_on(&html->source);
    return ls_ok();
}

static struct ls_result read_declaration(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    if (at_word(s, "<!--")) {
        begin_comment(html);
        return ls_ok();
    }
    if (at_word(s, "<![CDATA[")) { /* in XML the content is text; nobody could tell here */
        s->at += strlen("<![CDATA[");
        html->cdata = true;
        return ls_ok();
    }
    bool known = at_word(s, "<!doctype") || at_word(s, "<![if") || at_word(s, "<![endif") ||
                 at_word(s, "<?xml") || at_word(s, "<?mso");
    html->xml |= at_word(s, "<?xml ");
    s->at += 2;
    return read_bogus(html, !known);
}

/* In a comment `a<b` is no tag, unless it ends, and HTML has it or it is no more than ASCII. */
static bool is_tag_in_comment(struct ls_html_source *s, bool end)
{
    enum { FAR = 256 };
    struct ls_html_name name = {.len = 0};
    ls_html_want(s, FAR);
    const char *here = ls_html_here(s);
    size_t left = ls_html_left(s), n = end ? 2 : 1;
    const char *close = memchr(here, '>', left < FAR ? left : FAR);
    if (!close)
        return false;
    for (; !ls_html_is_space(here[n]) && here[n] != '/' && here[n] != '>'; n++)
        ls_html_name_add(&name, here[n]);
    if (!ls_html_tag_find(&name))
        for (const char *p = here; p < close; p++)
            if ((unsigned char)*p >= 0x80)
                return false;
    return true;
}

static struct ls_result read_markup(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    ls_html_want(s, 3);
    const char *here = ls_html_here(s);
    size_t left = ls_html_left(s);
    bool in_comment = s->until == LS_HTML_UNTIL_COMMENT;
    bool end = left >= 2 && here[1] == '/';
    char c = left >= (end ? 3U : 2U) ? here[end ? 2 : 1] : '\0';
    if (ls_html_is_letter(c)) {
        if (!in_comment || is_tag_in_comment(s, end))
            return read_tag(html, end);
    } else if (!end && (c == '!' || c == '?')) {
        if (!in_comment || at_word(s, "<![") || at_word(s, "<!doctype"))
            return read_declaration(html);
    } else if (end && c == '>') {
        s->at += 3;
        return ls_ok();
    } else if (end && c && !in_comment) {
        s->at += 2;
        return read_bogus(html, true);
    }
    return ls_html_put(&html->text, s, 1);
}

/* ---- content ------------------------------------------------------------------------------- */

static struct ls_result read_white_space(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    uint64_t from = ls_html_offset(s), lo, hi;
    bool plain = *ls_html_here(s) == ' ';
    size_t n = 1;
    if (white_space_counts(html)) {
        char c = *ls_html_here(s);
        if (c == ' ' || c == '\t')
            return ls_html_put(&html->text, s, 1);
        s->at++;
        return c == '\n' || c == '\f' ? ls_html_break(&html->text, LS_BREAK_LINE) : ls_ok();
    }
    while (n < ls_html_left(s) && ls_html_is_space(ls_html_here(s)[n]))
        n++;
    ls_html_span(s, from, from + n, &lo, &hi);
    ls_html_put_space(&html->text, plain && n == 1, lo, hi);
    s->at += n;
    return ls_ok();
}

/* A run of text, with the single blanks between its words. */
static size_t text_run(const char *text, size_t len, bool cdata)
{
    static const bool text_stops[256] = {
        [0 ... 32] = true, ['<'] = true, ['&'] = true, [127] = true};
    static const bool cdata_stops[256] = {
        [0 ... 32] = true, ['<'] = true, ['&'] = true, [']'] = true, [127] = true};
    const bool *stops = cdata ? cdata_stops : text_stops;
    size_t n = ls_html_run(text, len, stops);
    while (n && n + 1 < len && text[n] == ' ' && !stops[(unsigned char)text[n + 1]])
        n += 1 + ls_html_run(text + n + 1, len - n - 1, stops);
    return n;
}

static struct ls_result read_content(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    size_t n = text_run(ls_html_here(s), ls_html_left(s), html->cdata);
    if (n)
        return ls_html_put(&html->text, s, n);
    char c = *ls_html_here(s);
    if (c == '<')
        return read_markup(html);
    if (c == '&')
        return ls_html_reference(html, false, white_space_counts(html));
    if (ls_html_is_space(c))
        return read_white_space(html);
    if (c == ']') {
        if (!at_word(s, "]]>"))
            return ls_html_put(&html->text, s, 1);
        html->cdata = false;
        s->at += 2;
    }
    s->at++; /* also a control */
    return ls_ok();
}

/* Whether the job is over, not just the document. */
static bool is_over(struct ls_result r)
{
    return r.reach == LS_STOP || r.code == LS_E_LIMIT;
}

static struct ls_result read_document(struct ls_html *html)
{
    struct ls_html_source *s = &html->source;
    for (bool ended = false; !ended;) {
        while (ls_html_want(s, 1))
            LS_TRY(read_content(html));
        ended = s->until == LS_HTML_UNTIL_END;
        if (is_over(s->result))
            return s->result;
        if (!ended)
            LS_TRY(end_insert(html));
    }
    LS_TRY(ls_html_text_end(&html->text));
    return s->result;
}

static struct ls_result run(struct ls_format_job *job)
{
    const struct ls_charset *charset;
    LS_TRY(ls_html_charset(job, &charset));
    struct ls_html *html = ls_calloc(1, sizeof *html);
    if (!html)
        return ls_stop(LS_E_MEMORY);
    html->job = job;
    ls_html_text_init(&html->text, job, ls_charset_name(charset));
    struct ls_result r = ls_html_source_init(&html->source, job->blob, charset);
    if (!ls_failed(r))
        r = read_document(html);
    ls_html_source_fini(&html->source);
    ls_html_text_fini(&html->text);
    ls_free(html);
    return r;
}

const struct ls_format ls_format_html = {
    .name = "html",
    .what = "HTML document",
    .access = LS_ACCESS_STREAM,
    .bid = ls_html_bid,
    .run = run,
};
