/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests of stage 2: a pack, a block of bytes, and events in it that the test makes by hand.
 */
#ifndef LS_TESTS_CONFIRM_BLOCK_H
#define LS_TESTS_CONFIRM_BLOCK_H

#include "confirm/confirm.h"

#include "base/alloc.h"
#include "base/encoding.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { SEEN_EVENTS_MAX = 256, SEEN_RUNS_MAX = 256, MARGINS_MAX = 1 << 16 };

/* The first lines of a pack, and those of a rule. */
#define PACK "pack: p\ntitle: t\nrules:\n"
#define RULE(id)                                                                                   \
    "  - id: " id "\n    title: t\n    category: dictionary\n    severity: low\n"                  \
    "    examples: {hit: [x]}\n"

struct stage2 {
    struct ls_rules *rules;
    struct ls_confirm *confirm;
    struct ls_confirm_ctx *ctx;
    struct ls_found found;
    struct ls_block block;
    struct ls_event events[SEEN_EVENTS_MAX];
    size_t events_n;
    struct ls_digit_run runs[SEEN_RUNS_MAX];
    size_t runs_n;
    uint8_t room[MARGINS_MAX];
};

static inline void stage2_open(struct stage2 *s, const char *pack_text)
{
    const struct ls_pack_text pack = {"p.yaml", pack_text, strlen(pack_text)};
    struct ls_diag diag = {.text = ""};
    memset(s, 0, sizeof *s);
    ls_found_init(&s->found);
    if (ls_failed(ls_rules_load(&pack, 1, &s->rules, &diag)) ||
        ls_failed(ls_confirm_new(s->rules, &s->confirm, &diag)))
        fail_msg("%s", diag.text);
    assert_false(ls_failed(ls_confirm_ctx_new(s->confirm, &s->ctx)));
}

static inline void stage2_close(struct stage2 *s)
{
    ls_found_fini(&s->found);
    ls_confirm_ctx_free(s->ctx);
    ls_confirm_free(s->confirm);
    ls_rules_free(s->rules);
}

/* Another object of one block, in which nothing was seen yet. */
static inline void stage2_bytes(struct stage2 *s, const void *bytes, size_t len)
{
    s->block = (struct ls_block){.bytes = bytes, .len = len, .own_hi = len, .last = true};
    s->events_n = s->runs_n = 0;
    ls_found_clear(&s->found);
}

/*
 * The same in the middle of an object, at offset `off`, with margins of line feeds. Returns where
 * the bytes begin in the block.
 */
static inline size_t stage2_inside(struct stage2 *s, const void *bytes, size_t len, uint64_t off)
{
    size_t before, after;
    ls_confirm_margins(s->confirm, &before, &after);
    assert_true(before + len + after <= sizeof s->room && before <= off);
    memset(s->room, '\n', sizeof s->room);
    memcpy(s->room + before, bytes, len);
    stage2_bytes(s, s->room, before + len + after);
    s->block.off = off - before;
    s->block.last = false;
    return before;
}

static inline int stage2_by_end(const void *a, const void *b)
{
    const struct ls_event *x = a, *y = b;
    uint32_t xe = x->off + x->len, ye = y->off + y->len;
    return xe != ye ? (xe > ye) - (xe < ye) : (x->rule > y->rule) - (x->rule < y->rule);
}

/* Each place where the bytes `word` stand is an event like `e`, which gets its offset and length.
 */
static inline void stage2_see(struct stage2 *s, struct ls_event e, const void *word, size_t len)
{
    size_t before = s->events_n;
    for (size_t at = 0; at + len <= s->block.len; at++) {
        if (memcmp(s->block.bytes + at, word, len) != 0)
            continue;
        assert_true(s->events_n < SEEN_EVENTS_MAX);
        e.off = (uint32_t)at;
        e.len = (uint32_t)len;
        s->events[s->events_n++] = e;
    }
    assert_true(s->events_n > before);
    qsort(s->events, s->events_n, sizeof *s->events, stage2_by_end);
}

/* The first place where `digits` stand behind the last run is another run. */
static inline void stage2_see_run(struct stage2 *s, enum ls_encoding enc, const void *digits,
                                  size_t len, bool solid)
{
    size_t at = s->runs_n ? s->runs[s->runs_n - 1].off + s->runs[s->runs_n - 1].len : 0;
    while (at + len <= s->block.len && memcmp(s->block.bytes + at, digits, len) != 0)
        at++;
    assert_true(at + len <= s->block.len && s->runs_n < SEEN_RUNS_MAX);
    s->runs[s->runs_n++] = (struct ls_digit_run){
        .off = (uint32_t)at, .len = (uint32_t)len, .enc = (uint8_t)enc, .solid = solid};
}

static inline struct ls_result stage2_try(struct stage2 *s)
{
    const struct ls_seen seen = {s->events, s->events_n, s->runs, s->runs_n};
    return ls_confirm_block(s->ctx, &s->block, &seen, &s->found);
}

/* Returns how many candidates there are. */
static inline size_t stage2_run(struct stage2 *s)
{
    struct ls_result r = stage2_try(s);
    if (ls_failed(r))
        fail_msg("code %d", r.code);
    return s->found.candidates.n;
}

static inline bool stage2_span_is(const struct stage2 *s, struct ls_span32 span, const char *text)
{
    return span.len == strlen(text) &&
           (span.len == 0 || memcmp(s->found.strings.at + span.at, text, span.len) == 0);
}

/* Whether candidate i covers these bytes and says this. */
static inline bool stage2_is(const struct stage2 *s, size_t i, uint64_t off, size_t len,
                             const char *text)
{
    const struct ls_candidate *c = &s->found.candidates.at[i];
    return i < s->found.candidates.n && c->off == off && c->len == len &&
           stage2_span_is(s, c->text, text);
}

#endif
