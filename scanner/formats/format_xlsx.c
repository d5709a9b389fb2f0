/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Excel workbooks, templates and their kinds with macros: SpreadsheetML (ECMA-376 Part 1, 18), and
 * binary workbooks (xlsb.h).
 *
 * The workbook lists its sheets; shared strings are read before the first of them.
 */
#include "formats/xlsx.h"

#include "base/alloc.h"
#include "formats/ooxml_rels.h"
#include "formats/ooxml_text.h"
#include "formats/ooxml_values.h"
#include "formats/xlsb.h"
#include "formats/xlsx_text.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct ls_result ls_xlsx_need_strings(struct ls_ooxml *package)
{
    struct ls_xlsx *xlsx = package->own;
    size_t index = ls_ooxml_find(package, ls_str_of("xl/sharedStrings.xml"));
    return xlsx->strings.begun ? ls_ok()
                               : ls_ooxml_visit(package, index, (struct ls_ooxml_place){0});
}

static struct ls_result read_strings(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct ls_xlsx *xlsx = package->own;
    return ls_xlsx_strings_read(&xlsx->strings, package, part);
}

/* Of a sheet that the workbook lists. */
struct listed {
    uint32_t id_end; /* of its relationship's id */
    uint32_t sheet;
    bool hidden;
};

struct workbook {
    struct ls_ooxml *package;
    struct ls_buf ids;
    LS_VEC(struct listed) sheets;
    struct ls_xlsx_literals literals;
    bool in_name;
};

static const struct ls_xml_attr *attr_of(const struct ls_xml_tag *tag, const char *local,
                                         bool prefixed)
{
    for (size_t i = 0; i < tag->attrs_n; i++)
        if (ls_str_is(tag->attrs[i].local, local) &&
            (!prefixed || tag->attrs[i].name.len > tag->attrs[i].local.len))
            return &tag->attrs[i];
    return NULL;
}

static struct ls_result note(struct workbook *book, const struct ls_xml_attr *attr)
{
    return ls_story_note(book->package->story, LS_PART_NAME, attr->value,
                         attr->plain ? attr->off : LS_OFF_UNKNOWN);
}

static struct ls_result begin_sheet(struct workbook *book, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *name = attr_of(tag, "name", false), *id = attr_of(tag, "id", true);
    struct ls_str state = ls_xml_attr(tag, "state");
    struct listed listed = {.hidden = ls_str_is(state, "hidden") || ls_str_is(state, "veryHidden")};
    if (!name || !id)
        return ls_ok();
    LS_TRY(note(book, name));
    if (book->sheets.n == book->sheets.limit || book->ids.limit - book->ids.n < id->value.len)
        return ls_ok();
    LS_TRY(ls_ooxml_add_sheet(book->package, name->value, &listed.sheet));
    LS_TRY(ls_buf_add(&book->ids, id->value.at, id->value.len));
    listed.id_end = (uint32_t)book->ids.n;
    LS_VEC_PUSH(&book->sheets, listed);
    return ls_ok();
}

static struct ls_result begin_name(struct workbook *book, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *name = attr_of(tag, "name", false);
    const struct ls_xml_attr *comment = attr_of(tag, "comment", false);
    book->in_name = true;
    book->literals = (struct ls_xlsx_literals){.aside = LS_PART_FORMULA};
    if (name && !(name->value.len > 6 && memcmp(name->value.at, "_xlnm.", 6) == 0))
        LS_TRY(note(book, name));
    return comment ? note(book, comment) : ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct workbook *book = user;
    struct ls_xlsx *xlsx = book->package->own;
    struct ls_str from_1904 = ls_xml_attr(tag, "date1904");
    if (from_1904.at && ls_str_is(tag->local, "workbookPr"))
        xlsx->dates.from_1904 = ls_ooxml_yes(from_1904);
    if (ls_str_is(tag->local, "sheet"))
        return begin_sheet(user, tag);
    return ls_str_is(tag->local, "definedName") ? begin_name(user, tag) : ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct workbook *book = user;
    if (!ls_str_is(tag->local, "definedName") || !book->in_name)
        return ls_ok();
    book->in_name = false;
    struct ls_str line_end = {"\n", book->literals.any};
    return ls_story_text(book->package->story, LS_PART_FORMULA, line_end, NULL, 0);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct workbook *book = user;
    return book->in_name
               ? ls_xlsx_literals_feed(&book->literals, book->package->story, text, map, base)
               : ls_ok();
}

/* Reads the first part of this kind that the workbook points to. */
static struct ls_result visit_first(struct ls_ooxml *package, const struct ls_ooxml_rels *rels,
                                    const char *kind)
{
    size_t at = 0;
    return ls_ooxml_rels_next(rels, kind, &at)
               ? ls_ooxml_visit(package, rels->at.at[at].index, (struct ls_ooxml_place){0})
               : ls_ok();
}

/* Shared strings and styles first, then the sheets in order. */
static struct ls_result queue_sheets(struct workbook *book, const struct ls_ooxml_part *part)
{
    struct ls_ooxml *package = book->package;
    struct ls_ooxml_rels rels;
    ls_ooxml_rels_init(&rels);
    struct ls_result r = ls_ooxml_rels_load(package, part->entry->name, &rels);
    if (!ls_failed(r))
        r = visit_first(package, &rels, "sharedStrings");
    if (!ls_failed(r))
        r = visit_first(package, &rels, "styles");
    for (size_t i = 0; !ls_failed(r) && i < book->sheets.n; i++) {
        const struct listed *listed = &book->sheets.at[i];
        size_t from = i ? book->sheets.at[i - 1].id_end : 0;
        struct ls_str id = ls_ooxml_slice(book->ids.at, from, listed->id_end);
        struct ls_ooxml_place place = {.sheet = listed->sheet, .hidden = listed->hidden};
        r = ls_ooxml_queue(package, ls_ooxml_rels_part(&rels, id), place);
    }
    ls_ooxml_rels_fini(&rels);
    return r;
}

static struct ls_result read_workbook(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct workbook book = {.package = package, .ids.limit = 4 << 20};
    struct ls_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .user = &book};
    LS_VEC_INIT(&book.sheets, LS_OOXML_SHEETS_MAX);
    ls_story_begin(package->story, &part->info);
    struct ls_result r = ls_ooxml_read(package, part, &handler);
    if (!ls_failed(r))
        r = ls_story_end(package->story);
    if (!ls_failed(r))
        r = queue_sheets(&book, part);
    LS_VEC_FINI(&book.ids);
    LS_VEC_FINI(&book.sheets);
    return r;
}

/* Formats of numbers may have words in them (18.8.30). */
static struct ls_result on_style(void *user, const struct ls_xml_tag *tag)
{
    struct ls_ooxml *package = user;
    struct ls_xlsx *xlsx = package->own;
    struct ls_story *story = package->story;
    struct ls_xlsx_literals literals = {.aside = LS_PART_FORMULA};
    const struct ls_xml_attr *code = attr_of(tag, "formatCode", false);
    ls_xlsx_dates_start(&xlsx->dates, tag);
    if (!ls_str_is(tag->local, "numFmt") || !code)
        return ls_ok();
    LS_TRY(ls_xlsx_literals_feed(&literals, story, code->value, NULL, 0));
    struct ls_str line_end = {"\n", literals.any};
    return ls_story_text(story, LS_PART_FORMULA, line_end, NULL, 0);
}

static struct ls_result on_style_end(void *user, const struct ls_xml_tag *tag)
{
    struct ls_ooxml *package = user;
    struct ls_xlsx *xlsx = package->own;
    ls_xlsx_dates_end(&xlsx->dates, tag);
    return ls_ok();
}

static struct ls_result read_styles(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct ls_xml_handler handler = {.start = on_style, .end = on_style_end, .user = package};
    ls_story_begin(package->story, &part->info);
    LS_TRY(ls_ooxml_read(package, part, &handler));
    return ls_story_end(package->story);
}

/* What a pivot table was made from (18.10): no sheet shows it. */
static struct ls_result read_pivot(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_value list[] = {
        {"cacheField", {"name", "caption"}, false, LS_OOXML_END_NONE},
        {"d", {"v"}, false, LS_OOXML_END_NONE},
        {"dataField", {"name"}, false, LS_OOXML_END_NONE},
        {"n", {"v"}, false, LS_OOXML_END_NONE},
        {"pivotField", {"name"}, false, LS_OOXML_END_NONE},
        {"r", {0}, false, LS_OOXML_END_ROW},
        {"s", {"v"}, false, LS_OOXML_END_NONE},
        {"x", {0}, false, LS_OOXML_END_CELL},
    };
    static const struct ls_ooxml_values values = {list, LENGTH(list), .all_text = false};
    return ls_ooxml_read_values(package, part, &values);
}

/* Values of cells of other workbooks (18.14). */
static struct ls_result read_link(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_value list[] = {
        {"ddeItem", {"name"}, false, LS_OOXML_END_LINE},
        {"ddeLink", {"ddeService", "ddeTopic"}, false, LS_OOXML_END_LINE},
        {"definedName", {"name"}, false, LS_OOXML_END_LINE},
        {"row", {0}, false, LS_OOXML_END_ROW},
        {"sheetName", {"val"}, false, LS_OOXML_END_LINE},
        {"v", {0}, true, LS_OOXML_END_CELL},
        {"val", {0}, true, LS_OOXML_END_CELL},
        {"value", {0}, false, LS_OOXML_END_NONE},
    };
    static const struct ls_ooxml_values values = {list, LENGTH(list), .all_text = false};
    return ls_ooxml_read_values(package, part, &values);
}

/* Names of tables and their columns (18.5). */
static struct ls_result read_table(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_value list[] = {
        {"table", {"displayName", "comment"}, false, LS_OOXML_END_ROW},
        {"tableColumn", {"name"}, false, LS_OOXML_END_NONE},
    };
    static const struct ls_ooxml_values values = {list, LENGTH(list), .all_text = false};
    return ls_ooxml_read_values(package, part, &values);
}

static const struct ls_ooxml_root roots[] = {
    {"workbook", LS_PART_NAME, read_workbook},
    {"sst", LS_PART_BODY, read_strings},
    {"worksheet", LS_PART_BODY, ls_xlsx_read_sheet},
    {"chartsheet", LS_PART_BODY, ls_xlsx_read_sheet},
    {"dialogsheet", LS_PART_BODY, ls_xlsx_read_sheet},
    {"macrosheet", LS_PART_BODY, ls_xlsx_read_sheet},
    {"comments", LS_PART_COMMENT, ls_xlsx_read_comments},
    {"ThreadedComments", LS_PART_COMMENT, ls_xlsx_read_threads},
    {"styleSheet", LS_PART_FORMULA, read_styles},
    {"pivotCacheDefinition", LS_PART_HIDDEN, read_pivot},
    {"pivotCacheRecords", LS_PART_HIDDEN, read_pivot},
    {"pivotTableDefinition", LS_PART_NAME, read_pivot},
    {"externalLink", LS_PART_HIDDEN, read_link},
    {"table", LS_PART_NAME, read_table},
    {"connections", LS_PART_FIELD, ls_ooxml_read_everything},
    {"revisions", LS_PART_DELETION, ls_ooxml_read_everything},
    {"calcChain", LS_PART_NONE, NULL},
};

static struct ls_result end(struct ls_ooxml *package)
{
    struct ls_xlsx *xlsx = package->own;
    return ls_xlsx_strings_end(&xlsx->strings, package);
}

static const struct ls_ooxml_kind kind = {
    .roots = roots,
    .roots_n = LENGTH(roots),
    .main = {"xl/workbook.xml", "xl/workbook.bin"},
    .binary = ls_xlsb_read,
    .end = end,
};

static struct ls_result run(struct ls_format_job *job)
{
    struct ls_xlsx xlsx = {.threads_text.limit = LS_XLSX_THREADS_BYTES};
    LS_VEC_INIT(&xlsx.threads, LS_XLSX_THREADS_MAX);
    ls_xlsx_strings_init(&xlsx.strings);
    struct ls_result r = ls_ooxml_run(job, &kind, &xlsx);
    ls_xlsx_strings_fini(&xlsx.strings);
    LS_VEC_FINI(&xlsx.threads);
    LS_VEC_FINI(&xlsx.threads_text);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ooxml_bid(probe, "xl/");
}

const struct ls_format ls_format_xlsx = {
    .name = "xlsx",
    .what = "Excel workbook (Office Open XML)",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
