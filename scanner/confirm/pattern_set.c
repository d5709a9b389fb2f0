/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/pattern_set.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fnv.h"

#include <stdatomic.h>
#include <string.h>

enum {
    BUCKETS = 1024, /* a power of two */
    JOINED_MAX = 64 * 1024,
    PATTERNS_MAX = 1 << 20,
};

struct entry {
    struct entry *next; /* in its bucket */
    struct ls_pattern *pattern;
    char *text;
    enum ls_pattern_lines lines;
    struct ls_pattern_asker asker; /* the first one */
    struct ls_result result;       /* of compiling it; until then as if memory were short */
    struct ls_diag *why;           /* when that failed, and there was memory to say so */
};

struct ls_pattern_set {
    struct entry *buckets[BUCKETS];
    LS_VEC(struct entry *) all; /* in the order they were asked for */
    _Atomic size_t next;        /* of these, to be compiled */
};

struct ls_pattern_set *ls_pattern_set_new(void)
{
    struct ls_pattern_set *set = ls_calloc(1, sizeof *set);
    if (set)
        LS_VEC_INIT(&set->all, PATTERNS_MAX);
    return set;
}

static void free_entry(struct entry *entry)
{
    ls_pattern_free(entry->pattern);
    ls_free(entry->text);
    ls_free(entry->why);
    ls_free(entry);
}

void ls_pattern_set_free(struct ls_pattern_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->all.n; i++)
        free_entry(set->all.at[i]);
    LS_VEC_FINI(&set->all);
    ls_free(set);
}

static struct entry **bucket_of(struct ls_pattern_set *set, const char *text)
{
    uint64_t hash = ls_fnv(LS_FNV_START, text, strlen(text));
    return &set->buckets[(hash ^ hash >> 32) % BUCKETS];
}

static struct ls_result add(struct ls_pattern_set *set, struct entry **bucket, const char *utf8,
                            enum ls_pattern_lines lines, struct ls_pattern_asker asker)
{
    LS_TRY(LS_VEC_RESERVE(&set->all, 1));
    struct entry *entry = ls_calloc(1, sizeof *entry);
    if (!entry)
        return ls_stop(LS_E_MEMORY);
    entry->lines = lines;
    entry->asker = asker;
    entry->result = ls_stop(LS_E_MEMORY); /* unless somebody comes who has some */
    entry->text = ls_strdup(utf8);
    entry->pattern = ls_pattern_empty();
    if (!entry->text || !entry->pattern) {
        free_entry(entry);
        return ls_stop(LS_E_MEMORY);
    }
    entry->next = *bucket;
    *bucket = entry;
    set->all.at[set->all.n++] = entry;
    return ls_ok();
}

struct ls_result ls_pattern_set_get(struct ls_pattern_set *set, const char *utf8,
                                    enum ls_pattern_lines lines, struct ls_pattern_asker asker,
                                    const struct ls_pattern **pattern)
{
    struct entry **bucket = bucket_of(set, utf8), *entry = *bucket;
    *pattern = NULL;
    while (entry && (entry->lines != lines || strcmp(entry->text, utf8) != 0))
        entry = entry->next;
    if (!entry) {
        LS_TRY(add(set, bucket, utf8, lines, asker));
        entry = *bucket;
    }
    *pattern = entry->pattern;
    return ls_ok();
}

/* `(?:a)|(?:b)` */
struct ls_result ls_pattern_set_join(struct ls_pattern_set *set, const struct ls_strings *parts,
                                     enum ls_pattern_lines lines, struct ls_pattern_asker asker,
                                     const struct ls_pattern **pattern)
{
    *pattern = NULL;
    if (parts->n == 0)
        return ls_ok();
    struct ls_buf text = {.limit = JOINED_MAX};
    struct ls_result r = ls_ok();
    for (size_t i = 0; i < parts->n && !ls_failed(r); i++)
        r = ls_buf_printf(&text, "%s(?:%s)", i ? "|" : "", parts->at[i]);
    if (!ls_failed(r))
        r = ls_buf_char(&text, '\0');
    if (!ls_failed(r))
        r = ls_pattern_set_get(set, text.at, lines, asker, pattern);
    LS_VEC_FINI(&text);
    return r;
}

void ls_pattern_set_compile(struct ls_pattern_set *set)
{
    struct ls_pattern_maker *maker = ls_pattern_maker_new();
    for (size_t i; maker && (i = atomic_fetch_add(&set->next, 1)) < set->all.n;) {
        struct entry *entry = set->all.at[i];
        struct ls_diag why = {.text = ""};
        entry->result = ls_pattern_compile(maker, entry->pattern, entry->text, entry->lines, &why);
        if (!ls_failed(entry->result))
            continue;
        entry->why = ls_calloc(1, sizeof why);
        if (entry->why)
            *entry->why = why;
        else
            entry->result = ls_stop(LS_E_MEMORY);
    }
    ls_pattern_maker_free(maker);
}

struct ls_result ls_pattern_set_check(const struct ls_pattern_set *set,
                                      struct ls_pattern_asker *asker, struct ls_diag *diag)
{
    for (size_t i = 0; i < set->all.n; i++) {
        const struct entry *entry = set->all.at[i];
        if (!ls_failed(entry->result))
            continue;
        *asker = entry->asker;
        if (entry->why)
            ls_diag_set(diag, "%s", entry->why->text);
        return entry->result;
    }
    return ls_ok();
}
