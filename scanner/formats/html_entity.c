/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/html_entity.h"

#include <string.h>

enum { BARE_MAX = 6 }; /* bytes of the longest name that is known without a semicolon */

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static const struct ls_html_entity *exact(const char *name, size_t len)
{
    size_t lo = 0, hi = ls_html_entities_n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct ls_html_entity *e = &ls_html_entities[mid];
        size_t common = len < e->len ? len : e->len;
        int order = memcmp(ls_html_entity_names + e->at, name, common);
        if (order == 0 && e->len == len)
            return e;
        if (order < 0 || (order == 0 && e->len < len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const struct ls_html_entity *ls_html_entity_find(const char *name, size_t len, bool in_attribute,
                                                 size_t *taken)
{
    size_t n = 0;
    while (n < len && n < LS_HTML_ENTITY_MAX && is_alnum(name[n]))
        n++;
    if (n < len && name[n] == ';') {
        const struct ls_html_entity *e = exact(name, n);
        *taken = n + 1;
        if (e)
            return e;
    }
    /* The longest beginning that is known without a semicolon. */
    for (size_t k = n < BARE_MAX ? n : BARE_MAX; k >= 2; k--) {
        const struct ls_html_entity *e = exact(name, k);
        if (!e || !e->bare)
            continue;
        bool goes_on = k < len && (is_alnum(name[k]) || name[k] == '=');
        *taken = k;
        return in_attribute && goes_on ? NULL : e;
    }
    return NULL;
}

uint32_t ls_html_numeric(uint32_t number)
{
    static const uint16_t windows_1252[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    if (number - 0x80 < 32)
        return windows_1252[number - 0x80];
    bool character = number != 0 && number <= 0x10FFFF && number - 0xD800 >= 0x800;
    return character ? number : 0xFFFD;
}
