/* SPDX-License-Identifier: Apache-2.0 */
#include "naive.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_A_CHAR = 2 /* what a character of a counting window stands for */ };

static const struct {
    enum ls_encoding enc;
    size_t first;
} ways[NAIVE_READINGS] = {
    {LS_ENC_UTF8, 0},    {LS_ENC_GB18030, 0}, {LS_ENC_BIG5, 0},    {LS_ENC_UTF16LE, 0},
    {LS_ENC_UTF16LE, 1}, {LS_ENC_UTF16BE, 0}, {LS_ENC_UTF16BE, 1},
};

void naive_init(struct naive *naive, const struct ls_rules *rules)
{
    *naive = (struct naive){.rules = rules};
    naive_compile(naive);
}

void naive_fini(struct naive *naive)
{
    naive_uncompile(naive);
    free(naive->found.at);
    free(naive->doubtful.at);
}

void naive_add(struct naive_hits *hits, struct naive_hit hit)
{
    if (hits->n == hits->cap) {
        hits->cap = 2 * hits->cap + 64;
        hits->at = realloc(hits->at, hits->cap * sizeof *hits->at);
        if (!hits->at)
            abort();
    }
    hits->at[hits->n++] = hit;
}

bool naive_is_doubtful(const struct naive *naive, const struct naive_hit *hit)
{
    for (size_t i = 0; i < naive->doubtful.n; i++) {
        const struct naive_hit *d = &naive->doubtful.at[i];
        if (d->rule == hit->rule && d->off < hit->off + hit->len && hit->off < d->off + d->len)
            return true;
    }
    return false;
}

/* ---- from matches to hits ---- */

static int by_end(const void *a, const void *b)
{
    const struct naive_hit *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    if (x->seen != y->seen)
        return x->seen < y->seen ? -1 : 1;
    if (x->off != y->off)
        return x->off < y->off ? -1 : 1;
    return x->len < y->len ? -1 : x->len > y->len;
}

/* Different numbers among hits [from, to). */
static size_t different(const struct naive_hit *at, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        bool again = false;
        for (size_t k = from; k < i; k++)
            again = again || strcmp(at[k].value, at[i].value) == 0;
        n += !again;
    }
    return n;
}

static uint64_t window_of(const struct ls_rule *rule)
{
    return (uint64_t)rule->count_within * BYTES_A_CHAR;
}

/*
 * Numbers count that have a label, or stand together: enough different ones in a window, and at
 * most as many others of the same lengths among them.
 */
static size_t keep_together(const struct ls_rule *rule, struct naive_hit *at, size_t n)
{
    bool *keep = reading_room(n, sizeof *keep);
    size_t enough = rule->near.or_count, kept = 0;
    for (size_t b = 0; b < n; b++) {
        size_t a = b;
        while (a > 0 && different(at, a, b + 1) < enough &&
               at[a - 1].off + window_of(rule) >= at[b].off)
            a--;
        bool together = enough && different(at, a, b + 1) == enough &&
                        at[b].numbers - at[a].numbers + 1 <= 2 * enough;
        for (size_t i = a; together && i <= b; i++)
            keep[i] = true;
        keep[b] = keep[b] || at[b].labelled;
    }
    for (size_t i = 0; i < n; i++)
        if (keep[i])
            at[kept++] = at[i];
    free(keep);
    return kept;
}

/* One hit for each cluster of numbers, from its first to the one that made it large enough. */
static size_t keep_clusters(const struct ls_rule *rule, struct naive_hit *at, size_t n)
{
    size_t kept = 0;
    for (size_t a = 0, b = 0; b < n; b++) {
        while (at[a].off + window_of(rule) < at[b].off)
            a++;
        if (different(at, a, b + 1) < rule->count_at_least)
            continue;
        struct naive_hit hit = at[a];
        hit.len = at[b].off + at[b].len - hit.off;
        while (b + 1 < n && at[b + 1].off <= at[b].off + window_of(rule))
            b++;
        at[kept++] = hit;
        a = b + 1;
    }
    return kept;
}

/* A match that begins before the end of one that was reported is the same, seen once more. */
static size_t keep_apart(struct naive_hit *at, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || at[i].off >= at[kept - 1].off + at[kept - 1].len)
            at[kept++] = at[i];
    return kept;
}

static size_t reduce(const struct ls_rule *rule, struct naive_hit *at, size_t n)
{
    if (rule->kind == LS_RULE_DIGITS && rule->count_at_least)
        return keep_clusters(rule, at, n);
    if (rule->kind == LS_RULE_DIGITS)
        n = keep_together(rule, at, n);
    return keep_apart(at, n);
}

/* ---- all of it ---- */

static void try_rules(struct naive *naive)
{
    for (uint32_t k = 0; k < naive->rules->n; k++) {
        const struct ls_rule *rule = &naive->rules->at[k];
        for (size_t i = 0; i < NAIVE_READINGS; i++) {
            if (rule->kind == LS_RULE_MATCH)
                naive_marks(naive, &naive->readings[i], k);
            if (rule->kind == LS_RULE_TERMS)
                naive_terms(naive, &naive->readings[i], k);
        }
        if (rule->kind == LS_RULE_DIGITS)
            naive_numbers(naive, k);
    }
}

struct naive_hits naive_scan(struct naive *naive, const uint8_t *bytes, size_t len,
                             enum ls_encoding written)
{
    struct naive_hits *found = &naive->found;
    struct naive_hits hits = {.n = 0};
    found->n = naive->doubtful.n = 0;
    naive->written = written;
    for (size_t i = 0; i < NAIVE_READINGS; i++) {
        struct reading *r = &naive->readings[i];
        reading_take(r, ways[i].enc, ways[i].first < len ? ways[i].first : len, bytes, len);
    }
    naive_find_shadows(naive);
    for (size_t i = 0; i < NAIVE_READINGS; i++) {
        naive_leave_out(naive, &naive->readings[i]);
        reading_fold(&naive->readings[i]);
    }
    try_rules(naive);
    for (size_t i = 0; i < NAIVE_READINGS; i++)
        reading_drop(&naive->readings[i]);
    if (found->n)
        qsort(found->at, found->n, sizeof *found->at, by_end);
    for (size_t from = 0, to; from < found->n; from = to) {
        for (to = from; to < found->n && found->at[to].rule == found->at[from].rule;)
            to++;
        size_t n = reduce(&naive->rules->at[found->at[from].rule], found->at + from, to - from);
        memmove(found->at + hits.n, found->at + from, n * sizeof *found->at);
        hits.n += n;
    }
    hits.at = found->at;
    return hits;
}
