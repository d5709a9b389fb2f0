/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/locate_ahead.h"

#include "base/alloc.h"
#include "rules/locate.h"
#include "rules/pack_image.h"

#include <pthread.h>

enum { AHEAD = 8 /* packs that may be looked at before they are asked for */ };

/* What was found out about a pack. */
struct look {
    struct ls_result result;
    struct ls_diag diag;
    struct ls_locate_lines lines;
};

struct ls_locate_ahead {
    const struct ls_pack_text *packs;
    size_t n;
    struct look looks[AHEAD]; /* of pack i in looks[i % AHEAD] */
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock; /* protects what follows */
    pthread_cond_t moved;
    size_t looked, done; /* packs looked at, and those that are no longer needed */
    bool stop;
};

static void look_at(struct ls_locate_ahead *ahead, size_t i)
{
    struct look *look = &ahead->looks[i % AHEAD];
    look->diag.text[0] = '\0';
    look->result = ls_ok();
    if (ls_pack_image_of(&ahead->packs[i]))
        return; /* nobody will ask */
    look->result = ls_locate_check(&ahead->packs[i], &look->lines, &look->diag);
}

static void *look_at_all(void *user)
{
    struct ls_locate_ahead *ahead = user;
    pthread_mutex_lock(&ahead->lock);
    while (ahead->looked < ahead->n && !ahead->stop) {
        if (ahead->looked - ahead->done == AHEAD) {
            pthread_cond_wait(&ahead->moved, &ahead->lock);
            continue;
        }
        pthread_mutex_unlock(&ahead->lock);
        look_at(ahead, ahead->looked); /* nobody else writes it */
        pthread_mutex_lock(&ahead->lock);
        ahead->looked++;
        pthread_cond_signal(&ahead->moved);
    }
    pthread_mutex_unlock(&ahead->lock);
    return NULL;
}

struct ls_result ls_locate_ahead_new(const struct ls_pack_text *packs, size_t n,
                                     struct ls_locate_ahead **ahead)
{
    struct ls_locate_ahead *it = ls_calloc(1, sizeof *it);
    *ahead = it;
    if (!it)
        return ls_stop(LS_E_MEMORY);
    it->packs = packs;
    it->n = n;
    pthread_mutex_init(&it->lock, NULL);
    pthread_cond_init(&it->moved, NULL);
    size_t unread = 0;
    for (size_t i = 0; i < n; i++)
        unread += !ls_pack_image_of(&packs[i]);
    it->threaded = unread > 1 && pthread_create(&it->thread, NULL, look_at_all, it) == 0;
    return ls_ok();
}

struct ls_result ls_locate_ahead_get(struct ls_locate_ahead *ahead, size_t i,
                                     const struct ls_locate_lines **lines, struct ls_diag *diag)
{
    const struct look *look = &ahead->looks[i % AHEAD];
    if (ahead->threaded) {
        pthread_mutex_lock(&ahead->lock);
        ahead->done = i; /* and those before it, whether or not they were asked for */
        pthread_cond_signal(&ahead->moved);
        while (ahead->looked <= i)
            pthread_cond_wait(&ahead->moved, &ahead->lock);
        pthread_mutex_unlock(&ahead->lock);
    } else {
        look_at(ahead, i);
    }
    *lines = &look->lines;
    if (ls_failed(look->result) && diag)
        *diag = look->diag;
    return look->result;
}

void ls_locate_ahead_free(struct ls_locate_ahead *ahead)
{
    if (!ahead)
        return;
    if (ahead->threaded) {
        pthread_mutex_lock(&ahead->lock);
        ahead->stop = true;
        pthread_cond_signal(&ahead->moved);
        pthread_mutex_unlock(&ahead->lock);
        pthread_join(ahead->thread, NULL);
    }
    pthread_cond_destroy(&ahead->moved);
    pthread_mutex_destroy(&ahead->lock);
    ls_free(ahead);
}
