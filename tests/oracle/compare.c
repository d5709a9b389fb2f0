/* SPDX-License-Identifier: Apache-2.0 */
#include "compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    SHOWN_MAX = 20,    /* differences that are shown of each subject */
    TINY_BYTES = 200,  /* inputs up to here are scanned in tiny blocks, longer ones in small ones */
    TINY_SIZES = 4,    /* of block_sizes */
    STEP_BYTES = 30,   /* from one text to the next */
    AROUND_BYTES = 40, /* shown on either side of a difference */
};

/* Even, as match/match.h asks for: blocks begin at even offsets. */
static const size_t block_sizes[BLOCK_SIZES] = {2, 4, 6, 14, 64, 510, 4096};

/* ---- both sides ---- */

void subject_open(struct subject *s, const char *pack)
{
    char path[512];
    const char *const paths[] = {path};
    struct leakscan_rules_options options = {.size = sizeof options,
                                             .without_builtin = pack != NULL,
                                             .paths = paths,
                                             .paths_n = pack ? 1 : 0,
                                             .cache_dir = ORACLE_CACHE};
    const struct ls_match_options match = {.cache_dir = ORACLE_CACHE};
    struct ls_rules *rules;
    struct ls_diag diag = {.text = ""};
    char error[LEAKSCAN_ERROR_BYTES] = "";
    *s = (struct subject){.wrong = 0};
    snprintf(path, sizeof path, "%s/%s", ORACLE_RULES, pack ? pack : "");
    if (leakscan_rules_open(&options, &s->library, error) != LEAKSCAN_OK)
        fail_msg("%s", error);
    assert_int_equal(leakscan_scanner_new(s->library, NULL, &s->scanner), LEAKSCAN_OK);
    if (ls_failed(ls_rules_load_paths(!pack, paths, options.paths_n, &rules, &diag)) ||
        ls_failed(ls_engine_new(rules, &match, &s->engine, &diag)))
        fail_msg("%s", diag.text);
    for (size_t i = 0; i < BLOCK_SIZES; i++) {
        const struct ls_object_options object = {.block_bytes = block_sizes[i],
                                                 .min_severity = LS_SEV_LOW};
        assert_false(ls_failed(ls_object_scanner_new(s->engine, &object, &s->in_blocks[i])));
    }
    naive_init(&s->naive, ls_engine_rules(s->engine));
    s->compared = reading_room(s->naive.rules->n, sizeof *s->compared);
}

void subject_close_some(struct subject *s, const char *prefix)
{
    for (size_t i = 0; i < s->naive.rules->n; i++) {
        const char *id = s->naive.rules->at[i].info.id;
        if (s->compared[i] == 0 && strncmp(id, prefix, strlen(prefix)) == 0)
            fail_msg("%s: no text holds it", id);
    }
    assert_int_equal(s->wrong, 0);
    free(s->compared);
    naive_fini(&s->naive);
    for (size_t i = 0; i < BLOCK_SIZES; i++)
        ls_object_scanner_free(s->in_blocks[i]);
    ls_engine_free(s->engine);
    leakscan_scanner_free(s->scanner);
    leakscan_rules_close(s->library);
}

void subject_close(struct subject *s)
{
    subject_close_some(s, "");
}

/* ---- what the library says ---- */

struct listener {
    const struct ls_rules *rules;
    struct naive_hits hits;
};

static void take_hit(struct listener *l, const char *rule, uint64_t off, uint64_t len)
{
    naive_add(&l->hits, (struct naive_hit){
                            .rule = ls_rules_find(l->rules, rule)->number, .off = off, .len = len});
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    take_hit(user, hit->rule, hit->offset, hit->length);
    return 0;
}

static struct ls_result on_object_hit(void *user, const struct ls_hit *hit)
{
    take_hit(user, hit->rule->id, hit->off, hit->len);
    return ls_ok();
}

static struct ls_result on_object_gap(void *user, const struct ls_gap *gap)
{
    (void)user;
    fail_msg("a gap: %s", gap->reason);
    return ls_ok();
}

static int by_rule(const void *a, const void *b)
{
    const struct naive_hit *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->off < y->off ? -1 : x->off > y->off;
}

static struct naive_hits in_order(struct listener *l)
{
    if (l->hits.n)
        qsort(l->hits.at, l->hits.n, sizeof *l->hits.at, by_rule);
    return l->hits;
}

static struct naive_hits scan_by_library(const struct subject *s, const struct made_text *t)
{
    struct listener l = {.rules = s->naive.rules};
    const struct leakscan_callbacks callbacks = {.hit = on_hit, .user = &l};
    struct leakscan_verdict verdict;
    assert_int_equal(leakscan_scan_memory(s->scanner, t->bytes, t->n, &callbacks, &verdict),
                     LEAKSCAN_OK);
    assert_int_equal(verdict.state, LEAKSCAN_SCANNED);
    assert_int_equal(verdict.hits, l.hits.n);
    return in_order(&l);
}

static struct naive_hits scan_in_blocks(const struct subject *s, const struct made_text *t,
                                        size_t size)
{
    struct listener l = {.rules = s->naive.rules};
    const struct ls_report report = {.hit = on_object_hit, .gap = on_object_gap, .user = &l};
    const struct ls_input input = {
        .kind = LS_INPUT_MEMORY, .fd = -1, .memory = t->bytes, .size = t->n};
    struct ls_outcome outcome;
    assert_false(ls_failed(ls_object_scan(s->in_blocks[size], &input, NULL, &report, &outcome)));
    assert_int_equal(outcome.state, LS_STATE_SCANNED);
    return in_order(&l);
}

/* ---- the comparison ---- */

/* What stands there, in the encoding of the text; the match in brackets. */
static void show_place(const struct made_text *t, uint64_t off, uint64_t len)
{
    size_t at = off > AROUND_BYTES ? (size_t)off - AROUND_BYTES : 0;
    size_t to = (size_t)(off + len) + AROUND_BYTES;
    if (t->enc == LS_ENC_UTF16LE || t->enc == LS_ENC_UTF16BE)
        at += (off - at) % 2;
    while (at < to && at < t->n) {
        uint32_t cp;
        uint8_t utf8[LS_CHAR_BYTES_MAX];
        size_t n = ls_decode_char(t->enc, t->bytes + at, t->n - at, &cp);
        fputs(at == off ? "[" : at == off + len ? "]" : "", stderr);
        if (cp < ' ' || cp == LS_CHAR_BAD)
            fprintf(stderr, "\\x%02x", t->bytes[at]);
        else
            fwrite(utf8, 1, ls_encode_char(LS_ENC_UTF8, cp, utf8), stderr);
        at += n;
    }
    fputs("\n", stderr);
}

static void show(struct subject *s, const struct made_text *t, const struct naive_hit *hit,
                 const char *what, size_t block)
{
    if (++s->wrong > SHOWN_MAX)
        return;
    fprintf(stderr, "%s: %s %llu+%llu, text %llu, %zu bytes of %s, blocks of %zu bytes:\n    ",
            what, s->naive.rules->at[hit->rule].info.id, (unsigned long long)hit->off,
            (unsigned long long)hit->len, (unsigned long long)t->seed, t->n,
            ls_encoding_name(t->enc), block);
    show_place(t, hit->off, hit->len);
}

static void leave_out_doubtful(const struct naive *naive, struct naive_hits *hits)
{
    size_t kept = 0;
    for (size_t i = 0; i < hits->n; i++)
        if (!naive_is_doubtful(naive, &hits->at[i]))
            hits->at[kept++] = hits->at[i];
    hits->n = kept;
}

/* Both are in order of rule and offset. `block` is for the message. */
static void compare(struct subject *s, const struct made_text *t, const struct naive_hits *theirs,
                    struct naive_hits *ours, size_t block)
{
    leave_out_doubtful(&s->naive, ours);
    size_t i = 0, k = 0;
    while (i < theirs->n || k < ours->n) {
        int order = i == theirs->n ? 1 : k == ours->n ? -1 : by_rule(&theirs->at[i], &ours->at[k]);
        if (order == 0 && theirs->at[i].len == ours->at[k].len) {
            s->compared[ours->at[k].rule]++;
            i++, k++;
        } else if (order <= 0) {
            show(s, t, &theirs->at[i++], "missed", block);
        } else {
            show(s, t, &ours->at[k++], "not there", block);
        }
    }
}

void subject_check(struct subject *s, const struct made_text *t)
{
    size_t first = t->n <= TINY_BYTES ? 0 : TINY_SIZES;
    size_t end = t->n <= TINY_BYTES ? TINY_SIZES : BLOCK_SIZES;
    struct naive_hits theirs = naive_scan(&s->naive, t->bytes, t->n, t->enc);
    leave_out_doubtful(&s->naive, &theirs);
    struct naive_hits ours = scan_by_library(s, t);
    compare(s, t, &theirs, &ours, LS_BLOCK_BYTES);
    free(ours.at);
    for (size_t i = first; i < end; i++) {
        ours = scan_in_blocks(s, t, i);
        compare(s, t, &theirs, &ours, block_sizes[i]);
        free(ours.at);
    }
}

/* ---- texts ---- */

void subject_check_texts(struct subject *s, enum topic topic, uint64_t seed, uint64_t count)
{
    for (int enc = 0; enc < LS_ENC_COMMON; enc++)
        for (uint64_t i = 0; i < count; i++) {
            struct made_text t;
            text_begin(&t, topic, (enum ls_encoding)enc, seed + i * LS_ENC_COMMON + (uint64_t)enc);
            text_pieces(&t, STEP_BYTES * (size_t)(i + 1));
            subject_check(s, &t);
            text_drop(&t);
        }
}

void subject_check_pieces(struct subject *s, enum topic topic)
{
    for (int enc = 0; enc < LS_ENC_COMMON; enc++)
        for (size_t i = 0; i < text_pieces_n(topic); i++)
            for (int times = 1; times <= 2; times++) {
                struct made_text t;
                text_begin(&t, topic, (enum ls_encoding)enc, i);
                for (int k = 0; k < times; k++)
                    text_piece(&t, i);
                subject_check(s, &t);
                text_drop(&t);
            }
}

void subject_check_large(struct subject *s, enum topic topic, enum ls_encoding enc)
{
    enum { BEFORE = 300, BEHIND = 600 };
    struct made_text t;
    text_begin(&t, topic, enc, (uint64_t)enc);
    text_pieces(&t, BEHIND);
    text_fill(&t, LS_BLOCK_BYTES - BEFORE);
    text_pieces(&t, LS_BLOCK_BYTES + BEHIND);
    subject_check(s, &t);
    text_drop(&t);
}

void subject_check_paragraphs(struct subject *s, enum topic topic, enum ls_encoding enc)
{
    enum { TEXTS = 20, PARAGRAPHS = 3, PARAGRAPH_BYTES = 4000, BETWEEN = 60 };
    for (uint64_t i = 0; i < TEXTS; i++) {
        struct made_text t;
        text_begin(&t, topic, enc, i);
        for (int k = 0; k < PARAGRAPHS; k++) {
            text_paragraph(&t, PARAGRAPH_BYTES);
            text_pieces(&t, t.n + BETWEEN);
        }
        subject_check(s, &t);
        text_drop(&t);
    }
}
