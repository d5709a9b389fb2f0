/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xlsx_strings.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/xlsx_text.h"

struct reader {
    struct ls_xlsx_strings *strings;
    struct ls_story *story;
    struct ls_buf string; /* the one at hand */
    bool kept;            /* tables after the first are not */
    bool in_string, in_text, in_phonetic;
};

void ls_xlsx_strings_init(struct ls_xlsx_strings *strings)
{
    *strings = (struct ls_xlsx_strings){.text.limit = LS_XLSX_STRINGS_BYTES};
    LS_VEC_INIT(&strings->ends, LS_XLSX_STRINGS_MAX);
    LS_VEC_INIT(&strings->used, LS_XLSX_STRINGS_MAX / 8);
}

void ls_xlsx_strings_fini(struct ls_xlsx_strings *strings)
{
    LS_VEC_FINI(&strings->text);
    LS_VEC_FINI(&strings->ends);
    LS_VEC_FINI(&strings->used);
}

static struct ls_result tell_line(struct ls_story *story, struct ls_str text)
{
    LS_TRY(ls_story_text(story, LS_PART_NONE, text, NULL, 0));
    return ls_story_break(story, LS_BREAK_LINE);
}

struct ls_result ls_xlsx_strings_add(struct ls_xlsx_strings *strings, struct ls_story *story,
                                     struct ls_str text)
{
    strings->full |=
        strings->ends.n == strings->ends.limit || strings->text.limit - strings->text.n < text.len;
    if (strings->full)
        return tell_line(story, text);
    if (strings->ends.n / 8 == strings->used.n)
        LS_VEC_PUSH(&strings->used, 0);
    LS_TRY(ls_buf_add(&strings->text, text.at, text.len));
    LS_VEC_PUSH(&strings->ends, (uint32_t)strings->text.n);
    return ls_ok();
}

struct ls_str ls_xlsx_strings_peek(const struct ls_xlsx_strings *strings, size_t i)
{
    if (i >= strings->ends.n)
        return (struct ls_str){NULL, 0};
    size_t from = i ? strings->ends.at[i - 1] : 0;
    return ls_ooxml_slice(strings->text.at, from, strings->ends.at[i]);
}

struct ls_str ls_xlsx_strings_get(struct ls_xlsx_strings *strings, size_t i)
{
    if (i < strings->ends.n)
        strings->used.at[i / 8] |= (uint8_t)(1u << i % 8);
    return ls_xlsx_strings_peek(strings, i);
}

bool ls_xlsx_strings_used(const struct ls_xlsx_strings *strings, size_t i)
{
    return strings->used.at[i / 8] >> i % 8 & 1;
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    if (ls_str_is(tag->local, "si")) {
        r->in_string = true;
        r->in_phonetic = r->in_text = false;
        LS_VEC_CLEAR(&r->string);
    } else if (ls_str_is(tag->local, "rPh")) {
        r->in_phonetic = true;
    } else if (ls_str_is(tag->local, "t")) {
        r->in_text = true;
    }
    return ls_ok();
}

static struct ls_result end_string(struct reader *r)
{
    r->in_string = r->in_text = false;
    size_t len = r->string.n ? ls_xlsx_unescape(r->string.at, r->string.n) : 0;
    struct ls_str text = {r->string.at, len};
    if (r->kept)
        return ls_xlsx_strings_add(r->strings, r->story, text);
    return tell_line(r->story, text);
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    if (ls_str_is(tag->local, "si") && r->in_string)
        return end_string(r);
    if (ls_str_is(tag->local, "rPh")) {
        r->in_phonetic = false;
        return ls_story_break(r->story, LS_BREAK_LINE);
    }
    if (ls_str_is(tag->local, "t"))
        r->in_text = false;
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    if (!r->in_text)
        return ls_ok();
    /* What does not fit goes out at once, and the string with what came before it. */
    if (r->in_phonetic || !r->in_string || r->string.limit - r->string.n < text.len)
        return ls_story_text(r->story, LS_PART_NONE, text, map, base);
    return ls_buf_add(&r->string, text.at, text.len);
}

struct ls_result ls_xlsx_strings_read(struct ls_xlsx_strings *strings, struct ls_ooxml *package,
                                      const struct ls_ooxml_part *part)
{
    struct reader r = {
        .strings = strings,
        .story = package->story,
        .string.limit = LS_XLSX_STRING_MAX,
        .kept = !strings->begun,
    };
    struct ls_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text, .user = &r};
    if (!strings->begun)
        strings->info = part->info;
    strings->begun = true;
    ls_story_begin(package->story, &part->info);
    struct ls_result result = ls_ooxml_read(package, part, &handler);
    LS_VEC_FINI(&r.string);
    LS_TRY(result);
    return ls_story_end(package->story);
}

struct ls_result ls_xlsx_strings_gap(const struct ls_xlsx_strings *strings,
                                     struct ls_format_job *job)
{
    if (!strings->full)
        return ls_ok();
    return ls_emit_gap(job, strings->info.name, LS_REASON_MEMORY_LIMIT,
                       "so many strings that the last were read without their cells");
}

struct ls_result ls_xlsx_strings_end(struct ls_xlsx_strings *strings, struct ls_ooxml *package)
{
    struct ls_part_info info = strings->info;
    info.part = LS_PART_HIDDEN;
    ls_story_begin(package->story, &info);
    for (size_t i = 0; i < strings->ends.n; i++)
        if (!ls_xlsx_strings_used(strings, i))
            LS_TRY(tell_line(package->story, ls_xlsx_strings_peek(strings, i)));
    LS_TRY(ls_story_end(package->story));
    return ls_xlsx_strings_gap(strings, package->job);
}
