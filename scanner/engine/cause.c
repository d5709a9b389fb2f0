/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/cause.h"

#include "base/reason.h"

#include <stdio.h>
#include <string.h>

const char *ls_cause_reason(unsigned cause)
{
    if (cause == LS_CAUSE_HANG)
        return LS_REASON_TIME_LIMIT;
    if (cause == LS_DIED_CODE + LS_E_MEMORY)
        return LS_REASON_MEMORY_LIMIT;
    return LS_REASON_CRASHED;
}

const char *ls_cause_words(unsigned cause, char words[LS_CAUSE_WORDS])
{
    if (cause == LS_CAUSE_HANG)
        return "what should read it did not come to an end";
    if (cause == LS_CAUSE_EXIT)
        return "what should read it left";
    if (cause == LS_CAUSE_LIES)
        return "what should read it ran wild";
    if (cause == LS_DIED_CODE + LS_E_MEMORY)
        return "memory ran out while it was read";
    if (cause >= LS_DIED_CODE)
        return "what should read it failed";
    const char *name = sigdescr_np((int)cause);
    snprintf(words, LS_CAUSE_WORDS, "signal %u%s%s", cause, name ? ": " : "", name ? name : "");
    return words;
}
