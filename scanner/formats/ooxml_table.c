/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ooxml_table.h"

#include "formats/xml.h"

#include <string.h>

void ls_ooxml_table_init(struct ls_ooxml_table *table, const void *at, size_t n, size_t size)
{
    memset(table, 0, sizeof *table);
    table->at = at;
    table->n = n;
    table->size = size;
}

static const void *look_up(const struct ls_ooxml_table *table, struct ls_str word)
{
    size_t lo = 0, hi = table->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const char *const *entry = (const void *)((const char *)table->at + mid * table->size);
        size_t len = strlen(*entry);
        int order = memcmp(*entry, word.at, len < word.len ? len : word.len);
        if (order == 0 && len == word.len)
            return entry;
        if (order < 0 || (order == 0 && len < word.len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const void *ls_ooxml_table_find(struct ls_ooxml_table *table, struct ls_str word)
{
    uint64_t begins = ls_str_head(word);
    if (word.len == 0)
        return NULL;
    size_t slot = (size_t)((begins * UINT64_C(0x9E3779B97F4A7C15) >> 57) ^ word.len) % 128;
    bool seen = table->seen[slot].begins == begins && table->seen[slot].len == word.len;
    const char *const *entry = table->seen[slot].entry;
    /* Eight bytes are all of a short word; of a long one the rest has to be looked at. */
    if (seen && (word.len <= 8 || (entry && memcmp(*entry + 8, word.at + 8, word.len - 8) == 0)))
        return entry;
    entry = look_up(table, word);
    table->seen[slot].begins = begins;
    table->seen[slot].len = word.len;
    table->seen[slot].entry = entry;
    return entry;
}
