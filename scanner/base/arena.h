/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many small blocks that die together. Created with a limit in bytes. One thread at a time.
 */
#ifndef LS_BASE_ARENA_H
#define LS_BASE_ARENA_H

#include <stddef.h>

struct ls_arena;

struct ls_arena *ls_arena_new(size_t limit);
void ls_arena_free(struct ls_arena *arena);

/* n * size zeroed bytes, aligned for any type, or NULL (no memory, limit reached, overflow). */
void *ls_arena_calloc(struct ls_arena *arena, size_t n, size_t size);

/* NUL-terminated copy of s[0..len), or NULL. */
char *ls_arena_strndup(struct ls_arena *arena, const char *s, size_t len);

#endif
