/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both stages and the reducer with a pack of the test's own, over bytes that come in blocks.
 */
#ifndef LS_TESTS_BLOCKS_H
#define LS_TESTS_BLOCKS_H

#include "../engine.h"

#include "base/alloc.h"
#include "confirm/reduce.h"
#include "match/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

struct blocks {
    struct ls_engine *engine;
    struct ls_scanner *scanner;
    struct ls_reducer *reducer;
    struct ls_found found;
};

static void blocks_open(struct blocks *b, const char *pack_text)
{
    ls_found_init(&b->found);
    b->engine = test_engine_of(pack_text);
    assert_false(ls_failed(ls_scanner_new(b->engine, &b->scanner)));
    assert_false(ls_failed(ls_reducer_new(ls_engine_rules(b->engine), &b->reducer)));
}

static void blocks_close(struct blocks *b)
{
    ls_found_fini(&b->found);
    ls_reducer_free(b->reducer);
    ls_scanner_free(b->scanner);
    ls_engine_free(b->engine);
}

/* Scans bytes[0..len) in blocks that own `own` bytes; each is a copy with its margins. */
static void blocks_scan(struct blocks *b, const void *bytes, size_t len, size_t own,
                        ls_hit_fn on_hit, void *user)
{
    size_t before, after;
    uint8_t *copy = ls_calloc(1, len + LS_MATCH_PAD);
    assert_non_null(copy);
    ls_engine_margins(b->engine, &before, &after);
    for (size_t lo = 0; lo < len; lo += own) {
        size_t hi = len - lo < own ? len : lo + own;
        size_t from = lo > before ? lo - before : 0;
        size_t to = len - hi > after ? hi + after : len;
        memset(copy, 0, to - from + LS_MATCH_PAD);
        memcpy(copy, (const uint8_t *)bytes + from, to - from);
        struct ls_block block = {.bytes = copy,
                                 .len = to - from,
                                 .off = from,
                                 .own_lo = lo - from,
                                 .own_hi = hi - from,
                                 .last = to == len};
        ls_found_clear(&b->found);
        assert_false(ls_failed(ls_scanner_block(b->scanner, &block, &b->found)));
        assert_false(ls_failed(ls_reducer_feed(b->reducer, &b->found, on_hit, user)));
    }
    assert_false(ls_failed(ls_reducer_end(b->reducer, on_hit, user)));
    ls_free(copy);
}

#endif
