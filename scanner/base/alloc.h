/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one door to the heap. Everything of ours allocates here, so that a test can make the n-th
 * allocation fail. Thread-safe.
 */
#ifndef LS_BASE_ALLOC_H
#define LS_BASE_ALLOC_H

#include <stddef.h>
#include <stdint.h>

/* n * size zeroed bytes, or NULL (also when the product overflows). Free with ls_free(). */
void *ls_calloc(size_t n, size_t size) __attribute__((warn_unused_result));

/* Resizes to n * size bytes; new bytes are undefined. On NULL the old block is untouched. */
void *ls_reallocarray(void *old, size_t n, size_t size) __attribute__((warn_unused_result));

/* size bytes aligned to `align` (a power of two), undefined content, or NULL. */
void *ls_alloc_aligned(size_t align, size_t size) __attribute__((warn_unused_result));

/*
 * size bytes, undefined, that are about to be written from end to end: the pages of a large block
 * are had from the system at once, and not one by one as they are touched; as huge pages to its
 * end, if there are any.
 */
void *ls_alloc_touched(size_t size) __attribute__((warn_unused_result));

/* Heap copy of a string, or NULL. */
char *ls_strdup(const char *s) __attribute__((warn_unused_result));

void ls_free(void *p);

/* The allocator with the signature that C libraries take for their own blocks (malloc rules). */
void *ls_foreign_malloc(size_t size);

/* For tests: the n-th allocation from now (1 = the next) fails once; 0 switches this off. */
void ls_alloc_fail_nth(uint64_t n);

/* For tests: allocations attempted since the last ls_alloc_fail_nth(). */
uint64_t ls_alloc_count(void);

#endif
