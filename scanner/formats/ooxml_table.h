/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of names that elements have, and what is known of each. */
#ifndef LS_FORMATS_OOXML_TABLE_H
#define LS_FORMATS_OOXML_TABLE_H

#include "base/place.h"

#include <stddef.h>
#include <stdint.h>

/*
 * A table of `n` structs of `size` bytes whose first member is a name, ascending by strcmp(). Those
 * that were looked up lately are remembered, for a document says the same words again and again.
 */
struct ls_ooxml_table {
    const void *at;
    size_t n, size;
    struct {
        uint64_t begins; /* the word's first eight bytes … */
        size_t len;      /* … and its length; 0: nothing is remembered here */
        const void *entry;
    } seen[128];
};

void ls_ooxml_table_init(struct ls_ooxml_table *table, const void *at, size_t n, size_t size);

/* The entry that `word` is, or NULL. */
const void *ls_ooxml_table_find(struct ls_ooxml_table *table, struct ls_str word);

#endif
