/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cursor.h"

void ls_cursor_init(struct ls_cursor *cursor, const void *bytes, size_t len)
{
    *cursor = (struct ls_cursor){.at = bytes, .left = len};
}

const uint8_t *ls_cursor_bytes(struct ls_cursor *cursor, size_t len)
{
    if (cursor->failed || len > cursor->left) {
        cursor->failed = true;
        return NULL;
    }
    const uint8_t *bytes = cursor->at;
    cursor->at += len;
    cursor->left -= len;
    return bytes;
}

static uint64_t little(struct ls_cursor *cursor, size_t len)
{
    const uint8_t *bytes = ls_cursor_bytes(cursor, len);
    uint64_t number = 0;
    for (size_t i = len; bytes && i > 0; i--)
        number = number << 8 | bytes[i - 1];
    return number;
}

static uint64_t big(struct ls_cursor *cursor, size_t len)
{
    const uint8_t *bytes = ls_cursor_bytes(cursor, len);
    uint64_t number = 0;
    for (size_t i = 0; bytes && i < len; i++)
        number = number << 8 | bytes[i];
    return number;
}

uint8_t ls_cursor_u8(struct ls_cursor *cursor)
{
    return (uint8_t)big(cursor, 1);
}

uint16_t ls_cursor_u16le(struct ls_cursor *cursor)
{
    return (uint16_t)little(cursor, 2);
}

uint16_t ls_cursor_u16be(struct ls_cursor *cursor)
{
    return (uint16_t)big(cursor, 2);
}

uint32_t ls_cursor_u32le(struct ls_cursor *cursor)
{
    return (uint32_t)little(cursor, 4);
}

uint32_t ls_cursor_u32be(struct ls_cursor *cursor)
{
    return (uint32_t)big(cursor, 4);
}

uint64_t ls_cursor_u64le(struct ls_cursor *cursor)
{
    return little(cursor, 8);
}

uint64_t ls_cursor_u64be(struct ls_cursor *cursor)
{
    return big(cursor, 8);
}
