/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match.h"

#include "base/alloc.h"
#include "match/cache.h"
#include "match/database.h"
#include "match/digits.h"
#include "match/prepared.h"
#include "match/shadows.h"
#include "match/utf8_shape.h"

#include <stdlib.h>

enum {
    ANCHORS_MAX = 128 * 1024, /* of one block; a denser block is cut in two by the caller */
    RUNS_MAX = 64 << 20,      /* never reached: a run is longer than one byte */
    PAIRS_WORTH = 1000, /* words of CJK characters in UTF-8; the engine is faster with fewer */
    STEP = 128 * 1024,  /* bytes that stay in the cache from one look to the next */
};

struct ls_matcher {
    struct ls_prepared made;
    bool by_shape; /* text in the shape of UTF-8 is searched in its own way */
    struct ls_digit_limits digits;
    bool from_cache;
    bool cache_written;
};

struct ls_match_scratch {
    struct ls_database_scratch *db;
    struct ls_spots_copy copy;
    struct ls_digits *digits; /* NULL when no rule wants numbers */
    LS_VEC(struct ls_anchor) anchors;
    ls_digit_runs runs;
    size_t len; /* of the buffer scanned last */
};

struct ls_match_ahead {
    char *dir;
    struct ls_cache_key key;
    struct ls_cached *cached;
};

struct ls_match_ahead *ls_match_ahead_new(const char *digest, const char *cache_dir)
{
    struct ls_match_ahead *a = cache_dir && *cache_dir ? ls_calloc(1, sizeof *a) : NULL;
    if (!a)
        return NULL;
    a->dir = ls_strdup(cache_dir);
    if (a->dir && !ls_failed(ls_cache_key(digest, ls_lowering_version, &a->key)))
        return a;
    ls_match_ahead_free(a);
    return NULL;
}

void ls_match_ahead_fetch(struct ls_match_ahead *ahead)
{
    ahead->cached = ls_cache_read(ahead->dir, &ahead->key);
}

void ls_match_ahead_free(struct ls_match_ahead *ahead)
{
    if (!ahead)
        return;
    ls_cached_free(ahead->cached);
    ls_free(ahead->dir);
    ls_free(ahead);
}

/* What was fetched ahead; without that, what is in the cache now. */
static bool take_from_cache(struct ls_matcher *m, const struct ls_rules *rules,
                            const char *cache_dir, const struct ls_cache_key *key,
                            struct ls_match_ahead *ahead)
{
    if (!ahead)
        return ls_cache_load(cache_dir, key, rules, &m->made);
    struct ls_cached *cached = ahead->cached;
    ahead->cached = NULL;
    return ls_cache_take(cached, rules, &m->made);
}

static struct ls_result prepare(struct ls_matcher *m, const struct ls_rules *rules,
                                const char *cache_dir, struct ls_match_ahead *ahead,
                                struct ls_diag *diag)
{
    struct ls_cache_key key;
    if (cache_dir) {
        LS_TRY(ls_cache_key(rules->digest, ls_lowering_version, &key));
        m->from_cache = take_from_cache(m, rules, cache_dir, &key, ahead);
    }
    if (m->from_cache)
        return ls_ok();
    LS_TRY(ls_prepared_make(&m->made, rules, diag));
    if (cache_dir)
        m->cache_written = ls_cache_save(cache_dir, &key, &m->made);
    return ls_ok();
}

/* Not those with gaps: they end like the words and cost the engine nothing more. */
static size_t count_paired(const struct ls_lower *lower)
{
    size_t n = 0;
    for (size_t i = 0; i < lower->strings.n; i++)
        n += lower->strings.at[i].paired && !lower->strings.at[i].gapped;
    return n;
}

struct ls_result ls_matcher_new(const struct ls_rules *rules,
                                const struct ls_match_options *options, struct ls_matcher **matcher,
                                struct ls_diag *diag)
{
    struct ls_matcher *m = ls_calloc(1, sizeof *m);
    *matcher = m;
    if (!m) {
        ls_match_ahead_free(options->ahead);
        return ls_stop(LS_E_MEMORY);
    }
    m->digits = options->digits;
    const char *cache_dir = options->cache_dir && *options->cache_dir ? options->cache_dir : NULL;
    struct ls_result r = prepare(m, rules, cache_dir, options->ahead, diag);
    ls_match_ahead_free(options->ahead);
    m->by_shape = count_paired(&m->made.lower) >= PAIRS_WORTH;
    if (ls_failed(r)) {
        ls_matcher_free(m);
        *matcher = NULL;
    }
    return r;
}

void ls_matcher_set_digits(struct ls_matcher *matcher, struct ls_digit_limits digits)
{
    matcher->digits = digits;
}

void ls_matcher_free(struct ls_matcher *matcher)
{
    if (!matcher)
        return;
    ls_prepared_fini(&matcher->made);
    ls_free(matcher);
}

static size_t count_in_utf8(const struct ls_lower *lower)
{
    size_t n = 0;
    for (size_t i = 0; i < lower->strings.n; i++)
        n += lower->strings.at[i].in_utf8;
    return n;
}

void ls_matcher_info(const struct ls_matcher *matcher, struct ls_match_info *info)
{
    const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX];
    ls_digit_kernels(kernels);
    *info = (struct ls_match_info){
        .strings = matcher->made.lower.strings.n,
        .in_utf8 = count_in_utf8(&matcher->made.lower),
        .database_bytes = ls_database_size(matcher->made.db),
        .from_cache = matcher->from_cache,
        .cache_written = matcher->cache_written,
        .library = ls_database_library(),
        .digits = kernels[0]->name,
    };
}

const struct ls_lowered *ls_matcher_string(const struct ls_matcher *matcher, uint32_t string)
{
    return &matcher->made.lower.strings.at[string];
}

const struct ls_word_use *ls_matcher_uses(const struct ls_matcher *matcher, uint32_t first)
{
    return &matcher->made.lower.uses.at[first];
}

size_t ls_matcher_longest(const struct ls_matcher *matcher)
{
    return matcher->made.lower.longest;
}

size_t ls_matcher_cost(const struct ls_matcher *matcher, uint32_t rule)
{
    size_t cost = 0;
    for (size_t i = 0; i < matcher->made.lower.strings.n; i++) {
        const struct ls_lowered *s = &matcher->made.lower.strings.at[i];
        for (size_t u = 0; u < s->uses_n; u++)
            if (matcher->made.lower.uses.at[s->uses + u].rule == rule) {
                cost++;
                break;
            }
    }
    return cost;
}

struct ls_result ls_match_scratch_new(const struct ls_matcher *matcher,
                                      struct ls_match_scratch **scratch)
{
    struct ls_match_scratch *s = ls_calloc(1, sizeof *s);
    *scratch = s;
    if (!s)
        return ls_stop(LS_E_MEMORY);
    LS_VEC_INIT(&s->anchors, ANCHORS_MAX);
    LS_VEC_INIT(&s->runs, RUNS_MAX);
    struct ls_result r = LS_VEC_RESERVE(&s->anchors, ANCHORS_MAX);
    if (!ls_failed(r))
        r = ls_spots_copy_init(&s->copy);
    if (!ls_failed(r))
        r = ls_database_scratch_new(matcher->made.db, &s->db);
    if (!ls_failed(r) && (matcher->digits.alone || matcher->digits.lettered))
        r = ls_digits_new(&matcher->digits, NULL, &s->digits);
    if (ls_failed(r)) {
        ls_match_scratch_free(s);
        *scratch = NULL;
    }
    return r;
}

void ls_match_scratch_free(struct ls_match_scratch *scratch)
{
    if (!scratch)
        return;
    ls_digits_free(scratch->digits);
    ls_spots_copy_fini(&scratch->copy);
    ls_database_scratch_free(scratch->db);
    LS_VEC_FINI(&scratch->anchors);
    LS_VEC_FINI(&scratch->runs);
    ls_free(scratch);
}

/* Where the engine's buffer stands in the block, and what of it was seen before. */
struct step {
    struct ls_match_scratch *scratch;
    size_t base, seen;
};

/* Nothing but an append: decoding in here would run once for every string instead of once a place.
 */
static int seen(unsigned string, unsigned long long from, unsigned long long end, unsigned flags,
                void *user)
{
    (void)from;
    (void)flags;
    const struct step *step = user;
    struct ls_match_scratch *s = step->scratch;
    if (step->base + end <= step->seen)
        return 0;
    if (s->anchors.n == s->anchors.cap)
        return 1;
    s->anchors.at[s->anchors.n++] =
        (struct ls_anchor){.end = (uint32_t)(step->base + end), .string = string};
    return 0;
}

static bool is_before(struct ls_anchor a, struct ls_anchor b)
{
    return a.end != b.end ? a.end < b.end : a.string < b.string;
}

static int by_end(const void *a, const void *b)
{
    const struct ls_anchor *x = a, *y = b;
    return is_before(*x, *y) ? -1 : is_before(*y, *x);
}

/* Moves each back to its place. False when that takes too many moves; all of them are still there.
 */
static bool insert_all(struct ls_anchor *at, size_t n)
{
    enum { MOVES_EACH = 64 };
    size_t left = MOVES_EACH * n;
    for (size_t i = 1; i < n; i++) {
        struct ls_anchor a = at[i];
        size_t to = i;
        for (; to > 0 && left > 0 && is_before(a, at[to - 1]); to--, left--)
            at[to] = at[to - 1];
        at[to] = a;
    }
    return left > 0;
}

/*
 * The engine may report out of order and twice. Nearly all stand in order, or not far from their
 * place.
 */
static void put_in_order(struct ls_match_scratch *s)
{
    struct ls_anchor *at = s->anchors.at;
    size_t n = 0;
    if (!insert_all(at, s->anchors.n))
        qsort(at, s->anchors.n, sizeof *at, by_end);
    for (size_t i = 0; i < s->anchors.n; i++)
        if (n == 0 || is_before(at[n - 1], at[i]))
            at[n++] = at[i];
    s->anchors.n = n;
}

/* The anchors that lie in the last `kept` bytes of the buffer before are the first of this one. */
static void keep_anchors(const struct ls_matcher *matcher, struct ls_match_scratch *s, size_t kept)
{
    size_t n = 0, gone = s->len - kept;
    for (size_t i = 0; kept && i < s->anchors.n; i++) {
        struct ls_anchor a = s->anchors.at[i];
        if (a.end < gone + matcher->made.lower.strings.at[a.string].len)
            continue;
        a.end -= (uint32_t)gone;
        s->anchors.at[n++] = a;
    }
    s->anchors.n = n;
}

/* Who hears of strings in the copy of a text's spots. */
struct spot_listener {
    const struct ls_spots_copy *copy;
    struct ls_database_listener *to;
};

static int seen_in_copy(unsigned string, unsigned long long from, unsigned long long end,
                        unsigned flags, void *user)
{
    const struct spot_listener *listener = user;
    (void)from;
    return listener->to->seen(string, 0, ls_spots_end(listener->copy, (size_t)end), flags,
                              listener->to->user);
}

/* What the pairs do not find: only at its spots, where these are not most of the text. */
static struct ls_result scan_spots(const struct ls_matcher *matcher,
                                   struct ls_match_scratch *scratch, const uint8_t *bytes,
                                   size_t len, struct ls_database_listener *listener)
{
    struct ls_spots_copy *copy = &scratch->copy;
    if (!ls_spots_gather(&matcher->made.spots, bytes, len, copy))
        return ls_database_scan(matcher->made.db, LS_DATABASE_UTF8, scratch->db, bytes, len,
                                listener);
    struct spot_listener spot = {copy, listener};
    struct ls_database_listener own = {.seen = seen_in_copy, .user = &spot};
    LS_TRY(ls_database_scan(matcher->made.db, LS_DATABASE_UTF8, scratch->db,
                            (const uint8_t *)copy->bytes.at, copy->bytes.n, &own));
    listener->stopped = own.stopped;
    return ls_ok();
}

/* Text in the shape of UTF-8, which nearly all is, needs a few of the strings only. */
static struct ls_result scan_step(const struct ls_matcher *matcher,
                                  struct ls_match_scratch *scratch, const uint8_t *bytes,
                                  size_t len, struct ls_database_listener *listener)
{
    if (!matcher->by_shape || !ls_utf8_shaped(bytes, len))
        return ls_database_scan(matcher->made.db, LS_DATABASE_ALL, scratch->db, bytes, len,
                                listener);
    LS_TRY(scan_spots(matcher, scratch, bytes, len, listener));
    if (!listener->stopped)
        ls_pairs_scan(matcher->made.pairs, bytes, len, listener);
    return ls_ok();
}

/*
 * The block in steps: the digits of a step are counted just after the engine went over it, while it
 * is in the cache. A string across the border of two steps is found in the second, which begins
 * before it.
 */
static struct ls_result scan_steps(const struct ls_matcher *matcher,
                                   struct ls_match_scratch *scratch, const uint8_t *bytes,
                                   size_t len, size_t kept)
{
    for (size_t lo = 0; lo < len; lo += STEP) {
        size_t hi = len - lo < STEP ? len : lo + STEP;
        size_t from = lo < kept ? kept : lo;
        size_t base = from < matcher->made.lower.longest ? 0 : from - matcher->made.lower.longest;
        struct step step = {scratch, base, from};
        struct ls_database_listener listener = {.seen = seen, .user = &step};
        if (from < hi)
            LS_TRY(scan_step(matcher, scratch, bytes + base, hi - base, &listener));
        if (listener.stopped)
            return ls_bad(LS_E_LIMIT);
        if (scratch->digits)
            ls_digits_note(scratch->digits, bytes, len, lo, hi);
    }
    return ls_ok();
}

struct ls_result ls_match_scan(const struct ls_matcher *matcher, struct ls_match_scratch *scratch,
                               const uint8_t *bytes, size_t len, size_t kept,
                               struct ls_match_list *list)
{
    if (len > LS_MATCH_LEN_MAX)
        return ls_stop(LS_E_LIMIT);
    kept = kept <= scratch->len && kept <= len ? kept : 0;
    keep_anchors(matcher, scratch, kept);
    scratch->len = 0;
    LS_VEC_CLEAR(&scratch->runs);
    if (scratch->digits)
        ls_digits_begin(scratch->digits, len);
    LS_TRY(scan_steps(matcher, scratch, bytes, len, kept));
    put_in_order(scratch);
    scratch->len = len;
    if (scratch->digits)
        LS_TRY(ls_digits_scan(scratch->digits, bytes, len, &scratch->runs));
    if (scratch->digits && ls_digits_saw_wide(scratch->digits))
        ls_shadows_drop(bytes, len, &scratch->runs);
    *list = (struct ls_match_list){scratch->anchors.at, scratch->anchors.n, scratch->runs.at,
                                   scratch->runs.n};
    return ls_ok();
}
