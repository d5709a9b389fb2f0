/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/help.h"

#include "base/alloc.h"

#include <pthread.h>
#include <time.h>

enum {
    ASK_MS = 10,  /* the owner's patience is asked so often while it waits */
    IDLE_MS = 10, /* who is offered nothing for so long, has something better to do */
    HANDS_MAX = 64,
};

/* A thread that reads pieces, the owner among them. */
struct hand {
    struct ls_helper helper;
    struct ls_help *help;
    void *state; /* the format's; NULL: none */
};

struct slot {
    bool done;
    void *result;
};

struct ls_help {
    struct ls_call call;
    const struct ls_crew *crew;
    const struct ls_work *work;
    struct ls_patience patience;
    atomic_bool over;
    bool called; /* the crew was */

    pthread_mutex_t lock; /* guards what follows; a slot belongs to who reads or takes it */
    pthread_cond_t change;
    uint64_t offered; /* pieces that there are */
    uint64_t handed;  /* pieces handed out */
    uint64_t taken;   /* pieces that the owner is done with */
    unsigned helpers;
    bool refused; /* somebody could not begin */

    struct hand own; /* the owner's */
    bool own_begun;
    struct ls_result impatient; /* what the owner's patience came to */

    size_t ring;
    struct slot slots[];
};

static bool is_over(struct ls_helper *helper)
{
    const struct hand *hand = LS_CONTAINER(helper, struct hand, helper);
    return atomic_load_explicit(&hand->help->over, memory_order_relaxed);
}

static bool owner_is_over(struct ls_helper *helper)
{
    struct ls_help *h = LS_CONTAINER(helper, struct hand, helper)->help;
    if (!ls_failed(h->impatient))
        h->impatient = h->patience.ask(h->patience.user);
    return ls_failed(h->impatient);
}

/* A piece that nobody has, if there is room for its result. Called with the lock held. */
static bool take_piece(struct ls_help *h, uint64_t *k)
{
    if (h->handed >= h->offered || h->handed - h->taken >= h->ring)
        return false;
    *k = h->handed++;
    h->slots[*k % h->ring] = (struct slot){.done = false};
    return true;
}

/* Called with the lock held, which it gives up meanwhile. */
static void read_piece(struct ls_help *h, const struct hand *hand, uint64_t k)
{
    struct slot *slot = &h->slots[k % h->ring];
    pthread_mutex_unlock(&h->lock);
    void *result = h->work->piece(hand->state, k);
    pthread_mutex_lock(&h->lock);
    *slot = (struct slot){.done = true, .result = result};
    pthread_cond_broadcast(&h->change);
}

/* ---- helpers ---- */

/* Waits for a change, but not for long; false when none came. Called with the lock held. */
static bool wait_for_change(struct ls_help *h, long ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    return pthread_cond_timedwait(&h->change, &h->lock, &until) == 0;
}

static bool join(struct ls_call *call)
{
    struct ls_help *h = LS_CONTAINER(call, struct ls_help, call);
    pthread_mutex_lock(&h->lock);
    bool wanted = !h->refused && h->handed < h->offered && h->helpers < h->call.hands;
    h->helpers += wanted;
    pthread_mutex_unlock(&h->lock);
    return wanted;
}

/* Pieces one by one, as long as there are any to come. Called with the lock held. */
static void read_pieces(struct ls_help *h, const struct hand *hand)
{
    uint64_t k;
    while (!atomic_load(&h->over) && h->handed < h->work->n) {
        if (take_piece(h, &k))
            read_piece(h, hand, k);
        else if (h->handed < h->offered)
            pthread_cond_wait(&h->change, &h->lock);
        else if (!wait_for_change(h, IDLE_MS) && h->handed >= h->offered)
            return;
    }
}

static void help(struct ls_call *call, struct ls_lane *lane)
{
    struct ls_help *h = LS_CONTAINER(call, struct ls_help, call);
    struct hand hand = {.helper = {is_over}, .help = h};
    (void)lane;
    hand.state = h->work->begin(h->work->user, &hand.helper);
    pthread_mutex_lock(&h->lock);
    h->refused |= !hand.state;
    if (hand.state)
        read_pieces(h, &hand);
    pthread_mutex_unlock(&h->lock);
    if (hand.state)
        h->work->end(hand.state);
    pthread_mutex_lock(&h->lock);
    h->helpers--;
    pthread_cond_broadcast(&h->change);
    pthread_mutex_unlock(&h->lock);
}

static void close_help(struct ls_call *call)
{
    struct ls_help *h = LS_CONTAINER(call, struct ls_help, call);
    pthread_mutex_lock(&h->lock);
    atomic_store(&h->over, true);
    pthread_cond_broadcast(&h->change);
    while (h->helpers > 0)
        pthread_cond_wait(&h->change, &h->lock);
    pthread_mutex_unlock(&h->lock);
}

/* ---- the owner ---- */

static bool init_threads(struct ls_help *h)
{
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) != 0)
        return false;
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&h->lock, NULL);
    bool made = pthread_cond_init(&h->change, &monotonic) == 0;
    if (!made)
        pthread_mutex_destroy(&h->lock);
    pthread_condattr_destroy(&monotonic);
    return made;
}

static void call_crew(struct ls_help *h)
{
    h->called = true;
    h->crew->call(h->crew->user, &h->call);
}

struct ls_result ls_help_new(const struct ls_crew *crew, uint64_t id,
                             const struct ls_patience *patience, const struct ls_work *work,
                             struct ls_help **help_)
{
    *help_ = NULL;
    if (!crew || crew->lanes == 0 || work->n < work->least || work->n < 2)
        return ls_ok();
    unsigned hands = crew->lanes < work->hands ? (unsigned)crew->lanes : work->hands;
    hands = hands < HANDS_MAX ? hands : HANDS_MAX;
    size_t ring = LS_HELP_AHEAD * ((size_t)hands + 1);
    struct ls_help *h = ls_calloc(1, sizeof *h + ring * sizeof(struct slot));
    if (!h)
        return ls_stop(LS_E_MEMORY);
    h->call = (struct ls_call){
        .id = id,
        .phase = LS_PHASE_FORMAT,
        .hands = hands,
        .join = join,
        .help = help,
        .close = close_help,
    };
    h->crew = crew;
    h->work = work;
    h->patience = *patience;
    h->own = (struct hand){.helper = {owner_is_over}, .help = h};
    h->offered = work->n == LS_HELP_OPEN ? 0 : work->n;
    h->ring = ring;
    if (!init_threads(h)) {
        ls_free(h);
        return ls_stop(LS_E_MEMORY);
    }
    *help_ = h;
    if (h->offered > 0)
        call_crew(h);
    return ls_ok();
}

/* Called with the lock held, which it gives up meanwhile. */
static struct ls_result wait_a_while(struct ls_help *h)
{
    (void)wait_for_change(h, ASK_MS);
    pthread_mutex_unlock(&h->lock);
    (void)owner_is_over(&h->own.helper);
    pthread_mutex_lock(&h->lock);
    return h->impatient;
}

/* Whether the owner can read pieces ahead; what it needs for that is made when it waits first. */
static bool can_read_ahead(struct ls_help *h)
{
    if (!h->own_begun) {
        h->own_begun = true;
        pthread_mutex_unlock(&h->lock);
        h->own.state = h->work->begin(h->work->user, &h->own.helper);
        pthread_mutex_lock(&h->lock);
    }
    return h->own.state;
}

/* Called with the lock held. */
static struct ls_result wait_for(struct ls_help *h, const struct slot *slot)
{
    uint64_t ahead;
    while (!slot->done && !ls_failed(h->impatient)) {
        if (can_read_ahead(h) && !slot->done && take_piece(h, &ahead))
            read_piece(h, &h->own, ahead);
        else if (!slot->done)
            LS_TRY(wait_a_while(h));
    }
    return h->impatient;
}

void ls_help_offer(struct ls_help *h, uint64_t n)
{
    pthread_mutex_lock(&h->lock);
    h->offered = n;
    bool more = !h->refused && h->helpers < h->call.hands;
    pthread_cond_broadcast(&h->change);
    pthread_mutex_unlock(&h->lock);
    if (!h->called)
        call_crew(h);
    else if (more)
        h->crew->remind(h->crew->user);
}

struct ls_result ls_help_receive(struct ls_help *h, uint64_t k, void **result)
{
    struct slot *slot = &h->slots[k % h->ring];
    struct ls_result r = ls_ok();
    *result = NULL;
    pthread_mutex_lock(&h->lock);
    h->taken = k; /* the one before is done with */
    pthread_cond_broadcast(&h->change);
    if (h->handed <= k) {
        h->handed = k + 1;
        *slot = (struct slot){.done = true};
    } else {
        r = wait_for(h, slot);
    }
    if (!ls_failed(r)) {
        *result = slot->result;
        slot->result = NULL;
    }
    pthread_mutex_unlock(&h->lock);
    return r;
}

void ls_help_free(struct ls_help *h)
{
    if (!h)
        return;
    if (h->called)
        h->crew->dismiss(h->crew->user, &h->call);
    if (h->own.state)
        h->work->end(h->own.state);
    for (size_t i = 0; i < h->ring; i++)
        if (h->slots[i].result)
            h->work->drop(h->slots[i].result);
    pthread_cond_destroy(&h->change);
    pthread_mutex_destroy(&h->lock);
    ls_free(h);
}
