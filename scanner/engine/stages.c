/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/stages.h"

#include <pthread.h>
#include <semaphore.h>

/* Stages in the making. The other thread makes stage 1, and helps with stage 2 then. */
struct making {
    struct ls_stages *stages;
    struct ls_match_options options;
    pthread_t thread;
    bool threaded;
    sem_t checked;  /* the rules are there, or will never be */
    sem_t prepared; /* the same of stage 2 */
    struct ls_diag diag;
    struct ls_result result; /* of stage 1 */
};

static void wait_for(sem_t *sem)
{
    while (sem_wait(sem) != 0) /* a signal */
        continue;
}

static void make_matcher(struct making *m)
{
    m->result = ls_matcher_new(m->stages->rules, &m->options, &m->stages->matcher, &m->diag);
}

static void *make_matcher_and_help(void *user)
{
    struct making *m = user;
    if (m->options.ahead)
        ls_match_ahead_fetch(m->options.ahead);
    wait_for(&m->checked);
    if (m->stages->rules)
        make_matcher(m);
    else
        ls_match_ahead_free(m->options.ahead);
    wait_for(&m->prepared);
    if (m->stages->confirm)
        ls_confirm_compile(m->stages->confirm);
    return NULL;
}

static struct ls_result begin(struct making *m, struct ls_stages *s,
                              const struct ls_match_options *options)
{
    *m = (struct making){.stages = s, .options = *options, .result = ls_ok()};
    if (sem_init(&m->checked, 0, 0) != 0)
        return ls_stop(LS_E_MEMORY);
    if (sem_init(&m->prepared, 0, 0) == 0)
        return ls_ok();
    sem_destroy(&m->checked);
    return ls_stop(LS_E_MEMORY);
}

static void start_thread(struct making *m)
{
    m->threaded = pthread_create(&m->thread, NULL, make_matcher_and_help, m) == 0;
}

/* From the rules on, if there are any; waits for the other thread in any case. */
static struct ls_result make_both(struct making *m, struct ls_result r, struct ls_diag *diag)
{
    struct ls_stages *s = m->stages;
    sem_post(&m->checked);
    if (!ls_failed(r))
        r = ls_confirm_prepare(s->rules, &s->confirm);
    sem_post(&m->prepared);
    if (s->confirm)
        ls_confirm_compile(s->confirm);
    if (m->threaded)
        pthread_join(m->thread, NULL);
    else if (s->rules)
        make_matcher(m);
    sem_destroy(&m->checked);
    sem_destroy(&m->prepared);
    LS_TRY(r);
    LS_TRY(ls_confirm_finish(s->confirm, diag));
    if (ls_failed(m->result)) {
        *diag = m->diag;
        return m->result;
    }
    ls_matcher_set_digits(s->matcher, ls_confirm_digits(s->confirm));
    return ls_ok();
}

struct ls_result ls_stages_make(struct ls_stages *s, const struct ls_match_options *options,
                                struct ls_diag *diag)
{
    struct making m;
    LS_TRY(begin(&m, s, options));
    start_thread(&m);
    return make_both(&m, ls_ok(), diag);
}

static void rules_known(void *user, const char *digest)
{
    struct making *m = user;
    m->options.ahead = ls_match_ahead_new(digest, m->options.cache_dir);
    start_thread(m);
    if (m->threaded)
        return;
    ls_match_ahead_free(m->options.ahead);
    m->options.ahead = NULL;
}

struct ls_result ls_stages_load(struct ls_stages *s, const struct ls_rules_from *from,
                                const struct ls_match_options *options, struct ls_diag *diag)
{
    struct making m;
    struct ls_rules_listener listener = {rules_known, &m};
    struct ls_rules_from own = *from;
    own.listener = &listener;
    LS_TRY(begin(&m, s, options));
    return make_both(&m, ls_rules_load_from(&own, &s->rules, diag), diag);
}

void ls_stages_fini(struct ls_stages *s)
{
    ls_matcher_free(s->matcher);
    ls_confirm_free(s->confirm);
    ls_rules_free(s->rules);
}
