/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/split.h"

#include "base/alloc.h"

#include <limits.h>
#include <pthread.h>

/* The blocks that a lane has taken and not scanned yet. */
struct run {
    uint64_t next, end;
};

struct slot {
    bool done;
    struct ls_found found;
    struct ls_piece piece;
    struct ls_result result;
};

struct ls_split {
    struct ls_call call;
    const struct ls_input *input;
    pthread_mutex_t lock; /* guards what follows; a slot belongs to who scans or feeds it */
    pthread_cond_t change;
    uint64_t blocks;
    struct run own;  /* the owner's */
    bool closed;     /* nobody has to help any more */
    uint64_t handed; /* blocks handed out */
    uint64_t fed;    /* blocks that the owner is done with */
    unsigned helpers;
    size_t ring;
    struct slot slots[];
};

/* Takes blocks that nobody has, if there is room for what they hold; fewer towards the end. */
static bool take_run(struct ls_split *s, struct run *run)
{
    uint64_t room = s->fed + s->ring - s->handed, left = s->blocks - s->handed;
    uint64_t n = left / (s->helpers + 1) / 2 + 1;
    n = n < LS_SPLIT_RUN ? n : LS_SPLIT_RUN;
    n = n < left ? n : left;
    n = n < room ? n : room;
    *run = (struct run){s->handed, s->handed + n};
    for (; s->handed < run->end; s->handed++)
        s->slots[s->handed % s->ring].done = false;
    return n > 0;
}

/* Scans the next block of the run. Called with the lock held, which it gives up meanwhile. */
static void scan_next(struct ls_split *s, struct ls_lane *lane, struct run *run)
{
    uint64_t k = run->next++;
    struct slot *slot = &s->slots[k % s->ring];
    pthread_mutex_unlock(&s->lock);
    slot->result = ls_lane_scan(lane, s->input, k, &slot->found, &slot->piece);
    pthread_mutex_lock(&s->lock);
    slot->done = true;
    pthread_cond_broadcast(&s->change);
}

struct ls_result ls_split_take(struct ls_split *s, struct ls_lane *lane, uint64_t k,
                               struct ls_found **found, struct ls_piece *piece)
{
    struct slot *slot = &s->slots[k % s->ring];
    pthread_mutex_lock(&s->lock);
    s->fed = k; /* the one before is done with */
    pthread_cond_broadcast(&s->change);
    while (s->handed <= k || !slot->done) {
        if (s->own.next < s->own.end || take_run(s, &s->own))
            scan_next(s, lane, &s->own);
        else
            pthread_cond_wait(&s->change, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    *found = &slot->found;
    *piece = slot->piece;
    piece->view = (struct ls_view){.bytes = NULL};
    return slot->result;
}

static bool join(struct ls_call *call)
{
    struct ls_split *s = LS_CONTAINER(call, struct ls_split, call);
    pthread_mutex_lock(&s->lock);
    bool wanted = s->handed < s->blocks;
    s->helpers += wanted;
    pthread_mutex_unlock(&s->lock);
    return wanted;
}

static void help(struct ls_call *call, struct ls_lane *lane)
{
    struct ls_split *s = LS_CONTAINER(call, struct ls_split, call);
    struct run run = {0, 0};
    if (lane)
        ls_window_reset(&lane->window);
    pthread_mutex_lock(&s->lock);
    while (lane && !s->closed && (run.next < run.end || s->handed < s->blocks)) {
        if (run.next < run.end || take_run(s, &run))
            scan_next(s, lane, &run);
        else
            pthread_cond_wait(&s->change, &s->lock);
    }
    s->helpers--;
    pthread_cond_broadcast(&s->change);
    pthread_mutex_unlock(&s->lock);
}

static void close_split(struct ls_call *call)
{
    struct ls_split *s = LS_CONTAINER(call, struct ls_split, call);
    pthread_mutex_lock(&s->lock);
    s->blocks = s->handed;
    s->closed = true;
    pthread_cond_broadcast(&s->change);
    while (s->helpers > 0)
        pthread_cond_wait(&s->change, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

struct ls_result ls_split_new(const struct ls_input *input, uint64_t blocks, size_t ring,
                              struct ls_split **split)
{
    struct ls_split *s = ls_calloc(1, sizeof *s + ring * sizeof(struct slot));
    if (!s)
        return ls_stop(LS_E_MEMORY);
    s->call = (struct ls_call){
        .id = input->id,
        .phase = LS_PHASE_RAW,
        .urgent = true,
        .hands = UINT_MAX,
        .join = join,
        .help = help,
        .close = close_split,
    };
    s->input = input;
    s->blocks = blocks;
    s->ring = ring;
    for (size_t i = 0; i < ring; i++)
        ls_found_init(&s->slots[i].found);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->change, NULL);
    *split = s;
    return ls_ok();
}

void ls_split_free(struct ls_split *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->ring; i++)
        ls_found_fini(&s->slots[i].found);
    pthread_cond_destroy(&s->change);
    pthread_mutex_destroy(&s->lock);
    ls_free(s);
}

struct ls_call *ls_split_call(struct ls_split *s)
{
    return &s->call;
}
