/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static _Atomic uint64_t fail_at;
static _Atomic uint64_t counted;

/* Counts only while a test asks for it, so that threads do not share a cache line otherwise. */
static bool must_fail(void)
{
    uint64_t at = atomic_load_explicit(&fail_at, memory_order_relaxed);
    if (at == 0)
        return false;
    return atomic_fetch_add_explicit(&counted, 1, memory_order_relaxed) + 1 == at;
}

void ls_alloc_fail_nth(uint64_t n)
{
    atomic_store(&counted, 0);
    atomic_store(&fail_at, n);
}

uint64_t ls_alloc_count(void)
{
    return atomic_load(&counted);
}

void *ls_calloc(size_t n, size_t size)
{
    return must_fail() ? NULL : calloc(n ? n : 1, size ? size : 1);
}

void *ls_reallocarray(void *old, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes) || must_fail())
        return NULL;
    return realloc(old, bytes ? bytes : 1);
}

void *ls_alloc_aligned(size_t align, size_t size)
{
    void *p = NULL;
    if (must_fail() || posix_memalign(&p, align, size ? size : 1) != 0)
        return NULL;
    return p;
}

void *ls_alloc_touched(size_t size)
{
    enum { LARGE = 256 << 10, HUGE = 2 << 20 };
    if (size < LARGE)
        return ls_alloc_aligned(sizeof(max_align_t), size);
    size_t whole;
    if (__builtin_add_overflow(size, HUGE - 1, &whole))
        return NULL;
    whole -= whole % HUGE;
    void *p = ls_alloc_aligned(HUGE, whole);
    /* Without either of them it only takes longer. */
#ifdef MADV_HUGEPAGE
    if (p)
        (void)madvise(p, whole, MADV_HUGEPAGE);
#endif
#ifdef MADV_POPULATE_WRITE
    if (p)
        (void)madvise(p, size, MADV_POPULATE_WRITE);
#endif
    return p;
}

char *ls_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    char *copy = ls_reallocarray(NULL, n, 1);
    return copy ? memcpy(copy, s, n) : NULL;
}

void *ls_foreign_malloc(size_t size)
{
    return must_fail() ? NULL : malloc(size ? size : 1);
}

void ls_free(void *p)
{
    free(p);
}
