/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap of a document: each block carries a header, and the headers are a list. So the sum has a
 * limit, and what MuPDF forgets when it fails is freed with the document.
 */
#include "formats/pdf_page.h"

#include "base/alloc.h"
#include "base/sanitized.h"

#include <string.h>

struct block {
    struct block *next, *last;
    size_t size;
    size_t unused; /* what follows is aligned as for any object */
};

enum {
    STEP = 16,                          /* small blocks have room for a multiple of it, … */
    SMALL_MAX = LS_SANITIZED ? 0 : 256, /* … up to so many bytes: MuPDF makes and drops them all */
    SPARE_MAX = LS_SANITIZED ? 0 : 1 << 20 /* the time, so some are kept for the next */
};

struct ls_pdf_heap {
    struct block all; /* of a ring */
    size_t used, max;
    struct block *spare[SMALL_MAX / STEP + 1]; /* by steps of room */
    size_t spare_bytes;
    bool zeroed; /* blocks come as zeros */
    bool full;   /* more was asked for than there may be … */
    bool empty;  /* … or than the system has */
};

static void enter(struct ls_pdf_heap *heap, struct block *block)
{
    block->next = heap->all.next;
    block->last = &heap->all;
    block->next->last = block;
    heap->all.next = block;
    heap->used += block->size;
}

static void leave(struct ls_pdf_heap *heap, struct block *block)
{
    block->next->last = block->last;
    block->last->next = block->next;
    heap->used -= block->size;
}

static size_t steps_of(size_t size)
{
    return (size + STEP - 1) / STEP;
}

static bool is_small(size_t size)
{
    return size <= SMALL_MAX;
}

static struct block *new_block(struct ls_pdf_heap *heap, size_t size)
{
    struct block **spare = is_small(size) ? &heap->spare[steps_of(size)] : NULL;
    struct block *block = spare ? *spare : NULL;
    if (!block)
        return ls_reallocarray(NULL, 1, sizeof *block + (spare ? steps_of(size) * STEP : size));
    *spare = block->next;
    heap->spare_bytes -= sizeof *block + steps_of(size) * STEP;
    return block;
}

static void drop_block(struct ls_pdf_heap *heap, struct block *block)
{
    size_t steps = steps_of(block->size), bytes = sizeof *block + steps * STEP;
    if (!is_small(block->size) || heap->spare_bytes + bytes > SPARE_MAX) {
        ls_free(block);
        return;
    }
    block->next = heap->spare[steps];
    heap->spare[steps] = block;
    heap->spare_bytes += bytes;
}

/* Moves a block where it has room; it is in no list meanwhile. */
static struct block *move_block(struct ls_pdf_heap *heap, struct block *block, size_t size)
{
    size_t had = block->size;
    if (!is_small(size) && !is_small(had))
        return ls_reallocarray(block, 1, sizeof *block + size);
    if (is_small(size) && is_small(had) && steps_of(size) == steps_of(had))
        return block;
    struct block *now = new_block(heap, size);
    if (!now)
        return NULL;
    memcpy(now + 1, block + 1, had < size ? had : size);
    drop_block(heap, block);
    return now;
}

static void *heap_resize(void *user, void *old, size_t size)
{
    struct ls_pdf_heap *heap = user;
    struct block *block = old ? (struct block *)old - 1 : NULL;
    size_t had = block ? block->size : 0;
    if (size > heap->max || heap->used - had > heap->max - size) {
        heap->full = true;
        return NULL;
    }
    if (block)
        leave(heap, block);
    struct block *now = block ? move_block(heap, block, size) : new_block(heap, size);
    if (!now && block)
        enter(heap, block);
    if (!now) {
        heap->empty = true;
        return NULL;
    }
    now->size = size;
    enter(heap, now);
    if (heap->zeroed && size > had)
        memset((char *)(now + 1) + had, 0, size - had);
    return now + 1;
}

static void *heap_take(void *user, size_t size)
{
    return heap_resize(user, NULL, size);
}

static void heap_give_back(void *user, void *old)
{
    if (!old)
        return;
    struct block *block = (struct block *)old - 1;
    leave(user, block);
    drop_block(user, block);
}

bool ls_pdf_heap_was_short(const struct ls_pdf *pdf)
{
    return pdf->heap && (pdf->heap->full || pdf->heap->empty);
}

bool ls_pdf_heap_is_half_full(const struct ls_pdf *pdf)
{
    return pdf->heap->used > pdf->heap->max / 2;
}

void ls_pdf_heap_zero(struct ls_pdf *pdf, bool on)
{
    pdf->heap->zeroed = on;
}

void ls_pdf_heap_free(struct ls_pdf_heap *heap)
{
    while (heap && heap->all.next != &heap->all) {
        struct block *block = heap->all.next;
        leave(heap, block);
        ls_free(block);
    }
    for (size_t i = 0; heap && i < sizeof heap->spare / sizeof *heap->spare; i++)
        for (struct block *block = heap->spare[i], *next; block; block = next) {
            next = block->next;
            ls_free(block);
        }
    ls_free(heap);
}

bool ls_pdf_heap_was_full(const struct ls_pdf *pdf)
{
    return pdf->heap->full;
}

bool ls_pdf_heap_new(struct ls_pdf *pdf, fz_alloc_context *allocator)
{
    struct ls_pdf_heap *heap = pdf->heap = ls_calloc(1, sizeof *heap);
    if (!heap)
        return false;
    heap->all.next = heap->all.last = &heap->all;
    heap->max = pdf->memory_max ? pdf->memory_max : LS_PDF_MEMORY_MAX;
    *allocator = (fz_alloc_context){heap, heap_take, heap_resize, heap_give_back};
    return true;
}
