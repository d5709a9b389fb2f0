/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/validator.h"

#include "confirm/check_priv.h"

#include <string.h>

const struct ls_validator *ls_validator_find(const char *name)
{
    size_t n;
    const struct ls_validator *const *all = ls_validators(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

struct ls_digit_limits ls_validator_limits(const struct ls_validator *validator, uint32_t least)
{
    if (validator->alphabet != LS_ALPHA_UPPER)
        return (struct ls_digit_limits){.alone = validator->run};
    return (struct ls_digit_limits){.alone = validator->lettered ? 0 : least,
                                    .lettered = validator->run};
}

size_t ls_check_squeeze(const uint32_t *cell, size_t n, uint32_t out[LS_CELL_CHARS_MAX])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (cell[i] == ' ' || cell[i] == '\n')
            continue;
        if (kept == LS_CELL_CHARS_MAX)
            return 0;
        out[kept++] = cell[i];
    }
    return kept;
}

bool ls_check_listed(const char32_t *list, const uint32_t *cell, size_t n)
{
    uint32_t text[LS_CELL_CHARS_MAX];
    n = ls_check_squeeze(cell, n, text);
    size_t len;
    for (; n > 0 && *list; list += len + 1) {
        for (len = 0; list[len] != U'|'; len++)
            ;
        if (len == n && memcmp(list, text, n * sizeof *text) == 0)
            return true;
    }
    return false;
}
