/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/pattern_set.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fnv.h"

#include <string.h>

enum {
    BUCKETS = 1024, /* a power of two */
    JOINED_MAX = 64 * 1024,
};

struct entry {
    struct entry *next; /* in its bucket */
    struct ls_pattern *pattern;
    char *text;
    enum ls_pattern_lines lines;
};

struct ls_pattern_set {
    struct entry *buckets[BUCKETS];
};

struct ls_pattern_set *ls_pattern_set_new(void)
{
    return ls_calloc(1, sizeof(struct ls_pattern_set));
}

static void free_entry(struct entry *entry)
{
    ls_pattern_free(entry->pattern);
    ls_free(entry->text);
    ls_free(entry);
}

void ls_pattern_set_free(struct ls_pattern_set *set)
{
    for (size_t i = 0; set && i < BUCKETS; i++)
        for (struct entry *entry = set->buckets[i], *next; entry; entry = next) {
            next = entry->next;
            free_entry(entry);
        }
    ls_free(set);
}

static struct entry **bucket_of(struct ls_pattern_set *set, const char *text)
{
    uint64_t hash = ls_fnv(LS_FNV_START, text, strlen(text));
    return &set->buckets[(hash ^ hash >> 32) % BUCKETS];
}

static struct ls_result add(struct entry **bucket, const char *utf8, enum ls_pattern_lines lines,
                            struct ls_diag *diag)
{
    struct entry *entry = ls_calloc(1, sizeof *entry);
    if (!entry)
        return ls_stop(LS_E_MEMORY);
    entry->lines = lines;
    entry->text = ls_strdup(utf8);
    struct ls_result r =
        entry->text ? ls_pattern_new(utf8, lines, &entry->pattern, diag) : ls_stop(LS_E_MEMORY);
    if (ls_failed(r)) {
        free_entry(entry);
        return r;
    }
    entry->next = *bucket;
    *bucket = entry;
    return ls_ok();
}

struct ls_result ls_pattern_set_get(struct ls_pattern_set *set, const char *utf8,
                                    enum ls_pattern_lines lines, const struct ls_pattern **pattern,
                                    struct ls_diag *diag)
{
    struct entry **bucket = bucket_of(set, utf8), *entry = *bucket;
    *pattern = NULL;
    while (entry && (entry->lines != lines || strcmp(entry->text, utf8) != 0))
        entry = entry->next;
    if (!entry) {
        LS_TRY(add(bucket, utf8, lines, diag));
        entry = *bucket;
    }
    *pattern = entry->pattern;
    return ls_ok();
}

/* `(?:a)|(?:b)` */
struct ls_result ls_pattern_set_join(struct ls_pattern_set *set, const struct ls_strings *parts,
                                     enum ls_pattern_lines lines, const struct ls_pattern **pattern,
                                     struct ls_diag *diag)
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
        r = ls_pattern_set_get(set, text.at, lines, pattern, diag);
    LS_VEC_FINI(&text);
    return r;
}
