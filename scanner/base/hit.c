/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hit.h"

#include <string.h>

static const char *const severities[LS_SEV_COUNT] = {"mention", "low", "medium", "high",
                                                     "critical"};

static const char *const categories[LS_CAT_COUNT] = {
    "grade-mark", "foreign-mark", "internal-mark", "trade-secret", "personnel", "archive-file",
    "exam",       "case-file",    "staffing",      "audit",        "minutes",   "telegram",
    "register",   "identifier",   "credential",    "dictionary",
};

static const char *const states[LS_STATE_COUNT] = {"scanned", "excluded", "degraded",
                                                   "not_scanned"};

static const char *const exacts[] = {"exact", "mapped", "object"};

const char *ls_severity_name(enum ls_severity severity)
{
    return severities[severity];
}

const char *ls_category_name(enum ls_category category)
{
    return categories[category];
}

const char *ls_state_name(enum ls_state state)
{
    return states[state];
}

const char *ls_exact_name(enum ls_exact exact)
{
    return exacts[exact];
}

bool ls_severity_parse(const char *name, enum ls_severity *severity)
{
    for (int i = 0; i < LS_SEV_COUNT; i++)
        if (strcmp(name, severities[i]) == 0) {
            *severity = (enum ls_severity)i;
            return true;
        }
    return false;
}

bool ls_category_parse(const char *name, enum ls_category *category)
{
    for (int i = 0; i < LS_CAT_COUNT; i++)
        if (strcmp(name, categories[i]) == 0) {
            *category = (enum ls_category)i;
            return true;
        }
    return false;
}
