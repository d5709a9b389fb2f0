/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/word_table.h"

#include <string.h>

const void *ls_word_find(const void *table, size_t n, size_t size, struct ls_str word)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct ls_str *key = (const void *)((const char *)table + mid * size);
        int order = key->len != word.len ? (key->len < word.len ? -1 : 1)
                                         : memcmp(key->at, word.at, word.len);
        if (order == 0)
            return key;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}
