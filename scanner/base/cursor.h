/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads numbers and bytes out of a range and never past its end.
 *
 * A read that does not fit takes nothing, gives zeros, and sets `failed`, which stays set: so a
 * parser reads a whole header in a straight line and asks once, before it believes any of it. One
 * thread at a time; the bytes belong to somebody else and outlive the cursor.
 */
#ifndef LS_BASE_CURSOR_H
#define LS_BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_cursor {
    const uint8_t *at; /* the next byte */
    size_t left;       /* bytes from there to the end */
    bool failed;
};

void ls_cursor_init(struct ls_cursor *cursor, const void *bytes, size_t len);

uint8_t ls_cursor_u8(struct ls_cursor *cursor);
uint16_t ls_cursor_u16le(struct ls_cursor *cursor);
uint16_t ls_cursor_u16be(struct ls_cursor *cursor);
uint32_t ls_cursor_u32le(struct ls_cursor *cursor);
uint32_t ls_cursor_u32be(struct ls_cursor *cursor);
uint64_t ls_cursor_u64le(struct ls_cursor *cursor);
uint64_t ls_cursor_u64be(struct ls_cursor *cursor);

/* The next `len` bytes, where they stand, or NULL when there are fewer. */
const uint8_t *ls_cursor_bytes(struct ls_cursor *cursor, size_t len);

#endif
