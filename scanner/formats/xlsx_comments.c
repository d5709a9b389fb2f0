/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments in cells. A thread of comments is in the file twice: as it is, and, under an author
 * "tc={…}", as an ordinary comment with words about the program that is too old for it. Such a
 * comment is left out when the thread of its cell has been read and its text is all there.
 */
#include "formats/xlsx.h"

#include "base/alloc.h"
#include "formats/xlsx_text.h"

#include <string.h>

struct reader {
    struct ls_story *story;
    struct ls_xlsx *xlsx;
    uint32_t sheet, row, column;
    bool in_author, in_text, in_phonetic;
    bool threads;       /* this is a part of threads */
    bool whole;         /* nothing of the comment has been told yet */
    struct ls_buf text; /* of the comment */
    struct ls_map map;
    struct ls_buf author;
    uint32_t authors_n;
    uint8_t stand_ins[LS_XLSX_THREADS_MAX / 8]; /* authors "tc={…}", a bit for each */
    bool stand_in;                              /* the comment's author is one */
};

static struct ls_result tell(struct reader *r)
{
    struct ls_str text = {r->text.at, r->text.n};
    if (text.len == 0)
        return ls_ok();
    if (r->whole && r->row)
        LS_TRY(ls_story_cell(r->story, LS_PART_NONE, r->row, r->column));
    r->whole = false;
    LS_TRY(ls_story_text(r->story, LS_PART_NONE, text, &r->map, 0));
    LS_VEC_CLEAR(&r->text);
    ls_map_clear(&r->map);
    return ls_ok();
}

/* Is all of the thread of this cell in the comment's text? */
static bool repeats_thread(const struct reader *r)
{
    const struct ls_xlsx *xlsx = r->xlsx;
    bool any = false;
    for (size_t i = 0; i < xlsx->threads.n; i++) {
        const struct ls_xlsx_thread *thread = &xlsx->threads.at[i];
        size_t from = i ? xlsx->threads.at[i - 1].end : 0;
        if (thread->sheet != r->sheet || thread->row != r->row || thread->column != r->column)
            continue;
        any = true;
        struct ls_str text = ls_ooxml_slice(xlsx->threads_text.at, from, thread->end);
        if (text.len && (r->text.n == 0 || !memmem(r->text.at, r->text.n, text.at, text.len)))
            return false;
    }
    return any;
}

/* Remembers the threaded comment at hand. */
static struct ls_result keep_thread(struct reader *r)
{
    struct ls_xlsx *xlsx = r->xlsx;
    if (!r->whole || xlsx->threads.n == xlsx->threads.limit ||
        xlsx->threads_text.limit - xlsx->threads_text.n < r->text.n)
        return ls_ok();
    LS_TRY(ls_buf_add(&xlsx->threads_text, r->text.at, r->text.n));
    LS_VEC_PUSH(&xlsx->threads, ((struct ls_xlsx_thread){r->sheet, r->row, r->column,
                                                         (uint32_t)xlsx->threads_text.n}));
    return ls_ok();
}

static struct ls_result end_comment(struct reader *r)
{
    if (r->threads)
        LS_TRY(keep_thread(r));
    else if (r->stand_in && r->whole && repeats_thread(r))
        LS_VEC_CLEAR(&r->text);
    LS_TRY(tell(r));
    r->row = r->column = 0;
    return ls_story_break(r->story, LS_BREAK_LINE);
}

static void begin_comment(struct reader *r, const struct ls_xml_tag *tag)
{
    uint32_t author = ls_xml_number(ls_xml_attr(tag, "authorId"), 0);
    r->row = r->column = 0;
    (void)ls_xlsx_cell(ls_xml_attr(tag, "ref"), &r->row, &r->column);
    r->whole = true;
    r->stand_in = author < LS_XLSX_THREADS_MAX && r->stand_ins[author / 8] >> author % 8 & 1;
    LS_VEC_CLEAR(&r->text);
    ls_map_clear(&r->map);
}

static struct ls_result end_author(struct reader *r)
{
    struct ls_str author = {r->author.at, r->author.n};
    uint32_t i = r->authors_n;
    r->in_author = false;
    if (i < LS_XLSX_THREADS_MAX && author.len > 4 && memcmp(author.at, "tc={", 4) == 0)
        r->stand_ins[i / 8] |= (uint8_t)(1u << i % 8);
    r->authors_n += i < UINT32_MAX;
    return ls_story_note(r->story, LS_PART_PROPERTY, author, LS_OFF_UNKNOWN);
}

static bool is_comment(struct ls_str local)
{
    return ls_str_is(local, "comment") || ls_str_is(local, "threadedComment");
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    if (is_comment(tag->local)) {
        begin_comment(r, tag);
    } else if (ls_str_is(tag->local, "author")) {
        r->in_author = true;
        LS_VEC_CLEAR(&r->author);
    } else if (ls_str_is(tag->local, "t") || (r->threads && ls_str_is(tag->local, "text"))) {
        r->in_text = true;
    } else if (ls_str_is(tag->local, "rPh")) {
        r->in_phonetic = true;
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    if (is_comment(tag->local))
        return end_comment(r);
    if (ls_str_is(tag->local, "author"))
        return end_author(r);
    if (ls_str_is(tag->local, "t") || ls_str_is(tag->local, "text"))
        r->in_text = false;
    else if (ls_str_is(tag->local, "rPh"))
        r->in_phonetic = false;
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    if (r->in_author && r->author.limit - r->author.n >= text.len)
        return ls_buf_add(&r->author, text.at, text.len);
    if (!r->in_text)
        return ls_ok();
    if (r->in_phonetic)
        return ls_story_text(r->story, LS_PART_COMMENT, text, map, base);
    if (r->text.limit - r->text.n < text.len)
        LS_TRY(tell(r));
    LS_TRY(ls_buf_add(&r->text, text.at, text.len));
    return ls_map_append(&r->map, map, base, base + text.len);
}

static struct ls_result read_comments(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                      bool threads)
{
    struct reader *r = ls_calloc(1, sizeof *r);
    if (!r)
        return ls_stop(LS_E_MEMORY);
    r->story = package->story;
    r->xlsx = package->own;
    r->sheet = part->place.sheet;
    r->threads = threads;
    r->text.limit = r->author.limit = LS_XLSX_VALUE_MAX;
    ls_map_init(&r->map, LS_XLSX_VALUE_MAX);
    struct ls_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text, .user = r};
    ls_story_begin(package->story, &part->info);
    struct ls_result result = ls_ooxml_read(package, part, &handler);
    LS_VEC_FINI(&r->text);
    LS_VEC_FINI(&r->author);
    ls_map_fini(&r->map);
    ls_free(r);
    LS_TRY(result);
    return ls_story_end(package->story);
}

struct ls_result ls_xlsx_read_comments(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    return read_comments(package, part, false);
}

struct ls_result ls_xlsx_read_threads(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    return read_comments(package, part, true);
}
