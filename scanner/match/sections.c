/* SPDX-License-Identifier: Apache-2.0 */
#include "match/sections.h"

#include <stdint.h>
#include <string.h>

enum { ALIGN = 8, LENGTH_BYTES = sizeof(uint64_t) };

static size_t padding(uint64_t len)
{
    return (size_t)(-len & (ALIGN - 1));
}

struct ls_result ls_section_put(struct ls_buf *out, const void *at, size_t n, size_t size)
{
    static const char zeros[ALIGN];
    uint64_t len = (uint64_t)n * size;
    LS_TRY(ls_buf_add(out, &len, sizeof len));
    LS_TRY(ls_buf_add(out, at, (size_t)len));
    return ls_buf_add(out, zeros, padding(len));
}

bool ls_section_take(struct ls_sections *sections, size_t size, void **at, size_t *n)
{
    uint64_t len;
    if (sections->len < LENGTH_BYTES)
        return false;
    memcpy(&len, sections->at, LENGTH_BYTES);
    size_t rest = sections->len - LENGTH_BYTES;
    if (len > rest || padding(len) > rest - len || len % size != 0)
        return false;
    *at = sections->at + LENGTH_BYTES;
    *n = (size_t)len / size;
    sections->at += LENGTH_BYTES + len + padding(len);
    sections->len = rest - (size_t)len - padding(len);
    return true;
}

bool ls_section_copy(struct ls_sections *sections, size_t size, void *to, size_t n)
{
    void *at;
    size_t there;
    if (!ls_section_take(sections, size, &at, &there) || there != n)
        return false;
    memcpy(to, at, n * size);
    return true;
}
