/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML without a format of its own: data, SVG, appointment forms of cadres (LRMX), Word and Excel
 * files of 2003, whole packages in one file, and whatever else there is.
 *
 * All character data is text. What is a line of it nobody says, so the markup has to:
 *
 *   <row><name>张三</name><age>40</age></row>     siblings without text beside them: lines
 *   <p>关于<b>年度</b>检查</p>                    inside an element that has text: no border
 *   <p><x>机</x>密</p>                            text right behind an end tag: none either
 *   <t>机<tspan>密</tspan></t>                    nor where the name is one of inline markup
 *
 * Attributes with words or long numbers in them are properties, comments are comments. Base64 is an
 * inner object.
 */
#include "base/alloc.h"
#include "formats/story.h"
#include "formats/xml_base64.h"
#include "formats/xml_object.h"
#include "formats/xml_words.h"

#include <string.h>

enum {
    SHEET_NAME_MAX = 4096,
    DIGITS_MIN = 11, /* in a row, for an attribute to be told */
};

struct frame {
    enum ls_xml_role role;
    enum ls_part aside; /* around it */
    bool is_run;        /* w:r */
    bool is_look;       /* w:rPr */
    bool has_text;      /* of its own */
    bool blank;         /* … but only a blank so far */
    bool in_line;       /* borders inside it are none */
    bool silent;        /* its text is not for people */
    bool base64, decided;
};

struct reader {
    struct ls_story *story;
    struct ls_xml *xml;
    struct ls_part_info info;
    bool begun;
    bool commenting;
    bool soft; /* a line may end here, unless text follows at once */
    enum ls_part aside;
    struct frame frames[LS_XML_DEPTH_MAX];
    size_t depth;

    bool workbook; /* SpreadsheetML of 2003: names mean cells */
    uint32_t row, column, merged;
    struct ls_buf sheet;

    struct ls_xml_base64 base64;
};

static void begin(struct reader *r)
{
    if (r->begun)
        return;
    r->begun = true;
    r->info = (struct ls_part_info){
        .part = LS_PART_BODY, .encoding = ls_xml_charset(r->xml), .link_off = LS_OFF_UNKNOWN};
    ls_story_begin(r->story, &r->info);
}

static struct ls_result end_line(struct reader *r)
{
    r->soft = false;
    return ls_story_break(r->story, LS_BREAK_LINE);
}

static struct frame *top(struct reader *r)
{
    size_t n = r->depth < LS_XML_DEPTH_MAX ? r->depth : LS_XML_DEPTH_MAX;
    return n ? &r->frames[n - 1] : NULL;
}

static bool is_told(const struct ls_xml_attr *attr)
{
    const char *s = attr->value.at;
    size_t digits = 0;
    if (attr->value.len < 2 || (attr->name.len >= 5 && memcmp(attr->name.at, "xmlns", 5) == 0))
        return false;
    for (size_t i = 0; i < attr->value.len; i++) {
        if ((unsigned char)s[i] >= 0x80)
            return true;
        digits = s[i] >= '0' && s[i] <= '9' ? digits + 1 : 0;
        if (digits == DIGITS_MIN)
            return true;
    }
    return false;
}

static struct ls_result note(struct reader *r, enum ls_part part, const struct ls_xml_attr *attr)
{
    return ls_story_note(r->story, part, attr->value, attr->plain ? attr->off : LS_OFF_UNKNOWN);
}

static struct ls_result note_attrs(struct reader *r, const struct ls_xml_tag *tag)
{
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        if (ls_str_is(attr->local, "string") && ls_str_is(tag->local, "textpath"))
            LS_TRY(note(r, LS_PART_WATERMARK, attr));
        else if (ls_str_is(attr->local, "Formula") && memchr(attr->value.at, '"', attr->value.len))
            LS_TRY(note(r, LS_PART_FORMULA, attr));
        else if (is_told(attr))
            LS_TRY(note(r, LS_PART_PROPERTY, attr));
    }
    return ls_ok();
}

static struct ls_result begin_sheet(struct reader *r, const struct ls_xml_tag *tag)
{
    struct ls_part_info info = r->info;
    struct ls_str name = ls_xml_attr(tag, "Name");
    LS_TRY(ls_story_note(r->story, LS_PART_NAME, name, LS_OFF_UNKNOWN));
    LS_TRY(ls_story_end(r->story));
    LS_VEC_CLEAR(&r->sheet);
    LS_TRY(ls_buf_add(&r->sheet, name.at, name.len < SHEET_NAME_MAX ? name.len : 0));
    info.sheet = (struct ls_str){r->sheet.at, r->sheet.n};
    r->row = r->column = 0;
    ls_story_begin(r->story, &info);
    return ls_ok();
}

/* Rows and cells count by themselves, from where `ss:Index` puts them. */
static struct ls_result begin_cell(struct reader *r, const struct ls_xml_tag *tag)
{
    uint32_t index = ls_xml_number(ls_xml_attr(tag, "Index"), 0);
    uint32_t across = ls_xml_number(ls_xml_attr(tag, "MergeAcross"), 0);
    if (index)
        r->column = index - 1;
    if (r->column < UINT32_MAX - 1)
        r->column++;
    r->merged = across < UINT32_MAX - r->column ? across : 0;
    return ls_story_cell(r->story, r->aside, r->row, r->column);
}

static void begin_row(struct reader *r, const struct ls_xml_tag *tag)
{
    uint32_t index = ls_xml_number(ls_xml_attr(tag, "Index"), 0);
    r->row = index ? index : r->row < UINT32_MAX ? r->row + 1 : r->row;
    r->column = 0;
    if (ls_str_is(ls_xml_attr(tag, "Hidden"), "1"))
        r->aside = LS_PART_HIDDEN;
}

static const struct ls_xml_word *word_of(const struct reader *r, const struct ls_xml_tag *tag)
{
    static const struct ls_xml_word comment = {{"", 0}, LS_XML_ROLE_FLOW, LS_PART_COMMENT};
    char name[32] = "ss:";
    if (ls_str_is(tag->local, "annotation") && ls_str_is(ls_xml_attr(tag, "type"), "Word.Comment"))
        return &comment;
    if (!r->workbook || tag->local.len > sizeof name - 3)
        return ls_xml_word(tag->name, tag->local);
    memcpy(name + 3, tag->local.at, tag->local.len);
    return ls_xml_word((struct ls_str){name, 3 + tag->local.len}, tag->local);
}

/* <w:r><w:rPr><w:vanish/></w:rPr> … : until the end of the run. */
static void hide_run(struct reader *r, const struct ls_xml_tag *tag)
{
    struct ls_str value = ls_xml_attr(tag, "val");
    if (r->depth < 3 || r->depth > LS_XML_DEPTH_MAX || ls_str_is(value, "off") ||
        ls_str_is(value, "0") || ls_str_is(value, "false"))
        return;
    struct frame *look = &r->frames[r->depth - 2], *run = &r->frames[r->depth - 3];
    if (!look->is_look || !run->is_run)
        return;
    top(r)->aside = look->aside = r->aside = LS_PART_HIDDEN;
}

/* What the start of a block means for the line before it. */
static struct ls_result begin_block(struct reader *r, const struct frame *parent)
{
    return parent && parent->has_text ? ls_ok() : end_line(r);
}

static struct ls_result begin_role(struct reader *r, const struct ls_xml_tag *tag,
                                   const struct ls_xml_word *word, const struct frame *parent)
{
    static const struct ls_str tab = {"\t", 1};
    switch (word->role) {
    case LS_XML_ROLE_BLOCK:
        return top(r)->in_line ? ls_ok() : begin_block(r, parent);
    case LS_XML_ROLE_INLINE:
        return r->soft ? end_line(r) : ls_ok();
    case LS_XML_ROLE_LINE:
        return end_line(r);
    case LS_XML_ROLE_CELL:
    case LS_XML_ROLE_ROW:
        return r->soft ? end_line(r) : ls_ok();
    case LS_XML_ROLE_BREAK:
        return end_line(r);
    case LS_XML_ROLE_TAB:
        return parent && parent->is_run ? ls_story_text(r->story, r->aside, tab, NULL, 0) : ls_ok();
    case LS_XML_ROLE_FLOW:
        r->aside = LS_PART_NONE;
        r->soft = false;
        return ls_story_open(r->story, word->part);
    case LS_XML_ROLE_ASIDE:
        r->aside = word->part;
        return ls_ok();
    case LS_XML_ROLE_VANISH:
        hide_run(r, tag);
        return ls_ok();
    case LS_XML_ROLE_BINARY:
    case LS_XML_ROLE_SILENT:
        return ls_ok();
    case LS_XML_ROLE_SHEET:
        return begin_sheet(r, tag);
    case LS_XML_ROLE_SHEET_ROW:
        begin_row(r, tag);
        return ls_ok();
    case LS_XML_ROLE_SHEET_CELL:
        return begin_cell(r, tag);
    }
    return ls_ok();
}

static bool keeps_line(enum ls_xml_role role)
{
    return role == LS_XML_ROLE_INLINE || role == LS_XML_ROLE_LINE || role == LS_XML_ROLE_ASIDE;
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    begin(r);
    LS_TRY(ls_xml_base64_guess_end(&r->base64));
    if (r->depth++ >= LS_XML_DEPTH_MAX)
        return ls_ok();
    if (r->depth == 1)
        r->workbook = ls_str_is(tag->local, "Workbook");
    const struct ls_xml_word *word = word_of(r, tag);
    const struct frame *parent = r->depth > 1 ? &r->frames[r->depth - 2] : NULL;
    bool in_line = (parent && parent->in_line) || keeps_line(word->role);
    *top(r) = (struct frame){
        .role = word->role,
        .aside = r->aside,
        .is_run = ls_str_is(tag->name, "w:r"),
        .is_look = ls_str_is(tag->name, "w:rPr"),
        .in_line = in_line && word->role != LS_XML_ROLE_FLOW,
        .silent = (parent && parent->silent) || word->role == LS_XML_ROLE_SILENT,
    };
    if (word->role != LS_XML_ROLE_SHEET) /* its name is told */
        LS_TRY(note_attrs(r, tag));
    LS_TRY(begin_role(r, tag, word, parent));
    ls_xml_base64_call(&r->base64, tag);
    return ls_ok();
}

static struct ls_result end_block(struct reader *r, const struct frame *frame,
                                  const struct frame *parent)
{
    bool mixed = parent && parent->has_text;
    if (frame->in_line || mixed)
        return ls_ok();
    if (!frame->has_text)
        return r->soft ? end_line(r) : ls_ok();
    r->soft = true;
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    (void)tag;
    if (r->depth-- > LS_XML_DEPTH_MAX)
        return ls_ok();
    const struct frame *frame = &r->frames[r->depth];
    const struct frame *parent = r->depth ? &r->frames[r->depth - 1] : NULL;
    r->aside = frame->aside;
    if (!frame->base64)
        LS_TRY(ls_xml_base64_guess_end(&r->base64));
    switch ((int)frame->role) {
    case LS_XML_ROLE_BLOCK:
        return end_block(r, frame, parent);
    case LS_XML_ROLE_LINE:
        return end_line(r);
    case LS_XML_ROLE_CELL:
        r->soft = false;
        return ls_story_break(r->story, LS_BREAK_CELL);
    case LS_XML_ROLE_ROW:
        r->soft = false;
        return ls_story_break(r->story, LS_BREAK_ROW);
    case LS_XML_ROLE_FLOW:
        r->soft = false;
        return ls_story_close(r->story);
    case LS_XML_ROLE_BINARY:
        return frame->base64 ? ls_xml_base64_end(&r->base64) : ls_ok();
    case LS_XML_ROLE_SHEET_CELL:
        r->column += r->merged;
        return ls_ok();
    case LS_XML_ROLE_SHEET:
        LS_TRY(ls_story_end(r->story));
        ls_story_begin(r->story, &r->info);
        return ls_ok();
    default:
        return ls_ok();
    }
}

/* True: the text is base64, and has been noted. */
static bool take_base64(struct reader *r, struct frame *frame, struct ls_str text,
                        const struct ls_map *map, uint64_t base)
{
    if (!frame->decided)
        frame->base64 = ls_xml_base64_is(text);
    frame->decided = true;
    return frame->base64 && ls_xml_base64_take(&r->base64, text, map, base);
}

/* Blanks before an element's own text: the bytes to pass over. */
static struct ls_result before_text(struct reader *r, struct frame *frame, struct ls_str text,
                                    size_t *skipped)
{
    static const struct ls_str blank = {" ", 1};
    bool line = false;
    size_t n = 0;
    for (; n < text.len && ls_xml_is_blank(text.at[n]); n++)
        line = line || text.at[n] == '\n';
    *skipped = n;
    frame->blank = frame->blank || n > 0;
    if (line && !frame->in_line)
        LS_TRY(end_line(r));
    if (n == text.len)
        return ls_ok();
    frame->has_text = true;
    bool joined = r->soft || frame->in_line;
    r->soft = false;
    return frame->blank && joined && !line ? ls_story_text(r->story, r->aside, blank, NULL, 0)
                                           : ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    struct frame *frame = top(r);
    size_t skipped = 0;
    begin(r);
    if (frame && frame->silent)
        return ls_ok();
    if (frame && frame->role == LS_XML_ROLE_BINARY && take_base64(r, frame, text, map, base))
        return ls_ok();
    if (frame)
        LS_TRY(ls_xml_base64_guess(&r->base64, text, map, base));
    if (frame && !frame->has_text)
        LS_TRY(before_text(r, frame, text, &skipped));
    struct ls_str rest = {text.at + skipped, text.len - skipped};
    return rest.len ? ls_story_text(r->story, r->aside, rest, map, base + skipped) : ls_ok();
}

static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct reader *r = user;
    begin(r);
    if (text.len == 0) {
        bool open = r->commenting;
        r->commenting = false;
        return open ? ls_story_close(r->story) : ls_ok();
    }
    if (!r->commenting)
        LS_TRY(ls_story_open(r->story, LS_PART_COMMENT));
    r->commenting = true;
    return ls_story_text(r->story, LS_PART_NONE, text, map, base);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct reader *r = ls_calloc(1, sizeof *r);
    if (!r)
        return ls_stop(LS_E_MEMORY);
    const struct ls_xml_handler handler = {on_start, on_end, on_text, on_comment, r};
    r->base64.job = job;
    r->sheet.limit = SHEET_NAME_MAX;
    struct ls_result result = ls_story_new(job, &r->story);
    if (!ls_failed(result))
        result = ls_xml_read_object(job, &handler, &r->xml);
    if (!ls_failed(result) && r->begun)
        result = ls_story_end(r->story);
    ls_story_free(r->story);
    LS_VEC_FINI(&r->sheet);
    ls_free(r);
    return result;
}

static bool begins(const struct ls_probe *probe, size_t at, const char *what, size_t len)
{
    return ls_probe_is(probe, at, what, len);
}

/* Whether the last bytes are the end tag of this name. */
static bool ends_with(const struct ls_probe *probe, const char *name, size_t len)
{
    const char *tail = (const char *)probe->tail;
    size_t n = probe->tail_len;
    while (n > 0 && strchr(" \t\r\n", tail[n - 1]) && tail[n - 1])
        n--;
    if (n < len + 3 || tail[n - 1] != '>')
        return false;
    return memcmp(tail + n - 1 - len, name, len) == 0 && memcmp(tail + n - 3 - len, "</", 2) == 0;
}

/* HTML has a format of its own, with or without the syntax of XML. */
static bool is_html(const char *name, size_t len)
{
    return len == 4 && (memcmp(name, "html", 4) == 0 || memcmp(name, "HTML", 4) == 0);
}

/* A few end tags: what is left of a document, or a part of one. */
static bool has_end_tags(const char *p, const char *end)
{
    enum { END_TAGS = 3, WITHIN = 4096 };
    unsigned n = 0;
    if (end - p > WITHIN)
        end = p + WITHIN;
    while (n < END_TAGS && (p = memmem(p, (size_t)(end - p), "</", 2)) && end - p > 2) {
        p += 2;
        n += (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z';
    }
    return n == END_TAGS;
}

static unsigned bid(const struct ls_probe *probe)
{
    enum { DECLARED = 48, WIDE = 64, NAMED_SPACE = 40, CLOSED = 20, TAGS = 8 };
    const char *end, *root;
    if (begins(probe, 0, "\xFF\xFE<\0?\0x\0m\0l\0", 12) ||
        begins(probe, 0, "\xFE\xFF\0<\0?\0x\0m\0l", 12) ||
        begins(probe, 0, "<\0?\0x\0m\0l\0", 10) || begins(probe, 0, "\0<\0?\0x\0m\0l", 10))
        return WIDE;
    if (!(root = ls_xml_probe_root(probe, &end)))
        return begins(probe, 0, "<?xml ", 6) ? DECLARED : 0;
    size_t len = 0, left = (size_t)(end - root - 1);
    while (len < left && !strchr(" \t\r\n/>", root[1 + len]) && root[1 + len] != '<')
        len++;
    if (len == 0 || len == left || is_html(root + 1, len))
        return 0;
    if (begins(probe, 0, "<?xml ", 6) || begins(probe, 0, "\xEF\xBB\xBF<?xml ", 9))
        return DECLARED;
    const char *close = memchr(root, '>', (size_t)(end - root));
    if (!close)
        return 0;
    if (memmem(root, (size_t)(close - root), " xmlns", 6))
        return NAMED_SPACE;
    if (ends_with(probe, root + 1, len))
        return CLOSED;
    return root == (const char *)probe->head && has_end_tags(root, end) ? TAGS : 0;
}

const struct ls_format ls_format_xml = {
    .name = "xml",
    .what = "XML document",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
