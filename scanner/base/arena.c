/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks are cut from chunks that hang in a list; a request too large for a chunk gets its own.
 */
#include "base/arena.h"

#include "base/alloc.h"

#include <stdalign.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024 };

struct chunk {
    struct chunk *next;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

struct ls_arena {
    struct chunk *chunks;
    size_t total; /* bytes given out, <= limit */
    size_t limit;
};

struct ls_arena *ls_arena_new(size_t limit)
{
    struct ls_arena *arena = ls_calloc(1, sizeof *arena);
    if (arena)
        arena->limit = limit;
    return arena;
}

void ls_arena_free(struct ls_arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *c = arena->chunks; c;) {
        struct chunk *next = c->next;
        ls_free(c);
        c = next;
    }
    ls_free(arena);
}

void *ls_arena_calloc(struct ls_arena *arena, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes) ||
        __builtin_add_overflow(bytes, alignof(max_align_t) - 1, &bytes))
        return NULL;
    bytes &= ~(alignof(max_align_t) - 1);
    if (bytes > arena->limit - arena->total)
        return NULL;
    struct chunk *c = arena->chunks;
    if (!c || c->size - c->used < bytes) {
        size_t room = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        c = ls_calloc(1, sizeof *c + room);
        if (!c)
            return NULL;
        c->size = room;
        c->next = arena->chunks;
        arena->chunks = c;
    }
    void *p = c->bytes + c->used;
    c->used += bytes;
    arena->total += bytes;
    return p;
}

char *ls_arena_strndup(struct ls_arena *arena, const char *s, size_t len)
{
    char *copy = ls_arena_calloc(arena, len + 1, 1);
    return copy ? memcpy(copy, s, len) : NULL;
}
