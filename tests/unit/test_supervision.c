/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the supervisor that decide: what goes out when, who is to blame, what hangs, and
 * what has been told already.
 */
#include "engine/blame.h"
#include "engine/dispatch.h"
#include "engine/parcel.h"
#include "engine/retold.h"
#include "engine/watchdog.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { BATCHES = 4, ITEMS = 5, SLOTS = 3, LIMIT_MS = 1000 };

/* A dispatch with batches that were put, and the other end of its socket. */
struct desk {
    struct ls_board board;
    struct ls_dispatch dispatch;
    struct ls_slots *slots;
    struct ls_blame blame;
    int ends[2];
};

static struct ls_batch *put(struct desk *desk)
{
    struct ls_batch *batch = ls_board_blank(&desk->board);
    for (batch->n = 0; batch->n < ITEMS; batch->n++)
        batch->items[batch->n] =
            (struct ls_batch_item){.kind = LS_WALK_FILE, .fd = open("/dev/null", O_RDONLY)};
    ls_dispatch_put(&desk->dispatch, batch);
    return batch;
}

static void set_up(struct desk *desk)
{
    *desk = (struct desk){.blame = {.crashes = 0}};
    assert_false(ls_failed(ls_board_init(&desk->board, BATCHES)));
    ls_dispatch_init(&desk->dispatch, &desk->board);
    desk->slots = ls_slots_new(SLOTS);
    assert_non_null(desk->slots);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, desk->ends), 0);
    ls_dispatch_reset(&desk->dispatch, desk->ends[0], NULL);
}

static void tear_down(struct desk *desk)
{
    for (size_t i = 0; i < BATCHES; i++)
        for (size_t k = 0; k < desk->board.batches[i].n; k++)
            if (desk->board.batches[i].items[k].fd > STDERR_FILENO)
                close(desk->board.batches[i].items[k].fd);
    close(desk->ends[0]);
    close(desk->ends[1]);
    ls_slots_free(desk->slots);
    ls_dispatch_fini(&desk->dispatch);
    ls_board_fini(&desk->board);
}

/* Another worker is asked for when neither one that waits nor one on its way will take a batch. */
static void who_is_on_its_way_is_not_asked_for_again(void **state)
{
    (void)state;
    struct ls_board board;
    assert_false(ls_failed(ls_board_init(&board, BATCHES)));
    ls_board_expect(&board);
    assert_false(ls_board_put(&board, ls_board_blank(&board)));
    assert_true(ls_board_put(&board, ls_board_blank(&board)));
    ls_board_expect(&board);
    ls_board_come(&board);
    assert_non_null(ls_board_take(&board).batch);
    ls_board_come(&board);
    assert_non_null(ls_board_take(&board).batch);
    assert_true(ls_board_put(&board, ls_board_blank(&board)));
    ls_board_fini(&board);
}

/* A parcel must have come with these items. */
static void assert_parcel(struct desk *desk, const struct ls_batch *batch, size_t from, size_t n)
{
    static struct ls_batch got;
    got = (struct ls_batch){.n = 0};
    assert_true(ls_parcel_receive(desk->ends[1], &got));
    assert_int_equal(got.ticket, batch->ticket);
    assert_int_equal(got.from, from);
    assert_int_equal(got.n, n);
    for (size_t i = 0; i < got.n; i++)
        assert_int_equal(close(got.items[i].fd), 0);
}

static void assert_nothing(struct desk *desk)
{
    static struct ls_batch got;
    assert_false(ls_parcel_receive(desk->ends[1], &got));
}

/* The records of all that was sent have come. */
static void finish(struct desk *desk, struct ls_batch *batch)
{
    for (; batch->done < batch->sent; batch->done++) {
        close(batch->items[batch->done].fd);
        batch->items[batch->done].fd = -1;
    }
    ls_dispatch_return(&desk->dispatch, batch);
}

static void batches_go_out_at_once(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk), *b = put(&desk);
    assert_parcel(&desk, a, 0, ITEMS);
    assert_parcel(&desk, b, 0, ITEMS);
    assert_nothing(&desk);
    assert_ptr_equal(ls_dispatch_find(&desk.dispatch, a->ticket), a);
    assert_null(ls_dispatch_find(&desk.dispatch, BATCHES));
    finish(&desk, b);
    assert_null(ls_dispatch_find(&desk.dispatch, b->ticket));
    ls_dispatch_close(&desk.dispatch);
    assert_false(ls_dispatch_is_done(&desk.dispatch));
    finish(&desk, a);
    assert_true(ls_dispatch_is_done(&desk.dispatch));
    tear_down(&desk);
}

static void what_is_to_be_alone_is_alone(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk), *b = put(&desk);
    assert_parcel(&desk, a, 0, ITEMS);
    assert_parcel(&desk, b, 0, ITEMS);
    a->done = 1;
    a->items[3].alone = true;
    ls_dispatch_reset(&desk.dispatch, desk.ends[0], NULL);
    assert_parcel(&desk, a, 1, 2);
    assert_nothing(&desk);
    finish(&desk, a);
    assert_parcel(&desk, a, 3, 1);
    assert_nothing(&desk);
    finish(&desk, a);
    assert_parcel(&desk, a, 4, 1);
    assert_parcel(&desk, b, 0, ITEMS);
    finish(&desk, b);
    finish(&desk, a);
    tear_down(&desk);
}

static void what_is_told_in_part_goes_first(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk), *b = put(&desk), *c = put(&desk);
    assert_parcel(&desk, a, 0, ITEMS);
    assert_parcel(&desk, b, 0, ITEMS);
    assert_parcel(&desk, c, 0, ITEMS);
    c->done = 2;
    ls_dispatch_reset(&desk.dispatch, desk.ends[0], c);
    assert_parcel(&desk, c, 2, 1); /* alone, so that nobody else's records come between */
    assert_nothing(&desk);
    finish(&desk, c);
    assert_parcel(&desk, c, 3, 2);
    assert_parcel(&desk, a, 0, ITEMS);
    assert_parcel(&desk, b, 0, ITEMS);
    struct ls_batch *d = put(&desk);
    assert_parcel(&desk, d, 0, ITEMS);
    tear_down(&desk);
}

/* ---- blame ---- */

static void at_work(struct desk *desk, unsigned slot, const struct ls_batch *batch, size_t index,
                    uint32_t died)
{
    atomic_store(&desk->slots->at[slot].object, ls_object_id(batch->ticket, index));
    atomic_store(&desk->slots->at[slot].died, died);
}

static enum ls_sentence die(struct desk *desk, struct ls_death death)
{
    death.end.started = true;
    return ls_blame_death(&desk->blame, &desk->dispatch, desk->slots, &death, 0);
}

static void who_says_so_is_guilty(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    at_work(&desk, 0, a, 1, 0);
    at_work(&desk, 1, a, 3, SIGSEGV);
    at_work(&desk, 2, a, 3, SIGSEGV); /* it had help */
    assert_int_equal(die(&desk, (struct ls_death){.end.signal = SIGSEGV, .records = 1}), LS_GO_ON);
    assert_false(a->items[1].alone);
    assert_true(a->items[3].alone && a->items[3].raw_only);
    assert_int_equal(a->items[3].cause, SIGSEGV);
    assert_int_equal(a->items[3].kind, LS_WALK_FILE);
    /* and again */
    assert_int_equal(die(&desk, (struct ls_death){.end.signal = SIGSEGV, .records = 1}), LS_GO_ON);
    assert_int_equal(a->items[3].kind, LS_WALK_NONE);
    assert_int_equal(a->items[3].state, LS_STATE_NOT_SCANNED);
    assert_string_equal(a->items[3].reason, LS_REASON_CRASHED);
    assert_int_equal(desk.blame.crashes, 2);
    tear_down(&desk);
}

/* Who helps a format is ahead of what is told: once more, by one thread. */
static void who_was_helped_is_tried_without(void **state)
{
    static const struct ls_death dead = {.end.signal = SIGSEGV, .records = 1};
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    at_work(&desk, 0, a, 3, 0);
    at_work(&desk, 1, a, 3, SIGSEGV);
    atomic_store(&desk.slots->at[0].helped, 1);
    assert_int_equal(die(&desk, dead), LS_GO_ON);
    assert_true(a->items[3].alone && a->items[3].unhelped);
    assert_false(a->items[3].raw_only);
    assert_int_equal(a->items[3].cause, 0);
    assert_int_equal(desk.blame.crashes, 0);
    /* if it dies again, it is the object, whatever the slots say */
    assert_int_equal(die(&desk, dead), LS_GO_ON);
    assert_true(a->items[3].raw_only);
    assert_int_equal(a->items[3].cause, SIGSEGV);
    assert_int_equal(desk.blame.crashes, 1);
    tear_down(&desk);
}

static void who_hangs_is_guilty(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    at_work(&desk, 0, a, 0, 0);
    at_work(&desk, 1, a, 2, 0);
    assert_int_equal(die(&desk, (struct ls_death){.end.signal = SIGKILL,
                                                  .cause = LS_CAUSE_HANG,
                                                  .object = ls_object_id(a->ticket, 2)}),
                     LS_GO_ON);
    assert_false(a->items[0].alone);
    assert_true(a->items[2].raw_only);
    assert_string_equal(ls_cause_reason(a->items[2].cause), LS_REASON_TIME_LIMIT);
    tear_down(&desk);
}

static void the_suspects_are_tried_alone(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    at_work(&desk, 0, a, 0, 0);
    at_work(&desk, 1, a, 2, 0);
    assert_int_equal(die(&desk, (struct ls_death){.end.status = 7, .records = 1}), LS_GO_ON);
    assert_true(a->items[0].alone && a->items[2].alone);
    assert_false(a->items[0].raw_only || a->items[1].alone || a->items[2].raw_only);
    ls_slots_clear(desk.slots);
    at_work(&desk, 0, a, 2, 0);
    assert_int_equal(die(&desk, (struct ls_death){.end.status = 7, .records = 1}), LS_GO_ON);
    assert_true(a->items[2].raw_only);
    assert_int_equal(a->items[2].cause, LS_CAUSE_EXIT);
    assert_false(a->items[0].raw_only);
    tear_down(&desk);
}

static void who_lacks_memory_need_not_have_taken_it(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    at_work(&desk, 0, a, 0, LS_DIED_CODE + LS_E_MEMORY);
    at_work(&desk, 1, a, 2, 0);
    assert_int_equal(die(&desk, (struct ls_death){.end.status = 65, .records = 1}), LS_GO_ON);
    assert_true(a->items[0].alone && a->items[2].alone);
    assert_false(a->items[0].raw_only || a->items[2].raw_only);
    ls_slots_clear(desk.slots);
    at_work(&desk, 0, a, 2, LS_DIED_CODE + LS_E_MEMORY);
    assert_int_equal(die(&desk, (struct ls_death){.end.status = 65, .records = 1}), LS_GO_ON);
    assert_true(a->items[2].raw_only);
    assert_string_equal(ls_cause_reason(a->items[2].cause), LS_REASON_MEMORY_LIMIT);
    assert_false(a->items[0].raw_only);
    tear_down(&desk);
}

static void a_kill_is_not_soon_the_objects_fault(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    at_work(&desk, 0, a, 0, 0);
    for (int i = 0; i < 3; i++) {
        assert_false(a->items[0].raw_only);
        assert_int_equal(die(&desk, (struct ls_death){.end.signal = SIGKILL}), LS_GO_ON);
    }
    assert_true(a->items[0].raw_only);
    assert_int_equal(desk.blame.crashes, 0);
    tear_down(&desk);
}

static void who_lies_may_be_any(void **state)
{
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    a->done = 1;
    a->items[2].kind = LS_WALK_NONE;
    close(a->items[2].fd);
    a->items[2].fd = -1;
    assert_int_equal(die(&desk, (struct ls_death){.cause = LS_CAUSE_LIES}), LS_GO_ON);
    assert_false(a->items[0].alone || a->items[2].alone);
    assert_true(a->items[1].alone && a->items[3].alone && a->items[4].alone);
    tear_down(&desk);
}

static void slots_may_hold_anything(void **state)
{
    static const uint64_t ids[] = {1, 255, 256, UINT64_MAX, UINT64_C(1) << 63, 5 << 8 | 1};
    struct desk desk;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (ls_object_id_ticket(ids[i]) == a->ticket && ls_object_id_index(ids[i]) < ITEMS)
            continue;
        atomic_store(&desk.slots->at[0].object, ids[i]);
        atomic_store(&desk.slots->at[0].died, UINT32_MAX);
        die(&desk, (struct ls_death){.end.signal = SIGKILL, .records = 1});
        for (size_t k = 0; k < ITEMS; k++)
            assert_false(a->items[k].raw_only);
    }
    at_work(&desk, 0, a, 1, UINT32_MAX);
    die(&desk, (struct ls_death){.end.signal = SIGSEGV, .records = 1});
    assert_int_equal(a->items[1].cause, LS_CAUSE_EXIT);
    tear_down(&desk);
}

static void enough_is_enough(void **state)
{
    struct desk desk;
    enum ls_sentence sentence = LS_GO_ON;
    int n = 0;
    (void)state;
    set_up(&desk);
    struct ls_batch *a = put(&desk);
    for (; sentence == LS_GO_ON && n < 1000; n++) {
        a->items[0].raw_only = false;
        at_work(&desk, 0, a, 0, SIGSEGV);
        sentence = die(&desk, (struct ls_death){.end.signal = SIGSEGV, .records = 1});
    }
    assert_int_equal(sentence, LS_STOP_CRASHES);
    assert_int_equal(n, 11);
    ls_slots_clear(desk.slots);
    desk.blame = (struct ls_blame){.crashes = 0};
    for (n = 0, sentence = LS_GO_ON; sentence == LS_GO_ON && n < 1000; n++)
        sentence = die(&desk, (struct ls_death){.end.signal = SIGSEGV});
    assert_int_equal(sentence, LS_STOP_STILLBORN);
    assert_int_equal(n, 3);
    desk.blame = (struct ls_blame){.crashes = 0};
    for (n = 0, sentence = LS_GO_ON; sentence == LS_GO_ON && n < 1000; n++)
        sentence = die(&desk, (struct ls_death){.end.signal = SIGKILL});
    assert_int_equal(sentence, LS_STOP_KILLS);
    assert_in_range(n, 51, 999);
    tear_down(&desk);
}

/* ---- watchdog ---- */

static uint64_t limit(void *user, uint64_t object)
{
    (void)user;
    return object == 9 ? 0 : LIMIT_MS;
}

static void only_a_format_can_hang(void **state)
{
    static const struct {
        uint32_t phase;
        uint64_t object, overdue;
    } cases[] = {
        {LS_PHASE_FORMAT, 5, 5}, {LS_PHASE_RAW, 5, 0},    {LS_PHASE_WAIT, 5, 0},
        {LS_PHASE_FORMAT, 0, 0}, {LS_PHASE_FORMAT, 9, 0},
    };
    struct ls_slots *slots = ls_slots_new(SLOTS);
    struct ls_watchdog dog;
    (void)state;
    assert_false(ls_failed(ls_watchdog_init(&dog, SLOTS, limit, NULL)));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ls_slot *slot = &slots->at[1];
        ls_slots_clear(slots);
        ls_watchdog_reset(&dog);
        atomic_store(&slot->object, cases[i].object);
        atomic_store(&slot->phase, cases[i].phase);
        assert_int_equal(ls_watchdog_look(&dog, slots, 50), 0);
        assert_int_equal(ls_watchdog_look(&dog, slots, 50 + LIMIT_MS), 0);
        assert_int_equal(ls_watchdog_look(&dog, slots, 51 + LIMIT_MS), cases[i].overdue);
        atomic_store(&slot->object, cases[i].object + 100); /* the next one has its own time */
        assert_int_equal(ls_watchdog_look(&dog, slots, 52 + LIMIT_MS), 0);
    }
    ls_watchdog_fini(&dog);
    ls_slots_free(slots);
}

/* ---- told again ---- */

static bool is_new(struct ls_retold *retold, const char *record)
{
    bool new;
    assert_false(ls_failed(ls_retold_is_new(retold, record, strlen(record), &new)));
    return new;
}

static void nothing_is_told_twice(void **state)
{
    struct ls_retold retold;
    (void)state;
    ls_retold_init(&retold);
    assert_true(is_new(&retold, "a"));
    assert_true(is_new(&retold, "b"));
    assert_true(is_new(&retold, "a")); /* the same once more is two */
    assert_true(is_new(&retold, "long enough for more than one word"));
    ls_retold_again(&retold);
    assert_false(is_new(&retold, "long enough for more than one word"));
    assert_false(is_new(&retold, "a"));
    assert_true(is_new(&retold, "c"));
    assert_false(is_new(&retold, "a"));
    assert_true(is_new(&retold, "a"));
    assert_false(is_new(&retold, "b"));
    ls_retold_again(&retold);
    for (int i = 0; i < 3; i++)
        assert_false(is_new(&retold, "a"));
    assert_false(is_new(&retold, "c"));
    assert_true(is_new(&retold, "a"));
    ls_retold_clear(&retold);
    assert_true(is_new(&retold, "b"));
    ls_retold_fini(&retold);
}

static void every_record_has_a_hash_of_its_own(void **state)
{
    struct ls_retold retold;
    char record[32];
    (void)state;
    ls_retold_init(&retold);
    for (int i = 0; i < 20000; i += 2) {
        snprintf(record, sizeof record, "%*d", i % 24 + 1, i);
        assert_true(is_new(&retold, record));
    }
    ls_retold_again(&retold);
    for (int i = 0; i < 20000; i++) {
        snprintf(record, sizeof record, "%*d", (i & ~1) % 24 + 1, i);
        assert_int_equal(is_new(&retold, record), i % 2);
    }
    ls_retold_fini(&retold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_on_its_way_is_not_asked_for_again),
        cmocka_unit_test(batches_go_out_at_once),
        cmocka_unit_test(what_is_to_be_alone_is_alone),
        cmocka_unit_test(what_is_told_in_part_goes_first),
        cmocka_unit_test(who_says_so_is_guilty),
        cmocka_unit_test(who_was_helped_is_tried_without),
        cmocka_unit_test(who_hangs_is_guilty),
        cmocka_unit_test(the_suspects_are_tried_alone),
        cmocka_unit_test(who_lacks_memory_need_not_have_taken_it),
        cmocka_unit_test(a_kill_is_not_soon_the_objects_fault),
        cmocka_unit_test(who_lies_may_be_any),
        cmocka_unit_test(slots_may_hold_anything),
        cmocka_unit_test(enough_is_enough),
        cmocka_unit_test(only_a_format_can_hang),
        cmocka_unit_test(nothing_is_told_twice),
        cmocka_unit_test(every_record_has_a_hash_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
