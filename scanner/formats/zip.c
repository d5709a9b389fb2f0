/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The union of what both lists of an archive say, in the order of the members' places.
 *
 *   read_lists   what the end record's directory says
 *   find_locals  … and what the local headers have against it
 *   sweep        local headers and directories that nothing leads to
 *   merge        one entry for each member
 */
#include "formats/zip_priv.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/reason.h"
#include "formats/member_name.h"

#include <stdlib.h>
#include <string.h>

enum {
    RUNS_MAX = 64, /* directories and end records that are remembered */
    FUDGE = 2,     /* bytes that neighbours may share without a word */
    WORDS_MAX = 1 << 10,
};

static int by_place(const void *a, const void *b)
{
    const struct zip_item *x = a, *y = b;
    if (x->pub.header_off != y->pub.header_off)
        return x->pub.header_off < y->pub.header_off ? -1 : 1;
    if (x->pub.data_off != y->pub.data_off)
        return x->pub.data_off < y->pub.data_off ? -1 : 1;
    if (x->pub.method != y->pub.method)
        return x->pub.method < y->pub.method ? -1 : 1;
    if (x->in_directory != y->in_directory)
        return x->in_directory ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

void zip_sort(struct ls_zip *zip)
{
    if (zip->items.n > 1)
        qsort(zip->items.at, zip->items.n, sizeof *zip->items.at, by_place);
}

bool zip_is_listed(const struct ls_zip *zip, size_t n, uint64_t off)
{
    LS_BISECT(lo, n, i, zip->items.at[i].pub.header_off < off);
    return lo < n && zip->items.at[lo].pub.header_off == off;
}

static bool same_str(struct ls_str a, struct ls_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Both speak of the same bytes, read in the same way. */
static bool is_same_data(const struct zip_item *a, const struct zip_item *b)
{
    return a->pub.data_off > 0 && a->pub.data_off == b->pub.data_off &&
           a->pub.header_off == b->pub.header_off && a->pub.method == b->pub.method;
}

/* … and `b` has nothing to say that `a` has not: the same name, or a local header's alone. */
static bool is_twin(const struct zip_item *a, const struct zip_item *b)
{
    return is_same_data(a, b) && (!b->in_directory || (a->pub.encrypted == b->pub.encrypted &&
                                                       same_str(a->pub.name, b->pub.name)));
}

/*
 * Sorted entries: one for each member; of those with the same data, the first one reads it all. The
 * first `listed` that were found came from the end record's directory; others that lead nowhere are
 * what is left of an old one.
 */
static void merge(struct ls_zip *zip, size_t listed)
{
    size_t kept = 0, first = 0;
    for (size_t i = 0; i < zip->items.n; i++) {
        const struct zip_item *item = &zip->items.at[i];
        struct zip_item *reader = kept > 0 ? &zip->items.at[first] : NULL;
        bool same = reader && is_same_data(reader, item);
        if (item->pub.data_off == 0 && item->in_directory && item->order > listed)
            continue;
        if (same && reader->reach < item->reach)
            reader->reach = item->reach;
        if (same && reader->claim < item->claim)
            reader->claim = item->claim;
        if (same && is_twin(&zip->items.at[kept - 1], item))
            continue;
        if (!same)
            first = kept;
        zip->items.at[kept++] = *item;
    }
    zip->items.n = kept;
}

static void find_overlaps(struct ls_zip *zip)
{
    uint64_t end = 0;
    const struct zip_item *last = NULL;
    for (size_t i = 0; i < zip->items.n; i++) {
        struct zip_item *item = &zip->items.at[i];
        uint64_t hi;
        if (item->pub.data_off == 0)
            continue;
        item->pub.overlap = last && item->pub.header_off + FUDGE < end;
        item->same = last && item->pub.data_off == last->pub.data_off &&
                     item->pub.method == last->pub.method;
        if (__builtin_add_overflow(item->pub.data_off, item->pub.packed, &hi) || hi > zip->size)
            hi = zip->size;
        if (hi > end)
            end = hi;
        last = item;
    }
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '\\' ? '/' : c);
}

static int compare_names(struct ls_str a, struct ls_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < n; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return lower(a.at[i]) < lower(b.at[i]) ? -1 : 1;
    return a.len < b.len ? -1 : a.len > b.len;
}

static int by_name(const void *a, const void *b, void *items)
{
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct zip_item *at = items;
    int order = compare_names(at[i].pub.name, at[k].pub.name);
    return order ? order : i < k ? -1 : i > k;
}

static struct ls_result index_names(struct ls_zip *zip)
{
    LS_TRY(LS_VEC_RESERVE(&zip->by_name, zip->items.n));
    for (uint32_t i = 0; i < zip->items.n; i++)
        zip->by_name.at[i] = i;
    zip->by_name.n = zip->items.n;
    if (zip->by_name.n > 1)
        qsort_r(zip->by_name.at, zip->by_name.n, sizeof *zip->by_name.at, by_name, zip->items.at);
    return ls_ok();
}

/*
 * Entries of the directory that lead nowhere, and members that nothing leads to: where name,
 * checksum and size are the same, the directory has only the place wrong.
 */
static struct ls_result pair_lost(struct ls_zip *zip)
{
    size_t kept = 0;
    for (size_t i = 1; i < zip->by_name.n; i++) {
        struct zip_item *a = &zip->items.at[zip->by_name.at[i - 1]];
        struct zip_item *b = &zip->items.at[zip->by_name.at[i]];
        struct zip_item *lost = a->pub.data_off == 0 ? a : b, *found = lost == a ? b : a;
        if (lost->pub.data_off != 0 || !lost->in_directory || lost->elsewhere ||
            found->in_directory || lost->crc != found->crc || lost->pub.size != found->pub.size ||
            !same_str(lost->pub.name, found->pub.name))
            continue;
        zip->trouble |= TROUBLE_PLACES;
        found->in_directory = true;
        found->pub.hidden = false;
        lost->order = 0;
    }
    if (!(zip->trouble & TROUBLE_PLACES))
        return ls_ok();
    for (size_t i = 0; i < zip->items.n; i++)
        if (zip->items.at[i].order > 0)
            zip->items.at[kept++] = zip->items.at[i];
    zip->items.n = kept;
    return index_names(zip);
}

/* What is the matter with single entries. */
static void sum_up(struct ls_zip *zip)
{
    for (size_t i = 0; i < zip->items.n; i++) {
        struct zip_item *item = &zip->items.at[i];
        item->pub.folder = item->pub.folder && item->reach == 0; /* both lists have to say so */
        if (item->pub.data_off == 0 && !item->elsewhere)
            zip->trouble |= TROUBLE_DIRECTORY_ONLY;
        if (!item->in_directory && zip->directories > 0)
            zip->trouble |= TROUBLE_LOCAL_ONLY;
        if (item->pub.overlap)
            zip->trouble |= TROUBLE_OVERLAP;
    }
    for (size_t i = 1; i < zip->by_name.n; i++)
        if (same_str(zip->items.at[zip->by_name.at[i - 1]].pub.name,
                     zip->items.at[zip->by_name.at[i]].pub.name))
            zip->trouble |= TROUBLE_TWINS;
    if (zip->directories > 1)
        zip->trouble |= TROUBLE_DIRECTORIES;
    if (zip->directories == 0)
        zip->trouble &= ~(unsigned)TROUBLE_NO_END;
}

static struct ls_result say_trouble(struct ls_zip *zip)
{
    static const struct {
        unsigned bit;
        const char *words;
    } all[] = {
        {TROUBLE_NO_END, "no end record leads to the directory"},
        {TROUBLE_DIRECTORIES, "several central directories"},
        {TROUBLE_COUNT, "the directory has another number of members than it says"},
        {TROUBLE_PLACES, "the directory leads to wrong places"},
        {TROUBLE_LOCAL_ONLY, "members outside the directory"},
        {TROUBLE_DIRECTORY_ONLY, "members in the directory only"},
        {TROUBLE_NAMES, "names differ between directory and local header"},
        {TROUBLE_TWINS, "members of the same name"},
        {TROUBLE_SIZES, "sizes differ"},
        {TROUBLE_METHODS, "methods differ"},
        {TROUBLE_ENCRYPTION, "encryption flags differ"},
        {TROUBLE_OVERLAP, "members overlap"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!(zip->trouble & all[i].bit))
            continue;
        LS_TRY(ls_buf_printf(&zip->words, "%s%s", zip->words.n ? "; " : "", all[i].words));
    }
    return zip->words.n ? ls_buf_char(&zip->words, '\0') : ls_ok();
}

static struct ls_result read_all(struct ls_zip *zip)
{
    struct ls_str whole = {NULL, 0};
    LS_TRY(zip_read_lists(zip));
    LS_TRY(zip_find_locals(zip, 0));
    zip_sort(zip);
    size_t listed = zip->items.n;
    LS_TRY(zip_sweep(zip));
    LS_TRY(zip_find_locals(zip, listed));
    zip_sort(zip);
    merge(zip, listed);
    LS_TRY(index_names(zip));
    LS_TRY(pair_lost(zip));
    find_overlaps(zip);
    sum_up(zip);
    LS_TRY(say_trouble(zip));
    if (zip->cut)
        LS_TRY(ls_emit_gap(zip->job, whole, LS_REASON_ENTRY_LIMIT, "more members than memory"));
    if (zip->encrypted)
        LS_TRY(ls_emit_gap(zip->job, whole, LS_REASON_ENCRYPTED, "the central directory"));
    else if (zip->items.n > 0 && zip->directories == 0)
        LS_TRY(ls_emit_gap(zip->job, whole, LS_REASON_TRUNCATED, "no central directory"));
    /* An empty archive is its end record. */
    return zip->items.n > 0 || zip->runs.n > 0 ? ls_ok() : ls_bad(LS_E_MALFORMED);
}

struct ls_result ls_zip_open(struct ls_format_job *job, struct ls_zip **out)
{
    struct ls_zip *zip = *out = ls_calloc(1, sizeof *zip);
    if (!zip)
        return ls_stop(LS_E_MEMORY);
    zip->job = job;
    zip->blob = job->blob;
    zip->size = job->blob->size;
    zip->prefix = LS_OFF_UNKNOWN;
    LS_VEC_INIT(&zip->items, LS_ZIP_ENTRIES_MAX);
    LS_VEC_INIT(&zip->by_name, LS_ZIP_ENTRIES_MAX);
    LS_VEC_INIT(&zip->runs, RUNS_MAX);
    zip->words.limit = WORDS_MAX;
    zip->scratch.limit = LS_MEMBER_NAME_ROOM;
    zip->names = ls_arena_new(ZIP_NAMES_MAX);
    zip->window = job->blob->memory ? NULL : ls_calloc(1, ZIP_WINDOW);
    struct ls_result r =
        zip->names && (zip->window || job->blob->memory) ? ls_ok() : ls_stop(LS_E_MEMORY);
    if (!ls_failed(r))
        r = job->blob->random ? read_all(zip) : ls_stop(LS_E_INTERNAL);
    if (ls_failed(r)) {
        ls_zip_close(zip);
        *out = NULL;
    }
    return r;
}

void ls_zip_close(struct ls_zip *zip)
{
    if (!zip)
        return;
    LS_VEC_FINI(&zip->items);
    LS_VEC_FINI(&zip->by_name);
    LS_VEC_FINI(&zip->runs);
    LS_VEC_FINI(&zip->words);
    LS_VEC_FINI(&zip->scratch);
    ls_arena_free(zip->names);
    ls_free(zip->window);
    ls_free(zip);
}

size_t ls_zip_count(const struct ls_zip *zip)
{
    return zip->items.n;
}

const struct ls_zip_entry *ls_zip_entry(const struct ls_zip *zip, size_t i)
{
    return &zip->items.at[i].pub;
}

size_t ls_zip_find(const struct ls_zip *zip, struct ls_str name)
{
    LS_BISECT(lo, zip->by_name.n, i,
              compare_names(zip->items.at[zip->by_name.at[i]].pub.name, name) < 0);
    if (lo == zip->by_name.n)
        return SIZE_MAX;
    size_t index = zip->by_name.at[lo];
    return compare_names(zip->items.at[index].pub.name, name) == 0 ? index : SIZE_MAX;
}

const char *ls_zip_trouble(const struct ls_zip *zip)
{
    return zip->words.n ? zip->words.at : NULL;
}
