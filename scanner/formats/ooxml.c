/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way through a package.
 *
 *   queue: main part, then what it leads to, … ; when it is empty: the next part that nothing has
 *   led to yet
 *
 * Each part is opened twice: for its root element, and to be read. A part that cannot be opened is
 * a gap; its siblings are read.
 */
#include "formats/ooxml.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/ooxml_rels.h"
#include "formats/ooxml_root.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHUNK = 32 << 10, /* bytes read at a time */
    SHEET_NAMES_MAX = 4 << 20,
    DIAGRAM_LINES_MAX = 64 << 10,
};

/* Of each member. */
struct member {
    struct ls_ooxml_place place;
    bool queued, read;
    bool chunk; /* text in another format (ECMA-376 Part 1, 17.17.2) */
};

struct ls_ooxml_state {
    struct member *members;
    LS_VEC(uint32_t) queue;
    size_t queue_at;
    uint8_t chunk[CHUNK];
};

bool ls_ooxml_yes(struct ls_str value)
{
    return !ls_str_is(value, "0") && !ls_str_is(value, "false") && !ls_str_is(value, "off") &&
           !ls_str_is(value, "f");
}

size_t ls_ooxml_find(const struct ls_ooxml *package, struct ls_str name)
{
    bool possible = name.len > 0 && name.len <= LS_OOXML_NAME_MAX;
    return possible ? ls_zip_find(package->zip, name) : SIZE_MAX;
}

struct ls_result ls_ooxml_queue(struct ls_ooxml *package, size_t index, struct ls_ooxml_place place)
{
    struct ls_ooxml_state *state = package->state;
    if (index >= ls_zip_count(package->zip) || state->members[index].queued)
        return ls_ok();
    state->members[index].queued = true;
    state->members[index].place = place;
    LS_VEC_PUSH(&state->queue, (uint32_t)index);
    return ls_ok();
}

struct ls_result ls_ooxml_add_sheet(struct ls_ooxml *package, struct ls_str name, uint32_t *sheet)
{
    *sheet = 0;
    if (package->sheet_ends.n == LS_OOXML_SHEETS_MAX ||
        package->sheet_names.limit - package->sheet_names.n < name.len)
        return ls_ok();
    LS_TRY(ls_buf_add(&package->sheet_names, name.at, name.len));
    LS_VEC_PUSH(&package->sheet_ends, (uint32_t)package->sheet_names.n);
    *sheet = (uint32_t)package->sheet_ends.n;
    return ls_ok();
}

struct ls_str ls_ooxml_sheet_name(const struct ls_ooxml *package, uint32_t sheet)
{
    if (sheet == 0 || sheet > package->sheet_ends.n)
        return (struct ls_str){NULL, 0};
    size_t from = sheet > 1 ? package->sheet_ends.at[sheet - 2] : 0;
    return ls_ooxml_slice(package->sheet_names.at, from, package->sheet_ends.at[sheet - 1]);
}

struct ls_result ls_ooxml_read_quietly(struct ls_ooxml *package, const struct ls_zip_entry *entry,
                                       const struct ls_xml_handler *handler, const char **why,
                                       const char **detail)
{
    struct ls_xml_verdict verdict = {false};
    struct ls_blob *blob;
    struct ls_xml *xml;
    uint8_t *chunk = package->state->chunk;
    uint64_t off = 0;
    size_t got = 0;
    *why = *detail = NULL;
    LS_TRY(ls_zip_member_open(package->member, entry, &blob, why));
    if (!blob)
        return ls_ok();
    LS_TRY(ls_xml_new(handler, NULL, &xml));
    struct ls_result r, read;
    do {
        read = ls_blob_read(blob, off, chunk, CHUNK, &got);
        off += got;
        r = ls_charge(package->job, 0, got);
        if (!ls_failed(r))
            r = ls_xml_feed(xml, chunk, got);
    } while (got == CHUNK && !ls_failed(r) && !ls_failed(read));
    if (!ls_failed(r) && ls_failed(read) && read.code != LS_E_MALFORMED)
        r = read;
    if (!ls_failed(r))
        r = ls_xml_end(xml, &verdict);
    ls_xml_free(xml);
    if (ls_failed(read) || verdict.truncated)
        *why = LS_REASON_TRUNCATED;
    else if (verdict.entities || verdict.malformed)
        *why = LS_REASON_MALFORMED;
    if (verdict.entities)
        *detail = "entities, which are not expanded";
    return r;
}

struct ls_result ls_ooxml_read(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                               const struct ls_xml_handler *handler)
{
    const char *why, *detail;
    LS_TRY(ls_ooxml_read_quietly(package, part->entry, handler, &why, &detail));
    return why ? ls_emit_gap(package->job, part->entry->name, why, detail) : ls_ok();
}

/* What the part leads to. What others repeat goes first. */
static struct ls_result queue_targets(struct ls_ooxml *package, struct ls_str name,
                                      struct ls_ooxml_place place)
{
    static const char *const first[] = {"threadedComment", "diagramData"};
    struct ls_ooxml_rels rels;
    ls_ooxml_rels_init(&rels);
    struct ls_result r = ls_ooxml_rels_load(package, name, &rels);
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        for (size_t at = 0; !ls_failed(r) && ls_ooxml_rels_next(&rels, first[i], &at); at++)
            r = ls_ooxml_queue(package, rels.at.at[at].index, place);
    for (size_t at = 0; ls_ooxml_rels_next(&rels, "aFChunk", &at); at++)
        if (rels.at.at[at].index != SIZE_MAX)
            package->state->members[rels.at.at[at].index].chunk = true;
    for (size_t at = 0; !ls_failed(r) && at < rels.at.n; at++)
        if (rels.at.at[at].index != SIZE_MAX)
            r = ls_ooxml_queue(package, rels.at.at[at].index, place);
    ls_ooxml_rels_fini(&rels);
    return r;
}

static void fill_info(const struct ls_ooxml *package, struct ls_ooxml_part *part)
{
    const struct ls_zip_entry *entry = part->entry;
    bool as_it_is = entry->method == 0 && !entry->encrypted && entry->data_off;
    part->info = (struct ls_part_info){
        .part = part->root ? part->root->part : LS_PART_NONE,
        .name = entry->name,
        .sheet = ls_ooxml_sheet_name(package, part->place.sheet),
        .slide = part->place.slide,
        .raw_off = as_it_is ? entry->data_off : LS_OFF_UNKNOWN,
        .link_off = entry->header_off,
    };
}

static struct ls_result emit_chunk(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    struct ls_child known = {.as = NULL};
    bool html;
    LS_TRY(ls_ooxml_is_html(package, part->entry->name, &html));
    known.as = html ? "html" : NULL;
    return ls_zip_emit_known(package->job, package->member, part->entry, &known);
}

static struct ls_result read_part(struct ls_ooxml *package, struct ls_ooxml_part *part, bool xml)
{
    bool taken = false;
    if (part->root)
        return part->root->read ? part->root->read(package, part) : ls_ok();
    if (!xml && package->kind->binary)
        LS_TRY(package->kind->binary(package, part, &taken));
    if (taken)
        return ls_ok();
    if (package->state->members[part->index].chunk)
        return emit_chunk(package, part);
    return ls_zip_emit_member(package->job, package->member, part->entry);
}

/* Reads the part, whose place is known. */
static struct ls_result visit(struct ls_ooxml *package, size_t index)
{
    struct ls_ooxml_part part = {
        .index = index,
        .entry = ls_zip_entry(package->zip, index),
        .place = package->state->members[index].place,
    };
    struct ls_ooxml_seen seen = {.found = false};
    struct ls_blob *blob;
    const char *why = NULL;
    if (package->state->members[index].read)
        return ls_ok();
    package->state->members[index].read = true;
    LS_TRY(ls_charge(package->job, 1, 0));
    if (part.entry->folder && part.entry->size == 0)
        return ls_ok();
    LS_TRY(ls_zip_member_open(package->member, part.entry, &blob, &why));
    if (!blob) /* a gap, unless it is only said to be encrypted */
        return ls_zip_emit_member(package->job, package->member, part.entry);
    LS_TRY(ls_ooxml_root_read(package->job, blob, &seen));
    part.root = seen.found ? ls_ooxml_root_of(package->kind, part.entry->name, &seen) : NULL;
    fill_info(package, &part);
    LS_TRY(read_part(package, &part, seen.found));
    return queue_targets(package, part.entry->name, part.place);
}

struct ls_result ls_ooxml_visit(struct ls_ooxml *package, size_t index, struct ls_ooxml_place place)
{
    struct ls_ooxml_state *state = package->state;
    if (index >= ls_zip_count(package->zip) || state->members[index].read)
        return ls_ok();
    if (!state->members[index].queued)
        state->members[index].place = place;
    state->members[index].queued = true;
    return visit(package, index);
}

static struct ls_result drain(struct ls_ooxml *package)
{
    struct ls_ooxml_state *state = package->state;
    while (state->queue_at < state->queue.n)
        LS_TRY(visit(package, state->queue.at[state->queue_at++]));
    LS_VEC_CLEAR(&state->queue);
    state->queue_at = 0;
    return ls_ok();
}

static struct ls_result queue_main(struct ls_ooxml *package)
{
    const struct ls_ooxml_place nowhere = {0};
    struct ls_ooxml_rels rels;
    struct ls_str whole = {NULL, 0};
    size_t at = 0;
    ls_ooxml_rels_init(&rels);
    struct ls_result r = ls_ooxml_rels_load(package, whole, &rels);
    for (; !ls_failed(r) && ls_ooxml_rels_next(&rels, "officeDocument", &at); at++)
        r = ls_ooxml_queue(package, rels.at.at[at].index, nowhere);
    ls_ooxml_rels_fini(&rels);
    for (size_t i = 0;
         !ls_failed(r) && i < sizeof package->kind->main / sizeof *package->kind->main; i++)
        if (package->kind->main[i])
            r = ls_ooxml_queue(package, ls_ooxml_find(package, ls_str_of(package->kind->main[i])),
                               nowhere);
    if (!ls_failed(r) && package->state->queue.n == 0)
        r = ls_emit_gap(package->job, whole, LS_REASON_MALFORMED, "its main part is missing");
    return r;
}

static struct ls_result read_all(struct ls_ooxml *package)
{
    const char *trouble = ls_zip_trouble(package->zip);
    if (trouble)
        LS_TRY(ls_emit_ambiguous(package->job, trouble));
    LS_TRY(queue_main(package));
    LS_TRY(drain(package));
    LS_TRY(queue_targets(package, (struct ls_str){NULL, 0}, (struct ls_ooxml_place){0}));
    LS_TRY(drain(package));
    for (size_t i = 0; i < ls_zip_count(package->zip); i++) {
        LS_TRY(ls_ooxml_visit(package, i, (struct ls_ooxml_place){.hidden = true}));
        LS_TRY(drain(package));
    }
    return package->kind->end ? package->kind->end(package) : ls_ok();
}

unsigned ls_ooxml_bid(const struct ls_probe *probe, const char *folder)
{
    /* 4 bytes of magic, and two names that only such a package has. */
    return ls_zip_probe(probe, "[Content_Types].xml") && ls_zip_probe(probe, folder) ? 64 : 0;
}

static struct ls_result open_package(struct ls_ooxml *package)
{
    struct ls_ooxml_state *state = package->state = ls_calloc(1, sizeof *state);
    if (!state)
        return ls_stop(LS_E_MEMORY);
    LS_VEC_INIT(&state->queue, LS_ZIP_ENTRIES_MAX);
    LS_TRY(ls_zip_open(package->job, &package->zip));
    LS_TRY(ls_zip_member_new(package->zip, &package->member));
    LS_TRY(ls_story_new(package->job, &package->story));
    state->members = ls_calloc(ls_zip_count(package->zip) + 1, sizeof *state->members);
    return state->members ? ls_ok() : ls_stop(LS_E_MEMORY);
}

struct ls_result ls_ooxml_run(struct ls_format_job *job, const struct ls_ooxml_kind *kind,
                              void *own)
{
    struct ls_ooxml package = {
        .job = job, .kind = kind, .own = own, .diagrams.limit = DIAGRAM_LINES_MAX};
    package.sheet_names.limit = SHEET_NAMES_MAX;
    LS_VEC_INIT(&package.sheet_ends, LS_OOXML_SHEETS_MAX);
    struct ls_result r = open_package(&package);
    if (!ls_failed(r))
        r = read_all(&package);
    ls_story_free(package.story);
    ls_zip_member_free(package.member);
    ls_zip_close(package.zip);
    LS_VEC_FINI(&package.sheet_names);
    LS_VEC_FINI(&package.sheet_ends);
    ls_known_fini(&package.diagrams);
    if (package.state) {
        LS_VEC_FINI(&package.state->queue);
        ls_free(package.state->members);
    }
    ls_free(package.state);
    return r;
}
