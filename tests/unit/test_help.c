/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help for a format: every piece is taken once and in order, whoever reads it, joins, leaves or
 * refuses; and all that was begun is ended when it is over.
 */
#include "engine/board.h"
#include "engine/help.h"

#include "base/alloc.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { PIECES = 500, THREADS_MAX = 8, RESULT = 1 << 20 };

/* ---- threads that wait at a board ---- */

struct crew {
    struct ls_board board;
    struct ls_crew crew;
    pthread_t threads[THREADS_MAX];
    unsigned n;
    unsigned called; /* threads that a call asked for */
};

static void *wait_and_help(void *user)
{
    struct crew *crew = user;
    for (struct ls_board_task task; (task = ls_board_take(&crew->board)).call;) {
        task.call->help(task.call, NULL);
        ls_board_done(&crew->board);
    }
    return NULL;
}

static void call_board(void *user, struct ls_call *call)
{
    struct crew *crew = user;
    crew->called = ls_board_call(&crew->board, call);
}

static void dismiss_board(void *user, struct ls_call *call)
{
    struct crew *crew = user;
    ls_board_dismiss(&crew->board, call);
}

static void remind_board(void *user)
{
    struct crew *crew = user;
    ls_board_remind(&crew->board);
}

/* `lanes` are said to be there, `threads` come. */
static void crew_start(struct crew *crew, unsigned lanes, unsigned threads)
{
    assert_false(ls_failed(ls_board_init(&crew->board, 1)));
    crew->crew = (struct ls_crew){crew, lanes, call_board, dismiss_board, remind_board};
    crew->called = 0;
    for (crew->n = 0; crew->n < threads; crew->n++)
        assert_int_equal(pthread_create(&crew->threads[crew->n], NULL, wait_and_help, crew), 0);
}

static void crew_end(struct crew *crew)
{
    ls_board_close(&crew->board);
    while (crew->n > 0)
        pthread_join(crew->threads[--crew->n], NULL);
    ls_board_fini(&crew->board);
}

/* ---- the work ---- */

struct shared {
    atomic_uint begun, ended, made, dropped, refused;
    atomic_bool no_hands;  /* begin refuses … */
    unsigned no_hands_but; /* … whoever comes after so many */
    unsigned refuse_every; /* every such piece is left to the owner; 0: none */
    uint64_t
        endless; /* from here on, a piece ends only when its reader is told to leave; 0: none */
    atomic_uint reading; /* readers of endless pieces */
    pthread_t owner;
    atomic_uint by_others;
    unsigned patient_for; /* the owner's patience is asked so often; 0: always patient */
    unsigned asked;
};

struct state {
    struct shared *shared;
    struct ls_helper *helper;
    pthread_t thread;
    uint64_t last;
};

static void *begin(void *user, struct ls_helper *helper)
{
    struct shared *s = user;
    unsigned n = atomic_fetch_add(&s->begun, 1);
    struct state *state = NULL;
    if (!atomic_load(&s->no_hands) || n < s->no_hands_but)
        state = ls_calloc(1, sizeof *state);
    if (state)
        *state = (struct state){s, helper, pthread_self(), 0};
    else
        atomic_fetch_add(&s->ended, 1);
    return state;
}

static void end(void *hand)
{
    struct state *state = hand;
    assert_true(pthread_equal(state->thread, pthread_self()));
    atomic_fetch_add(&state->shared->ended, 1);
    ls_free(state);
}

static void *piece(void *hand, uint64_t k)
{
    struct state *state = hand;
    struct shared *s = state->shared;
    assert_true(pthread_equal(state->thread, pthread_self()));
    assert_true(k >= state->last && k < PIECES);
    state->last = k + 1;
    if (!pthread_equal(s->owner, pthread_self()))
        atomic_fetch_add(&s->by_others, 1);
    if (s->endless && k >= s->endless) {
        atomic_fetch_add(&s->reading, 1);
        while (!state->helper->is_over(state->helper))
            sched_yield();
        return NULL;
    }
    if (state->helper->is_over(state->helper))
        return NULL;
    if (s->refuse_every && k % s->refuse_every == 0) {
        atomic_fetch_add(&s->refused, 1);
        return NULL;
    }
    uint64_t *result = ls_calloc(1, sizeof *result);
    if (result)
        *result = RESULT + k;
    atomic_fetch_add(&s->made, result != NULL);
    return result;
}

static void drop(void *result)
{
    ls_free(result);
}

static struct ls_result ask(void *user)
{
    struct shared *s = user;
    assert_true(pthread_equal(s->owner, pthread_self()));
    s->asked++;
    return s->patient_for && s->asked >= s->patient_for ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static struct ls_work work_of(struct shared *s)
{
    s->owner = pthread_self();
    return (struct ls_work){
        .n = PIECES,
        .least = 2,
        .hands = THREADS_MAX,
        .begin = begin,
        .end = end,
        .piece = piece,
        .drop = drop,
        .user = s,
    };
}

static struct ls_result call(struct crew *crew, struct shared *s, const struct ls_work *work,
                             struct ls_help **help)
{
    struct ls_patience patience = {ask, s};
    return ls_help_new(&crew->crew, 1, &patience, work, help);
}

/* Takes all pieces; how many were the owner's own. */
static unsigned take_all(struct ls_help *help)
{
    unsigned own = 0;
    for (uint64_t k = 0; k < PIECES; k++) {
        void *result;
        assert_false(ls_failed(ls_help_receive(help, k, &result)));
        if (result)
            assert_int_equal(*(uint64_t *)result, RESULT + k);
        else
            own++;
        drop(result);
    }
    return own;
}

static void check_ended(struct shared *s)
{
    assert_int_equal(atomic_load(&s->begun), atomic_load(&s->ended));
}

/* ---- tests ---- */

static void every_piece_is_taken_once(void **state)
{
    static const unsigned threads[] = {1, 2, 8};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (unsigned every = 0; every < 4; every++) {
            struct crew crew;
            struct shared s = {.refuse_every = every};
            struct ls_work work = work_of(&s);
            struct ls_help *help;
            crew_start(&crew, threads[i], threads[i]);
            assert_false(ls_failed(call(&crew, &s, &work, &help)));
            assert_non_null(help);
            unsigned own = take_all(help);
            assert_true(own + atomic_load(&s.made) == PIECES);
            assert_true(own >= atomic_load(&s.refused));
            ls_help_free(help);
            crew_end(&crew);
            check_ended(&s);
        }
}

/* A piece that only another can read: the owner comes when somebody else has all of the others. */
static void others_do_help(void **state)
{
    struct crew crew;
    struct shared s = {.refuse_every = 0};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    (void)state;
    crew_start(&crew, 2, 2);
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    while (atomic_load(&s.by_others) < 2 * LS_HELP_AHEAD)
        sched_yield(); /* nothing has been taken: they go as far as there is room */
    take_all(help);
    ls_help_free(help);
    crew_end(&crew);
    check_ended(&s);
}

static void nobody_is_there(void **state)
{
    struct crew crew;
    struct shared s = {.refuse_every = 0};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    (void)state;
    assert_false(ls_failed(ls_help_new(NULL, 1, &(struct ls_patience){ask, &s}, &work, &help)));
    assert_null(help);
    crew_start(&crew, 0, 0);
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    assert_null(help);
    crew_end(&crew);
    crew_start(&crew, 3, 0); /* all are busy */
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    assert_int_equal(crew.called, 3);
    assert_int_equal(take_all(help), PIECES);
    ls_help_free(help);
    crew_end(&crew);
    assert_int_equal(atomic_load(&s.begun), 0);
    assert_int_equal(s.asked, 0);
}

static void few_pieces_are_not_worth_it(void **state)
{
    struct crew crew;
    struct shared s = {.refuse_every = 0};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    (void)state;
    crew_start(&crew, 1, 1);
    work.least = PIECES + 1;
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    assert_null(help);
    work.n = work.least = 1;
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    assert_null(help);
    crew_end(&crew);
}

/* Whoever cannot begin leaves, and nobody is asked again and again. */
static void helpers_refuse(void **state)
{
    (void)state;
    for (unsigned can = 0; can < 2; can++) {
        struct crew crew;
        struct shared s = {.no_hands_but = can};
        struct ls_work work = work_of(&s);
        struct ls_help *help;
        atomic_store(&s.no_hands, true);
        crew_start(&crew, 4, 4);
        assert_false(ls_failed(call(&crew, &s, &work, &help)));
        while (atomic_load(&s.begun) == 0)
            sched_yield();
        take_all(help);
        ls_help_free(help);
        crew_end(&crew);
        assert_true(atomic_load(&s.begun) <= 4 + 1);
        check_ended(&s);
    }
}

/* The owner fails while others are at work: they leave a piece without end. */
static void owner_fails(void **state)
{
    struct crew crew;
    struct shared s = {.endless = 3};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    (void)state;
    crew_start(&crew, 2, 2);
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    while (atomic_load(&s.reading) == 0)
        sched_yield();
    ls_help_free(help);
    crew_end(&crew);
    check_ended(&s);
}

/* The owner waits for a piece without end until its budget is used up or the job is over. */
static void check_patience(struct shared *s)
{
    struct crew crew;
    struct ls_work work = work_of(s);
    struct ls_help *help;
    void *result;
    struct ls_result r = ls_ok();
    crew_start(&crew, 2, 2);
    assert_false(ls_failed(call(&crew, s, &work, &help)));
    while (atomic_load(&s->reading) < 2)
        sched_yield();
    for (uint64_t k = 0; k <= s->endless; k++) {
        r = ls_help_receive(help, k, &result);
        drop(result);
        assert_true(ls_failed(r) == (k == s->endless));
    }
    assert_int_equal(r.reach, LS_BAD);
    assert_int_equal(r.code, LS_E_LIMIT);
    ls_help_free(help);
    crew_end(&crew);
    check_ended(s);
}

static void patience_ends(void **state)
{
    (void)state;
    struct shared s = {.endless = 3, .patient_for = 5, .no_hands_but = 2};
    atomic_store(&s.no_hands, true);
    check_patience(&s);
    assert_int_equal(atomic_load(&s.reading), 2);
}

/* The same while the owner itself reads ahead what has no end. */
static void patience_ends_while_reading_ahead(void **state)
{
    (void)state;
    struct shared s = {.endless = 3, .patient_for = 5};
    check_patience(&s);
    assert_int_equal(atomic_load(&s.reading), 3);
}

/* One call after the other, and two at the same time. */
static void calls_follow_each_other(void **state)
{
    struct crew crew;
    (void)state;
    crew_start(&crew, 3, 3);
    for (int i = 0; i < 50; i++) {
        struct shared s[2] = {{.refuse_every = 7}, {.refuse_every = 0}};
        struct ls_work work[2] = {work_of(&s[0]), work_of(&s[1])};
        struct ls_help *help[2];
        for (int k = 0; k < 2; k++)
            assert_false(ls_failed(call(&crew, &s[k], &work[k], &help[k])));
        take_all(help[1]);
        ls_help_free(help[1]);
        take_all(help[0]);
        ls_help_free(help[0]);
        check_ended(&s[0]);
        check_ended(&s[1]);
    }
    crew_end(&crew);
}

static unsigned idle(struct crew *crew)
{
    pthread_mutex_lock(&crew->board.lock);
    unsigned n = crew->board.idle;
    pthread_mutex_unlock(&crew->board.lock);
    return n;
}

/* Nobody knows how many there will be. Who was offered nothing has left, and comes back. */
static void pieces_come_as_they_are_offered(void **state)
{
    enum { ROUNDS = 3, A_ROUND = 6 };
    struct crew crew;
    struct shared s = {.refuse_every = 0};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    void *result;
    (void)state;
    work.n = LS_HELP_OPEN;
    crew_start(&crew, 2, 2);
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    assert_non_null(help);
    for (unsigned round = 0; round < ROUNDS; round++) {
        while (idle(&crew) < 2)
            sched_yield();
        ls_help_offer(help, (round + 1) * A_ROUND);
        while (atomic_load(&s.made) < (round + 1) * A_ROUND)
            sched_yield();
        for (uint64_t k = round * A_ROUND; k < (round + 1) * A_ROUND; k++) {
            assert_false(ls_failed(ls_help_receive(help, k, &result)));
            assert_int_equal(*(uint64_t *)result, RESULT + k);
            drop(result);
        }
    }
    assert_int_equal(atomic_load(&s.by_others), ROUNDS * A_ROUND);
    ls_help_free(help);
    crew_end(&crew);
    check_ended(&s);
}

/* What is never offered is the owner's; and nobody is called for it. */
static void nothing_is_offered(void **state)
{
    struct crew crew;
    struct shared s = {.refuse_every = 0};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    (void)state;
    work.n = LS_HELP_OPEN;
    crew_start(&crew, 2, 2);
    assert_false(ls_failed(call(&crew, &s, &work, &help)));
    assert_int_equal(take_all(help), PIECES);
    ls_help_free(help);
    crew_end(&crew);
    assert_int_equal(atomic_load(&s.begun), 0);
}

static void no_memory(void **state)
{
    struct crew crew;
    struct shared s = {.refuse_every = 0};
    struct ls_work work = work_of(&s);
    struct ls_help *help;
    (void)state;
    crew_start(&crew, 1, 0);
    ls_alloc_fail_nth(1);
    struct ls_result r = call(&crew, &s, &work, &help);
    ls_alloc_fail_nth(0);
    assert_int_equal(r.reach, LS_STOP);
    assert_int_equal(r.code, LS_E_MEMORY);
    assert_null(help);
    crew_end(&crew);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_is_taken_once),
        cmocka_unit_test(others_do_help),
        cmocka_unit_test(nobody_is_there),
        cmocka_unit_test(few_pieces_are_not_worth_it),
        cmocka_unit_test(helpers_refuse),
        cmocka_unit_test(owner_fails),
        cmocka_unit_test(patience_ends),
        cmocka_unit_test(patience_ends_while_reading_ahead),
        cmocka_unit_test(calls_follow_each_other),
        cmocka_unit_test(pieces_come_as_they_are_offered),
        cmocka_unit_test(nothing_is_offered),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
