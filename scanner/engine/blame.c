/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/blame.h"

#include "base/reason.h"
#include "engine/intake.h"

#include <signal.h>

enum {
    CRASHES_ALWAYS = 10, /* crashes that are borne whatever the number of objects … */
    CRASHES_SHARE = 100, /* … and one more for each so many objects */
    KILLS_ALWAYS = 200,
    STILLBORN_MAX = 3, /* in a row */
    EARLY_KILLS_MAX = 100,
    DEATHS_ALONE = 2, /* of an object's processes, of which the last had nothing else to do */
    KILLS_ALONE = 3,
};

/* Whether somebody was called to help a format with the object. */
static bool was_helped(const struct ls_slots *slots, uint64_t id)
{
    for (unsigned i = 0; i < slots->n; i++)
        if (atomic_load(&slots->at[i].object) == id && atomic_load(&slots->at[i].helped))
            return true;
    return false;
}

/* False when it is tried once more as it is, but without help. */
static bool convict(struct ls_batch_item *item, unsigned cause, bool helped)
{
    if (helped && !item->unhelped && !item->raw_only && item->kind != LS_WALK_STREAM) {
        item->unhelped = true;
        item->alone = true;
        return false;
    }
    item->cause = (uint16_t)cause;
    if (item->raw_only || item->kind == LS_WALK_STREAM)
        ls_intake_discard(item, LS_STATE_NOT_SCANNED, ls_cause_reason(cause));
    item->raw_only = true;
    item->alone = true;
    return true;
}

/* What a stream has given is gone, whoever is to blame. */
static void lose_stream(struct ls_batch_item *item, unsigned cause)
{
    item->cause = (uint16_t)cause;
    ls_intake_discard(item, LS_STATE_NOT_SCANNED, LS_REASON_CRASHED);
}

/* The number behind the word of a slot, which may hold anything. */
static unsigned checked_cause(uint32_t died)
{
    bool known = (died > 0 && died < (uint32_t)SIGRTMIN) ||
                 (died > LS_DIED_CODE && died <= LS_DIED_CODE + (uint32_t)LS_E_INTERNAL);
    return known ? died : LS_CAUSE_EXIT;
}

/* Whether a slot before this one speaks of the same object: its owner, or another helper. */
static bool is_repeated(const struct ls_slots *slots, unsigned i, bool died_only)
{
    uint64_t id = atomic_load(&slots->at[i].object);
    for (unsigned k = 0; k < i; k++)
        if (atomic_load(&slots->at[k].object) == id &&
            (!died_only || atomic_load(&slots->at[k].died)))
            return true;
    return false;
}

/* Memory is short for all: who finds that out need not be who took it, unless it was alone. */
static bool is_scarcity(const struct ls_batch_item *item, uint32_t died)
{
    return died == LS_DIED_CODE + (uint32_t)LS_E_MEMORY && !item->alone;
}

/* Those who said so themselves, and who was caught. *again: nobody is convicted yet. */
static size_t convict_known(struct ls_dispatch *dispatch, const struct ls_slots *slots,
                            const struct ls_death *death, bool *again)
{
    size_t n = 0, convicted = 0;
    for (unsigned i = 0; i < slots->n; i++) {
        uint32_t died = atomic_load(&slots->at[i].died);
        uint64_t id = atomic_load(&slots->at[i].object);
        struct ls_batch_item *item = died ? ls_dispatch_item(dispatch, id) : NULL;
        if (!item || is_repeated(slots, i, true) || is_scarcity(item, died))
            continue;
        convicted += convict(item, checked_cause(died), was_helped(slots, id));
        n++;
    }
    struct ls_batch_item *caught = n == 0 ? ls_dispatch_item(dispatch, death->object) : NULL;
    if (caught)
        convicted += convict(caught, death->cause, was_helped(slots, death->object));
    n += caught != NULL;
    *again = n > 0 && convicted == 0;
    return n;
}

static unsigned cause_of(const struct ls_death *death)
{
    if (death->cause)
        return death->cause;
    return death->end.signal ? (unsigned)death->end.signal : LS_CAUSE_EXIT;
}

static bool is_kill(const struct ls_death *death)
{
    return !death->cause && death->end.signal == SIGKILL;
}

/* Somebody did it, and it may have been this one. */
static void suspect(struct ls_batch_item *item, const struct ls_death *death, bool helped)
{
    if (item->deaths < UINT8_MAX)
        item->deaths++;
    if (item->alone && item->deaths >= (is_kill(death) ? KILLS_ALONE : DEATHS_ALONE))
        (void)convict(item, cause_of(death), helped);
    item->alone = true;
}

/* All who were at it, unless the guilty are known. Returns their number. */
static size_t suspect_busy(struct ls_dispatch *dispatch, const struct ls_slots *slots,
                           const struct ls_death *death, bool known)
{
    size_t n = 0;
    for (unsigned i = 0; i < slots->n; i++) {
        uint64_t id = atomic_load(&slots->at[i].object);
        struct ls_batch_item *item = ls_dispatch_item(dispatch, id);
        if (!item || is_repeated(slots, i, false))
            continue;
        n++;
        if (item->kind == LS_WALK_STREAM)
            lose_stream(item, cause_of(death));
        else if (!known)
            suspect(item, death, was_helped(slots, id));
    }
    return n;
}

/* It need not be one of those that were at it when we noticed: all whose records have not come. */
static void suspect_away(struct ls_dispatch *dispatch, const struct ls_death *death)
{
    for (size_t i = 0; i < dispatch->board->batches_n; i++) {
        struct ls_batch *batch = ls_dispatch_find(dispatch, (uint32_t)i);
        for (size_t k = batch ? batch->done : 0; batch && k < batch->sent; k++) {
            struct ls_batch_item *item = &batch->items[k];
            if (item->kind != LS_WALK_STREAM && item->kind != LS_WALK_NONE)
                suspect(item, death, false);
        }
    }
}

static enum ls_sentence judge(const struct ls_blame *blame, uint64_t done)
{
    if (blame->stillborn >= STILLBORN_MAX)
        return LS_STOP_STILLBORN;
    if (blame->crashes > CRASHES_ALWAYS + done / CRASHES_SHARE)
        return LS_STOP_CRASHES;
    if (blame->early_kills >= EARLY_KILLS_MAX || blame->kills > KILLS_ALWAYS + done / CRASHES_SHARE)
        return LS_STOP_KILLS;
    return LS_GO_ON;
}

enum ls_sentence ls_blame_death(struct ls_blame *blame, struct ls_dispatch *dispatch,
                                const struct ls_slots *slots, const struct ls_death *death,
                                uint64_t done)
{
    bool lied = death->cause == LS_CAUSE_LIES, again;
    size_t guilty = convict_known(dispatch, slots, death, &again);
    size_t busy = suspect_busy(dispatch, slots, death, guilty > 0 || lied);
    bool killed = guilty == 0 && is_kill(death);
    bool early = guilty == 0 && busy == 0 && death->records == 0 && !death->cause;
    if (guilty == 0 && (lied || (busy == 0 && !early && !killed)))
        suspect_away(dispatch, death);
    blame->crashes += !killed && !early && !again;
    blame->kills += killed;
    blame->stillborn = early && !killed ? blame->stillborn + 1 : 0;
    blame->early_kills = early && killed ? blame->early_kills + 1 : 0;
    return judge(blame, done);
}
