/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names, authors, titles, variables: tables of strings ([MS-DOC] 2.2.4 STTB), beside the text. In
 * Word 97 and later most are UTF-16, each with its length before it; in Word 6 and 95 a length of
 * one byte and 8-bit characters.
 */
#include "formats/doc_priv.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/fnv.h"

#include <string.h>

enum {
    EXTENDED = 0xFFFF,
    SUMMARY_MAX = 1 << 16,  /* bytes of the properties of the file that are compared with */
    COMPARED_MAX = 1 << 10, /* bytes of a string that is compared */
    PASSWORD = 17,          /* which of the associated strings is one (2.9.275) */
};

/* A table of strings on its way. */
struct strings {
    struct doc *doc;
    const char *begin; /* of the list, in its stream */
    struct ls_cursor c;
    bool wide, sized16;
    size_t extra; /* bytes behind each string */
    size_t left;
};

static const struct ls_charset *narrow_of(const struct doc *doc)
{
    const char *name = doc_charset_of_language(doc->fib.lid);
    return ls_charset_find(name, strlen(name));
}

static void open_strings(struct strings *s, struct doc *doc, enum doc_list which)
{
    struct ls_str list = doc_list(doc, which);
    *s = (struct strings){.doc = doc, .begin = list.at, .left = SIZE_MAX};
    ls_cursor_init(&s->c, list.at, list.len);
    unsigned first = ls_cursor_u16le(&s->c);
    if (doc->fib.old) /* the length of all */
        return;
    s->wide = s->sized16 = first == EXTENDED;
    s->left = s->wide ? ls_cursor_u16le(&s->c) : first;
    s->extra = ls_cursor_u16le(&s->c);
}

/* The next string, of characters as they are. False at the end. */
static bool next_string(struct strings *s, struct ls_str *string)
{
    if (s->left == 0 || s->c.left == 0)
        return false;
    size_t n = s->sized16 ? ls_cursor_u16le(&s->c) : ls_cursor_u8(&s->c);
    const uint8_t *at = ls_cursor_bytes(&s->c, n * (s->wide ? 2 : 1));
    (void)ls_cursor_bytes(&s->c, s->extra);
    if (!at)
        return false;
    s->left--;
    *string = (struct ls_str){(const char *)at, n * (s->wide ? 2 : 1)};
    return true;
}

/* Authors stand in several tables. */
bool doc_string_is_known(struct doc *doc, struct ls_str string)
{
    size_t known = doc->strings_n < DOC_STRINGS_KEPT ? doc->strings_n : DOC_STRINGS_KEPT;
    uint64_t hash = ls_fnv_str(string) + doc->info.part;
    for (size_t i = 0; i < known; i++)
        if (doc->strings[i] == hash)
            return true;
    doc->strings[doc->strings_n++ % DOC_STRINGS_KEPT] = hash;
    return false;
}

/* A string of its own: a line. */
static struct ls_result say(struct doc *doc, struct ls_str string, bool wide)
{
    if (string.len == 0 || doc_string_is_known(doc, string))
        return ls_ok();
    const struct doc_stream *stream = doc_lists_stream(doc);
    const struct ls_charset *charset = wide ? doc->wide : narrow_of(doc);
    uint64_t off = (uint64_t)(string.at - stream->bytes.at);
    LS_TRY(doc_say(doc, stream, off, string.len, charset, LS_PART_NONE));
    return ls_story_break(doc->story, LS_BREAK_LINE);
}

static void begin(struct doc *doc, enum ls_part part)
{
    doc_begin(doc, part, doc->fib.old ? doc_charset_of_language(doc->fib.lid) : "utf-16le");
}

/* Bookmarks that begin so are the program's, and so is the first author of revisions. */
static bool is_of_program(struct ls_str string, bool wide)
{
    static const char unknown[] = "U\0n\0k\0n\0o\0w\0n";
    return string.len == 0 || *string.at == '_' ||
           (wide && string.len == sizeof unknown && memcmp(string.at, unknown, string.len) == 0);
}

static struct ls_result tell_all(struct doc *doc, enum doc_list which, enum ls_part part)
{
    struct strings s;
    struct ls_str string;
    open_strings(&s, doc, which);
    begin(doc, part);
    while (next_string(&s, &string)) {
        if (!is_of_program(string, s.wide))
            LS_TRY(say(doc, string, s.wide));
        LS_TRY(ls_charge(doc->job, 0, 1));
    }
    return doc_end(doc);
}

/* A run of strings, each with its length in 16 bits (8 in old documents). */
static struct ls_result tell_row(struct doc *doc, const uint8_t *at, size_t len)
{
    bool wide = !doc->fib.old;
    struct ls_cursor c;
    ls_cursor_init(&c, at, len);
    while (c.left) {
        size_t n = wide ? ls_cursor_u16le(&c) * (size_t)2 : ls_cursor_u8(&c);
        const uint8_t *string = ls_cursor_bytes(&c, n);
        if (!string)
            break;
        LS_TRY(say(doc, (struct ls_str){(const char *)string, n}, wide));
        LS_TRY(ls_charge(doc->job, 0, 1));
    }
    return ls_ok();
}

static struct ls_result tell_comment_authors(struct doc *doc)
{
    struct ls_str list = doc_list(doc, DOC_COMMENT_AUTHORS);
    begin(doc, LS_PART_PROPERTY);
    LS_TRY(tell_row(doc, (const uint8_t *)list.at, list.len));
    return doc_end(doc);
}

/* StwUser (2.9.283): names, then values. */
static struct ls_result tell_variables(struct doc *doc)
{
    struct strings s;
    struct ls_str string;
    if (doc->fib.old)
        return ls_ok();
    open_strings(&s, doc, DOC_VARIABLES);
    begin(doc, LS_PART_PROPERTY);
    while (next_string(&s, &string))
        LS_TRY(say(doc, string, s.wide));
    LS_TRY(tell_row(doc, s.c.at, s.c.left));
    return doc_end(doc);
}

/* ---- title, author …, which mostly stand in the properties of the file as well ----------------
 */

/* The properties of the file, read in the charsets that they may be in. */
static struct ls_result read_summary(struct doc *doc, struct ls_buf *out)
{
    static const char *const charsets[] = {"utf-16le", "utf-8", "gb18030", "windows-1252", "big5"};
    struct ls_buf bytes = {.limit = SUMMARY_MAX};
    uint32_t i = ls_cfb_find_stream(doc->cfb, doc->storage, "\005SummaryInformation");
    struct ls_result r = ls_ok();
    if (i != LS_CFB_NONE)
        r = ls_cfb_load(doc->cfb, i, &bytes, NULL);
    for (size_t k = 0; !ls_failed(r) && bytes.n && k < sizeof charsets / sizeof *charsets; k++) {
        struct ls_charset_reader reader;
        ls_charset_begin(&reader, ls_charset_find(charsets[k], strlen(charsets[k])), 0);
        r = ls_charset_feed(&reader, bytes.at, bytes.n, true, out, NULL);
    }
    LS_VEC_FINI(&bytes);
    return r;
}

static bool holds(const struct ls_buf *text, const struct ls_buf *what)
{
    if (what->n > COMPARED_MAX)
        return false;
    for (size_t at = 0; what->n && what->n <= text->n - at; at++) {
        const char *p = memchr(text->at + at, what->at[0], text->n - at - what->n + 1);
        if (!p)
            return false;
        at = (size_t)(p - text->at);
        if (memcmp(p, what->at, what->n) == 0)
            return true;
    }
    return false;
}

static struct ls_result tell_news(struct doc *doc, const struct ls_buf *summary)
{
    struct ls_buf text = {.limit = 1 << 18};
    struct strings s;
    struct ls_str string;
    struct ls_result r = ls_ok();
    open_strings(&s, doc, DOC_ASSOCIATED);
    for (size_t i = 0; !ls_failed(r) && next_string(&s, &string); i++) {
        struct ls_charset_reader reader;
        LS_VEC_CLEAR(&text);
        ls_charset_begin(&reader, s.wide ? doc->wide : narrow_of(doc), 0);
        r = ls_charset_feed(&reader, string.at, string.len, true, &text, NULL);
        if (!ls_failed(r) && i != PASSWORD && !holds(summary, &text))
            r = say(doc, string, s.wide);
    }
    LS_VEC_FINI(&text);
    return r;
}

static struct ls_result tell_associated(struct doc *doc)
{
    struct ls_buf summary = {.limit = (size_t)SUMMARY_MAX * 16};
    begin(doc, LS_PART_PROPERTY);
    struct ls_result r = read_summary(doc, &summary);
    if (!ls_failed(r))
        r = tell_news(doc, &summary);
    LS_VEC_FINI(&summary);
    LS_TRY(r);
    return doc_end(doc);
}

struct ls_result doc_strings_tell(struct doc *doc)
{
    LS_TRY(tell_all(doc, DOC_BOOKMARKS, LS_PART_NAME));
    LS_TRY(tell_all(doc, DOC_GLOSSARY_NAMES, LS_PART_NAME));
    LS_TRY(tell_associated(doc));
    LS_TRY(tell_comment_authors(doc));
    LS_TRY(tell_variables(doc));
    LS_TRY(tell_all(doc, DOC_REVISION_AUTHORS, LS_PART_PROPERTY));
    LS_TRY(tell_all(doc, DOC_SAVED_BY, LS_PART_PROPERTY));
    return tell_all(doc, DOC_FILE_NAMES, LS_PART_PROPERTY);
}
