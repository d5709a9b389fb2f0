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

#include <stdlib.h>
#include <string.h>

enum {
    CHUNK = 32 << 10, /* bytes read at a time */
    HEAD = 512,       /* … when only the root is wanted */
    ROOT_NAME = 64,
    SHEET_NAMES_MAX = 4 << 20,
    PROBE_NAMES_MAX = 1 << 16, /* headers looked at for a bid */
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

void ls_ooxml_words_init(struct ls_ooxml_words *words, const void *table, size_t n, size_t size)
{
    memset(words, 0, sizeof *words);
    words->table = table;
    words->n = n;
    words->size = size;
}

static const void *find_word(const struct ls_ooxml_words *words, struct ls_str word)
{
    size_t lo = 0, hi = words->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const char *const *entry = (const void *)((const char *)words->table + mid * words->size);
        size_t len = strlen(*entry);
        int order = memcmp(*entry, word.at, len < word.len ? len : word.len);
        if (order == 0 && len == word.len)
            return entry;
        if (order < 0 || (order == 0 && len < word.len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const void *ls_ooxml_word(struct ls_ooxml_words *words, struct ls_str word)
{
    uint64_t begins = ls_str_head(word);
    if (word.len == 0)
        return NULL;
    size_t slot = (size_t)((begins * UINT64_C(0x9E3779B97F4A7C15) >> 57) ^ word.len) % 128;
    bool seen = words->seen[slot].begins == begins && words->seen[slot].len == word.len;
    const char *const *entry = words->seen[slot].entry;
    /* Eight bytes are all of a short word; of a long one the rest has to be looked at. */
    if (seen && (word.len <= 8 || (entry && memcmp(*entry + 8, word.at + 8, word.len - 8) == 0)))
        return entry;
    entry = find_word(words, word);
    words->seen[slot].begins = begins;
    words->seen[slot].len = word.len;
    words->seen[slot].entry = entry;
    return entry;
}

uint64_t ls_ooxml_hash(struct ls_str word)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

bool ls_ooxml_lines_have(struct ls_ooxml_lines *lines, uint64_t value)
{
    if (lines->values.n == 0)
        return false;
    if (lines->sorted != lines->values.n)
        qsort(lines->values.at, lines->values.n, sizeof value, by_value);
    lines->sorted = lines->values.n;
    return bsearch(&value, lines->values.at, lines->values.n, sizeof value, by_value) != NULL;
}

bool ls_ooxml_yes(struct ls_str value)
{
    return !ls_str_is(value, "0") && !ls_str_is(value, "false") && !ls_str_is(value, "off") &&
           !ls_str_is(value, "f");
}

uint32_t ls_ooxml_number(struct ls_str value)
{
    uint32_t number = 0;
    for (size_t i = 0; i < value.len; i++) {
        unsigned digit = (unsigned)(unsigned char)value.at[i] - '0';
        if (digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, digit, &number))
            return 0;
    }
    return number;
}

/* Members stand in the order of their headers; several may have the same. */
static size_t index_of(const struct ls_zip *zip, const struct ls_zip_entry *entry)
{
    size_t lo = 0, hi = ls_zip_count(zip);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (ls_zip_entry(zip, mid)->header_off < entry->header_off)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo < ls_zip_count(zip) && ls_zip_entry(zip, lo) != entry)
        lo++;
    return lo < ls_zip_count(zip) ? lo : SIZE_MAX;
}

size_t ls_ooxml_find(const struct ls_ooxml *package, struct ls_str name)
{
    char ended[LS_OOXML_NAME_MAX + 1];
    if (name.len == 0 || name.len > LS_OOXML_NAME_MAX || memchr(name.at, '\0', name.len))
        return SIZE_MAX;
    memcpy(ended, name.at, name.len);
    ended[name.len] = '\0';
    const struct ls_zip_entry *entry = ls_zip_find(package->zip, ended);
    return entry ? index_of(package->zip, entry) : SIZE_MAX;
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

/* The name of the first element. */
struct root {
    char name[ROOT_NAME];
    size_t len;
    bool found;
    bool foreign; /* of a vocabulary that is not one of Office documents … */
    bool bare;    /* … or of none */
};

/* The namespace that the tag declares for itself; NULL: none. */
static struct ls_str namespace_of(const struct ls_xml_tag *tag)
{
    static const char xmlns[] = "xmlns";
    struct ls_str none = {NULL, 0};
    size_t prefix = tag->name.len - tag->local.len; /* with its colon */
    for (size_t i = 0; i < tag->attrs_n; i++) {
        struct ls_str name = tag->attrs[i].name;
        bool same = prefix == 0 ? ls_str_is(name, xmlns)
                                : name.len == sizeof xmlns - 1 + prefix && name.at[5] == ':' &&
                                      memcmp(name.at, xmlns, sizeof xmlns - 1) == 0 &&
                                      memcmp(name.at + 6, tag->name.at, prefix - 1) == 0;
        if (same)
            return tag->attrs[i].value;
    }
    return none;
}

static bool is_of_office(struct ls_str space)
{
    static const char *const words[] = {"openxmlformats.org/", "purl.oclc.org/ooxml/",
                                        "schemas.microsoft.com/", "schemas-microsoft-com:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(space.at, space.len, words[i], strlen(words[i])))
            return true;
    return false;
}

static struct ls_result on_root(void *user, const struct ls_xml_tag *tag)
{
    struct root *root = user;
    root->len = tag->local.len < ROOT_NAME ? tag->local.len : 0;
    if (root->len)
        memcpy(root->name, tag->local.at, root->len);
    struct ls_str space = namespace_of(tag);
    root->found = true;
    root->foreign = space.len && !is_of_office(space);
    root->bare = space.len == 0 && tag->name.len == tag->local.len;
    return ls_bad(LS_E_CANCELLED);
}

/* XML begins with '<', in UTF-16 beside a zero, behind a byte order mark and blanks. */
static bool looks_like_xml(const uint8_t *bytes, size_t len)
{
    static const uint8_t skipped[] = {0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x00, ' ', '\t', '\n', '\r'};
    size_t i = 0;
    while (i < len && memchr(skipped, bytes[i], sizeof skipped))
        i++;
    return i < len && bytes[i] == '<';
}

static struct ls_result read_root(struct ls_ooxml *package, struct ls_blob *blob, struct root *root)
{
    struct ls_xml_handler handler = {.start = on_root, .user = root};
    struct ls_xml_verdict verdict;
    struct ls_xml *xml;
    uint8_t *chunk = package->state->chunk;
    uint64_t off = 0;
    size_t got = 0;
    struct ls_result r = ls_blob_read(blob, 0, chunk, HEAD, &got);
    if (r.code == LS_E_MALFORMED)
        r = ls_ok();
    LS_TRY(r);
    if (!looks_like_xml(chunk, got))
        return ls_ok();
    LS_TRY(ls_xml_new(&handler, NULL, &xml));
    while (got && !ls_failed(r) && !root->found) {
        off += got;
        r = ls_charge(package->job, 0, got);
        if (!ls_failed(r))
            r = ls_xml_feed(xml, chunk, got);
        if (ls_failed(r) || root->found)
            break;
        r = ls_blob_read(blob, off, chunk, HEAD, &got);
        if (r.code == LS_E_MALFORMED)
            r = ls_ok();
    }
    if (!root->found && !ls_failed(r))
        r = ls_xml_end(xml, &verdict);
    ls_xml_free(xml);
    return root->found ? ls_ok() : r;
}

static const struct ls_ooxml_root *find_root(const struct ls_ooxml_root *roots, size_t n,
                                             struct ls_str name)
{
    for (size_t i = 0; i < n; i++)
        if (ls_str_is(name, roots[i].local))
            return &roots[i];
    return NULL;
}

/* Data of other programs (ECMA-376 Part 1, 15.2.5) may have any root. */
static bool is_custom(const struct ls_zip_entry *entry)
{
    static const char folder[] = "customXml/";
    return entry->name.len >= sizeof folder - 1 &&
           memcmp(entry->name.at, folder, sizeof folder - 1) == 0;
}

static const struct ls_ooxml_root *
root_of(const struct ls_ooxml *package, const struct ls_zip_entry *entry, const struct root *root)
{
    struct ls_str name = {root->name, root->len};
    bool own = ls_str_is(name, "Relationships") || ls_str_is(name, "datastoreItem");
    if (is_custom(entry) && (!own || root->foreign))
        return &ls_ooxml_custom_root;
    if (root->foreign)
        return NULL;
    const struct ls_ooxml_root *found =
        find_root(package->kind->roots, package->kind->roots_n, name);
    if (!found)
        found = find_root(ls_ooxml_common_roots, ls_ooxml_common_roots_n, name);
    bool unread = found && !found->read && !ls_str_is(name, "Types");
    return unread && root->bare ? NULL : found;
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
    struct root root = {.found = false};
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
    LS_TRY(read_root(package, blob, &root));
    part.root = root.found ? root_of(package, part.entry, &root) : NULL;
    fill_info(package, &part);
    LS_TRY(read_part(package, &part, root.found));
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
    struct ls_ooxml package = {.job = job, .kind = kind, .own = own};
    package.sheet_names.limit = SHEET_NAMES_MAX;
    LS_VEC_INIT(&package.sheet_ends, LS_OOXML_SHEETS_MAX);
    LS_VEC_INIT(&package.diagrams.values, LS_OOXML_LINES_MAX);
    struct ls_result r = open_package(&package);
    if (!ls_failed(r))
        r = read_all(&package);
    ls_story_free(package.story);
    ls_zip_member_free(package.member);
    ls_zip_close(package.zip);
    LS_VEC_FINI(&package.sheet_names);
    LS_VEC_FINI(&package.sheet_ends);
    LS_VEC_FINI(&package.diagrams.values);
    if (package.state) {
        LS_VEC_FINI(&package.state->queue);
        ls_free(package.state->members);
    }
    ls_free(package.state);
    return r;
}
