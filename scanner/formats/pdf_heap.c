/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap of a document: its sum has a limit, and all of it is freed at once with the document, so
 * nothing is lost of what MuPDF forgets when it fails.
 *
 *   small   size | room      cut from slabs, which stay; a free one waits for the next of its room
 *   large   next, last, size | …      each by itself, in a ring
 *
 * MuPDF makes and drops small blocks all the time, some hundred thousand for a document of many
 * objects.
 */
#include "formats/pdf_page.h"

#include "base/alloc.h"
#include "base/sanitized.h"

#include <string.h>

struct block {
    size_t size;
    size_t unused; /* what follows is aligned as for any object */
};

struct large {
    struct large *next, *last;
    struct block block;
};

/* A free one: what it is a list by stands in its room. */
struct spare {
    struct block block;
    struct spare *next;
};

enum {
    STEP = 16,                          /* small blocks have room for a multiple of it, … */
    SMALL_MAX = LS_SANITIZED ? 0 : 256, /* … up to so many bytes */
    SLAB = 64 << 10,
};

struct slab {
    struct slab *next;
    size_t unused;
    char room[SLAB];
};

struct ls_pdf_heap {
    struct large all; /* of a ring */
    struct slab *slabs;
    size_t cut;                                /* bytes of the first slab */
    size_t used, max;                          /* slabs count as a whole */
    struct spare *spare[SMALL_MAX / STEP + 1]; /* by steps of room */
    bool zeroed;                               /* blocks come as zeros */
    bool full;                                 /* more was asked for than there may be … */
    bool empty;                                /* … or than the system has */
};

/* So many bytes from the system, on top of what is used; or `old` resized to them. */
static void *take(struct ls_pdf_heap *heap, void *old, size_t bytes)
{
    if (bytes > heap->max || heap->used > heap->max - bytes) {
        heap->full = true;
        return NULL;
    }
    void *taken = ls_reallocarray(old, 1, bytes);
    heap->empty |= !taken;
    return taken;
}

/* ---- small blocks --------------------------------------------------------------------------- */

/* Blocks of no bytes have room as well: they are told apart by where they stand. */
static size_t steps_of(size_t size)
{
    return size ? (size + STEP - 1) / STEP : 1;
}

static bool is_small(size_t size)
{
    return size <= SMALL_MAX && SMALL_MAX > 0;
}

static bool new_slab(struct ls_pdf_heap *heap)
{
    struct slab *slab = take(heap, NULL, sizeof *slab);
    if (!slab)
        return false;
    slab->next = heap->slabs;
    heap->slabs = slab;
    heap->cut = 0;
    heap->used += sizeof *slab;
    return true;
}

static struct block *new_small(struct ls_pdf_heap *heap, size_t size)
{
    size_t steps = steps_of(size), bytes = sizeof(struct block) + steps * STEP;
    struct spare *spare = heap->spare[steps];
    if (spare) {
        heap->spare[steps] = spare->next;
        return &spare->block;
    }
    if ((!heap->slabs || heap->cut + bytes > SLAB) && !new_slab(heap))
        return NULL;
    void *room = heap->slabs->room + heap->cut;
    heap->cut += bytes;
    return room;
}

static void drop_small(struct ls_pdf_heap *heap, struct block *block)
{
    struct spare *spare = (struct spare *)block;
    size_t steps = steps_of(block->size);
    spare->next = heap->spare[steps];
    heap->spare[steps] = spare;
}

/* ---- large blocks --------------------------------------------------------------------------- */

static struct large *large_of(struct block *block)
{
    return LS_CONTAINER(block, struct large, block);
}

static void enter(struct ls_pdf_heap *heap, struct large *large)
{
    large->next = heap->all.next;
    large->last = &heap->all;
    large->next->last = large;
    heap->all.next = large;
    heap->used += sizeof *large + large->block.size;
}

static void leave(struct ls_pdf_heap *heap, struct large *large)
{
    large->next->last = large->last;
    large->last->next = large->next;
    heap->used -= sizeof *large + large->block.size;
}

/* A new one, or `old` made larger or smaller, which stays what it is when that fails. */
static struct block *resize_large(struct ls_pdf_heap *heap, struct large *old, size_t size)
{
    if (old)
        leave(heap, old);
    struct large *now = size < SIZE_MAX - sizeof *now ? take(heap, old, sizeof *now + size) : NULL;
    if (now)
        now->block.size = size;
    if (now || old)
        enter(heap, now ? now : old);
    return now ? &now->block : NULL;
}

/* ---- any ------------------------------------------------------------------------------------ */

static struct block *new_block(struct ls_pdf_heap *heap, size_t size)
{
    return is_small(size) ? new_small(heap, size) : resize_large(heap, NULL, size);
}

static void drop_block(struct ls_pdf_heap *heap, struct block *block)
{
    if (is_small(block->size)) {
        drop_small(heap, block);
    } else {
        leave(heap, large_of(block));
        ls_free(large_of(block));
    }
}

static struct block *move_block(struct ls_pdf_heap *heap, struct block *block, size_t size)
{
    size_t had = block->size;
    if (!is_small(size) && !is_small(had))
        return resize_large(heap, large_of(block), size);
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
    struct block *now = block ? move_block(heap, block, size) : new_block(heap, size);
    if (!now)
        return NULL;
    now->size = size;
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
    if (old)
        drop_block(user, (struct block *)old - 1);
}

/* ---- the document's ------------------------------------------------------------------------- */

bool ls_pdf_heap_was_short(const struct ls_pdf *pdf)
{
    return pdf->heap && (pdf->heap->full || pdf->heap->empty);
}

bool ls_pdf_heap_was_full(const struct ls_pdf *pdf)
{
    return pdf->heap->full;
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
        struct large *large = heap->all.next;
        leave(heap, large);
        ls_free(large);
    }
    for (struct slab *slab = heap ? heap->slabs : NULL, *next; slab; slab = next) {
        next = slab->next;
        ls_free(slab);
    }
    ls_free(heap);
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
